"""Values of the ledger.  Amounts are whole fen; a red (reversing) amount is negative."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dossier.kernel.ids import ActionId, BookId, CaseId, EntryId, FundId, UserId, VoucherId


class AccountKind(StrEnum):
    """What an account counts."""

    ASSET = "asset"
    LIABILITY = "liability"
    NET_ASSETS = "net_assets"
    INCOME = "income"
    EXPENSE = "expense"


class Side(StrEnum):
    """On which side an account grows."""

    DEBIT = "debit"
    CREDIT = "credit"


class VoucherType(StrEnum):
    """The printed word of a voucher: 收款, 付款, 转账 or 记账凭证."""

    RECEIPT = "收"
    PAYMENT = "付"
    TRANSFER = "转"
    GENERAL = "记"


class Office(StrEnum):
    """Who answers for a book; accountant and cashier are different people."""

    ACCOUNTANT = "accountant"
    CASHIER = "cashier"
    DIRECTOR = "director"


class VoucherStatus(StrEnum):
    """How far a voucher has come."""

    PREPARED = "prepared"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    POSTED = "posted"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class Account:
    """A line of the chart; money: cash and bank, which can never be overdrawn."""

    code: str
    title: str
    kind: AccountKind
    side: Side
    money: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of accounts; posting: which account the usual vouchers use (bank, grant, …)."""

    code: str
    version: int
    title: str
    source: str
    to_confirm: bool
    posting: Mapping[str, str]
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Officers:
    """Who holds the offices of a book at a moment."""

    accountant: UserId
    cashier: UserId
    director: UserId | None


@dataclass(frozen=True, slots=True)
class Book:
    """The books of one community or street."""

    id: BookId
    unit: str
    title: str
    chart: str
    posting: Mapping[str, str]
    review_required: bool
    fund_transfers_allowed: bool


@dataclass(frozen=True, slots=True)
class Fund:
    """Earmarked money; purpose: code of what alone it may be used for, empty for anything.

    net_fen: assets less liabilities; money_fen: cash and bank; held_fen: reserved, not spent.
    """

    id: FundId
    book: BookId
    code: str
    title: str
    purpose: str
    net_fen: int
    money_fen: int
    held_fen: int

    @property
    def available_fen(self) -> int:
        """What may still be promised."""
        return min(self.net_fen, self.money_fen) - self.held_fen


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a voucher before it is prepared; account: code in the book's chart.

    Exactly one of the amounts is not zero.
    """

    account: str
    fund: FundId
    debit_fen: int = 0
    credit_fen: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """What a voucher is to say.

    key: idempotency key, unique in the book; the same key with another draft is a Conflict.
    purpose: code of the service or matter; it must fit the fund's.
    case, action: the decision that it carries out.  hold: reservation that it uses up.
    corrects: the voucher in whose place it stands.
    """

    type: VoucherType
    day: date
    summary: str
    lines: tuple[Line, ...]
    key: str
    purpose: str = ""
    case: CaseId | None = None
    action: ActionId | None = None
    hold: str | None = None
    corrects: VoucherId | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a voucher as it is kept; account: code."""

    id: EntryId
    line: int
    account: str
    fund: FundId
    debit_fen: int
    credit_fen: int


@dataclass(frozen=True, slots=True)
class Voucher:
    """A voucher as it is kept; number: given when it is posted, continuous per month and type.

    reverses: the voucher that this red one cancels; digest: of the posted body.
    """

    id: VoucherId
    book: BookId
    type: VoucherType
    month: str
    day: date
    number: int | None
    summary: str
    purpose: str
    key: str
    case: CaseId | None
    action: ActionId | None
    hold: str | None
    reverses: VoucherId | None
    corrects: VoucherId | None
    prepared_by: UserId
    prepared_at: datetime
    reviewed_by: UserId | None
    reviewed_at: datetime | None
    approved_by: UserId | None
    approved_at: datetime | None
    posted_by: UserId | None
    posted_at: datetime | None
    discarded_by: UserId | None
    discarded_at: datetime | None
    digest: str | None
    entries: tuple[Entry, ...]

    @property
    def amount_fen(self) -> int:
        """The sum of the debits."""
        return sum(entry.debit_fen for entry in self.entries)

    @property
    def status(self) -> VoucherStatus:
        """How far it has come."""
        if self.discarded_at:
            return VoucherStatus.DISCARDED
        if self.posted_at:
            return VoucherStatus.POSTED
        if self.approved_at:
            return VoucherStatus.APPROVED
        return VoucherStatus.REVIEWED if self.reviewed_at else VoucherStatus.PREPARED


@dataclass(frozen=True, slots=True)
class Payment:
    """The cashier's word that the bank has paid."""

    voucher: VoucherId
    cashier: UserId
    bank_reference: str
    paid_on: date
    released_at: datetime


@dataclass(frozen=True, slots=True)
class Hold:
    """A reservation on a fund; outcome: "posted" or "voided", once."""

    id: str
    book: BookId
    fund: FundId
    amount_fen: int
    key: str
    case: CaseId | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Balance:
    """One account of one fund: sums of the debits and credits of a span of days."""

    fund: FundId
    account: str
    debit_fen: int
    credit_fen: int


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One account in the trial balance; positive amounts stand on the debit side.

    turnovers: of the days asked for, and of the year up to the last of them.
    """

    account: str
    title: str
    side: Side
    opening_fen: int
    debit_fen: int
    credit_fen: int
    year_debit_fen: int
    year_credit_fen: int

    @property
    def closing_fen(self) -> int:
        """Debit less credit at the end."""
        return self.opening_fen + self.debit_fen - self.credit_fen


@dataclass(frozen=True, slots=True)
class LedgerFinding:
    """One thing wrong with the books; voucher: the one that it is about, where there is one."""

    code: str
    message: str
    voucher: str | None = None


@dataclass(frozen=True, slots=True)
class LedgerReport:
    """What a full recomputation of the books found; findings: at most the first hundred."""

    books: int
    vouchers: int
    entries: int
    findings: tuple[LedgerFinding, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings
