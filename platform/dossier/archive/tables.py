"""Rows of the archive.  Codes are given once: the database itself refuses to take one back."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dossier.audit.append_only import DIALECTS, append_only, protect_on_create, refuse
from dossier.kernel.canonical import Json
from dossier.kernel.db import Base, JsonText, UtcDateTime


class FondsRow(Base):
    """全宗 of one unit."""

    __tablename__ = "archive_fonds"

    code: Mapped[str] = mapped_column(String(10), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    unit_path: Mapped[str] = mapped_column(String(200), unique=True)


class SchemeRow(Base):
    """How codes of one fonds and category are written; frozen by the first code."""

    __tablename__ = "archive_scheme"

    fonds: Mapped[str] = mapped_column(ForeignKey("archive_fonds.code"), primary_key=True)
    category: Mapped[str] = mapped_column(String(2), primary_key=True)
    scheme: Mapped[str] = mapped_column(String(20))
    digits: Mapped[int]


class ItemNumberRow(Base):
    """The last 件号 given; it only grows."""

    __tablename__ = "archive_item_number"

    fonds: Mapped[str] = mapped_column(String(10), primary_key=True)
    category: Mapped[str] = mapped_column(String(2), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    retention: Mapped[str] = mapped_column(String(4), primary_key=True)
    organ: Mapped[str] = mapped_column(String(20), primary_key=True)
    last: Mapped[int]


class ArchiveItemRow(Base):
    """One case file under its reference code."""

    __tablename__ = "archive_item"
    __table_args__ = (
        UniqueConstraint("fonds", "category", "year", "retention", "organ", "number"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    case_id: Mapped[str] = mapped_column(String(36), unique=True)
    reference_code: Mapped[str] = mapped_column(String(80), unique=True)
    fonds: Mapped[str] = mapped_column(String(10))
    category: Mapped[str] = mapped_column(String(2))
    year: Mapped[int]
    retention: Mapped[str] = mapped_column(String(4))
    organ: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]
    retention_to_confirm: Mapped[bool]
    title: Mapped[str] = mapped_column(String(400))
    unit_path: Mapped[str] = mapped_column(String(200), index=True)
    state: Mapped[str] = mapped_column(String(20), index=True)
    reserved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    package: Mapped[str] = mapped_column(String(400), default="")
    manifest_sha256: Mapped[str] = mapped_column(String(64), default="")
    tagmanifest_sha256: Mapped[str] = mapped_column(String(64), default="")
    filed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    filed_by: Mapped[str | None] = mapped_column(String(36))
    destroy_after: Mapped[date | None] = mapped_column(Date, index=True)


class ArchiveCheckRow(Base):
    """One run of the four-property check and what it found."""

    __tablename__ = "archive_check"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("archive_item.id"), index=True)
    why: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(36))
    passed: Mapped[bool]
    results: Mapped[Json] = mapped_column(JsonText)


def _number_protection(dialect: str) -> tuple[str, ...]:
    table, message = ItemNumberRow.__tablename__, "archive_item_number: numbers only grow"
    return (
        *refuse(dialect, table, "no_return", "UPDATE", message, when="NEW.last <= OLD.last"),
        *refuse(dialect, table, "no_delete", "DELETE", message),
        *refuse(dialect, table, "no_truncate", "TRUNCATE", message),
    )


def _item_protection(dialect: str) -> tuple[str, ...]:
    table, message = ArchiveItemRow.__tablename__, "archive_item: a code is given for ever"
    moved = "NEW.reference_code <> OLD.reference_code OR NEW.case_id <> OLD.case_id"
    return (
        *refuse(dialect, table, "no_renaming", "UPDATE", message, when=moved),
        *refuse(dialect, table, "no_delete", "DELETE", message),
        *refuse(dialect, table, "no_truncate", "TRUNCATE", message),
    )


def protection(dialect: str) -> tuple[str, ...]:
    """Return the statements that protect these tables, for a migration; run them once."""
    return (
        *_number_protection(dialect),
        *_item_protection(dialect),
        *append_only(dialect, ArchiveCheckRow.__tablename__),
    )


for _dialect in DIALECTS:
    protect_on_create(ItemNumberRow.__table__, _dialect, _number_protection(_dialect))
    protect_on_create(ArchiveItemRow.__table__, _dialect, _item_protection(_dialect))
    protect_on_create(
        ArchiveCheckRow.__table__,
        _dialect,
        append_only(_dialect, ArchiveCheckRow.__tablename__),
    )
