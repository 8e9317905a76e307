import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { expect, it } from "vitest";

import { namesOf } from "./names";

const DIBAO = readFileSync(resolve(import.meta.dirname, "../../../../form_schemas/services/social-security/dibao.yaml"), "utf8");

it("knows the fields, rows, papers, materials and examples of a real definition", () => {
  const names = namesOf(DIBAO);
  expect(names.fields.slice(0, 3).map((one) => one.name)).toEqual(["application_kind", "area_kind", "applicant_name"]);
  expect(names.pointers).toContainEqual({ name: "/household_members/*/monthly_income", words: "月收入" });
  expect(names.rows["/household_members"]?.[0]).toEqual({ name: "member_name", words: "姓名" });
  expect(names.papers.id_card?.map((one) => one.name)).toContain("id_number");
  expect(names.materials).toContainEqual({ name: "land_ledger", words: "承包土地统计台账" });
  expect(names.examples.length).toBeGreaterThan(3);
  expect(names.examples[0]?.form).toHaveProperty("household_members");
});

it("gives what it can of a text that is being written", () => {
  const names = namesOf("form:\n  type: object\n  properties:\n    a: {type: string, title: 甲}\nmaterials:\n  - code: x\n    title_zh: [");
  expect(names.fields).toEqual([{ name: "a", words: "甲" }]);
  expect(namesOf("{{{").fields).toEqual([]);
});

it("reads nothing from aliases that unfold without end", () => {
  const level = (name: string, below: string) => `${name}: &${name} [${Array(9).fill(`*${below}`).join(", ")}]`;
  const bomb = ["a: &a [x, x, x, x, x, x, x, x, x]", level("b", "a"), level("c", "b"), level("d", "c"), level("e", "d")];
  expect(namesOf(`form: {properties: {z: {type: string}}}\n${bomb.join("\n")}`).fields).toEqual([]);
});
