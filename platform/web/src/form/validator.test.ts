import { expect, it } from "vitest";

import { SERVICE_FORM } from "../test/fixture";
import { validator } from "./validator";

const check = (form: Record<string, unknown>) =>
  validator.validateFormData(form, SERVICE_FORM.form_schema).errors.map((one) => [one.property, one.name]);

it("finds nothing wrong with a proper part of a form", () => {
  expect(check({ applicant_name: "王桂兰", household_members: [] }).filter(([, name]) => name !== "required")).toEqual([
    [".household_members", "minItems"],
  ]);
});

it("names the field of a row that is wrong, once", () => {
  const wrong = check({ household_members: [{ member_name: "甲", monthly_income: -5, marital_status: "其他" }] });
  expect(wrong).toContainEqual([".household_members[0].monthly_income", "minimum"]);
  expect(wrong.filter(([property]) => property === ".household_members[0].marital_status")).toHaveLength(1);
});

it("does not stumble over values that are not there", () => {
  expect(check({ applicant_name: undefined, hukou_in_city: undefined }).some(([, name]) => name === "type")).toBe(false);
});

it("judges conditions without compiling code", () => {
  const schema = {
    type: "object" as const,
    if: { properties: { kind: { const: "a" } }, required: ["kind"] },
    then: { required: ["more"] },
  };
  expect(validator.isValid(schema, { kind: "a" }, schema)).toBe(false);
  expect(validator.isValid(schema, { kind: "b" }, schema)).toBe(true);
});
