"""What the audit log keeps of the ledger: ids, amounts and digests, no personal data."""

from typing import ClassVar

from dossier.kernel.canonical import canonical_json, sha256_hex
from dossier.kernel.events import Event
from dossier.ledger.model import Book, Fund, Hold, Office, Payment, Voucher


class BookOpened(Event):
    """A book was opened for a unit."""

    kind: ClassVar[str] = "book_opened"
    book: str
    unit: str
    chart: str


class OfficerAppointed(Event):
    """Somebody took up an office of a book."""

    kind: ClassVar[str] = "officer_appointed"
    book: str
    office: str
    user: str


class FundOpened(Event):
    """A fund was opened."""

    kind: ClassVar[str] = "fund_opened"
    book: str
    fund: str
    code: str
    purpose: str


class FundsHeld(Event):
    """Money of a fund was reserved."""

    kind: ClassVar[str] = "funds_held"
    book: str
    fund: str
    hold: str
    case: str | None
    amount_fen: int


class HoldVoided(Event):
    """A reservation was given back unused."""

    kind: ClassVar[str] = "hold_voided"
    book: str
    fund: str
    hold: str
    amount_fen: int


class VoucherPrepared(Event):
    """A voucher was prepared."""

    kind: ClassVar[str] = "voucher_prepared"
    book: str
    voucher: str
    type: str
    case: str | None
    action: str | None
    reverses: str | None
    amount_fen: int


class VoucherReviewed(Event):
    """A voucher was reviewed by another person."""

    kind: ClassVar[str] = "voucher_reviewed"
    book: str
    voucher: str
    case: str | None
    reviewer: str


class VoucherApproved(Event):
    """A voucher was approved by another person."""

    kind: ClassVar[str] = "voucher_approved"
    book: str
    voucher: str
    case: str | None
    preparer: str
    approver: str
    amount_fen: int


class VoucherDiscarded(Event):
    """A voucher was given up before it was posted."""

    kind: ClassVar[str] = "voucher_discarded"
    book: str
    voucher: str
    case: str | None


class VoucherPosted(Event):
    """A voucher was booked; digest: SHA-256 of the posted body, which verification compares."""

    kind: ClassVar[str] = "voucher_posted"
    book: str
    voucher: str
    case: str | None
    month: str
    type: str
    number: int
    amount_fen: int
    digest: str


class PaymentReleased(Event):
    """The cashier confirmed a bank transfer; digest: of voucher, bank reference and day."""

    kind: ClassVar[str] = "payment_released"
    voucher: str
    case: str | None
    cashier: str
    amount_fen: int
    digest: str


class PeriodClosed(Event):
    """A month was closed; digest: of its closing balances."""

    kind: ClassVar[str] = "period_closed"
    book: str
    month: str
    digest: str


def book_opened(book: Book) -> BookOpened:
    """Tell of a new book."""
    return BookOpened(book=book.id, unit=book.unit, chart=book.chart)


def officer_appointed(book: Book, office: Office, user: str) -> OfficerAppointed:
    """Tell of an appointment."""
    return OfficerAppointed(book=book.id, office=office, user=user)


def fund_opened(fund: Fund) -> FundOpened:
    """Tell of a new fund."""
    return FundOpened(book=fund.book, fund=fund.id, code=fund.code, purpose=fund.purpose)


def funds_held(hold: Hold) -> FundsHeld:
    """Tell of a reservation."""
    return FundsHeld(
        book=hold.book, fund=hold.fund, hold=hold.id, case=hold.case, amount_fen=hold.amount_fen
    )


def hold_voided(hold: Hold) -> HoldVoided:
    """Tell of a reservation given back."""
    return HoldVoided(book=hold.book, fund=hold.fund, hold=hold.id, amount_fen=hold.amount_fen)


def voucher_prepared(voucher: Voucher) -> VoucherPrepared:
    """Tell of a prepared voucher."""
    return VoucherPrepared(
        book=voucher.book,
        voucher=voucher.id,
        type=voucher.type,
        case=voucher.case,
        action=voucher.action,
        reverses=voucher.reverses,
        amount_fen=voucher.amount_fen,
    )


def voucher_reviewed(voucher: Voucher) -> VoucherReviewed:
    """Tell of a reviewed voucher."""
    assert voucher.reviewed_by is not None
    return VoucherReviewed(
        book=voucher.book, voucher=voucher.id, case=voucher.case, reviewer=voucher.reviewed_by
    )


def voucher_approved(voucher: Voucher) -> VoucherApproved:
    """Tell of an approved voucher."""
    assert voucher.approved_by is not None
    return VoucherApproved(
        book=voucher.book,
        voucher=voucher.id,
        case=voucher.case,
        preparer=voucher.prepared_by,
        approver=voucher.approved_by,
        amount_fen=voucher.amount_fen,
    )


def voucher_discarded(voucher: Voucher) -> VoucherDiscarded:
    """Tell of a voucher that was given up."""
    return VoucherDiscarded(book=voucher.book, voucher=voucher.id, case=voucher.case)


def voucher_posted(voucher: Voucher) -> VoucherPosted:
    """Tell of a posted voucher."""
    assert voucher.number is not None
    assert voucher.digest is not None
    return VoucherPosted(
        book=voucher.book,
        voucher=voucher.id,
        case=voucher.case,
        month=voucher.month,
        type=voucher.type,
        number=voucher.number,
        amount_fen=voucher.amount_fen,
        digest=voucher.digest,
    )


def payment_released(payment: Payment, voucher: Voucher) -> PaymentReleased:
    """Tell of a payment."""
    told = {
        "bank_reference": payment.bank_reference,
        "paid_on": payment.paid_on.isoformat(),
        "voucher": payment.voucher,
    }
    return PaymentReleased(
        voucher=voucher.id,
        case=voucher.case,
        cashier=payment.cashier,
        amount_fen=voucher.amount_fen,
        digest=sha256_hex(canonical_json(told)),
    )


def period_closed(book: Book, month: str, closing: bytes) -> PeriodClosed:
    """Tell of a closed month."""
    return PeriodClosed(book=book.id, month=month, digest=sha256_hex(closing))
