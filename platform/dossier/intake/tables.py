"""Rows of intake."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dossier.kernel.canonical import Json
from dossier.kernel.db import Base, JsonText, UtcDateTime


class BatchRow(Base):
    """Files that belong together: those of one case."""

    __tablename__ = "intake_batch"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    unit_path: Mapped[str] = mapped_column(String(200), index=True)
    opened_by: Mapped[str] = mapped_column(String(36))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)


class FileRow(Base):
    """A received file; the same bytes in the same batch are the same file."""

    __tablename__ = "intake_file"
    __table_args__ = (UniqueConstraint("batch_id", "sha256"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    batch_id: Mapped[str] = mapped_column(ForeignKey("intake_batch.id"), index=True)
    name: Mapped[str] = mapped_column(String(400))
    media_type: Mapped[str] = mapped_column(String(80))
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    blob_name: Mapped[str] = mapped_column(String(100))
    received_by: Mapped[str] = mapped_column(String(36))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempt: Mapped[int] = mapped_column(default=1)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    pile: Mapped[str | None] = mapped_column(String(64))
    place: Mapped[int | None]
    leads_to: Mapped[str | None] = mapped_column(String(36))


class RoutingRow(Base):
    """Pages that a separator sheet sent into a file of their own."""

    __tablename__ = "intake_routing"
    __table_args__ = (UniqueConstraint("source_id", "target_id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("intake_file.id"), index=True)
    target_id: Mapped[str] = mapped_column(ForeignKey("intake_file.id"), index=True)
    pages: Mapped[Json] = mapped_column(JsonText)
    from_batch: Mapped[str] = mapped_column(ForeignKey("intake_batch.id"), index=True)
    to_batch: Mapped[str] = mapped_column(ForeignKey("intake_batch.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
