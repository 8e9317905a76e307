import dayjs from "dayjs";

/** 3月9日 09:05; the year where it is another one. */
export function momentText(iso: string): string {
  const moment = dayjs(iso);
  return moment.format(moment.year() === dayjs().year() ? "M月D日 HH:mm" : "YYYY年M月D日 HH:mm");
}

export function dayText(iso: string): string {
  return dayjs(iso).format("YYYY年M月D日");
}

/** 2.4 MB for 2516582. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} 字节`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
