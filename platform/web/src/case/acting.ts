/** Who hands a case in: what is asked of whom. */
import type { ActingNote, ActingView } from "../client/types";
import { dayText } from "../shell/format";

export type By = ActingNote["by"];
export type Channel = ActingNote["channel"];

export const BYS: { value: By; label: string }[] = [
  { value: "self", label: "本人办理" },
  { value: "agent", label: "代办人代办" },
  { value: "guardian", label: "监护人办理" },
  { value: "staff", label: "工作人员上门" },
];

const CHANNELS: { value: Channel; label: string }[] = [
  { value: "counter", label: "窗口" },
  { value: "appointment", label: "预约" },
  { value: "online", label: "网络" },
  { value: "visit", label: "上门" },
];

/** The channels that go with who acts; an agent and a visit bring their own. */
export function channelsFor(by: By): { value: Channel; label: string }[] {
  if (by === "agent" || by === "staff") return [];
  return by === "self" ? CHANNELS.filter((one) => one.value !== "visit") : CHANNELS;
}

export const EMPTY: ActingNote = {
  by: "self",
  channel: "counter",
  name: "",
  id_number: "",
  phone: "",
  relation: "",
  scope: "",
  valid_until: null,
  proof: "hukou",
};

export const USUAL_SCOPE = "代为申请、提交材料、签收文书";

export function noteOf(acting: ActingView | null): ActingNote {
  if (acting === null) return EMPTY;
  const { by, channel, name, id_number, phone, relation, scope, valid_until, proof } = acting;
  return { by, channel, name, id_number, phone, relation, scope, valid_until, proof };
}

/** What the counter reads of it in one or two lines. */
export function linesOf(acting: ActingView): string[] {
  const plain = acting.by === "agent" || acting.by === "staff"; // the channel goes without saying
  const lines = [plain ? acting.by_title : `${acting.by_title} · ${acting.channel_title}`];
  if (acting.by === "agent" || acting.by === "guardian")
    lines.push([acting.name, acting.relation, acting.phone].filter(Boolean).join(" · "));
  if (acting.by === "agent")
    lines.push(`${acting.scope || "没有写明授权事项"}；${acting.valid_until ? `到${dayText(acting.valid_until)}` : "办结为止"}`);
  return lines;
}
