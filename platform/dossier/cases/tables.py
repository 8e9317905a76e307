"""Rows of cases."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from dossier.kernel.canonical import Json
from dossier.kernel.db import Base, JsonText, UtcDateTime


class CaseRow(Base):
    """A case's head; the columns from ``status`` on are a projection of its actions."""

    __tablename__ = "service_case"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    batch_id: Mapped[str] = mapped_column(String(36), unique=True)
    unit_path: Mapped[str] = mapped_column(String(200), index=True)
    service: Mapped[str] = mapped_column(String(80), index=True)
    version: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    opened_by: Mapped[str] = mapped_column(String(36))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    case_no: Mapped[str | None] = mapped_column(String(40), unique=True)
    applicant: Mapped[str | None] = mapped_column(String(100))
    status: Mapped[str] = mapped_column(String(20), index=True)
    stage_role: Mapped[str | None] = mapped_column(String(40), index=True)
    due_on: Mapped[date | None] = mapped_column(Date)
    due_provisional: Mapped[bool] = mapped_column(default=False)
    missing: Mapped[int] = mapped_column(Integer, default=0)
    blocking: Mapped[int] = mapped_column(Integer, default=0)
    reference_code: Mapped[str | None] = mapped_column(String(80), unique=True)
    decided: Mapped[bool] = mapped_column(default=False, server_default=false())


class ActionRow(Base):
    """One accepted action; the same key twice is one action."""

    __tablename__ = "case_action"
    __table_args__ = (UniqueConstraint("case_id", "key"), UniqueConstraint("case_id", "number"))

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("service_case.id"), index=True)
    number: Mapped[int]
    key: Mapped[str] = mapped_column(String(100))
    body: Mapped[Json] = mapped_column(JsonText)
    actor: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class FormRow(Base):
    """The form as it stands."""

    __tablename__ = "case_form"

    case_id: Mapped[str] = mapped_column(ForeignKey("service_case.id"), primary_key=True)
    revision: Mapped[int]
    person_revision: Mapped[int]
    form: Mapped[Json] = mapped_column(JsonText)
    origins: Mapped[Json] = mapped_column(JsonText)


class MarkRow(Base):
    """A clerk's mark on one material of one person ("" for the case as a whole)."""

    __tablename__ = "case_material_mark"

    case_id: Mapped[str] = mapped_column(ForeignKey("service_case.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    person_pointer: Mapped[str] = mapped_column(String(120), primary_key=True)
    originals_seen_by: Mapped[str | None] = mapped_column(String(36))
    waived_by: Mapped[str | None] = mapped_column(String(36))
    not_found_by: Mapped[str | None] = mapped_column(String(36))
    note: Mapped[str | None] = mapped_column(Text)


class CaseNumberRow(Base):
    """The last case number given out, per unit and year."""

    __tablename__ = "case_number"

    unit_path: Mapped[str] = mapped_column(String(200), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class ClaimRow(Base):
    """A value that one case has for itself among those of a place; given up with the case.

    pool: the rule.  place: the unit path below which it counts.  digest: of the value.
    """

    __tablename__ = "case_claim"
    __table_args__ = (UniqueConstraint("pool", "place", "digest"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("service_case.id"), index=True)
    pool: Mapped[str] = mapped_column(String(160))
    place: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64))
    lasting: Mapped[bool]
