"""What must hold in books that are in order.  Pure; the findings are for auditors."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import accumulate

from dossier.kernel.canonical import sha256_hex
from dossier.kernel.ids import SYSTEM, FundId, UserId
from dossier.kernel.money import yuan_text
from dossier.ledger import rules
from dossier.ledger.bodies import posted_values
from dossier.ledger.model import (
    Account,
    Fund,
    LedgerFinding,
    Line,
    Office,
    Payment,
    Voucher,
    VoucherStatus,
)

Appointments = Sequence[tuple[datetime, Office, UserId]]
"""Who took up which office when, oldest first."""


def cashier_at(appointments: Appointments, moment: datetime) -> UserId | None:
    """Return who was the cashier at ``moment``."""
    cashier = None
    for since, office, user in appointments:
        if office is Office.CASHIER and since <= moment:
            cashier = user
    return cashier


def entry_findings(
    voucher: Voucher,
    accounts: Mapping[str, Account],
    funds: Mapping[FundId, Fund],
    *,
    fund_transfers_allowed: bool,
) -> Iterator[LedgerFinding]:
    """Check the entries of one voucher: balanced per fund, one side each, for the purpose."""
    for fund, left in rules.unbalanced(voucher.entries).items():
        yield _finding(voucher, "unbalanced", f"资金{fund}借贷相差{yuan_text(abs(left))}元")
    red = voucher.reverses is not None
    for entry in voucher.entries:
        amounts = entry.debit_fen, entry.credit_fen
        amount = sum(amounts)
        if amounts.count(0) != 1 or (amount < 0) is not red:
            yield _finding(voucher, "amount", f"第{entry.line}行金额不正确")
        if entry.account not in accounts:
            yield _finding(voucher, "account", f"第{entry.line}行科目不在本账簿")
        if entry.fund not in funds:
            yield _finding(voucher, "fund", f"第{entry.line}行资金不在本账簿")
        elif funds[entry.fund].purpose not in ("", voucher.purpose):
            yield _finding(voucher, "fund-purpose", f"第{entry.line}行资金用途不符")
    if not voucher.entries:
        yield _finding(voucher, "empty", "没有分录")
    if any(entry.account not in accounts for entry in voucher.entries):
        return
    net = rules.fund_changes(accounts, voucher.entries).values()
    if not fund_transfers_allowed and min(net, default=0) < 0 < max(net, default=0):
        yield _finding(voucher, "fund-transfer", "在专项资金之间划转")


def approval_findings(
    voucher: Voucher, appointments: Appointments, *, review_required: bool
) -> Iterator[LedgerFinding]:
    """Check that different people prepared, reviewed and approved, none of them the cashier."""
    if voucher.month != rules.month_of(voucher.day):
        yield _finding(voucher, "month", "会计期间与日期不符")
    people = [voucher.prepared_by, voucher.reviewed_by, voucher.approved_by]
    named = [person for person in people if person is not None]
    if len(set(named)) != len(named):
        yield _finding(voucher, "same-person", "制单、审核、批准有同一人")
    checked = (
        (voucher.reviewed_by, voucher.reviewed_at),
        (voucher.approved_by, voucher.approved_at),
    )
    for person, moment in checked:
        if moment is None:
            continue
        if person == SYSTEM:
            yield _finding(voucher, "machine_approves", "审核或批准的不是人")
        if person == cashier_at(appointments, moment):
            yield _finding(voucher, "cashier_approves", "由出纳审核或批准")
    if voucher.status is VoucherStatus.POSTED:
        if voucher.approved_at is None:
            yield _finding(voucher, "unapproved", "未经批准即已记账")
        if review_required and voucher.reviewed_at is None:
            yield _finding(voucher, "unreviewed", "未经审核即已记账")


def body_findings(voucher: Voucher, body: bytes | None) -> Iterator[LedgerFinding]:
    """Check that a posted voucher is still what its sealed body says."""
    if voucher.status is not VoucherStatus.POSTED:
        return
    if body is None or sha256_hex(body) != voucher.digest:
        yield _finding(voucher, "digest", "记账时封存的内容与其摘要不符")
        return
    said = json.loads(body)
    present = posted_values(voucher)
    for name in said:
        if said[name] != present.get(name):
            yield _finding(voucher, "changed", f"“{name}”与记账时封存的内容不符")


def reversal_findings(voucher: Voucher, original: Voucher) -> Iterator[LedgerFinding]:
    """Check that a red voucher cancels exactly the one that it names."""
    expected = rules.reversed_lines(original.entries)
    actual = tuple(
        Line(entry.account, entry.fund, entry.debit_fen, entry.credit_fen)
        for entry in voucher.entries
    )
    if original.status is not VoucherStatus.POSTED or actual != expected:
        yield _finding(voucher, "reversal", f"与被冲销的{rules.voucher_name(original)}凭证不符")


def payment_findings(
    voucher: Voucher, payment: Payment, appointments: Appointments
) -> Iterator[LedgerFinding]:
    """Check that the cashier of the day, who had no other part in it, paid a posted voucher."""
    if voucher.status is not VoucherStatus.POSTED:
        yield _finding(voucher, "paid-unposted", "未记账即已付款")
    if payment.cashier != cashier_at(appointments, payment.released_at):
        yield _finding(voucher, "not_cashier", "付款人不是当时的出纳")
    if payment.cashier in (voucher.prepared_by, voucher.reviewed_by, voucher.approved_by):
        yield _finding(voucher, "payer_took_part", "付款人参与了制单、审核或批准")


def number_findings(
    numbers: Mapping[tuple[str, str], Iterable[int]],
) -> Iterator[LedgerFinding]:
    """Check that numbers run from 1 without gaps; numbers: by month and type."""
    for (month, word), used in sorted(numbers.items()):
        for expected, number in enumerate(sorted(used), 1):
            if number != expected:
                text = (
                    f"{month}“{word}”字凭证编号不连续：应为第{expected}号，实为第{number}号。"
                )
                yield LedgerFinding("number", text)
                break


def balance_findings(name: str, changes: Mapping[date, int]) -> Iterator[LedgerFinding]:
    """Check that a balance is never below zero at the end of any day."""
    days = sorted(changes)
    for day, balance in zip(days, accumulate(changes[day] for day in days), strict=True):
        if balance < 0:
            text = f"{name}在{day}的余额为负：{yuan_text(balance)}元。"
            yield LedgerFinding("overdrawn", text)
            return


def _finding(voucher: Voucher, code: str, text: str) -> LedgerFinding:
    name = f"{voucher.month} {rules.voucher_name(voucher)}凭证"
    return LedgerFinding(code, f"{name}：{text}。", voucher.id)
