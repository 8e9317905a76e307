/** The forms of the whole catalogue, asked of the server's own code: nothing is copied. */
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

import type { FormData, ServiceForm } from "../client/types";
import { isChecks, membersOf, type Schema } from "../form/parts";
import { isRecord, pointerOf, valueAt } from "../form/pointers";

const ROOT = resolve(import.meta.dirname, "../../../..");

interface Browser {
  schema: Schema;
  ui: Schema;
}

interface Shown {
  code: string;
  version: number;
  title: string;
  form: Browser;
  questions: Browser;
  example: FormData;
}

export interface CatalogueForm {
  form: ServiceForm;
  questions: ServiceForm;
  example: FormData;
}

export function catalogueForms(): CatalogueForm[] {
  const said = execFileSync(resolve(ROOT, ".venv/bin/python"), [resolve(ROOT, "tests/browser_forms.py")], {
    encoding: "utf8",
    maxBuffer: 32 * 1024 * 1024,
  });
  return (JSON.parse(said) as Shown[]).map(({ code, version, title, form, questions, example }) => {
    const as = ({ schema, ui }: Browser): ServiceForm => ({ code, version, title, form_schema: schema, ui_schema: ui, labels: {} });
    return { form: as(form), questions: as(questions), example };
  });
}

/** A field that stands on the screen. */
export interface Leaf {
  pointer: string;
  schema: Schema;
}

/** The fields that a form shows for these values, with those of every row that is there. */
export function leavesOf(schema: Schema, form: FormData, at: (string | number)[] = []): Leaf[] {
  return shownMembers(schema, at.length > 0 ? valueAt(form, pointerOf(at)) : form).flatMap(([name, member]): Leaf[] => {
    const path = [...at, name];
    const { items } = member;
    if (member.type === "array" && isRecord(items) && !isChecks(member)) {
      const rows = valueAt(form, pointerOf(path));
      return (Array.isArray(rows) ? rows : []).flatMap((_, row) => leavesOf(items, form, [...path, row]));
    }
    return [{ pointer: pointerOf(path), schema: member }];
  });
}

/** The members of an object under the conditions that its values meet. */
function shownMembers(schema: Schema, value: unknown): [string, Schema][] {
  const { allOf, ...plain } = schema;
  const branches = Array.isArray(allOf) ? allOf : [];
  const own = membersOf(plain);
  return branches.reduce<[string, Schema][]>(
    (known, branch) => (isRecord(branch) && isRecord(branch.then) && holds(branch.if as Schema, value as FormData) ? [...known, ...membersOf(branch.then)] : known),
    own,
  );
}

function holds(condition: Schema, value: FormData): boolean {
  const [[name, rule] = ["", {}]] = membersOf(condition);
  const given = value[name];
  if (given === undefined) return false;
  const refused = isRecord(rule.not) ? rule.not.enum : null;
  if (Array.isArray(refused)) return !refused.includes(given);
  return Array.isArray(rule.enum) && rule.enum.includes(given);
}
