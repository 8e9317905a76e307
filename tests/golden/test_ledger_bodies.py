"""The bytes that were sealed once must be the bytes that are sealed tomorrow."""

from datetime import UTC, date, datetime

from dossier.kernel.canonical import canonical_json, sha256_hex
from dossier.kernel.events import Event
from dossier.kernel.ids import BookId, EntryId, FundId, UserId, VoucherId
from dossier.ledger import events
from dossier.ledger.bodies import posted_values, request_digest
from dossier.ledger.model import Draft, Entry, Line, Voucher, VoucherType

NOW = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
FUND = FundId("01960000-0000-7000-8000-00000000000f")
VOUCHER = Voucher(
    id=VoucherId("01960000-0000-7000-8000-000000000001"), book=BookId("book"),
    type=VoucherType.PAYMENT, month="2026-03", day=date(2026, 3, 9), number=1,
    summary="发放3月低保金", purpose="social-security.dibao", key="benefit:1", case=None,
    action=None, hold=None, reverses=None, corrects=None, prepared_by=UserId("zhang"),
    prepared_at=NOW, reviewed_by=None, reviewed_at=None, approved_by=UserId("wang"),
    approved_at=NOW, posted_by=UserId("zhang"), posted_at=NOW, discarded_by=None,
    discarded_at=None, digest="0" * 64,
    entries=(
        Entry(EntryId("e1"), 1, "5001", FUND, 63000, 0),
        Entry(EntryId("e2"), 2, "1002", FUND, 0, 63000),
    ),
)  # fmt: skip

POSTED = (
    '{"action":null,"approved_at":"2026-03-09T01:00:00.000000+00:00","approved_by":"wang",'
    '"book":"book","case":null,"corrects":null,"day":"2026-03-09","entries":['
    '{"account":"5001","credit_fen":0,"debit_fen":63000,'
    '"fund":"01960000-0000-7000-8000-00000000000f","id":"e1","line":1},'
    '{"account":"1002","credit_fen":63000,"debit_fen":0,'
    '"fund":"01960000-0000-7000-8000-00000000000f","id":"e2","line":2}],'
    '"hold":null,"id":"01960000-0000-7000-8000-000000000001","key":"benefit:1",'
    '"month":"2026-03","number":1,"posted_at":"2026-03-09T01:00:00.000000+00:00",'
    '"posted_by":"zhang","prepared_at":"2026-03-09T01:00:00.000000+00:00",'
    '"prepared_by":"zhang","purpose":"social-security.dibao","reverses":null,'
    '"reviewed_at":null,"reviewed_by":null,"summary":"发放3月低保金","type":"付"}'
)
KINDS = [
    "book_opened",
    "fund_opened",
    "funds_held",
    "hold_voided",
    "officer_appointed",
    "payment_released",
    "period_closed",
    "voucher_approved",
    "voucher_discarded",
    "voucher_posted",
    "voucher_prepared",
    "voucher_reviewed",
]


def test_a_posted_voucher_is_sealed_in_the_same_bytes() -> None:
    assert canonical_json(posted_values(VOUCHER)).decode() == POSTED


def test_a_draft_is_known_by_the_same_digest() -> None:
    draft = Draft(
        VoucherType.PAYMENT,
        date(2026, 3, 9),
        "发放3月低保金",
        (Line("5001", FUND, debit_fen=63000), Line("1002", FUND, credit_fen=63000)),
        "benefit:1",
        purpose="social-security.dibao",
    )
    said = (
        '{"action":null,"case":null,"corrects":null,"day":"2026-03-09","hold":null,"lines":['
        '["5001","01960000-0000-7000-8000-00000000000f",63000,0],'
        '["1002","01960000-0000-7000-8000-00000000000f",0,63000]],'
        '"purpose":"social-security.dibao","reverses":null,"summary":"发放3月低保金","type":"付"}'
    )
    assert request_digest(draft, None) == sha256_hex(said.encode())


def test_events_keep_their_names() -> None:
    kinds = [
        event.kind
        for event in vars(events).values()
        if isinstance(event, type) and issubclass(event, Event) and event is not Event
    ]
    assert sorted(kinds) == KINDS


def test_a_posting_is_told_without_personal_data() -> None:
    assert events.voucher_posted(VOUCHER).model_dump() == {
        "book": "book",
        "voucher": VOUCHER.id,
        "case": None,
        "month": "2026-03",
        "type": "付",
        "number": 1,
        "amount_fen": 63000,
        "digest": "0" * 64,
    }
