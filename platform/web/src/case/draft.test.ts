import { expect, it } from "vitest";

import { freshDraft, isDirty, takeAnswer } from "./draft";

const WITH_ONE = { people: [{ name: "王桂兰" }] };
const JUST_ADDED = { people: [{ name: "王桂兰" }, {}] };

it("keeps a row that was just added when the answer to a save comes", () => {
  const draft = { ...freshDraft({ revision: 1, form: {} }), form: JUST_ADDED };
  const { form, conflicts } = takeAnswer(draft, draft, { revision: 2, form: WITH_ONE });
  expect(form).toEqual(JUST_ADDED);
  expect(conflicts).toEqual([]);
});

it("does not take what is typed into a new row for a quarrel with the server", () => {
  const sent = { ...freshDraft({ revision: 1, form: {} }), form: JUST_ADDED };
  const typed = { ...sent, form: { people: [{ name: "王桂兰" }, { name: "陈磊" }] } };
  const after = takeAnswer(typed, sent, { revision: 2, form: WITH_ONE });
  expect(after.form).toEqual(typed.form);
  expect(after.conflicts).toEqual([]);
  expect(isDirty(after)).toBe(true);
});

it("has nothing to save while a new row is empty", () => {
  const draft = { ...freshDraft({ revision: 2, form: WITH_ONE }), form: JUST_ADDED };
  expect(isDirty(draft)).toBe(false);
});
