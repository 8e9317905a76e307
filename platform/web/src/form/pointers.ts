/** JSON pointers into a form, as the API writes them: "/household_members/0/member_name". */
import type { FormData, Json } from "../client/types";

export type Path = readonly (string | number)[];

const escape = (part: string | number) => String(part).replaceAll("~", "~0").replaceAll("/", "~1");
const unescape = (part: string) => part.replaceAll("~1", "/").replaceAll("~0", "~");

/** Write a path as a pointer. */
export function pointerOf(path: Path): string {
  return path.map((part) => `/${escape(part)}`).join("");
}

/** Read a pointer; digits alone are a position in a list. */
export function pathOf(pointer: string): (string | number)[] {
  if (!pointer.startsWith("/")) return [];
  return pointer
    .slice(1)
    .split("/")
    .map((part) => (/^\d+$/.test(part) ? Number(part) : unescape(part)));
}

/** The value that stands at a pointer; undefined where there is none. */
export function valueAt(form: FormData, pointer: string): Json {
  let here: Json = form;
  for (const part of pathOf(pointer)) {
    if (Array.isArray(here)) here = typeof part === "number" ? here[part] : undefined;
    else if (typeof here === "object" && here !== null) here = here[String(part)];
    else return undefined;
  }
  return here;
}

/** A copy of the form with another value at a pointer; undefined takes the key away. */
export function withValueAt(form: FormData, pointer: string, value: Json): FormData {
  return put(form, pathOf(pointer), value) as FormData;
}

function put(here: Json, path: Path, value: Json): Json {
  const [part, ...rest] = path;
  if (part === undefined) return value;
  if (Array.isArray(here) || (here === undefined && typeof part === "number")) {
    const copy = Array.isArray(here) ? [...here] : [];
    if (typeof part === "number") copy[part] = put(copy[part], rest, value);
    return copy;
  }
  const copy: { [key: string]: Json } =
    typeof here === "object" && here !== null && !Array.isArray(here) ? { ...here } : {};
  const fresh = put(copy[String(part)], rest, value);
  if (fresh === undefined) Reflect.deleteProperty(copy, String(part));
  else copy[String(part)] = fresh;
  return copy;
}

/** Whether two JSON values are the same; a missing key and an undefined one are. */
export function same(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => same(item, b[index]));
  if (isRecord(a) && isRecord(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].every((key) => same(a[key], b[key]));
  }
  return false;
}

/** What the server keeps of a form: no nulls, and no empty rows at the end of a list. */
export function kept(value: Json): Json {
  if (Array.isArray(value)) {
    const rows = value.map(kept);
    while (rows.length > 0 && isEmpty(rows.at(-1))) rows.pop();
    return rows;
  }
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === undefined || item === null ? [] : [[key, kept(item)]])),
  );
}

function isEmpty(value: Json): boolean {
  return value === undefined || value === null || (isRecord(value) && Object.keys(value).length === 0);
}

export function isRecord(value: Json): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
