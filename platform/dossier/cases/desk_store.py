"""Queries of what the counter notes beside the form."""

from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from dossier.cases.acting import Acting, ActingNote, By, Channel, Proof
from dossier.cases.desk_papers import Certification, Consent, Told
from dossier.cases.desk_tables import ActingRow, CertificationRow, ConsentRow
from dossier.kernel.errors import NotFound
from dossier.kernel.ids import CaseId, FileId, UserId

_strings = TypeAdapter(tuple[str, ...])


def find_acting(session: Session, case: CaseId) -> ActingNote | None:
    """Return who hands ``case`` in; None where nobody has noted it."""
    row = session.get(ActingRow, case, populate_existing=True)
    if row is None:
        return None
    acting = Acting(
        By(row.acted_by),
        Channel(row.channel),
        row.name,
        row.id_number,
        row.phone,
        row.relation,
        row.scope,
        row.valid_until,
        Proof(row.proof),
    )
    return ActingNote(acting, UserId(row.noted_by), row.noted_at)


def set_acting(
    session: Session, case: CaseId, acting: Acting, by: UserId, now: datetime
) -> None:
    """Write who hands ``case`` in over what was noted before."""
    session.merge(
        ActingRow(
            case_id=case,
            acted_by=str(acting.by),
            channel=str(acting.channel),
            name=acting.name,
            id_number=acting.id_number,
            phone=acting.phone,
            relation=acting.relation,
            scope=acting.scope,
            valid_until=acting.valid_until,
            proof=str(acting.proof),
            noted_by=by,
            noted_at=now,
        )
    )
    session.flush()


def certifications_of(session: Session, case: CaseId) -> tuple[Certification, ...]:
    """Return every certification of ``case``, oldest first, with those that were taken back."""
    rows = session.scalars(
        select(CertificationRow)
        .where(CertificationRow.case_id == case)
        .order_by(CertificationRow.certified_at, CertificationRow.id)
        .execution_options(populate_existing=True)
    )
    return tuple(map(_certification, rows))


def get_certification(session: Session, case: CaseId, certification: str) -> Certification:
    """Return one certification of ``case``.  Raises NotFound."""
    row = session.get(CertificationRow, certification)
    if row is None or row.case_id != case:
        raise NotFound("没有这条核对记录，请刷新页面。", code="certification_missing")
    return _certification(row)


def add_certification(session: Session, case: CaseId, certification: Certification) -> None:
    """Keep a certification."""
    session.add(
        CertificationRow(
            id=certification.id,
            case_id=case,
            code=certification.material,
            person_pointer=certification.person_pointer,
            title=certification.title,
            files=list(certification.files),
            unit_path=certification.unit_path,
            certified_by=certification.by,
            certified_at=certification.at,
        )
    )
    session.flush()


def withdraw_certification(
    session: Session, certification: str, reason: str, by: UserId, now: datetime
) -> None:
    """Note that a certification was taken back, and why."""
    row = session.get_one(CertificationRow, certification)
    row.withdrawn_by, row.withdrawn_at, row.withdrawn_reason = by, now, reason
    session.flush()


def find_consent(session: Session, case: CaseId) -> Consent | None:
    """Return that the resident was told and agreed; None where nobody has noted it."""
    row = session.get(ConsentRow, case, populate_existing=True)
    if row is None:
        return None
    return Consent(
        Told(row.how), row.sensitive, row.notice_sha256, UserId(row.noted_by), row.noted_at
    )


def set_consent(session: Session, case: CaseId, consent: Consent) -> None:
    """Write over what was noted before."""
    session.merge(
        ConsentRow(
            case_id=case,
            how=str(consent.how),
            sensitive=consent.sensitive,
            notice_sha256=consent.notice_sha256,
            noted_by=consent.by,
            noted_at=consent.at,
        )
    )
    session.flush()


def drop_consent(session: Session, case: CaseId) -> None:
    """Take back that the resident agreed."""
    row = session.get(ConsentRow, case)
    if row is not None:
        session.delete(row)
        session.flush()


def _certification(row: CertificationRow) -> Certification:
    return Certification(
        id=row.id,
        material=row.code,
        person_pointer=row.person_pointer,
        title=row.title,
        files=tuple(map(FileId, _strings.validate_python(row.files))),
        unit_path=row.unit_path,
        by=UserId(row.certified_by),
        at=row.certified_at,
        withdrawn_by=UserId(row.withdrawn_by) if row.withdrawn_by else None,
        withdrawn_at=row.withdrawn_at,
        withdrawn_reason=row.withdrawn_reason or "",
    )
