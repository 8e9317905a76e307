import { withTheme } from "@rjsf/core";
import { Theme as AntdTheme } from "@rjsf/antd";
import type { UiSchema } from "@rjsf/utils";
import { useCallback, useContext, useMemo } from "react";

import type { FormData, Json } from "../client/types";
import { EyesContext, useFormDesk } from "../case/context";
import { focusField, focusNext, nextToDo } from "../case/focus";
import {
  isChecks,
  isIdNumber,
  isMoney,
  isMonth,
  isTime,
  membersOf,
  uiOf,
  unitOf,
  widgetOf,
  type Schema,
} from "./parts";
import { isRecord, valueAt } from "./pointers";
import { ArrayFieldItemTemplate, ArrayFieldTemplate, FieldTemplate, ObjectFieldTemplate } from "./templates";
import { validator } from "./validator";
import {
  ChecksWidget,
  ChoiceWidget,
  ClockWidget,
  DayWidget,
  IdNumberWidget,
  LongTextWidget,
  MoneyWidget,
  MonthWidget,
  NumberWidget,
  TextWidget,
  YesNoWidget,
} from "./widgets";

/** RJSF's own generics do not end on a recursive type: at its door a form is a plain record. */
type Loose = Record<string, unknown>;

const Form = withTheme<Loose>({
  ...AntdTheme,
  templates: {
    ...AntdTheme.templates,
    FieldTemplate,
    ObjectFieldTemplate,
    ArrayFieldTemplate,
    ArrayFieldItemTemplate,
  },
  widgets: {
    ...AntdTheme.widgets,
    TextWidget,
    TextareaWidget: LongTextWidget,
    textarea: LongTextWidget,
    SelectWidget: ChoiceWidget,
    select: ChoiceWidget,
    RadioWidget: ChoiceWidget,
    DateWidget: DayWidget,
    date: DayWidget,
    money: MoneyWidget,
    count: NumberWidget,
    "cn-id": IdNumberWidget,
    yesno: YesNoWidget,
    checks: ChecksWidget,
    month: MonthWidget,
    clock: ClockWidget,
  },
});

/** The widget of each field: what the schema's type and format ask for in this house. */
function dressed(schema: Schema, ui: Schema): Schema {
  if (schema.type === "object") {
    return Object.fromEntries([
      ...Object.entries(ui).filter(([key]) => key.startsWith("ui:") && key !== "ui:groups"),
      ...membersOf(schema).map(([name, member]) => [name, dressed(member, uiOf(ui, name))]),
    ]) as Schema;
  }
  if (isChecks(schema)) return { ...ui, "ui:widget": "checks" };
  if (schema.type === "array" && isRecord(schema.items)) {
    return { ...ui, items: dressed(schema.items, uiOf(ui, "items")), "ui:options": { orderable: false } };
  }
  const options = { ...(isRecord(ui["ui:options"]) ? ui["ui:options"] : {}), unit: unitOf(ui) || undefined };
  const given: Schema = { ...ui, "ui:options": options };
  if (isMoney(schema, ui)) return { ...given, "ui:widget": "money" };
  if (isIdNumber(schema)) return { ...given, "ui:widget": "cn-id" };
  if (schema.type === "boolean") return { ...given, "ui:widget": "yesno" };
  if (schema.format === "date") return { ...given, "ui:widget": "date" };
  if (isMonth(schema)) return { ...given, "ui:widget": "month" };
  if (isTime(schema)) return { ...given, "ui:widget": "clock" };
  if (schema.enum || schema.oneOf) return { ...given, "ui:widget": "select" };
  if (schema.type === "integer" || schema.type === "number") return { ...given, "ui:widget": "count" };
  if (widgetOf(ui) === "textarea") return { ...given, "ui:widget": "textarea" };
  return { ...given, "ui:widget": "TextWidget" };
}

/** The form of the case, filled by the scans, corrected by the clerk. `only`: these fields alone. */
export default function CaseForm({ only }: { only?: string[] }) {
  const { service, form, change, confirm, pending, unfilled, derived } = useFormDesk();
  const eyes = useContext(EyesContext);

  // An office that fills in its own findings sees these fields alone; the rest is to be read.
  const schema = useMemo(() => {
    const whole = service?.form_schema as Schema | undefined;
    if (!whole || !only) return whole;
    const members = membersOf(whole).filter(([name]) => only.includes(name));
    return { type: "object", properties: Object.fromEntries(members) } satisfies Schema;
  }, [service, only]);
  const ui = useMemo(
    () => (service && schema ? dressed(schema, service.ui_schema as Schema) : {}),
    [service, schema],
  );

  // Derived values are the server's: they are shown in their places and never sent from here.
  const shown = useMemo(() => withDerived(schema, form, derived), [schema, form, derived]);

  const onKey = useCallback(
    (event: React.KeyboardEvent) => {
      if (event.key !== "Enter" || event.altKey || event.ctrlKey || event.shiftKey || event.nativeEvent.isComposing)
        return;
      const target = event.target as HTMLElement;
      if (target.tagName === "TEXTAREA" || target.tagName === "BUTTON") return;
      if (target.getAttribute("aria-expanded") === "true") return;
      const pointer = target.closest("[data-pointer]")?.getAttribute("data-pointer");
      if (!pointer) return;
      const waits = pending.includes(pointer);
      // An empty choice opens its list; a made one is left for the next field, though not yet saved.
      const empty = unfilled.includes(pointer) && valueAt(form, pointer) === undefined;
      if (empty && target.getAttribute("role") === "combobox") return;
      event.preventDefault();
      event.stopPropagation();
      if (waits) confirm(pointer);
      // The box may still hold its last letters: blur tells the form before moving on.
      target.blur();
      const next = nextToDo(pointer, [...pending, ...unfilled]);
      if (!(next && focusField(next))) focusNext(pointer);
    },
    [pending, unfilled, form, confirm],
  );

  if (!service || !schema) return null;
  return (
    <div
      className="case-form"
      onKeyDownCapture={onKey}
      onFocus={(event) => {
        const pointer = event.target.closest("[data-pointer]")?.getAttribute("data-pointer");
        if (pointer) eyes?.lookAtPointer(pointer);
      }}
    >
      <Form
        tagName="div"
        idPrefix="f"
        schema={schema}
        uiSchema={ui as UiSchema<Loose>}
        formData={shown}
        validator={validator}
        onChange={({ formData }) => {
          if (formData) change(withoutDerived(formData as FormData, form, derived));
        }}
        noHtml5Validate
        liveValidate="onBlur"
        showErrorList={false}
        transformErrors={(errors) =>
          errors.filter((error) => !["required", "minItems", "additionalProperties"].includes(error.name ?? ""))
        }
        experimental_defaultFormStateBehavior={{
          emptyObjectFields: "skipDefaults",
          arrayMinItems: { populate: "never" },
        }}
      >
        <></>
      </Form>
    </div>
  );
}

function withDerived(schema: Schema | undefined, form: FormData, derived: (pointer: string) => Json): FormData {
  if (!schema) return form;
  const extra = membersOf(schema).flatMap(([name]) => {
    const value = derived(`/${name}`);
    return value === undefined || form[name] === value ? [] : [[name, value] as const];
  });
  return extra.length === 0 ? form : { ...form, ...Object.fromEntries(extra) };
}

function withoutDerived(typed: FormData, before: FormData, derived: (pointer: string) => Json): FormData {
  return Object.fromEntries(
    Object.entries(typed).flatMap(([name, value]) => {
      if (derived(`/${name}`) === undefined) return [[name, value]];
      return before[name] === undefined ? [] : [[name, before[name]]];
    }),
  );
}
