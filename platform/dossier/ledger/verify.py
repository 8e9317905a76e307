"""Verification: recompute every book from its entries and compare it with all that is kept."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dossier.audit import events_about
from dossier.kernel.ids import BookId, FundId, UserId
from dossier.ledger import checks, rules
from dossier.ledger.books import accounts_of, funds_of, get_book
from dossier.ledger.events import VoucherPosted
from dossier.ledger.model import (
    Account,
    Balance,
    Book,
    Fund,
    LedgerFinding,
    LedgerReport,
    Office,
    Voucher,
    VoucherStatus,
)
from dossier.ledger.payments import payments_of
from dossier.ledger.periods import closing_bytes, last_day
from dossier.ledger.tables import (
    BookAccountRow,
    BookOfficerRow,
    BookPeriodRow,
    BookRow,
    FundDayRow,
    FundHoldRow,
    VoucherRow,
)
from dossier.ledger.vouchers import get_voucher, vouchers_after

_BATCH = 500
_FINDINGS_MAX = 100

Turnover = tuple[FundId, str, date]


@dataclass(slots=True)
class _Tally:
    """What the vouchers of one book add up to."""

    vouchers: int = 0
    entries: int = 0
    numbers: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    debits: Counter[Turnover] = field(default_factory=Counter)
    credits: Counter[Turnover] = field(default_factory=Counter)
    unfinished: Counter[str] = field(default_factory=Counter)
    posted_at: dict[str, datetime] = field(default_factory=dict)
    digests: dict[str, str | None] = field(default_factory=dict)
    holds_used: set[str] = field(default_factory=set)


def verify(session: Session, *, against_audit: bool) -> LedgerReport:
    """Recompute all books from their entries.

    against_audit: also require that every posted voucher is told in the audit log with the same
    digest, and every one told there is still posted.
    """
    found: list[LedgerFinding] = []
    vouchers = entries = books = 0
    for book_id in session.scalars(select(BookRow.id).order_by(BookRow.id)).all():
        book = get_book(session, BookId(book_id))
        tally = _Tally()
        found += _book_findings(session, book, tally)
        if against_audit:
            found += _audit_findings(session, book, tally)
        books, vouchers, entries = books + 1, vouchers + tally.vouchers, entries + tally.entries
    return LedgerReport(books, vouchers, entries, tuple(found[:_FINDINGS_MAX]))


def _book_findings(session: Session, book: Book, tally: _Tally) -> Iterator[LedgerFinding]:
    accounts = accounts_of(session, book.id)
    funds = funds_of(session, book.id)
    appointments = _appointments(session, book)
    last = ""
    while batch := vouchers_after(session, book.id, last, _BATCH):
        bodies = select(VoucherRow.id, VoucherRow.body)
        bodies = bodies.where(VoucherRow.id.in_([voucher.id for voucher in batch]))
        body_of = {voucher: body for voucher, body in session.execute(bodies)}  # noqa: C416
        payments = payments_of(session, [voucher.id for voucher in batch])
        for voucher in batch:
            yield from checks.entry_findings(
                voucher,
                accounts,
                funds,
                fund_transfers_allowed=book.fund_transfers_allowed,
            )
            yield from checks.approval_findings(
                voucher, appointments, review_required=book.review_required
            )
            yield from checks.body_findings(voucher, body_of[voucher.id])
            if voucher.reverses is not None:
                original = get_voucher(session, voucher.reverses)
                yield from checks.reversal_findings(voucher, original)
            if voucher.id in payments:
                yield from checks.payment_findings(voucher, payments[voucher.id], appointments)
            _add(tally, voucher)
        last = batch[-1].id
    yield from checks.number_findings(tally.numbers)
    yield from _balance_findings(tally, accounts, funds)
    yield from _projection_findings(session, book, tally)
    yield from _fund_findings(session, tally, accounts, funds)
    yield from _period_findings(session, book, tally)


def _add(tally: _Tally, voucher: Voucher) -> None:
    tally.vouchers += 1
    tally.entries += len(voucher.entries)
    if voucher.status is VoucherStatus.DISCARDED:
        return
    if voucher.posted_at is None or voucher.number is None:
        tally.unfinished[voucher.month] += 1
        return
    tally.numbers[voucher.month, voucher.type].append(voucher.number)
    tally.digests[voucher.id] = voucher.digest
    latest = tally.posted_at.get(voucher.month, voucher.posted_at)
    tally.posted_at[voucher.month] = max(latest, voucher.posted_at)
    if voucher.hold is not None:
        tally.holds_used.add(voucher.hold)
    for entry in voucher.entries:
        tally.debits[entry.fund, entry.account, voucher.day] += entry.debit_fen
        tally.credits[entry.fund, entry.account, voucher.day] += entry.credit_fen


def _changes(
    tally: _Tally, fund: FundId, accounts: Mapping[str, Account]
) -> Iterator[tuple[Account, date, int]]:
    for key in tally.debits:
        if key[0] == fund and key[1] in accounts:
            yield accounts[key[1]], key[2], tally.debits[key] - tally.credits[key]


def _balance_findings(
    tally: _Tally, accounts: Mapping[str, Account], funds: Mapping[FundId, Fund]
) -> Iterator[LedgerFinding]:
    for fund in funds.values():
        net: Counter[date] = Counter()
        money: dict[str, Counter[date]] = defaultdict(Counter)
        for account, day, change in _changes(tally, fund.id, accounts):
            if rules.is_own(account):
                net[day] += change
            if account.money:
                money[account.title][day] += change
        yield from checks.balance_findings(f"资金“{fund.title}”", net)
        for title, changes in money.items():
            yield from checks.balance_findings(f"资金“{fund.title}”的{title}", changes)


def _projection_findings(
    session: Session, book: Book, tally: _Tally
) -> Iterator[LedgerFinding]:
    query = (
        select(
            FundDayRow.fund_id,
            BookAccountRow.code,
            FundDayRow.day,
            FundDayRow.debit_fen,
            FundDayRow.credit_fen,
        )
        .join(BookAccountRow, BookAccountRow.id == FundDayRow.account_id)
        .where(BookAccountRow.book_id == book.id)
    )
    kept = {
        (FundId(fund), code, day): (debit, credit)
        for fund, code, day, debit, credit in session.execute(query)
    }
    for key in sorted({*kept, *tally.debits}):
        expected = tally.debits[key], tally.credits[key]
        if kept.get(key, (0, 0)) != expected:
            text = f"资金{key[0]}科目{key[1]}在{key[2]}的发生额与凭证不符。"
            yield LedgerFinding("turnover", text)


def _fund_findings(
    session: Session,
    tally: _Tally,
    accounts: Mapping[str, Account],
    funds: Mapping[FundId, Fund],
) -> Iterator[LedgerFinding]:
    for fund in funds.values():
        net = money = 0
        for account, _, change in _changes(tally, fund.id, accounts):
            net += change if rules.is_own(account) else 0
            money += change if account.money else 0
        held = 0
        holds = select(FundHoldRow).where(FundHoldRow.fund_id == fund.id)
        for hold in session.scalars(holds):
            held += 0 if hold.outcome else hold.amount_fen
            if (hold.outcome == "posted") is not (hold.id in tally.holds_used):
                yield LedgerFinding("hold", f"资金“{fund.title}”的占用{hold.id}与凭证不符。")
        if (fund.net_fen, fund.money_fen, fund.held_fen) != (net, money, held):
            yield LedgerFinding("fund-total", f"资金“{fund.title}”的余额与凭证合计不符。")


def _period_findings(session: Session, book: Book, tally: _Tally) -> Iterator[LedgerFinding]:
    query = select(BookPeriodRow).where(
        BookPeriodRow.book_id == book.id, BookPeriodRow.closed_at.is_not(None)
    )
    for period in session.scalars(query.order_by(BookPeriodRow.month)):
        if tally.unfinished[period.month]:
            text = f"{period.month}已结账，但还有凭证未记账。"
            yield LedgerFinding("period_unfinished", text)
        latest = tally.posted_at.get(period.month)
        if latest and period.closed_at and latest > period.closed_at:
            text = f"{period.month}结账后又记入了凭证。"
            yield LedgerFinding("period-reopened", text)
        if period.closing != closing_bytes(_closing(tally, last_day(period.month))):
            text = f"{period.month}结账时的余额与凭证合计不符。"
            yield LedgerFinding("period-closing", text)


def _closing(tally: _Tally, last: date) -> list[Balance]:
    sums: dict[tuple[FundId, str], list[int]] = defaultdict(lambda: [0, 0])
    for key in tally.debits:
        fund, account, day = key
        if day <= last:
            sums[fund, account][0] += tally.debits[key]
            sums[fund, account][1] += tally.credits[key]
    return [Balance(*key, *both) for key, both in sums.items()]


def _audit_findings(session: Session, book: Book, tally: _Tally) -> Iterator[LedgerFinding]:
    told: dict[str, str] = {}
    for record in events_about(session, book.id):
        body = json.loads(record.body)
        if body["kind"] == VoucherPosted.kind:
            told[body["data"]["voucher"]] = body["data"]["digest"]
    for voucher in sorted({*told, *tally.digests}):
        if voucher not in told:
            text = f"凭证{voucher}已记账，但审计日志中没有记载。"
            yield LedgerFinding("audit-silent", text, voucher)
        elif voucher not in tally.digests:
            text = f"审计日志记载凭证{voucher}已记账，账簿中却没有。"
            yield LedgerFinding("voucher-gone", text, voucher)
        elif told[voucher] != tally.digests[voucher]:
            text = f"凭证{voucher}与审计日志记载的摘要不符。"
            yield LedgerFinding("audit-digest", text, voucher)


def _appointments(session: Session, book: Book) -> checks.Appointments:
    query = select(BookOfficerRow).where(BookOfficerRow.book_id == book.id)
    rows = session.scalars(query.order_by(BookOfficerRow.appointed_at, BookOfficerRow.id))
    return [(row.appointed_at, Office(row.office), UserId(row.user_id)) for row in rows]
