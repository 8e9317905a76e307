/** The read values of the mock's cases, and what is said of them while it runs. */
import type { Case, ReviewItem, ReviewQueue } from "../client/types";
import type { Verdict } from "../values/queue";
import { cut, PAPERS } from "./fixture";

interface Said {
  itemId: string;
  verdict: Verdict;
  value: string;
}

const TYPES: Record<string, string> = {
  id_number: "id_number",
  birth_date: "date",
  issued_on: "date",
  monthly_income: "money",
  name: "name",
  head_name: "name",
  address: "address",
};
const AUTO_SAMPLED = "gender";

/** By case, oldest first; undoing takes the last one away. */
const said = new Map<string, Said[]>();

const paperOf = (type: string) => PAPERS.find((one) => one.type === type);

function itemsOf(view: Case): ReviewItem[] {
  return view.documents.flatMap((document) => {
    const file = view.files.find((one) => one.id === document.file_id);
    const owner = document.values.find((one) => one.name === "name" || one.name === "head_name");
    const common = {
      document_id: document.id,
      document_title: document.title,
      document_of: owner?.value ?? null,
      file_name: file?.name ?? "",
      page: file?.pages[0] ?? null,
      raw: "",
      handwritten: false,
      revision: 0,
      reviewed_by: null,
      reviewed_at: null,
      fills: [],
    };
    const read = document.values.map(
      (one): ReviewItem => ({
        ...common,
        id: one.id,
        field: one.name,
        label: one.label,
        value_type: TYPES[one.name] ?? "text",
        missed: false,
        machine: one.value,
        doubtful: one.name === "head_name" ? [2] : [],
        alternatives: one.name === "head_name" ? ["王桂兰"] : [],
        confidence: one.confidence,
        auto: one.auto,
        sampled: one.auto && one.name === AUTO_SAMPLED,
        box: one.box,
        crop_url: `/api/v1/values/${one.id}/crop`,
        state: one.auto ? "filled" : "waiting",
        value: one.value,
        notes: [],
      }),
    );
    const missed = (paperOf(document.document_type)?.missed ?? []).map(
      ([name, label]): ReviewItem => ({
        ...common,
        id: `${document.id}.${name}`,
        field: name,
        label,
        value_type: TYPES[name] ?? "text",
        missed: true,
        machine: "",
        doubtful: [],
        alternatives: [],
        confidence: 0,
        auto: false,
        sampled: false,
        box: null,
        crop_url: `/api/v1/documents/${document.id}/fields/${name}/crop`,
        state: "waiting",
        value: "",
        notes: [`没有读到「${label}」，请人工填写。`],
      }),
    );
    return [...read, ...missed];
  });
}

/** The queue of a case with everything that was said laid over it. */
export function queueOf(view: Case, by: string, at: string): ReviewQueue {
  const history = said.get(view.summary.id) ?? [];
  const items = itemsOf(view).map((item) => {
    const mine = history.filter((one) => one.itemId === item.id);
    const last = mine.at(-1);
    if (!last) return item;
    return { ...item, state: last.verdict, value: last.value, revision: mine.length, reviewed_by: by, reviewed_at: at };
  });
  return {
    items,
    waiting: items.filter((item) => item.state === "waiting").length,
    undo: history.at(-1)?.itemId ?? null,
    editable: view.offered.includes("edit"),
  };
}

export function say(caseId: string, one: Said): void {
  said.set(caseId, [...(said.get(caseId) ?? []), one]);
}

export function undo(caseId: string): void {
  said.set(caseId, (said.get(caseId) ?? []).slice(0, -1));
}

/** The region of a value or of what was missed, as an SVG; null when there is none. */
export function cropOf(cases: Iterable<Case>, path: string): string | null {
  for (const view of cases)
    for (const document of view.documents) {
      const paper = paperOf(document.document_type);
      const value = document.values.find((one) => path === `values/${one.id}/crop`);
      if (paper && value?.box) return cut(paper, value.box.x0, value.box.y0, value.box.x1);
      const gap = paper?.missed?.find(([name]) => path === `documents/${document.id}/fields/${name}/crop`);
      if (paper && gap) return cut(paper, gap[4] - 140, gap[5], gap[4] + 320);
    }
  return null;
}
