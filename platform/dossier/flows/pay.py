"""An approved benefit is paid: prepared, approved and released by three people."""

from dossier.cases.model import (
    Action,
    Approve,
    ApprovePayment,
    PreparePayment,
    ReleasePayment,
)
from dossier.flows.house import House
from dossier.flows.judge import Judged
from dossier.flows.steps import Asked, take
from dossier.identity import rules as rights
from dossier.identity import store as staff
from dossier.identity.model import Actor, Permission
from dossier.kernel.errors import NotFound, Refused
from dossier.kernel.ids import CaseId, VoucherId
from dossier.ledger import books, events, payments, vouchers
from dossier.ledger.model import Book, Fund
from dossier.work import Work


def prepare_payment(work: Work, house: House, actor: Actor, case: CaseId, asked: Asked) -> None:
    """Prepare the voucher for what was approved, on the fund that the service names."""

    def make(judged: Judged) -> Action:
        rights.check(actor, Permission.PAYMENT_PREPARE, judged.case.unit_path)
        book, fund = _book_of(work, judged)
        done = next((one for one in judged.actions if isinstance(one.action, Approve)), None)
        if done is None or not isinstance(done.action, Approve):
            raise Refused("此件还没有批准，不能制单。", code="prepare_payment_refused")
        if not done.action.amount_fen:
            raise Refused("审批决定里没有金额，不能制单。", code="no_amount")
        voucher = vouchers.prepare_benefit(
            work.session,
            book.id,
            fund.id,
            done.action.amount_fen,
            day=work.today,
            summary=f"发放{fund.title} {work.today:%Y年%-m月} 办件{judged.case.case_no}",
            key=f"benefit:{case}:{done.id}",
            purpose=judged.definition.code,
            case=case,
            action=done.id,
            preparer=work.actor,
            now=work.now,
        )
        work.record(events.voucher_prepared(voucher))
        return PreparePayment(voucher=voucher.id)

    take(work, house, case, asked.key, PreparePayment, make)


def approve_payment(work: Work, house: House, actor: Actor, case: CaseId, asked: Asked) -> None:
    """Approve and book the voucher; never the person who prepared it."""

    def make(judged: Judged) -> Action:
        rights.check(actor, Permission.PAYMENT_APPROVE, judged.case.unit_path)
        prepared = voucher_of(judged)
        approved = vouchers.approve_voucher(work.session, prepared, work.actor, work.now)
        posted = vouchers.post_voucher(work.session, prepared, work.actor, work.now)
        work.record(events.voucher_approved(approved))
        work.record(events.voucher_posted(posted))
        return ApprovePayment(voucher=prepared)

    take(work, house, case, asked.key, ApprovePayment, make)


def release_payment(
    work: Work, house: House, actor: Actor, case: CaseId, asked: Asked, bank_reference: str
) -> None:
    """Put down that the bank has paid, with its reference; the cashier alone."""
    reference = bank_reference.strip()
    if not reference:
        raise Refused("请填写银行回单号，它是付款的凭据。", code="bank_reference_missing")

    def make(judged: Judged) -> Action:
        rights.check(actor, Permission.PAYMENT_RELEASE, judged.case.unit_path)
        posted = voucher_of(judged)
        payment = payments.release_payment(
            work.session, posted, reference, work.today, work.actor, work.now
        )
        work.record(
            events.payment_released(payment, vouchers.get_voucher(work.session, posted))
        )
        return ReleasePayment(voucher=posted)

    take(work, house, case, asked.key, ReleasePayment, make)


def voucher_of(judged: Judged) -> VoucherId:
    """Return the voucher of the case.  Raises Refused when none was prepared."""
    prepared = [one.action for one in judged.actions if isinstance(one.action, PreparePayment)]
    if not prepared:
        raise Refused("此件还没有制单。", code="no_voucher")
    return VoucherId(prepared[-1].voucher)


def _book_of(work: Work, judged: Judged) -> tuple[Book, Fund]:
    """Return the nearest book at or above the case's unit that holds the service's fund."""
    payment = judged.definition.payment
    if payment is None:
        raise Refused("这项服务不经本系统付款。", code="prepare_payment_refused")
    for unit in reversed(staff.units_above(work.session, judged.case.unit_path)):
        for book in books.books_of(work.session, unit.id):
            if fund := books.find_fund(work.session, book.id, payment.fund):
                return book, fund
    raise NotFound(
        f"没有设“{payment.fund_zh}”资金的账簿，请会计先建账、设资金并入账。",
        code="fund_missing",
    )
