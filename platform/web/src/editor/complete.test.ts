import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { expect, it } from "vitest";

import { meaningAt, offersAt } from "./complete";
import { namesOf } from "./names";
import { VOCABULARY } from "../test/vocabulary";
import { placeAt } from "./where";

const SCHEMAS = resolve(import.meta.dirname, "../../../../form_schemas");
const META = JSON.parse(readFileSync(`${SCHEMAS}/meta/service.schema.json`, "utf8")) as { [key: string]: never };
const DIBAO = readFileSync(`${SCHEMAS}/services/social-security/dibao.yaml`, "utf8");
const NAMES = namesOf(DIBAO);

/** What is offered where the bar stands. */
function offered(text: string): string[] {
  const pos = text.indexOf("¦");
  const place = placeAt(text.slice(0, pos) + text.slice(pos + 1), pos);
  return place ? (offersAt(place, META, NAMES, VOCABULARY)?.offers ?? []).map((one) => one.name) : [];
}

it("offers the keys of the place, those that must stand first, without those that stand already", () => {
  expect(offered("code: a.b\n¦").slice(0, 3)).toEqual(["version", "title_zh", "kind"]);
  const keys = offered("materials:\n  - code: a\n    ¦\n    per: applicant");
  expect(keys).toContain("title_zh");
  expect(keys).toContain("waivable_by_platform");
  expect(keys).not.toContain("code");
  expect(keys).not.toContain("per");
});

it("offers keys within braces and of nested field schemas", () => {
  expect(offered("form:\n  properties:\n    a: {type: string, ¦}")).toContain("maxLength");
  expect(offered("form:\n  properties:\n    a:\n      items:\n        properties:\n          b: {¦")).toContain("format");
  expect(offered("persons:\n  ¦")).toContain("each_member");
});

it("offers the values that the schema allows", () => {
  expect(offered("kind: ¦")).toEqual(["service", "register", "governance"]);
  expect(offered("materials:\n  - {code: a, original_required: ¦}")).toEqual(["true", "false"]);
  expect(offered("form:\n  properties:\n    a: {type: string, format: ¦}")).toContain("cn-id-18");
});

it("offers names that are known here", () => {
  expect(offered("ui:\n  hints:\n    - {pointer: ¦}")).toContain("/household_members/*/monthly_income");
  expect(offered("ui:\n  groups:\n    - {code: a, fields: [¦]}")).toContain("applicant_name");
  expect(offered("form:\n  required:\n    - ¦")).toContain("applicant_name");
  expect(offered("materials:\n  - document_type: ¦")).toContain("id_card");
  expect(offered("from_document:\n  - {pointer: /a, document: id_card, field: ¦}")).toContain("birth_date");
  expect(offered("stages:\n  - {order: 1, decider: ¦}")).toContain("street_reviewer");
  expect(offered("papers:\n  ¦")).toContain("id_card");
  expect(offered("examples:\n  - form:\n      household_members:\n        - ¦")).toContain("member_name");
});

it("offers fields, functions and parameters within an expression", () => {
  expect(offered("eligibility:\n  - {id: a, cel: hukou_in_city == true && app¦}")).toContain("applicant_name");
  expect(offered("eligibility:\n  - id: a\n    cel: divi¦")).toContain("divide");
  expect(offered("eligibility:\n  - id: a\n    cel: x <= std('¦")).toEqual(["dibao_standard"]);
  expect(offered("fields:\n  - {pointer: /x, required_when: item.is¦}")).toContain("is_disabled");
});

it("tells what a word means", () => {
  const text = "materials:\n  - document_type: id_card\n";
  const place = placeAt(text, text.indexOf("id_card") + 3);
  expect(place && meaningAt(place, "id_card", META, NAMES, VOCABULARY)).toContain("居民身份证");
  const kind = placeAt("kind: x", 2);
  expect(kind && meaningAt(kind, "kind", META, NAMES, VOCABULARY)).toContain("register");
});
