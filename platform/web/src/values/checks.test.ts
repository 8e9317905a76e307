import { describe, expect, it } from "vitest";

import { checkOf } from "./checks";

describe("what a value proves about itself", () => {
  it("tells the check digit of a citizen's number while it is typed", () => {
    expect(checkOf("id_number", "210108196908170425")).toEqual({ ok: true, words: "校验位正确" });
    expect(checkOf("id_number", "210108196908170426")?.ok).toBe(false);
    expect(checkOf("id_number", "2101081969")?.words).toBe("应为18位，现有10位");
    expect(checkOf("id_number", "210108 19690817 0425")?.ok).toBe(true);
    expect(checkOf("id_numbers", "210108196908170425、210108199711230176")?.ok).toBe(true);
    expect(checkOf("id_numbers", "210108196908170425、210108199711230177")?.ok).toBe(false);
  });

  it("tells the check digit of a bank card and of an organisation", () => {
    expect(checkOf("card_number", "6222 0212 3456 7890 128")?.ok).toBe(true);
    expect(checkOf("card_number", "6222021234567890127")?.ok).toBe(false);
    expect(checkOf("card_number", "622202")?.words).toContain("现有6位");
    expect(checkOf("org_code", "91350100M000100Y43")?.ok).toBe(true);
    expect(checkOf("org_code", "91350100M000100Y44")?.ok).toBe(false);
    expect(checkOf("org_code", "91350100M000100I43")?.words).toContain("不该出现");
  });

  it("tells a day that there is from one that there is not", () => {
    for (const day of ["2026-03-09", "2026年3月9日", "2026.3.9"]) expect(checkOf("date", day)?.ok).toBe(true);
    expect(checkOf("date", "2026-02-30")?.words).toContain("没有这一天");
    expect(checkOf("date", "3月9日")?.ok).toBe(false);
    expect(checkOf("date_or_longterm", "长期")?.ok).toBe(true);
  });

  it("says nothing of what proves nothing", () => {
    expect(checkOf("text", "王桂兰")).toBeNull();
    expect(checkOf("id_number", " ")).toBeNull();
  });
});
