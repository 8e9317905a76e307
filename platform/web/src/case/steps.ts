/** The steps a case can take, and how each is asked for. */
import type { Case } from "../client/types";
import { isUnfilled, realProblems } from "./evidence";

export type StepName =
  | "supplement"
  | "resubmit"
  | "accept"
  | "forward"
  | "return"
  | "refuse"
  | "publish"
  | "close_notice"
  | "approve"
  | "prepare_payment"
  | "approve_payment"
  | "release_payment"
  | "archive"
  | "withdraw";

export interface StepWords {
  title: string;
  /** The question of the dialog. */
  ask: string;
  done: string;
  danger?: boolean;
  /** What the reason is called where one is asked for. */
  reason?: { label: string; required: boolean; example: string };
  /** The reviewer's own checks come first. */
  checklist?: boolean;
  bank?: boolean;
}

export const STEPS: Record<StepName, StepWords> = {
  supplement: {
    title: "一次性告知",
    ask: "下面这些会一次写进告知书，交给申请人。补齐之前不计办理时间。",
    done: "已出具一次性告知书",
  },
  resubmit: { title: "补正完成", ask: "申请人已按告知书补齐，继续办理。", done: "已恢复办理" },
  accept: { title: "受理", ask: "受理以后出具受理回执，并开始计算办理期限。", done: "已受理，回执已生成" },
  forward: {
    title: "通过，报下一环节",
    ask: "通过以后转到下一环节，由下一环节的人办理。",
    done: "已报下一环节",
    checklist: true,
    reason: { label: "审核意见", required: false, example: "例如：入户情况与申报一致" },
  },
  return: {
    title: "退回补正",
    ask: "退回以后由窗口一次性告知申请人补正。",
    done: "已退回补正",
    reason: { label: "退回原因", required: true, example: "写清缺什么、哪里不对、怎样补" },
  },
  refuse: {
    title: "不予批准",
    ask: "将出具不予批准通知书，写明原因和申请人的救济途径。作出以后不能在这里撤回。",
    done: "已作出不予批准的决定",
    danger: true,
    reason: { label: "不予批准的原因", required: true, example: "写明事实和依据，会印在通知书上" },
  },
  publish: { title: "开始公示", ask: "只公示规定的内容，姓名自动隐去，不公示证件号和账号。", done: "公示已开始" },
  close_notice: {
    title: "结束公示",
    ask: "公示期已满且没有异议的，结束公示继续办理。",
    done: "公示已结束",
    reason: { label: "公示情况", required: false, example: "例如：公示期内无异议" },
  },
  approve: {
    title: "批准",
    ask: "批准以后生成决定，进入发放或归档。",
    done: "已批准",
    checklist: true,
    reason: { label: "审批意见", required: false, example: "例如：同意" },
  },
  prepare_payment: { title: "制作凭证", ask: "按批准的金额制作付款凭证，由另一人审核。", done: "凭证已制作" },
  approve_payment: { title: "审核凭证", ask: "审核以后记入资金账。制单人不能审核自己的凭证。", done: "凭证已审核" },
  release_payment: {
    title: "登记发放",
    ask: "银行已经划款的，登记银行回单号。",
    done: "已登记发放",
    bank: true,
  },
  archive: { title: "归档", ask: "生成档号和案卷包，做四性检测。归档以后内容不再改动。", done: "已归档" },
  withdraw: {
    title: "撤回申请",
    ask: "申请人要求撤回的，这一件到此为止，已收的材料随件归档。",
    done: "已撤回",
    danger: true,
    reason: { label: "撤回原因", required: true, example: "例如：申请人书面要求撤回" },
  },
};

const ORDER: StepName[] = [
  "accept",
  "resubmit",
  "approve",
  "forward",
  "publish",
  "close_notice",
  "approve_payment",
  "prepare_payment",
  "release_payment",
  "archive",
];

export function isStep(name: string): name is StepName {
  return name in STEPS;
}

/** What is wanting before a clerk can accept: papers and blocking problems. */
export function isBlocked(view: Pick<Case, "evaluation">): boolean {
  return (
    view.evaluation.materials.some(
      (material) => material.status === "missing" || material.status === "unchecked",
    ) ||
    realProblems(view.evaluation.problems).some((problem) => problem.severity === "block")
  );
}

/** Materials of which the counter must first say whether they are asked for. */
export function undecided(view: Pick<Case, "evaluation">): number {
  return view.evaluation.materials.filter((material) => material.status === "unchecked").length;
}

/** Whether the resident must be told of something; an empty field is the clerk's own work. */
function isToBeTold(view: Pick<Case, "evaluation" | "reading">): boolean {
  return (
    view.reading === 0 &&
    isBlocked(view) &&
    undecided(view) === 0 &&
    !view.evaluation.problems.some(isUnfilled)
  );
}

/** The step that is most likely the next one, and the others that are offered. */
export function arrange(view: Pick<Case, "evaluation" | "offered" | "reading">): { primary: StepName | null; others: StepName[] } {
  const offered = view.offered.filter(isStep);
  const blocked = isBlocked(view);
  const ready = ORDER.filter((step) => !(blocked && step === "resubmit"));
  const primary =
    isToBeTold(view) && offered.includes("supplement")
      ? "supplement"
      : ready.find((step) => offered.includes(step));
  return {
    primary: primary && !STEPS[primary].danger ? primary : null,
    others: offered.filter((step) => step !== primary || STEPS[step].danger),
  };
}
