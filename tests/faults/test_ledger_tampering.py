"""Somebody with the rights of the database's owner changes the books: verification tells."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dossier import audit, ledger
from dossier.kernel.canonical import sha256_hex
from dossier.kernel.ids import ActionId, CaseId, UnitId, UserId, new_id
from dossier.ledger import Officers
from dossier.ledger.events import voucher_posted

CHARTS = Path(__file__).parents[2] / "form_schemas" / "accounts"
NOW = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
DAY = date(2026, 3, 9)
ACCOUNTANT, CASHIER, DIRECTOR = (UserId(new_id()) for _ in range(3))


def _post(session: Session, voucher: ledger.Voucher) -> ledger.Voucher:
    ledger.approve_voucher(session, voucher.id, DIRECTOR, NOW)
    posted = ledger.post_voucher(session, voucher.id, ACCOUNTANT, NOW)
    audit.append(session, voucher_posted(posted), ACCOUNTANT, NOW)
    return posted


@pytest.fixture
def books(session: Session) -> Iterator[Session]:
    """A closed February, two payments in March, a hold; the database's protection taken off."""
    chart = ledger.read_chart(CHARTS, "government")
    officers = Officers(ACCOUNTANT, CASHIER, DIRECTOR)
    book = ledger.open_book(session, chart, UnitId(new_id()), "专账", officers, NOW).id
    fund = ledger.open_fund(session, book, "dibao", "低保资金", "", NOW).id
    grant = ledger.receive_grant(
        session, book, fund, 1000, day=date(2026, 2, 3), summary="拨款", key="grant",
        preparer=ACCOUNTANT, now=NOW,
    )  # fmt: skip
    _post(session, grant)
    ledger.close_period(session, book, "2026-02", ACCOUNTANT, NOW)
    holds = [
        ledger.hold_funds(session, fund, 50, key, DIRECTOR, NOW).id for key in ("b1", "b2")
    ]
    for number, hold in ((1, holds[0]), (2, None)):
        voucher = ledger.prepare_benefit(
            session, book, fund, 100 * number, day=DAY, summary="发放", key=f"benefit-{number}",
            purpose="", case=CaseId("c"), action=ActionId("a"), preparer=ACCOUNTANT, now=NOW,
            hold=hold,
        )  # fmt: skip
        _post(session, voucher)
        ledger.release_payment(session, voucher.id, f"ICBC-{number}", DAY, CASHIER, NOW)
    assert ledger.verify(session, against_audit=True).findings == ()
    if session.get_bind().dialect.name == "sqlite":
        names = sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for name in session.scalars(names).all():
            session.execute(sa.text(f"DROP TRIGGER {name}"))
    else:
        for table in (
            "voucher",
            "voucher_entry",
            "payment",
            "fund_hold",
            "book_period",
            "book_officer",
        ):
            session.execute(sa.text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    yield session
    session.rollback()


def _codes(session: Session, *, against_audit: bool = False) -> set[str]:
    session.expire_all()
    report = ledger.verify(session, against_audit=against_audit)
    assert report.sound is (not report.findings)
    return {finding.code for finding in report.findings}


@pytest.mark.parametrize(
    ("harm", "codes"),
    [
        ("UPDATE voucher_entry SET debit_fen = debit_fen + 1 WHERE debit_fen = 200",
         {"unbalanced", "changed", "turnover"}),
        ("UPDATE voucher_entry SET debit_fen = debit_fen * 9, credit_fen = credit_fen * 9"
         " WHERE debit_fen = 200 OR credit_fen = 200",
         {"changed", "turnover", "overdrawn", "fund-total"}),
        ("UPDATE voucher SET summary = 'x' WHERE number = 2", {"changed"}),
        ("UPDATE voucher SET number = 3 WHERE number = 2", {"changed", "number"}),
        ("UPDATE voucher SET digest = 'x' WHERE number = 2", {"digest"}),
        ("UPDATE voucher SET day = '2026-02-04' WHERE number = 2",
         {"month", "changed", "turnover", "period-closing"}),
        ("UPDATE voucher SET posted_at = NULL, number = NULL, body = NULL, digest = NULL,"
         " posted_by = NULL WHERE type = '收'",
         {"period_unfinished", "period-closing", "turnover", "overdrawn", "fund-total"}),
        ("UPDATE book_period SET closed_at = '2026-03-01' WHERE closed_at IS NOT NULL",
         {"period-reopened"}),
        ("UPDATE fund SET net_fen = net_fen + 1", {"fund-total"}),
        ("UPDATE fund SET held_fen = 0", {"fund-total"}),
        ("UPDATE fund_day SET debit_fen = debit_fen + 1 WHERE debit_fen = 300", {"turnover"}),
        ("DELETE FROM fund_day WHERE debit_fen = 300", {"turnover"}),
        ("UPDATE fund_hold SET outcome = 'voided' WHERE outcome = 'posted'", {"hold"}),
        ("UPDATE fund_hold SET outcome = 'posted', settled_at = held_at WHERE outcome IS NULL",
         {"hold", "fund-total"}),
        ("UPDATE payment SET cashier = 'x'", {"not_cashier"}),
        ("UPDATE book_officer SET user_id = 'x' WHERE office = 'cashier'", {"not_cashier"}),
    ],
)  # fmt: skip
def test_every_harm_is_found(books: Session, harm: str, codes: set[str]) -> None:
    result = books.execute(sa.text(harm))
    assert isinstance(result, sa.CursorResult)
    assert result.rowcount
    assert _codes(books) == codes


def test_a_voucher_that_vanished_with_all_its_traces_is_missed_by_the_audit_log(
    books: Session,
) -> None:
    for harm in (
        "DELETE FROM payment WHERE bank_reference = 'ICBC-2'",
        "DELETE FROM voucher_entry WHERE debit_fen = 200 OR credit_fen = 200",
        "DELETE FROM voucher WHERE type = '付' AND number = 2",
        "UPDATE fund_day SET debit_fen = 100 WHERE debit_fen = 300",
        "UPDATE fund_day SET credit_fen = 100 WHERE credit_fen = 300",
        "UPDATE fund SET net_fen = net_fen + 200, money_fen = money_fen + 200",
    ):
        books.execute(sa.text(harm))
    assert _codes(books) == set()
    assert _codes(books, against_audit=True) == {"voucher-gone"}


def test_a_voucher_that_the_audit_log_does_not_know_is_found(books: Session) -> None:
    told = sa.text("DELETE FROM audit_mention")
    books.execute(told)
    assert _codes(books) == set()
    assert _codes(books, against_audit=True) == {"audit-silent"}


def test_a_voucher_sealed_anew_does_not_match_the_audit_log(books: Session) -> None:
    row = books.execute(sa.text("SELECT id, body FROM voucher WHERE number = 2")).one()
    body = bytes(row.body).replace("发放".encode(), "别的".encode())
    forged = sa.text(
        "UPDATE voucher SET summary = '别的', body = :body, digest = :digest WHERE id = :id"
    )
    digest = sha256_hex(body)
    books.execute(forged, {"body": body, "digest": digest, "id": row.id})
    assert _codes(books) == set()
    assert _codes(books, against_audit=True) == {"audit-digest"}
