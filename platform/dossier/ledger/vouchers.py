"""Vouchers: prepared, reviewed, approved by another person, posted; reversed in red."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from dossier.kernel.canonical import canonical_json, sha256_hex
from dossier.kernel.clock import civil_day
from dossier.kernel.errors import Conflict, NotFound, Problem, Refused
from dossier.kernel.ids import (
    ActionId,
    BookId,
    CaseId,
    EntryId,
    FundId,
    UserId,
    VoucherId,
    new_id,
)
from dossier.ledger import rules
from dossier.ledger.balances import book_turnover, require_funds_cover
from dossier.ledger.bodies import posted_values, request_digest
from dossier.ledger.books import (
    account_ids,
    accounts_of,
    funds_of,
    get_book,
    get_officers,
    is_closed,
    lock_book,
    posting_account,
)
from dossier.ledger.holds import get_hold, settle_hold
from dossier.ledger.model import Book, Draft, Entry, Line, Voucher, VoucherType
from dossier.ledger.tables import (
    BookAccountRow,
    BookPeriodRow,
    VoucherEntryRow,
    VoucherRow,
)


def draft_problems(session: Session, book: BookId, draft: Draft) -> tuple[Problem, ...]:
    """Return everything wrong with ``draft``; empty when it may be prepared."""
    return rules.draft_problems(
        get_book(session, book), accounts_of(session, book), funds_of(session, book), draft
    )


def prepare_voucher(
    session: Session, book: BookId, draft: Draft, preparer: UserId, now: datetime
) -> Voucher:
    """Prepare a voucher; the same key with the same draft gives the voucher there is.

    Raises Conflict when the key came with another draft or its voucher was discarded; Refused
    when the draft is wrong, the period closed, or the preparer is the cashier.
    """
    locked = lock_book(session, book)
    if known := _known(session, locked, draft, None):
        return known
    if problems := draft_problems(session, book, draft):
        raise Refused(problems[0].message + problems[0].remedy, code=problems[0].code)
    if draft.hold is not None:
        hold = get_hold(session, draft.hold)
        if hold.outcome is not None:
            raise Conflict("这笔占用已经使用或撤销，请刷新后核对。", code="hold_settled")
        if {line.fund for line in draft.lines} != {hold.fund}:
            raise Refused("凭证与占用的资金不是同一项，请核对。", code="hold_fund")
        _require_free(session, VoucherRow.hold_id == hold.id, "这笔占用已用于另一张凭证。")
    return _prepare(session, locked, draft, None, preparer, now)


def receive_grant(
    session: Session,
    book: BookId,
    fund: FundId,
    amount_fen: int,
    *,
    day: date,
    summary: str,
    key: str,
    preparer: UserId,
    now: datetime,
    purpose: str = "",
) -> Voucher:
    """Prepare the receipt of money that a higher level has transferred into ``fund``.

    It counts once it is approved and posted.
    """
    kept = get_book(session, book)
    lines = (
        Line(posting_account(kept, "bank"), fund, debit_fen=amount_fen),
        Line(posting_account(kept, "grant"), fund, credit_fen=amount_fen),
    )
    draft = Draft(VoucherType.RECEIPT, day, summary, lines, key, purpose=purpose)
    return prepare_voucher(session, book, draft, preparer, now)


def prepare_benefit(
    session: Session,
    book: BookId,
    fund: FundId,
    amount_fen: int,
    *,
    day: date,
    summary: str,
    key: str,
    purpose: str,
    case: CaseId,
    action: ActionId,
    preparer: UserId,
    now: datetime,
    hold: str | None = None,
) -> Voucher:
    """Prepare the payment of a benefit by bank, as ``action`` in ``case`` decided."""
    kept = get_book(session, book)
    lines = (
        Line(posting_account(kept, "benefit"), fund, debit_fen=amount_fen),
        Line(posting_account(kept, "bank"), fund, credit_fen=amount_fen),
    )
    draft = Draft(
        VoucherType.PAYMENT,
        day,
        summary,
        lines,
        key,
        purpose=purpose,
        case=case,
        action=action,
        hold=hold,
    )
    return prepare_voucher(session, book, draft, preparer, now)


def reverse_voucher(
    session: Session, voucher: VoucherId, day: date, key: str, preparer: UserId, now: datetime
) -> Voucher:
    """Prepare the red copy that cancels ``voucher``: 「注销某月某日某号凭证」.

    Raises Refused for a voucher of a prior year, Conflict when it is being reversed already.
    """
    book = lock_book(session, get_voucher(session, voucher).book)
    original = get_voucher(session, voucher)
    draft = Draft(
        original.type,
        day,
        f"注销{rules.voucher_name(original)}凭证",
        rules.reversed_lines(original.entries),
        key,
        purpose=original.purpose,
        case=original.case,
        action=original.action,
    )
    if known := _known(session, book, draft, original.id):
        return known
    rules.require_may_reverse(original, day)
    _require_free(
        session,
        VoucherRow.reverses_id == original.id,
        f"{rules.voucher_name(original)}凭证已经冲销或正在冲销。",
    )
    return _prepare(session, book, draft, original.id, preparer, now)


def review_voucher(
    session: Session, voucher: VoucherId, reviewer: UserId, now: datetime
) -> Voucher:
    """Put down that another person has checked the voucher (审核)."""
    present = _locked(session, voucher)
    rules.require_may_review(present, get_officers(session, present.book), reviewer)
    row = _row(session, voucher)
    row.reviewed_by, row.reviewed_at = reviewer, now
    return _saved(session, voucher)


def approve_voucher(
    session: Session, voucher: VoucherId, approver: UserId, now: datetime
) -> Voucher:
    """Put down that another person has approved the voucher (批准).

    Raises Conflict when somebody else was first, Refused for the preparer, the reviewer and
    the cashier.
    """
    present = _locked(session, voucher)
    book = lock_book(session, present.book)
    rules.require_may_approve(book, present, get_officers(session, book.id), approver)
    row = _row(session, voucher)
    row.approved_by, row.approved_at = approver, now
    return _saved(session, voucher)


def discard_voucher(
    session: Session, voucher: VoucherId, reason: str, actor: UserId, now: datetime
) -> Voucher:
    """Give up a voucher that is not posted yet; its row stays, with the reason."""
    present = _locked(session, voucher)
    rules.require_may_discard(present, reason)
    row = _row(session, voucher)
    row.discarded_by, row.discarded_at, row.discard_reason = actor, now, reason
    return _saved(session, voucher)


def post_voucher(
    session: Session, voucher: VoucherId, poster: UserId, now: datetime
) -> Voucher:
    """Book an approved voucher: number, balances and the sealed body, all or nothing.

    Raises Conflict when it is posted already, Refused when the period is closed or a fund would
    be overdrawn on its day or any later one.
    """
    present = _locked(session, voucher)
    rules.require_may_post(present, get_officers(session, present.book), poster)
    closed = is_closed(session, present.book, present.month)
    rules.require_day_open(present.day, civil_day(now), closed=closed)
    accounts = accounts_of(session, present.book)
    released = 0
    if present.hold is not None:
        released = get_hold(session, present.hold).amount_fen
    require_funds_cover(session, present, accounts, released_fen=released)
    if present.hold is not None:
        settle_hold(session, present.hold, "posted", poster, now)
    book_turnover(session, present, accounts)
    row = _row(session, voucher)
    row.number = _next_number(session, present)
    row.posted_by, row.posted_at = poster, now
    row.body = canonical_json(posted_values(_voucher(row, present.entries)))
    row.digest = sha256_hex(row.body)
    return _saved(session, voucher)


def get_voucher(session: Session, voucher: VoucherId) -> Voucher:
    """Return a voucher with its entries; raises NotFound."""
    row = _row(session, voucher)
    return _with_entries(session, [row])[0]


def vouchers_of_case(session: Session, case: CaseId) -> list[Voucher]:
    """Return the vouchers that carry out decisions of ``case``, oldest first."""
    query = select(VoucherRow).where(VoucherRow.case_id == case).order_by(VoucherRow.id)
    return _with_entries(session, session.scalars(query).all())


def vouchers_of_month(session: Session, book: BookId, month: str) -> list[Voucher]:
    """Return the vouchers of a month, by type and number, those without a number last."""
    query = select(VoucherRow).where(VoucherRow.book_id == book, VoucherRow.month == month)
    order = (VoucherRow.number.is_(None), VoucherRow.type, VoucherRow.number, VoucherRow.id)
    return _with_entries(session, session.scalars(query.order_by(*order)).all())


def vouchers_after(session: Session, book: BookId, last: str, limit: int) -> list[Voucher]:
    """Return up to ``limit`` vouchers of a book by id, those after the id ``last``."""
    query = select(VoucherRow).where(VoucherRow.book_id == book, VoucherRow.id > last)
    fresh = query.order_by(VoucherRow.id).limit(limit)
    rows = session.scalars(fresh.execution_options(populate_existing=True))
    return _with_entries(session, rows.all())


def is_being_reversed(session: Session, voucher: VoucherId) -> bool:
    """Tell whether a red copy of ``voucher`` is posted or on its way."""
    query = select(VoucherRow.id).where(
        VoucherRow.reverses_id == voucher, VoucherRow.discarded_at.is_(None)
    )
    return session.scalars(query.limit(1)).first() is not None


def _prepare(
    session: Session,
    book: Book,
    draft: Draft,
    reverses: VoucherId | None,
    preparer: UserId,
    now: datetime,
) -> Voucher:
    rules.require_may_prepare(get_officers(session, book.id), preparer)
    month = rules.month_of(draft.day)
    rules.require_day_open(draft.day, civil_day(now), closed=is_closed(session, book.id, month))
    if draft.corrects is not None and get_voucher(session, draft.corrects).book != book.id:
        raise NotFound("账簿中没有被订正的凭证，请核对。", code="voucher_missing")
    if session.get(BookPeriodRow, (book.id, month)) is None:
        session.add(BookPeriodRow(book_id=book.id, month=month))
    row = VoucherRow(
        id=new_id(),
        book_id=book.id,
        type=draft.type,
        month=month,
        day=draft.day,
        summary=draft.summary,
        purpose=draft.purpose,
        key=draft.key,
        request=request_digest(draft, reverses),
        case_id=draft.case,
        action_id=draft.action,
        hold_id=draft.hold,
        reverses_id=reverses,
        corrects_id=draft.corrects,
        prepared_by=preparer,
        prepared_at=now,
    )
    session.add(row)
    session.flush()
    ids = account_ids(session, book.id)
    session.add_all(
        VoucherEntryRow(
            id=new_id(),
            voucher_id=row.id,
            line=number,
            account_id=ids[line.account],
            fund_id=line.fund,
            debit_fen=line.debit_fen,
            credit_fen=line.credit_fen,
        )
        for number, line in enumerate(draft.lines, 1)
    )
    return _saved(session, VoucherId(row.id))


def _known(
    session: Session, book: Book, draft: Draft, reverses: VoucherId | None
) -> Voucher | None:
    query = select(VoucherRow).where(VoucherRow.book_id == book.id, VoucherRow.key == draft.key)
    row = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        return None
    if row.request != request_digest(draft, reverses):
        raise Conflict("同一业务编号已有内容不同的凭证，请核对后另行编号。", code="voucher_key")
    if row.discarded_at is not None:
        raise Conflict("该业务编号的凭证已作废，请另行编号后制单。", code="voucher_discarded")
    return _with_entries(session, [row])[0]


def _require_free(session: Session, use: ColumnElement[bool], message: str) -> None:
    query = select(VoucherRow.id).where(use, VoucherRow.discarded_at.is_(None)).limit(1)
    if session.scalars(query).first() is not None:
        raise Conflict(message + "请刷新后核对。", code="voucher_twice")


def _next_number(session: Session, voucher: Voucher) -> int:
    query = select(func.max(VoucherRow.number)).where(
        VoucherRow.book_id == voucher.book,
        VoucherRow.month == voucher.month,
        VoucherRow.type == voucher.type,
    )
    return (session.scalar(query) or 0) + 1


def _locked(session: Session, voucher: VoucherId) -> Voucher:
    """Return the voucher as it is once nobody else writes in its book."""
    lock_book(session, get_voucher(session, voucher).book)
    return get_voucher(session, voucher)


def _saved(session: Session, voucher: VoucherId) -> Voucher:
    session.flush()
    return get_voucher(session, voucher)


def _row(session: Session, voucher: VoucherId) -> VoucherRow:
    row = session.get(VoucherRow, voucher, populate_existing=True)
    if row is None:
        raise NotFound("没有这张凭证，请刷新后重新选择。", code="voucher_missing")
    return row


def _with_entries(session: Session, rows: Iterable[VoucherRow]) -> list[Voucher]:
    wanted = list(rows)
    query = (
        select(VoucherEntryRow, BookAccountRow.code)
        .join(BookAccountRow, BookAccountRow.id == VoucherEntryRow.account_id)
        .where(VoucherEntryRow.voucher_id.in_([row.id for row in wanted]))
        .order_by(VoucherEntryRow.voucher_id, VoucherEntryRow.line)
        .execution_options(populate_existing=True)
    )
    entries: dict[str, list[Entry]] = defaultdict(list)
    for row, code in session.execute(query):
        entry = Entry(
            EntryId(row.id), row.line, code, FundId(row.fund_id), row.debit_fen, row.credit_fen
        )
        entries[row.voucher_id].append(entry)
    return [_voucher(row, tuple(entries[row.id])) for row in wanted]


def _voucher(row: VoucherRow, entries: tuple[Entry, ...]) -> Voucher:
    return Voucher(
        id=VoucherId(row.id),
        book=BookId(row.book_id),
        type=VoucherType(row.type),
        month=row.month,
        day=row.day,
        number=row.number,
        summary=row.summary,
        purpose=row.purpose,
        key=row.key,
        case=None if row.case_id is None else CaseId(row.case_id),
        action=None if row.action_id is None else ActionId(row.action_id),
        hold=row.hold_id,
        reverses=None if row.reverses_id is None else VoucherId(row.reverses_id),
        corrects=None if row.corrects_id is None else VoucherId(row.corrects_id),
        prepared_by=UserId(row.prepared_by),
        prepared_at=row.prepared_at,
        reviewed_by=None if row.reviewed_by is None else UserId(row.reviewed_by),
        reviewed_at=row.reviewed_at,
        approved_by=None if row.approved_by is None else UserId(row.approved_by),
        approved_at=row.approved_at,
        posted_by=None if row.posted_by is None else UserId(row.posted_by),
        posted_at=row.posted_at,
        discarded_by=None if row.discarded_by is None else UserId(row.discarded_by),
        discarded_at=row.discarded_at,
        digest=row.digest,
        entries=entries,
    )
