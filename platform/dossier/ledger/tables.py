"""Rows of the ledger.  What was posted is not changed: the database itself refuses."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Connection,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from dossier.kernel.canonical import Json
from dossier.kernel.db import Base, JsonText, UtcDateTime
from dossier.ledger.triggers import protection

_STANDING = text("discarded_at IS NULL")


class BookRow(Base):
    """A book; its row is the lock behind which everything in it is written."""

    __tablename__ = "book"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    unit_id: Mapped[str] = mapped_column(String(36), index=True)
    title: Mapped[str] = mapped_column(String(120))
    chart: Mapped[str] = mapped_column(String(60))
    posting: Mapped[Json] = mapped_column(JsonText)
    review_required: Mapped[bool]
    fund_transfers_allowed: Mapped[bool]
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)


class BookAccountRow(Base):
    """An account of a book, as its chart had it when the book was opened."""

    __tablename__ = "book_account"
    __table_args__ = (UniqueConstraint("book_id", "code"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    book_id: Mapped[str] = mapped_column(ForeignKey("book.id"))
    code: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(10))
    side: Mapped[str] = mapped_column(String(6))
    money: Mapped[bool]


class BookOfficerRow(Base):
    """Who took up an office of a book, and when; the last appointment counts."""

    __tablename__ = "book_officer"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    book_id: Mapped[str] = mapped_column(ForeignKey("book.id"), index=True)
    office: Mapped[str] = mapped_column(String(10))
    user_id: Mapped[str] = mapped_column(String(36))
    appointed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class BookPeriodRow(Base):
    """A month in which something was booked; closing: canonical bytes of the closing balances."""

    __tablename__ = "book_period"
    __table_args__ = (
        CheckConstraint(
            "(closed_at IS NULL) = (closed_by IS NULL)"
            " AND (closed_at IS NULL) = (closing IS NULL)",
            name="closed",
        ),
    )

    book_id: Mapped[str] = mapped_column(ForeignKey("book.id"), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    closed_by: Mapped[str | None] = mapped_column(String(36))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closing: Mapped[bytes | None] = mapped_column(LargeBinary)


class FundRow(Base):
    """A fund with its running totals, which can never fall below what is held."""

    __tablename__ = "fund"
    __table_args__ = (
        UniqueConstraint("book_id", "code"),
        CheckConstraint(
            "held_fen >= 0 AND net_fen >= held_fen AND money_fen >= held_fen", name="covered"
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    book_id: Mapped[str] = mapped_column(ForeignKey("book.id"))
    code: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(120))
    purpose: Mapped[str] = mapped_column(String(60))
    net_fen: Mapped[int] = mapped_column(BigInteger)
    money_fen: Mapped[int] = mapped_column(BigInteger)
    held_fen: Mapped[int] = mapped_column(BigInteger)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)


class FundDayRow(Base):
    """The turnover of one account of one fund on one day: a projection of the posted entries."""

    __tablename__ = "fund_day"

    fund_id: Mapped[str] = mapped_column(ForeignKey("fund.id"), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("book_account.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    debit_fen: Mapped[int] = mapped_column(BigInteger)
    credit_fen: Mapped[int] = mapped_column(BigInteger)


class FundHoldRow(Base):
    """A reservation; posted or voided once."""

    __tablename__ = "fund_hold"
    __table_args__ = (
        UniqueConstraint("book_id", "key"),
        CheckConstraint("amount_fen > 0", name="amount"),
        CheckConstraint("(outcome IS NULL) = (settled_at IS NULL)", name="settled"),
        CheckConstraint("outcome IN ('posted', 'voided')", name="outcome"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    book_id: Mapped[str] = mapped_column(ForeignKey("book.id"))
    fund_id: Mapped[str] = mapped_column(ForeignKey("fund.id"))
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    key: Mapped[str] = mapped_column(String(200))
    case_id: Mapped[str | None] = mapped_column(String(36), index=True)
    held_by: Mapped[str] = mapped_column(String(36))
    held_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[str | None] = mapped_column(String(6))
    settled_by: Mapped[str | None] = mapped_column(String(36))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class VoucherRow(Base):
    """A voucher; request: digest of the draft; body: the canonical bytes that were posted."""

    __tablename__ = "voucher"
    __table_args__ = (
        UniqueConstraint("book_id", "key"),
        UniqueConstraint("book_id", "month", "type", "number"),
        Index("ix_voucher_book_id_day", "book_id", "day"),
        # A voucher is reversed, and a reservation used up, by one voucher that stands.
        Index(
            "uq_voucher_reverses",
            "reverses_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        Index(
            "uq_voucher_hold",
            "hold_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        CheckConstraint("type IN ('收', '付', '转', '记')", name="type"),
        CheckConstraint("reviewed_by <> prepared_by", name="reviewer"),
        CheckConstraint(
            "approved_by <> prepared_by AND approved_by <> 'system'"
            " AND (reviewed_by IS NULL OR approved_by IS NULL OR approved_by <> reviewed_by)",
            name="approver",
        ),
        CheckConstraint("(reviewed_by IS NULL) = (reviewed_at IS NULL)", name="reviewed"),
        CheckConstraint("(approved_by IS NULL) = (approved_at IS NULL)", name="approved"),
        CheckConstraint(
            "(posted_at IS NULL) = (number IS NULL) AND (posted_at IS NULL) = (body IS NULL)"
            " AND (posted_at IS NULL) = (digest IS NULL)"
            " AND (posted_at IS NULL) = (posted_by IS NULL)"
            " AND (posted_at IS NULL OR approved_at IS NOT NULL)"
            " AND (posted_at IS NULL OR discarded_at IS NULL)",
            name="posted",
        ),
        CheckConstraint(
            "(discarded_at IS NULL) = (discarded_by IS NULL)"
            " AND (discarded_at IS NULL) = (discard_reason IS NULL)",
            name="discarded",
        ),
        CheckConstraint("number >= 1", name="number"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    book_id: Mapped[str] = mapped_column(ForeignKey("book.id"))
    type: Mapped[str] = mapped_column(String(1))
    month: Mapped[str] = mapped_column(String(7))
    day: Mapped[date] = mapped_column(Date)
    number: Mapped[int | None]
    summary: Mapped[str] = mapped_column(Text)
    purpose: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(200))
    request: Mapped[str] = mapped_column(String(64))
    case_id: Mapped[str | None] = mapped_column(String(36), index=True)
    action_id: Mapped[str | None] = mapped_column(String(36))
    hold_id: Mapped[str | None] = mapped_column(ForeignKey("fund_hold.id"))
    reverses_id: Mapped[str | None] = mapped_column(ForeignKey("voucher.id"))
    corrects_id: Mapped[str | None] = mapped_column(ForeignKey("voucher.id"))
    prepared_by: Mapped[str] = mapped_column(String(36))
    prepared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reviewed_by: Mapped[str | None] = mapped_column(String(36))
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_by: Mapped[str | None] = mapped_column(String(36))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    posted_by: Mapped[str | None] = mapped_column(String(36))
    posted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    discarded_by: Mapped[str | None] = mapped_column(String(36))
    discarded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    discard_reason: Mapped[str | None] = mapped_column(Text)
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    digest: Mapped[str | None] = mapped_column(String(64))


class VoucherEntryRow(Base):
    """A line of a voucher; exactly one amount, on one side; red amounts are negative."""

    __tablename__ = "voucher_entry"
    __table_args__ = (
        UniqueConstraint("voucher_id", "line"),
        CheckConstraint("(debit_fen = 0) <> (credit_fen = 0)", name="one_side"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    voucher_id: Mapped[str] = mapped_column(ForeignKey("voucher.id"))
    line: Mapped[int]
    account_id: Mapped[str] = mapped_column(ForeignKey("book_account.id"))
    fund_id: Mapped[str] = mapped_column(ForeignKey("fund.id"), index=True)
    debit_fen: Mapped[int] = mapped_column(BigInteger)
    credit_fen: Mapped[int] = mapped_column(BigInteger)


class PaymentRow(Base):
    """A payment that the bank has made; at most one for a voucher."""

    __tablename__ = "payment"
    __table_args__ = (CheckConstraint("bank_reference <> ''", name="reference"),)

    voucher_id: Mapped[str] = mapped_column(ForeignKey("voucher.id"), primary_key=True)
    cashier: Mapped[str] = mapped_column(String(36))
    bank_reference: Mapped[str] = mapped_column(String(120))
    paid_on: Mapped[date] = mapped_column(Date)
    released_at: Mapped[datetime] = mapped_column(UtcDateTime)


def _protect(
    _: MetaData, connection: Connection, *, tables: Sequence[Table] = (), **__: object
) -> None:
    if VoucherRow.__table__ in tables:
        for statement in protection(connection.dialect.name):
            connection.exec_driver_sql(statement)


event.listen(Base.metadata, "after_create", _protect)
