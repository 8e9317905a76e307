"""What we would state to an auditor about the books."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from dossier import ledger
from dossier.audit import tables as audit_tables
from dossier.kernel.db import Base, open_engine
from dossier.kernel.errors import Conflict, NotFound, Refused
from dossier.kernel.ids import ActionId, CaseId, EntryId, FundId, UnitId, UserId, new_id
from dossier.ledger import Entry, Line, Officers, rules, tables

CHART = ledger.read_chart(Path(__file__).parents[2] / "form_schemas" / "accounts", "nonprofit")
ACCOUNTS = {account.code: account for account in CHART.accounts}
NOW = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
FIRST = date(2026, 2, 25)
ACCOUNTANT, CASHIER, DIRECTOR = UserId("accountant"), UserId("cashier"), UserId("director")

amounts = st.integers(1, 10**12)
funds = st.sampled_from([FundId("a"), FundId("b")])
codes = st.sampled_from(sorted(ACCOUNTS))


@st.composite
def balanced(draw: st.DrawFn) -> list[Line]:
    """Lines that balance per fund."""
    lines = []
    for _ in range(draw(st.integers(1, 4))):
        fund, fen = draw(funds), draw(amounts)
        lines.append(Line(draw(codes), fund, debit_fen=fen))
        lines.append(Line(draw(codes), fund, credit_fen=fen))
    return lines


def _entries(lines: list[Line]) -> list[Entry]:
    return [
        Entry(EntryId(str(at)), at, line.account, line.fund, line.debit_fen, line.credit_fen)
        for at, line in enumerate(lines, 1)
    ]


@given(balanced(), st.data())
def test_one_fen_more_or_less_no_longer_balances(
    lines: list[Line], data: st.DataObject
) -> None:
    assert rules.unbalanced(lines) == {}
    line = data.draw(st.sampled_from(lines))
    more = Line(line.account, line.fund, debit_fen=data.draw(amounts))
    assert list(rules.unbalanced([*lines, more])) == [line.fund]


@given(balanced())
def test_a_voucher_and_its_red_copy_together_change_nothing(lines: list[Line]) -> None:
    red = rules.reversed_lines(_entries(lines))
    both = [*lines, *red]
    assert rules.unbalanced(both) == {}
    assert set(rules.fund_changes(ACCOUNTS, both).values()) <= {0}
    assert set(rules.money_changes(ACCOUNTS, both).values()) <= {0}


changes = st.dictionaries(
    st.dates(FIRST, FIRST + timedelta(days=9)), st.integers(-100, 100), max_size=8
)


@given(changes, st.dates(FIRST, FIRST + timedelta(days=9)))
def test_the_lowest_balance_is_the_lowest_of_the_days(
    by_day: dict[date, int], start: date
) -> None:
    days = [start + timedelta(days=more) for more in range(12)]
    balance = [sum(fen for day, fen in by_day.items() if day <= until) for until in days]
    assert rules.lowest_balance(by_day, start) == min(balance)


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    """A database in memory with the ledger's tables."""
    engine = open_engine("sqlite://")
    chosen = [
        table
        for name, table in Base.metadata.tables.items()
        if name.startswith(("book", "fund", "voucher", "payment", "audit_"))
    ]
    assert {tables.VoucherRow.__table__, audit_tables.AuditEventRow.__table__} <= set(chosen)
    with engine.connect() as connection:
        Base.metadata.create_all(connection, tables=chosen)
        connection.commit()
        yield connection
    engine.dispose()


small = st.integers(1, 300)
days = st.integers(0, 12).map(lambda more: FIRST + timedelta(days=more))
steps = st.lists(
    st.one_of(
        st.tuples(st.just("grant"), small, days),
        st.tuples(st.just("benefit"), small, days),
        st.tuples(st.just("hold"), small, days),
        st.tuples(st.just("void"), small, days),
        st.tuples(st.just("reverse"), small, days),
        st.tuples(st.just("discard"), small, days),
        st.tuples(st.just("pay"), small, days),
        st.tuples(st.just("close"), small, days),
    ),
    min_size=3,
    max_size=14,
)


class _Desk:
    """Does what it is told; what the rules forbid does not happen."""

    def __init__(self, session: Session) -> None:
        self.session = session
        officers = Officers(ACCOUNTANT, CASHIER, DIRECTOR)
        self.book = ledger.open_book(session, CHART, UnitId(new_id()), "账簿", officers, NOW).id
        self.funds = [
            ledger.open_fund(session, self.book, code, code, "", NOW).id for code in ("a", "b")
        ]
        self.vouchers: list[ledger.Voucher] = []
        self.holds: list[str] = []

    def do(self, step: str, number: int, day: date) -> None:
        session, fund = self.session, self.funds[number % 2]
        chosen = self.vouchers[number % len(self.vouchers)].id if self.vouchers else None
        if step == "grant":
            self.post(
                ledger.receive_grant(
                    session, self.book, fund, number, day=day, summary="拨款", key=new_id(),
                    preparer=ACCOUNTANT, now=NOW,
                )
            )  # fmt: skip
        elif step == "benefit":
            hold = self.holds[number % len(self.holds)] if self.holds and number % 3 else None
            self.post(
                ledger.prepare_benefit(
                    session, self.book, fund, number, day=day, summary="发放", key=new_id(),
                    purpose="", case=CaseId("c"), action=ActionId("a"), preparer=ACCOUNTANT,
                    now=NOW, hold=hold,
                )
            )  # fmt: skip
        elif step == "hold":
            held = ledger.hold_funds(session, fund, number, new_id(), DIRECTOR, NOW)
            self.holds.append(held.id)
        elif step == "void" and self.holds:
            ledger.void_hold(session, self.holds[number % len(self.holds)], DIRECTOR, NOW)
        elif step == "close":
            ledger.close_period(session, self.book, "2026-02", ACCOUNTANT, NOW)
        elif chosen is None:
            return
        elif step == "reverse":
            self.post(ledger.reverse_voucher(session, chosen, day, new_id(), ACCOUNTANT, NOW))
        elif step == "discard":
            ledger.discard_voucher(session, chosen, "错", ACCOUNTANT, NOW)
        elif step == "pay":
            ledger.release_payment(session, chosen, "ICBC", day, CASHIER, NOW)

    def post(self, voucher: ledger.Voucher) -> None:
        self.vouchers.append(voucher)
        with suppress(Refused, Conflict), self.session.begin_nested():
            ledger.approve_voucher(self.session, voucher.id, DIRECTOR, NOW)
            ledger.post_voucher(self.session, voucher.id, ACCOUNTANT, NOW)


@settings(max_examples=15, deadline=None)
@given(steps)
def test_no_sequence_of_acts_upsets_the_books(
    connection: Connection, acts: list[tuple[str, int, date]]
) -> None:
    with Session(connection) as session:
        desk = _Desk(session)
        for step, number, day in acts:
            with suppress(Refused, Conflict, NotFound), session.begin_nested():
                desk.do(step, number, day)
        report = ledger.verify(session, against_audit=False)
        assert report.findings == ()
        for fund in desk.funds:
            assert ledger.get_fund(session, fund).available_fen >= 0
        _assert_replay_equals_balances(session, desk)
        session.rollback()


def _assert_replay_equals_balances(session: Session, desk: _Desk) -> None:
    replayed: dict[tuple[FundId, str], list[int]] = defaultdict(lambda: [0, 0])
    for month in ("2026-02", "2026-03"):
        for voucher in ledger.vouchers_of_month(session, desk.book, month):
            if voucher.posted_at:
                for entry in voucher.entries:
                    replayed[entry.fund, entry.account][0] += entry.debit_fen
                    replayed[entry.fund, entry.account][1] += entry.credit_fen
    kept = ledger.balances(session, desk.book, date(2026, 3, 31))
    assert {(b.fund, b.account): [b.debit_fen, b.credit_fen] for b in kept} == replayed
    assert sum(debit - credit for debit, credit in replayed.values()) == 0
