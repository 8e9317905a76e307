import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useNavigate } from "react-router";

import { calls } from "../client/calls";
import type { FormData } from "../client/types";
import { wordsOf } from "../shell/connection";
import { remember } from "./recent";

export interface Beginning {
  code: string;
  /** What the resident has answered already; it need not be typed again. */
  answers?: FormData;
}

/** Begin a case and go to it; answers given before are carried into its form. */
export function useOpenCase() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: async ({ code, answers }: Beginning) => {
      const opened = await calls.openCase(code);
      if (!answers || Object.keys(answers).length === 0) return opened;
      try {
        return await calls.saveForm(opened.summary.id, opened.revision, answers, [], opened.form as FormData);
      } catch (error) {
        void message.warning(`件已开好，但刚才的回答没能带进表里，请在表里再填一次。${wordsOf(error)}`, 8);
        return opened;
      }
    },
    onSuccess: (view, { code }) => {
      remember(code);
      queries.setQueryData(["case", view.summary.id], view);
      void queries.invalidateQueries({ queryKey: ["cases"] });
      void navigate(`/cases/${view.summary.id}`);
    },
    onError: (error) => void message.error(wordsOf(error)),
  });
}
