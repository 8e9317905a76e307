import { useMemo } from "react";

import type { Json } from "../client/types";
import { Chip } from "../case/Chip";
import { useDesk, useEyes } from "../case/context";
import { realProblems } from "../case/evidence";
import { groupedIdNumber } from "./citizen";
import { yuanText } from "./money";
import { choiceText, isIdNumber, isMoney, membersOf, rowName, sectionsOf, uiOf, unitOf, type Schema } from "./parts";
import { isRecord, pointerOf, valueAt } from "./pointers";

function words(schema: Schema, ui: Schema, value: Json): string {
  if (value === undefined || value === null || value === "") return "";
  if (typeof value === "boolean") return value ? "是" : "否";
  if (typeof value === "number" && isMoney(schema, ui)) return `¥ ${yuanText(value)}`;
  const choice = choiceText(schema, ui, value);
  if (choice !== null) return choice;
  if (Array.isArray(value)) {
    const items = isRecord(schema.items) ? schema.items : schema;
    return value.map((item) => words(items, ui, item)).join("、");
  }
  if (typeof value === "string" && isIdNumber(schema)) return groupedIdNumber(value);
  return typeof value === "object" ? "" : String(value);
}

function ReadField({ schema, ui, pointer }: { schema: Schema; ui: Schema; pointer: string }) {
  const { form, derived, problems, pending, origin } = useDesk();
  const { look, lookAtPointer } = useEyes();
  const value = derived(pointer) ?? valueAt(form, pointer);
  const text = words(schema, ui, value);
  const told = realProblems(problems(pointer));
  const blocked = told.some((problem) => problem.severity === "block");
  const title = typeof schema.title === "string" ? schema.title : pointer;
  const from = origin(pointer);
  const tone = blocked ? " blocked" : pending.includes(pointer) ? " waits" : told.length > 0 ? " warned" : "";
  const active = from?.box && look.markKey === `${from.document_id ?? ""}\u0000${from.field ?? ""}`;
  return (
    <div className={`read-field${tone}${active ? " active" : ""}`} data-pointer={pointer}>
      <dt>
        {title}
        <Chip pointer={pointer} />
      </dt>
      <dd>
        {from?.box ? (
          <button
            type="button"
            className="read-value"
            onClick={() => lookAtPointer(pointer)}
            onFocus={() => lookAtPointer(pointer)}
            title="在扫描件上看"
          >
            {text || "（空）"}
          </button>
        ) : (
          <span className={text ? "read-value still" : "quiet"}>{text || "未填"}</span>
        )}
        {text && unitOf(ui) && <small className="quiet"> {unitOf(ui)}</small>}
        {told.map((problem) => (
          <p key={problem.code} className={problem.severity === "block" ? "field-error" : "field-warn"}>
            {problem.message}
          </p>
        ))}
      </dd>
    </div>
  );
}

function Rows({ schema, ui, pointer }: { schema: Schema; ui: Schema; pointer: string }) {
  const { form } = useDesk();
  const rows = valueAt(form, pointer);
  const item = isRecord(schema.items) ? schema.items : {};
  if (!Array.isArray(rows) || rows.length === 0) return <p className="quiet">没有填写</p>;
  return rows.map((row, index) => {
    return (
      <fieldset key={index} className="row">
        <legend>
          {index + 1}. {rowName(item, row)}
        </legend>
        <dl className="read-list">
          {membersOf(item).map(([name, member]) => (
            <ReadField
              key={name}
              schema={member}
              ui={uiOf(uiOf(ui, "items"), name)}
              pointer={`${pointer}${pointerOf([index, name])}`}
            />
          ))}
        </dl>
      </fieldset>
    );
  });
}

/** The form to be read beside the scans, without boxes to type in. */
export default function ReadForm({ without = [] }: { without?: string[] }) {
  const { service } = useDesk();
  const sections = useMemo(() => (service ? sectionsOf(service) : []), [service]);
  if (!service) return null;
  const schema = service.form_schema as Schema;
  const ui = service.ui_schema as Schema;
  const members = new Map(membersOf(schema));
  return (
    <div className="case-form">
      {sections.map((section) => {
        const known = section.fields.filter((name) => !without.includes(name)).flatMap((name) => {
          const member = members.get(name);
          return member ? [{ name, member }] : [];
        });
        const lists = known.filter(({ member }) => member.type === "array" && isRecord(member.items) && member.items.type === "object");
        const single = known.filter((one) => !lists.includes(one));
        if (known.length === 0) return null;
        return (
          <section key={section.code} className="form-section" aria-labelledby={`section-${section.code}`}>
            <h3 id={`section-${section.code}`}>{section.title}</h3>
            {single.length > 0 && (
              <dl className="read-list">
                {single.map(({ name, member }) => (
                  <ReadField key={name} schema={member} ui={uiOf(ui, name)} pointer={pointerOf([name])} />
                ))}
              </dl>
            )}
            {lists.map(({ name, member }) => (
              <Rows key={name} schema={member} ui={uiOf(ui, name)} pointer={pointerOf([name])} />
            ))}
          </section>
        );
      })}
    </div>
  );
}
