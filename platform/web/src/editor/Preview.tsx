import { Alert, Button, DatePicker, Select } from "antd";
import dayjs from "dayjs";
import { lazy, memo, Suspense, useCallback, useMemo } from "react";

import { FormContext, type FormDesk } from "../case/context";
import type { FormData, Json, ServiceForm } from "../client/types";
import { Wait } from "../shell/Wait";
import type { Example } from "./names";

const CaseForm = lazy(() => import("../form/CaseForm"));

const nothing = () => undefined;
const noProblems = () => [];

/** What is tried out: the values, the day, and the example that they came from. */
export interface Trial {
  form: FormData;
  day: string | null;
  example: string | null;
  /** Grows when the values are put in from outside: boxes that are being typed in begin anew. */
  turn: number;
}

export const EMPTY_TRIAL: Trial = { form: {}, day: null, example: null, turn: 0 };

interface TrialBarProps {
  trial: Trial;
  examples: Example[];
  onChange: (trial: Trial) => void;
}

const OUTCOMES: Record<string, string> = { valid: "应通过", refused: "应不予通过" };

/** Where the values come from: an example of the definition, or typed; and the day on which they are judged. */
export function TrialBar({ trial, examples, onChange }: TrialBarProps) {
  const choose = (title: string | undefined) => {
    const found = examples.find((one) => one.title === title);
    if (found) onChange({ form: found.form, day: found.day || null, example: found.title, turn: trial.turn + 1 });
  };
  return (
    <div className="trial-bar">
      <Select
        aria-label="填入样例"
        placeholder={examples.length > 0 ? "填入样例…" : "文本里还没有样例"}
        disabled={examples.length === 0}
        value={trial.example}
        onChange={choose}
        options={examples.map((one) => ({
          value: one.title,
          label: OUTCOMES[one.outcome] ? `${one.title}（${OUTCOMES[one.outcome] ?? ""}）` : one.title,
        }))}
      />
      <DatePicker
        aria-label="按哪一天判断"
        placeholder="今天"
        value={trial.day === null ? null : dayjs(trial.day)}
        onChange={(day) => onChange({ ...trial, day: day ? day.format("YYYY-MM-DD") : null })}
      />
      <Button onClick={() => onChange({ ...EMPTY_TRIAL, turn: trial.turn + 1 })}>清空</Button>
    </div>
  );
}

interface PreviewProps {
  form: ServiceForm | null;
  isOld: boolean;
  trial: Trial;
  derived: { [key: string]: Json };
  onChange: (trial: Trial) => void;
}

/** The form as the counter will see it, made from the text as it stands. It is not drawn anew with each letter of the text. */
export const Preview = memo(function Preview({ form, isOld, trial, derived, onChange }: PreviewProps) {
  const change = useCallback((values: FormData) => onChange({ ...trial, form: values }), [onChange, trial]);
  const desk = useMemo(
    (): FormDesk => ({
      service: form ?? undefined,
      form: trial.form,
      editable: true,
      pending: [],
      unfilled: [],
      origin: nothing,
      problems: noProblems,
      derived: (pointer) => derived[pointer],
      change,
      confirm: nothing,
    }),
    [form, trial.form, derived, change],
  );
  if (!form)
    return (
      <div className="empty">
        <h2>还画不出表单</h2>
        <p>文本里要先有写得对的 form 和 ui 两部分，见“问题”。</p>
      </div>
    );
  return (
    <>
      {isOld && <Alert type="warning" title="文本现在有错误，下面是上一次正确时的表单。" />}
      <FormContext value={desk}>
        <Suspense fallback={<Wait label="正在画表单" />}>
          <CaseForm key={trial.turn} />
        </Suspense>
      </FormContext>
    </>
  );
});
