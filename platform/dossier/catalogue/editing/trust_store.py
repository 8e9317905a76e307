"""Queries of the offices whose bundles are taken here."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dossier.catalogue.tables import TrustedOfficeRow
from dossier.kernel.errors import NotFound
from dossier.kernel.ids import UserId


@dataclass(frozen=True, slots=True)
class TrustedOffice:
    """An office under the name that it has here, with its key."""

    id: str
    name: str
    public_key: str
    fingerprint: str
    added_by: UserId
    added_at: datetime


def add(session: Session, office: TrustedOffice) -> None:
    """Trust an office from now on; the database refuses a key that is trusted already."""
    session.add(
        TrustedOfficeRow(
            id=office.id,
            name=office.name,
            public_key=office.public_key,
            fingerprint=office.fingerprint,
            trusted_key=office.fingerprint,
            added_by=office.added_by,
            added_at=office.added_at,
        )
    )
    session.flush()


def remove(session: Session, office: str, by: UserId, now: datetime) -> TrustedOffice:
    """Trust an office no longer; the row stays.  Raises NotFound."""
    row = session.get(TrustedOfficeRow, office)
    if row is None or row.trusted_key is None:
        raise NotFound("没有这个受信任的单位；请刷新列表。", code="office_unknown")
    row.trusted_key, row.removed_by, row.removed_at = None, by, now
    session.flush()
    return _value(row)


def find(session: Session, fingerprint: str) -> TrustedOffice | None:
    """Return the office that is trusted with a key."""
    query = select(TrustedOfficeRow).where(TrustedOfficeRow.trusted_key == fingerprint)
    row = session.scalar(query)
    return _value(row) if row is not None else None


def trusted(session: Session) -> tuple[TrustedOffice, ...]:
    """Return the offices that are trusted now, by name."""
    query = (
        select(TrustedOfficeRow)
        .where(TrustedOfficeRow.trusted_key.is_not(None))
        .order_by(TrustedOfficeRow.name, TrustedOfficeRow.id)
    )
    return tuple(_value(row) for row in session.scalars(query))


def _value(row: TrustedOfficeRow) -> TrustedOffice:
    return TrustedOffice(
        id=row.id,
        name=row.name,
        public_key=row.public_key,
        fingerprint=row.fingerprint,
        added_by=UserId(row.added_by),
        added_at=row.added_at,
    )
