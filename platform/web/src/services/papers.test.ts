import { expect, it } from "vitest";

import type { Material, ServiceForm } from "../client/types";
import { lackText, noteText, paperList, reasonText } from "./papers";
import { firstAnswers, givenAnswers } from "./Questions";

function material(code: string, part: Partial<Material> = {}): Material {
  return {
    code,
    person_pointer: null,
    person_name: null,
    title: code,
    document_types: [],
    form: "original",
    copies: 1,
    original_required: true,
    waivable: false,
    reason: "必备材料",
    status: "missing",
    undecided: false,
    question: "",
    issuer: "",
    to_confirm: false,
    document_ids: [],
    originals_seen: false,
    note: null,
    ...part,
  };
}

const QUESTIONS: ServiceForm = {
  code: "x",
  version: 1,
  title: "x",
  labels: {},
  ui_schema: {},
  form_schema: {
    type: "object",
    properties: {
      income: { type: "integer", default: 0 },
      local: { type: "boolean" },
      members: { type: "array", title: "家庭", minItems: 1, items: { type: "object", title: "成员", properties: { age: { type: "integer" } } } },
      children: { type: "array", items: { type: "object", properties: {} } },
    },
  },
};

it("puts the same paper of several persons on one line", () => {
  const card = (row: number) => material("id_card", { person_pointer: `/members/${row}` });
  const { bring } = paperList([card(0), card(1)], QUESTIONS, { members: [{}, {}] });
  expect(bring.map((one) => one.whose)).toEqual([["成员1", "成员2"]]);
});

it("calls a person by name where there is one, and an only one without a number", () => {
  const { bring } = paperList(
    [material("a", { person_pointer: "/members/0" }), material("b", { person_pointer: "/members/0", person_name: "王桂兰" })],
    QUESTIONS,
    { members: [{}] },
  );
  expect(bring.map((one) => one.whose)).toEqual([["成员"], ["王桂兰"]]);
});

it("tells apart what is brought, what the office looks up, and what is not known yet", () => {
  const list = paperList(
    [
      material("sure"),
      material("looked_up", { status: "unchecked", waivable: true }),
      material("unsure", { status: "unchecked", waivable: true, undecided: true, reason: "残疾人：缺少“成员”第1项的“是否残疾”" }),
      material("asked", { status: "unchecked", question: "有委托书吗？" }),
      material("done", { status: "waived" }),
    ],
    QUESTIONS,
    {},
  );
  expect(list.bring.map((one) => one.material.code)).toEqual(["sure"]);
  expect(list.lookUp.map((one) => one.material.code)).toEqual(["looked_up"]);
  expect(list.open.map((one) => one.material.code)).toEqual(["unsure", "asked"]);
  expect(list.open.map((one) => reasonText(one.material))).toEqual(["残疾人", ""]);
  expect(list.open.map((one) => lackText(one.material))).toEqual(["还没问：“是否残疾”", "有委托书吗？"]);
});

it("keeps of a note what is not said elsewhere", () => {
  expect(noteText(material("x", { note: "缺人像面；写明用途；待确认" }))).toBe("写明用途");
});

it("begins with the defaults and one row where persons are counted, and hands on only what was said", () => {
  const first = firstAnswers(QUESTIONS);
  expect(first).toEqual({ income: 0, members: [{}] });
  expect(givenAnswers({ ...first, local: undefined, members: [{}, {}] }, first)).toEqual({});
  expect(givenAnswers({ ...first, local: false, members: [{ age: 80 }, {}] }, first)).toEqual({
    local: false,
    members: [{ age: 80 }, {}],
  });
});
