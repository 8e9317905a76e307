/** A text box that answers at once and tells the form a moment later, or when one leaves it. */
import { useCallback, useEffect, useRef, useState } from "react";

const WAIT_MS = 250;

export function useBuffered<T>(value: T, onChange: (value: T) => void) {
  const [typed, setTyped] = useState<{ value: T } | null>(null);
  const timer = useRef<number | undefined>(undefined);
  const waiting = useRef<{ value: T } | null>(null);
  const tell = useRef(onChange);
  useEffect(() => {
    tell.current = onChange;
  });

  const flush = useCallback(() => {
    window.clearTimeout(timer.current);
    if (waiting.current) tell.current(waiting.current.value);
    waiting.current = null;
    setTyped(null);
  }, []);

  // Leaving the page must not lose the last letters.
  useEffect(
    () => () => {
      window.clearTimeout(timer.current);
      if (waiting.current) tell.current(waiting.current.value);
    },
    [],
  );

  const type = useCallback((fresh: T) => {
    setTyped({ value: fresh });
    waiting.current = { value: fresh };
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      if (waiting.current) tell.current(waiting.current.value);
      waiting.current = null;
    }, WAIT_MS);
  }, []);

  return { shown: typed ? typed.value : value, type, flush };
}
