import { CheckOutlined, EditOutlined, EyeInvisibleOutlined, StopOutlined } from "@ant-design/icons";
import { useLayoutEffect, useRef } from "react";

import type { ReviewItem } from "../client/types";
import { grouped, isNothing, isOpen } from "./queue";

const STATES: Record<ReviewItem["state"], [string, string]> = {
  waiting: ["待核对", "tag tag-amber"],
  filled: ["自动填入", "tag tag-blue"],
  confirmed: ["无误", "tag tag-green"],
  corrected: ["已改正", "tag tag-green"],
  unreadable: ["看不清", "tag tag-grey"],
  absent: ["此件上没有", "tag tag-grey"],
};
const MISSED: [string, string] = ["没有读出", "tag tag-amber"];

function Sign({ state }: { state: ReviewItem["state"] }) {
  if (state === "confirmed") return <CheckOutlined aria-hidden className="fine" />;
  if (state === "corrected") return <EditOutlined aria-hidden className="fine" />;
  if (state === "unreadable") return <EyeInvisibleOutlined aria-hidden className="quiet" />;
  if (state === "absent") return <StopOutlined aria-hidden className="quiet" />;
  return <span className={state === "waiting" ? "surety confirm" : "surety"} aria-hidden="true" />;
}

interface Props {
  items: ReviewItem[];
  current: string | null;
  drafts: ReadonlyMap<string, string>;
  onPick: (id: string) => void;
}

/** Everything in the queue, document by document; the present value is kept in view. */
export function ValueList({ items, current, drafts, onPick }: Props) {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: "nearest" });
  }, [current]);
  return (
    <div className="value-list" ref={list}>
      {grouped(items).map((group) => (
        <section key={group.documentId} aria-label={group.title + (group.of ?? "")}>
          <h3>
            {group.title}
            {group.of !== null && <b> {group.of}</b>}
            <small className="quiet">{group.fileName}</small>
            <small className="quiet">
              {group.items.filter((item) => !isOpen(item)).length} / {group.items.length}
            </small>
          </h3>
          <ul>
            {group.items.map((item) => {
              const [words, tag] = item.missed && item.state === "waiting" ? MISSED : STATES[item.state];
              const draft = drafts.get(item.id);
              return (
                <li key={item.id}>
                  <button
                    type="button"
                    className="value-row"
                    aria-current={item.id === current}
                    onClick={() => onPick(item.id)}
                  >
                    <Sign state={item.state} />
                    <span className="value-label">{item.label}</span>
                    <span className="value-text">
                      {draft ?? (isNothing(item.state) ? item.machine : item.value)}
                    </span>
                    {draft !== undefined && <span className="tag tag-amber">未确认</span>}
                    <span className={tag}>{words}</span>
                  </button>
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </div>
  );
}
