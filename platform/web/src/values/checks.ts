/** What a number or a day proves about itself, told while it is typed. */
import { idNumberFault, plainIdNumber } from "../form/citizen";

export interface Check {
  ok: boolean;
  words: string;
}

const SOCIAL_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY";

function luhn(digits: string): boolean {
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, place) => {
      const twice = Number(digit) * 2;
      return total + (place % 2 === 0 ? Number(digit) : twice > 9 ? twice - 9 : twice);
    }, 0);
  return sum % 10 === 0;
}

function creditFault(code: string): string | null {
  if (code.length !== 18) return `应为18位，现有${code.length}位`;
  const values = Array.from(code).map((character) => SOCIAL_CREDIT.indexOf(character));
  if (values.includes(-1)) return "含有不该出现的字符（没有 I、O、S、V、Z）";
  const sum = values.slice(0, 17).reduce((total, value, place) => total + value * (3 ** place % 31), 0);
  return (31 - (sum % 31)) % 31 === values[17] ? null : "校验位不对，请对照证件逐位核对";
}

function idCheck(text: string): Check {
  const fault = idNumberFault(plainIdNumber(text));
  return fault === null ? { ok: true, words: "校验位正确" } : { ok: false, words: fault };
}

function cardCheck(text: string): Check {
  const digits = text.replace(/[\s-]/g, "");
  if (!/^\d{12,19}$/.test(digits)) return { ok: false, words: `卡号应为12至19位数字，现有${digits.length}位` };
  return luhn(digits) ? { ok: true, words: "校验位正确" } : { ok: false, words: "校验位不对，请对照卡面逐位核对" };
}

function dayCheck(text: string): Check {
  const found = /^(\d{4})(?:-|年|\.|\/)(\d{1,2})(?:-|月|\.|\/)(\d{1,2})日?$/.exec(text.trim());
  const [year, month, day] = (found?.slice(1) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined)
    return { ok: false, words: "应为日期，如 2026-03-09" };
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real ? { ok: true, words: "日期有效" } : { ok: false, words: "没有这一天，请对照扫描件" };
}

/** The check of a value type on a text; null where the type proves nothing, or nothing is typed. */
export function checkOf(type: string, text: string): Check | null {
  const typed = text.trim();
  if (typed === "") return null;
  switch (type) {
    case "id_number":
      return idCheck(typed);
    case "id_numbers": {
      const faults = typed.split("、").map(idCheck);
      return faults.find((one) => !one.ok) ?? faults[0] ?? null;
    }
    case "card_number":
    case "bank_account":
      return cardCheck(typed);
    case "org_code": {
      const fault = creditFault(typed.replace(/[\s-]/g, "").toUpperCase());
      return fault === null ? { ok: true, words: "校验位正确" } : { ok: false, words: fault };
    }
    case "date":
      return dayCheck(typed);
    case "date_or_longterm":
      return typed === "长期" ? { ok: true, words: "长期有效" } : dayCheck(typed);
    default:
      return null;
  }
}
