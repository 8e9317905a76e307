/** 09:30 for 930, 9:30, 0930 and 9点30分; null for what is no time of the day. */
export function clockOf(text: string): string | null {
  const [, hours = "", minutes = "0"] = /^(\d{1,2})(?:[:：点时.]?(\d{2})?分?)$/.exec(text.trim()) ?? [];
  if (hours === "" || Number(hours) > 23 || Number(minutes) > 59) return null;
  return `${hours.padStart(2, "0")}:${minutes.padStart(2, "0")}`;
}
