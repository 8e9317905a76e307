"""Funds and vouchers; a voucher opens the approved case behind it."""

from fastapi import APIRouter
from sqlalchemy.orm import Session

from dossier.api.deps import InParts, InWork, Look, Me, require
from dossier.api.present import voucher_state
from dossier.api.views import FundView, LedgerView, Step, VoucherView
from dossier.cases import store as cases
from dossier.flows import pay, pointers
from dossier.flows.steps import Asked
from dossier.identity import rules as rights
from dossier.identity import store as staff
from dossier.identity.model import Actor, Permission
from dossier.kernel.clock import civil_day
from dossier.kernel.errors import NotFound
from dossier.kernel.ids import CaseId, VoucherId
from dossier.kernel.money import capitals
from dossier.ledger import books, vouchers
from dossier.ledger.model import Voucher
from dossier.ledger.rules import month_of, voucher_name

router = APIRouter(tags=["ledger"])
_PAYEE = ("/bank_holder", "/bank_name", "/bank_account")


@router.get("/ledger", **require(Permission.LEDGER_READ))
def show_ledger(parts: InParts, me: Me, session: Look, month: str | None = None) -> LedgerView:
    """Return funds and the vouchers of a month ("2026-03"; the present one by default)."""
    wanted = month or month_of(civil_day(parts.clock()))
    funds, found = [], []
    for unit in staff.units_within(session, rights.scopes(me, Permission.LEDGER_READ)):
        for book in books.books_of(session, unit.id):
            funds += [
                FundView(id=one.id, code=one.code, title=one.title, balance_fen=one.money_fen)
                for one in books.funds_of(session, book.id).values()
            ]
            found += [
                _voucher(session, me, one)
                for one in vouchers.vouchers_of_month(session, book.id, wanted)
            ]
    return LedgerView(funds=funds, vouchers=found)


@router.post("/vouchers/{voucher_id}/release", **require(Permission.PAYMENT_RELEASE))
def release_voucher(
    voucher_id: VoucherId, asked: Step, parts: InParts, me: Me, work: InWork
) -> VoucherView:
    """Put down that the bank has paid; the cashier alone."""
    voucher = vouchers.get_voucher(work.session, voucher_id)
    if voucher.case is None:
        raise NotFound("这张凭证没有对应的办件。", code="voucher_without_case")
    pay.release_payment(
        work,
        parts.house,
        me,
        voucher.case,
        Asked(asked.key, asked.reason or ""),
        asked.bank_reference or "",
    )
    return _voucher(work.session, me, vouchers.get_voucher(work.session, voucher_id))


def _voucher(session: Session, me: Actor, voucher: Voucher) -> VoucherView:
    case = cases.get_case(session, CaseId(voucher.case)) if voucher.case else None
    fund = books.get_fund(session, voucher.entries[0].fund)
    payee: list[str | None] = [None, None, None]
    if case and rights.may(me, Permission.PAYMENT_RELEASE, case.unit_path):
        form = cases.form_of(session, case.id).form
        payee = [str(pointers.get(form, pointer) or "") for pointer in _PAYEE]
    return VoucherView(
        id=voucher.id,
        number=voucher_name(voucher),
        day=voucher.day,
        summary=voucher.summary,
        fund=fund.title,
        amount_fen=voucher.amount_fen,
        amount_capitals=capitals(abs(voucher.amount_fen)),
        state=voucher_state(session, voucher),
        case_id=voucher.case,
        case_no=case.case_no if case else None,
        payee=payee[0],
        payee_bank=payee[1],
        payee_account=payee[2],
    )
