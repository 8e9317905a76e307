/** Who is signed in, and what they may do. */
import { useQuery } from "@tanstack/react-query";
import { createContext, useContext } from "react";

import { calls } from "../client/calls";
import type { Me } from "../client/types";

export const ME = ["me"] as const;

export function useSession() {
  return useQuery({ queryKey: ME, queryFn: calls.me, staleTime: 60_000 });
}

export const MeContext = createContext<Me | null>(null);

/** The person who is signed in; only below the frame, where there is one. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error("used outside the frame");
  return me;
}

const DRAFTS = "dossier.draft.";

/** Drafts hold personal data: they live in this tab only and go at sign-out. */
export function forgetDrafts(): void {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(DRAFTS)) sessionStorage.removeItem(key);
  }
}

export const draftKey = (caseId: string) => `${DRAFTS}${caseId}`;
