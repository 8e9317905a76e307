"""Queries of people."""

from datetime import date, datetime

from pydantic import TypeAdapter
from sqlalchemy import func, inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from dossier.kernel.db import Base
from dossier.kernel.errors import NotFound, Refused
from dossier.kernel.ids import (
    CaseId,
    ConsentId,
    FileId,
    LinkId,
    ReadingId,
    ResidentId,
    UserId,
    new_id,
)
from dossier.people.model import (
    Appearance,
    Consent,
    Given,
    Kind,
    Link,
    LookUp,
    Taking,
)
from dossier.people.tables import (
    AppearanceRow,
    ConsentRow,
    LinkEndRow,
    LinkRow,
    LookUpRow,
    ResidentNameRow,
    ResidentRow,
    RevocationRow,
    TakingRow,
)

_kinds = TypeAdapter(tuple[Kind, ...])
_numbers = TypeAdapter(tuple[int, ...])


def know(
    session: Session, number_key: str, name_key: str, now: datetime
) -> tuple[ResidentId, bool]:
    """Return the resident of that number, known from now on by that name, and whether new."""
    new = _insert(
        session, ResidentRow, {"id": new_id(), "number_key": number_key, "since": now}
    )
    found = session.scalars(
        select(ResidentRow.id).where(ResidentRow.number_key == number_key)
    ).one()
    _insert(session, ResidentNameRow, {"resident_id": found, "name_key": name_key})
    return ResidentId(found), new


def find_resident(session: Session, number_key: str, name_key: str) -> ResidentId | None:
    """Return the resident of that number, when that name is theirs."""
    found = session.scalar(
        select(ResidentRow.id)
        .join(ResidentNameRow, ResidentNameRow.resident_id == ResidentRow.id)
        .where(ResidentRow.number_key == number_key, ResidentNameRow.name_key == name_key)
    )
    return ResidentId(found) if found else None


def is_known(session: Session, number_key: str) -> bool:
    """Tell whether there is a resident of that number, under whatever name."""
    found = session.scalar(select(ResidentRow.id).where(ResidentRow.number_key == number_key))
    return found is not None


def add_appearance(session: Session, appearance: Appearance) -> bool:
    """Note that a resident stands on the form of a case; return whether that was new."""
    return _insert(
        session,
        AppearanceRow,
        {
            "resident_id": appearance.resident,
            "case_id": appearance.case,
            "number_at": appearance.number_at,
            "name_at": appearance.name_at,
            "role": appearance.role,
            "unit_path": appearance.unit_path,
            "accepted_on": appearance.accepted_on,
        },
    )


def appearances_of(session: Session, resident: ResidentId) -> tuple[Appearance, ...]:
    """Return where a resident stands on forms, the newest case first."""
    rows = session.scalars(
        select(AppearanceRow)
        .where(AppearanceRow.resident_id == resident)
        .order_by(
            AppearanceRow.accepted_on.desc(),
            AppearanceRow.case_id.desc(),
            AppearanceRow.number_at,
        )
    )
    return tuple(
        Appearance(
            resident=ResidentId(row.resident_id),
            case=CaseId(row.case_id),
            unit_path=row.unit_path,
            role=row.role,
            name_at=row.name_at,
            number_at=row.number_at,
            accepted_on=row.accepted_on,
        )
        for row in rows
    )


def residents_of(session: Session, case: CaseId) -> tuple[tuple[ResidentId, str], ...]:
    """Return the residents on the form of a case, each once, with the place of their name."""
    rows = session.execute(
        select(AppearanceRow.resident_id, AppearanceRow.name_at)
        .where(AppearanceRow.case_id == case)
        .order_by(AppearanceRow.name_at.desc())
    )
    found = {ResidentId(resident): place for resident, place in rows}
    return tuple(sorted(found.items(), key=lambda one: one[1]))


def add_link(session: Session, link: Link) -> bool:
    """Keep a link; return whether the case had not said so before."""
    return _insert(
        session,
        LinkRow,
        {
            "id": link.id,
            "head_id": link.head,
            "member_id": link.member,
            "relation": link.relation,
            "relation_zh": link.relation_zh,
            "case_id": link.case,
            "unit_path": link.unit_path,
            "row": link.row,
            "since": link.since,
        },
    )


def links_of(session: Session, resident: ResidentId) -> tuple[Link, ...]:
    """Return every link of the household that a resident heads, ended ones too, oldest first."""
    rows = session.execute(
        select(LinkRow, LinkEndRow)
        .outerjoin(LinkEndRow, LinkEndRow.link_id == LinkRow.id)
        .where(LinkRow.head_id == resident)
        .order_by(LinkRow.since, LinkRow.id)
    )
    return tuple(_link(row, end) for row, end in rows)


def end_link(
    session: Session, link: Link, until: date, reason: str, by: UserId, now: datetime
) -> bool:
    """Note that a link has ended; return False when it had before."""
    values = {"until": until, "reason": reason, "ended_by": by, "at": now}
    return _insert(session, LinkEndRow, {"link_id": link.id, **values})


def add_consent(session: Session, consent: Consent, key: str) -> Consent:
    """Keep a consent; the same ``key`` twice is one consent, which is returned.

    Raises Refused when the key was used for another.
    """
    _insert(
        session,
        ConsentRow,
        {
            "id": consent.id,
            "resident_id": consent.resident,
            "key": key,
            "purpose": consent.purpose,
            "kinds": [str(kind) for kind in consent.kinds],
            "given_on": consent.given_on,
            "until": consent.until,
            "how": str(consent.how),
            "guardian": consent.guardian,
            "file_id": consent.file,
            "case_id": consent.case,
            "unit_path": consent.unit_path,
            "text_sha256": consent.text_sha256,
            "recorded_by": consent.by,
            "at": consent.at,
        },
    )
    row = session.scalars(select(ConsentRow).where(ConsentRow.key == key)).one()
    kept = _consent(row, session.get(RevocationRow, row.id))
    if (kept.resident, kept.purpose, kept.by) != (
        consent.resident,
        consent.purpose,
        consent.by,
    ):
        raise Refused("这次提交的编号已经用过，请刷新页面后再登记。", code="consent_key_used")
    return kept


def consents_of(session: Session, resident: ResidentId) -> tuple[Consent, ...]:
    """Return every consent of a resident, the newest first."""
    rows = session.execute(
        select(ConsentRow, RevocationRow)
        .outerjoin(RevocationRow, RevocationRow.consent_id == ConsentRow.id)
        .where(ConsentRow.resident_id == resident)
        .order_by(ConsentRow.at.desc(), ConsentRow.id.desc())
    )
    return tuple(_consent(row, end) for row, end in rows)


def get_consent(session: Session, resident: ResidentId, consent: ConsentId) -> Consent:
    """Return a consent of a resident.  Raises NotFound."""
    found = next((one for one in consents_of(session, resident) if one.id == consent), None)
    if found is None:
        raise NotFound("没有这份同意记录，请刷新页面。", code="consent_not_found")
    return found


def revoke_consent(
    session: Session, consent: ConsentId, reason: str, by: UserId, now: datetime
) -> bool:
    """Revoke a consent; return False when it was revoked before."""
    values = {"reason": reason, "revoked_by": by, "at": now}
    return _insert(session, RevocationRow, {"consent_id": consent, **values})


def add_taking(session: Session, taking: Taking) -> None:
    """Note where a paper of a case came from."""
    session.add(
        TakingRow(
            id=taking.id,
            resident_id=taking.resident,
            consent_id=taking.consent,
            case_id=taking.case,
            file_id=taking.file,
            document_type=taking.document_type,
            source_case_id=taking.source_case,
            source_case_no=taking.source_case_no,
            source_day=taking.source_day,
            source_file_id=taking.source_file,
            source_reading_id=taking.source_reading,
            pages=list(taking.pages),
            original_seen_by=taking.original_seen_by,
            taken_by=taking.by,
            at=taking.at,
        )
    )
    session.flush()


def takings_of(session: Session, case: CaseId) -> tuple[Taking, ...]:
    """Return the papers that ``case`` took over, in the order of taking."""
    rows = session.scalars(
        select(TakingRow).where(TakingRow.case_id == case).order_by(TakingRow.at, TakingRow.id)
    )
    return tuple(
        Taking(
            id=row.id,
            resident=ResidentId(row.resident_id),
            consent=ConsentId(row.consent_id),
            case=CaseId(row.case_id),
            file=FileId(row.file_id),
            document_type=row.document_type,
            source_case=CaseId(row.source_case_id),
            source_case_no=row.source_case_no,
            source_day=row.source_day,
            source_file=FileId(row.source_file_id),
            source_reading=ReadingId(row.source_reading_id),
            pages=_numbers.validate_python(row.pages),
            original_seen_by=UserId(row.original_seen_by) if row.original_seen_by else None,
            by=UserId(row.taken_by),
            at=row.at,
        )
        for row in rows
    )


def add_look_up(session: Session, look_up: LookUp) -> None:
    """Keep that somebody looked somebody up."""
    session.add(
        LookUpRow(
            id=new_id(),
            looked_by=look_up.by,
            at=look_up.at,
            resident_id=look_up.resident,
            person_key=look_up.person_key,
            purpose=look_up.purpose,
            case_id=look_up.case,
        )
    )
    session.flush()


def look_ups_of(session: Session, resident: ResidentId, limit: int) -> tuple[LookUp, ...]:
    """Return who looked a resident up lately, the newest first."""
    rows = session.scalars(
        select(LookUpRow)
        .where(LookUpRow.resident_id == resident)
        .order_by(LookUpRow.at.desc(), LookUpRow.id.desc())
        .limit(limit)
    )
    return tuple(
        LookUp(
            by=UserId(row.looked_by),
            at=row.at,
            resident=resident,
            person_key=row.person_key,
            purpose=row.purpose,
            case=CaseId(row.case_id) if row.case_id else None,
        )
        for row in rows
    )


def count_misses(session: Session, by: UserId, since: datetime) -> int:
    """Return how many different persons ``by`` looked up since then without being told a thing."""
    return (
        session.scalar(
            select(func.count(func.distinct(LookUpRow.person_key))).where(
                LookUpRow.looked_by == by,
                LookUpRow.at >= since,
                LookUpRow.resident_id.is_(None),
            )
        )
        or 0
    )


def _insert(session: Session, table: type[Base], values: dict[str, object]) -> bool:
    """Insert a row unless one like it stands; return whether it was inserted."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    made = session.execute(
        dialect.insert(table)
        .values(values)
        .on_conflict_do_nothing()
        .returning(*inspect(table).primary_key)
    )
    return made.first() is not None


def _link(row: LinkRow, end: LinkEndRow | None) -> Link:
    return Link(
        id=LinkId(row.id),
        head=ResidentId(row.head_id),
        member=ResidentId(row.member_id),
        relation=row.relation,
        relation_zh=row.relation_zh,
        case=CaseId(row.case_id),
        unit_path=row.unit_path,
        row=row.row,
        since=row.since,
        until=end.until if end else None,
        reason=end.reason if end else "",
        ended_by=UserId(end.ended_by) if end else None,
    )


def _consent(row: ConsentRow, end: RevocationRow | None) -> Consent:
    return Consent(
        id=ConsentId(row.id),
        resident=ResidentId(row.resident_id),
        purpose=row.purpose,
        kinds=_kinds.validate_python(row.kinds),
        given_on=row.given_on,
        until=row.until,
        how=Given(row.how),
        guardian=row.guardian,
        file=FileId(row.file_id) if row.file_id else None,
        case=CaseId(row.case_id) if row.case_id else None,
        unit_path=row.unit_path,
        text_sha256=row.text_sha256,
        by=UserId(row.recorded_by),
        at=row.at,
        revoked_at=end.at if end else None,
        revoked_by=UserId(end.revoked_by) if end else None,
        revoked_because=end.reason if end else "",
    )
