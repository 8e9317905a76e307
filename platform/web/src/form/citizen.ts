/** Citizen ID numbers (GB 11643): the check character by ISO 7064 MOD 11-2. */

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = "10X98765432";

/** Upper case, half-width, without spaces: as the form keeps it. */
export function plainIdNumber(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (mark) => String.fromCharCode(mark.charCodeAt(0) - 0xfee0))
    .replace(/[\s-]/g, "")
    .toUpperCase();
}

/** What is wrong with a number, in words; null when nothing is. */
export function idNumberFault(number: string): string | null {
  if (number === "") return null;
  if (!/^\d{17}[\dX]$/.test(number)) return `应为18位，现有${number.length}位`;
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(number[place]), 0);
  if (CHECKS[sum % 11] !== number[17]) return "校验位不对，请对照证件逐位核对";
  return null;
}

/** 210108 19690512 0021: groups make eighteen digits readable. */
export function groupedIdNumber(number: string): string {
  return number.length === 18 ? `${number.slice(0, 6)} ${number.slice(6, 14)} ${number.slice(14)}` : number;
}
