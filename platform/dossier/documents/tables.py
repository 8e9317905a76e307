"""Rows of documents."""

from datetime import datetime

from sqlalchemy import Float, ForeignKey, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from dossier.audit.append_only import DIALECTS, protect_on_create, refuse
from dossier.kernel.canonical import Json
from dossier.kernel.db import Base, JsonText, UtcDateTime


class ReadingRow(Base):
    """One attempt at reading a file; one row an attempt, however often the job runs."""

    __tablename__ = "reading"
    __table_args__ = (UniqueConstraint("file_id", "attempt"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    file_id: Mapped[str] = mapped_column(String(36), index=True)
    attempt: Mapped[int]
    engine: Mapped[str] = mapped_column(String(80))
    engine_version: Mapped[str] = mapped_column(String(80))
    seconds: Mapped[float] = mapped_column(Float)
    body_blob: Mapped[str | None] = mapped_column(String(100))
    failed_code: Mapped[str | None] = mapped_column(String(60))
    failed_message: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    assembled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    copied_from: Mapped[str | None] = mapped_column(String(36))


class PageRow(Base):
    """One page of a reading."""

    __tablename__ = "page"
    __table_args__ = (UniqueConstraint("reading_id", "number"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    reading_id: Mapped[str] = mapped_column(ForeignKey("reading.id"), index=True)
    file_id: Mapped[str] = mapped_column(String(36), index=True)
    number: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    turned: Mapped[int]
    skew: Mapped[float] = mapped_column(Float)
    image_blob: Mapped[str] = mapped_column(String(100))
    likeness: Mapped[str] = mapped_column(Text, server_default="")


class DocumentRow(Base):
    """One document of a reading."""

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("reading_id", "number"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    reading_id: Mapped[str] = mapped_column(ForeignKey("reading.id"), index=True)
    file_id: Mapped[str] = mapped_column(String(36), index=True)
    number: Mapped[int]
    document_type: Mapped[str] = mapped_column(String(60), index=True)
    confidence: Mapped[float] = mapped_column(Float)
    parts: Mapped[Json] = mapped_column(JsonText)
    page_ids: Mapped[Json] = mapped_column(JsonText)


class ValueRow(Base):
    """One value of a document, as the engine read it."""

    __tablename__ = "document_value"
    __table_args__ = (UniqueConstraint("document_id", "name"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    value: Mapped[str] = mapped_column(Text)
    confidence: Mapped[float] = mapped_column(Float)
    auto: Mapped[bool]
    page_id: Mapped[str | None] = mapped_column(String(36))
    box: Mapped[Json] = mapped_column(JsonText, nullable=True)
    raw: Mapped[str] = mapped_column(Text, server_default="")
    handwritten: Mapped[bool] = mapped_column(server_default=false())
    alternatives: Mapped[Json] = mapped_column(JsonText, nullable=True)
    doubtful: Mapped[Json] = mapped_column(JsonText, nullable=True)


class ReviewRow(Base):
    """What a person said of a value; rows are only ever added, and the last one stands."""

    __tablename__ = "value_review"
    __table_args__ = (
        UniqueConstraint("document_id", "field", "number"),
        UniqueConstraint("reviewed_by", "key"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    reading_id: Mapped[str] = mapped_column(String(36))
    document_type: Mapped[str] = mapped_column(String(60))
    field: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    value_id: Mapped[str | None] = mapped_column(String(36))
    machine: Mapped[str | None] = mapped_column(Text)
    confidence: Mapped[float | None] = mapped_column(Float)
    auto: Mapped[bool]
    verdict: Mapped[str] = mapped_column(String(12))
    value: Mapped[str | None] = mapped_column(Text)
    via: Mapped[str] = mapped_column(String(8))
    withdraws: Mapped[str | None] = mapped_column(String(36))
    reviewed_by: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    key: Mapped[str | None] = mapped_column(String(64))


class FindingRow(Base):
    """Something noticed while reading."""

    __tablename__ = "reading_finding"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    reading_id: Mapped[str] = mapped_column(ForeignKey("reading.id"), index=True)
    document_id: Mapped[str | None] = mapped_column(String(36))
    code: Mapped[str] = mapped_column(String(60))
    field: Mapped[str | None] = mapped_column(String(60))
    message: Mapped[str] = mapped_column(Text)


def protection(dialect: str) -> tuple[str, ...]:
    """Return the statements that keep a review as it was written, for a migration.

    A review can still be taken away with its case, when the case's time has come.
    """
    message = "value_review: what was said is not changed"
    return refuse(dialect, "value_review", "no_update", "UPDATE", message)


for _dialect in DIALECTS:
    protect_on_create(ReviewRow.__table__, _dialect, protection(_dialect))
