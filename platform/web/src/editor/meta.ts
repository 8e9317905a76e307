/** What the schema of definitions says about a place in a text. */
import type { Json } from "../client/types";
import { isRecord } from "../form/pointers";

type Schema = { [key: string]: Json };

const text = (value: Json) => (typeof value === "string" ? value : "");
const list = (value: Json): Schema[] => (Array.isArray(value) ? value.filter(isRecord) : []);

/** A schema with everything that it refers to or is made of. */
function parts(root: Schema, schema: Schema, depth = 0): Schema[] {
  if (depth > 8) return [];
  const name = text(schema.$ref).replace("#/$defs/", "");
  const definitions = isRecord(root.$defs) ? root.$defs : {};
  const target = name ? definitions[name] : undefined;
  const more = [...(isRecord(target) ? [target] : []), ...list(schema.allOf), ...list(schema.oneOf), ...list(schema.anyOf)];
  return [schema, ...more.flatMap((one) => parts(root, one, depth + 1))];
}

/** Everything that is said about the value at `path`. */
export function schemasAt(root: Schema, path: string[]): Schema[] {
  let here = parts(root, root);
  for (const step of path) {
    const next = here.flatMap((schema): Schema[] => {
      if (step === "*") return isRecord(schema.items) ? [schema.items] : [];
      const own = isRecord(schema.properties) ? schema.properties[step] : undefined;
      if (isRecord(own)) return [own];
      return isRecord(schema.additionalProperties) ? [schema.additionalProperties] : [];
    });
    here = next.flatMap((schema) => parts(root, schema));
  }
  return here;
}

export interface Key {
  name: string;
  required: boolean;
  words: string;
  /** What kind of value stands behind it. */
  holds: "object" | "list" | "plain";
}

/** The keys that a mapping at `path` may have, the required ones first. */
export function keysAt(root: Schema, path: string[]): Key[] {
  const found = new Map<string, Key>();
  const schemas = schemasAt(root, path);
  const required = new Set(schemas.flatMap((one) => (Array.isArray(one.required) ? one.required : [])));
  for (const schema of schemas) {
    for (const name of Object.keys(isRecord(schema.properties) ? schema.properties : {}))
      if (!found.has(name)) found.set(name, keyOf(root, path, name, required.has(name)));
    if (isRecord(schema.propertyNames))
      for (const one of parts(root, schema.propertyNames))
        for (const name of Array.isArray(one.enum) ? one.enum : [])
          if (typeof name === "string") found.set(name, keyOf(root, path, name, required.has(name)));
  }
  return [...found.values()].sort((a, b) => Number(b.required) - Number(a.required));
}

function keyOf(root: Schema, path: string[], name: string, required: boolean): Key {
  const schemas = schemasAt(root, [...path, name]);
  const types = schemas.map((one) => one.type);
  const holds = types.includes("object") ? "object" : types.includes("array") ? "list" : "plain";
  return { name, required, holds, words: describe(schemas) };
}

/** The first words that a schema has for what stands there. */
export function describe(schemas: Schema[]): string {
  return schemas.map((one) => text(one.description)).find((one) => one !== "") ?? "";
}

/** The values that the schema itself allows at `path`. */
export function valuesAt(root: Schema, path: string[]): string[] {
  const found = schemasAt(root, path).flatMap((schema) => {
    if (Array.isArray(schema.enum)) return schema.enum;
    if (schema.const !== undefined) return [schema.const];
    return schema.type === "boolean" ? ["true", "false"] : [];
  });
  return [...new Set(found.flatMap((one) => (typeof one === "string" ? [one] : typeof one === "number" ? [String(one)] : [])))];
}

export function isObjectAt(root: Schema, path: string[]): boolean {
  return schemasAt(root, path).some((schema) => schema.type === "object");
}
