"""Balances as of any day, from the daily turnovers of the posted entries."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Date, case, func, literal, select
from sqlalchemy.orm import Session

from dossier.kernel.ids import BookId, FundId
from dossier.ledger import rules
from dossier.ledger.books import account_ids, accounts_of, fund_row
from dossier.ledger.model import Account, AccountKind, Balance, TrialRow, Voucher
from dossier.ledger.tables import BookAccountRow, FundDayRow


def balances(
    session: Session, book: BookId, last: date, *, first: date | None = None
) -> list[Balance]:
    """Return the sums of each account of each fund up to ``last`` (from ``first`` on)."""
    query = (
        select(
            FundDayRow.fund_id,
            BookAccountRow.code,
            func.sum(FundDayRow.debit_fen),
            func.sum(FundDayRow.credit_fen),
        )
        .join(BookAccountRow, BookAccountRow.id == FundDayRow.account_id)
        .where(BookAccountRow.book_id == book, FundDayRow.day <= last)
        .group_by(FundDayRow.fund_id, BookAccountRow.code)
        .order_by(FundDayRow.fund_id, BookAccountRow.code)
    )
    if first is not None:
        query = query.where(FundDayRow.day >= first)
    return [
        Balance(FundId(fund), code, int(debit), int(credit))
        for fund, code, debit, credit in session.execute(query)
    ]


def fund_balance(session: Session, fund: FundId, day: date) -> int:
    """Return the fund's assets less liabilities at the end of ``day``, in fen."""
    query = (
        select(func.sum(FundDayRow.debit_fen - FundDayRow.credit_fen))
        .join(BookAccountRow, BookAccountRow.id == FundDayRow.account_id)
        .where(FundDayRow.fund_id == fund, FundDayRow.day <= day, _is_own())
    )
    return int(session.scalar(query) or 0)


def trial_balance(
    session: Session, book: BookId, first: date, last: date, *, fund: FundId | None = None
) -> list[TrialRow]:
    """Return every account that was ever used: opening, turnover, turnover of the year.

    Debits and credits are equal in sum, for the whole book as for every fund.
    """
    assert first <= last
    spans = (
        balances(session, book, first - timedelta(days=1)),
        balances(session, book, last, first=first),
        balances(session, book, last, first=date(last.year, 1, 1)),
    )
    sums: dict[str, list[int]] = defaultdict(lambda: [0] * 6)
    for at, span in enumerate(spans):
        for balance in span:
            if fund is None or balance.fund == fund:
                sums[balance.account][2 * at] += balance.debit_fen
                sums[balance.account][2 * at + 1] += balance.credit_fen
    accounts = accounts_of(session, book)
    return [
        TrialRow(code, accounts[code].title, accounts[code].side, opened - left, *turnovers)
        for code, (opened, left, *turnovers) in sorted(sums.items())
    ]


def require_funds_cover(
    session: Session, voucher: Voucher, accounts: Mapping[str, Account], *, released_fen: int
) -> None:
    """Refuse a voucher that would overdraw a fund, or its cash or bank, on any day.

    released_fen: what the voucher's own reservation no longer holds back.
    """
    net = rules.fund_changes(accounts, voucher.entries)
    money = rules.money_changes(accounts, voucher.entries)
    for fund in {*net, *(fund for fund, _ in money)}:
        row = fund_row(session, fund)
        held = row.held_fen - released_fen
        net_days, money_days = _changes_by_day(session, fund, voucher.day)
        lowest = rules.lowest_balance(net_days, voucher.day) - held
        rules.require_covered(row.title, lowest, net.get(fund, 0))
        own = {code: change for (at, code), change in money.items() if at == fund}
        for code, change in own.items():
            lowest = rules.lowest_balance(money_days[code], voucher.day)
            rules.require_covered(f"{row.title}·{accounts[code].title}", lowest, change)
        everything: dict[date, int] = defaultdict(int)
        for days in money_days.values():
            for day, change in days.items():
                everything[day] += change
        lowest = rules.lowest_balance(everything, voucher.day) - held
        rules.require_covered(row.title, lowest, sum(own.values()))


def book_turnover(session: Session, voucher: Voucher, accounts: Mapping[str, Account]) -> None:
    """Add a voucher's entries to the daily turnovers and its funds' totals.

    The caller holds the book's lock.
    """
    ids = account_ids(session, voucher.book)
    for entry in voucher.entries:
        key = {"fund_id": entry.fund, "account_id": ids[entry.account], "day": voucher.day}
        row = session.get(FundDayRow, key, populate_existing=True)
        if row is None:
            row = FundDayRow(**key, debit_fen=0, credit_fen=0)
            session.add(row)
        row.debit_fen += entry.debit_fen
        row.credit_fen += entry.credit_fen
        session.flush()
    net = rules.fund_changes(accounts, voucher.entries)
    money = rules.money_changes(accounts, voucher.entries)
    for fund in {entry.fund for entry in voucher.entries}:
        total = fund_row(session, fund)
        total.net_fen += net.get(fund, 0)
        total.money_fen += sum(change for (at, _), change in money.items() if at == fund)
        session.flush()


def _changes_by_day(
    session: Session, fund: FundId, start: date
) -> tuple[dict[date, int], dict[str, dict[date, int]]]:
    """Return the daily changes of a fund: of its net assets, and of each cash or bank account.

    Everything up to ``start`` is put together on that day.
    """
    up_to = case((FundDayRow.day <= start, literal(start, Date)), else_=FundDayRow.day)
    query = (
        select(
            BookAccountRow.code,
            BookAccountRow.money,
            up_to.label("up_to"),
            func.sum(FundDayRow.debit_fen - FundDayRow.credit_fen),
        )
        .join(BookAccountRow, BookAccountRow.id == FundDayRow.account_id)
        .where(FundDayRow.fund_id == fund, _is_own())
        .group_by(BookAccountRow.code, BookAccountRow.money, "up_to")
    )
    net: dict[date, int] = defaultdict(int)
    money: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for code, is_money, day, change in session.execute(query):
        net[day] += int(change)
        if is_money:
            money[code][day] += int(change)
    return net, money


def _is_own() -> ColumnElement[bool]:
    return BookAccountRow.kind.in_([AccountKind.ASSET, AccountKind.LIABILITY])
