"""The ledger on both databases."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dossier import audit, ledger
from dossier.kernel.errors import Conflict, NotFound, Refused
from dossier.kernel.ids import (
    SYSTEM,
    ActionId,
    BookId,
    CaseId,
    FundId,
    UnitId,
    UserId,
    VoucherId,
    new_id,
)
from dossier.ledger import Draft, Line, Office, Officers, VoucherStatus, VoucherType, events
from dossier.ledger.books import posting_account
from dossier.ledger.tables import BookOfficerRow, VoucherRow
from dossier.ledger.triggers import protection

CHARTS = Path(__file__).parents[2] / "form_schemas" / "accounts"
NOW = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
DAY = date(2026, 3, 9)
ACCOUNTANT, CASHIER, DIRECTOR, LEADER = (UserId(new_id()) for _ in range(4))
UNIT = UnitId(new_id())
CASE, ACTION = CaseId(new_id()), ActionId(new_id())
DIBAO = "social-security.dibao"


@dataclass(frozen=True)
class _Office:
    """A book with one fund, and short ways to do what is done every day."""

    session: Session
    book: BookId
    fund: FundId

    def grant(
        self, fen: int, *, key: str = "", day: date = DAY, fund: FundId | None = None
    ) -> ledger.Voucher:
        return ledger.receive_grant(
            self.session, self.book, fund or self.fund, fen, day=day, summary="收到低保资金拨款",
            key=key or new_id(), preparer=ACCOUNTANT, now=NOW, purpose=DIBAO,
        )  # fmt: skip

    def benefit(
        self, fen: int, *, key: str = "", day: date = DAY, hold: str | None = None
    ) -> ledger.Voucher:
        return ledger.prepare_benefit(
            self.session, self.book, self.fund, fen, day=day, summary="发放3月低保金",
            key=key or new_id(), purpose=DIBAO, case=CASE, action=ACTION,
            preparer=ACCOUNTANT, now=NOW, hold=hold,
        )  # fmt: skip

    def approve(self, voucher: ledger.Voucher, by: UserId = DIRECTOR) -> ledger.Voucher:
        return ledger.approve_voucher(self.session, voucher.id, by, NOW)

    def post(self, voucher: ledger.Voucher, now: datetime = NOW) -> ledger.Voucher:
        self.approve(voucher)
        return ledger.post_voucher(self.session, voucher.id, ACCOUNTANT, now)

    def reverse(
        self, voucher: ledger.Voucher, *, key: str = "", day: date = DAY
    ) -> ledger.Voucher:
        return ledger.reverse_voucher(
            self.session, voucher.id, day, key or new_id(), ACCOUNTANT, NOW
        )

    def pay(
        self, voucher: ledger.Voucher, reference: str = "ICBC-1", by: UserId = CASHIER
    ) -> ledger.Payment:
        return ledger.release_payment(self.session, voucher.id, reference, DAY, by, NOW)

    def draft(self, *lines: Line) -> Draft:
        return Draft(VoucherType.GENERAL, DAY, "测试", lines, new_id(), purpose=DIBAO)

    def prepare(self, draft: Draft, by: UserId = ACCOUNTANT) -> ledger.Voucher:
        return ledger.prepare_voucher(self.session, self.book, draft, by, NOW)

    def available(self) -> int:
        return ledger.get_fund(self.session, self.fund).available_fen

    def sound(self) -> bool:
        report = ledger.verify(self.session, against_audit=False)
        assert report.findings == ()
        return report.sound


@pytest.fixture
def office(session: Session) -> _Office:
    return _open(session)


def _open(session: Session, *, review: bool = False, transfers: bool = False) -> _Office:
    book = ledger.open_book(
        session,
        ledger.read_chart(CHARTS, "government"),
        UNIT,
        "春晖街道社区财务专账（演示）",
        Officers(ACCOUNTANT, CASHIER, DIRECTOR),
        NOW,
        review_required=review,
        fund_transfers_allowed=transfers,
    )
    fund = ledger.open_fund(session, book.id, "dibao", "低保资金", DIBAO, NOW)
    return _Office(session, book.id, fund.id)


def test_a_benefit_goes_from_grant_to_bank(office: _Office) -> None:
    granted = office.post(office.grant(10_000_00))
    assert (granted.type, granted.number, granted.status) == ("收", 1, VoucherStatus.POSTED)
    prepared = office.benefit(630_00)
    assert (prepared.status, prepared.number) == (VoucherStatus.PREPARED, None)
    assert ledger.voucher_name(prepared) == "3月9日付字未编号"
    approved = office.approve(prepared)
    assert (approved.status, approved.approved_by) == (VoucherStatus.APPROVED, DIRECTOR)
    posted = ledger.post_voucher(office.session, prepared.id, ACCOUNTANT, NOW)
    assert ledger.voucher_name(posted) == "3月9日付字第1号"
    assert ledger.amount_in_capitals(posted) == "陆佰叁拾元整"
    assert [(entry.account, entry.debit_fen, entry.credit_fen) for entry in posted.entries] == [
        ("5001", 630_00, 0),
        ("1002", 0, 630_00),
    ]
    payment = office.pay(posted)
    assert ledger.find_payment(office.session, posted.id) == payment
    assert office.available() == 9_370_00
    assert ledger.fund_balance(office.session, office.fund, DAY) == 9_370_00
    assert ledger.fund_balance(office.session, office.fund, DAY - timedelta(days=1)) == 0
    assert ledger.vouchers_of_case(office.session, CASE) == [posted]
    assert ledger.vouchers_of_month(office.session, office.book, "2026-03") == [posted, granted]
    assert office.sound()


def test_the_same_key_with_the_same_draft_is_one_voucher(office: _Office) -> None:
    first = office.grant(100, key="grant-1")
    assert office.grant(100, key="grant-1") == first
    posted = office.post(first)
    assert office.grant(100, key="grant-1") == posted
    with pytest.raises(Conflict):
        office.grant(101, key="grant-1")
    ledger.discard_voucher(
        office.session, office.grant(7, key="x").id, "金额有误", ACCOUNTANT, NOW
    )
    with pytest.raises(Conflict):
        office.grant(7, key="x")


def test_nobody_approves_their_own_voucher_and_never_the_cashier(office: _Office) -> None:
    voucher = office.grant(100)
    for person in (ACCOUNTANT, CASHIER, SYSTEM):
        with pytest.raises(Refused):
            office.approve(voucher, person)
    office.approve(voucher)
    with pytest.raises(Conflict):
        office.approve(voucher, LEADER)


def test_the_cashier_neither_prepares_nor_posts(office: _Office) -> None:
    draft = office.draft(
        Line("1002", office.fund, debit_fen=1), Line("4001", office.fund, credit_fen=1)
    )
    with pytest.raises(Refused):
        office.prepare(draft, CASHIER)
    voucher = office.prepare(draft)
    office.approve(voucher)
    with pytest.raises(Refused):
        ledger.post_voucher(office.session, voucher.id, CASHIER, NOW)


def test_where_review_is_due_three_people_take_part(session: Session) -> None:
    office = _open(session, review=True)
    voucher = office.grant(100)
    with pytest.raises(Refused):
        office.approve(voucher)
    with pytest.raises(Refused):
        ledger.review_voucher(session, voucher.id, ACCOUNTANT, NOW)
    reviewed = ledger.review_voucher(session, voucher.id, LEADER, NOW)
    assert reviewed.status is VoucherStatus.REVIEWED
    with pytest.raises(Refused):
        ledger.review_voucher(session, voucher.id, LEADER, NOW)
    with pytest.raises(Refused):
        office.approve(voucher, LEADER)
    assert office.post(voucher).reviewed_by == LEADER
    assert office.sound()


def test_only_what_is_approved_is_posted_and_only_once(office: _Office) -> None:
    voucher = office.grant(100)
    with pytest.raises(Refused):
        ledger.post_voucher(office.session, voucher.id, ACCOUNTANT, NOW)
    office.post(voucher)
    with pytest.raises(Conflict):
        ledger.post_voucher(office.session, voucher.id, ACCOUNTANT, NOW)


def test_numbers_run_without_gaps_for_each_type_and_month(office: _Office) -> None:
    april = datetime(2026, 4, 1, 1, 0, tzinfo=UTC)
    first, second = office.grant(100), office.grant(200)
    ledger.discard_voucher(office.session, office.grant(9).id, "重复", ACCOUNTANT, NOW)
    assert [office.post(second).number, office.post(first).number] == [1, 2]
    assert office.post(office.benefit(50)).number == 1
    late = ledger.receive_grant(
        office.session, office.book, office.fund, 5, day=date(2026, 4, 1), summary="拨款",
        key=new_id(), preparer=ACCOUNTANT, now=april, purpose=DIBAO,
    )  # fmt: skip
    assert office.post(late, april).number == 1
    assert office.sound()


def test_a_fund_is_never_overdrawn_on_any_day(office: _Office) -> None:
    office.post(office.grant(1000, day=DAY - timedelta(days=2)))
    too_early = office.benefit(600, day=DAY - timedelta(days=3))
    with pytest.raises(Refused):
        office.post(too_early)
    office.post(office.benefit(600))
    backdated = office.benefit(600, day=DAY - timedelta(days=2))
    with pytest.raises(Refused):
        office.post(backdated)
    office.post(office.benefit(400, day=DAY - timedelta(days=2)))
    assert office.available() == 0
    assert office.sound()


def test_cash_is_not_overdrawn_while_the_bank_is_full(office: _Office) -> None:
    office.post(office.grant(1000))
    fund = office.fund
    spend = office.draft(Line("5001", fund, debit_fen=10), Line("1001", fund, credit_fen=10))
    with pytest.raises(Refused):
        office.post(office.prepare(spend))
    draw = office.draft(Line("1001", fund, debit_fen=10), Line("1002", fund, credit_fen=10))
    office.post(office.prepare(draw))
    spend = replace(spend, key=new_id())
    office.post(office.prepare(spend))
    assert office.sound()


def test_money_owed_counts_against_the_fund(office: _Office) -> None:
    office.post(office.grant(1000))
    fund = office.fund
    owed = office.draft(Line("5001", fund, debit_fen=900), Line("2307", fund, credit_fen=900))
    office.post(office.prepare(owed))
    with pytest.raises(Refused):
        office.post(office.benefit(200))
    lent = office.draft(Line("1218", fund, debit_fen=950), Line("1002", fund, credit_fen=950))
    office.post(office.prepare(lent))
    with pytest.raises(Refused):
        office.post(office.benefit(60))
    assert office.sound()


def test_earmarked_money_is_for_its_purpose(office: _Office) -> None:
    with pytest.raises(Refused) as refused:
        ledger.receive_grant(
            office.session, office.book, office.fund, 5, day=DAY, summary="拨款", key="k",
            preparer=ACCOUNTANT, now=NOW, purpose="other",
        )  # fmt: skip
    assert refused.value.code == "fund-purpose"


def _two_funds(office: _Office) -> tuple[FundId, Draft]:
    other = ledger.open_fund(office.session, office.book, "gongzu", "公租房补贴", "", NOW).id
    office.post(office.grant(1000))
    return other, office.draft(
        Line("5001", office.fund, debit_fen=300),
        Line("1002", office.fund, credit_fen=300),
        Line("1002", other, debit_fen=300),
        Line("4609", other, credit_fen=300),
    )


def test_no_money_goes_from_one_fund_to_another(office: _Office) -> None:
    other, transfer = _two_funds(office)
    with pytest.raises(Refused) as refused:
        office.prepare(transfer)
    assert refused.value.code == "fund-transfer"
    crossed = office.draft(
        Line("5001", office.fund, debit_fen=300), Line("1002", other, credit_fen=300)
    )
    with pytest.raises(Refused) as refused:
        office.prepare(crossed)
    assert refused.value.code == "unbalanced"
    assert len(ledger.draft_problems(office.session, office.book, crossed)) == 2


def test_a_book_may_allow_transfers_between_funds(session: Session) -> None:
    office = _open(session, transfers=True)
    other, transfer = _two_funds(office)
    office.post(office.prepare(transfer))
    assert ledger.get_fund(session, other).net_fen == 300
    assert office.sound()


def test_a_red_copy_cancels_a_voucher(office: _Office) -> None:
    office.post(office.grant(1000))
    wrong = office.post(office.benefit(600))
    red = office.reverse(wrong, key="red")
    assert office.reverse(wrong, key="red") == red
    assert red.summary == "注销3月9日付字第1号凭证"
    assert (red.reverses, red.amount_fen) == (wrong.id, -600)
    assert ledger.amount_in_capitals(red) == "（红字）陆元整"
    with pytest.raises(Conflict):
        office.reverse(wrong)
    with pytest.raises(Refused):
        office.pay(wrong)
    posted = office.post(red)
    assert office.available() == 1000
    with pytest.raises(Refused):
        office.reverse(posted)
    with pytest.raises(Refused):
        office.pay(posted)
    correct = office.prepare(
        replace(
            office.draft(Line("5001", office.fund, debit_fen=60), Line("1002", office.fund, credit_fen=60)),
            corrects=wrong.id,
        )
    )  # fmt: skip
    assert office.post(correct).corrects == wrong.id
    rows = ledger.trial_balance(office.session, office.book, DAY, DAY)
    assert {row.account: (row.debit_fen, row.credit_fen) for row in rows} == {
        "1002": (1000, 60),
        "4001": (0, 1000),
        "5001": (60, 0),
    }
    assert office.sound()


def test_a_discarded_red_copy_may_be_made_again(office: _Office) -> None:
    grant = office.post(office.grant(1000))
    ledger.discard_voucher(
        office.session, office.reverse(grant).id, "不必冲销", ACCOUNTANT, NOW
    )
    office.post(office.benefit(600))
    red = office.reverse(grant)
    with pytest.raises(Refused):
        office.post(red)


def test_what_is_not_posted_or_of_a_prior_year_is_not_reversed(office: _Office) -> None:
    with pytest.raises(Refused):
        office.reverse(office.grant(1))
    old = office.post(office.grant(1000, day=date(2025, 12, 31)))
    with pytest.raises(Refused) as refused:
        office.reverse(old)
    assert refused.value.code == "reversal_prior_year"
    with pytest.raises(Refused):
        office.reverse(old, day=date(2025, 12, 30))


def test_a_posted_voucher_is_not_discarded(office: _Office) -> None:
    with pytest.raises(Refused):
        ledger.discard_voucher(
            office.session, office.post(office.grant(1)).id, "错", ACCOUNTANT, NOW
        )
    voucher = office.grant(1)
    with pytest.raises(Refused):
        ledger.discard_voucher(office.session, voucher.id, " ", ACCOUNTANT, NOW)
    ledger.discard_voucher(office.session, voucher.id, "错", ACCOUNTANT, NOW)
    with pytest.raises(Conflict):
        ledger.discard_voucher(office.session, voucher.id, "错", ACCOUNTANT, NOW)
    assert office.sound()


def test_only_the_cashier_pays_and_only_once(office: _Office) -> None:
    office.post(office.grant(1000))
    voucher = office.benefit(600)
    with pytest.raises(Refused):
        office.pay(voucher)
    office.post(voucher)
    with pytest.raises(Refused):
        office.pay(voucher, by=LEADER)
    with pytest.raises(Refused):
        office.pay(voucher, reference=" ")
    with pytest.raises(Refused):
        ledger.release_payment(
            office.session, voucher.id, "ICBC-1", DAY + timedelta(days=1), CASHIER, NOW
        )
    assert office.pay(voucher) == office.pay(voucher)
    with pytest.raises(Conflict):
        office.pay(voucher, reference="ICBC-2")
    with pytest.raises(Refused):
        office.pay(office.post(office.grant(5)))


def test_who_prepared_does_not_pay_after_becoming_cashier(office: _Office) -> None:
    office.post(office.grant(1000))
    voucher = office.post(office.benefit(600))
    ledger.appoint_officer(office.session, office.book, Office.ACCOUNTANT, LEADER, NOW)
    ledger.appoint_officer(office.session, office.book, Office.CASHIER, ACCOUNTANT, NOW)
    with pytest.raises(Refused) as refused:
        office.pay(voucher, by=ACCOUNTANT)
    assert refused.value.code == "payer_took_part"


def test_offices_stay_apart(office: _Office) -> None:
    with pytest.raises(Refused):
        ledger.appoint_officer(office.session, office.book, Office.CASHIER, ACCOUNTANT, NOW)
    with pytest.raises(Refused):
        ledger.appoint_officer(office.session, office.book, Office.DIRECTOR, CASHIER, NOW)
    assert ledger.get_officers(office.session, office.book).cashier == CASHIER


def test_a_reservation_keeps_money_for_its_voucher(office: _Office) -> None:
    office.post(office.grant(1000))
    session, fund = office.session, office.fund
    hold = ledger.hold_funds(session, fund, 600, "case-1", DIRECTOR, NOW, case=CASE)
    assert ledger.hold_funds(session, fund, 600, "case-1", DIRECTOR, NOW, case=CASE) == hold
    with pytest.raises(Conflict):
        ledger.hold_funds(session, fund, 601, "case-1", DIRECTOR, NOW, case=CASE)
    assert office.available() == 400
    with pytest.raises(Refused):
        ledger.hold_funds(session, fund, 401, "case-2", DIRECTOR, NOW)
    with pytest.raises(Refused):
        ledger.hold_funds(session, fund, 0, "case-3", DIRECTOR, NOW)
    with pytest.raises(Refused):
        office.post(office.benefit(401))
    voucher = office.benefit(600, hold=hold.id)
    with pytest.raises(Conflict):
        office.benefit(600, hold=hold.id)
    office.post(voucher)
    assert office.available() == 400
    assert ledger.get_hold(session, hold.id).outcome == "posted"
    with pytest.raises(Conflict):
        ledger.void_hold(session, hold.id, DIRECTOR, NOW)
    with pytest.raises(Conflict):
        office.benefit(1, hold=hold.id)
    assert office.sound()


def test_a_voided_reservation_frees_the_money(office: _Office) -> None:
    office.post(office.grant(1000))
    hold = ledger.hold_funds(office.session, office.fund, 600, "case-1", DIRECTOR, NOW)
    voucher = office.benefit(600, hold=hold.id)
    assert ledger.void_hold(office.session, hold.id, DIRECTOR, NOW).outcome == "voided"
    with pytest.raises(Conflict):
        office.post(voucher)
    assert office.available() == 1000


def test_a_reservation_is_used_in_its_own_fund(office: _Office) -> None:
    other = ledger.open_fund(office.session, office.book, "b", "B", DIBAO, NOW)
    office.post(office.grant(1000, fund=other.id))
    hold = ledger.hold_funds(office.session, other.id, 5, "k", DIRECTOR, NOW)
    with pytest.raises(Refused):
        office.benefit(5, hold=hold.id)


def test_a_closed_month_takes_nothing_more(office: _Office) -> None:
    session, book = office.session, office.book
    april = datetime(2026, 4, 1, 1, 0, tzinfo=UTC)
    february = office.grant(1000, day=date(2026, 2, 3))
    waiting = office.grant(1)
    with pytest.raises(Refused) as refused:
        ledger.close_period(session, book, "2026-03", ACCOUNTANT, NOW)
    assert refused.value.code == "period_running"
    with pytest.raises(Refused) as refused:
        ledger.close_period(session, book, "2026-03", ACCOUNTANT, april)
    assert refused.value.code == "period_order"
    with pytest.raises(Refused) as refused:
        ledger.close_period(session, book, "2026-02", ACCOUNTANT, april)
    assert refused.value.code == "period_unfinished"
    office.post(february)
    february_closing = ledger.close_period(session, book, "2026-02", ACCOUNTANT, april)
    assert b'"1002",1000,0' in february_closing
    with pytest.raises(Conflict):
        ledger.close_period(session, book, "2026-02", ACCOUNTANT, april)
    with pytest.raises(Refused) as refused:
        office.grant(1, day=date(2026, 1, 31))
    assert refused.value.code == "period_closed"
    office.post(waiting)
    ledger.close_period(session, book, "2026-03", ACCOUNTANT, april)
    with pytest.raises(NotFound):
        ledger.close_period(session, book, "2026-04", ACCOUNTANT, april + timedelta(days=40))
    assert office.sound()


def test_nothing_is_booked_into_the_future(office: _Office) -> None:
    with pytest.raises(Refused):
        office.grant(1, day=DAY + timedelta(days=1))


def test_the_trial_balance_balances_for_the_book_and_each_fund(office: _Office) -> None:
    office.post(office.grant(1000, day=date(2026, 2, 3)))
    office.post(office.benefit(600))
    other = ledger.open_fund(office.session, office.book, "b", "B", DIBAO, NOW)
    office.post(office.grant(50, fund=other.id))
    march = date(2026, 3, 1), date(2026, 3, 31)
    rows = ledger.trial_balance(office.session, office.book, *march)
    bank = rows[0]
    assert (bank.title, bank.opening_fen, bank.debit_fen, bank.credit_fen) == (
        "银行存款",
        1000,
        50,
        600,
    )
    assert (bank.year_debit_fen, bank.year_credit_fen, bank.closing_fen) == (1050, 600, 450)
    of_fund = ledger.trial_balance(office.session, office.book, *march, fund=other.id)
    for table in (rows, of_fund):
        assert sum(row.closing_fen for row in table) == 0
        assert sum(row.opening_fen for row in table) == 0
        assert sum(row.debit_fen - row.credit_fen for row in table) == 0


def test_what_is_not_there_is_not_found(office: _Office) -> None:
    session, nothing = office.session, new_id()
    asking: list[Callable[[], object]] = [
        lambda: ledger.get_book(session, BookId(nothing)),
        lambda: ledger.open_fund(session, BookId(nothing), "a", "A", "", NOW),
        lambda: ledger.get_fund(session, FundId(nothing)),
        lambda: ledger.get_hold(session, nothing),
        lambda: ledger.get_voucher(session, VoucherId(nothing)),
        lambda: ledger.get_officers(session, BookId(nothing)),
    ]
    for ask in asking:
        with pytest.raises(NotFound):
            ask()
    assert ledger.find_fund(session, office.book, "none") is None
    assert ledger.books_of(session, UNIT)[0].id == office.book
    fund = Line("5001", office.fund, debit_fen=1), Line("1002", office.fund, credit_fen=1)
    elsewhere = replace(office.draft(*fund), corrects=_open(session).grant(1).id)
    with pytest.raises(NotFound):
        office.prepare(elsewhere)
    with pytest.raises(Refused):
        posting_account(ledger.get_book(session, office.book), "none")


def test_a_fund_code_stands_for_one_fund(office: _Office) -> None:
    session = office.session
    same = ledger.open_fund(session, office.book, "dibao", "低保资金", DIBAO, NOW)
    assert same.id == office.fund
    assert list(ledger.funds_of(session, office.book)) == [office.fund]
    with pytest.raises(Conflict):
        ledger.open_fund(session, office.book, "dibao", "别的资金", DIBAO, NOW)


def test_the_audit_log_and_the_books_agree(office: _Office) -> None:
    session, book = office.session, ledger.get_book(office.session, office.book)
    told = [
        events.book_opened(book),
        events.officer_appointed(book, Office.CASHIER, CASHIER),
        events.fund_opened(ledger.get_fund(session, office.fund)),
    ]
    granted = office.grant(1000)
    told.append(events.voucher_prepared(granted))
    told.append(
        events.voucher_reviewed(ledger.review_voucher(session, granted.id, LEADER, NOW))
    )
    told.append(events.voucher_approved(office.approve(granted)))
    told.append(
        events.voucher_posted(ledger.post_voucher(session, granted.id, ACCOUNTANT, NOW))
    )
    hold = ledger.hold_funds(session, office.fund, 10, "a", DIRECTOR, NOW)
    told += [events.funds_held(hold), events.hold_voided(hold)]
    ledger.void_hold(session, hold.id, DIRECTOR, NOW)
    paid = office.post(office.benefit(400))
    told += [events.voucher_posted(paid), events.payment_released(office.pay(paid), paid)]
    gone = ledger.discard_voucher(session, office.benefit(1).id, "错", ACCOUNTANT, NOW)
    told.append(events.voucher_discarded(gone))
    closing = ledger.close_period(
        session, book.id, "2026-03", ACCOUNTANT, NOW + timedelta(days=30)
    )
    told.append(events.period_closed(book, "2026-03", closing))
    audit.append_all(session, told, ACCOUNTANT, NOW)
    report = ledger.verify(session, against_audit=True)
    assert report.findings == ()
    assert (report.books, report.vouchers, report.entries) == (1, 3, 6)


HARMS = [
    "UPDATE voucher SET summary = 'x' WHERE posted_at IS NOT NULL",
    "UPDATE voucher SET summary = 'x' WHERE posted_at IS NULL",
    "UPDATE voucher SET case_id = 'x' WHERE posted_at IS NULL",
    "UPDATE voucher SET day = '2026-03-08' WHERE posted_at IS NULL",
    "UPDATE voucher SET approved_by = 'x' WHERE posted_at IS NULL AND approved_at IS NOT NULL",
    "UPDATE voucher SET posted_at = NULL, number = NULL, body = NULL, digest = NULL,"
    " posted_by = NULL WHERE posted_at IS NOT NULL",
    "UPDATE voucher SET approved_by = prepared_by, approved_at = prepared_at"
    " WHERE approved_at IS NULL",
    "UPDATE voucher SET approved_by = 'system', approved_at = prepared_at"
    " WHERE approved_at IS NULL",
    "UPDATE voucher SET discard_reason = 'y' WHERE discarded_at IS NOT NULL",
    "DELETE FROM voucher",
    "UPDATE voucher_entry SET debit_fen = debit_fen + 1",
    "DELETE FROM voucher_entry",
    "INSERT INTO voucher_entry SELECT 'x', voucher_id, 9, account_id, fund_id, 5, 0"
    " FROM voucher_entry WHERE line = 1",
    "INSERT INTO payment SELECT id, 'x', 'y', day, prepared_at FROM voucher"
    " WHERE posted_at IS NULL",
    "UPDATE payment SET bank_reference = 'x'",
    "DELETE FROM payment",
    "UPDATE fund SET net_fen = 0",
    "UPDATE fund SET purpose = 'x'",
    "DELETE FROM fund_hold",
    "UPDATE fund_hold SET outcome = 'voided' WHERE settled_at IS NOT NULL",
    "UPDATE fund_hold SET amount_fen = 1 WHERE settled_at IS NULL",
    "UPDATE book_period SET closed_at = NULL, closed_by = NULL, closing = NULL"
    " WHERE closed_at IS NOT NULL",
    "DELETE FROM book_period",
    "DELETE FROM book_officer",
    "UPDATE book_account SET money = (1 = 0)",
    "DELETE FROM book",
]


def _busy(office: _Office) -> None:
    session = office.session
    office.post(office.grant(1000, day=date(2026, 2, 3)))
    ledger.close_period(session, office.book, "2026-02", ACCOUNTANT, NOW)
    office.pay(office.post(office.benefit(100)))
    office.approve(office.benefit(200))
    ledger.discard_voucher(session, office.grant(1).id, "错", ACCOUNTANT, NOW)
    office.grant(5)
    hold = ledger.hold_funds(session, office.fund, 10, "a", DIRECTOR, NOW)
    ledger.void_hold(session, hold.id, DIRECTOR, NOW)
    ledger.hold_funds(session, office.fund, 20, "b", DIRECTOR, NOW)


def test_the_database_refuses_what_the_rules_forbid(office: _Office) -> None:
    _busy(office)
    dialect = office.session.get_bind().dialect.name
    tables = ("voucher", "voucher_entry", "payment", "fund_hold", "book_period")
    emptying = [f"TRUNCATE {table} CASCADE" for table in tables]
    for harm in HARMS + (emptying if dialect == "postgresql" else []):
        with pytest.raises(sa.exc.IntegrityError), office.session.begin_nested():
            result = office.session.execute(sa.text(harm))
            assert isinstance(result, sa.CursorResult)
            assert result.rowcount, f"touches no row, proves nothing: {harm}"
            pytest.fail(f"went through: {harm}")
    assert office.sound()


def test_the_database_refuses_to_post_what_is_unbalanced_or_late(office: _Office) -> None:
    _busy(office)
    session = office.session
    row = session.scalars(
        sa.select(VoucherRow).where(VoucherRow.approved_at.is_not(None), VoucherRow.number.is_(None))
    ).one()  # fmt: skip
    bare = VoucherRow(
        id=new_id(), book_id=office.book, type="记", month="2026-03", day=DAY, summary="x",
        purpose="", key="bare", request="", prepared_by=ACCOUNTANT, prepared_at=NOW,
    )  # fmt: skip
    late = VoucherRow(
        id=new_id(), book_id=office.book, type="记", month="2026-01", day=date(2026, 1, 1), summary="x",
        purpose="", key="late", request="", prepared_by=ACCOUNTANT, prepared_at=NOW,
    )  # fmt: skip
    session.add_all([bare, late])
    session.flush()
    for voucher in (bare, late):
        with pytest.raises(sa.exc.IntegrityError), session.begin_nested():
            voucher.approved_by, voucher.approved_at = DIRECTOR, NOW
            voucher.posted_by, voucher.posted_at, voucher.number = ACCOUNTANT, NOW, 1
            voucher.body, voucher.digest = b"", ""
            session.flush()
    with pytest.raises(sa.exc.IntegrityError), session.begin_nested():
        columns = {name.key: getattr(row, name.key) for name in sa.inspect(VoucherRow).columns}
        session.add(VoucherRow(**{**columns, "id": new_id(), "key": "born-approved"}))
        session.flush()


def test_a_migration_protects_the_tables_as_creating_them_does(session: Session) -> None:
    dialect = session.get_bind().dialect.name
    listing = {
        "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger"
        " WHERE NOT tgisinternal",
    }[dialect]
    dropping = {"sqlite": "DROP TRIGGER {0}", "postgresql": "DROP FUNCTION {0} CASCADE"}[
        dialect
    ]
    ours = ("book", "fund", "voucher", "payment")

    def triggers() -> list[tuple[str, str]]:
        rows = session.execute(sa.text(listing))
        return sorted((name, table) for name, table in rows if table.startswith(ours))

    before = triggers()
    for name, _ in before:
        session.execute(sa.text(dropping.format(name)))
    assert triggers() == []
    for statement in protection(dialect):
        session.execute(sa.text(statement))
    assert triggers() == before


def test_officers_are_appointed_with_a_book_or_it_is_not_opened(session: Session) -> None:
    chart = ledger.read_chart(CHARTS, "village")
    with pytest.raises(Refused):
        ledger.open_book(session, chart, UNIT, "x", Officers(CASHIER, CASHIER, None), NOW)
    book = ledger.open_book(session, chart, UNIT, "x", Officers(ACCOUNTANT, CASHIER, None), NOW)
    assert ledger.get_officers(session, book.id).director is None
    count = sa.select(sa.func.count()).select_from(BookOfficerRow)
    assert session.scalar(count.where(BookOfficerRow.book_id == book.id)) == 2
