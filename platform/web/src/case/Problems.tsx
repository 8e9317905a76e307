import { ArrowRightOutlined, DiffOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { App, Button, Input, Modal } from "antd";
import { useState } from "react";

import { calls } from "../client/calls";
import type { Evidence, Problem } from "../client/types";
import { titleAt } from "../form/parts";
import { wordsOf } from "../shell/connection";
import { useDesk } from "./context";
import { differing, placesOf, realProblems, sortProblems, type Place } from "./evidence";
import { focusField } from "./focus";
import type { Mark } from "./provenance";
import { Viewer } from "./Viewer";

function ProblemRow({ problem }: { problem: Problem }) {
  const { showProblem } = useDesk();
  const both = problem.evidence.length > 1;
  return (
    <li className={`problem ${problem.severity}`}>
      <button type="button" data-problem={problem.code} onClick={() => showProblem(problem)}>
        <span className="problem-text">{problem.message}</span>
        <span className="problem-remedy">{problem.remedy}</span>
        {(both || problem.pointer.startsWith("/")) && (
          <span className="problem-go">
            {both ? (
              <>
                <DiffOutlined aria-hidden /> 对照两份材料
              </>
            ) : (
              <>
                <ArrowRightOutlined aria-hidden /> 去看这一项
              </>
            )}
          </span>
        )}
      </button>
    </li>
  );
}

/** Required fields that are still empty: not wrong, only to do. */
function Unfilled() {
  const { unfilled, service, editable } = useDesk();
  if (unfilled.length === 0) return null;
  return (
    <details className="unfilled">
      <summary>还有 {unfilled.length} 项必填没有填</summary>
      <ul>
        {unfilled.map((pointer) => (
          <li key={pointer}>
            {editable ? (
              <button type="button" className="linklike" onClick={() => focusField(pointer)}>
                {titleAt(service, pointer)}
              </button>
            ) : (
              titleAt(service, pointer)
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What is wrong, in words: first what stops the case, then what should be looked at. */
export function Problems() {
  const { view, unfilled } = useDesk();
  const told = realProblems(view.evaluation.problems);
  const { block, warn } = sortProblems(told);
  return (
    <>
      {block.length > 0 && (
        <>
          <h3 className="count-red">必须解决 {block.length}</h3>
          <ul className="problems">
            {block.map((problem) => (
              <ProblemRow key={`${problem.pointer} ${problem.code}`} problem={problem} />
            ))}
          </ul>
        </>
      )}
      {warn.length > 0 && (
        <>
          <h3 className="count-amber">请留意 {warn.length}</h3>
          <ul className="problems">
            {warn.map((problem) => (
              <ProblemRow key={`${problem.pointer} ${problem.code}`} problem={problem} />
            ))}
          </ul>
        </>
      )}
      {told.length === 0 && unfilled.length === 0 && <p className="fine">没有发现问题。</p>}
      {told.length === 0 && unfilled.length > 0 && <p className="fine">已填的内容没有发现问题。</p>}
      <Unfilled />
    </>
  );
}

function markOf(evidence: Evidence): Mark | null {
  if (!evidence.box) return null;
  return {
    key: `${evidence.document_id} ${evidence.field}`,
    documentId: evidence.document_id,
    field: evidence.field,
    label: evidence.title,
    value: evidence.value,
    confidence: 1,
    box: evidence.box,
    surety: "contradiction",
    open: true,
    pointers: [],
  };
}

function Side({ place, other, index }: { place: Place; other: string; index: number }) {
  const { view, editable, receive } = useDesk();
  const { message } = App.useApp();
  const { evidence, page } = place;
  const [text, setText] = useState<string | null>(null);
  const mark = markOf(evidence);
  const document = view.documents.find((one) => one.id === evidence.document_id);
  const file = view.files.find((one) => one.id === document?.file_id);
  const correct = useMutation({
    mutationFn: (value: string) => calls.correctValue(view.summary.id, evidence.document_id, evidence.field, value),
    onSuccess: (fresh) => {
      receive(fresh);
      setText(null);
      void message.success("已按扫描件改正");
    },
    onError: (error) => void message.error(wordsOf(error)),
  });
  const readable = document?.values.some((value) => value.name === evidence.field) ?? false;
  return (
    <section className="side" aria-label={evidence.title} data-testid={`evidence-${index}`}>
      <h3>
        {evidence.title}
        {file && <small className="quiet">{file.name}</small>}
      </h3>
      {page ? (
        <Viewer
          plain
          page={page}
          title={evidence.title}
          marks={mark ? [mark] : []}
          activeKey={mark?.key ?? null}
          target={evidence.box}
          turn={0}
        />
      ) : (
        <p className="empty">没有对应的扫描件：这个值来自表单。</p>
      )}
      <p className="side-value">
        {differing(evidence.value, other).map(([part, differs], at) =>
          differs ? <mark key={at}>{part}</mark> : <span key={at}>{part}</span>,
        )}
        {evidence.value === "" && <span className="quiet">（空）</span>}
      </p>
      {editable && readable && text === null && (
        <Button size="small" onClick={() => setText(evidence.value)}>
          这里读错了，改正
        </Button>
      )}
      {text !== null && (
        <div className="side-edit">
          <Input
            autoFocus
            aria-label={`${evidence.title}，按扫描件改正`}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onPressEnter={() => correct.mutate(text.trim())}
          />
          <Button type="primary" loading={correct.isPending} onClick={() => correct.mutate(text.trim())}>
            改正
          </Button>
        </div>
      )}
    </section>
  );
}

/** Both scans side by side, with the two values that do not agree. */
export function EvidenceDialog({ problem, onClose }: { problem: Problem | null; onClose: () => void }) {
  const { view } = useDesk();
  const now = problem
    ? view.evaluation.problems.find((one) => one.code === problem.code && one.pointer === problem.pointer)
    : undefined;
  const settled = problem !== null && now === undefined;
  const shown = now ?? problem;
  const places = shown ? placesOf(shown, view) : [];
  return (
    <Modal
      open={problem !== null}
      onCancel={onClose}
      width="min(1280px, 94vw)"
      centered
      destroyOnHidden
      title={settled ? "已经一致，这个问题解决了" : "两份材料对不上"}
      footer={
        <>
          {shown?.pointer.startsWith("/") && (
            <Button
              onClick={() => {
                onClose();
                window.setTimeout(() => focusField(shown.pointer), 60);
              }}
            >
              去表单里改
            </Button>
          )}
          <Button type="primary" onClick={onClose}>
            看完了
          </Button>
        </>
      }
    >
      {shown && (
        <>
          <p className="evidence-text">
            <b>{shown.message}</b>
            <span>{shown.remedy}</span>
          </p>
          <div className="sides">
            {places.map((place, index) => (
              <Side
                key={`${place.evidence.document_id} ${place.evidence.field}`}
                place={place}
                index={index}
                other={places[index === 0 ? 1 : 0]?.evidence.value ?? ""}
              />
            ))}
          </div>
        </>
      )}
    </Modal>
  );
}
