/** Every form of the catalogue, and every form of questions, as the browser shows it. */
import { cleanup, render } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { FormContext, type FormDesk } from "../case/context";
import type { FormData, ServiceForm } from "../client/types";
import { catalogueForms, leavesOf } from "../test/forms";
import CaseForm from "./CaseForm";
import { isChecks, membersOf, type Schema } from "./parts";

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

/** antd asks how tall a text box has become. */
class NoSizes {
  observe() {}
  unobserve() {}
  disconnect() {}
}

beforeEach(() => {
  vi.stubGlobal("ResizeObserver", NoSizes);
  vi.spyOn(console, "error").mockReturnValue(undefined);
});

afterEach(() => {
  // Where nothing is laid out, a text box is not a number of pixels high.
  const told = vi.mocked(console.error).mock.calls.filter(([text]) => !String(text).startsWith("`NaN` is an invalid"));
  expect(told).toEqual([]);
  vi.unstubAllGlobals();
});

it.each(FORMS.map((one) => [one.form.code, one] as const))("shows the form of %s, with what its values make appear", (_, one) => {
  expect(faults(one.form, one.example)).toEqual([]);
});

const ASKING = FORMS.filter(({ questions }) => membersOf(questions.form_schema as Schema).length > 0);

it.each(ASKING.map((one) => [one.form.code, one] as const))("asks the questions of %s", (_, one) => {
  expect(faults(one.questions, one.example)).toEqual([]);
});
