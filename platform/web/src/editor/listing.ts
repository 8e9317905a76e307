/** Which definitions are shown, and in which order. */
import type { Service } from "../client/types";
import { findServices } from "../services/find";
import type { Definition } from "./types";

export interface Filters {
  q: string;
  kind: string;
  state: string;
  origin: string;
  withDraft: boolean;
  unconfirmed: boolean;
}

/** The definitions that pass the filters; with words, the best fit first. */
export function shownDefinitions(all: Definition[], filters: Filters): Definition[] {
  const passed = all.filter(
    (one) =>
      (filters.kind === "" || one.kind === filters.kind) &&
      (filters.state === "" || one.state === filters.state) &&
      (filters.origin === "" || one.origin === filters.origin) &&
      (!filters.withDraft || one.draft_id !== null) &&
      (!filters.unconfirmed || one.unconfirmed > 0),
  );
  const byCode = new Map(passed.map((one) => [one.code, one]));
  const found = findServices(passed.map(service), filters.q);
  return found.flatMap(({ code }) => byCode.get(code) ?? []);
}

function service({ code, version, title, group_title: group, kind, unconfirmed }: Definition): Service {
  return { code, version, title, group, kind, unconfirmed, target: "", confidence: "" };
}
