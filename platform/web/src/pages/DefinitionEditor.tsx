import { ArrowLeftOutlined, QuestionCircleOutlined } from "@ant-design/icons";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Popconfirm, Tabs } from "antd";
import { useCallback, useEffect, useRef, useState } from "react";
import { Link, useBlocker, useNavigate, useParams } from "react-router";

import { definitionCalls } from "../client/definitions";
import type { Json } from "../client/types";
import { ChangeList } from "../editor/ChangeList";
import { Conflict } from "../editor/Conflict";
import { Help } from "../editor/Help";
import { useKnowledge } from "../editor/knowledge";
import { EMPTY_TRIAL, Preview, TrialBar } from "../editor/Preview";
import { ProblemList } from "../editor/ProblemList";
import { PublishPanel } from "../editor/PublishPanel";
import { TextPane, type TextHandle } from "../editor/TextPane";
import { TextSaveSign } from "../editor/TextSaveSign";
import { TryOut } from "../editor/TryOut";
import type { Draft, TextProblem } from "../editor/types";
import { useChecked, useSettled, useTried } from "../editor/useChecked";
import { useDraftText } from "../editor/useDraftText";
import { Versions } from "../editor/Versions";
import { draftState } from "../editor/words";
import { useConnectionLost, wordsOf } from "../shell/connection";
import { Trouble } from "../shell/Trouble";
import { useWindowKeys } from "../shell/useWindowKeys";
import { Wait } from "../shell/Wait";
import "../services/services.css";
import "../editor/editor.css";

const POLL_MS = 15_000;
const NO_VALUES: { [key: string]: Json } = {};

/** 服务定义编辑: the text of a draft on the left, what becomes of it on the right. */
export default function DefinitionEditor() {
  const { id = "" } = useParams();
  const draft = useQuery({
    queryKey: ["draft", id],
    queryFn: () => definitionCalls.draft(id),
    refetchInterval: POLL_MS,
  });
  if (draft.isPending) return <Wait label="正在打开草稿" />;
  if (!draft.data)
    return <Trouble title="这份草稿没能打开" error={draft.error} onRetry={() => void draft.refetch()} />;
  return <Editing key={id} draft={draft.data} />;
}

const TABS = ["preview", "try", "problems", "changes", "versions", "publish"] as const;
type Tab = (typeof TABS)[number];

function Editing({ draft }: { draft: Draft }) {
  const { message, modal } = App.useApp();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const pane = useRef<TextHandle>(null);
  const replace = useCallback((text: string) => pane.current?.replace(text), []);
  const written = useDraftText(draft, replace);
  const { text, dirty, flush } = written;
  const settled = useSettled(text);
  const check = useChecked(text, settled);
  const knowledge = useKnowledge(settled);
  const [tab, setTab] = useState<Tab>(draft.state === "submitted" ? "publish" : "preview");
  const [trial, setTrial] = useState(EMPTY_TRIAL);
  const [help, setHelp] = useState(false);
  const editable = draft.state === "editing";
  const lost = useConnectionLost();
  const trying = tab === "try" || tab === "preview";
  const runs = check.checked !== null && check.form !== null && !check.formIsOld && check.problems.every(isHarmless);
  const tried = useTried(check.checked ?? "", trial.form, trial.day, trying && runs);
  const errors = check.problems.filter((one) => one.severity === "error").length;
  const [state, tone] = draftState(draft.state);
  const title = check.form?.title ?? draft.title;

  useEffect(() => {
    document.title = `${title} · 编辑 · 卷宗`;
  }, [title]);

  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => dirty && currentLocation.pathname !== nextLocation.pathname,
  );
  const asking = useRef(false);
  useEffect(() => {
    if (blocker.state !== "blocked" || asking.current) return;
    asking.current = true;
    void flush().then((saved) => {
      if (saved) {
        asking.current = false;
        blocker.proceed();
        return;
      }
      modal.confirm({
        title: "刚写的还没送到服务器",
        content: "文本已存在这台电脑上，下次打开这份草稿会接着用；换一台电脑就看不到了。",
        okText: "先离开",
        cancelText: "留下",
        onOk: () => blocker.proceed(),
        onCancel: () => blocker.reset(),
        afterClose: () => {
          asking.current = false;
        },
      });
    });
  }, [blocker, flush, modal]);

  useWindowKeys((event) => {
    if (!event.altKey || event.ctrlKey) {
      if (event.key === "F8" && !(event.target as HTMLElement).closest(".cm-editor")) {
        pane.current?.nextProblem();
        event.preventDefault();
      }
      return;
    }
    const key = event.key.toLowerCase();
    const number = /^Digit([1-6])$/.exec(event.code)?.[1];
    const wanted = number ? TABS[Number(number) - 1] : undefined;
    if (wanted) setTab(wanted);
    else if (key === "t") pane.current?.focus();
    else if (key === "b") void navigate("/definitions");
    else return;
    event.preventDefault();
  });

  const discard = async () => {
    try {
      await definitionCalls.discard(draft.id);
      for (const key of ["drafts", "definitions", "draft", "definition"]) void queries.invalidateQueries({ queryKey: [key] });
      void message.success("草稿已作废");
      void navigate("/definitions");
    } catch (error) {
      void message.error(wordsOf(error));
    }
  };

  const bar = <TrialBar trial={trial} examples={knowledge.names.examples} onChange={setTrial} />;
  const preview = (
    <Preview
      form={check.form}
      isOld={check.formIsOld}
      trial={trial}
      derived={(tried.data?.derived as { [key: string]: Json } | undefined) ?? NO_VALUES}
      onChange={setTrial}
    />
  );
  return (
    <div className="editor">
      <header className="editor-head">
        <Link to="/definitions" className="back" title="Alt+B">
          <ArrowLeftOutlined aria-hidden /> 服务定义
        </Link>
        <h1 title={title}>{title}</h1>
        <span className="mono quiet">
          {draft.code} · 第 {draft.version} 版
        </span>
        <span className={`tag ${tone}`}>{state}</span>
        {editable && <TextSaveSign state={written.state} onRetry={() => void flush()} />}
        <span className="grow" />
        <Button
          type="text"
          icon={<QuestionCircleOutlined />}
          aria-label="编辑器的按键"
          title="编辑器的按键"
          onClick={() => setHelp(true)}
        />
        {editable && (
          <Popconfirm
            title="作废这份草稿？"
            description="作废后不能再改，已写的文本留作记录。"
            okText="作废"
            cancelText="留着"
            onConfirm={() => void discard()}
          >
            <Button>作废草稿</Button>
          </Popconfirm>
        )}
        {editable && (
          <Button type="primary" onClick={() => setTab("publish")}>
            送审…
          </Button>
        )}
      </header>
      {written.theirs && <Conflict mine={text} theirs={written.theirs} onSettle={written.settle} />}
      <div className="editor-cols">
        <section className="panel editor-text" aria-label="文本">
          {!editable && (
            <p className="editor-locked">
              {state}，文本只能看。{draft.state === "submitted" && "要改先在右边撤回或退回。"}
              {dirty && "您有几处没存上的文字，留在这台电脑上，回到草稿状态后会接着保存。"}
            </p>
          )}
          <TextPane
            ref={pane}
            initial={text}
            editable={editable}
            problems={check.problems}
            checked={check.checked}
            knowledge={knowledge}
            onChange={written.write}
            onSave={() => void flush()}
          />
          <p className="editor-foot quiet">
            <span role="status" data-testid="check-sign">
              {lost || check.failed
                ? "连上服务器后再检查"
                : check.behind
                  ? "正在检查…"
                  : errors > 0
                    ? `${errors} 处错误，F8 到下一处`
                    : "没有错误"}
            </span>
            <span className="grow" />
            <span>
              <kbd>Alt</kbd> <kbd>/</kbd> 提示可写的内容 · <kbd>Esc</kbd> <kbd>Tab</kbd> 离开文本
            </span>
          </p>
        </section>
        <section className="panel editor-side" aria-label="结果">
          <h2 className="sr">结果</h2>
          <Tabs
            activeKey={tab}
            onChange={(key) => setTab(TABS.find((one) => one === key) ?? "preview")}
            size="small"
            items={[
              {
                key: "preview",
                label: "预览表单",
                children: (
                  <>
                    {bar}
                    {preview}
                  </>
                ),
              },
              {
                key: "try",
                label: "试算",
                children: (
                  <>
                    {bar}
                    <p className="quiet">
                      {Object.keys(trial.form).length === 0
                        ? "先填入一个样例，或到“预览表单”里填值。"
                        : "按“预览表单”里的值计算，不会保存。"}
                    </p>
                    <TryOut
                      form={runs ? check.form : null}
                      values={trial.form}
                      evaluation={tried.data}
                      behind={tried.behind}
                      error={tried.error}
                    />
                  </>
                ),
              },
              {
                key: "problems",
                label: (
                  <>
                    问题
                    {check.problems.length > 0 && (
                      <span className={`tag ${errors > 0 ? "tag-red" : "tag-amber"}`}>{check.problems.length}</span>
                    )}
                  </>
                ),
                children: <ProblemList check={check} onGo={(one) => pane.current?.goTo(one.line, one.column)} />,
              },
              { key: "changes", label: "改动", children: <DraftChanges draft={draft} saved={!dirty} /> },
              { key: "versions", label: "版本", children: <OtherVersions code={draft.code} /> },
              {
                key: "publish",
                label: "送审与发布",
                children: (
                  <PublishPanel draft={draft} text={text} check={check} flush={flush} onShowProblems={() => setTab("problems")} />
                ),
              },
            ]}
          />
        </section>
      </div>
      <Help open={help} onClose={() => setHelp(false)} />
    </div>
  );
}

/** Whether a text can be tried out in spite of the problem: its rules run, only its examples or its number are wrong. */
const isHarmless = (one: TextProblem) => one.severity === "warn" || /^(example|version)\./.test(one.code);

/** What the draft changes against the version that it began with; the text as it was saved last. */
function DraftChanges({ draft, saved }: { draft: Draft; saved: boolean }) {
  const changes = useQuery({
    queryKey: ["draft-changes", draft.id, draft.revision],
    queryFn: () => definitionCalls.draftChanges(draft.id),
    retry: false,
  });
  if (changes.isError) return <p className="field-error">{wordsOf(changes.error)}</p>;
  if (!changes.data) return <Wait label="正在比较" />;
  return (
    <>
      {!saved && <p className="quiet">刚写的保存后会算进来。</p>}
      <ChangeList
        changes={changes.data}
        beforeTitle={draft.based_on === null ? "（新的服务）" : `第 ${draft.based_on} 版`}
        afterTitle="草稿"
      />
    </>
  );
}

function OtherVersions({ code }: { code: string }) {
  const found = useQuery({ queryKey: ["definition", code], queryFn: () => definitionCalls.versions(code), retry: false });
  if (found.isError) return <p className="quiet">还没有发布过的版本。</p>;
  if (!found.data) return <Wait label="正在打开版本" />;
  if (found.data.versions.length === 0) return <p className="quiet">还没有发布过的版本。</p>;
  return <Versions code={code} versions={found.data.versions} />;
}
