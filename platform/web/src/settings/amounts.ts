/** Figures as people type them: yuan, percent, whole numbers. */
import { fenOf, yuanText } from "../form/money";
import type { Figure } from "../client/types";

type Unit = Figure["unit"];

/** What stands behind the box. */
export const UNIT_WORDS: Record<Unit, string> = {
  fen: "元",
  per_mille: "%",
  integer: "",
  month: "个月",
  year: "年（周岁）",
  day: "天",
  m2: "平方米",
};

/** The text of a figure as it is typed: "800.00" for 80000 fen, "30" for 300 per mille. */
export function typedText(unit: Unit, value: number | null): string {
  if (value === null) return "";
  if (unit === "fen") return yuanText(value).replace(/,/g, "");
  if (unit === "per_mille") return String(value / 10);
  return String(value);
}

/** The figure of what was typed; undefined for nothing, null for what is none. Computed on the digits. */
export function figureOf(unit: Unit, text: string): number | undefined | null {
  const typed = text.trim();
  if (typed === "") return undefined;
  if (unit === "fen") {
    const fen = fenOf(typed);
    return fen === undefined || fen === null || fen < 0 ? null : fen;
  }
  const plain = typed.replace(/[０-９．]/g, (mark) => String.fromCharCode(mark.charCodeAt(0) - 0xfee0));
  if (unit === "per_mille") {
    const parts = /^(\d{1,6})(?:\.(\d))?%?$/.exec(plain);
    return parts ? Number(parts[1]) * 10 + Number(parts[2] ?? 0) : null;
  }
  return /^\d{1,9}$/.test(plain) ? Number(plain) : null;
}
