import { Alert, DatePicker, Input, InputNumber, Modal, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useId, useState, type ReactNode } from "react";

import type { Figure, Json, Settable, SettingWish } from "../client/types";
import { wordsOf } from "../shell/connection";
import { figureOf, typedText, UNIT_WORDS } from "./amounts";
import { usePropose } from "./useSettings";

const DAY_UNITS = [
  { value: "working_day", label: "个工作日" },
  { value: "calendar_day", label: "天（自然日）" },
];
const LIMIT_UNITS = [
  ...DAY_UNITS,
  { value: "month", label: "个月" },
  { value: "year", label: "年" },
  { value: "hour", label: "小时" },
];

export interface Target {
  service: string;
  pointer: string;
  title: string;
  /** What the catalogue says, in words. */
  original: string;
  note: string;
  kind: Settable["kind"];
  value: Json;
  originalValue: Json;
  unit?: Figure["unit"];
}

interface Days {
  value: number | null;
  unit: string;
}

const daysOf = (value: Json): Days => {
  const given = (value ?? {}) as { value?: number | null; unit?: string };
  const counts = LIMIT_UNITS.some((one) => one.value === given.unit);
  return { value: given.value ?? null, unit: counts && given.unit ? given.unit : "working_day" };
};

/** The value of what stands in the boxes; undefined while nothing fit is typed. */
function typedValue(target: Target, text: string, days: Days): Json {
  if (target.kind === "figure") return figureOf(target.unit ?? "integer", text) ?? undefined;
  if (target.kind === "texts") {
    const lines = text
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line);
    return lines.length > 0 ? lines : undefined;
  }
  if (target.kind === "text") return text.trim() || undefined;
  return days.value ? { value: days.value, unit: days.unit } : undefined;
}

function firstText(target: Target): string {
  if (target.kind === "figure") return typedText(target.unit ?? "integer", target.value as number | null);
  if (Array.isArray(target.value)) return target.value.map((one) => (typeof one === "string" ? one : "")).join("\n");
  return typeof target.value === "string" ? target.value : "";
}

/** One value of the unit's own: what it is, from when on, and on what paper it rests. */
export function SettingDialog({
  target,
  unit,
  unitName,
  today,
  onClose,
}: {
  target: Target;
  unit: string;
  unitName: string;
  today: string;
  onClose: () => void;
}) {
  const id = useId();
  const [text, setText] = useState(() => firstText(target));
  const [days, setDays] = useState(() => daysOf(target.value));
  const [since, setSince] = useState<Dayjs>(dayjs(today));
  const [basis, setBasis] = useState("");
  const propose = usePropose(unit);
  const figure = target.kind === "figure";
  const value = typedValue(target, text, days);
  const wrong = figure && text.trim() !== "" && value === undefined;
  const ready = value !== undefined && basis.trim() !== "";
  const longest = target.kind === "limit" ? daysOf(target.originalValue).value : null;

  const send = () => {
    if (!ready) return;
    const wish: SettingWish = {
      service: target.service,
      pointer: target.pointer,
      choice: "set",
      value,
      basis: basis.trim(),
      valid_from: since.format("YYYY-MM-DD"),
    };
    propose.mutate([wish], { onSuccess: onClose });
  };

  const boxes: Record<Settable["kind"], ReactNode> = {
    figure: (
      <Input
        autoFocus
        id={`${id}-value`}
        className="mono"
        inputMode="decimal"
        maxLength={20}
        suffix={UNIT_WORDS[target.unit ?? "integer"]}
        status={wrong ? "error" : ""}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onPressEnter={send}
      />
    ),
    text: (
      <Input.TextArea
        autoFocus
        id={`${id}-value`}
        autoSize={{ minRows: 2, maxRows: 6 }}
        maxLength={300}
        value={text}
        onChange={(event) => setText(event.target.value.replace(/\n/g, ""))}
      />
    ),
    texts: (
      <Input.TextArea
        autoFocus
        id={`${id}-value`}
        autoSize={{ minRows: 3, maxRows: 10 }}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    ),
    days: null,
    limit: null,
    open_limit: null,
    as_it_is: null,
  };
  const counted = ["days", "limit", "open_limit"].includes(target.kind);

  return (
    <Modal
      open
      title={target.title}
      width={560}
      okText="填报"
      cancelText="取消"
      okButtonProps={{ disabled: !ready }}
      confirmLoading={propose.isPending}
      onOk={send}
      onCancel={onClose}
    >
      <p className="quiet">
        {unitName}的设置，由另一人复核后使用，下级单位没有自己的设置时也用它。
        {target.kind.endsWith("limit") && "已受理的件仍按受理时的时限。"}
        {figure && "已作出决定的件不会改变。"}
      </p>
      {propose.isError && <Alert type="error" showIcon title={wordsOf(propose.error)} />}
      <dl className="setting-before">
        <dt>目录原文</dt>
        <dd>{target.original || "（没有写，由本单位确定）"}</dd>
        {target.note && (
          <>
            <dt>说明</dt>
            <dd>{target.note}</dd>
          </>
        )}
      </dl>
      <div className="ask setting-ask">
        <label htmlFor={`${id}-value`}>
          {figure ? "数值" : target.kind === "days" ? "天数" : counted ? "时限" : target.kind === "texts" ? "内容（一行一条）" : "内容"}
          <span className="required">*</span>
        </label>
        {counted ? (
          <span className="setting-days">
            <InputNumber
              autoFocus
              id={`${id}-value`}
              min={1}
              max={longest ?? (target.kind === "days" ? 90 : 365)}
              precision={0}
              value={days.value}
              onChange={(number) => setDays({ ...days, value: number })}
            />
            <Select
              aria-label="单位"
              value={days.unit}
              disabled={target.kind === "limit"}
              options={target.kind === "days" ? DAY_UNITS : target.kind === "limit" ? LIMIT_UNITS : LIMIT_UNITS.slice(0, 3)}
              onChange={(chosen) => setDays({ ...days, unit: chosen })}
            />
            {longest !== null && <small className="quiet">只能比规定的短，最多 {longest}</small>}
          </span>
        ) : (
          boxes[target.kind]
        )}
        {figure && target.unit === "per_mille" && (
          <small className="quiet">按百分数填写，70% 填 70（目录说明里的 1000 就是 100%）。</small>
        )}
        {wrong && (
          <small className="form-error" role="alert">
            这里要填数字，例如 {target.unit === "fen" ? "805.50" : target.unit === "per_mille" ? "12.5" : "36"}。
          </small>
        )}
      </div>
      <div className="ask setting-ask">
        <label htmlFor={`${id}-basis`}>
          依据<span className="required">*</span>
        </label>
        <Input
          id={`${id}-basis`}
          maxLength={500}
          placeholder="文件名称和文号；没有文件的写明理由"
          value={basis}
          onChange={(event) => setBasis(event.target.value)}
          onPressEnter={send}
        />
      </div>
      <div className="ask setting-ask">
        <label htmlFor={`${id}-since`}>
          从哪天起<span className="required">*</span>
        </label>
        <DatePicker
          id={`${id}-since`}
          allowClear={false}
          value={since}
          minDate={figure ? undefined : dayjs(today)}
          onChange={(chosen) => setSince(chosen ?? dayjs(today))}
        />
      </div>
    </Modal>
  );
}
