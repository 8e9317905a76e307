/** Every form of the catalogue, and every form of questions, as the browser shows it. */
import { cleanup, render } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { FormContext, type FormDesk } from "../case/context";
import type { FormData, ServiceForm } from "../client/types";
import { catalogueForms, leavesOf } from "../test/forms";
import CaseForm from "./CaseForm";
import { isChecks, type Schema } from "./parts";

const FORMS = catalogueForms();

afterEach(cleanup);

function desk(service: ServiceForm, form: FormData): FormDesk {
  return {
    service,
    form,
    editable: true,
    pending: [],
    unfilled: [],
    origin: () => undefined,
    problems: () => [],
    derived: () => undefined,
    change: () => undefined,
    confirm: () => undefined,
  };
}

/** What is wrong with the form on the screen, in words. */
function faults(service: ServiceForm, form: FormData): string[] {
  const { container } = render(
    <FormContext value={desk(service, form)}>
      <CaseForm />
    </FormContext>,
  );
  const found = [...container.querySelectorAll(".config-error, .ant-alert-error, .unsupported-field")].map(
    (one) => one.textContent,
  );
  for (const { pointer, schema } of leavesOf(service.form_schema as Schema, form)) {
    const fields = container.querySelectorAll(`[data-pointer="${pointer}"]`);
    const boxes = [...(fields[0]?.querySelectorAll<HTMLElement>("input, textarea") ?? [])];
    if (fields.length !== 1) found.push(`${pointer} stands ${fields.length} times`);
    else if (boxes.length === 0) found.push(`${pointer} has nothing to type in`);
    else if (boxes.some((box) => box.tabIndex < 0)) found.push(`${pointer} is out of reach of the keyboard`);
    else if (!boxes.every((box) => named(container, box))) found.push(`${pointer} has no name`);
    const items = schema.items as Schema | undefined;
    const choices = items?.oneOf ?? items?.enum;
    if (isChecks(schema) && Array.isArray(choices) && boxes.length !== choices.length)
      found.push(`${pointer} shows ${boxes.length} of ${choices.length} boxes`);
  }
  return found;
}

function named(container: HTMLElement, box: HTMLElement): boolean {
  return (
    box.hasAttribute("aria-label") ||
    (box.id !== "" && container.querySelector(`label[for="${box.id}"]`) !== null) ||
    box.closest("label") !== null
  );
}

describe.each(FORMS.map((one) => [one.form.code, one] as const))("%s", (_code, { form, questions, example }) => {
  beforeEach(() => {
    vi.spyOn(console, "error");
  });

  afterEach(() => {
    expect(console.error).not.toHaveBeenCalled();
  });

  it("shows an empty form", () => {
    expect(faults(form, {})).toEqual([]);
  });

  it("shows a filled form, with what its values make appear", () => {
    expect(faults(form, example)).toEqual([]);
  });

  it("asks its questions", () => {
    expect(faults(questions, {})).toEqual([]);
  });
});
