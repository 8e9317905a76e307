import { useLayoutEffect, useRef } from "react";

/**
 * Hears every key of the window from the moment the screen shows until it goes: a shortcut pressed at once is not lost,
 * and `onKey` always sees the latest state.
 */
export function useWindowKeys(onKey: (event: KeyboardEvent) => void) {
  const latest = useRef(onKey);
  useLayoutEffect(() => {
    latest.current = onKey;
  });
  useLayoutEffect(() => {
    const hear = (event: KeyboardEvent) => latest.current(event);
    window.addEventListener("keydown", hear);
    return () => window.removeEventListener("keydown", hear);
  }, []);
}
