import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, DatePicker, Input, Popconfirm } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { Link } from "react-router";

import { definitionCalls } from "../client/definitions";
import { wordsOf } from "../shell/connection";
import { Wait } from "../shell/Wait";
import { ChangeWords } from "./ChangeList";
import type { Draft, ExampleResult } from "./types";
import type { CheckedText } from "./useChecked";

const OUTCOMES: Record<string, string> = { valid: "应通过", refused: "应不予通过" };

function Examples({ results }: { results: ExampleResult[] }) {
  if (results.length === 0)
    return <p className="field-warn">文本里没有样例（examples）。至少要有一个应通过的和一个应不予通过的。</p>;
  return (
    <ul className="example-results">
      {results.map((one) => (
        <li key={one.title}>
          <span className={`tag ${one.ok ? "tag-green" : "tag-red"}`}>{one.ok ? "相符" : "不符"}</span>
          <span>
            {one.title} <small className="quiet">{OUTCOMES[one.outcome] ?? one.outcome}</small>
            {one.differences.map((difference) => (
              <small key={difference} className="block field-error">
                {difference}
              </small>
            ))}
          </span>
        </li>
      ))}
    </ul>
  );
}

interface PublishPanelProps {
  draft: Draft;
  text: string;
  check: CheckedText;
  /** Saves what is not saved; false when that did not work. */
  flush: () => Promise<boolean>;
  onShowProblems: () => void;
}

/** From a finished text to a version in force: written by one person, looked at and published by another. */
export function PublishPanel({ draft, text, check, flush, onShowProblems }: PublishPanelProps) {
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [reason, setReason] = useState("");
  const [from, setFrom] = useState<string | null>(null);
  const errors = check.problems.filter((one) => one.severity === "error").length;
  const ready = check.checked === text;
  const submitted = draft.state === "submitted";
  const step = submitted ? "复核与发布" : draft.state === "editing" ? "送审" : "结果";

  const examples = useQuery({
    queryKey: ["definition-examples", check.checked],
    queryFn: ({ signal }) => definitionCalls.examples(check.checked ?? text, signal),
    enabled: check.checked !== null && errors === 0,
    staleTime: Infinity,
    gcTime: 60_000,
    retry: false,
  });
  const changes = useQuery({
    queryKey: ["draft-changes", draft.id, draft.revision],
    queryFn: () => definitionCalls.draftChanges(draft.id),
    retry: false,
  });

  const act = useMutation({
    mutationFn: async ({ step }: { step: () => Promise<Draft>; done: string }) => {
      if (!(await flush())) throw new Error("还有没存上的内容，请先等保存完成。");
      return step();
    },
    onSuccess: (fresh, { done }) => {
      queries.setQueryData(["draft", draft.id], (before: Draft | undefined) => ({ ...before, ...fresh }));
      for (const key of ["draft", "drafts", "definitions", "definition", "services"])
        void queries.invalidateQueries({ queryKey: [key] });
      setReason("");
      void message.success(done);
    },
    // What stood in the way may be somebody else's step: show where the draft is now.
    onError: () => void queries.invalidateQueries({ queryKey: ["draft", draft.id] }),
  });
  const failed = examples.data?.some((one) => !one.ok) ?? false;
  const blocked = !ready
    ? "正在检查刚写的内容…"
    : errors > 0
      ? `还有 ${errors} 处错误，改好才能送审。`
      : failed
        ? "有样例的结果和写的不一样，改好规则或样例再送审。"
        : examples.isSuccess && examples.data.length === 0
          ? "先在 examples 里写样例：至少一个应通过的、一个应不予通过的。"
          : null;

  return (
    <div className="publish">
      {draft.returned_reason && draft.state === "editing" && (
        <Alert type="warning" showIcon title="被退回修改" description={draft.returned_reason} />
      )}
      {act.error && <Alert type="error" showIcon title="没有办成" description={wordsOf(act.error)} />}
      <section aria-label="检查">
        <h3>检查</h3>
        {!ready ? (
          <p className="quiet">正在检查…</p>
        ) : errors > 0 ? (
          <p className="field-error">
            {errors} 处错误。
            <button type="button" className="linklike" onClick={onShowProblems}>
              去看问题
            </button>
          </p>
        ) : (
          <p className="fine">没有错误{check.problems.length > 0 && `，${check.problems.length} 处提醒`}。</p>
        )}
      </section>
      <section aria-label="样例结果">
        <h3>样例结果</h3>
        {errors > 0 ? (
          <p className="quiet">改好错误后再算样例。</p>
        ) : examples.isError ? (
          <p className="field-error">{wordsOf(examples.error)}</p>
        ) : examples.data ? (
          <Examples results={examples.data} />
        ) : (
          <Wait label="正在算样例" />
        )}
      </section>
      <section aria-label="改动">
        <h3>{draft.based_on === null ? "新的服务" : `对第 ${draft.based_on} 版的改动`}</h3>
        {changes.isError ? (
          <p className="field-error">{wordsOf(changes.error)}</p>
        ) : changes.data ? (
          draft.based_on === null ? (
            <p className="quiet">目录里还没有这一项，发布后就能办理。</p>
          ) : (
            <ChangeWords changes={changes.data} />
          )
        ) : (
          <Wait label="正在比较" />
        )}
      </section>
      <section aria-label={step} className="publish-act">
        <h3>{step}</h3>
        {draft.state === "editing" && (
          <>
            <p className="quiet">送审后由没有动过这份草稿的另一个人复核、发布；参与编写的人（{draft.editors.join("、") || "您"}）不能发布。</p>
            {blocked && <p className="field-warn">{blocked}</p>}
            <Button
              type="primary"
              disabled={blocked !== null || !examples.isSuccess}
              loading={act.isPending}
              onClick={() => act.mutate({ step: () => definitionCalls.submit(draft.id, queries.getQueryData<Draft>(["draft", draft.id])?.revision ?? draft.revision), done: "已送审" })}
            >
              送审
            </Button>
          </>
        )}
        {submitted && (
          <>
            <p>
              {draft.submitted_by} 送审；编写人：{draft.editors.join("、")}。
            </p>
            {draft.may_publish ? (
              <>
                <label className="publish-from">
                  从哪天起施行
                  <DatePicker
                    aria-label="从哪天起施行"
                    placeholder="按文本里写的"
                    value={from === null ? null : dayjs(from)}
                    onChange={(day) => setFrom(day ? day.format("YYYY-MM-DD") : null)}
                  />
                </label>
                <p className="quiet">正在办的件仍按原来的版本办；从这一天起新开的件用新版本。发布后不能再改，只能再出一版。</p>
                <div className="buttons">
                  <Popconfirm
                    title={`发布《${draft.title}》第 ${draft.version} 版？`}
                    description="发布后不能再改。"
                    okText="发布"
                    cancelText="再看看"
                    onConfirm={() =>
                      act.mutate({ step: () => definitionCalls.publish(draft.id, draft.revision, from), done: "已发布" })
                    }
                  >
                    <Button type="primary" loading={act.isPending} disabled={blocked !== null || !examples.isSuccess}>
                      发布
                    </Button>
                  </Popconfirm>
                </div>
                <label className="publish-reason">
                  退回原因
                  <Input.TextArea
                    rows={2}
                    maxLength={500}
                    value={reason}
                    onChange={(event) => setReason(event.target.value)}
                    placeholder="写明哪里要改，例如：第 3 条条件漏了“同住”"
                  />
                </label>
                <Button
                  disabled={reason.trim() === ""}
                  loading={act.isPending}
                  onClick={() =>
                    act.mutate({ step: () => definitionCalls.giveBack(draft.id, reason.trim()), done: "已退回修改" })
                  }
                >
                  退回修改
                </Button>
              </>
            ) : (
              <p className="told told-open">
                <b>您不能发布这一份。</b>
                {draft.may_not_because ?? "发布要由有发布权限、没有编写过它的人来办。"}
              </p>
            )}
            <Button
              loading={act.isPending}
              onClick={() => act.mutate({ step: () => definitionCalls.withdraw(draft.id), done: "已撤回，可以继续修改" })}
            >
              撤回送审
            </Button>
          </>
        )}
        {draft.state === "published" && (
          <p className="fine">
            已发布为第 {draft.version} 版。<Link to={`/definitions/${draft.code}`}>看所有版本</Link>
          </p>
        )}
        {draft.state === "discarded" && <p className="quiet">这份草稿已作废，文本仍保留，只能看。</p>}
      </section>
    </div>
  );
}
