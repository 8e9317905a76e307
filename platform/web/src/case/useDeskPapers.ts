/** What the counter notes of a case beside its form. */
import { keepPreviousData, useMutation, useQuery, useQueryClient, type UseMutationResult } from "@tanstack/react-query";
import { App } from "antd";

import { calls } from "../client/calls";
import type { Case, DeskPapers } from "../client/types";
import { wordsOf } from "../shell/connection";
import { useDesk } from "./context";

/** What of a case makes its papers worth asking for again. */
export function stampOf(view: Case): string {
  const { materials, problems } = view.evaluation;
  return [
    view.revision,
    view.summary.status,
    view.documents.map((one) => one.id).join(),
    materials.map((one) => `${one.code}${one.person_pointer ?? ""}${one.status}${one.originals_seen}`).join(),
    problems.map((one) => one.code).join(),
  ].join("|");
}

export function useDeskPapers(): DeskPapers | undefined {
  const { view } = useDesk();
  const found = useQuery({
    queryKey: ["desk-papers", view.summary.id, stampOf(view)],
    queryFn: () => calls.deskPapers(view.summary.id),
    placeholderData: keepPreviousData,
    staleTime: 5_000,
  });
  return found.data;
}

/** Change something of them; the case and its papers are shown anew. */
export function useDeskChange<Asked>(
  change: (asked: Asked) => Promise<Case>,
  done?: () => void,
): UseMutationResult<Case, Error, Asked> {
  const { view, receive } = useDesk();
  const { message } = App.useApp();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async (fresh) => {
      receive(fresh);
      await queries.invalidateQueries({ queryKey: ["desk-papers", view.summary.id] });
      done?.();
    },
    onError: (error) => void message.error(wordsOf(error)),
  });
}
