/** Every form of the catalogue, and every form of questions, as the browser shows it. */
import { cleanup, render } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { FormContext, type FormDesk } from "../case/context";
import type { FormData, ServiceForm } from "../client/types";
import { catalogueForms, leavesOf } from "../test/forms";
import CaseForm from "./CaseForm";
import { isChecks, membersOf, type Schema } from "./parts";

const FORMS = catalogueForms();
const errors: string[] = [];
const ROWS_MAX = 2;

// The largest forms hold a whole meeting; on a busy machine they take their time.
vi.setConfig({ testTimeout: 60_000 });

/** Two rows of a list show as much as forty. */
function short(example: FormData): FormData {
  return Object.fromEntries(
    Object.entries(example).map(([name, value]) => [name, Array.isArray(value) ? value.slice(0, ROWS_MAX) : value]),
  );
}

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
  // One walk over the screen: a selector for each field would take far longer than drawing them all.
  const fields = new Map<string, Element[]>();
  for (const one of container.querySelectorAll("[data-pointer]")) {
    const pointer = one.getAttribute("data-pointer") ?? "";
    fields.set(pointer, [...(fields.get(pointer) ?? []), one]);
  }
  const labelled = new Set([...container.querySelectorAll("label")].map((label) => label.htmlFor));
  for (const { pointer, schema } of leavesOf(service.form_schema as Schema, form)) {
    const places = fields.get(pointer) ?? [];
    const boxes = [...(places[0]?.querySelectorAll<HTMLElement>("input, textarea") ?? [])];
    if (places.length !== 1) found.push(`${pointer} stands ${places.length} times`);
    else if (boxes.length === 0) found.push(`${pointer} has nothing to type in`);
    else if (boxes.some((box) => box.tabIndex < 0)) found.push(`${pointer} is out of reach of the keyboard`);
    else if (!boxes.every((box) => named(box, labelled))) found.push(`${pointer} has no name`);
    const items = schema.items as Schema | undefined;
    const choices = items?.oneOf ?? items?.enum;
    if (isChecks(schema) && Array.isArray(choices) && boxes.length !== choices.length)
      found.push(`${pointer} shows ${boxes.length} of ${choices.length} boxes`);
  }
  return found;
}

function named(box: HTMLElement, labelled: Set<string>): boolean {
  return box.hasAttribute("aria-label") || (box.id !== "" && labelled.has(box.id)) || box.closest("label") !== null;
}

/** antd asks how tall a text box has become. */
class NoSizes {
  observe() {}
  unobserve() {}
  disconnect() {}
}

beforeEach(() => {
  vi.stubGlobal("ResizeObserver", NoSizes);
  errors.length = 0;
  vi.spyOn(console, "error").mockImplementation((...words: unknown[]) => void errors.push(words.join(" ")));
});

afterEach(() => {
  // Where nothing is laid out, a text box is not a number of pixels high.
  expect(errors.filter((words) => !words.startsWith("`NaN` is an invalid"))).toEqual([]);
  vi.unstubAllGlobals();
});

it.each(FORMS.map((one) => [one.form.code, one] as const))("shows the form of %s, with what its values make appear", (_, one) => {
  expect(faults(one.form, short(one.example))).toEqual([]);
});

const ASKING = FORMS.filter(({ questions }) => membersOf(questions.form_schema as Schema).length > 0);

it.each(ASKING.map((one) => [one.form.code, one] as const))("asks the questions of %s", (_, one) => {
  expect(faults(one.questions, short(one.example))).toEqual([]);
});
