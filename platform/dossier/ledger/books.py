"""Books, their officers and funds.  A book's row is the lock behind which it is written."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from dossier.kernel.errors import Conflict, NotFound, Refused
from dossier.kernel.ids import BookId, FundId, UnitId, UserId, new_id
from dossier.ledger import rules
from dossier.ledger.model import Account, AccountKind, Book, Chart, Fund, Office, Officers, Side
from dossier.ledger.tables import (
    BookAccountRow,
    BookOfficerRow,
    BookPeriodRow,
    BookRow,
    FundRow,
)


def open_book(
    session: Session,
    chart: Chart,
    unit: UnitId,
    title: str,
    officers: Officers,
    now: datetime,
    *,
    review_required: bool = False,
    fund_transfers_allowed: bool = False,
) -> Book:
    """Open a book for ``unit`` with the accounts of ``chart`` and its first officers.

    Raises Refused when the officers are not apart.
    """
    rules.require_offices_apart(officers)
    posting = dict(chart.posting)
    row = BookRow(
        id=new_id(),
        unit_id=unit,
        title=title,
        chart=f"{chart.code}@{chart.version}",
        posting=posting,
        review_required=review_required,
        fund_transfers_allowed=fund_transfers_allowed,
        opened_at=now,
    )
    session.add(row)
    session.flush()
    session.add_all(
        BookAccountRow(
            id=new_id(),
            book_id=row.id,
            code=account.code,
            title=account.title,
            kind=account.kind,
            side=account.side,
            money=account.money,
        )
        for account in chart.accounts
    )
    holders = {
        Office.ACCOUNTANT: officers.accountant,
        Office.CASHIER: officers.cashier,
        Office.DIRECTOR: officers.director,
    }
    for office, user in holders.items():
        if user is not None:
            _add_officer(session, row.id, office, user, now)
    session.flush()
    return _book(row)


def get_book(session: Session, book: BookId) -> Book:
    """Return a book; raises NotFound."""
    row = session.get(BookRow, book)
    if row is None:
        raise NotFound("没有这个账簿，请刷新后重新选择。", code="book_missing")
    return _book(row)


def books_of(session: Session, unit: UnitId) -> list[Book]:
    """Return the books of ``unit``, oldest first."""
    query = select(BookRow).where(BookRow.unit_id == unit).order_by(BookRow.id)
    return [_book(row) for row in session.scalars(query)]


def lock_book(session: Session, book: BookId) -> Book:
    """Return a book once nobody else writes in it; the lock ends with the transaction."""
    query = select(BookRow).where(BookRow.id == book).with_for_update()
    row = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound("没有这个账簿，请刷新后重新选择。", code="book_missing")
    return _book(row)


def appoint_officer(
    session: Session, book: BookId, office: Office, user: UserId, now: datetime
) -> Officers:
    """Let ``user`` take up ``office``; raises Refused when offices would not be apart."""
    lock_book(session, book)
    present = get_officers(session, book)
    holders = {
        Office.ACCOUNTANT: present.accountant,
        Office.CASHIER: present.cashier,
        Office.DIRECTOR: present.director,
        office: user,
    }
    accountant, cashier = holders[Office.ACCOUNTANT], holders[Office.CASHIER]
    assert accountant is not None
    assert cashier is not None
    changed = Officers(accountant, cashier, holders[Office.DIRECTOR])
    rules.require_offices_apart(changed)
    _add_officer(session, book, office, user, now)
    session.flush()
    return changed


def get_officers(session: Session, book: BookId) -> Officers:
    """Return who holds the offices now; raises NotFound for a book without them."""
    query = (
        select(BookOfficerRow.office, BookOfficerRow.user_id)
        .where(BookOfficerRow.book_id == book)
        .order_by(BookOfficerRow.appointed_at, BookOfficerRow.id)
    )
    holders = {office: UserId(user) for office, user in session.execute(query)}
    if Office.ACCOUNTANT not in holders or Office.CASHIER not in holders:
        raise NotFound("账簿没有指定会计和出纳，请先指定。", code="officers_missing")
    return Officers(
        holders[Office.ACCOUNTANT], holders[Office.CASHIER], holders.get(Office.DIRECTOR)
    )


def open_fund(
    session: Session, book: BookId, code: str, title: str, purpose: str, now: datetime
) -> Fund:
    """Open an empty fund; the same code again with the same meaning is the same fund.

    purpose: code of the service or matter that it may be used for, empty for anything.
    Raises Conflict when the code stands for another fund.
    """
    lock_book(session, book)
    known = find_fund(session, book, code)
    if known is not None:
        if (known.title, known.purpose) != (title, purpose):
            raise Conflict(
                f"资金代码“{code}”已用于“{known.title}”，请换一个。", code="fund_code"
            )
        return known
    row = FundRow(
        id=new_id(),
        book_id=book,
        code=code,
        title=title,
        purpose=purpose,
        net_fen=0,
        money_fen=0,
        held_fen=0,
        opened_at=now,
    )
    session.add(row)
    session.flush()
    return _fund(row)


def find_fund(session: Session, book: BookId, code: str) -> Fund | None:
    """Return the fund of that code, or None."""
    query = select(FundRow).where(FundRow.book_id == book, FundRow.code == code)
    row = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    return None if row is None else _fund(row)


def get_fund(session: Session, fund: FundId) -> Fund:
    """Return a fund with its present totals; raises NotFound."""
    return _fund(fund_row(session, fund))


def funds_of(session: Session, book: BookId) -> dict[FundId, Fund]:
    """Return the funds of a book by id, by code."""
    query = select(FundRow).where(FundRow.book_id == book).order_by(FundRow.code)
    rows = session.scalars(query.execution_options(populate_existing=True))
    return {FundId(row.id): _fund(row) for row in rows}


def fund_row(session: Session, fund: FundId) -> FundRow:
    """Return the row of a fund, fresh; raises NotFound."""
    row = session.get(FundRow, fund, populate_existing=True)
    if row is None:
        raise NotFound("没有这项资金，请刷新后重新选择。", code="fund_missing")
    return row


def accounts_of(session: Session, book: BookId) -> dict[str, Account]:
    """Return the accounts of a book by code."""
    row = BookAccountRow
    query = select(row.code, row.title, row.kind, row.side, row.money)
    return {
        code: Account(code, title, AccountKind(kind), Side(side), money)
        for code, title, kind, side, money in session.execute(
            query.where(row.book_id == book).order_by(row.code)
        )
    }


def account_ids(session: Session, book: BookId) -> dict[str, str]:
    """Return the ids of a book's accounts by code."""
    query = select(BookAccountRow.code, BookAccountRow.id)
    rows = session.execute(query.where(BookAccountRow.book_id == book))
    return {code: account for code, account in rows}  # noqa: C416  (rows are not pairs to mypy)


def is_closed(session: Session, book: BookId, month: str) -> bool:
    """Tell whether ``month`` or a later one is closed."""
    query = exists().where(
        BookPeriodRow.book_id == book,
        BookPeriodRow.month >= month,
        BookPeriodRow.closed_at.is_not(None),
    )
    return bool(session.scalar(select(query)))


def posting_account(book: Book, use: str) -> str:
    """Return the account that the book's chart names for ``use`` (cash, bank, grant, benefit)."""
    if use not in book.posting:
        raise Refused(f"账簿没有为“{use}”指定科目，请修改科目表。", code="posting_missing")
    return book.posting[use]


def _add_officer(
    session: Session, book: str, office: Office, user: UserId, now: datetime
) -> None:
    session.add(
        BookOfficerRow(id=new_id(), book_id=book, office=office, user_id=user, appointed_at=now)
    )


def _book(row: BookRow) -> Book:
    posting = row.posting if isinstance(row.posting, Mapping) else {}
    return Book(
        BookId(row.id),
        UnitId(row.unit_id),
        row.title,
        row.chart,
        {use: str(code) for use, code in posting.items()},
        row.review_required,
        row.fund_transfers_allowed,
    )


def _fund(row: FundRow) -> Fund:
    return Fund(
        FundId(row.id),
        BookId(row.book_id),
        row.code,
        row.title,
        row.purpose,
        row.net_fen,
        row.money_fen,
        row.held_fen,
    )
