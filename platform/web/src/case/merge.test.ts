import { describe, expect, it } from "vitest";

import type { FormData } from "../client/types";
import { confirmAt, freshDraft, isDirty, settle, takeAnswer, takeIn } from "./draft";
import { merge } from "./merge";

describe("joining what was typed with what others saved", () => {
  it("takes both sides when they changed different fields", () => {
    const joined = merge({ a: 1, b: 1 }, { a: 2, b: 1 }, { a: 1, b: 3 });
    expect(joined).toEqual({ form: { a: 2, b: 3 }, conflicts: [] });
  });

  it("keeps what was typed here and names the field when both changed it", () => {
    const joined = merge({ name: "王" }, { name: "王桂兰" }, { name: "王桂蓝" });
    expect(joined.form).toEqual({ name: "王桂兰" });
    expect(joined.conflicts).toEqual([{ pointer: "/name", mine: "王桂兰", theirs: "王桂蓝" }]);
  });

  it("joins rows of a list one by one and takes rows that were added", () => {
    const base = { members: [{ name: "甲", income: 1 }] };
    const mine = { members: [{ name: "甲", income: 2 }] };
    const theirs = { members: [{ name: "甲乙", income: 1 }, { name: "丙", income: 3 }] };
    expect(merge(base, mine, theirs)).toEqual({
      form: { members: [{ name: "甲乙", income: 2 }, { name: "丙", income: 3 }] },
      conflicts: [],
    });
  });

  it("asks when a row was taken away on one side and the list changed on the other", () => {
    const base = { members: [{ name: "甲" }, { name: "乙" }] };
    const joined = merge(base, { members: [{ name: "甲" }] }, { members: [{ name: "甲甲" }, { name: "乙" }] });
    expect(joined.conflicts.map((one) => one.pointer)).toEqual(["/members"]);
  });

  it("lets a value that was cleared here stay cleared", () => {
    expect(merge({ a: "x", b: 1 }, { b: 1 }, { a: "x", b: 2 }).form).toEqual({ b: 2 });
  });
});

describe("the draft on the screen", () => {
  const served = (revision: number, form: FormData) => ({ revision, form });

  it("is clean when it stands as the server has it", () => {
    expect(isDirty(freshDraft(served(1, { a: 1 })))).toBe(false);
  });

  it("takes in what the reading filled, and keeps what is being typed", () => {
    const typing = { ...freshDraft(served(1, {})), form: { phone: "138" } };
    const after = takeIn(typing, served(2, { name: "王桂兰" }));
    expect(after.form).toEqual({ name: "王桂兰", phone: "138" });
    expect(after.conflicts).toEqual([]);
    expect(isDirty(after)).toBe(true);
  });

  it("keeps what was typed while a save was on its way", () => {
    const before = { ...freshDraft(served(1, {})), form: { phone: "138" } };
    const sent = { base: before.base, revision: 1, form: before.form, confirmed: [] };
    const typedOn = { ...before, form: { phone: "13800" } };
    const after = takeAnswer(typedOn, sent, served(2, { phone: "138", total: 5 }));
    expect(after.form).toEqual({ phone: "13800", total: 5 });
    expect(after.revision).toBe(2);
    expect(isDirty(after)).toBe(true);
  });

  it("is clean after its save was answered", () => {
    const draft = confirmAt({ ...freshDraft(served(1, {})), form: { a: 1 } }, "/a");
    const sent = { base: {}, revision: 1, form: draft.form, confirmed: draft.confirmed };
    expect(isDirty(takeAnswer(draft, sent, served(2, { a: 1 })))).toBe(false);
  });

  it("does not go back to an older answer", () => {
    const draft = freshDraft(served(5, { a: 2 }));
    expect(takeIn(draft, served(4, { a: 1 }))).toBe(draft);
  });

  it("is settled with the value that a person chose", () => {
    const draft = takeIn({ ...freshDraft(served(1, { a: 1 })), form: { a: 2 } }, served(2, { a: 3 }));
    expect(draft.conflicts).toHaveLength(1);
    const settled = settle(draft, "/a", 3);
    expect(settled.conflicts).toEqual([]);
    expect(isDirty(settled)).toBe(false);
  });
});
