"""Rows of people.  No name and no number stands here: keyed digests tell residents apart."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dossier.audit.append_only import DIALECTS, protect_on_create, refuse
from dossier.kernel.canonical import Json
from dossier.kernel.db import Base, JsonText, UtcDateTime


class ResidentRow(Base):
    """A person known to the centre; ``number_key`` is a keyed digest of the identity number."""

    __tablename__ = "resident"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number_key: Mapped[str] = mapped_column(String(64), unique=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)


class ResidentNameRow(Base):
    """A name that a resident has borne, as a keyed digest."""

    __tablename__ = "resident_name"

    resident_id: Mapped[str] = mapped_column(ForeignKey("resident.id"), primary_key=True)
    name_key: Mapped[str] = mapped_column(String(64), primary_key=True)


class AppearanceRow(Base):
    """A resident on the form of an accepted case."""

    __tablename__ = "resident_case"

    resident_id: Mapped[str] = mapped_column(ForeignKey("resident.id"), primary_key=True)
    case_id: Mapped[str] = mapped_column(String(36), primary_key=True, index=True)
    number_at: Mapped[str] = mapped_column(String(200), primary_key=True)
    name_at: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(40))
    unit_path: Mapped[str] = mapped_column(String(200))
    accepted_on: Mapped[date] = mapped_column(Date)


class LinkRow(Base):
    """A member of a household, as one accepted case says; only ever added."""

    __tablename__ = "household_link"
    __table_args__ = (UniqueConstraint("case_id", "head_id", "member_id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    head_id: Mapped[str] = mapped_column(ForeignKey("resident.id"), index=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("resident.id"), index=True)
    relation: Mapped[str] = mapped_column(String(60))
    relation_zh: Mapped[str] = mapped_column(String(60))
    case_id: Mapped[str] = mapped_column(String(36), index=True)
    unit_path: Mapped[str] = mapped_column(String(200))
    row: Mapped[str] = mapped_column(String(200))
    since: Mapped[date] = mapped_column(Date)


class LinkEndRow(Base):
    """A link has ended, and why."""

    __tablename__ = "household_link_end"

    link_id: Mapped[str] = mapped_column(ForeignKey("household_link.id"), primary_key=True)
    until: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    ended_by: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ConsentRow(Base):
    """A consent as it was given; only ever added."""

    __tablename__ = "resident_consent"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    resident_id: Mapped[str] = mapped_column(ForeignKey("resident.id"), index=True)
    key: Mapped[str] = mapped_column(String(100), unique=True)
    purpose: Mapped[str] = mapped_column(String(80))
    kinds: Mapped[Json] = mapped_column(JsonText)
    given_on: Mapped[date] = mapped_column(Date)
    until: Mapped[date] = mapped_column(Date)
    how: Mapped[str] = mapped_column(String(20))
    guardian: Mapped[str] = mapped_column(String(100))
    file_id: Mapped[str | None] = mapped_column(String(36))
    case_id: Mapped[str | None] = mapped_column(String(36))
    unit_path: Mapped[str] = mapped_column(String(200))
    text_sha256: Mapped[str] = mapped_column(String(64))
    recorded_by: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class RevocationRow(Base):
    """A consent was revoked; for ever."""

    __tablename__ = "resident_consent_end"

    consent_id: Mapped[str] = mapped_column(ForeignKey("resident_consent.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    revoked_by: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class TakingRow(Base):
    """A paper of an earlier case that a new one holds, too."""

    __tablename__ = "locker_taking"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    resident_id: Mapped[str] = mapped_column(ForeignKey("resident.id"), index=True)
    consent_id: Mapped[str] = mapped_column(ForeignKey("resident_consent.id"))
    case_id: Mapped[str] = mapped_column(String(36), index=True)
    file_id: Mapped[str] = mapped_column(String(36), index=True)
    document_type: Mapped[str] = mapped_column(String(60))
    source_case_id: Mapped[str] = mapped_column(String(36))
    source_case_no: Mapped[str] = mapped_column(String(40))
    source_day: Mapped[date] = mapped_column(Date)
    source_file_id: Mapped[str] = mapped_column(String(36))
    source_reading_id: Mapped[str] = mapped_column(String(36))
    pages: Mapped[Json] = mapped_column(JsonText)
    original_seen_by: Mapped[str | None] = mapped_column(String(36))
    taken_by: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class LookUpRow(Base):
    """Somebody looked up a person."""

    __tablename__ = "resident_look_up"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    looked_by: Mapped[str] = mapped_column(String(36), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    resident_id: Mapped[str | None] = mapped_column(String(36), index=True)
    person_key: Mapped[str] = mapped_column(String(64))
    purpose: Mapped[str] = mapped_column(String(80))
    case_id: Mapped[str | None] = mapped_column(String(36))


def protection(dialect: str, table: str) -> tuple[str, ...]:
    """Return the statements that keep the rows of ``table`` as they were written.

    They can still be taken away with a person whose time has come.
    """
    return refuse(
        dialect, table, "no_update", "UPDATE", f"{table}: what was written is not changed"
    )


for _dialect in DIALECTS:
    for _row in (LinkRow, LinkEndRow, ConsentRow, RevocationRow, TakingRow):
        _statements = protection(_dialect, _row.__tablename__)
        protect_on_create(_row.__table__, _dialect, _statements)
