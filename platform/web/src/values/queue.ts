/** The queue of read values: which are shown, what has been said of them, and which comes next. */
import type { ReviewItem, ReviewQueue } from "../client/types";

export type Mode = "waiting" | "sample" | "all";
export type Verdict = "confirmed" | "corrected" | Nothing;
/** Nothing can be read there, or nothing stands there. */
export type Nothing = "unreadable" | "absent";

/** What was said here and has not reached the server yet. */
export interface Said {
  verdict: Verdict;
  value: string;
  key: string;
}

export interface Group {
  documentId: string;
  title: string;
  of: string | null;
  fileName: string;
  items: ReviewItem[];
}

export interface Progress {
  done: number;
  total: number;
}

/** A person was asked about it: it was not sure enough to be filled unasked. */
export const isAsked = (item: ReviewItem) => !item.auto;

export const isNothing = (said: string): said is Nothing => said === "unreadable" || said === "absent";

export const isOpen = (item: ReviewItem) => item.state === "waiting" || item.state === "filled";

/** The values of a mode; what was settled stays in its place, so that nothing jumps. */
export function shown(queue: ReviewQueue, mode: Mode): ReviewItem[] {
  if (mode === "waiting") return queue.items.filter(isAsked);
  if (mode === "sample") return queue.items.filter((item) => item.sampled);
  return queue.items;
}

/** The queue with what was said here laid over it. */
export function withSaid(queue: ReviewQueue, said: ReadonlyMap<string, Said>): ReviewQueue {
  if (said.size === 0) return queue;
  const items = queue.items.map((item) => {
    const mine = said.get(item.id);
    if (!mine) return item;
    return {
      ...item,
      state: mine.verdict,
      value: isNothing(mine.verdict) ? "" : mine.value,
      revision: item.revision + 1,
    };
  });
  return { ...queue, items, waiting: items.filter((item) => item.state === "waiting").length };
}

export function progressOf(items: ReviewItem[]): Progress {
  return { done: items.filter((item) => !isOpen(item)).length, total: items.length };
}

/** The next value that is still open, after `id` and then from the start; null when none is. */
export function nextOpen(items: ReviewItem[], id: string | null): string | null {
  const here = items.findIndex((item) => item.id === id);
  const order = [...items.slice(here + 1), ...items.slice(0, here + 1)];
  return order.find((item) => isOpen(item) && item.id !== id)?.id ?? null;
}

/** The value `step` places from `id`; null beyond either end. */
export function beside(items: ReviewItem[], id: string | null, step: 1 | -1): string | null {
  const here = items.findIndex((item) => item.id === id);
  return items[here + step]?.id ?? null;
}

/** What stands in the box to begin with: what is right so far, else what the machine read. */
export function prefilled(item: ReviewItem): string {
  return isNothing(item.state) || item.value === "" ? item.machine : item.value;
}

/** What pressing Enter says: the value as it stands is confirmed, another one corrects it. */
export function verdictOf(item: ReviewItem, text: string): Verdict | null {
  const typed = text.trim();
  if (typed === "") return null;
  return typed === item.machine ? "confirmed" : "corrected";
}

/** The values document by document. */
export function grouped(items: ReviewItem[]): Group[] {
  const groups: Group[] = [];
  for (const item of items) {
    const last = groups.at(-1);
    if (last?.documentId === item.document_id) last.items.push(item);
    else
      groups.push({
        documentId: item.document_id,
        title: item.document_title,
        of: item.document_of,
        fileName: item.file_name,
        items: [item],
      });
  }
  return groups;
}

/** A text in parts, each with whether it is to be looked at. */
export function marked(text: string, doubtful: readonly number[]): [string, boolean][] {
  const parts: [string, boolean][] = [];
  const wanted = new Set(doubtful);
  // The server counts characters, not the halves of those beyond the first plane.
  Array.from(text).forEach((character, place) => {
    const doubt = wanted.has(place);
    const last = parts.at(-1);
    if (last?.[1] === doubt) last[0] += character;
    else parts.push([character, doubt]);
  });
  return parts;
}

/** Where the first run of doubtful characters stands, in the units of a text box. */
export function firstDoubt(text: string, doubtful: readonly number[]): [number, number] | null {
  let at = 0;
  for (const [part, doubt] of marked(text, doubtful)) {
    if (doubt) return [at, at + part.length];
    at += part.length;
  }
  return null;
}
