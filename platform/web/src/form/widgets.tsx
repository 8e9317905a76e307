import type { WidgetProps } from "@rjsf/utils";
import { Checkbox, DatePicker, Input, Radio, Select } from "antd";
import dayjs from "dayjs";
import { useState } from "react";

import { groupedIdNumber, idNumberFault, plainIdNumber } from "./citizen";
import { clockOf } from "./clock";
import { fenOf, yuanText } from "./money";
import { useBuffered } from "./useBuffered";

const DAY = "YYYY-MM-DD";
const MONTH = "YYYY-MM";

function described(id: string, extra?: string): string {
  return extra ? `${id}__note ${extra}` : `${id}__note`;
}

/** A line of text. */
export function TextWidget({ id, value, onChange, placeholder, readonly, disabled, required }: WidgetProps) {
  const { shown, type, flush } = useBuffered<string>(typeof value === "string" ? value : String(value ?? ""), (text) =>
    onChange(text.trim() === "" ? undefined : text.trim()),
  );
  return (
    <Input
      id={id}
      value={shown}
      placeholder={placeholder}
      readOnly={readonly}
      disabled={disabled}
      aria-required={required}
      aria-describedby={described(id)}
      onChange={(event) => type(event.target.value)}
      onBlur={flush}
      onPressEnter={flush}
    />
  );
}

/** Several lines of text. */
export function LongTextWidget({ id, value, onChange, placeholder, readonly, required }: WidgetProps) {
  const { shown, type, flush } = useBuffered<string>(typeof value === "string" ? value : "", (text) =>
    onChange(text.trim() === "" ? undefined : text),
  );
  return (
    <Input.TextArea
      id={id}
      autoSize={{ minRows: 2, maxRows: 6 }}
      value={shown}
      placeholder={placeholder}
      readOnly={readonly}
      aria-required={required}
      aria-describedby={described(id)}
      onChange={(event) => type(event.target.value)}
      onBlur={flush}
    />
  );
}

/** A plain number. */
export function NumberWidget({ id, value, onChange, schema, readonly, required, options }: WidgetProps) {
  const [fault, setFault] = useState(false);
  const whole = schema.type === "integer";
  const { shown, type, flush } = useBuffered<string>(typeof value === "number" ? String(value) : "", (text) => {
    const plain = text.trim();
    const number = Number(plain);
    const bad = plain !== "" && (!Number.isFinite(number) || (whole && !Number.isInteger(number)));
    setFault(bad);
    if (!bad) onChange(plain === "" ? undefined : number);
  });
  return (
    <>
      <Input
        id={id}
        inputMode={whole ? "numeric" : "decimal"}
        value={shown}
        readOnly={readonly}
        aria-required={required}
        aria-invalid={fault}
        aria-describedby={described(id, fault ? `${id}__fault` : undefined)}
        status={fault ? "error" : ""}
        suffix={<span className="unit">{typeof options.unit === "string" ? options.unit : ""}</span>}
        onChange={(event) => type(event.target.value)}
        onBlur={() => {
          if (!fault) flush();
        }}
        onPressEnter={flush}
      />
      {fault && (
        <p className="field-error" id={`${id}__fault`} role="alert">
          {whole ? "请填整数" : "请填数字"}
        </p>
      )}
    </>
  );
}

/** Yuan before the eyes, integer fen in the form. */
export function MoneyWidget({ id, value, onChange, readonly, required, options }: WidgetProps) {
  const fen = typeof value === "number" ? value : undefined;
  const [fault, setFault] = useState(false);
  const [focused, setFocused] = useState(false);
  const { shown, type, flush } = useBuffered<string>(fen === undefined ? "" : yuanText(fen), (text) => {
    const amount = fenOf(text);
    setFault(amount === null);
    if (amount !== null) onChange(amount);
  });
  const text = focused ? shown.replaceAll(",", "") : shown;
  return (
    <>
      <Input
        id={id}
        className="money"
        inputMode="decimal"
        value={text}
        readOnly={readonly}
        aria-required={required}
        aria-invalid={fault}
        aria-describedby={described(id, fault ? `${id}__fault` : undefined)}
        status={fault ? "error" : ""}
        prefix="¥"
        suffix={<span className="unit">{typeof options.unit === "string" ? options.unit : "元"}</span>}
        onFocus={() => setFocused(true)}
        onChange={(event) => type(event.target.value)}
        onBlur={() => {
          setFocused(false);
          if (!fault) flush();
        }}
        onPressEnter={flush}
      />
      {fault && (
        <p className="field-error" id={`${id}__fault`} role="alert">
          请填数字，最多两位小数，例如 1234.50
        </p>
      )}
    </>
  );
}

/** A citizen ID number: grouped for the eye, checked digit by digit. */
export function IdNumberWidget({ id, value, onChange, readonly, required }: WidgetProps) {
  const number = typeof value === "string" ? value : "";
  const [focused, setFocused] = useState(false);
  const { shown, type, flush } = useBuffered<string>(number, (text) => {
    const plain = plainIdNumber(text);
    onChange(plain === "" ? undefined : plain);
  });
  const fault = focused && shown.length < 18 ? null : idNumberFault(plainIdNumber(shown));
  return (
    <>
      <Input
        id={id}
        className="mono"
        value={focused ? shown : groupedIdNumber(shown)}
        readOnly={readonly}
        aria-required={required}
        aria-invalid={fault !== null}
        aria-describedby={described(id, fault ? `${id}__fault` : undefined)}
        status={fault ? "error" : ""}
        maxLength={24}
        onFocus={() => setFocused(true)}
        onChange={(event) => type(plainIdNumber(event.target.value))}
        onBlur={() => {
          setFocused(false);
          flush();
        }}
        onPressEnter={flush}
      />
      {fault && (
        <p className="field-error" id={`${id}__fault`}>
          {fault}
        </p>
      )}
    </>
  );
}

/** A day: typed as 2026-03-09 or 20260309, or picked. */
export function DayWidget({ id, value, onChange, readonly, required }: WidgetProps) {
  const day = typeof value === "string" && value !== "" ? dayjs(value, DAY) : null;
  return (
    <DatePicker
      id={id}
      className="day"
      value={day?.isValid() ? day : null}
      format={[DAY, "YYYYMMDD", "YYYY.MM.DD", "YYYY/MM/DD", "YYYY年M月D日"]}
      placeholder="年-月-日"
      disabled={readonly}
      aria-required={required}
      aria-describedby={described(id)}
      onChange={(chosen) => onChange(chosen ? chosen.format(DAY) : undefined)}
    />
  );
}

/** A month: typed as 2026-03 or 202603, or picked. */
export function MonthWidget({ id, value, onChange, readonly, required }: WidgetProps) {
  const month = typeof value === "string" && value !== "" ? dayjs(value, MONTH) : null;
  return (
    <DatePicker
      id={id}
      className="day"
      picker="month"
      value={month?.isValid() ? month : null}
      format={[MONTH, "YYYYMM", "YYYY.MM", "YYYY/MM", "YYYY年M月"]}
      placeholder="年-月"
      disabled={readonly}
      aria-required={required}
      aria-describedby={described(id)}
      onChange={(chosen) => onChange(chosen ? chosen.format(MONTH) : undefined)}
    />
  );
}

/** A time of the day. */
export function ClockWidget({ id, value, onChange, readonly, required }: WidgetProps) {
  const [fault, setFault] = useState(false);
  const { shown, type, flush } = useBuffered<string>(typeof value === "string" ? value : "", (text) => {
    const time = clockOf(text);
    const empty = text.trim() === "";
    setFault(!empty && time === null);
    if (empty || time !== null) onChange(time ?? undefined);
  });
  return (
    <>
      <Input
        id={id}
        className="mono"
        inputMode="numeric"
        value={shown}
        placeholder="时:分，例如 09:30"
        readOnly={readonly}
        aria-required={required}
        aria-invalid={fault}
        aria-describedby={described(id, fault ? `${id}__fault` : undefined)}
        status={fault ? "error" : ""}
        onChange={(event) => type(event.target.value)}
        onBlur={() => {
          if (!fault) flush();
        }}
        onPressEnter={flush}
      />
      {fault && (
        <p className="field-error" id={`${id}__fault`} role="alert">
          请填几点几分，例如 09:30
        </p>
      )}
    </>
  );
}

/** Several of a few: Tab goes from box to box, the space bar ticks. */
export function ChecksWidget({ id, value, onChange, readonly, options, label }: WidgetProps) {
  const choices = (options.enumOptions ?? []).map((option) => ({ value: String(option.value), label: option.label }));
  const ticked = Array.isArray(value) ? value.map(String) : [];
  return (
    <div id={id} role="group" aria-label={label} aria-describedby={described(id)}>
      <Checkbox.Group
        className="checks"
        value={ticked}
        disabled={readonly}
        options={choices}
        onChange={(chosen) => {
          // In the order of the choices, whatever the order of the ticking.
          const kept = choices.map((one) => one.value).filter((one) => chosen.includes(one));
          onChange(kept.length > 0 ? kept : undefined);
        }}
      />
    </div>
  );
}

/** 是 or 否; nothing chosen is nothing said. */
export function YesNoWidget({ id, value, onChange, readonly, label }: WidgetProps) {
  return (
    <div
      onKeyDown={(event) => {
        if (readonly || event.altKey || event.ctrlKey) return;
        if (event.key === "1") onChange(true);
        else if (event.key === "2") onChange(false);
        else return;
        event.preventDefault();
      }}
    >
      <Radio.Group
        id={id}
        name={id}
        value={typeof value === "boolean" ? value : undefined}
        disabled={readonly}
        aria-label={label}
        aria-describedby={described(id)}
        onChange={(event) => onChange(event.target.value as boolean)}
        options={[
          { label: "是", value: true },
          { label: "否", value: false },
        ]}
      />
    </div>
  );
}

/** One of a few. */
export function ChoiceWidget({ id, value, onChange, readonly, required, options, multiple, label }: WidgetProps) {
  const choices = (options.enumOptions ?? []).map((option) => ({
    value: option.value as string | number,
    label: option.label,
  }));
  return (
    <Select<string | number | (string | number)[]>
      id={id}
      className="choice"
      {...(multiple ? { mode: "multiple" as const } : {})}
      value={(value as string | number | (string | number)[] | undefined) ?? (multiple ? [] : null)}
      options={choices}
      disabled={readonly}
      allowClear={!required}
      placeholder="请选择"
      showSearch={{ optionFilterProp: "label" }}
      aria-label={label}
      aria-required={required}
      aria-describedby={described(id)}
      onChange={(chosen) => onChange(chosen)}
      popupMatchSelectWidth={false}
    />
  );
}
