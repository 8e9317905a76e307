"""Periods: a closed month stays closed, with its closing balances."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dossier.kernel.canonical import Json, canonical_json
from dossier.kernel.clock import civil_day
from dossier.kernel.errors import Conflict, NotFound
from dossier.kernel.ids import BookId, UserId
from dossier.ledger import rules
from dossier.ledger.balances import balances
from dossier.ledger.books import is_closed, lock_book
from dossier.ledger.model import Balance
from dossier.ledger.tables import BookPeriodRow, VoucherRow


def close_period(
    session: Session, book: BookId, month: str, closer: UserId, now: datetime
) -> bytes:
    """Close ``month`` ("2026-03"); return the canonical bytes of its closing balances.

    Raises Conflict when it is closed, Refused when something in it is unfinished.
    """
    lock_book(session, book)
    if is_closed(session, book, month):
        raise Conflict(f"{month}已经结账，请刷新后核对。", code="period_closed")
    row = session.get(BookPeriodRow, (book, month), populate_existing=True)
    if row is None:
        raise NotFound(f"{month}没有凭证，无需结账。", code="period_missing")
    unfinished = session.scalar(
        select(func.count())
        .select_from(VoucherRow)
        .where(
            VoucherRow.book_id == book,
            VoucherRow.month == month,
            VoucherRow.posted_at.is_(None),
            VoucherRow.discarded_at.is_(None),
        )
    )
    rules.require_may_close(
        month, civil_day(now), unfinished or 0, _open_before(session, book, month)
    )
    row.closing = closing_bytes(balances(session, book, last_day(month)))
    row.closed_by, row.closed_at = closer, now
    session.flush()
    return row.closing


def closing_bytes(closing: list[Balance]) -> bytes:
    """Return closing balances as the bytes that are kept."""
    said: list[list[Json]] = [
        [balance.fund, balance.account, balance.debit_fen, balance.credit_fen]
        for balance in sorted(closing, key=lambda balance: (balance.fund, balance.account))
        if balance.debit_fen or balance.credit_fen
    ]
    return canonical_json(said)


def last_day(month: str) -> date:
    """Return the last day of ``month``."""
    first = date.fromisoformat(f"{month}-01")
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _open_before(session: Session, book: BookId, month: str) -> list[str]:
    query = select(BookPeriodRow.month).where(
        BookPeriodRow.book_id == book,
        BookPeriodRow.month < month,
        BookPeriodRow.closed_at.is_(None),
    )
    return list(session.scalars(query.order_by(BookPeriodRow.month)))
