/**
 * JSON Schema 2020-12 for RJSF, interpreted.
 *
 * RJSF's own validator compiles schemas with `new Function`, which needs 'unsafe-eval' in the
 * content security policy.  The pages are served without it, so schemas are interpreted here.
 */
import { Validator, type OutputUnit, type Schema } from "@cfworker/json-schema";
import {
  toErrorSchema,
  type ErrorTransformer,
  type RJSFSchema,
  type RJSFValidationError,
  type ValidationData,
  type ValidatorType,
} from "@rjsf/utils";

import type { FormData, Json } from "../client/types";
import { isRecord, pathOf } from "./pointers";

type Loose = Record<string, unknown>;

const compiled = new WeakMap<object, Validator>();

function validatorOf(schema: RJSFSchema, root?: RJSFSchema): Validator {
  const known = compiled.get(schema);
  if (known) return known;
  const definitions = root && root !== schema && root.$defs ? { $defs: root.$defs } : {};
  const made = new Validator({ ...definitions, ...schema } as Schema, "2020-12", false);
  compiled.set(schema, made);
  return made;
}

/** The keywords that only say that something below is wrong. */
const CONTAINERS = new Set(["properties", "items", "$ref", "allOf", "anyOf", "if", "then", "else", "contains"]);

const MESSAGES: Record<string, string> = {
  type: "填写的内容类型不对",
  enum: "请从选项中选择",
  const: "请从选项中选择",
  oneOf: "请从选项中选择",
  pattern: "格式不对",
  format: "格式不对",
  minLength: "太短",
  maxLength: "太长",
  minimum: "数值太小",
  maximum: "数值太大",
  exclusiveMinimum: "数值太小",
  exclusiveMaximum: "数值太大",
  minItems: "至少填一项",
  maxItems: "项数太多",
  uniqueItems: "有重复的项",
  additionalProperties: "有不认识的项",
  required: "必填",
};

function toValidationError(unit: OutputUnit): RJSFValidationError {
  const path = pathOf(decodeURIComponent(unit.instanceLocation.replace(/^#/, "")));
  return {
    name: unit.keyword,
    property: path.map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`)).join(""),
    message: MESSAGES[unit.keyword] ?? "填写有误",
    stack: MESSAGES[unit.keyword] ?? "填写有误",
    schemaPath: unit.keywordLocation,
  };
}

function check(schema: RJSFSchema, form: Loose | undefined, root?: RJSFSchema): RJSFValidationError[] {
  const outcome = validatorOf(schema, root).validate(pruned((form ?? {}) as FormData));
  const errors = outcome.errors
    .filter((unit) => !CONTAINERS.has(unit.keyword))
    .map(toValidationError);
  // A choice reports each of its options: once is enough.
  const seen = new Set<string>();
  return errors.filter((error) => {
    const told = `${error.property ?? ""} ${error.message ?? ""}`;
    return !seen.has(told) && seen.add(told);
  });
}

/** The form without undefined values, which JSON does not know. */
function pruned(value: Json): Json {
  if (Array.isArray(value)) return value.map((item) => pruned(item) ?? null);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, pruned(item)]])),
  );
}

export const validator: ValidatorType<Loose> = {
  validateFormData(form, schema, _custom, transform?: ErrorTransformer<Loose>): ValidationData<Loose> {
    const found = check(schema, form);
    const errors = transform ? transform(found) : found;
    return { errors, errorSchema: toErrorSchema<Loose>(errors) };
  },
  isValid(schema, form, root) {
    return form !== undefined && validatorOf(schema, root).validate(pruned(form as FormData)).valid;
  },
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- RJSF's signature
  rawValidation<Result>(schema: RJSFSchema, form?: Loose) {
    return { errors: check(schema, form) as Result[] };
  },
};

export default validator;
