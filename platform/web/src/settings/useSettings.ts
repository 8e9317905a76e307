/** Reading and changing local settings; every change lets the lists ask again. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { createElement } from "react";

import { calls } from "../client/calls";
import type { SettingWish } from "../client/types";
import { wordsOf } from "../shell/connection";

const SETTINGS = "settings";

export const useSettingUnits = () =>
  useQuery({ queryKey: [SETTINGS, "units"], queryFn: calls.settingUnits, staleTime: 60_000 });

export const useFigures = (unit: string) =>
  useQuery({ queryKey: [SETTINGS, "figures", unit], queryFn: () => calls.figures(unit) });

export const useServiceSettings = (unit: string) =>
  useQuery({ queryKey: [SETTINGS, "services", unit], queryFn: () => calls.serviceSettings(unit) });

export const useServiceFacts = (code: string, unit: string) =>
  useQuery({ queryKey: [SETTINGS, "service", code, unit], queryFn: () => calls.serviceFacts(code, unit) });

export const useWaiting = () =>
  useQuery({ queryKey: [SETTINGS, "waiting"], queryFn: calls.waitingSettings, refetchInterval: 30_000 });

function useAfter() {
  const queries = useQueryClient();
  return () => {
    for (const key of [SETTINGS, "services", "guide", "cases", "case"]) {
      void queries.invalidateQueries({ queryKey: [key] });
    }
  };
}

/** Take back what still waits. */
export function useTakeBack() {
  const { message } = App.useApp();
  const after = useAfter();
  return useMutation({
    mutationFn: (ids: string[]) => calls.takeSettingsBack(ids),
    onSuccess: (_, ids) => void message.success(ids.length > 1 ? `已撤回 ${ids.length} 条` : "已撤回"),
    onError: (error) => void message.error(wordsOf(error)),
    onSettled: after,
  });
}

/** Let what another person put down hold. */
export function useConfirm() {
  const { message } = App.useApp();
  const after = useAfter();
  return useMutation({
    mutationFn: (ids: string[]) => calls.confirmSettings(ids),
    onSuccess: (_, ids) =>
      void message.success(ids.length > 1 ? `已复核 ${ids.length} 条，从生效日起使用` : "已复核，从生效日起使用"),
    onError: (error) => void message.error(wordsOf(error)),
    onSettled: after,
  });
}

/** Put down what a unit wants; the notice offers to take it back at once. */
export function usePropose(unit: string) {
  const { message } = App.useApp();
  const after = useAfter();
  const undo = useTakeBack();
  return useMutation({
    mutationFn: (wishes: SettingWish[]) => calls.makeSettings(unit, wishes),
    onSuccess: (ids) => {
      const key = `made-${ids[0]}`;
      const back = () => {
        message.destroy(key);
        undo.mutate(ids);
      };
      const told = ids.length > 1 ? `已填报 ${ids.length} 条，` : "已填报，";
      void message.open({
        key,
        type: "success",
        duration: 8,
        content: createElement(
          "span",
          null,
          `${told}等另一人复核后生效。`,
          createElement("button", { type: "button", className: "linklike", onClick: back }, "撤回"),
        ),
      });
    },
    onSettled: after,
  });
}
