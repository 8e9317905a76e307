/** How a form is laid out: from the server's uiSchema to sections, for writing and for reading. */
import type { FormData, Json, ServiceForm } from "../client/types";
import { isRecord } from "./pointers";

export interface Section {
  code: string;
  title: string;
  note: string;
  fields: string[];
}

export type Schema = { [key: string]: Json };

function texts(value: Json): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function text(value: Json): string {
  return typeof value === "string" ? value : "";
}

/** The members of an object schema, with those that only show under a condition. */
export function membersOf(schema: Schema): [string, Schema][] {
  const own = isRecord(schema.properties) ? schema.properties : {};
  const members = Object.entries(own).flatMap(([name, member]): [string, Schema][] =>
    isRecord(member) ? [[name, member]] : [],
  );
  const branches = Array.isArray(schema.allOf) ? schema.allOf : [];
  const more = branches.flatMap((branch) =>
    isRecord(branch) ? [branch.then, branch.else].flatMap((part) => (isRecord(part) ? membersOf(part) : [])) : [],
  );
  return [...members, ...more];
}

/** Which level of the administration fills a field in; null where the resident does. */
export function filledBy(ui: Schema): string | null {
  return text(ui["ui:filledBy"]) || null;
}

const LEVEL_WORDS: Record<string, string> = { community: "社区", street: "街道", district: "区县", city: "市" };

/** The fields that an office at `level` fills in itself. */
export function officeFields(form: ServiceForm, level: string): string[] {
  const ui = form.ui_schema as Schema;
  return membersOf(form.form_schema as Schema)
    .map(([name]) => name)
    .filter((name) => LEVEL_WORDS[filledBy(uiOf(ui, name)) ?? ""] === level);
}

/** What the uiSchema says about its groups, under either of the two names RJSF users give it. */
function groupsOf(ui: Schema): Json[] {
  const options = ui["ui:options"];
  const given = ui["ui:groups"] ?? (isRecord(options) ? options.groups : undefined);
  return Array.isArray(given) ? given : [];
}

/** The sections of a form; fields that no section names stand in a last one. */
export function sectionsOf(form: ServiceForm): Section[] {
  const names = membersOf(form.form_schema as Schema).map(([name]) => name);
  const known = new Set(names);
  const sections = groupsOf(form.ui_schema as Schema).flatMap((group, index): Section[] => {
    if (!isRecord(group)) return [];
    const fields = texts(group.fields)
      .map((field) => field.replace(/^\//, ""))
      .filter((field) => known.has(field));
    const title = text(group.title_zh) || text(group.title);
    return [{ code: text(group.code) || String(index), title, note: text(group.note_zh) || text(group.note), fields }];
  });
  const taken = new Set(sections.flatMap((section) => section.fields));
  const rest = names.filter((name) => !taken.has(name));
  if (rest.length > 0)
    sections.push({ code: "rest", title: sections.length > 0 ? "其他" : "申请信息", note: "", fields: rest });
  return sections.filter((section) => section.fields.length > 0);
}

/** The Chinese name of a choice; the value itself where it has none. */
export function choiceText(schema: Schema, ui: Schema, value: Json): string | null {
  if (typeof value !== "string" && typeof value !== "number") return null;
  for (const key of ["oneOf", "anyOf"]) {
    const options = schema[key];
    if (!Array.isArray(options)) continue;
    for (const option of options) {
      if (isRecord(option) && option.const === value) return text(option.title) || String(value);
    }
  }
  const values = schema.enum;
  const names = ui["ui:enumNames"];
  if (Array.isArray(values)) {
    const at = values.indexOf(value);
    const name: Json = Array.isArray(names) ? names[at] : undefined;
    return typeof name === "string" ? name : String(value);
  }
  return null;
}

/** What a row of a list is called: by the first of its members that is a name, or else that is a text. */
export function rowName(schema: unknown, row: Json): string {
  if (typeof schema !== "object" || schema === null) return "";
  const members = membersOf(schema as Schema);
  const [key = "", member] =
    members.find(([name]) => name.endsWith("name")) ?? members.find(([, one]) => one.type === "string") ?? [];
  const value = isRecord(row) ? row[key] : undefined;
  const named = (member && choiceText(member, {}, value)) ?? text(value);
  if (named || !member) return named;
  return key.endsWith("name") ? `未填${text(member.title)}` : text((schema as Schema).title);
}

/** Several of a few, each at most once: boxes to tick. */
export function isChecks(schema: Schema): boolean {
  const { items } = schema;
  return schema.type === "array" && schema.uniqueItems === true && isRecord(items) && ("enum" in items || "oneOf" in items);
}

/** A month such as 2026-03. */
export function isMonth(schema: Schema): boolean {
  return schema.pattern === "^[0-9]{4}-(0[1-9]|1[0-2])$";
}

/** A time of the day such as 09:30. */
export function isTime(schema: Schema): boolean {
  return schema.pattern === "^([01][0-9]|2[0-3]):[0-5][0-9]$";
}

/** Citizen ID numbers come with their pattern, since browsers know no format for them. */
export function isIdNumber(schema: Schema): boolean {
  return schema.format === "cn-id-18" || schema.pattern === "^[1-9][0-9]{16}[0-9X]$";
}

export function uiOf(ui: Schema, name: string): Schema {
  const member = ui[name];
  return isRecord(member) ? member : {};
}

export function isMoney(schema: Schema, ui: Schema): boolean {
  return schema.format === "money-fen" || widgetOf(ui) === "money";
}

export function widgetOf(ui: Schema): string {
  const options = ui["ui:options"];
  return text(ui["ui:widget"]) || (isRecord(options) ? text(options.widget) : "");
}

export function unitOf(ui: Schema): string {
  const options = ui["ui:options"];
  return text(ui["ui:unit"]) || (isRecord(options) ? text(options.unit) : "");
}

/** The title of the place at a pointer, for sentences. */
export function titleAt(form: ServiceForm | undefined, pointer: string): string {
  if (!form) return "";
  let here: Json = form.form_schema as Schema;
  const words: string[] = [];
  for (const part of pointer.split("/").slice(1)) {
    if (!isRecord(here)) break;
    if (/^\d+$/.test(part)) {
      words.push(`第${Number(part) + 1}人`);
      here = here.items;
    } else {
      const properties: Json = here.properties;
      here = isRecord(properties) ? properties[part] : undefined;
      if (isRecord(here)) words.push(text(here.title));
    }
  }
  return words.filter((word) => word !== "").join(" ");
}

export type { FormData };
