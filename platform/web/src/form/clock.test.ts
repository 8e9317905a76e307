import { expect, it } from "vitest";

import { clockOf } from "./clock";

it.each([
  ["09:30", "09:30"],
  ["9:05", "09:05"],
  ["930", "09:30"],
  ["0930", "09:30"],
  ["9点30分", "09:30"],
  ["14：00", "14:00"],
  ["8", "08:00"],
])("reads %s as %s", (typed, time) => {
  expect(clockOf(typed)).toBe(time);
});

it.each(["24:00", "12:60", "上午", "123456", ""])("does not take %s for a time", (typed) => {
  expect(clockOf(typed)).toBeNull();
});
