import { cleanup, createEvent, fireEvent, render, screen } from "@testing-library/react";
import { createRef } from "react";
import { afterEach, expect, it, vi } from "vitest";

import type { ReviewItem } from "../client/types";
import { missed, value } from "../test/values";
import { ValueCard } from "./ValueCard";

afterEach(cleanup);

function card(item: ReviewItem, text = item.machine) {
  const said = { onText: vi.fn(), onDecide: vi.fn(), onNothing: vi.fn(), onMove: vi.fn<(step: 1 | -1) => boolean>(() => true) };
  const box = createRef<HTMLInputElement>();
  const show = (one: ReviewItem) => (
    <ValueCard item={one} text={text} place={1} total={3} editable fault={null} box={box} {...said} />
  );
  const { rerender } = render(show(item));
  return { ...said, input: () => screen.getByRole<HTMLInputElement>("textbox"), next: (one: ReviewItem) => rerender(show(one)) };
}

it("has the keyboard from the first moment, with the doubtful character under the hand", () => {
  const { input } = card(value("a", { doubtful: [2] }));
  expect(document.activeElement).toBe(input());
  expect([input().selectionStart, input().selectionEnd]).toEqual([2, 3]);
});

it("keeps the keyboard in the same box when the next value comes", () => {
  const { input, next } = card(value("a"));
  const before = input();
  next(value("b"));
  expect(input()).toBe(before);
  expect(document.activeElement).toBe(before);
});

it("takes Enter as the decision, but neither the one that ends a Chinese word nor a key held down", () => {
  const { input, onDecide } = card(value("a"));
  fireEvent.keyDown(input(), { key: "Enter", isComposing: true });
  fireEvent.keyDown(input(), { key: "Enter", repeat: true });
  expect(onDecide).not.toHaveBeenCalled();
  fireEvent.keyDown(input(), { key: "Enter" });
  expect(onDecide).toHaveBeenCalledOnce();
});

it("moves with Tab and lets it go at the end, so that nobody is locked in", () => {
  const { input, onMove } = card(value("a"));
  const moved = createEvent.keyDown(input(), { key: "Tab" });
  fireEvent(input(), moved);
  expect(moved.defaultPrevented).toBe(true);
  onMove.mockReturnValue(false);
  const left = createEvent.keyDown(input(), { key: "Tab", shiftKey: true });
  fireEvent(input(), left);
  expect(left.defaultPrevented).toBe(false);
  expect(onMove.mock.calls).toEqual([[1], [-1]]);
});

it("says that nothing was read and offers that nothing stands there", () => {
  const { input, onNothing } = card(missed("民族"));
  expect(input().value).toBe("");
  expect(screen.getByText("机器没有读出这一项。")).toBeDefined();
  fireEvent.click(screen.getByRole("button", { name: /此件上没有/ }));
  expect(onNothing).toHaveBeenCalledExactlyOnceWith("absent");
  expect(screen.getByRole("button", { name: /填入/ })).toBeDefined();
});

it("tells the check digit live", () => {
  card(value("a", { value_type: "id_number", machine: "210108196908170425", value: "210108196908170425" }), "210108196908170426");
  expect(screen.getByText(/校验位不对/)).toBeDefined();
});
