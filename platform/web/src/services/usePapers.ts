import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { calls } from "../client/calls";
import type { FormData } from "../client/types";

const WAIT_MS = 250;

/** What the rules say about the answers so far; asked again a moment after the last answer. */
export function usePapers(code: string, answers: FormData, ready: boolean) {
  const [settled, setSettled] = useState(answers);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(answers), WAIT_MS);
    return () => window.clearTimeout(timer);
  }, [answers]);
  const judged = useQuery({
    queryKey: ["papers", code, settled],
    queryFn: ({ signal }) => calls.evaluate(code, settled, signal),
    enabled: ready,
    placeholderData: keepPreviousData,
    // Answers may tell about people: they are not kept longer than they are looked at.
    gcTime: 0,
  });
  return { ...judged, behind: settled !== answers || judged.isPlaceholderData || judged.isPending };
}
