"""Rows of what the counter notes beside the form."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from dossier.kernel.canonical import Json
from dossier.kernel.db import Base, JsonText, UtcDateTime


class ActingRow(Base):
    """Who hands a case in."""

    __tablename__ = "case_acting"

    case_id: Mapped[str] = mapped_column(ForeignKey("service_case.id"), primary_key=True)
    acted_by: Mapped[str] = mapped_column(String(12))
    channel: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(40))
    id_number: Mapped[str] = mapped_column(String(18))
    phone: Mapped[str] = mapped_column(String(40))
    relation: Mapped[str] = mapped_column(String(40))
    scope: Mapped[str] = mapped_column(Text)
    valid_until: Mapped[date | None] = mapped_column(Date)
    proof: Mapped[str] = mapped_column(String(12))
    noted_by: Mapped[str] = mapped_column(String(36))
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CertificationRow(Base):
    """A copy that was compared with its original; taken back, it stays with the reason."""

    __tablename__ = "case_certification"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("service_case.id"), index=True)
    code: Mapped[str] = mapped_column(String(60))
    person_pointer: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(200))
    files: Mapped[Json] = mapped_column(JsonText)
    unit_path: Mapped[str] = mapped_column(String(200))
    certified_by: Mapped[str] = mapped_column(String(36))
    certified_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[str | None] = mapped_column(String(36))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_reason: Mapped[str | None] = mapped_column(Text)


class ConsentRow(Base):
    """The resident was told, and agreed; the last word counts."""

    __tablename__ = "case_consent"

    case_id: Mapped[str] = mapped_column(ForeignKey("service_case.id"), primary_key=True)
    how: Mapped[str] = mapped_column(String(12))
    sensitive: Mapped[bool]
    notice_sha256: Mapped[str] = mapped_column(String(64))
    noted_by: Mapped[str] = mapped_column(String(36))
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
