/** The names that a definition itself gives: its fields, papers, materials, examples. Half-written text gives what it can. */
import { parseDocument } from "yaml";

import type { FormData, Json } from "../client/types";
import { membersOf, type Schema } from "../form/parts";
import { isRecord } from "../form/pointers";

export interface Named {
  name: string;
  words: string;
}

export interface Example {
  title: string;
  outcome: string;
  day: string;
  form: FormData;
}

export interface Names {
  /** Pointers of all fields; rows are "*". */
  pointers: Named[];
  /** Fields at the top of the form. */
  fields: Named[];
  /** Members of the rows, under the pointer of their list. */
  rows: Record<string, Named[]>;
  /** Kinds of papers that the definition uses, with the fields that it reads from them. */
  papers: Record<string, Named[]>;
  materials: Named[];
  examples: Example[];
}

const NOTHING: Names = { pointers: [], fields: [], rows: {}, papers: {}, materials: [], examples: [] };

const words = (value: Json) => (typeof value === "string" ? value : typeof value === "number" ? String(value) : "");
const rowsOf = (value: Json) => (Array.isArray(value) ? value.filter(isRecord) : []);

const ALIASES_MAX = 100;

/** The plain data of a text; undefined where nothing can be read from it, or where aliases would unfold without end. */
export function dataOf(text: string): Json {
  try {
    return parseDocument(text, { schema: "core", merge: true, strict: false, logLevel: "silent" }).toJS({
      maxAliasCount: ALIASES_MAX,
    }) as Json;
  } catch {
    return undefined;
  }
}

/** The names in a text. */
export function namesOf(text: string): Names {
  const data = dataOf(text);
  if (!isRecord(data)) return NOTHING;
  const form: Schema = isRecord(data.form) ? data.form : {};
  const found: Names = { ...NOTHING, pointers: [], rows: {}, papers: {} };
  found.fields = membersOf(form).map(([name, member]) => ({ name, words: words(member.title) }));
  walk(form, "", found);
  for (const [code, paper] of Object.entries(isRecord(data.papers) ? data.papers : {})) {
    const fields = isRecord(paper) && isRecord(paper.fields) ? Object.entries(paper.fields) : [];
    found.papers[code] = fields.map(([name, type]) => ({ name, words: words(type) }));
  }
  found.materials = rowsOf(data.materials).map((one) => ({ name: words(one.code), words: words(one.title_zh) }));
  found.examples = rowsOf(data.examples).map((one) => ({
    title: words(one.title_zh),
    outcome: words(one.outcome),
    day: words(one.day),
    form: isRecord(one.form) ? one.form : {},
  }));
  return found;
}

function walk(schema: Schema, above: string, found: Names): void {
  for (const [name, member] of membersOf(schema)) {
    const pointer = `${above}/${name}`;
    found.pointers.push({ name: pointer, words: words(member.title) });
    if (isRecord(member.items) && member.items.type === "object") {
      found.rows[pointer] = membersOf(member.items).map(([row, one]) => ({ name: row, words: words(one.title) }));
      walk(member.items, `${pointer}/*`, found);
    } else if (member.type === "object") walk(member, pointer, found);
  }
}
