/** Saying what is right, one after the other, without waiting for the answers. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useRef, useState } from "react";

import { calls } from "../client/calls";
import { ApiError } from "../client/client";
import type { ReviewItem, ReviewQueue } from "../client/types";
import { freshKey } from "../case/keys";
import { wordsOf } from "../shell/connection";
import { isNothing, withSaid, type Said, type Verdict } from "./queue";

const SELDOM_MS = 15_000;

interface Decision {
  item: ReviewItem;
  said: Said;
}

export interface Reviews {
  queue: ReviewQueue | undefined;
  pending: boolean;
  error: unknown;
  retry: () => void;
  /** How many answers are still to come. */
  saving: number;
  say: (item: ReviewItem, verdict: Verdict, value: string) => void;
  undo: () => Promise<string | null>;
}

/** onRefused: a decision did not stand; its words are for the clerk, its text is kept by the caller. */
export function useReviews(caseId: string, onRefused: (item: ReviewItem, said: Said, words: string) => void): Reviews {
  const queries = useQueryClient();
  const name = useMemo(() => ["values", caseId], [caseId]);
  const [said, setSaid] = useState<ReadonlyMap<string, Said>>(new Map());
  // A decision whose answer was lost is sent again under its own key, and counts once.
  const keys = useRef(new Map<string, string>());

  const found = useQuery({ queryKey: name, queryFn: () => calls.values(caseId), refetchInterval: SELDOM_MS });
  const receive = useCallback(
    (fresh: ReviewQueue) => {
      queries.setQueryData(name, fresh);
      void queries.invalidateQueries({ queryKey: ["case", caseId] });
    },
    [queries, name, caseId],
  );
  const forget = useCallback((id: string, key: string) => {
    setSaid((before) => {
      if (before.get(id)?.key !== key) return before;
      const after = new Map(before);
      after.delete(id);
      return after;
    });
  }, []);

  const review = useMutation({
    scope: { id: `values-${caseId}` },
    // An older list that is still under way must not be laid over what is said now.
    onMutate: () => queries.cancelQueries({ queryKey: name }),
    mutationFn: ({ item, said: mine }: Decision) =>
      calls.reviewValue(caseId, item.id, {
        key: mine.key,
        known: item.revision,
        verdict: mine.verdict,
        value: isNothing(mine.verdict) ? "" : mine.value,
      }),
    onSuccess: receive,
    onError: (error, { item, said: mine }) => {
      onRefused(item, mine, wordsOf(error));
      if (error instanceof ApiError) void queries.invalidateQueries({ queryKey: name });
    },
    onSettled: (_answer, _error, { item, said: mine }) => forget(item.id, mine.key),
  });
  const back = useMutation({
    scope: { id: `values-${caseId}` },
    // Its turn comes after everything said before: only then is it known what stands last.
    mutationFn: async (key: string) => {
      const id = queries.getQueryData<ReviewQueue>(name)?.undo ?? null;
      return { id, fresh: await calls.undoReview(caseId, key) };
    },
    onSuccess: ({ fresh }) => receive(fresh),
  });

  const { mutate } = review;
  const say = useCallback(
    (item: ReviewItem, verdict: Verdict, value: string) => {
      const decision = [item.id, item.revision, verdict, value].join("\u0000");
      const key = keys.current.get(decision) ?? freshKey();
      keys.current.set(decision, key);
      const mine = { verdict, value, key };
      setSaid((before) => new Map(before).set(item.id, mine));
      mutate({ item, said: mine });
    },
    [mutate],
  );
  const { mutateAsync } = back;
  const undo = useCallback(async () => (await mutateAsync(freshKey())).id, [mutateAsync]);

  return {
    queue: useMemo(() => (found.data ? withSaid(found.data, said) : undefined), [found.data, said]),
    pending: found.isPending,
    error: found.error,
    retry: () => void found.refetch(),
    saving: said.size,
    say,
    undo,
  };
}
