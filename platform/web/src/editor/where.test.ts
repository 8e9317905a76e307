import { describe, expect, it } from "vitest";

import { placeAt } from "./where";

/** The place of the bar in a text; the bar itself is not there. */
function at(text: string) {
  const pos = text.indexOf("|");
  return placeAt(text.slice(0, pos) + text.slice(pos + 1), pos);
}

describe("the place of the cursor", () => {
  it.each([
    ["ti|", [], "key", "ti"],
    ["code: x\nva|\n", [], "key", "va"],
    ["code: x\nkind: se|", ["kind"], "value", "se"],
    ["kind: |\n", ["kind"], "value", ""],
    ["materials:\n  - code: a\n    ti|", ["materials", "*"], "key", "ti"],
    ["materials:\n  - code: a\n    per: each|", ["materials", "*", "per"], "value", "each"],
    ["materials:\n  - |", ["materials", "*"], "key", ""],
    ["materials:\n- code: a\n  fo|", ["materials", "*"], "key", "fo"],
    ["form:\n  properties:\n    name: {type: string, for|", ["form", "properties", "name"], "key", "for"],
    ["form:\n  properties:\n    name: {type: st|}", ["form", "properties", "name", "type"], "value", "st"],
    ["form:\n  properties:\n    name:\n      {type: string, title: 甲,\n       max|}", ["form", "properties", "name"], "key", "max"],
    ["ui:\n  hints:\n    - {pointer: /a|}", ["ui", "hints", "*", "pointer"], "value", "/a"],
    ["ui:\n  groups:\n    - {code: a, fields: [one, t|]}", ["ui", "groups", "*", "fields", "*"], "value", "t"],
    ["form:\n  required:\n    - na|", ["form", "required", "*"], "key", "na"],
    ["a:\n  oneOf: [{const: x, ti|", ["a", "oneOf", "*"], "key", "ti"],
    ["a:\n  oneOf: [{const: x}, {con|", ["a", "oneOf", "*"], "key", "con"],
    ["derived:\n  - pointer: /a\n    cel: >-\n      size(x)\nben|", [], "key", "ben"],
    ["derived:\n  - pointer: /a\n    cel: 'size(x), {y'\n    ti|", ["derived", "*"], "key", "ti"],
    ['note: "a: {b"\nki|', [], "key", "ki"],
    ["limit: {value: 1}\nfe|", [], "key", "fe"],
    ["a: 1\n\n  |", ["a"], "key", ""],
  ])("of %j", (text, path, kind, word) => {
    expect(at(text)).toMatchObject({ path, kind, word });
  });

  it("is nowhere within comments and text blocks", () => {
    expect(at("# no|")).toBeNull();
    expect(at("a: 1 # no|")).toBeNull();
    expect(at("cel: >-\n  size(|")).toBeNull();
  });

  it("knows the other keys of its mapping, before and behind", () => {
    expect(at("materials:\n  - code: a\n    |\n    per: applicant\n  - title_zh: b")?.siblings).toEqual({
      code: "a",
      per: "applicant",
    });
    expect(at("from_document:\n  - {pointer: /x, document: id_card, field: |, person: applicant}")?.siblings).toMatchObject({
      document: "id_card",
      person: "applicant",
    });
    expect(Object.keys(at("code: a\nkind: |\ntitle_zh: b\nform:\n  type: object")?.siblings ?? {})).toEqual([
      "title_zh",
      "form",
      "code",
      "kind",
    ]);
  });

  it("tells where the word begins", () => {
    expect(at("a: 1\nkind: ser|")?.from).toBe(11);
  });
});
