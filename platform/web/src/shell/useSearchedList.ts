import type { InputRef } from "antd";
import { useRef, type KeyboardEvent } from "react";
import { useSearchParams } from "react-router";

import { useWindowKeys } from "./useWindowKeys";

/**
 * A list under a search box, by keyboard: "/" goes to the box, the arrows from link to link and back; what is sought and
 * filtered stands in the address.  `links`: selector of what the arrows stop at.
 */
export function useSearchedList(links: string) {
  const [params, setParams] = useSearchParams();
  const search = useRef<InputRef>(null);
  const list = useRef<HTMLDivElement>(null);

  useWindowKeys((event) => {
    const typing = (event.target as HTMLElement).closest("input, textarea, [role=dialog]") !== null;
    if (event.key !== "/" || typing) return;
    search.current?.focus();
    event.preventDefault();
  });

  const move = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.nativeEvent.isComposing) return;
    const stops = [...(list.current?.querySelectorAll<HTMLElement>(links) ?? [])];
    const here = stops.findIndex((stop) => stop === event.target);
    if (event.key === "ArrowDown") stops[here + 1]?.focus();
    else if (event.key === "ArrowUp" && here > 0) stops[here - 1]?.focus();
    else if (event.key === "ArrowUp" && here === 0) search.current?.focus();
    else return;
    event.preventDefault();
  };

  const say = (name: string, value: string) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        if (value) after.set(name, value);
        else after.delete(name);
        return after;
      },
      { replace: true },
    );

  const keep = (names: string[]) =>
    setParams((before) => [...before].filter(([name, value]) => names.includes(name) && value), { replace: true });

  return { search, list, move, say, keep, said: (name: string) => params.get(name) ?? "" };
}
