import type { Payment } from "../client/types";

/** How far a voucher is. */
export const VOUCHER_STATES: Record<Payment["state"], { title: string; tone: string }> = {
  prepared: { title: "已制单", tone: "amber" },
  approved: { title: "已审核", tone: "blue" },
  posted: { title: "已记账", tone: "green" },
  released: { title: "已发放", tone: "green" },
};
