import { expect, it } from "vitest";

import type { Service } from "../client/types";
import { findServices, grouped, markedParts } from "./find";

function service(code: string, title: string, part: Partial<Service> = {}): Service {
  return { code, title, version: 1, group: "社会保障", kind: "service", target: "", confidence: "seed", unconfirmed: 0, ...part };
}

const DIBAO = service("social-security.dibao", "低保、边缘户申请", { target: "共同生活的家庭" });
const LOAN = service("social-assistance.dibao-business-loan", "低保家庭自主创业无息抵押贷款", { group: "社会救助" });
const AGE = service("elderly.advanced-age-allowance", "高龄老人生活补贴", { group: "退休养老", target: "80周岁以上的老年人" });
const SEAL = service("gov.seal-use", "印章使用登记", { group: "社区治理与内部管理", kind: "register" });
const DUTY = service("gov.duty-log", "大厅值班与接待记录", { group: "社区治理与内部管理", kind: "register" });
const MEDICAL = service("social-assistance.dibao-medical", "低保医疗保险救助", { group: "社会救助" });
const ALL = [SEAL, DUTY, AGE, LOAN, DIBAO, MEDICAL];

const codes = (text: string) => findServices(ALL, text).map((one) => one.code);

it("finds by a word of the title, one that begins with it first", () => {
  expect(codes("低保")).toEqual([DIBAO.code, MEDICAL.code, LOAN.code]);
  expect(codes("db")).toEqual(codes("低保"));
  expect(codes("老人")).toEqual([AGE.code]);
});

it("finds by the initials of the pinyin and by whole syllables", () => {
  expect(codes("gl")).toEqual([AGE.code]);
  expect(codes("yinzhang")).toEqual([SEAL.code]);
  expect(codes("ylbx")).toEqual([MEDICAL.code]);
});

it("knows characters that are read in two ways", () => {
  expect(codes("dtzb")).toEqual([DUTY.code]);
});

it("puts what was done here of late before what fits as well", () => {
  const found = findServices(ALL, "db", [LOAN.code]).map((one) => one.code);
  expect(found).toEqual([DIBAO.code, LOAN.code, MEDICAL.code]);
});

it("wants every word, in any order", () => {
  expect(codes("医疗 低保")).toEqual([MEDICAL.code]);
  expect(codes("低保 轮椅")).toEqual([]);
});

it("finds by whom it is for, after everything whose title fits", () => {
  expect(codes("家庭")).toEqual([LOAN.code, DIBAO.code]);
  expect(codes("台账")).toEqual([SEAL.code, DUTY.code]);
});

it("finds a group by initials where no title has them", () => {
  expect(codes("sqzl")).toEqual([SEAL.code, DUTY.code]);
});

it("lists everything for no words", () => {
  expect(findServices(ALL, "  ")).toHaveLength(ALL.length);
});

it("puts the groups for residents before the office's own papers", () => {
  expect(grouped(ALL).map(([name]) => name)).toEqual(["退休养老", "社会救助", "社会保障", "社区治理与内部管理"]);
});

it("marks what was found, letter for letter", () => {
  expect(markedParts("高龄老人生活补贴", "shbt")).toEqual([
    ["高龄老人", false],
    ["生活补贴", true],
  ]);
  expect(markedParts("高龄老人", "")).toEqual([["高龄老人", false]]);
});
