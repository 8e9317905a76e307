/** The form as it stands on the screen, and what of it the server does not have yet. */
import type { Case, FormData, Json } from "../client/types";
import { kept, same, withValueAt } from "../form/pointers";
import { merge, type Conflict } from "./merge";

export interface Draft {
  /** What the server had at `revision`. */
  base: FormData;
  revision: number;
  /** What stands on the screen. */
  form: FormData;
  /** Pointers that were confirmed here and are not saved yet. */
  confirmed: string[];
  conflicts: Conflict[];
}

export type SavedDraft = Pick<Draft, "base" | "revision" | "form" | "confirmed">;

type Served = Pick<Case, "revision"> & { form: FormData };

export function freshDraft(served: Served): Draft {
  return { base: served.form, revision: served.revision, form: served.form, confirmed: [], conflicts: [] };
}

/** Whether there is anything to save; a row that nothing was put in yet is nothing. */
export function isDirty(draft: Draft): boolean {
  return draft.confirmed.length > 0 || !same(kept(draft.base), kept(draft.form));
}

/** Take in what the server has now; nothing typed is lost. */
export function takeIn(draft: Draft, served: Served): Draft {
  if (served.revision < draft.revision) return draft;
  if (served.revision === draft.revision && same(served.form, draft.base)) return draft;
  const { form, conflicts } = merge(draft.base, draft.form, served.form);
  const open = draft.conflicts.filter((old) => !conflicts.some((now) => now.pointer === old.pointer));
  return {
    ...draft,
    base: served.form,
    revision: served.revision,
    form,
    conflicts: [...open, ...conflicts],
  };
}

/**
 * Take in the answer to a save that sent `sent`; what was typed since then stays, and so does a row
 * that was just added: the server keeps no empty ones, and nobody has taken it away.
 */
export function takeAnswer(draft: Draft, sent: SavedDraft, served: Served): Draft {
  const settled = {
    ...draft,
    base: kept(sent.form) as FormData,
    confirmed: draft.confirmed.filter((pointer) => !sent.confirmed.includes(pointer)),
  };
  return takeIn({ ...settled, revision: Math.min(settled.revision, served.revision - 1) }, served);
}

export function confirmAt(draft: Draft, pointer: string): Draft {
  if (draft.confirmed.includes(pointer)) return draft;
  return { ...draft, confirmed: [...draft.confirmed, pointer] };
}

/** Settle one conflict with the value that shall stand. */
export function settle(draft: Draft, pointer: string, value: Json): Draft {
  return {
    ...draft,
    form: withValueAt(draft.form, pointer, value),
    conflicts: draft.conflicts.filter((conflict) => conflict.pointer !== pointer),
  };
}
