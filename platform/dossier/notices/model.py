"""What a letter says; one frozen model per template.

Texts are what is printed.  Dates are printed as the office writes them (2026年3月9日), amounts in
figures and in capitals; see ``printing``.  A field that ends in ``_fen`` is an amount.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from dossier.kernel.ids import CaseId, LetterId, NoticeId, UserId


class LetterKind(StrEnum):
    """What a letter is for; numbers are counted per kind."""

    SUPPLEMENT = "supplement"
    ACCEPTANCE = "acceptance"
    PUBLIC_NOTICE = "public_notice"
    APPROVAL = "approval"
    REFUSAL = "refusal"
    PAYMENT = "payment"
    FORM = "form"
    ARCHIVE_COVER = "archive_cover"
    SEPARATOR = "separator"
    GUIDE = "guide"
    PRINTED_FORM = "printed_form"
    PROCESSING_NOTICE = "processing_notice"
    CERTIFIED_COPY = "certified_copy"


KIND_ZH = {
    LetterKind.SUPPLEMENT: "一次性告知书",
    LetterKind.ACCEPTANCE: "受理通知书",
    LetterKind.PUBLIC_NOTICE: "公示",
    LetterKind.APPROVAL: "审批决定书",
    LetterKind.REFUSAL: "不予批准决定书",
    LetterKind.PAYMENT: "付款凭证",
    LetterKind.FORM: "审批表",
    LetterKind.ARCHIVE_COVER: "卷内文件目录",
    LetterKind.SEPARATOR: "分隔页",
    LetterKind.GUIDE: "办事指南",
    LetterKind.PRINTED_FORM: "待签表格",
    LetterKind.PROCESSING_NOTICE: "个人信息处理告知书",
    LetterKind.CERTIFIED_COPY: "与原件一致的复印件",
}


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Fact(_Value):
    """A statement; one that nobody has confirmed yet prints with 「待确认」."""

    text: str
    to_confirm: bool = False


class Office(_Value):
    """Who issues a letter.

    name: as on its seal; parent: the authority above it, "" without one.
    hotline: where residents ask or complain, "" without one.
    """

    name: str
    parent: str = ""
    address: str
    phone: str
    hours: str
    hotline: str = ""


class Letter(_Value):
    """What every letter has.

    number: "" where the paper bears none.  day: the day printed on it and of the PDF.
    demonstration: prints 「演示」 across every page.
    """

    template: ClassVar[str]
    office: Office
    number: str
    day: date
    demonstration: bool = False

    @property
    def kind(self) -> LetterKind:
        """What the letter is for."""
        return LetterKind(self.template)


class MissingMaterial(_Value):
    """One material that is missing.

    person: whose it is, "" for the application.  form: 原件, 复印件, …; issuer: who issues it.
    """

    title: str
    person: str
    form: str
    copies: int = Field(ge=1)
    issuer: str
    reason: str
    remedy: str
    alternatives: tuple[str, ...] = ()
    to_confirm: bool = False


class FormProblem(_Value):
    """One thing wrong in the form or between papers; where: the field's label."""

    where: str
    reason: str
    remedy: str


class SupplementLetter(Letter):
    """一次性告知书: everything that is missing, at once.

    round: 1, or more when a supervisor agreed to ask again for a new reason.
    reply_by: None without a limit.  qr: what the code holds, "" without one.
    """

    template: ClassVar[str] = "supplement"
    applicant: str
    service: str
    case_no: str = ""
    received_on: date
    clock_stopped_on: date
    reply_by: date | None = None
    reply_by_provisional: bool = False
    legal_basis: tuple[Fact, ...]
    time_limit: Fact
    process: tuple[Fact, ...]
    fee: Fact
    place: Fact
    contact: Fact
    missing: tuple[MissingMaterial, ...]
    problems: tuple[FormProblem, ...] = ()
    round: int = Field(default=1, ge=1)
    supervisor: str = ""
    handler: str
    qr: str = ""


class ReceivedMaterial(_Value):
    """One material that was handed in; pages: None where nobody counted."""

    title: str
    person: str
    form: str
    copies: int = Field(ge=1)
    pages: int | None = None


class AcceptanceLetter(Letter):
    """受理通知书, with the receipt that the applicant takes along.

    limit: the time limit in words; due_on: None for a batch or an unknown limit.
    handed_in: who handed it in where it was not the applicant, "" otherwise.
    """

    template: ClassVar[str] = "acceptance"
    case_no: str
    applicant: str
    service: str
    accepted_on: date
    materials: tuple[ReceivedMaterial, ...]
    limit: Fact
    due_on: date | None
    due_provisional: bool
    handler: str
    qr: str
    handed_in: str = ""


class NoticeLine(_Value):
    """One line that the public may read, masked already."""

    label: str
    value: str


class PublicNoticeLetter(Letter):
    """公示; lines come from the service's whitelist and pass ``rules.require_public``."""

    template: ClassVar[str] = "public_notice"
    service: str
    case_no: str
    legal_basis: tuple[Fact, ...] = ()
    lines: tuple[NoticeLine, ...]
    starts: date
    ends: date
    ends_provisional: bool
    period: Fact
    places: tuple[str, ...]
    objections_to: str
    objections_phone: str
    objections_address: str


class DecisionLetter(Letter):
    """审批决定: granted with an amount and its working, or refused with reasons.

    amount_unit: "元/月" and the like; working: the lines of the computation.
    remedies: how to object, to ask for reconsideration, to go to court.
    """

    template: ClassVar[str] = "decision"
    outcome: Literal["approved", "refused"]
    case_no: str
    applicant: str
    service: str
    accepted_on: date
    legal_basis: tuple[Fact, ...]
    amount_title: str = ""
    amount_fen: int | None = Field(default=None, ge=0)
    amount_unit: str = "元"
    working: tuple[str, ...] = ()
    starts: Fact | None = None
    reasons: tuple[str, ...] = ()
    remedies: tuple[Fact, ...]
    qr: str = ""

    @property
    def kind(self) -> LetterKind:
        """An approval or a refusal."""
        return LetterKind.APPROVAL if self.outcome == "approved" else LetterKind.REFUSAL


class PaymentEntry(_Value):
    """One line of the voucher; exactly one of the amounts is not zero."""

    summary: str
    account: str
    fund: str
    debit_fen: int = Field(ge=0)
    credit_fen: int = Field(ge=0)


class PaymentLetter(Letter):
    """付款凭证; ``number`` is the voucher's.  payee_account: masked already.

    cashier, released_on: "" and None until it is paid out.
    """

    template: ClassVar[str] = "payment"
    case_no: str
    decision_number: str
    fund: str
    summary: str
    payee: str
    payee_bank: str
    payee_account: str
    method: str
    amount_fen: int = Field(ge=0)
    entries: tuple[PaymentEntry, ...] = ()
    attachments: int = Field(default=0, ge=0)
    preparer: str
    approver: str
    cashier: str = ""
    released_on: date | None = None


class FormRow(_Value):
    """One value of the form; source: where it was read, "" when a person entered it."""

    label: str
    value: str
    source: str = ""


class FormSection(_Value):
    """A part of the form that stands together."""

    section: str
    rows: tuple[FormRow, ...]


class StageOpinion(_Value):
    """What a stage said; blank name and day leave room for a pen."""

    stage: str
    opinion: str = ""
    name: str = ""
    day: date | None = None


class FormLetter(Letter):
    """审批表: the form as it was accepted, and the opinions of the stages."""

    template: ClassVar[str] = "form"
    title: str
    case_no: str
    service: str
    version: str
    sections: tuple[FormSection, ...]
    opinions: tuple[StageOpinion, ...] = ()


class CatalogueLine(_Value):
    """One item in the folder.

    supplied: the title was given by the archivist and prints in [ ].
    """

    number: int = Field(ge=1)
    document_number: str = ""
    responsible: str = ""
    title: str
    supplied: bool = False
    day: date | None = None
    security: str = ""
    pages: int | None = None
    note: str = ""


class ArchiveCoverLetter(Letter):
    """归档章, 卷内文件目录 and 备考表.

    retention: "永久" or "30年"; organ: 机构或问题; item: the number at the end of the code.
    """

    template: ClassVar[str] = "archive_cover"
    reference_code: str
    fonds: str
    fonds_name: str
    year: int
    organ: str
    item: str
    retention: Fact
    title: str
    pages: int
    lines: tuple[CatalogueLine, ...]
    situation: str
    arranged_by: str
    arranged_on: date
    checked_by: str = ""
    checked_on: date | None = None


class SeparatorLetter(Letter):
    """分隔页: laid before the papers of a case in a pile, so that they are sorted into it.

    label: how the people at the counter tell the case; case_no: "" before it is accepted.
    qr: names the case to this installation alone.
    """

    template: ClassVar[str] = "separator"
    label: str
    case_no: str
    service: str
    qr: str


@dataclass(frozen=True, slots=True)
class IssuedLetter:
    """A letter that was issued.

    key: tells letters of one kind and case apart; issuing again under it is the same letter.
    number: "" for a paper that bears none.
    sha256: of the PDF, which stands in the blob store as ``blob_name``.
    """

    id: LetterId
    case_id: CaseId
    kind: LetterKind
    key: str
    number: str
    blob_name: str
    sha256: str
    created_at: datetime
    created_by: UserId


Outcome = Literal["undisturbed", "objected", "withdrawn"]


@dataclass(frozen=True, slots=True)
class PublicNoticeRecord:
    """A public notice that hangs or hung.

    starts, ends: civil days, both included; provisional: the end may move with the calendar.
    fields: label and value of each line, masked; outcome: None while it hangs.
    """

    id: NoticeId
    case_id: CaseId
    key: str
    starts: date
    ends: date
    provisional: bool
    place: str
    fields: tuple[NoticeLine, ...]
    objections: int
    outcome: Outcome | None
    created_at: datetime
    created_by: UserId
