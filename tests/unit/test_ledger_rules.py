"""What a voucher may say, and what an auditor would notice."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dossier.kernel.canonical import canonical_json, sha256_hex
from dossier.kernel.errors import NotFound, Refused
from dossier.kernel.ids import SYSTEM, BookId, EntryId, FundId, UserId, VoucherId
from dossier.ledger import checks, rules
from dossier.ledger.bodies import posted_values
from dossier.ledger.chart import read_chart
from dossier.ledger.model import (
    Book,
    Draft,
    Entry,
    Fund,
    LedgerFinding,
    Line,
    Office,
    Payment,
    Voucher,
    VoucherType,
)

CHARTS = Path(__file__).parents[2] / "form_schemas" / "accounts"
NOW = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
DAY = date(2026, 3, 9)
BOOK = Book(BookId("book"), "unit", "账簿", "government@1", {}, False, False)
A, B = FundId("a"), FundId("b")
FUNDS = {
    A: Fund(A, BOOK.id, "a", "低保资金", "dibao", 0, 0, 0),
    B: Fund(B, BOOK.id, "b", "捐赠", "", 0, 0, 0),
}
ACCOUNTS = {account.code: account for account in read_chart(CHARTS, "government").accounts}
ZHANG, LI, WANG = UserId("zhang"), UserId("li"), UserId("wang")
APPOINTED = [(NOW - timedelta(days=9), Office.CASHIER, LI)]


def _draft(word: VoucherType, *lines: Line, summary: str = "发放", key: str = "k") -> Draft:
    return Draft(word, DAY, summary, lines, key, purpose="dibao")


def _codes(draft: Draft) -> list[str]:
    return [problem.code for problem in rules.draft_problems(BOOK, ACCOUNTS, FUNDS, draft)]


PAID = (Line("5001", A, debit_fen=5), Line("1002", A, credit_fen=5))
GIVEN = (Line("1002", A, debit_fen=5), Line("4001", A, credit_fen=5))
OWED = (Line("5001", A, debit_fen=5), Line("2307", A, credit_fen=5))


@pytest.mark.parametrize(
    ("word", "lines", "fits"),
    [
        (VoucherType.PAYMENT, PAID, True),
        (VoucherType.PAYMENT, GIVEN, False),
        (VoucherType.RECEIPT, GIVEN, True),
        (VoucherType.RECEIPT, PAID, False),
        (VoucherType.TRANSFER, OWED, True),
        (VoucherType.TRANSFER, PAID, False),
        (VoucherType.GENERAL, OWED, True),
    ],
)
def test_the_printed_word_fits_what_happens(
    word: VoucherType, lines: tuple[Line, ...], fits: bool
) -> None:
    assert _codes(_draft(word, *lines)) == ([] if fits else ["voucher-type"])


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (_draft(VoucherType.PAYMENT, *PAID, summary=" "), "summary-missing"),
        (_draft(VoucherType.PAYMENT, *PAID, key=""), "key-missing"),
        (_draft(VoucherType.PAYMENT, PAID[0]), "lines-too-few"),
        (_draft(VoucherType.PAYMENT, PAID[0], replace(PAID[1], account="0")), "account-unknown"),
        (_draft(VoucherType.PAYMENT, PAID[0], replace(PAID[1], fund=FundId("?"))), "fund-unknown"),
        (replace(_draft(VoucherType.PAYMENT, *PAID), purpose="other"), "fund-purpose"),
        (_draft(VoucherType.PAYMENT, PAID[0], Line("1002", A)), "amount"),
        (_draft(VoucherType.PAYMENT, PAID[0], Line("1002", A, 5, 5)), "amount"),
        (_draft(VoucherType.PAYMENT, PAID[0], Line("1002", A, -5)), "amount"),
        (_draft(VoucherType.PAYMENT, PAID[0], Line("1002", A, 10**14)), "amount"),
        (_draft(VoucherType.PAYMENT, PAID[0], Line("1002", A, 0, 6)), "unbalanced"),
    ],
)  # fmt: skip
def test_a_wrong_draft_is_told_what_is_wrong(draft: Draft, code: str) -> None:
    problems = rules.draft_problems(BOOK, ACCOUNTS, FUNDS, draft)
    assert code in [problem.code for problem in problems]
    assert all(problem.message and problem.remedy for problem in problems)


def test_one_voucher_may_spend_from_two_funds() -> None:
    of_b = tuple(replace(line, fund=B) for line in PAID)
    assert _codes(_draft(VoucherType.PAYMENT, *PAID, *of_b)) == []


def test_a_balance_before_the_first_change_is_nought() -> None:
    assert rules.lowest_balance({}, DAY) == 0


def test_only_taking_needs_cover() -> None:
    rules.require_covered("x", -5, 1)
    rules.require_covered("x", 5, -5)
    with pytest.raises(Refused) as refused:
        rules.require_covered("x", 5, -7)
    assert refused.value.facts == {"missing_fen": 2}


# --- what an auditor would notice --------------------------------------------------------


def _entries(*lines: Line) -> tuple[Entry, ...]:
    return tuple(
        Entry(EntryId(f"e{at}"), at, line.account, line.fund, line.debit_fen, line.credit_fen)
        for at, line in enumerate(lines, 1)
    )


def _voucher(*lines: Line) -> Voucher:
    return Voucher(
        id=VoucherId("v"), book=BOOK.id, type=VoucherType.PAYMENT, month="2026-03", day=DAY,
        number=1, summary="发放", purpose="dibao", key="k", case=None, action=None, hold=None,
        reverses=None, corrects=None, prepared_by=ZHANG, prepared_at=NOW, reviewed_by=None,
        reviewed_at=None, approved_by=WANG, approved_at=NOW, posted_by=ZHANG, posted_at=NOW,
        discarded_by=None, discarded_at=None, digest=None, entries=_entries(*lines or PAID),
    )  # fmt: skip


def _found(findings: Iterable[LedgerFinding]) -> list[str]:
    return [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        (PAID, []),
        ((PAID[0],), ["unbalanced"]),
        ((replace(PAID[0], account="0"), PAID[1]), ["account"]),
        (tuple(replace(line, fund=FundId("?")) for line in PAID), ["fund", "fund"]),
        (rules.reversed_lines(_entries(*PAID)), ["amount", "amount"]),
        ((*PAID, Line("5001", A)), ["amount"]),
        (
            (*PAID, Line("1002", B, debit_fen=5), Line("4609", B, credit_fen=5)),
            ["fund-transfer"],
        ),
    ],
)
def test_wrong_entries_are_noticed(lines: tuple[Line, ...], codes: list[str]) -> None:
    found = checks.entry_findings(
        _voucher(*lines), ACCOUNTS, FUNDS, fund_transfers_allowed=False
    )
    assert _found(found) == codes


def test_a_voucher_without_entries_or_off_purpose_is_noticed() -> None:
    empty = replace(_voucher(), entries=())
    found = checks.entry_findings(empty, ACCOUNTS, FUNDS, fund_transfers_allowed=True)
    assert _found(found) == ["empty"]
    other = replace(_voucher(), purpose="other")
    found = checks.entry_findings(other, ACCOUNTS, FUNDS, fund_transfers_allowed=True)
    assert _found(found) == ["fund-purpose", "fund-purpose"]


@pytest.mark.parametrize(
    ("voucher", "review", "codes"),
    [
        (_voucher(), False, []),
        (_voucher(), True, ["unreviewed"]),
        (replace(_voucher(), reviewed_by=UserId("zhao"), reviewed_at=NOW), True, []),
        (replace(_voucher(), month="2026-02"), False, ["month"]),
        (replace(_voucher(), approved_by=ZHANG), False, ["same-person"]),
        (replace(_voucher(), approved_by=LI), False, ["cashier_approves"]),
        (replace(_voucher(), approved_by=SYSTEM), False, ["machine_approves"]),
        (replace(_voucher(), approved_by=None, approved_at=None), False, ["unapproved"]),
        (replace(_voucher(), posted_at=None), True, []),
    ],
)
def test_wrong_approvals_are_noticed(voucher: Voucher, review: bool, codes: list[str]) -> None:
    found = checks.approval_findings(voucher, APPOINTED, review_required=review)
    assert _found(found) == codes


def test_the_cashier_is_the_one_of_the_moment() -> None:
    later = [*APPOINTED, (NOW, Office.ACCOUNTANT, ZHANG), (NOW, Office.CASHIER, WANG)]
    assert checks.cashier_at(later, NOW - timedelta(days=10)) is None
    assert checks.cashier_at(later, NOW - timedelta(days=1)) == LI
    assert checks.cashier_at(later, NOW) == WANG


def test_a_changed_posted_voucher_is_noticed() -> None:
    body = canonical_json(posted_values(_voucher()))
    sealed = replace(_voucher(), digest=sha256_hex(body))
    assert _found(checks.body_findings(sealed, body)) == []
    assert _found(checks.body_findings(sealed, None)) == ["digest"]
    assert _found(checks.body_findings(sealed, body + b" ")) == ["digest"]
    assert _found(checks.body_findings(replace(sealed, summary="x"), body)) == ["changed"]
    assert _found(checks.body_findings(replace(sealed, posted_at=None), None)) == []


def test_a_red_voucher_must_cancel_the_posted_one() -> None:
    original = _voucher()
    red = replace(_voucher(*rules.reversed_lines(original.entries)), reverses=VoucherId("v"))
    assert _found(checks.reversal_findings(red, original)) == []
    found = checks.entry_findings(red, ACCOUNTS, FUNDS, fund_transfers_allowed=False)
    assert _found(found) == []
    assert _found(checks.reversal_findings(_voucher(), original)) == ["reversal"]
    assert _found(checks.reversal_findings(red, replace(original, posted_at=None))) == [
        "reversal"
    ]


def test_a_payment_by_the_wrong_person_is_noticed() -> None:
    payment = Payment(VoucherId("v"), LI, "ICBC-1", DAY, NOW)
    assert _found(checks.payment_findings(_voucher(), payment, APPOINTED)) == []
    by_zhang = replace(payment, cashier=ZHANG)
    wrong = replace(_voucher(), posted_at=None)
    assert _found(checks.payment_findings(wrong, by_zhang, APPOINTED)) == [
        "paid-unposted",
        "not_cashier",
        "payer_took_part",
    ]


def test_a_gap_in_the_numbers_and_an_overdrawn_day_are_noticed() -> None:
    assert _found(checks.number_findings({("2026-03", "付"): [2, 1, 3]})) == []
    assert _found(checks.number_findings({("2026-03", "付"): [1, 3, 5]})) == ["number"]
    later = DAY + timedelta(days=1)
    assert _found(checks.balance_findings("x", {later: -5, DAY: 5})) == []
    assert _found(checks.balance_findings("x", {DAY: -5, later: 5})) == ["overdrawn"]


# --- charts ------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["nonprofit", "government", "village"])
def test_the_charts_that_are_shipped_can_be_used(code: str) -> None:
    chart = read_chart(CHARTS, code)
    assert chart.to_confirm
    kinds = {account.code: account.kind for account in chart.accounts}
    assert kinds[chart.posting["bank"]] == "asset"
    assert kinds[chart.posting["grant"]] == "income"
    assert kinds[chart.posting["benefit"]] == "expense"


GOOD = """
code: small
version: 1
title: 小账
source: 自编
confidence: K
to_confirm: true
posting: {cash: "1001", bank: "1002", grant: "4001", benefit: "5001"}
accounts:
- {code: "1001", title: 库存现金, kind: asset, side: debit, money: true}
- {code: "1002", title: 银行存款, kind: asset, side: debit, money: true}
- {code: "4001", title: 收入, kind: income, side: credit}
- {code: "5001", title: 费用, kind: expense, side: debit}
"""


def test_a_small_chart_is_read(tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(GOOD, encoding="utf-8")
    assert len(read_chart(tmp_path, "small").accounts) == 4


@pytest.mark.parametrize("code", ["none", "../small", ""])
def test_a_chart_that_is_not_there_is_not_found(tmp_path: Path, code: str) -> None:
    (tmp_path / "small.yaml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(NotFound):
        read_chart(tmp_path, code)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("accounts:", "accounts: ["),
        ("kind: income", "kind: revenue"),
        ("code: small", "code: other"),
        ('"4001", title', '"1001", title'),
        ('grant: "4001"', 'grant: "4002"'),
        ('grant: "4001", ', ""),
        ('bank: "1002"', 'bank: "4001"'),
    ],
)
def test_a_chart_that_cannot_be_used_is_refused(tmp_path: Path, old: str, new: str) -> None:
    (tmp_path / "small.yaml").write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(Refused):
        read_chart(tmp_path, "small")
