import { describe, expect, it } from "vitest";

import type { Case } from "../client/types";
import { withValueAt } from "../form/pointers";
import { emptyCase, evaluated, readPaper, withPaper } from "../test/fixture";
import { chipOf, marksOf, originOf, pagesOf, pendingPointers } from "./provenance";

function household(): Case {
  return [0, 1, 2].reduce<Case>((view, paper) => {
    const read = readPaper(paper, `f${paper}`, "2026-03-09T01:00:00Z");
    return withPaper({ ...view, files: [...view.files, read.file] }, read, withValueAt);
  }, emptyCase("c", "2026-03-09T01:00:00Z"));
}

const mark = (view: Case, field: string, confirmed: string[] = []) =>
  marksOf(view, new Set(confirmed)).find((one) => one.field === field);

describe("boxes on the scans", () => {
  it("are sure where the value was read surely", () => {
    expect(mark(household(), "id_number")?.surety).toBe("sure");
  });

  it("wait where the value was read badly, until a person confirms it here", () => {
    const view = household();
    expect(mark(view, "address")?.surety).toBe("sure"); // the address of the card fills nothing
    expect(mark(view, "member_marital")?.surety).toBe("confirm");
    expect(mark(view, "member_marital", ["/household_members/0/marital_status"])?.surety).toBe("sure");
  });

  it("contradict where a problem shows two places", () => {
    const view = household();
    expect(mark(view, "name")?.surety).toBe("contradiction");
    expect(mark(view, "head_name")?.surety).toBe("contradiction");
  });

  it("lead to every form field that they fill", () => {
    expect(mark(household(), "name")?.pointers).toEqual(["/applicant_name", "/household_members/0/member_name"]);
  });

  it("go when their contradiction is settled", () => {
    const view = household();
    const documents = view.documents.map((document) => ({
      ...document,
      values: document.values.map((value) => (value.name === "head_name" ? { ...value, value: "王桂兰", corrected: true } : value)),
    }));
    const settled = { ...view, documents, evaluation: evaluated({ documents, form: view.form }) };
    expect(mark(settled, "head_name")?.surety).toBe("sure");
  });
});

describe("the words beside a value", () => {
  const view = household();
  const chip = (pointer: string, state = { edited: false, confirmedHere: false }) =>
    chipOf(originOf(view.provenance, pointer), view.documents, state);

  it("name the paper and say that it is checked", () => {
    expect(chip("/applicant_name")).toMatchObject({ text: "居民身份证 99% ✓", tone: "read" });
  });

  it("ask for a look", () => {
    expect(chip("/hukou_address")).toMatchObject({ text: "居民户口簿 72% 待核对", tone: "confirm" });
  });

  it("change at once when the clerk confirms or types", () => {
    expect(chip("/hukou_address", { edited: false, confirmedHere: true })?.tone).toBe("read");
    expect(chip("/hukou_address", { edited: true, confirmedHere: false })?.tone).toBe("person");
  });

  it("are silent where nothing is known", () => expect(chip("/applicant_phone")).toBeNull());
});

it("lists what still waits, and leaves out what was confirmed or typed here", () => {
  const view = household();
  const all = pendingPointers(view.provenance, () => false, new Set());
  expect(all).toEqual(["/hukou_address", "/household_members/0/marital_status", "/household_members/1/monthly_income"]);
  expect(pendingPointers(view.provenance, (one) => one === "/hukou_address", new Set(all.slice(1, 2)))).toEqual(all.slice(2));
});

it("shows the pages of files that are still in the case", () => {
  const view = household();
  const less = { ...view, files: view.files.map((file, at) => (at === 0 ? { ...file, removed: true } : file)) };
  expect(pagesOf(less).map((entry) => entry.documents[0]?.title)).toEqual(["居民户口簿", "收入证明"]);
});
