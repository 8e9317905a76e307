/** Beginning a draft; where one is open already, that one is opened. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useNavigate } from "react-router";

import { ApiError } from "../client/client";
import { definitionCalls } from "../client/definitions";
import { wordsOf } from "../shell/connection";

export interface Beginning {
  code: string;
  basedOn: number | null;
  title?: string;
}

export function useDrafting() {
  const { message } = App.useApp();
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async ({ code, basedOn, title }: Beginning): Promise<string> => {
      try {
        return (await definitionCalls.openDraft(code, basedOn, title)).id;
      } catch (error) {
        const open = error instanceof ApiError && error.code === "draft_open" ? error.facts.id : undefined;
        if (typeof open !== "string") throw error;
        void message.info("这一项已有一份草稿，已为您打开。");
        return open;
      }
    },
    onSuccess: (id) => {
      void queries.invalidateQueries({ queryKey: ["definitions"] });
      void queries.invalidateQueries({ queryKey: ["drafts"] });
      void navigate(`/definitions/drafts/${id}`);
    },
    onError: (error) => void message.error(wordsOf(error)),
  });
}
