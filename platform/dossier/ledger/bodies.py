"""The bytes that stand for a draft and for a posted voucher."""

from datetime import UTC, datetime

from dossier.kernel.canonical import Json, canonical_json, sha256_hex
from dossier.kernel.ids import VoucherId
from dossier.ledger.model import Draft, Voucher


def request_digest(draft: Draft, reverses: VoucherId | None) -> str:
    """Return the digest by which the same draft is known again."""
    lines: list[Json] = [
        [line.account, line.fund, line.debit_fen, line.credit_fen] for line in draft.lines
    ]
    said: Json = {
        "action": draft.action,
        "case": draft.case,
        "corrects": draft.corrects,
        "day": draft.day.isoformat(),
        "hold": draft.hold,
        "lines": lines,
        "purpose": draft.purpose,
        "reverses": reverses,
        "summary": draft.summary,
        "type": draft.type,
    }
    return sha256_hex(canonical_json(said))


def posted_values(voucher: Voucher) -> dict[str, Json]:
    """Return what the posted body of ``voucher`` says.  Members are only ever added."""
    entries: list[Json] = [
        {
            "account": entry.account,
            "credit_fen": entry.credit_fen,
            "debit_fen": entry.debit_fen,
            "fund": entry.fund,
            "id": entry.id,
            "line": entry.line,
        }
        for entry in voucher.entries
    ]
    return {
        "action": voucher.action,
        "approved_at": _instant(voucher.approved_at),
        "approved_by": voucher.approved_by,
        "book": voucher.book,
        "case": voucher.case,
        "corrects": voucher.corrects,
        "day": voucher.day.isoformat(),
        "entries": entries,
        "hold": voucher.hold,
        "id": voucher.id,
        "key": voucher.key,
        "month": voucher.month,
        "number": voucher.number,
        "posted_at": _instant(voucher.posted_at),
        "posted_by": voucher.posted_by,
        "prepared_at": _instant(voucher.prepared_at),
        "prepared_by": voucher.prepared_by,
        "purpose": voucher.purpose,
        "reverses": voucher.reverses,
        "reviewed_at": _instant(voucher.reviewed_at),
        "reviewed_by": voucher.reviewed_by,
        "summary": voucher.summary,
        "type": voucher.type,
    }


def _instant(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="microseconds")
