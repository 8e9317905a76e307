/** Whether the server can be reached; told by every call that meets no server. */
import { useSyncExternalStore } from "react";

import { Offline } from "../client/client";

let lost = false;
const listeners = new Set<() => void>();

export function setConnectionLost(now: boolean): void {
  if (lost === now) return;
  lost = now;
  for (const listener of listeners) listener();
}

/** Note what an error says about the connection; gives the words to show. */
export function wordsOf(error: unknown): string {
  if (error instanceof Offline) {
    setConnectionLost(true);
    return error.message;
  }
  return error instanceof Error ? error.message : "出了未知的问题，请再试一次。";
}

export function useConnectionLost(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => lost,
  );
}
