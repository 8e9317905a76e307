"""Rows of documents."""

from datetime import datetime

from sqlalchemy import Float, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

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


class CorrectionRow(Base):
    """What a person reads instead; the last one counts, all are kept."""

    __tablename__ = "value_correction"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    value: Mapped[str] = mapped_column(Text)
    corrected_by: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class FindingRow(Base):
    """Something noticed while reading."""

    __tablename__ = "reading_finding"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    reading_id: Mapped[str] = mapped_column(ForeignKey("reading.id"), index=True)
    document_id: Mapped[str | None] = mapped_column(String(36))
    code: Mapped[str] = mapped_column(String(60))
    field: Mapped[str | None] = mapped_column(String(60))
    message: Mapped[str] = mapped_column(Text)
