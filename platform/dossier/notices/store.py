"""Queries of letters and notices."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from pydantic import TypeAdapter
from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from dossier.kernel.canonical import sha256_hex
from dossier.kernel.errors import Conflict, NotFound, Refused
from dossier.kernel.ids import CaseId, LetterId, NoticeId, UserId, new_id
from dossier.notices.model import (
    IssuedLetter,
    LetterKind,
    NoticeLine,
    Outcome,
    PublicNoticeRecord,
)
from dossier.notices.tables import (
    LetterNumberRow,
    LetterRow,
    ObjectionRow,
    PublicNoticeRow,
    ReceiptRow,
)

_TOKEN_BYTES = 16
_lines = TypeAdapter(tuple[NoticeLine, ...])
_outcome: TypeAdapter[Outcome | None] = TypeAdapter(Outcome | None)


def next_serial(session: Session, unit_path: str, kind: LetterKind, year: int) -> int:
    """Return the next number of the unit's letters of ``kind`` in ``year``, from 1.

    Without gaps: a rival waits here until this transaction ends, and a number is given back
    when it rolls back.
    """
    values = {"unit_path": unit_path, "kind": str(kind), "year": year, "last": 1}
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    count = (
        dialect.insert(LetterNumberRow)
        .values(values)
        .on_conflict_do_update(
            index_elements=["unit_path", "kind", "year"],
            set_={"last": LetterNumberRow.last + 1},
        )
        .returning(LetterNumberRow.last)
    )
    serial: int = session.scalars(count, execution_options={"populate_existing": True}).one()
    return serial


def add_letter(session: Session, letter: IssuedLetter) -> IssuedLetter:
    """Keep an issued letter; under a known key the known letter is returned instead.

    Raises Conflict when its number already stands on another letter.
    """
    if known := find_letter(session, letter.case_id, letter.kind, letter.key):
        return known
    taken = select(LetterRow.id).where(LetterRow.number == letter.number)
    if letter.number and session.scalar(taken) is not None:
        raise Conflict(f"文号“{letter.number}”已使用，请重新取号。", code="letter_number_taken")
    row = LetterRow(
        id=letter.id,
        case_id=letter.case_id,
        kind=str(letter.kind),
        key=letter.key,
        number=letter.number or None,
        blob_name=letter.blob_name,
        sha256=letter.sha256,
        created_at=letter.created_at,
        created_by=letter.created_by,
    )
    session.add(row)
    session.flush()
    return letter


def find_letter(
    session: Session, case: CaseId, kind: LetterKind, key: str
) -> IssuedLetter | None:
    """Return the letter of ``case`` that was issued under ``kind`` and ``key``."""
    row = session.scalar(
        select(LetterRow).where(
            LetterRow.case_id == case, LetterRow.kind == str(kind), LetterRow.key == key
        )
    )
    return _letter(row) if row else None


def get_letter(session: Session, letter: LetterId) -> IssuedLetter:
    """Return a letter.  Raises NotFound."""
    row = session.get(LetterRow, letter)
    if row is None:
        raise NotFound("没有这份文书，或者您无权查看。", code="letter_missing")
    return _letter(row)


def letters_of(session: Session, case: CaseId) -> Sequence[IssuedLetter]:
    """Return the letters of ``case``, oldest first."""
    query = select(LetterRow).where(LetterRow.case_id == case)
    rows = session.scalars(query.order_by(LetterRow.created_at, LetterRow.id))
    return [_letter(row) for row in rows]


def issue_receipt(session: Session, case: CaseId, now: datetime) -> str:
    """Return a new token for the receipt of ``case``; only its digest is kept."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    session.add(
        ReceiptRow(token_sha256=sha256_hex(token.encode()), case_id=case, created_at=now)
    )
    session.flush()
    return token


def find_case_of_receipt(session: Session, token: str) -> CaseId | None:
    """Return the case whose receipt bears ``token``."""
    row = session.get(ReceiptRow, sha256_hex(token.encode()))
    return CaseId(row.case_id) if row else None


def start_notice(
    session: Session,
    case: CaseId,
    key: str,
    *,
    starts: date,
    ends: date,
    provisional: bool,
    place: str,
    fields: Sequence[NoticeLine],
    now: datetime,
    by: UserId,
) -> PublicNoticeRecord:
    """Keep a notice that begins to hang; the same key again is the same notice."""
    assert starts <= ends
    known = session.scalar(
        select(PublicNoticeRow).where(
            PublicNoticeRow.case_id == case, PublicNoticeRow.key == key
        )
    )
    if known:
        return _notice(session, known)
    row = PublicNoticeRow(
        id=new_id(),
        case_id=case,
        key=key,
        starts=starts,
        ends=ends,
        provisional=provisional,
        place=place,
        fields=[line.model_dump() for line in fields],
        created_at=now,
        created_by=by,
    )
    session.add(row)
    session.flush()
    return _notice(session, row)


def get_notice(session: Session, notice: NoticeId) -> PublicNoticeRecord:
    """Return a notice.  Raises NotFound."""
    return _notice(session, _notice_row(session, notice))


def notices_of(session: Session, case: CaseId) -> Sequence[PublicNoticeRecord]:
    """Return the notices of ``case``, the latest first."""
    query = select(PublicNoticeRow).where(PublicNoticeRow.case_id == case)
    latest = PublicNoticeRow.created_at.desc(), PublicNoticeRow.id.desc()
    return [_notice(session, row) for row in session.scalars(query.order_by(*latest))]


def add_objection(
    session: Session, notice: NoticeId, summary: str, *, now: datetime, by: UserId
) -> PublicNoticeRecord:
    """Keep an objection.  Raises Refused when the notice has ended."""
    row = _notice_row(session, notice)
    _require_hanging(row)
    session.add(
        ObjectionRow(
            id=new_id(), notice_id=notice, received_at=now, received_by=by, summary=summary
        )
    )
    session.flush()
    return _notice(session, row)


def move_end(
    session: Session, notice: NoticeId, ends: date, *, provisional: bool
) -> PublicNoticeRecord:
    """Move the end of a hanging notice, when the calendar of its year has come."""
    row = _notice_row(session, notice)
    _require_hanging(row)
    assert row.starts <= ends
    row.ends, row.provisional = ends, provisional
    session.flush()
    return _notice(session, row)


def end_notice(session: Session, notice: NoticeId, outcome: Outcome) -> PublicNoticeRecord:
    """Note how the notice ended; the same again is harmless.

    Raises Refused when it is called undisturbed although somebody objected, Conflict when it
    ended otherwise before.
    """
    row = _notice_row(session, notice)
    if outcome == "undisturbed" and _objections(session, notice):
        raise Refused(
            "公示期间收到异议，不能按无异议结束，请先调查核实。", code="notice_objected"
        )
    if row.outcome not in (None, outcome):
        raise Conflict("该公示已经结束，请刷新后查看结果。", code="notice_ended")
    row.outcome = outcome
    session.flush()
    return _notice(session, row)


def _notice_row(session: Session, notice: NoticeId) -> PublicNoticeRow:
    row = session.get(PublicNoticeRow, notice)
    if row is None:
        raise NotFound("没有这份公示，或者您无权查看。", code="notice_missing")
    return row


def _require_hanging(row: PublicNoticeRow) -> None:
    if row.outcome is not None:
        raise Refused("该公示已经结束，不能再改动。", code="notice_ended")


def _objections(session: Session, notice: str) -> int:
    count = select(func.count()).select_from(ObjectionRow)
    return session.scalar(count.where(ObjectionRow.notice_id == notice)) or 0


def _letter(row: LetterRow) -> IssuedLetter:
    return IssuedLetter(
        id=LetterId(row.id),
        case_id=CaseId(row.case_id),
        kind=LetterKind(row.kind),
        key=row.key,
        number=row.number or "",
        blob_name=row.blob_name,
        sha256=row.sha256,
        created_at=row.created_at,
        created_by=UserId(row.created_by),
    )


def _notice(session: Session, row: PublicNoticeRow) -> PublicNoticeRecord:
    return PublicNoticeRecord(
        id=NoticeId(row.id),
        case_id=CaseId(row.case_id),
        key=row.key,
        starts=row.starts,
        ends=row.ends,
        provisional=row.provisional,
        place=row.place,
        fields=_lines.validate_python(row.fields),
        objections=_objections(session, row.id),
        outcome=_outcome.validate_python(row.outcome),
        created_at=row.created_at,
        created_by=UserId(row.created_by),
    )
