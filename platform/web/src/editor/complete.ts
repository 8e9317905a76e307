/** What may be written at a place of a definition: keys of the schema, its values, and names known here. */
import type { Json } from "../client/types";
import { describe, isObjectAt, keysAt, schemasAt, valuesAt } from "./meta";
import type { Named, Names } from "./names";
import type { Vocabulary } from "./types";
import type { Place } from "./where";

export interface Offer {
  name: string;
  words: string;
  kind: "key" | "value" | "name" | "function";
  /** What is written behind a key. */
  after: string;
  first: boolean;
}

export interface Offers {
  from: number;
  offers: Offer[];
}

type Schema = { [key: string]: Json };

const EXPRESSIONS = new Set(["cel", "when", "required_when", "visible_when", "applies_when", "shows", "show", "text"]);

const named = (some: Named[] = []): Offer[] =>
  some.filter(({ name }) => name !== "").map(({ name, words }) => ({ name, words, kind: "name", after: "", first: false }));

const coded = (some: { code: string; title: string }[]): Named[] => some.map(({ code, title }) => ({ name: code, words: title }));

/** Everything that fits at `place`; the editor narrows it down by what is typed. */
export function offersAt(place: Place, meta: Schema, names: Names, known: Vocabulary): Offers | null {
  const { path, kind } = place;
  const last = path.at(-1) ?? "";
  if (kind === "value" && EXPRESSIONS.has(last)) return inExpression(place, names, known);
  // An item of a list that is no mapping is a value that has just begun.
  const mapping = last !== "*" || isObjectAt(meta, path) || keyNames(path, names, known).length > 0;
  if (kind === "key" && mapping) return { from: place.from, offers: keyOffers(place, meta, names, known) };
  const quoted = /^["']/.test(place.word) ? 1 : 0;
  const values = valuesAt(meta, path).map((name): Offer => ({ name, words: "", kind: "value", after: "", first: false }));
  const offers = [...values, ...named(namesFor(path, place.siblings, names, known))];
  return offers.length > 0 ? { from: place.from + quoted, offers } : null;
}

function keyOffers({ path, siblings, inFlow, column }: Place, meta: Schema, names: Names, known: Vocabulary): Offer[] {
  const taken = new Set(Object.keys(siblings));
  const below = `\n${" ".repeat(column + 2)}`;
  const own = keysAt(meta, path).map(({ name, words, required, holds }): Offer => {
    const after = inFlow || holds === "plain" ? ": " : holds === "list" ? `:${below}- ` : `:${below}`;
    return { name, words: [required ? "必填" : "", words].filter(Boolean).join(" · "), kind: "key", after, first: required };
  });
  const more = named(keyNames(path, names, known)).map((one): Offer => ({ ...one, after: ": " }));
  return [...own, ...more].filter(({ name }) => !taken.has(name));
}

/** Names that stand as keys: kinds of papers, and the fields that a kind of paper has. */
function keyNames(path: string[], names: Names, known: Vocabulary): Named[] {
  const [area, code, member] = path;
  if (area === "papers" && path.length === 1) return coded(known.document_types);
  if (area === "papers" && path.length === 3 && member === "fields") return paperFields(code ?? "", names, known);
  if (area === "examples" && path[2] === "form") return exampleFields(path.slice(3), names);
  if (area === "examples" && path[2] === "parameters") return coded(known.parameters);
  return [];
}

function exampleFields(below: string[], names: Names): Named[] {
  if (below.length === 0) return names.fields;
  return names.rows[`/${below.filter((step) => step !== "*").join("/*/")}`] ?? [];
}

function paperFields(code: string, names: Names, known: Vocabulary): Named[] {
  const type = known.document_types.find((one) => one.code === code);
  const own = names.papers[code] ?? [];
  return type ? type.fields.map(({ name, title }) => ({ name, words: title })) : own;
}

/** What a value of this key is the name of. */
function namesFor(path: string[], siblings: Record<string, string>, names: Names, known: Vocabulary): Named[] {
  const inList = path.at(-1) === "*";
  const key = (inList ? path.at(-2) : path.at(-1)) ?? "";
  switch (key) {
    case "pointer":
    case "pointers":
    case "list":
      return names.pointers;
    case "fields":
      return path[0] === "ui" ? names.fields : [];
    case "required":
      return requiredNames(path, names);
    case "document":
    case "document_type":
    case "alternatives":
    case "from_papers":
      return coded(known.document_types);
    case "field":
      return names.papers[siblings.document ?? ""] ?? paperFields(siblings.document ?? "", names, known);
    case "sources":
    case "evidence":
      return Object.entries(names.papers).flatMap(([code, fields]) =>
        fields.map(({ name, words }) => ({ name: `${code}.${name}`, words })),
      );
    case "materials":
    case "materials_due":
      return names.materials;
    case "decider":
      return coded(known.roles);
    case "level":
      return coded(known.levels);
    case "retention":
      return coded(known.retention);
    case "parameters":
    case "missing_parameters":
      return coded(known.parameters);
    case "transform":
      return known.transforms.map((name) => ({ name, words: "" }));
    case "compare":
      return known.comparisons.map((name) => ({ name, words: "" }));
    case "related":
      return coded(known.services);
    case "name":
    case "id_number":
      return path[0] === "persons" ? (names.rows[siblings.list ?? ""] ?? names.pointers) : [];
    default:
      return [];
  }
}

function requiredNames(path: string[], names: Names): Named[] {
  const steps = path.slice(1, -2);
  if (path[0] !== "form") return [];
  return steps.length === 0 ? names.fields : (names.rows[`/${steps.filter((_, at) => steps[at - 1] === "properties").join("/*/")}`] ?? []);
}

/** Within an expression: fields, functions and parameters; behind std(' only parameters. */
function inExpression({ word, from }: Place, names: Names, known: Vocabulary): Offers | null {
  const parameter = /std\(['"]([a-z0-9_]*)$/.exec(word);
  if (parameter) {
    const typed = parameter[1] ?? "";
    return { from: from + word.length - typed.length, offers: named(coded(known.parameters)) };
  }
  const found = /([A-Za-z_][A-Za-z0-9_]*\.)?([A-Za-z_][A-Za-z0-9_]*)?$/.exec(word);
  const owner = found?.[1];
  const typed = found?.[2] ?? "";
  const members = Object.values(names.rows).flat();
  const functions = known.functions.map(({ name, words }): Offer => ({ name, words, kind: "function", after: "(", first: false }));
  const offers = owner ? unique(named(members)) : [...named(names.fields), ...functions];
  return offers.length > 0 ? { from: from + word.length - typed.length, offers } : null;
}

function unique(offers: Offer[]): Offer[] {
  return [...new Map(offers.map((one) => [one.name, one])).values()];
}

/** What a word at a place means: for the tip under the mouse. */
export function meaningAt(place: Place, word: string, meta: Schema, names: Names, known: Vocabulary): string {
  const path = place.kind === "key" ? [...place.path, word] : place.path;
  const name = [...names.pointers, ...names.fields, ...names.materials].find((one) => one.name === word);
  const type = known.document_types.find((one) => one.code === word);
  const coming = [...known.roles, ...known.parameters, ...known.services, ...known.levels, ...known.retention].find(
    (one) => one.code === word,
  );
  const fn = known.functions.find((one) => one.name === word);
  if (place.kind === "value") {
    const about = name?.words ?? type?.title ?? coming?.title ?? fn?.words;
    if (about) return `${word}：${about}`;
  }
  const schemas = schemasAt(meta, path);
  const values = valuesAt(meta, path);
  const holds = describe(schemas) || type?.title || name?.words || "";
  if (!holds && values.length === 0) return "";
  return [holds ? `${word}：${holds}` : word, values.length > 0 ? `可选：${values.join("、")}` : ""].filter(Boolean).join("\n");
}
