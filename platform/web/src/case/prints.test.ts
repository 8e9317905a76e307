import { describe, expect, it } from "vitest";

import type { ActingView, PrintedPaper } from "../client/types";
import { channelsFor, linesOf, noteOf } from "./acting";
import { CONSENT, detailOf, stateOf } from "./prints";

const PAPER: PrintedPaper = {
  material: "application_form",
  person_pointer: "",
  title: "申请表",
  state: "unprinted",
  form: null,
  number: null,
  pages: null,
  printed_at: null,
  url: null,
  page_id: null,
  changes: [],
  missing_pages: [],
  signed_by: "",
  signed_at: null,
  needed: true,
};

const AGENT: ActingView = {
  by: "agent",
  by_title: "代办人代办",
  channel: "agency",
  channel_title: "代办",
  name: "孙悦",
  id_number: "210108199204160062",
  phone: "",
  relation: "邻居",
  scope: "代为申请",
  valid_until: "2026-12-31",
  proof: "hukou",
  noted_by: "林晓燕",
  noted_at: "2026-03-09T01:00:00Z",
};

describe("a printed form", () => {
  it("says what is to be done next", () => {
    expect(stateOf(PAPER)[0]).toBe("未打印");
    expect(detailOf(PAPER)).toBe("");
    const printed: PrintedPaper = { ...PAPER, state: "printed", number: 3, pages: 2 };
    expect(detailOf(printed)).toBe("第 3 号，2 页，签字后扫描");
    const torn: PrintedPaper = { ...printed, state: "incomplete", missing_pages: [2] };
    expect(detailOf(torn)).toBe("共 2 页，还缺第 2 页");
    const old: PrintedPaper = { ...printed, state: "outdated", changes: ["甲", "乙", "丙"] };
    expect(detailOf(old)).toBe("打印后有变动：甲；乙等3处");
    const back: PrintedPaper = { ...printed, state: "signed", needed: false, signed_by: "林晓燕" };
    expect([stateOf(back)[0], detailOf(back)]).toEqual(["已签名", "林晓燕看过签名"]);
  });

  it("is not asked for where the paper is there already", () => {
    expect(stateOf({ ...PAPER, needed: false })[0]).toBe("已收纸质");
    expect(stateOf({ ...PAPER, needed: false, material: CONSENT })[0]).toBe("已同意");
    expect(detailOf({ ...PAPER, needed: false, state: "outdated", changes: ["甲"] })).toBe("");
  });
});

describe("who acts", () => {
  it("is told in a line or two", () => {
    expect(linesOf(AGENT)).toEqual(["代办人代办", "孙悦 · 邻居", "代为申请；到2026年12月31日"]);
    expect(linesOf({ ...AGENT, valid_until: null })[2]).toBe("代为申请；办结为止");
    const guardian: ActingView = { ...AGENT, by: "guardian", by_title: "监护人办理", channel_title: "窗口" };
    expect(linesOf(guardian)).toEqual(["监护人办理 · 窗口", "孙悦 · 邻居"]);
  });

  it("brings its channel along", () => {
    expect(channelsFor("agent")).toEqual([]);
    expect(channelsFor("self").map((one) => one.value)).not.toContain("visit");
    expect(noteOf(null).by).toBe("self");
    expect(noteOf(AGENT)).not.toHaveProperty("noted_by");
  });
});
