/** Days and times as the office's clock on the wall shows them: Asia/Shanghai, wherever the browser is. */

const MOMENT = new Intl.DateTimeFormat("zh-CN", {
  timeZone: "Asia/Shanghai",
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

/** 2026年3月9日 09:05 for a time in UTC. */
export function momentText(iso: string): string {
  const part = Object.fromEntries(MOMENT.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]));
  return `${part.year}年${part.month}月${part.day}日 ${part.hour}:${part.minute}`;
}

/** 2026年3月9日 for "2026-03-09": a day has no time zone. */
export function dayText(day: string): string {
  const [year, month, date] = day.split("-").map(Number);
  return `${year}年${month}月${date}日`;
}

/** 2.4 MB for 2516582. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} 字节`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
