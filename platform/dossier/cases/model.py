"""Actions of a case and what follows from them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from dossier.kernel.canonical import Json
from dossier.kernel.ids import ActionId, BatchId, CaseId, UserId


class Status(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    SUPPLEMENTING = "supplementing"
    UNDER_REVIEW = "under_review"
    ON_NOTICE = "on_notice"
    APPROVED = "approved"
    REFUSED = "refused"
    PAYING = "paying"
    PAID = "paid"
    WITHDRAWN = "withdrawn"
    ARCHIVED = "archived"


STATUS_ZH = {
    Status.OPEN: "登记中",
    Status.SUPPLEMENTING: "待补正",
    Status.UNDER_REVIEW: "审核中",
    Status.ON_NOTICE: "公示中",
    Status.APPROVED: "已批准",
    Status.REFUSED: "不予批准",
    Status.PAYING: "支付中",
    Status.PAID: "已发放",
    Status.WITHDRAWN: "已撤回",
    Status.ARCHIVED: "已归档",
}


class RouteStage(BaseModel):
    """One stage of the way that this case goes, fixed when it is accepted.

    notice: a public notice must have hung before the stage may end.
    may_refuse: street and district may; the community never.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    order: int
    level: str
    title: str
    role: str
    kind: Literal["check", "review", "decide"]
    notice: bool
    may_refuse: bool


class _Action(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    title: ClassVar[str]


class Open(_Action):
    """A clerk opened the case."""

    kind: Literal["open"] = "open"
    title: ClassVar[str] = "登记"


class Supplement(_Action):
    """One notice named everything that is missing; the clock stops."""

    kind: Literal["supplement"] = "supplement"
    title: ClassVar[str] = "一次性告知"
    letter: str
    items: int


class Resubmit(_Action):
    """The resident came back; the clock runs again."""

    kind: Literal["resubmit"] = "resubmit"
    title: ClassVar[str] = "补正后重新提交"


class Accept(_Action):
    """The case is complete and accepted; its way is fixed.

    form_sha256: of the canonical form as it was accepted.
    """

    kind: Literal["accept"] = "accept"
    title: ClassVar[str] = "受理"
    case_no: str
    letter: str
    route: tuple[RouteStage, ...]
    form_sha256: str
    due_on: date | None
    due_provisional: bool
    pays: bool


class Forward(_Action):
    """A stage agreed and handed the case on.

    route: the whole way, where what the offices have put in since has changed what lies ahead.
    """

    kind: Literal["forward"] = "forward"
    title: ClassVar[str] = "审核通过"
    stage: int
    opinion: str
    checked: tuple[str, ...]
    route: tuple[RouteStage, ...] | None = None


class Return(_Action):
    """A stage sent the case back for what is missing."""

    kind: Literal["return"] = "return"
    title: ClassVar[str] = "退回补正"
    stage: int
    reason: str
    letter: str


class Refuse(_Action):
    """A street or district stage refused, in writing."""

    kind: Literal["refuse"] = "refuse"
    title: ClassVar[str] = "不予批准"
    stage: int
    reason: str
    letter: str


class Publish(_Action):
    """The public notice of a stage began; days, day_unit: how long it had to hang, as set then."""

    kind: Literal["publish"] = "publish"
    title: ClassVar[str] = "开始公示"
    stage: int
    notice: str
    days: int | None = None
    day_unit: str = ""


class CloseNotice(_Action):
    """The public notice of a stage ended without objection."""

    kind: Literal["close_notice"] = "close_notice"
    title: ClassVar[str] = "公示结束"
    stage: int
    notice: str


class Approve(_Action):
    """The deciding stage approved.  route: as when a case is handed on."""

    kind: Literal["approve"] = "approve"
    title: ClassVar[str] = "批准"
    stage: int
    opinion: str
    letter: str
    amount_fen: int | None
    checked: tuple[str, ...]
    route: tuple[RouteStage, ...] | None = None


class PreparePayment(_Action):
    """A voucher for the benefit was prepared."""

    kind: Literal["prepare_payment"] = "prepare_payment"
    title: ClassVar[str] = "制单"
    voucher: str


class ApprovePayment(_Action):
    """Another person approved the voucher, and it was posted."""

    kind: Literal["approve_payment"] = "approve_payment"
    title: ClassVar[str] = "复核记账"
    voucher: str


class ReleasePayment(_Action):
    """The cashier paid it out."""

    kind: Literal["release_payment"] = "release_payment"
    title: ClassVar[str] = "出纳支付"
    voucher: str


class ArchiveCase(_Action):
    """The case was filed."""

    kind: Literal["archive"] = "archive"
    title: ClassVar[str] = "归档"
    reference_code: str


class Fallen(BaseModel):
    """What a case could not take along to another version, with where it had come from.

    pointer: into the form, or "mark:<material>:<person>" for a mark on a material.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    pointer: str
    title: str
    value: Json
    text: str
    reason: str
    origin: str
    document: str | None
    field: str | None


class ChangeVersion(_Action):
    """The case, not accepted yet, goes on under a newer version of its service."""

    kind: Literal["change_version"] = "change_version"
    title: ClassVar[str] = "转到新版本"
    before: int
    before_digest: str
    after: int
    after_digest: str
    fallen: tuple[Fallen, ...]


class Withdraw(_Action):
    """The applicant withdrew."""

    kind: Literal["withdraw"] = "withdraw"
    title: ClassVar[str] = "撤回申请"
    reason: str


Action = Annotated[
    Open
    | Supplement
    | Resubmit
    | Accept
    | Forward
    | Return
    | Refuse
    | Publish
    | CloseNotice
    | Approve
    | PreparePayment
    | ApprovePayment
    | ReleasePayment
    | ArchiveCase
    | ChangeVersion
    | Withdraw,
    Field(discriminator="kind"),
]
ACTION: TypeAdapter[Action] = TypeAdapter(Action)


@dataclass(frozen=True, slots=True)
class Done:
    """An accepted action: who did what, when."""

    id: ActionId
    number: int
    action: Action
    actor: UserId
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseState:
    """What the actions of a case amount to.

    stage: index into ``route`` of the stage whose turn it is; None before acceptance.
    supplements: how often it was sent back for something missing.
    notice_ended: the public notice of the present stage has hung its time.
    decided: it was approved, and what follows the decision (handing out, putting down) goes on.
    handlers: who acted at which stage (-1: accepted it).
    """

    status: Status
    route: tuple[RouteStage, ...] = ()
    stage: int | None = None
    supplements: int = 0
    notice_ended: bool = False
    accepted: bool = False
    decided: bool = False
    pays: bool = False
    handlers: tuple[tuple[int, UserId], ...] = ()
    voucher_by: UserId | None = None
    voucher_approved_by: UserId | None = None

    @property
    def now(self) -> RouteStage | None:
        """The stage whose turn it is."""
        return None if self.stage is None else self.route[self.stage]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one form value comes from.

    confirmed: read surely enough to be filled without asking, or confirmed by a person.
    by: who typed or confirmed it; None while nobody has.
    """

    origin: Literal["document", "person"]
    document_id: str | None
    field: str | None
    confidence: float | None
    confirmed: bool
    by: str | None


@dataclass(frozen=True, slots=True)
class CaseForm:
    """The form as it stands; ``revision`` grows with every change, from 0.

    person_revision: the revision that a person last made; later ones were filled from scans.
    """

    revision: int
    person_revision: int
    form: dict[str, Json]
    origins: dict[str, Origin] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a clerk notes on one material of one person.

    waived_by: who found the record in the city platform, so that the paper is not asked for.
    not_found_by: who looked there and found nothing, so that it is.
    """

    code: str
    person_pointer: str
    originals_seen_by: UserId | None
    waived_by: UserId | None
    note: str | None
    not_found_by: UserId | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A case's head; status and what follows are projections of its actions."""

    id: CaseId
    batch_id: BatchId
    unit_path: str
    service: str
    version: int
    digest: str
    opened_by: UserId
    opened_at: datetime
    case_no: str | None
    applicant: str | None
    status: Status
    stage_role: str | None
    due_on: date | None
    due_provisional: bool
    missing: int
    blocking: int
    reference_code: str | None
    decided: bool = False

    @property
    def status_zh(self) -> str:
        """What staff and applicants read: what is granted is not told as under review."""
        going_on = self.status in (Status.UNDER_REVIEW, Status.ON_NOTICE)
        return "已批准，后续办理中" if self.decided and going_on else STATUS_ZH[self.status]
