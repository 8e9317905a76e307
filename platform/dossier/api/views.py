"""What the API answers and takes; the browser's types are generated from these.

Views have no defaults.  Times are ISO 8601 in UTC, days ISO 8601, money integer fen.
"""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue


class View(BaseModel):
    """An answer."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class Command(BaseModel):
    """Something asked of the server."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# -- services


class ServiceView(View):
    """A service that can be applied for here."""

    code: str
    version: int
    title: str
    group: str
    kind: str = Field(description="service, register or governance")
    target: str = Field(description="whom it is for, in words")
    confidence: str
    unconfirmed: int = Field(description="how many facts the office has not confirmed yet")


class ServiceFormView(View):
    """The form of a service for RJSF: JSON Schema 2020-12 and its uiSchema."""

    code: str
    version: int
    title: str
    form_schema: dict[str, JsonValue]
    ui_schema: dict[str, JsonValue]
    labels: dict[str, str] = Field(description="document type code → Chinese title")


class FactView(View):
    """A sentence about a service."""

    text: str
    to_confirm: bool = Field(description="the office has not confirmed it yet")


class GuideStepView(View):
    """One step of the way; limit and notice are empty where there is none."""

    level: str
    action: str
    limit: str
    notice: str
    decides: bool
    to_confirm: bool


class GuideView(View):
    """What the guide of a service says beside its papers."""

    target: str
    conditions: list[FactView]
    steps: list[GuideStepView]
    limit: FactView
    fee: FactView
    benefit: str
    remedies: list[str]
    source: str
    unconfirmed: int


# -- scans


class BoxView(View):
    """A region of an upright page, in its pixels: left, top, right, bottom."""

    page_id: str
    x0: float
    y0: float
    x1: float
    y1: float


class PageView(View):
    """One page of a file, as it was read."""

    id: str
    number: int
    width: int
    height: int
    image_url: str


class FindingView(View):
    """Something noticed while reading."""

    code: str
    field: str | None
    message: str


class FileView(View):
    """A file that was dropped: kept from the moment of the answer."""

    id: str
    name: str
    media_type: str
    size_bytes: int
    received_at: datetime
    state: Literal["waiting", "reading", "read", "failed"]
    message: str | None = Field(description="why it could not be read, and what to do")
    removed: bool
    pages: list[PageView]
    findings: list[FindingView]


class ValueView(View):
    """A value that was read from a document."""

    id: str
    name: str
    label: str
    value: str
    confidence: float
    auto: bool
    corrected: bool
    waits: bool = Field(description="a person has yet to look at it")
    box: BoxView | None


class DocumentView(View):
    """A document found on the pages of a file."""

    id: str
    file_id: str
    document_type: str
    title: str
    confidence: float
    parts: list[str]
    page_ids: list[str]
    values: list[ValueView]
    findings: list[FindingView]


# -- the case


class ProvenanceView(View):
    """Where a form value comes from."""

    pointer: str
    origin: Literal["document", "person", "derived"]
    document_id: str | None
    field: str | None
    confidence: float | None
    confirmed: bool = Field(description="read surely enough, or confirmed by a person")
    box: BoxView | None


class EvidenceView(View):
    """One place on a scan that shows a problem."""

    document_id: str
    field: str
    title: str
    value: str
    box: BoxView | None


class ProblemView(View):
    """One thing wrong, with what to do next."""

    pointer: str
    code: str
    message: str
    remedy: str
    severity: Literal["block", "warn"]
    evidence: list[EvidenceView]


class MaterialView(View):
    """One material that is due, or that was brought."""

    code: str
    person_pointer: str | None
    person_name: str | None
    title: str
    document_types: list[str]
    form: str
    copies: int
    original_required: bool
    waivable: bool
    reason: str
    status: Literal["missing", "present", "waived", "unchecked"]
    undecided: bool = Field(description="the form does not say yet whether it is needed at all")
    question: str = Field(description="what only the clerk can tell; empty when nothing")
    issuer: str = Field(
        description="where the resident gets it; empty when that goes without saying"
    )
    to_confirm: bool = Field(description="the office has not confirmed this rule yet")
    document_ids: list[str]
    originals_seen: bool = Field(description="a clerk has seen the original")
    note: str | None


class ConditionView(View):
    """One condition of eligibility."""

    id: str
    title: str
    verdict: Literal["yes", "no", "unknown"]
    reason: str


class BenefitView(View):
    """What the applicant would get, with its working."""

    amount_fen: int
    unit: str
    working: list[str]
    to_confirm: bool


class ChecklistItemView(View):
    """Something that only a person can judge."""

    id: str
    text: str
    severity: Literal["block", "warn"]
    stage: int = Field(
        description="order of the stage by which it must be settled; 0 at acceptance"
    )


class EvaluationView(View):
    """The form judged by the service's rules."""

    derived: dict[str, JsonValue]
    eligibility: list[ConditionView]
    materials: list[MaterialView]
    problems: list[ProblemView]
    checklist: list[ChecklistItemView]
    benefit: BenefitView | None
    missing_parameters: list[str]
    complete: bool = Field(description="nothing is missing and nothing blocks")


class StageView(View):
    """One stage of the way, as this case goes it."""

    order: int
    level: str
    title: str
    role: str
    role_title: str
    state: Literal["done", "now", "ahead"]
    limit: str | None
    due: str | None = Field(description="when the present stage must be done, in words")
    overdue: bool
    public_notice: str | None


class ActionView(View):
    """One accepted action of the case."""

    id: str
    kind: str
    title: str
    actor_name: str
    at: datetime
    detail: str | None


class LetterView(View):
    """A letter that was issued."""

    id: str
    kind: str
    title: str
    number: str
    created_at: datetime
    url: str


class PublicNoticeView(View):
    """A public notice of the case."""

    id: str
    starts: date
    ends: date
    provisional: bool
    place: str
    fields: dict[str, str]
    objections: int


class PaymentView(View):
    """The payment of the case."""

    voucher_id: str
    voucher_number: str
    fund: str
    amount_fen: int
    amount_capitals: str
    state: Literal["prepared", "approved", "posted", "released"]
    prepared_by: str
    approved_by: str | None
    released_by: str | None


class CaseSummaryView(View):
    """A case in a list."""

    id: str
    case_no: str | None
    service: str
    version: int = Field(description="of the service, with which the case began")
    service_title: str
    applicant: str | None = Field(description="name as on the form")
    unit: str
    status: str
    status_title: str
    stage_title: str | None
    opened_at: datetime
    due_on: date | None
    due_provisional: bool
    overdue: bool
    missing: int
    blocking: int


class ReusedView(View):
    """A file that came from an earlier case, with the resident's consent."""

    file_id: str
    title: str = Field(description="what kind of paper it is")
    case_no: str
    accepted_on: date
    original_seen: bool


class ResidentLinkView(View):
    """A resident on the form of an accepted case."""

    id: str
    name: str


class CaseView(View):
    """A case as the desk and the review page show it.

    offered: what this actor may do next ("supplement", "accept", "forward", "return",
    "refuse", "publish", "close_notice", "approve", "prepare_payment", "approve_payment",
    "release_payment", "archive", "withdraw", "edit").
    """

    summary: CaseSummaryView
    revision: int = Field(description="of the form; send it back with a change")
    form: dict[str, JsonValue]
    provenance: list[ProvenanceView]
    files: list[FileView]
    reused: list[ReusedView]
    residents: list[ResidentLinkView] = Field(description="known since the case was accepted")
    documents: list[DocumentView]
    evaluation: EvaluationView
    stages: list[StageView]
    actions: list[ActionView]
    letters: list[LetterView]
    public_notice: PublicNoticeView | None
    payment: PaymentView | None
    reference_code: str | None
    offered: list[str]
    newer_version: int | None = Field(
        description="a version of the service in force today to which the case can be carried"
    )
    reading: int = Field(description="files whose values do not stand in the form yet")
    waiting_values: int = Field(description="read values that a person has yet to look at")


class FallenView(View):
    """Something that a case could not take along to another version."""

    pointer: str = Field(description="confirm with it; a place in the form, or mark:…")
    title: str
    text: str = Field(description="the value as people read it")
    reason: str


class VersionPreviewView(View):
    """What would become of a case under a newer version of its service."""

    before: int
    after: int
    revision: int = Field(description="of the form; send it back with the confirmation")
    changes: list[str] = Field(description="what the version changes, in words")
    fallen: list[FallenView]
    required: list[str] = Field(description="fields that would have to be filled as well")
    materials_new: list[str]
    materials_gone: list[str]


class VersionChange(Command):
    """Carry a case to a newer version.

    revision: of the form, as in the preview.  confirmed: pointers of everything that falls away.
    """

    version: int
    revision: int
    confirmed: list[str]


class OpenCase(Command):
    """Open a case for a service."""

    service: str


class FormChange(Command):
    """The form as it stands on the screen.

    confirmed: pointers of read values that a person has confirmed.
    base: the form as the server gave it before the person began; what is still so was not
    touched by the person.
    """

    revision: int
    form: dict[str, JsonValue]
    confirmed: list[str] = []
    base: dict[str, JsonValue] | None = None


class ValueCorrection(Command):
    """What a person reads on the scan instead."""

    value: str


class ReviewItemView(View):
    """One value in the queue, with all that is needed to judge it.

    missed: it should stand on the paper, and nothing was read; one types it, or says that it
    does not stand there.
    machine: what the engine read; doubtful: places of its characters to look at.
    value: what stands now.  fills: names of the places in the form that it fills.
    """

    id: str
    document_id: str
    document_title: str
    document_of: str | None = Field(description="whose it is, as far as it says so")
    file_name: str
    page: PageView | None
    field: str
    label: str
    value_type: str
    missed: bool
    machine: str
    raw: str
    doubtful: list[int]
    alternatives: list[str]
    confidence: float
    auto: bool
    sampled: bool = Field(description="filled unasked, and to be looked at all the same")
    handwritten: bool
    box: BoxView | None
    crop_url: str | None
    state: Literal["waiting", "filled", "confirmed", "corrected", "unreadable", "absent"]
    value: str
    revision: int = Field(description="send it back with what you say of the value")
    reviewed_by: str | None
    reviewed_at: datetime | None
    notes: list[str]
    fills: list[str]


class ReviewQueueView(View):
    """The values of a case, document by document and from the top of each page down."""

    items: list[ReviewItemView]
    waiting: int
    undo: str | None = Field(description="id of the value that one looked at last")
    editable: bool


class ValueReview(Command):
    """What a person says of a read value.

    key: made by the browser for one press of a button; the same key twice is one review.
    known: the revision that the screen showed.  value: what is right, for a correction.
    """

    key: str = Field(min_length=8, max_length=64)
    known: int
    verdict: Literal["confirmed", "corrected", "unreadable", "absent"]
    value: str = Field(default="", max_length=4000)


class UndoReview(Command):
    """Take back what one said last; the same key twice is one undoing."""

    key: str = Field(min_length=8, max_length=64)


class MaterialMark(Command):
    """A clerk's mark on one material.

    originals_seen: the original was shown and the copy agrees with it.
    waived: the city platform has the record, so that the paper is not asked for.
    not_found: the platform was asked and has none, so that it is.
    """

    code: str
    person_pointer: str | None = None
    originals_seen: bool = False
    waived: bool = False
    not_found: bool = False
    note: str | None = None


class Step(Command):
    """A step in the case's way.

    key: made by the browser for one press of the button; the same key twice is one step.
    """

    key: str = Field(min_length=8, max_length=64)
    checked: list[str] = Field(default=[], description="ids of ticked checklist items")
    reason: str | None = Field(default=None, max_length=2000)
    bank_reference: str | None = Field(default=None, max_length=64)


# -- lists, search, archive, money, audit


class CasePageView(View):
    """One page of a list of cases."""

    total: int
    items: list[CaseSummaryView]


class HitView(View):
    """One hit of a search; highlights are (start, end) offsets into snippet."""

    id: str
    kind: str
    title: str
    snippet: str
    highlights: list[tuple[int, int]]
    case_id: str
    case_no: str | None
    reference_code: str | None
    service_title: str


class HitPageView(View):
    """One page of hits."""

    total: int
    items: list[HitView]


class CheckResultView(View):
    """One result of checking a package."""

    property: str
    code: str
    passed: bool | None = Field(description="null: could not run, and the message says why")
    message: str


class ArchiveItemView(View):
    """A case file in the archive."""

    id: str
    case_id: str
    reference_code: str
    title: str
    year: int
    retention: str
    to_confirm: bool
    filed_at: datetime
    filed_by: str
    manifest_sha256: str
    files: list[str]
    checks: list[CheckResultView]


class VoucherView(View):
    """A voucher, and the approved case behind it; the payee is shown to the cashier alone."""

    id: str
    number: str
    day: date
    summary: str
    fund: str
    amount_fen: int
    amount_capitals: str
    state: Literal["prepared", "approved", "posted", "released"]
    case_id: str | None
    case_no: str | None
    payee: str | None
    payee_bank: str | None
    payee_account: str | None


class FundView(View):
    """A fund and what is left in it."""

    id: str
    code: str
    title: str
    balance_fen: int


class LedgerView(View):
    """Funds and vouchers of the books that one may see."""

    funds: list[FundView]
    vouchers: list[VoucherView]


class AuditView(View):
    """The state of the audit log."""

    size: int
    root: str
    checkpoint: str | None


class ReceiptView(View):
    """What the QR code of a receipt tells: no personal data."""

    case_no: str
    service_title: str
    status_title: str
    due_on: date | None
