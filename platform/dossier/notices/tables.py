"""Rows of letters and notices."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dossier.kernel.canonical import Json
from dossier.kernel.db import Base, JsonText, UtcDateTime


class LetterRow(Base):
    """A letter that was issued; the same case, kind and key is one letter.

    number: NULL for a paper that bears none.
    """

    __tablename__ = "letter"
    __table_args__ = (UniqueConstraint("case_id", "kind", "key"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    case_id: Mapped[str] = mapped_column(String(36), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(100))
    number: Mapped[str | None] = mapped_column(String(80), unique=True)
    blob_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[str] = mapped_column(String(36))


class LetterNumberRow(Base):
    """The last number given, per unit, kind and year."""

    __tablename__ = "letter_number"

    unit_path: Mapped[str] = mapped_column(String(200), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class ReceiptRow(Base):
    """The digest of a receipt's token; the token itself stands on paper only."""

    __tablename__ = "letter_receipt"

    token_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    case_id: Mapped[str] = mapped_column(String(36), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PublicNoticeRow(Base):
    """A public notice; lines: what it shows, masked already."""

    __tablename__ = "public_notice"
    __table_args__ = (UniqueConstraint("case_id", "key"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    case_id: Mapped[str] = mapped_column(String(36), index=True)
    key: Mapped[str] = mapped_column(String(100))
    starts: Mapped[date] = mapped_column(Date)
    ends: Mapped[date] = mapped_column(Date, index=True)
    provisional: Mapped[bool]
    place: Mapped[str] = mapped_column(String(400))
    fields: Mapped[Json] = mapped_column(JsonText)
    outcome: Mapped[str | None] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[str] = mapped_column(String(36))


class ObjectionRow(Base):
    """One objection to a notice; its text is kept as a document of the case."""

    __tablename__ = "public_notice_objection"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    notice_id: Mapped[str] = mapped_column(ForeignKey("public_notice.id"), index=True)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_by: Mapped[str] = mapped_column(String(36))
    summary: Mapped[str] = mapped_column(String(1000))


class LetterOrderRow(Base):
    """What a letter says; ordered within the step that sends it, typeset right after."""

    __tablename__ = "letter_order"

    letter_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    case_id: Mapped[str] = mapped_column(String(36), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(100))
    number: Mapped[str] = mapped_column(String(80), unique=True)
    template: Mapped[str] = mapped_column(String(40))
    data: Mapped[Json] = mapped_column(JsonText)
    ordered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ordered_by: Mapped[str] = mapped_column(String(36))


class OfficeRow(Base):
    """Where and how residents reach a unit; printed on its letters."""

    __tablename__ = "office"

    unit_path: Mapped[str] = mapped_column(String(200), primary_key=True)
    address: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(60))
    hours: Mapped[str] = mapped_column(String(120))
    hotline: Mapped[str] = mapped_column(String(60), default="")
