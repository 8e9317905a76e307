"""Reservations on a fund: posted or voided, once."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dossier.kernel.errors import Conflict, NotFound, Refused
from dossier.kernel.ids import BookId, CaseId, FundId, UserId, new_id
from dossier.kernel.money import yuan_text
from dossier.ledger.books import fund_row, get_fund, lock_book
from dossier.ledger.model import Hold
from dossier.ledger.tables import FundHoldRow


def hold_funds(
    session: Session,
    fund: FundId,
    amount_fen: int,
    key: str,
    actor: UserId,
    now: datetime,
    *,
    case: CaseId | None = None,
) -> Hold:
    """Reserve ``amount_fen`` (more than 0) of ``fund``.

    key: unique in the book; the same key with the same reservation is the same one.
    Raises Conflict when the key stands for another, Refused when the fund has not enough.
    """
    if amount_fen <= 0:
        raise Refused("占用金额须大于零，请核对。", code="hold_amount")
    book = get_fund(session, fund).book
    lock_book(session, book)
    known = session.scalars(
        select(FundHoldRow).where(FundHoldRow.book_id == book, FundHoldRow.key == key)
    ).one_or_none()
    if known is not None:
        if (known.fund_id, known.amount_fen, known.case_id) != (fund, amount_fen, case):
            raise Conflict("同一业务编号已有另一笔占用，请核对。", code="hold_key")
        return _hold(known)
    now_there = get_fund(session, fund)
    missing = amount_fen - now_there.available_fen
    if missing > 0:
        raise Refused(
            f"资金“{now_there.title}”可用余额不足，差{yuan_text(missing)}元，请先落实拨款。",
            code="fund_short",
            missing_fen=missing,
        )
    row = FundHoldRow(
        id=new_id(),
        book_id=book,
        fund_id=fund,
        amount_fen=amount_fen,
        key=key,
        case_id=case,
        held_by=actor,
        held_at=now,
    )
    session.add(row)
    fund_row(session, fund).held_fen += amount_fen
    session.flush()
    return _hold(row)


def void_hold(session: Session, hold: str, actor: UserId, now: datetime) -> Hold:
    """Give a reservation back unused; raises Conflict when it was settled already."""
    lock_book(session, get_hold(session, hold).book)
    settle_hold(session, hold, "voided", actor, now)
    return get_hold(session, hold)


def get_hold(session: Session, hold: str) -> Hold:
    """Return a reservation; raises NotFound."""
    return _hold(_row(session, hold))


def settle_hold(
    session: Session, hold: str, outcome: str, actor: UserId, now: datetime
) -> None:
    """End a reservation; the caller holds the book's lock."""
    row = _row(session, hold)
    if row.outcome is not None:
        raise Conflict("这笔占用已经使用或撤销，请刷新后核对。", code="hold_settled")
    fund_row(session, FundId(row.fund_id)).held_fen -= row.amount_fen
    row.outcome, row.settled_by, row.settled_at = outcome, actor, now
    session.flush()


def _row(session: Session, hold: str) -> FundHoldRow:
    row = session.get(FundHoldRow, hold, populate_existing=True)
    if row is None:
        raise NotFound("没有这笔占用，请刷新后核对。", code="hold_missing")
    return row


def _hold(row: FundHoldRow) -> Hold:
    return Hold(
        row.id,
        BookId(row.book_id),
        FundId(row.fund_id),
        row.amount_fen,
        row.key,
        None if row.case_id is None else CaseId(row.case_id),
        row.outcome,
    )
