/** The words of the editor for what the server names by codes. */
import type { Definition, Origin } from "./types";

export const ORIGINS: Record<Origin, string> = { delivered: "随系统提供", here: "本地编写", imported: "外单位导入" };

export const STATES: Record<Definition["state"], [string, string]> = {
  in_force: ["施行中", "tag-green"],
  future: ["将施行", "tag-blue"],
  ended: ["已停用", "tag-grey"],
};

const DRAFT_STATES: Partial<Record<string, [string, string]>> = {
  editing: ["草稿", "tag-blue"],
  submitted: ["待复核", "tag-amber"],
  published: ["已发布", "tag-green"],
  discarded: ["已作废", "tag-grey"],
};

/** The word for the state of a draft and the colour of its tag. */
export function draftState(state: string): [string, string] {
  return DRAFT_STATES[state] ?? [state, "tag-grey"];
}

/** 2026年3月9日起; an unset beginning says nothing. */
export function periodText(from: string | null, to: string | null): string {
  const day = (iso: string) => {
    const [year, month, date] = iso.split("-").map(Number);
    return `${year}年${month}月${date}日`;
  };
  if (from && to) return `${day(from)}至${day(to)}`;
  if (from) return `${day(from)}起`;
  return to ? `至${day(to)}` : "";
}

/** 10:32 on the office's clock, for a time of the same day. */
export function clockText(iso: string): string {
  return new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(
    new Date(iso),
  );
}
