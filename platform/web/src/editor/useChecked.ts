/** What the server says about the text while somebody writes: asked a moment after the last letter. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { definitionCalls } from "../client/definitions";
import type { FormData, ServiceForm } from "../client/types";
import type { TextProblem } from "./types";

const WAIT_MS = 350;

/** A value once it has rested. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(value), WAIT_MS);
    return () => window.clearTimeout(timer);
  }, [value]);
  return settled;
}

export interface CheckedText {
  problems: TextProblem[];
  /** The text that the problems are about; null before the first answer. */
  checked: string | null;
  behind: boolean;
  failed: boolean;
  /** The form of the last text from which one could be made. */
  form: ServiceForm | null;
  /** The form belongs to an older text: this one is too broken for one. */
  formIsOld: boolean;
}

const NO_PROBLEMS: TextProblem[] = [];

export function useChecked(text: string, settled: string): CheckedText {
  const [good, setGood] = useState<ServiceForm | null>(null);
  const found = useQuery({
    queryKey: ["definition-check", settled],
    queryFn: async ({ signal }) => ({ text: settled, ...(await definitionCalls.check(settled, signal)) }),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 60_000,
  });
  const now = found.data?.form ?? null;
  if (now !== null && now !== good) setGood(now);
  return {
    problems: found.data?.problems ?? NO_PROBLEMS,
    checked: found.data?.text ?? null,
    behind: found.isPending || found.isPlaceholderData || settled !== text,
    failed: found.isError,
    form: now ?? good,
    formIsOld: found.data !== undefined && now === null && good !== null,
  };
}

export function useTried(text: string, form: FormData, day: string | null, ready: boolean) {
  const settled = useSettled(form);
  const tried = useQuery({
    queryKey: ["definition-try", text, settled, day],
    queryFn: ({ signal }) => definitionCalls.tryOut(text, settled, day, signal),
    enabled: ready,
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  });
  return { ...tried, behind: settled !== form || tried.isPlaceholderData || tried.isPending };
}
