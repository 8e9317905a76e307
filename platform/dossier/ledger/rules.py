"""What a voucher may say, and who may do what with it.  Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate

from dossier.kernel.errors import Conflict, Problem, Refused
from dossier.kernel.ids import SYSTEM, FundId, UserId
from dossier.kernel.money import capitals, yuan_text
from dossier.ledger.model import (
    Account,
    AccountKind,
    Book,
    Draft,
    Entry,
    Fund,
    Line,
    Officers,
    Voucher,
    VoucherStatus,
    VoucherType,
)

AMOUNT_LIMIT_FEN = 10**14
"""One million million yuan: beyond it a figure is a mistake."""


def month_of(day: date) -> str:
    """Return the accounting period of ``day``: ``2026-03``."""
    return f"{day:%Y-%m}"


def voucher_name(voucher: Voucher) -> str:
    """Return what the office calls a voucher: ``3月9日记字第1号``."""
    number = "未编号" if voucher.number is None else f"第{voucher.number}号"
    return f"{voucher.day.month}月{voucher.day.day}日{voucher.type}字{number}"


def amount_in_capitals(voucher: Voucher) -> str:
    """Return the amount as it is written on the voucher: ``陆佰元整``; a red one says so."""
    red = "（红字）" if voucher.amount_fen < 0 else ""
    return red + capitals(abs(voucher.amount_fen))


# --- what a voucher says -----------------------------------------------------------------


def draft_problems(
    book: Book, accounts: Mapping[str, Account], funds: Mapping[FundId, Fund], draft: Draft
) -> tuple[Problem, ...]:
    """Return everything wrong with ``draft``; empty when it may be prepared.

    Source: 财会〔2024〕12号; 会计基础工作规范; earmarked funds are booked one by one (专款专用).
    """
    found: list[Problem] = []
    if not draft.summary.strip():
        found.append(_problem("/summary", "summary-missing", "凭证没有摘要。", "请填写摘要。"))
    if not draft.key:
        found.append(
            _problem("/key", "key-missing", "凭证没有业务编号。", "请从业务发起制单。")
        )
    if len(draft.lines) < 2:
        found.append(
            _problem(
                "/lines", "lines-too-few", "凭证至少要有一借一贷两行分录。", "请补充分录。"
            )
        )
    for at, line in enumerate(draft.lines):
        found += _line_problems(f"/lines/{at}", accounts, funds, draft.purpose, line)
    if found:
        return tuple(found)
    for fund, left in unbalanced(draft.lines).items():
        found.append(
            _problem(
                "/lines",
                "unbalanced",
                f"资金“{funds[fund].title}”的借贷不平，相差{yuan_text(abs(left))}元。",
                "请按每项资金分别核对借贷金额。",
            )
        )
    if not book.fund_transfers_allowed and _moves_between_funds(accounts, draft.lines):
        found.append(
            _problem(
                "/lines",
                "fund-transfer",
                "凭证把一项专项资金的钱转到了另一项。",
                "专项资金不得相互划转，请分别制单。",
            )
        )
    found += _type_problems(accounts, draft)
    return tuple(found)


def unbalanced(lines: Iterable[Line | Entry]) -> dict[FundId, int]:
    """Return debit less credit of every fund that does not balance."""
    left: dict[FundId, int] = defaultdict(int)
    for line in lines:
        left[line.fund] += line.debit_fen - line.credit_fen
    return {fund: fen for fund, fen in left.items() if fen}


def reversed_lines(entries: Iterable[Entry]) -> tuple[Line, ...]:
    """Return the red copy: the same sides, amounts in red.  Source: 会计基础工作规范."""
    return tuple(
        Line(entry.account, entry.fund, -entry.debit_fen, -entry.credit_fen)
        for entry in entries
    )


def _line_problems(
    pointer: str,
    accounts: Mapping[str, Account],
    funds: Mapping[FundId, Fund],
    purpose: str,
    line: Line,
) -> list[Problem]:
    found = []
    if line.account not in accounts:
        text = f"账簿中没有科目{line.account}。"
        found.append(
            _problem(f"{pointer}/account", "account-unknown", text, "请从科目表中选择。")
        )
    fund = funds.get(line.fund)
    if fund is None:
        found.append(
            _problem(f"{pointer}/fund", "fund-unknown", "账簿中没有这项资金。", "请选择资金。")
        )
    elif fund.purpose and fund.purpose != purpose:
        text = f"资金“{fund.title}”专款专用，不能用于本事项。"
        found.append(
            _problem(f"{pointer}/fund", "fund-purpose", text, "请选择用途相符的资金。")
        )
    amounts = (line.debit_fen, line.credit_fen)
    if min(amounts) < 0 or max(amounts) >= AMOUNT_LIMIT_FEN or amounts.count(0) != 1:
        text = "每行分录须且只须在借方或贷方填一个大于零的金额。"
        found.append(_problem(pointer, "amount", text, "请核对金额。"))
    return found


def _moves_between_funds(accounts: Mapping[str, Account], lines: Iterable[Line]) -> bool:
    net = fund_changes(accounts, lines)
    return any(fen > 0 for fen in net.values()) and any(fen < 0 for fen in net.values())


def _type_problems(accounts: Mapping[str, Account], draft: Draft) -> list[Problem]:
    """Check that the printed word fits what happens to cash and bank."""
    moved = [line for line in draft.lines if accounts[line.account].money]
    gained = sum(line.debit_fen - line.credit_fen for line in moved)
    fits = {
        VoucherType.RECEIPT: gained > 0,
        VoucherType.PAYMENT: gained < 0,
        VoucherType.TRANSFER: not moved,
        VoucherType.GENERAL: True,
    }
    if fits[draft.type]:
        return []
    text = f"“{draft.type}”字凭证与现金、银行存款的变动不符。"
    remedy = "收款用收字，付款用付字，不涉及现金和银行存款用转字。"
    return [_problem("/type", "voucher-type", text, remedy)]


def _problem(pointer: str, code: str, message: str, remedy: str) -> Problem:
    return Problem(pointer, code, message, remedy, "block")


# --- balances ----------------------------------------------------------------------------


def is_own(account: Account) -> bool:
    """Tell whether the account counts what a fund has or owes."""
    return account.kind in (AccountKind.ASSET, AccountKind.LIABILITY)


def fund_changes(
    accounts: Mapping[str, Account], lines: Iterable[Line | Entry]
) -> dict[FundId, int]:
    """Return by how much each fund's assets less liabilities change."""
    net: dict[FundId, int] = defaultdict(int)
    for line in lines:
        if is_own(accounts[line.account]):
            net[line.fund] += line.debit_fen - line.credit_fen
    return dict(net)


def money_changes(
    accounts: Mapping[str, Account], lines: Iterable[Line | Entry]
) -> dict[tuple[FundId, str], int]:
    """Return by how much each cash or bank account of each fund changes."""
    money: dict[tuple[FundId, str], int] = defaultdict(int)
    for line in lines:
        if accounts[line.account].money:
            money[line.fund, line.account] += line.debit_fen - line.credit_fen
    return dict(money)


def lowest_balance(changes: Mapping[date, int], start: date) -> int:
    """Return the lowest balance at the end of any day from ``start`` on.

    changes: by day; those up to ``start`` make the balance at its end.
    """
    opening = sum(fen for day, fen in changes.items() if day <= start)
    later = (changes[day] for day in sorted(changes) if day > start)
    return min(accumulate(later, initial=opening))


def require_covered(fund: str, lowest_fen: int, change_fen: int) -> None:
    """Refuse to take from a fund (or its bank account) more than there is on any later day."""
    if change_fen < 0 and lowest_fen + change_fen < 0:
        raise Refused(
            f"资金“{fund}”余额不足，差{yuan_text(-(lowest_fen + change_fen))}元，不能记账。请先核对拨款和占用。",
            code="fund_short",
            missing_fen=-(lowest_fen + change_fen),
        )


# --- who may do what ---------------------------------------------------------------------


def require_offices_apart(officers: Officers) -> None:
    """Accountant and cashier, director and cashier are different people.  Source: seed 004."""
    if officers.cashier == officers.accountant:
        raise Refused("会计和出纳不能是同一人，请另行指定。", code="accountant_is_cashier")
    if officers.cashier == officers.director:
        raise Refused("社区居委会主任不能兼任出纳，请另行指定。", code="director_is_cashier")


def require_may_prepare(officers: Officers, preparer: UserId) -> None:
    """The cashier keeps no ledgers of income, expense and claims.  Source: 会计基础工作规范."""
    if preparer == officers.cashier:
        raise Refused("出纳不得编制记账凭证，请由会计制单。", code="cashier_prepares")


def require_may_review(voucher: Voucher, officers: Officers, reviewer: UserId) -> None:
    """Another person than the preparer, and not the cashier, who does no 稽核."""
    _require_status(voucher, {VoucherStatus.PREPARED}, "审核")
    _require_second_person(voucher, officers, reviewer, "审核")


def require_may_approve(
    book: Book, voucher: Voucher, officers: Officers, approver: UserId
) -> None:
    """A person, another than preparer and reviewer, not the cashier, after the review if due."""
    _require_status(voucher, {VoucherStatus.PREPARED, VoucherStatus.REVIEWED}, "批准")
    _require_second_person(voucher, officers, approver, "批准")
    if approver == voucher.reviewed_by:
        raise Refused("审核人不能批准同一张凭证，请由另一人批准。", code="approver_is_reviewer")
    if book.review_required and voucher.reviewed_by is None:
        raise Refused("凭证尚未审核，不能批准，请先审核。", code="review_missing")


def require_may_post(voucher: Voucher, officers: Officers, poster: UserId) -> None:
    """Only what was approved is booked, and not by the cashier."""
    _require_status(voucher, {VoucherStatus.APPROVED}, "记账")
    if poster == officers.cashier:
        raise Refused("出纳不得登记账簿，请由会计记账。", code="cashier_posts")


def require_may_discard(voucher: Voucher, reason: str) -> None:
    """A posted voucher is never taken back: it is reversed."""
    if voucher.status is VoucherStatus.POSTED:
        raise Refused(
            f"{voucher_name(voucher)}凭证已记账，不能作废，请用红字冲销。",
            code="voucher_posted",
        )
    _require_status(
        voucher,
        {VoucherStatus.PREPARED, VoucherStatus.REVIEWED, VoucherStatus.APPROVED},
        "作废",
    )
    if not reason.strip():
        raise Refused("作废凭证须写明原因，请填写。", code="reason_missing")


def require_may_reverse(voucher: Voucher, day: date) -> None:
    """A posted voucher of this year, which is not a red one itself.

    Errors of a prior year are corrected by a blue voucher.  Source: 会计基础工作规范.
    """
    _require_status(voucher, {VoucherStatus.POSTED}, "冲销")
    if voucher.reverses is not None:
        raise Refused("红字凭证不能再冲销，请编制正确的凭证。", code="reverses_reversal")
    if day < voucher.day:
        raise Refused("冲销日期不能早于原凭证日期，请修改日期。", code="reversal_early")
    if day.year != voucher.day.year:
        raise Refused(
            "以前年度的差错不用红字冲销，请编制蓝字更正凭证。", code="reversal_prior_year"
        )


def require_may_release(
    voucher: Voucher, officers: Officers, cashier: UserId, *, pays: bool, being_reversed: bool
) -> None:
    """The cashier, who neither prepared nor approved it, pays what is posted and stands."""
    if cashier != officers.cashier:
        raise Refused("只有本账簿的出纳可以办理付款。", code="not_cashier")
    if cashier in (voucher.prepared_by, voucher.reviewed_by, voucher.approved_by):
        raise Refused("制单、审核、批准过本凭证的人不能付款。", code="payer_took_part")
    _require_status(voucher, {VoucherStatus.POSTED}, "付款")
    if not pays or voucher.reverses is not None:
        raise Refused("本凭证不是付款凭证，不能办理付款。", code="not_payment")
    if being_reversed:
        raise Refused("本凭证已冲销或正在冲销，不能付款。", code="payment_reversed")


def require_day_open(day: date, today: date, *, closed: bool) -> None:
    """Nothing is booked into the future or into a closed period."""
    if day > today:
        raise Refused("凭证日期不能晚于今天，请修改日期。", code="day_future")
    if closed:
        raise Refused(
            f"{day.year}年{day.month}月已结账，不能再记入，请使用未结账月份的日期。",
            code="period_closed",
        )


def require_may_close(
    month: str, today: date, unfinished: int, earlier_open: Sequence[str]
) -> None:
    """A period closes on its last day or later, in order, and when all its vouchers are posted."""
    if month >= month_of(today + timedelta(days=1)):
        raise Refused(f"{month}尚未结束，不能结账。", code="period_running")
    if earlier_open:
        raise Refused(f"{earlier_open[0]}尚未结账，请先结前一月份。", code="period_order")
    if unfinished:
        raise Refused(
            f"{month}还有{unfinished}张凭证未记账，请先记账或作废后再结账。",
            code="period_unfinished",
            unfinished=unfinished,
        )


def _require_second_person(
    voucher: Voucher, officers: Officers, person: UserId, verb: str
) -> None:
    if person == voucher.prepared_by:
        raise Refused(f"制单人不能{verb}自己编制的凭证，请由另一人{verb}。", code="own_voucher")
    if person == officers.cashier:
        raise Refused(f"出纳不得{verb}凭证，请由另一人{verb}。", code="cashier_approves")
    if person == SYSTEM:
        raise Refused(f"系统不能{verb}凭证，须由人{verb}。", code="machine_approves")


def _require_status(voucher: Voucher, allowed: set[VoucherStatus], verb: str) -> None:
    if voucher.status not in allowed:
        words = {
            VoucherStatus.PREPARED: "尚未批准",
            VoucherStatus.REVIEWED: "尚未批准",
            VoucherStatus.APPROVED: "已批准，尚未记账",
            VoucherStatus.POSTED: "已记账",
            VoucherStatus.DISCARDED: "已作废",
        }
        done = {VoucherStatus.APPROVED, VoucherStatus.POSTED, VoucherStatus.DISCARDED}
        kind = Conflict if voucher.status in done else Refused
        raise kind(
            f"{voucher_name(voucher)}凭证{words[voucher.status]}，不能{verb}，请刷新后核对。",
            code="voucher_status",
            status=voucher.status,
        )
