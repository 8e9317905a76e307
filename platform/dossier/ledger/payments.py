"""Payments: the cashier confirms that the bank has paid what was posted."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dossier.kernel.clock import civil_day
from dossier.kernel.errors import Conflict, Refused
from dossier.kernel.ids import UserId, VoucherId
from dossier.ledger import rules
from dossier.ledger.books import accounts_of, get_officers, lock_book
from dossier.ledger.model import Payment
from dossier.ledger.tables import PaymentRow
from dossier.ledger.vouchers import get_voucher, is_being_reversed


def release_payment(
    session: Session,
    voucher: VoucherId,
    bank_reference: str,
    paid_on: date,
    cashier: UserId,
    now: datetime,
) -> Payment:
    """Put down the bank's reference for a posted payment; the same word again is harmless.

    Raises Conflict when the voucher was paid under another reference; Refused for anybody but
    the book's cashier and for what is not a standing payment voucher.
    """
    book = lock_book(session, get_voucher(session, voucher).book)
    present = get_voucher(session, voucher)
    known = find_payment(session, voucher)
    if known is not None:
        if (known.bank_reference, known.paid_on, known.cashier) != (
            bank_reference,
            paid_on,
            cashier,
        ):
            raise Conflict("本凭证已经付款，请勿重复付款。", code="payment_twice")
        return known
    money = rules.money_changes(accounts_of(session, book.id), present.entries)
    rules.require_may_release(
        present,
        get_officers(session, book.id),
        cashier,
        pays=sum(money.values()) < 0,
        being_reversed=is_being_reversed(session, voucher),
    )
    if not bank_reference.strip():
        raise Refused("请填写银行回单号。", code="bank_reference_missing")
    if not present.day <= paid_on <= civil_day(now):
        raise Refused("付款日期须在凭证日期与今天之间，请修改。", code="payment_day")
    row = PaymentRow(
        voucher_id=voucher,
        cashier=cashier,
        bank_reference=bank_reference,
        paid_on=paid_on,
        released_at=now,
    )
    session.add(row)
    session.flush()
    return _payment(row)


def find_payment(session: Session, voucher: VoucherId) -> Payment | None:
    """Return the payment of ``voucher``, or None."""
    row = session.get(PaymentRow, voucher, populate_existing=True)
    return None if row is None else _payment(row)


def payments_of(session: Session, vouchers: Sequence[VoucherId]) -> dict[VoucherId, Payment]:
    """Return the payments of ``vouchers`` by voucher."""
    query = select(PaymentRow).where(PaymentRow.voucher_id.in_(vouchers))
    rows = session.scalars(query.execution_options(populate_existing=True))
    return {VoucherId(row.voucher_id): _payment(row) for row in rows}


def _payment(row: PaymentRow) -> Payment:
    return Payment(
        VoucherId(row.voucher_id),
        UserId(row.cashier),
        row.bank_reference,
        row.paid_on,
        row.released_at,
    )
