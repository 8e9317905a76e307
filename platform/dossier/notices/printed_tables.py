"""Rows of printed forms and of their return."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dossier.kernel.canonical import Json
from dossier.kernel.db import Base, JsonText, UtcDateTime


class PrintedFormRow(Base):
    """A form that was printed; the same content again is the same print."""

    __tablename__ = "printed_form"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        UniqueConstraint("case_id", "material", "person_pointer", "digest"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    case_id: Mapped[str] = mapped_column(String(36), index=True)
    material: Mapped[str] = mapped_column(String(60))
    person_pointer: Mapped[str] = mapped_column(String(120))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    document_type: Mapped[str] = mapped_column(String(60))
    digest: Mapped[str] = mapped_column(String(64))
    lines: Mapped[Json] = mapped_column(JsonText)
    field_values: Mapped[Json] = mapped_column(JsonText)
    content: Mapped[Json] = mapped_column(JsonText)
    pages: Mapped[int]
    blob_name: Mapped[str] = mapped_column(String(200))
    printed_by: Mapped[str] = mapped_column(String(36))
    printed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReturnedFormRow(Base):
    """The document that the pages of a print make in one reading of a file."""

    __tablename__ = "printed_form_return"

    document_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    form_id: Mapped[str] = mapped_column(ForeignKey("printed_form.id"), index=True)
    file_id: Mapped[str] = mapped_column(String(36), index=True)
    pages: Mapped[Json] = mapped_column(JsonText)


class SignatureRow(Base):
    """A person saw that a print in a file is signed; it holds for every reading of the file."""

    __tablename__ = "printed_form_signature"

    form_id: Mapped[str] = mapped_column(ForeignKey("printed_form.id"), primary_key=True)
    file_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    seen_by: Mapped[str] = mapped_column(String(36))
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
