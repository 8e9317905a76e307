import { CheckOutlined, DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import type {
  ArrayFieldItemTemplateProps,
  ArrayFieldTemplateProps,
  FieldTemplateProps,
  ObjectFieldTemplateProps,
} from "@rjsf/utils";
import { Button, Popconfirm } from "antd";
import { useMemo } from "react";

import { useFormDesk } from "../case/context";
import { realProblems } from "../case/evidence";
import { Chip } from "../case/Chip";
import { isChecks, rowName, sectionsOf } from "./parts";
import { pointerOf, valueAt } from "./pointers";

/** Long values get a whole row. */
function spansRow(title: string, widget: unknown): boolean {
  return widget === "textarea" || widget === "checks" || title.includes("地址");
}

/** A field: its name, where its value comes from, its box, and what is wrong with it. */
export function FieldTemplate(props: FieldTemplateProps) {
  const { id, label, children, required, rawErrors, rawHelp, rawDescription, hidden, schema, uiSchema, fieldPathId } =
    props;
  const { problems, origin, pending, confirm, editable } = useFormDesk();
  const pointer = pointerOf(fieldPathId.path);
  if (hidden) return <div hidden>{children}</div>;
  const list = schema.type === "array" && schema.items !== undefined && !isChecks(schema);
  const container = schema.type === "object" || list;
  if (container || pointer === "") return children;

  const told = realProblems(problems(pointer));
  const waits = pending.includes(pointer);
  const blocked = told.some((problem) => problem.severity === "block");
  const tone = blocked ? " blocked" : waits ? " waits" : told.length > 0 ? " warned" : "";
  const wide = spansRow(label, uiSchema?.["ui:widget"]);
  const derived = origin(pointer)?.origin === "derived" || schema.readOnly === true;
  const errors = (rawErrors ?? []).filter((error) => !told.some((problem) => problem.message === error));
  return (
    <div className={`field${tone}${wide ? " wide" : ""}${derived ? " derived" : ""}`} data-pointer={pointer}>
      <div className="field-head">
        <label htmlFor={id} id={`${id}__label`}>
          {label}
          {required && (
            <span className="required" title="必填">
              *<span className="sr">必填</span>
            </span>
          )}
        </label>
        <Chip pointer={pointer} />
        {waits && editable && (
          <button
            type="button"
            className="confirm"
            onClick={() => confirm(pointer)}
            aria-label={`${label}：核对无误`}
            title="核对无误（Enter）"
          >
            <CheckOutlined aria-hidden />
          </button>
        )}
      </div>
      <div className="field-control">{children}</div>
      <div id={`${id}__note`} className="field-note">
        {(rawHelp ?? rawDescription) && <p className="field-help">{rawHelp ?? rawDescription}</p>}
        {told.map((problem) => (
          <p key={problem.code} className={problem.severity === "block" ? "field-error" : "field-warn"}>
            {problem.message}
          </p>
        ))}
        {errors.map((error) => (
          <p key={error} className="field-error">
            {error}
          </p>
        ))}
      </div>
    </div>
  );
}

/** The whole form in its sections, or one row of a list in two columns. */
export function ObjectFieldTemplate({ properties, fieldPathId }: ObjectFieldTemplateProps) {
  const { service, pending, unfilled, problems } = useFormDesk();
  const sections = useMemo(() => (service ? sectionsOf(service) : []), [service]);
  if (fieldPathId.path.length > 0) {
    return <div className="fields">{properties.filter((one) => !one.hidden).map((one) => one.content)}</div>;
  }
  return (
    <>
      {sections.map((section) => {
        const members = section.fields.flatMap((field) =>
          properties.filter((one) => one.name === field && !one.hidden),
        );
        if (members.length === 0) return null;
        const inside = (pointer: string) =>
          section.fields.some((field) => pointer === `/${field}` || pointer.startsWith(`/${field}/`));
        const waiting = pending.filter(inside).length;
        const empty = unfilled.filter(inside).length;
        const blocked = section.fields.filter((field) =>
          realProblems(problems(`/${field}`)).some((problem) => problem.severity === "block"),
        ).length;
        return (
          <section key={section.code} className="form-section" aria-labelledby={`section-${section.code}`}>
            <h3 id={`section-${section.code}`}>
              {section.title}
              {waiting > 0 && <span className="tag tag-amber">待核对 {waiting}</span>}
              {empty > 0 && <span className="tag tag-grey">未填 {empty}</span>}
              {blocked > 0 && <span className="tag tag-red">有问题 {blocked}</span>}
            </h3>
            {section.note && <p className="quiet">{section.note}</p>}
            <div className="fields">{members.map((one) => one.content)}</div>
          </section>
        );
      })}
    </>
  );
}

/** A list of persons or things, one card each. */
export function ArrayFieldTemplate(props: ArrayFieldTemplateProps) {
  const { items, canAdd, onAddClick, title, schema, readonly, fieldPathId, required } = props;
  const { problems } = useFormDesk();
  const pointer = pointerOf(fieldPathId.path);
  const name = schema.title ?? title;
  return (
    <div className="field wide list" data-pointer={pointer}>
      <div className="field-head">
        <span className="list-title">
          {name}
          {required && (
            <span className="required" title="必填">
              *<span className="sr">必填</span>
            </span>
          )}
        </span>
        <span className="quiet">{items.length} 项</span>
      </div>
      {realProblems(problems(pointer)).map((problem) => (
          <p key={problem.code} className={problem.severity === "block" ? "field-error" : "field-warn"}>
            {problem.message}
          </p>
        ))}
      {items}
      {canAdd && !readonly && (
        <Button block type="dashed" icon={<PlusOutlined />} onClick={() => onAddClick()}>
          添加{name}
        </Button>
      )}
    </div>
  );
}

export function ArrayFieldItemTemplate(props: ArrayFieldItemTemplateProps) {
  const { children, index, buttonsProps, readonly, schema } = props;
  const { form } = useFormDesk();
  const pointer = pointerOf([...buttonsProps.fieldPathId.path]);
  const name = rowName(schema, valueAt(form, pointer));
  return (
    <fieldset className="row">
      <legend>
        {index + 1}. {name}
      </legend>
      {buttonsProps.hasRemove && !readonly && (
        <Popconfirm
          title={`去掉“${name || `第${index + 1}项`}”？`}
          description="这一项填写的内容会一起去掉。"
          okText="去掉"
          cancelText="不去掉"
          onConfirm={(event) => buttonsProps.onRemoveItem(event)}
        >
          <Button
            className="row-remove"
            size="small"
            type="text"
            icon={<DeleteOutlined />}
            aria-label={`去掉第${index + 1}项 ${name}`}
          />
        </Popconfirm>
      )}
      {children}
    </fieldset>
  );
}
