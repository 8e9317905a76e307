/** Short names of the answers of the API. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Me = Schemas["MeView"];
export type Service = Schemas["ServiceView"];
export type ServiceForm = Schemas["ServiceFormView"];
export type Guide = Schemas["GuideView"];
export type Box = Schemas["BoxView"];
export type Page = Schemas["PageView"];
export type CaseFile = Schemas["FileView"];
export type ReadValue = Schemas["ValueView"];
export type ReadDocument = Schemas["DocumentView"];
export type Provenance = Schemas["ProvenanceView"];
export type Evidence = Schemas["EvidenceView"];
export type Problem = Schemas["ProblemView"];
export type Material = Schemas["MaterialView"];
export type Condition = Schemas["ConditionView"];
export type Benefit = Schemas["BenefitView"];
export type Evaluation = Schemas["EvaluationView"];
export type ChecklistItem = Schemas["ChecklistItemView"];
export type Stage = Schemas["StageView"];
export type Action = Schemas["ActionView"];
export type Letter = Schemas["LetterView"];
export type PublicNotice = Schemas["PublicNoticeView"];
export type Payment = Schemas["PaymentView"];
export type CaseSummary = Schemas["CaseSummaryView"];
export type Case = Schemas["CaseView"];
export type CasePage = Schemas["CasePageView"];
/** The client widens pairs to lists; `highlighted` reads them as start and end. */
export type Hit = Omit<Schemas["HitView"], "highlights"> & { highlights: number[][] };
export type ArchiveItem = Schemas["ArchiveItemView"];
export type CheckResult = Schemas["CheckResultView"];
export type Ledger = Schemas["LedgerView"];
export type Fund = Schemas["FundView"];
export type Voucher = Schemas["VoucherView"];
export type Audit = Schemas["AuditView"];
export type Receipt = Schemas["ReceiptView"];
export type ReviewQueue = Schemas["ReviewQueueView"];
export type ReviewItem = Schemas["ReviewItemView"];
export type ValueReview = Schemas["ValueReview"];
export type MaterialMark = Schemas["MaterialMark"];
export type SetupCommand = Schemas["SetupCommand"];
export type VersionPreview = Schemas["VersionPreviewView"];
export type VersionChange = Schemas["VersionChange"];
export type StepCommand = Schemas["Step"];

/** A JSON value, as a form holds it. */
export type Json = string | number | boolean | null | undefined | Json[] | { [key: string]: Json };
export type FormData = { [key: string]: Json };
