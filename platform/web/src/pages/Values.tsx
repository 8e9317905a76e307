import { ArrowLeftOutlined, UndoOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { App, Button, Modal, Progress, Segmented } from "antd";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";

import type { Mark } from "../case/provenance";
import { Viewer } from "../case/Viewer";
import { calls } from "../client/calls";
import type { ReviewItem, ReviewQueue } from "../client/types";
import { wordsOf } from "../shell/connection";
import { Trouble } from "../shell/Trouble";
import { useWindowKeys } from "../shell/useWindowKeys";
import { Wait } from "../shell/Wait";
import { cropOf, forgetCrops } from "../values/crops";
import {
  beside,
  isNothing,
  isOpen,
  nextOpen,
  prefilled,
  progressOf,
  shown,
  verdictOf,
  type Mode,
  type Nothing,
  type Said,
} from "../values/queue";
import { useReviews, type Reviews } from "../values/useReviews";
import { Finished, ValueCard } from "../values/ValueCard";
import { ValueList } from "../values/ValueList";
import "../values/values.css";

const AHEAD = 4;

export default function Values() {
  const { id = "" } = useParams();
  const { message } = App.useApp();
  const [kept, setKept] = useState<ReadonlyMap<string, string>>(new Map());
  const onRefused = useCallback(
    (item: ReviewItem, said: Said, words: string) => {
      void message.warning(`${item.label}：${words}`, 6);
      if (said.verdict === "corrected") setKept((before) => new Map(before).set(item.id, said.value));
    },
    [message],
  );
  const reviews = useReviews(id, onRefused);
  if (reviews.pending) return <Wait label="正在打开读出的值" />;
  if (!reviews.queue) return <Trouble title="读出的值没能打开" error={reviews.error} onRetry={reviews.retry} />;
  return <Work key={id} id={id} queue={reviews.queue} reviews={reviews} drafts={kept} setDrafts={setKept} />;
}

interface WorkProps {
  id: string;
  queue: ReviewQueue;
  reviews: Reviews;
  /** What was typed and not yet said, by value. */
  drafts: ReadonlyMap<string, string>;
  setDrafts: (change: (before: ReadonlyMap<string, string>) => ReadonlyMap<string, string>) => void;
}

function Work({ id, queue, reviews, drafts, setDrafts }: WorkProps) {
  const navigate = useNavigate();
  const { message } = App.useApp();
  const summary = useQuery({ queryKey: ["case", id], queryFn: () => calls.case(id), staleTime: 60_000 }).data?.summary;
  const [mode, setMode] = useState<Mode>("waiting");
  const items = useMemo(() => shown(queue, mode), [queue, mode]);
  const [current, setCurrent] = useState<string | null>(() => nextOpen(items, null));
  const [fault, setFault] = useState<string | null>(null);
  const [large, setLarge] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  // A value that went away meanwhile, with its file or its reading, makes way for the next.
  const gone = current !== null && !items.some((one) => one.id === current);
  const here = gone ? nextOpen(items, null) : current;
  const item = items.find((one) => one.id === here) ?? null;
  const progress = progressOf(items);
  const text = item ? (drafts.get(item.id) ?? prefilled(item)) : "";
  const back = `/cases/${id}`;

  useEffect(() => {
    document.title = `核对读取值${summary?.applicant ? ` ${summary.applicant}` : ""} · 卷宗`;
  }, [summary?.applicant]);
  useEffect(() => forgetCrops, []);

  // The regions of the values that come next are there before the hand is.
  useEffect(() => {
    const start = Math.max(
      items.findIndex((one) => one.id === here),
      0,
    );
    const order = [...items.slice(start), ...items.slice(0, start)].filter((one) => one.id === here || isOpen(one));
    for (const one of order.slice(0, AHEAD)) if (one.crop_url !== null) cropOf(one.crop_url).catch(() => undefined);
  }, [items, here]);

  const draft = useCallback(
    (which: string, fresh: string | null) =>
      setDrafts((before) => {
        if (fresh === null && !before.has(which)) return before;
        const after = new Map(before);
        if (fresh === null) after.delete(which);
        else after.set(which, fresh);
        return after;
      }),
    [setDrafts],
  );
  const go = useCallback((to: string | null) => {
    setFault(null);
    setCurrent(to);
    box.current?.focus({ preventScroll: true });
  }, []);
  const pick = (which: Mode) => {
    const there = shown(queue, which);
    setMode(which);
    go(nextOpen(there, null) ?? (which === "waiting" ? null : (there[0]?.id ?? null)));
  };
  const move = (step: 1 | -1) => {
    const to = beside(items, here, step);
    if (to !== null) go(to);
    return to !== null;
  };

  const decide = () => {
    if (!item || !queue.editable) return;
    const verdict = verdictOf(item, text);
    if (verdict === null) {
      setFault("请输入扫描件上的内容；看不清请按 Alt+K，此件上没有请按 Alt+N。");
      return;
    }
    const settled = !isOpen(item) && !isNothing(item.state) && text.trim() === item.value;
    if (!settled) reviews.say(item, verdict, text.trim());
    draft(item.id, null);
    go(nextOpen(items, item.id));
  };
  const nothing = (why: Nothing) => {
    if (!item || !queue.editable) return;
    if (item.state !== why) reviews.say(item, why, "");
    draft(item.id, null);
    go(nextOpen(items, item.id));
  };
  const undo = async () => {
    try {
      const which = await reviews.undo();
      if (which === null) return;
      if (!items.some((one) => one.id === which)) setMode("all");
      draft(which, null);
      go(which);
    } catch (error) {
      void message.warning(wordsOf(error));
    }
  };
  const undoable = queue.editable && (queue.undo !== null || reviews.saving > 0);

  useWindowKeys((event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const key = event.key.toLowerCase();
    const other = /^[1-9]$/.test(key) ? item?.alternatives[Number(key) - 1] : undefined;
    if (key === "k") nothing("unreadable");
    else if (key === "n") nothing("absent");
    else if (key === "z") {
      if (undoable) void undo();
    } else if (key === "b" || key === "v") void navigate(back);
    else if (key === "p") setLarge((before) => !before);
    else if (other !== undefined && item && queue.editable) draft(item.id, other);
    else return;
    event.preventDefault();
  });

  const page = item?.page ?? null;
  const marks = useMemo(
    () => queue.items.filter((one) => one.box !== null && one.box.page_id === page?.id).map(markOf),
    [queue.items, page?.id],
  );
  const samples = queue.items.filter((one) => one.sampled && isOpen(one)).length;
  const turn = Math.max(
    queue.items.findIndex((one) => one.id === here),
    0,
  );
  const counts = { waiting: queue.waiting, sample: samples, all: queue.items.length };

  const viewer = (where: string) =>
    page &&
    item && (
      <Viewer
        key={where}
        page={page}
        title={`${item.document_title}，${item.file_name}第${page.number}页`}
        marks={marks}
        activeKey={item.id}
        target={item.box}
        turn={turn}
        onMark={(mark) => {
          if (!items.some((one) => one.id === mark.key)) setMode("all");
          go(mark.key);
        }}
        controls={<span className="viewer-name">{item.file_name}</span>}
      />
    );

  return (
    <div className="case values-page">
      <div className="case-head">
        <Link to={back} className="back" title="Alt+B">
          <ArrowLeftOutlined aria-hidden /> 办件页
        </Link>
        <h1>
          核对读取值
          <small>
            {summary?.applicant ?? ""} {summary?.service_title ?? ""}
          </small>
        </h1>
        <Segmented<Mode>
          aria-label="看哪些值"
          size="small"
          value={mode}
          onChange={pick}
          options={[
            { value: "waiting", label: `待核对 ${counts.waiting}` },
            { value: "sample", label: `抽查 ${counts.sample}` },
            { value: "all", label: `全部 ${counts.all}` },
          ]}
        />
        <span className="grow" />
        <span className="value-progress" role="status" aria-label={`已核对${progress.done}项，共${progress.total}项`}>
          <Progress
            percent={progress.total === 0 ? 100 : (progress.done / progress.total) * 100}
            showInfo={false}
            size="small"
            strokeColor="#1b6e45"
            aria-hidden
          />
          <b>
            {progress.done} / {progress.total}
          </b>
        </span>
        <span className={reviews.saving > 0 ? "save-sign saving" : "save-sign clean"} role="status" data-testid="save-sign">
          {reviews.saving > 0 ? "保存中" : "已保存"}
        </span>
        {queue.editable && (
          <Button size="small" icon={<UndoOutlined />} disabled={!undoable} onClick={() => void undo()}>
            撤销 <kbd>Alt+Z</kbd>
          </Button>
        )}
      </div>
      <div className="values-cols">
        <div className="col">
          {item ? (
            <ValueCard
              item={item}
              text={text}
              place={items.indexOf(item) + 1}
              total={items.length}
              editable={queue.editable}
              fault={fault}
              box={box}
              onText={(fresh) => {
                setFault(null);
                draft(item.id, fresh === prefilled(item) ? null : fresh);
              }}
              onDecide={decide}
              onNothing={nothing}
              onMove={move}
            />
          ) : items.length === 0 ? (
            <section className="value-card finished" aria-label="当前值">
              <h2>{mode === "sample" ? "这一件没有抽到要复核的值" : "没有要核对的值"}</h2>
              <p className="quiet">
                {queue.items.length === 0
                  ? "还没有读出任何值。传入扫描件、读取完成后再来。"
                  : "读出的值都有把握，已自动填入申请表。"}
              </p>
              <Button type="primary" autoFocus onClick={() => void navigate(back)}>
                回到办件页
              </Button>
            </section>
          ) : (
            <Finished
              open={progress.total - progress.done}
              onResume={() => go(nextOpen(items, null))}
              samples={mode === "waiting" ? samples : 0}
              onSample={() => pick("sample")}
              onLeave={() => void navigate(back)}
            />
          )}
          <ValueList items={items} current={here} drafts={drafts} onPick={go} />
        </div>
        <section className="col values-page-view" aria-label="整页扫描件">
          {viewer("side") ?? <p className="empty">核对时，这里显示整页扫描件。</p>}
        </section>
      </div>
      <Modal
        open={large && page !== null}
        onCancel={() => setLarge(false)}
        footer={null}
        width="96vw"
        centered
        destroyOnHidden
        title={item ? `${item.label}：${item.document_title}，${item.file_name}` : ""}
        afterClose={() => box.current?.focus({ preventScroll: true })}
      >
        <div className="values-large">{viewer("large")}</div>
      </Modal>
    </div>
  );
}

function markOf(item: ReviewItem): Mark {
  if (item.box === null) throw new Error("a mark needs its box");
  return {
    key: item.id,
    documentId: item.document_id,
    field: item.field,
    label: item.label,
    value: item.value || item.machine,
    confidence: item.confidence,
    box: item.box,
    surety: item.state === "waiting" ? "confirm" : "sure",
    open: item.state === "waiting",
    pointers: [],
  };
}
