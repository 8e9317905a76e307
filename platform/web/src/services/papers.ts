/** What a resident must bring: the materials of an evaluation as a list for the counter. */
import type { FormData, Material, ServiceForm } from "../client/types";
import { membersOf, type Schema } from "../form/parts";
import { isRecord, valueAt } from "../form/pointers";

/** One paper, for one or for several persons. */
export interface Paper {
  material: Material;
  /** Whose; empty where it is asked for once. */
  whose: string[];
}

export interface PaperList {
  bring: Paper[];
  /** The office looks these up first; the resident brings them only when they are not found. */
  lookUp: Paper[];
  /** The answers so far do not tell whether these are needed. */
  open: Paper[];
}

/** The name of a person without a name: 家庭成员1. */
function personName(service: ServiceForm | undefined, pointer: string, form: FormData): string {
  const [, list = "", row = ""] = pointer.split("/");
  const member = membersOf((service?.form_schema ?? {}) as Schema).find(([name]) => name === list)?.[1];
  const items = member && isRecord(member.items) ? member.items : {};
  const title = [items.title, member?.title].find((one) => typeof one === "string") ?? "第";
  const rows = valueAt(form, `/${list}`);
  const alone = Array.isArray(rows) && rows.length === 1;
  return row === "" ? "" : `${title}${alone ? "" : Number(row) + 1}`;
}

/** The papers by what is to be done about them; the same paper of several persons is one line. */
export function paperList(materials: Material[], service: ServiceForm | undefined, form: FormData): PaperList {
  const list: PaperList = { bring: [], lookUp: [], open: [] };
  for (const material of materials) {
    if (material.status === "waived") continue;
    const asked = material.status === "unchecked" && (material.undecided || material.question !== "");
    const place = asked ? list.open : material.status === "unchecked" && material.waivable ? list.lookUp : list.bring;
    const known = place.find((one) => one.material.code === material.code && reasonText(one.material) === reasonText(material));
    const pointer = material.person_pointer;
    const name = pointer ? (material.person_name ?? personName(service, pointer, form)) : "";
    if (known && name) known.whose.push(name);
    else place.push({ material, whose: name ? [name] : [] });
  }
  return list;
}

/** Why a paper is asked for; what the answers still lack is told elsewhere. */
export function reasonText(material: Material): string {
  const [reason = ""] = material.reason.split("：缺少");
  return reason === "必备材料" ? "" : reason;
}

/** What the answers lack to tell whether a paper is needed: 缺少“是否残疾”. */
export function lackText(material: Material): string {
  if (material.question) return material.question;
  const [, ...lack] = material.reason.split("：缺少");
  // Whose answer it is stands beside the title.
  return lack.length > 0 ? `还没问：${lack.join("").replaceAll(/“[^”]*”第\d+项的/g, "")}` : "";
}

/** Notes of the definition, without what is shown in its own place. */
export function noteText(material: Material): string {
  return (material.note ?? "")
    .split("；")
    .filter((part) => part !== "" && part !== "待确认" && part !== material.question && !part.startsWith("缺"))
    .join("；");
}
