import { describe, expect, it } from "vitest";

import type { Case, Locker, LockerOffer } from "../client/types";
import { kindsWanted, lookKey, papersOf, stillWanted, tickedAtFirst } from "./offers";

const offer = (given: Partial<LockerOffer>): LockerOffer => ({
  key: "k1",
  material: "id",
  material_title: "居民身份证",
  person_pointer: "",
  document_type: "id_card",
  title: "居民身份证",
  case_id: null,
  case_no: "2026-0001-00001",
  accepted_on: "2026-03-09",
  until: null,
  check: false,
  original_seen: true,
  waiting: 0,
  pages: 1,
  kinds: [],
  consented: true,
  ...given,
});

const view = (form: Record<string, unknown>, status = "missing") =>
  ({
    form,
    evaluation: { materials: [{ code: "id", person_pointer: null, status }] },
  }) as unknown as Case;

const locker = (offers: LockerOffer[]): Locker => ({
  persons: [{ resident: "r", name: "王桂兰", number_at: "/applicant_id_no", minor: false, may_open: true, consents: [], offers, members: [] }],
  others: [],
  service: "other.errand",
  service_title: "便民",
  longest_until: null,
  taken: 0,
});

describe("what of the locker may be used", () => {
  it("is not asked before somebody stands on the form with a whole number", () => {
    expect(lookKey(view({ applicant_name: "王桂兰" }))).toBe("");
    expect(lookKey(view({ applicant_name: "王桂兰", applicant_id_no: "2101081969" }))).toBe("");
    expect(lookKey(view({ household_members: [{ member_id_no: "210108196908170425" }] }))).not.toBe("");
  });

  it("is asked again when a name, a number or what is missing changes, and for nothing else", () => {
    const person = { applicant_name: "王桂兰", applicant_id_no: "210108196908170425" };
    const key = lookKey(view(person));
    expect(lookKey(view({ ...person, applicant_phone: "14000241234" }))).toBe(key);
    expect(lookKey(view({ ...person, applicant_name: "王桂芝" }))).not.toBe(key);
    expect(lookKey(view(person, "present"))).not.toBe(key);
  });

  it("does not offer what was brought meanwhile", () => {
    expect(stillWanted([offer({})], view({}))).toHaveLength(1);
    expect(stillWanted([offer({})], view({}, "present"))).toHaveLength(0);
  });

  it("ticks what is agreed to and certainly holds, and leaves the rest to the clerk", () => {
    const offers = [offer({}), offer({ key: "k2", check: true }), offer({ key: "k3", consented: false })];
    expect(tickedAtFirst(locker(offers), view({}))).toEqual(["k1"]);
  });

  it("counts a paper once and names each sensitive kind once", () => {
    const bank = { code: "bank", title: "银行账户等金融信息" };
    const offers = [offer({ kinds: [bank] }), offer({ material: "id2", kinds: [bank] })];
    expect(papersOf(offers)).toHaveLength(1);
    expect(kindsWanted(offers)).toEqual([bank]);
  });
});
