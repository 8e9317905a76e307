import { expect, test } from "vitest";

import { figureOf, typedText } from "./amounts";

test("money is typed in yuan and kept in fen", () => {
  expect(figureOf("fen", "805.50")).toBe(80550);
  expect(figureOf("fen", "１，２００元")).toBe(120000);
  expect(figureOf("fen", "-1")).toBeNull();
  expect(figureOf("fen", "八百")).toBeNull();
});

test("rates are typed in percent, with one decimal, and kept in thousandths", () => {
  expect(figureOf("per_mille", "30")).toBe(300);
  expect(figureOf("per_mille", "12.5%")).toBe(125);
  expect(figureOf("per_mille", "12.55")).toBeNull();
});

test("the rest is whole numbers", () => {
  expect(figureOf("month", "36")).toBe(36);
  expect(figureOf("year", "６０")).toBe(60);
  expect(figureOf("m2", "16.5")).toBeNull();
  expect(figureOf("day", " ")).toBeUndefined();
});

test.each([
  ["fen", 123450],
  ["per_mille", 125],
  ["integer", 0],
] as const)("what is shown for %s can be typed again", (unit, value) => {
  expect(figureOf(unit, typedText(unit, value))).toBe(value);
});
