"""Queries of the versions that were published in this installation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dossier.catalogue.tables import DefinitionVersionRow
from dossier.kernel.ids import DraftId, UserId

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """A version as it was published here; office "" where it was written here."""

    code: str
    version: int
    text: str
    digest: str
    draft_id: DraftId
    office: str
    fingerprint: str
    published_by: UserId
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Publication:
    """How a version was published here."""

    draft_id: DraftId
    office: str
    fingerprint: str
    published_by: UserId
    published_at: datetime


def count(session: Session) -> int:
    """Return how many versions were published here; rows are only ever added."""
    return session.scalar(select(func.count()).select_from(DefinitionVersionRow)) or 0


def all_but(session: Session, known: Iterable[Key] = ()) -> tuple[PublishedVersion, ...]:
    """Return the versions that are not among ``known``, by code and number."""
    seen = set(known)
    keys = session.execute(select(DefinitionVersionRow.code, DefinitionVersionRow.version))
    missing = sorted((code, version) for code, version in keys if (code, version) not in seen)
    rows = (session.get(DefinitionVersionRow, key) for key in missing)
    return tuple(_value(row) for row in rows if row is not None)


def find(session: Session, code: str, version: int) -> PublishedVersion | None:
    """Return one version, None where it was not published here."""
    row = session.get(DefinitionVersionRow, (code, version))
    return _value(row) if row is not None else None


def publications(session: Session) -> Mapping[Key, Publication]:
    """Return how every version was published here, by its key; the texts stay where they are."""
    row = DefinitionVersionRow
    query = select(
        row.code,
        row.version,
        row.draft_id,
        row.office,
        row.fingerprint,
        row.published_by,
        row.published_at,
    )
    return {
        (code, version): Publication(DraftId(draft), office, mark, UserId(by), at)
        for code, version, draft, office, mark, by, at in session.execute(query)
    }


def versions_of(session: Session, code: str) -> tuple[int, ...]:
    """Return the numbers of a service's versions that were published here."""
    query = select(DefinitionVersionRow.version).where(DefinitionVersionRow.code == code)
    return tuple(sorted(session.scalars(query)))


def add(session: Session, version: PublishedVersion) -> None:
    """Keep a version for good."""
    session.add(
        DefinitionVersionRow(
            code=version.code,
            version=version.version,
            text=version.text,
            digest=version.digest,
            draft_id=version.draft_id,
            office=version.office,
            fingerprint=version.fingerprint,
            published_by=version.published_by,
            published_at=version.published_at,
        )
    )
    session.flush()


def _value(row: DefinitionVersionRow) -> PublishedVersion:
    return PublishedVersion(
        code=row.code,
        version=row.version,
        text=row.text,
        digest=row.digest,
        draft_id=DraftId(row.draft_id),
        office=row.office,
        fingerprint=row.fingerprint,
        published_by=UserId(row.published_by),
        published_at=row.published_at,
    )
