"""Several people at once: one wins, the others are told; no money is lost or spent twice."""

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from dossier import ledger
from dossier.kernel.clock import FixedClock
from dossier.kernel.errors import Conflict, Refused
from dossier.kernel.ids import (
    ActionId,
    BookId,
    CaseId,
    FundId,
    UnitId,
    UserId,
    VoucherId,
    new_id,
)
from dossier.ledger import Officers, VoucherStatus
from dossier.ledger.events import voucher_posted, voucher_prepared
from dossier.work import Work, begin, look

CHARTS = Path(__file__).parents[2] / "form_schemas" / "accounts"
NOW = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
DAY = date(2026, 3, 9)
ACCOUNTANT, CASHIER, DIRECTOR = (UserId(new_id()) for _ in range(3))
CASE, ACTION = CaseId(new_id()), ActionId(new_id())

Sessions = sessionmaker[Session]


@pytest.fixture
def place(sessions: Sessions) -> tuple[BookId, FundId]:
    """A book whose fund holds 1000 fen."""
    chart = ledger.read_chart(CHARTS, "government")
    with begin(sessions, ACCOUNTANT, FixedClock(NOW)) as work:
        officers = Officers(ACCOUNTANT, CASHIER, DIRECTOR)
        unit = UnitId(new_id())
        book = ledger.open_book(work.session, chart, unit, "专账", officers, NOW).id
        fund = ledger.open_fund(work.session, book, "dibao", "低保资金", "", NOW).id
        grant = ledger.receive_grant(
            work.session, book, fund, 1000, day=DAY, summary="拨款", key="grant",
            preparer=ACCOUNTANT, now=NOW,
        )  # fmt: skip
        ledger.approve_voucher(work.session, grant.id, DIRECTOR, NOW)
        work.record(
            voucher_posted(ledger.post_voucher(work.session, grant.id, ACCOUNTANT, NOW))
        )
    return book, fund


def _benefit(work: Work, place: tuple[BookId, FundId], fen: int, key: str) -> ledger.Voucher:
    return ledger.prepare_benefit(
        work.session, *place, fen, day=DAY, summary="发放低保金", key=key, purpose="",
        case=CASE, action=ACTION, preparer=ACCOUNTANT, now=NOW,
    )  # fmt: skip


def _approve(voucher: VoucherId, by: UserId, work: Work) -> object:
    return ledger.approve_voucher(work.session, voucher, by, NOW)


def _post(voucher: VoucherId, work: Work) -> object:
    posted = ledger.post_voucher(work.session, voucher, ACCOUNTANT, NOW)
    work.record(voucher_posted(posted))
    return posted


def _pay(voucher: VoucherId, reference: str, work: Work) -> object:
    return ledger.release_payment(work.session, voucher, reference, DAY, CASHIER, NOW)


def _at_once(
    sessions: Sessions, acts: Sequence[Callable[[Work], object]]
) -> tuple[list[object], list[Exception]]:
    """Do every act in a thread and transaction of its own; return results and failures."""
    results: list[object] = []
    failures: list[Exception] = []
    ready = threading.Barrier(len(acts))

    def run(act: Callable[[Work], object]) -> None:
        ready.wait()
        try:
            with begin(sessions, ACCOUNTANT, FixedClock(NOW)) as work:
                result = act(work)
            results.append(result)
        except Exception as failure:  # noqa: BLE001  (every failure is looked at below)
            failures.append(failure)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results, failures


def test_of_two_who_approve_at_once_one_is_told(
    sessions: Sessions, place: tuple[BookId, FundId]
) -> None:
    with begin(sessions, ACCOUNTANT, FixedClock(NOW)) as work:
        voucher = _benefit(work, place, 600, "case-1").id
    people = [UserId(new_id()) for _ in range(3)]
    done, failed = _at_once(
        sessions,
        [partial(_approve, voucher, person) for person in people],
    )
    assert len(done) == 1
    assert [type(failure) for failure in failed] == [Conflict, Conflict]


def test_of_several_who_post_and_pay_at_once_one_does(
    sessions: Sessions, place: tuple[BookId, FundId]
) -> None:
    with begin(sessions, ACCOUNTANT, FixedClock(NOW)) as work:
        voucher = _benefit(work, place, 600, "case-1").id
        ledger.approve_voucher(work.session, voucher, DIRECTOR, NOW)
    done, failed = _at_once(sessions, [partial(_post, voucher)] * 3)
    assert (len(done), [type(failure) for failure in failed]) == (1, [Conflict, Conflict])
    done, failed = _at_once(
        sessions,
        [partial(_pay, voucher, number) for number in ("ICBC-1", "ICBC-2", "ICBC-3")],
    )
    assert (len(done), [type(failure) for failure in failed]) == (1, [Conflict, Conflict])
    with look(sessions) as session:
        assert ledger.get_voucher(session, voucher).status is VoucherStatus.POSTED
        assert ledger.verify(session, against_audit=True).findings == ()


def test_the_same_benefit_prepared_at_once_is_one_voucher(
    sessions: Sessions, place: tuple[BookId, FundId]
) -> None:
    def prepare(work: Work) -> str:
        voucher = _benefit(work, place, 600, "case-1")
        work.record(voucher_prepared(voucher))
        return voucher.id

    done, failed = _at_once(sessions, [prepare] * 4)
    assert failed == []
    assert len(set(done)) == 1


def test_a_fund_cannot_be_spent_twice_at_once(
    sessions: Sessions, place: tuple[BookId, FundId]
) -> None:
    with begin(sessions, ACCOUNTANT, FixedClock(NOW)) as work:
        vouchers = [_benefit(work, place, 600, f"case-{at}").id for at in range(3)]
        for voucher in vouchers:
            ledger.approve_voucher(work.session, voucher, DIRECTOR, NOW)
    done, failed = _at_once(
        sessions,
        [partial(_post, voucher) for voucher in vouchers],
    )
    assert (len(done), [type(failure) for failure in failed]) == (1, [Refused, Refused])
    with look(sessions) as session:
        assert ledger.get_fund(session, place[1]).available_fen == 400
        assert ledger.verify(session, against_audit=False).findings == ()


def test_a_month_does_not_close_under_a_voucher(
    sessions: Sessions, place: tuple[BookId, FundId]
) -> None:
    april = datetime(2026, 4, 2, 1, 0, tzinfo=UTC)
    with begin(sessions, ACCOUNTANT, FixedClock(NOW)) as work:
        voucher = _benefit(work, place, 600, "case-1").id
        ledger.approve_voucher(work.session, voucher, DIRECTOR, NOW)
    _, failed = _at_once(
        sessions,
        [
            lambda work: ledger.post_voucher(work.session, voucher, ACCOUNTANT, NOW),
            lambda work: ledger.close_period(
                work.session, place[0], "2026-03", ACCOUNTANT, april
            ),
        ],
    )
    assert [type(failure) for failure in failed] in ([], [Refused])
    with look(sessions) as session:
        assert ledger.get_voucher(session, voucher).status is VoucherStatus.POSTED
        assert ledger.verify(session, against_audit=False).findings == ()
