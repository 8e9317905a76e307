import { lazy, Suspense, useMemo } from "react";

import { FormContext, type FormDesk } from "../case/context";
import type { FormData, Json, ServiceForm } from "../client/types";
import { membersOf, type Schema } from "../form/parts";
import { isRecord, same } from "../form/pointers";
import { Wait } from "../shell/Wait";

const CaseForm = lazy(() => import("../form/CaseForm"));

const nothing = () => undefined;
const noProblems = () => [];

/**
 * Nothing must be answered: what is not known stays open.
 *
 * The `if` of a branch keeps its `required`: without the value it does not show.
 */
function eased(schema: Schema): Schema {
  const { allOf, ...rest } = without(schema, "required");
  const properties = Object.fromEntries(
    membersOf(rest).map(([name, member]): [string, Schema] => [
      name,
      isRows(member) ? { ...without(member, "minItems"), items: eased(member.items as Schema) } : member,
    ]),
  );
  if (!Array.isArray(allOf)) return { ...rest, properties };
  const branches = allOf.map((one) => (isRecord(one) && isRecord(one.then) ? { ...one, then: eased(one.then) } : one));
  return { ...rest, properties, allOf: branches };
}

function without(schema: Schema, keyword: string): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => name !== keyword));
}

const isRows = (member: Schema) => member.type === "array" && isRecord(member.items) && member.items.type === "object";

/** What stands in the questions before anybody answers: their defaults, and one row where persons are counted. */
export function firstAnswers(service: ServiceForm): FormData {
  return Object.fromEntries(
    membersOf(service.form_schema as Schema).flatMap(([name, member]): [string, Json][] => {
      if (member.default !== undefined) return [[name, member.default]];
      return isRows(member) && Number(member.minItems ?? 0) > 0 ? [[name, [{}]]] : [];
    }),
  );
}

/** What somebody answered: without what stood there at `first`, and without rows in which nothing was said. */
export function givenAnswers(answers: FormData, first: FormData): FormData {
  const said = (row: Json) => !isRecord(row) || Object.values(row).some((value) => value !== undefined);
  return Object.fromEntries(
    Object.entries(answers).filter(
      ([name, value]) => !same(value, first[name]) && !(Array.isArray(value) && !value.some(said)),
    ),
  );
}

interface QuestionsProps {
  service: ServiceForm;
  answers: FormData;
  onChange: (answers: FormData) => void;
}

/** The few questions before the papers, in the boxes of the form itself. */
export function Questions({ service, answers, onChange }: QuestionsProps) {
  const asked = useMemo(
    (): ServiceForm => ({ ...service, form_schema: eased(service.form_schema as Schema) }),
    [service],
  );
  const desk = useMemo(
    (): FormDesk => ({
      service: asked,
      form: answers,
      editable: true,
      pending: [],
      unfilled: [],
      origin: nothing,
      problems: noProblems,
      derived: nothing,
      change: onChange,
      confirm: nothing,
    }),
    [asked, answers, onChange],
  );
  return (
    <FormContext value={desk}>
      <Suspense fallback={<Wait label="正在打开问题" />}>
        <CaseForm />
      </Suspense>
    </FormContext>
  );
}
