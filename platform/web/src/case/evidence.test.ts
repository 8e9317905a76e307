import { describe, expect, it } from "vitest";

import type { Case } from "../client/types";
import { withValueAt } from "../form/pointers";
import { emptyCase, readPaper, withPaper } from "../test/fixture";
import { byPerson, differing, placesOf, sortProblems } from "./evidence";
import { arrange } from "./steps";

function contradicting(): Case {
  return [0, 1].reduce<Case>((view, paper) => {
    const read = readPaper(paper, `f${paper}`, "2026-03-09T01:00:00Z");
    return withPaper({ ...view, files: [...view.files, read.file] }, read, withValueAt);
  }, emptyCase("c", "2026-03-09T01:00:00Z"));
}

it("puts what blocks before what should be looked at", () => {
  const { block, warn } = sortProblems(contradicting().evaluation.problems);
  expect(block.map((one) => one.code)).toEqual(["name_differs"]);
  expect(warn.map((one) => one.code)).toEqual(["phone_missing"]);
});

describe("the places of a contradiction", () => {
  it("are both found on their pages", () => {
    const view = contradicting();
    const problem = view.evaluation.problems[0];
    const places = problem ? placesOf(problem, view) : [];
    expect(places.map((place) => place.page?.id)).toEqual(["p-f0", "p-f1"]);
    expect(places.map((place) => place.evidence.value)).toEqual(["王桂兰", "王桂蓝"]);
  });

  it("fall back to the first page of the document where the box is not known", () => {
    const view = contradicting();
    const problem = view.evaluation.problems[0];
    if (!problem) throw new Error("the fixture has a contradiction");
    const blind = { ...problem, evidence: problem.evidence.map((one) => ({ ...one, box: null })) };
    expect(placesOf(blind, view).map((place) => place.page?.id)).toEqual(["p-f0", "p-f1"]);
  });

  it("are empty-handed where the scan is gone", () => {
    const view = contradicting();
    const problem = view.evaluation.problems[0];
    if (!problem) throw new Error("the fixture has a contradiction");
    expect(placesOf(problem, { files: [], documents: [] }).map((place) => place.page)).toEqual([null, null]);
  });
});

describe("what differs in two values", () => {
  it.each([
    ["王桂兰", "王桂蓝", [["王桂", false], ["兰", true]]],
    ["210108196907150027", "210108196907150127", [["210108196907150", false], ["0", true], ["27", false]]],
    ["王", "王", [["王", false]]],
    ["王小兰", "王兰", [["王", false], ["小", true], ["兰", false]]],
    ["", "王", []],
    ["\u{2a6a5}", "王", [["\u{2a6a5}", true]]],
  ])("%s against %s", (value, other, parts) => expect(differing(value, other)).toEqual(parts));
});

it("groups the checklist by person, the application first", () => {
  const groups = byPerson(contradicting().evaluation.materials);
  expect(groups.map((group) => group.name)).toEqual(["本次申请", "王桂兰"]);
});

it("offers the notice first while something is missing, and never a refusal as the main button", () => {
  const undecided = { ...contradicting(), offered: ["supplement", "withdraw", "edit"] };
  expect(arrange(undecided).primary).toBeNull();
  const materials = undecided.evaluation.materials.filter((one) => one.status !== "unchecked");
  const view = { ...undecided, evaluation: { ...undecided.evaluation, materials } };
  expect(arrange(view).primary).toBe("supplement");
  expect(arrange({ ...view, reading: 1 }).primary).toBeNull();
  expect(arrange({ ...view, offered: ["refuse", "return"] }).primary).toBeNull();
  expect(arrange({ ...view, offered: ["forward", "return", "refuse", "edit"] })).toEqual({
    primary: "forward",
    others: ["return", "refuse"],
  });
});
