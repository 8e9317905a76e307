/** Money is whole fen in the form and yuan with two decimals before the eyes. */

/** "1,234.50" for 123450. */
export function yuanText(fen: number): string {
  const sign = fen < 0 ? "-" : "";
  const whole = Math.abs(Math.trunc(fen));
  const yuan = Math.trunc(whole / 100).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  return `${sign}${yuan}.${(whole % 100).toString().padStart(2, "0")}`;
}

/** Full-width digits and marks, 元 and ¥ are what people type and paste. */
function plain(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (mark) => String.fromCharCode(mark.charCodeAt(0) - 0xfee0))
    .replace(/[\s,，¥￥]/g, "")
    .replace(/。/g, ".")
    .replace(/元$/, "");
}

/**
 * Fen of what was typed as yuan; undefined for nothing, null for what is no amount.
 *
 * Computed on the digits, never with floating point: 1.15 is 115 fen.
 */
export function fenOf(text: string): number | undefined | null {
  const amount = plain(text);
  if (amount === "") return undefined;
  const parts = /^(-?)(\d{0,12})(?:\.(\d{0,2}))?$/.exec(amount);
  if (!parts || (!parts[2] && !parts[3])) return null;
  const fen = Number(parts[2] || "0") * 100 + Number((parts[3] ?? "").padEnd(2, "0"));
  return parts[1] && fen !== 0 ? -fen : fen;
}
