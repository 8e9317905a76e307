import { describe, expect, it } from "vitest";

import type { ReviewItem, ReviewQueue } from "../client/types";
import { missed, value } from "../test/values";
import {
  beside,
  firstDoubt,
  grouped,
  marked,
  nextOpen,
  prefilled,
  progressOf,
  shown,
  verdictOf,
  withSaid,
} from "./queue";

const queue = (...items: ReviewItem[]): ReviewQueue => ({
  items,
  waiting: items.filter((item) => item.state === "waiting").length,
  undo: null,
  editable: true,
});

const ids = (items: ReviewItem[]) => items.map((item) => item.id);

describe("the queue of read values", () => {
  const three = [value("a"), value("b", { auto: true, state: "filled" }), value("c"), value("d", { state: "confirmed" })];

  it("holds what a person is asked about, settled or not, so that nothing jumps", () => {
    expect(ids(shown(queue(...three), "waiting"))).toEqual(["a", "c", "d"]);
    expect(ids(shown(queue(value("a"), value("b", { auto: true, sampled: true })), "sample"))).toEqual(["b"]);
    expect(shown(queue(...three), "all")).toHaveLength(4);
  });

  it("goes on to the next open value and comes round to those left behind", () => {
    const items = shown(queue(...three), "waiting");
    expect(nextOpen(items, null)).toBe("a");
    expect(nextOpen(items, "a")).toBe("c");
    expect(nextOpen(items, "c")).toBe("a");
    expect(nextOpen([value("a"), value("b", { state: "corrected" })], "a")).toBeNull();
  });

  it("moves to its neighbours and ends at either end", () => {
    expect(beside(three, "a", 1)).toBe("b");
    expect(beside(three, "a", -1)).toBeNull();
    expect(beside(three, "d", 1)).toBeNull();
  });

  it("counts what is done of what was asked", () => {
    expect(progressOf(shown(queue(...three), "waiting"))).toEqual({ done: 1, total: 3 });
  });

  it("shows at once what was said, before the answer comes", () => {
    const said = new Map([
      ["a", { verdict: "corrected" as const, value: "王桂兰", key: "k" }],
      ["c", { verdict: "unreadable" as const, value: "", key: "l" }],
    ]);
    const now = withSaid(queue(...three), said);
    expect(now.waiting).toBe(0);
    expect(now.items.map((item) => [item.state, item.value, item.revision])).toEqual([
      ["corrected", "王桂兰", 1],
      ["filled", "王桂蓝", 0],
      ["unreadable", "", 1],
      ["confirmed", "王桂蓝", 0],
    ]);
  });

  it("confirms what is left as it was, and corrects what is typed", () => {
    expect(verdictOf(value("a"), " 王桂蓝 ")).toBe("confirmed");
    expect(verdictOf(value("a"), "王桂兰")).toBe("corrected");
    expect(verdictOf(value("a"), "  ")).toBeNull();
  });

  it("begins with what is right so far, and with the machine's where nobody could read it", () => {
    expect(prefilled(value("a", { state: "corrected", value: "王桂兰" }))).toBe("王桂兰");
    expect(prefilled(value("a", { state: "unreadable", value: "" }))).toBe("王桂蓝");
  });

  it("asks for what was not read, which can only be typed in or said not to be there", () => {
    const gap = missed("gap");
    expect(ids(shown(queue(gap), "waiting"))).toEqual(["gap"]);
    expect(prefilled(gap)).toBe("");
    expect(verdictOf(gap, "")).toBeNull();
    expect(verdictOf(gap, "汉")).toBe("corrected");
    const said = new Map([["gap", { verdict: "absent" as const, value: "", key: "k" }]]);
    const now = withSaid(queue(gap), said);
    expect([now.waiting, now.items[0]?.state, now.items[0]?.value]).toEqual([0, "absent", ""]);
    expect(nextOpen(now.items, null)).toBeNull();
  });

  it("stands document by document", () => {
    const groups = grouped([value("a"), value("b"), value("c", { document_id: "d2", document_of: null })]);
    expect(groups.map((group) => [group.documentId, group.of, ids(group.items)])).toEqual([
      ["d1", "王桂兰", ["a", "b"]],
      ["d2", null, ["c"]],
    ]);
  });
});

describe("doubtful characters", () => {
  it("are marked in runs, rare characters counting once", () => {
    expect(marked("王桂蓝", [2])).toEqual([
      ["王桂", false],
      ["蓝", true],
    ]);
    expect(marked("𬭊明光", [1])).toEqual([
      ["𬭊", false],
      ["明", true],
      ["光", false],
    ]);
    expect(marked("", [])).toEqual([]);
  });

  it("are where typing begins", () => {
    expect(firstDoubt("𬭊明光", [1, 2])).toEqual([2, 4]);
    expect(firstDoubt("明光", [])).toBeNull();
  });
});
