/** Where values come from, and how sure we are, for the eyes of the clerk. */
import type { Box, Case, Page, Provenance, ReadDocument, ReadValue } from "../client/types";

export type Surety = "sure" | "confirm" | "contradiction";

/** One box on one page: a value that was read there. */
export interface Mark {
  key: string;
  documentId: string;
  field: string;
  label: string;
  value: string;
  confidence: number;
  box: Box;
  surety: Surety;
  /** A person must look at it: it stands in the form unconfirmed, or contradicts something. */
  open: boolean;
  /** Form fields that hold this value. */
  pointers: string[];
}

export const SURETY_TEXT: Record<Surety, string> = {
  sure: "读取可靠",
  confirm: "待核对",
  contradiction: "材料之间不一致",
};

const key = (documentId: string, field: string) => `${documentId}\u0000${field}`;

/** Pointers of the form values that came from one read value. */
export function pointersFrom(provenance: Provenance[], documentId: string, field: string): string[] {
  return provenance
    .filter((origin) => origin.document_id === documentId && origin.field === field)
    .map((origin) => origin.pointer);
}

/** The origin of the value at a pointer. */
export function originOf(provenance: Provenance[], pointer: string): Provenance | undefined {
  return provenance.find((origin) => origin.pointer === pointer);
}

/** Read values that some problem shows to contradict another. */
export function contradicted(problems: Case["evaluation"]["problems"]): Set<string> {
  return new Set(
    problems
      .filter((problem) => problem.evidence.length > 1)
      .flatMap((problem) => problem.evidence.map((seen) => key(seen.document_id, seen.field))),
  );
}

function suretyOf(
  document: ReadDocument,
  value: ReadValue,
  origins: Provenance[],
  against: Set<string>,
  confirmedHere: ReadonlySet<string>,
): Surety {
  if (against.has(key(document.id, value.name))) return "contradiction";
  if (origins.length > 0)
    return origins.every((origin) => origin.confirmed || confirmedHere.has(origin.pointer))
      ? "sure"
      : "confirm";
  return value.auto || value.corrected ? "sure" : "confirm";
}

/** Every box to draw, in the order of documents and values. */
export function marksOf(
  view: Pick<Case, "documents" | "provenance" | "evaluation">,
  confirmedHere: ReadonlySet<string> = new Set(),
): Mark[] {
  const against = contradicted(view.evaluation.problems);
  return view.documents.flatMap((document) =>
    document.values.flatMap((value) => {
      if (!value.box) return [];
      const origins = view.provenance.filter(
        (origin) => origin.document_id === document.id && origin.field === value.name,
      );
      const surety = suretyOf(document, value, origins, against, confirmedHere);
      return [
        {
          key: key(document.id, value.name),
          documentId: document.id,
          field: value.name,
          label: value.label,
          value: value.value,
          confidence: value.confidence,
          box: value.box,
          surety,
          open: surety === "contradiction" || (surety === "confirm" && origins.length > 0),
          pointers: origins.map((origin) => origin.pointer),
        },
      ];
    }),
  );
}

/** Below it a reading alone is no assurance, and its figure would only unsettle. */
const SURE = 0.9;

export interface Chip {
  text: string;
  /** read: fine; confirm: a person must look; person: typed; derived: computed. */
  tone: "read" | "confirm" | "person" | "derived";
  spoken: string;
}

/** The words beside a form value. */
export function chipOf(
  origin: Provenance | undefined,
  documents: ReadDocument[],
  state: { edited: boolean; confirmedHere: boolean },
): Chip | null {
  if (origin?.origin === "derived") return { text: "自动计算", tone: "derived", spoken: "由其他项自动计算" };
  if (state.edited) return { text: "人工填写", tone: "person", spoken: "人工填写，正在保存" };
  if (!origin) return null;
  if (origin.origin === "person") return { text: "人工填写", tone: "person", spoken: "人工填写" };
  const title = documents.find((document) => document.id === origin.document_id)?.title ?? "材料";
  const share = origin.confidence ?? 1;
  const percent = origin.confidence === null ? "" : ` ${Math.floor(share * 100)}%`;
  // What a person has confirmed is sure, however badly it was read.
  if (origin.confirmed || state.confirmedHere)
    return { text: share < SURE ? `${title} 已核对 ✓` : `${title}${percent} ✓`, tone: "read", spoken: `来自${title}，已核对` };
  return { text: `${title}${percent} 待核对`, tone: "confirm", spoken: `来自${title}，待核对，按回车确认` };
}

/** Values that still wait for a person's look, in the order of the form's fields. */
export function pendingPointers(
  provenance: Provenance[],
  edited: (pointer: string) => boolean,
  confirmedHere: ReadonlySet<string>,
): string[] {
  return provenance
    .filter(
      (origin) =>
        origin.origin === "document" &&
        !origin.confirmed &&
        !confirmedHere.has(origin.pointer) &&
        !edited(origin.pointer),
    )
    .map((origin) => origin.pointer);
}

export interface CasePageOf {
  page: Page;
  fileId: string;
  fileName: string;
  /** Documents that this page is a part of. */
  documents: ReadDocument[];
}

/** The pages of a case that were not taken out, in the order in which they came. */
export function pagesOf(view: Pick<Case, "files" | "documents">): CasePageOf[] {
  return view.files
    .filter((file) => !file.removed)
    .flatMap((file) =>
      file.pages.map((page) => ({
        page,
        fileId: file.id,
        fileName: file.name,
        documents: view.documents.filter((document) => document.page_ids.includes(page.id)),
      })),
    );
}
