/** Saving what is written: by itself, in order, kept here while the server is away, and never over somebody else's text. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";

import { ApiError, Offline } from "../client/client";
import { definitionCalls } from "../client/definitions";
import { setConnectionLost, useConnectionLost, wordsOf } from "../shell/connection";
import { useMe } from "../shell/session";
import { forget, keep, kept } from "./keep";
import type { Draft } from "./types";

const WAIT_MS = 1_200;
const RETRY_MS = 8_000;

export type TextState =
  | { kind: "saved"; at: string }
  | { kind: "unsaved" }
  | { kind: "saving" }
  | { kind: "away" }
  | { kind: "failed"; words: string };

interface Written {
  revision: number;
  base: string;
  text: string;
}

const isDirty = ({ base, text }: Written) => base !== text;

export function useDraftText(draft: Draft, onReplace: (text: string) => void) {
  const { id } = draft;
  const me = useMe();
  const queries = useQueryClient();
  const lost = useConnectionLost();
  const [written, setWritten] = useState<Written>(() => begin(me.user_id, draft));
  const [theirs, setTheirs] = useState<Draft | null>(() => conflictAtStart(me.user_id, draft));
  const [failure, setFailure] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const [savedAt, setSavedAt] = useState(draft.updated_at);
  const latest = useRef(written);
  const running = useRef<Promise<boolean> | null>(null);
  const stopped = useRef(theirs !== null);
  const editable = draft.state === "editing";

  const update = useCallback((next: Written) => {
    latest.current = next;
    setWritten(next);
  }, []);

  const dirty = isDirty(written);

  useEffect(() => {
    if (dirty) keep(me.user_id, id, written);
    else forget(me.user_id, id);
  }, [dirty, written, me.user_id, id]);

  const conflict = useCallback((other: Draft) => {
    stopped.current = true;
    setTheirs(other);
  }, []);

  const saveOnce = useCallback(async () => {
    const sent = latest.current;
    try {
      const answer = await definitionCalls.saveDraft(id, sent.revision, sent.text);
      update({ revision: answer.revision, base: sent.text, text: latest.current.text });
      setSavedAt(answer.updated_at);
      queries.setQueryData(["draft", id], { ...answer, text: sent.text });
    } catch (error) {
      if (!(error instanceof ApiError && error.code === "draft_changed")) throw error;
      const other = await definitionCalls.draft(id);
      // The same text from another window is no conflict.
      if (other.text === latest.current.text) update({ revision: other.revision, base: other.text, text: other.text });
      else conflict(other);
    }
  }, [id, queries, update, conflict]);

  const flush = useCallback((): Promise<boolean> => {
    const work = async (): Promise<boolean> => {
      setSaving(true);
      try {
        while (isDirty(latest.current) && !stopped.current) await saveOnce();
        setFailure(null);
        return !isDirty(latest.current);
      } catch (error) {
        if (error instanceof Offline) setConnectionLost(true);
        setFailure(wordsOf(error));
        return false;
      } finally {
        setSaving(false);
        running.current = null;
      }
    };
    running.current ??= work();
    return running.current;
  }, [saveOnce]);

  useEffect(() => {
    if (!editable || !dirty || lost || theirs) return;
    const timer = window.setTimeout(() => void flush(), failure ? RETRY_MS : WAIT_MS);
    return () => window.clearTimeout(timer);
  }, [editable, dirty, written, lost, theirs, failure, flush]);

  useEffect(() => {
    if (!dirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [dirty]);

  // A colleague saved while nothing was written here: their text comes in by itself.
  useEffect(() => {
    if (draft.revision <= latest.current.revision || running.current) return;
    if (isDirty(latest.current)) return;
    latest.current = { revision: draft.revision, base: draft.text, text: draft.text };
    onReplace(draft.text);
  }, [draft.revision, draft.text, onReplace]);

  /** Go on after somebody else saved: with this text, on top of theirs. */
  const settle = useCallback(
    (text: string) => {
      if (!theirs) return;
      stopped.current = false;
      setTheirs(null);
      update({ revision: theirs.revision, base: theirs.text, text });
      queries.setQueryData(["draft", id], theirs);
      onReplace(text);
      void flush();
    },
    [theirs, update, queries, id, onReplace, flush],
  );

  const state: TextState = saving
    ? { kind: "saving" }
    : !dirty
      ? { kind: "saved", at: savedAt }
      : lost
        ? { kind: "away" }
        : failure
          ? { kind: "failed", words: failure }
          : { kind: "unsaved" };

  return {
    text: written.text,
    revision: written.revision,
    dirty,
    state,
    theirs,
    settle,
    flush,
    write: useCallback((text: string) => update({ ...latest.current, text }), [update]),
  };
}

function begin(user: string, draft: Draft): Written {
  const served = { revision: draft.revision, base: draft.text, text: draft.text };
  const left = kept(user, draft.id);
  if (!left || draft.state !== "editing" || left.text === draft.text) return served;
  return left.revision === draft.revision ? { ...served, text: left.text } : left;
}

/** Text that was left here belongs to an older state of the draft: a person decides. */
function conflictAtStart(user: string, draft: Draft): Draft | null {
  const left = kept(user, draft.id);
  const older = left && draft.state === "editing" && left.text !== draft.text && left.revision !== draft.revision;
  return older ? draft : null;
}
