/** Saving what is typed: soon, in order, and never losing any of it. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import { calls } from "../client/calls";
import { ApiError, Offline } from "../client/client";
import type { Case, FormData, Json } from "../client/types";
import { setConnectionLost, useConnectionLost, wordsOf } from "../shell/connection";
import { draftKey } from "../shell/session";
import { same, valueAt } from "../form/pointers";
import {
  confirmAt,
  freshDraft,
  isDirty,
  settle,
  takeAnswer,
  takeIn,
  type Draft,
  type SavedDraft,
} from "./draft";

const WAIT_MS = 700;

export type SaveState =
  | { kind: "clean" }
  | { kind: "dirty" }
  | { kind: "saving" }
  | { kind: "failed"; words: string };

function stored(caseId: string): SavedDraft | null {
  const text = sessionStorage.getItem(draftKey(caseId));
  return text === null ? null : (JSON.parse(text) as SavedDraft);
}

function begin(view: Case): Draft {
  const served = { revision: view.revision, form: view.form as FormData };
  const left = stored(view.summary.id);
  if (!left) return freshDraft(served);
  return takeIn({ ...left, revision: -1, conflicts: [] }, served);
}

export function useDraft(view: Case, editable: boolean) {
  const caseId = view.summary.id;
  const queries = useQueryClient();
  const lost = useConnectionLost();
  const [draft, setDraft] = useState(() => begin(view));
  const [failure, setFailure] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const latest = useRef(draft);
  const running = useRef<Promise<boolean> | null>(null);

  const update = useCallback((next: Draft) => {
    latest.current = next;
    setDraft(next);
  }, []);

  // Another answer of the server (the reading went on, a material was marked, a colleague saved).
  useEffect(() => {
    const next = takeIn(latest.current, { revision: view.revision, form: view.form as FormData });
    if (next !== latest.current) update(next);
  }, [view.revision, view.form, update]);

  const dirty = isDirty(draft);

  useEffect(() => {
    if (!editable || !dirty) {
      sessionStorage.removeItem(draftKey(caseId));
      return;
    }
    const { base, revision, form, confirmed } = draft;
    sessionStorage.setItem(draftKey(caseId), JSON.stringify({ base, revision, form, confirmed }));
  }, [caseId, draft, dirty, editable]);

  const saveOnce = useCallback(async (): Promise<boolean> => {
    const { base, revision, form, confirmed } = latest.current;
    const sent: SavedDraft = { base, revision, form, confirmed };
    try {
      const answer = await calls.saveForm(caseId, revision, form, confirmed, base);
      update(takeAnswer(latest.current, sent, { revision: answer.revision, form: answer.form as FormData }));
      queries.setQueryData(["case", caseId], answer);
      return true;
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 409)) throw error;
      // Somebody else saved first: take that in, keep what was typed, and try again.
      const now = await calls.case(caseId);
      update(takeIn(latest.current, { revision: now.revision, form: now.form as FormData }));
      queries.setQueryData(["case", caseId], now);
      return false;
    }
  }, [caseId, queries, update]);

  const flush = useCallback((): Promise<boolean> => {
    const work = async (): Promise<boolean> => {
      setSaving(true);
      try {
        for (let tries = 0; tries < 4 && isDirty(latest.current); tries += 1) {
          if (latest.current.conflicts.length > 0) return false;
          await saveOnce();
        }
        setFailure(null);
        return !isDirty(latest.current);
      } catch (error) {
        if (error instanceof Offline) setConnectionLost(true);
        setFailure(wordsOf(error));
        return false;
      } finally {
        setSaving(false);
      }
    };
    // With nothing to save the work ends at once: it is forgotten only after it was noted here.
    running.current ??= work().finally(() => {
      running.current = null;
    });
    return running.current;
  }, [saveOnce]);

  useEffect(() => {
    if (!editable || !dirty || lost || draft.conflicts.length > 0) return;
    const timer = window.setTimeout(() => void flush(), failure ? WAIT_MS * 6 : WAIT_MS);
    return () => window.clearTimeout(timer);
  }, [editable, dirty, draft, lost, failure, flush]);

  useEffect(() => {
    if (!dirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [dirty]);

  const state: SaveState = useMemo(() => {
    if (saving) return { kind: "saving" };
    if (dirty && failure) return { kind: "failed", words: failure };
    return dirty ? { kind: "dirty" } : { kind: "clean" };
  }, [saving, dirty, failure]);

  return {
    draft,
    state,
    flush,
    change: useCallback((form: FormData) => update({ ...latest.current, form }), [update]),
    confirm: useCallback((pointer: string) => update(confirmAt(latest.current, pointer)), [update]),
    settle: useCallback(
      (pointer: string, value: Json) => update(settle(latest.current, pointer, value)),
      [update],
    ),
    edited: useCallback(
      (pointer: string) => !same(valueAt(draft.base, pointer), valueAt(draft.form, pointer)),
      [draft],
    ),
  };
}
