import { expect, it } from "vitest";

import { shownDefinitions, type Filters } from "./listing";
import type { Definition } from "./types";

const ALL: Filters = { q: "", kind: "", state: "", origin: "", withDraft: false, unconfirmed: false };

function definition(code: string, title: string, part: Partial<Definition> = {}): Definition {
  return {
    code,
    title,
    version: 1,
    group: "social-security",
    group_title: "社会保障",
    kind: "service",
    origin: "delivered",
    valid_from: null,
    valid_to: null,
    state: "in_force",
    draft_id: null,
    draft_state: null,
    unconfirmed: 0,
    ...part,
  };
}

const SEAL = definition("gov.seal-use", "印章使用登记", { kind: "register", unconfirmed: 2 });
const DIBAO = definition("social-security.dibao", "低保、边缘户申请", { draft_id: "d1", draft_state: "editing" });
const OWN = definition("local.waste", "垃圾清运", { origin: "here", state: "future" });
const codes = (part: Partial<Filters>) => shownDefinitions([SEAL, DIBAO, OWN], { ...ALL, ...part }).map((one) => one.code);

it("finds by words and by the initials of the pinyin", () => {
  expect(codes({ q: "db" })).toEqual(["social-security.dibao"]);
  expect(codes({ q: "印章" })).toEqual(["gov.seal-use"]);
});

it("narrows by kind, state, origin, draft and what is unconfirmed", () => {
  expect(codes({})).toHaveLength(3);
  expect(codes({ kind: "register" })).toEqual(["gov.seal-use"]);
  expect(codes({ state: "future" })).toEqual(["local.waste"]);
  expect(codes({ origin: "here" })).toEqual(["local.waste"]);
  expect(codes({ withDraft: true })).toEqual(["social-security.dibao"]);
  expect(codes({ unconfirmed: true, q: "yz" })).toEqual(["gov.seal-use"]);
});
