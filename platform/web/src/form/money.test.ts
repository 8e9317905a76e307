import { describe, expect, it } from "vitest";

import { fenOf, yuanText } from "./money";

describe("yuan typed by a person", () => {
  it.each([
    ["1234.5", 123450],
    ["1,234.50", 123450],
    ["1，234.50 元", 123450],
    ["¥１８５０", 185000],
    ["1.15", 115],
    ["0.07", 7],
    [".5", 50],
    ["12。3", 1230],
    ["-3.20", -320],
    ["-0", 0],
  ])("%s is %d fen", (text, fen) => expect(fenOf(text)).toBe(fen));

  it("is nothing when nothing is typed", () => expect(fenOf("  ")).toBeUndefined());

  it.each(["一百", "1.234", "1.2.3", ".", "-", "12345678901234", "1e3"])("refuses %s", (text) =>
    expect(fenOf(text)).toBeNull(),
  );
});

describe("fen shown as yuan", () => {
  it.each([
    [0, "0.00"],
    [5, "0.05"],
    [123450, "1,234.50"],
    [100000000, "1,000,000.00"],
    [-320, "-3.20"],
  ])("%d is %s", (fen, text) => expect(yuanText(fen)).toBe(text));

  it("reads back what it writes", () => {
    for (let fen = -250_000; fen <= 250_000; fen += 137) expect(fenOf(yuanText(fen))).toBe(fen);
  });
});
