/** Forms that are printed for signature: how far each is, in words. */
import type { PrintedPaper } from "../client/types";

export const CONSENT = "acting.consent";

const STATES: Record<PrintedPaper["state"], [string, string]> = {
  unprinted: ["未打印", "grey"],
  printed: ["等签字", "amber"],
  outdated: ["内容有变", "red"],
  incomplete: ["缺页", "red"],
  unsigned: ["待看签名", "amber"],
  signed: ["已签名", "green"],
};

/** A word and its colour; one that is there otherwise needs no print. */
export function stateOf(paper: PrintedPaper): [string, string] {
  if (!paper.needed && paper.state !== "signed" && paper.state !== "unsigned")
    return paper.material === CONSENT ? ["已同意", "green"] : ["已收纸质", "green"];
  return STATES[paper.state];
}

export function detailOf(paper: PrintedPaper): string {
  if (!paper.needed && paper.state !== "signed" && paper.state !== "unsigned") return "";
  switch (paper.state) {
    case "outdated":
      return `打印后有变动：${paper.changes.slice(0, 2).join("；")}${paper.changes.length > 2 ? `等${paper.changes.length}处` : ""}`;
    case "incomplete":
      return `共 ${paper.pages ?? 0} 页，还缺第 ${paper.missing_pages.join("、")} 页`;
    case "printed":
      return `第 ${paper.number ?? 0} 号，${paper.pages ?? 0} 页，签字后扫描`;
    case "unsigned":
      return "已收回，请看签名";
    case "signed":
      return paper.signed_by ? `${paper.signed_by}看过签名` : "";
    default:
      return "";
  }
}
