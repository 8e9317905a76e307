"""Rows of the catalogue: what offices have set for themselves."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from dossier.audit.append_only import DIALECTS, append_only, protect_on_create, refuse
from dossier.kernel.canonical import Json
from dossier.kernel.db import Base, JsonText, UtcDateTime


class LocalSettingRow(Base):
    """One entry of what a unit set for itself; it never changes but for who confirmed it.

    pending_for: the place it is about while it waits, so that only one waits at a time.
    """

    __tablename__ = "local_setting"
    __table_args__ = (
        CheckConstraint("confirmed_by <> set_by", name="confirmed_by_another"),
        Index(None, "service", "unit_path"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    unit_path: Mapped[str] = mapped_column(String(200))
    service: Mapped[str] = mapped_column(String(80))
    pointer: Mapped[str] = mapped_column(String(200))
    choice: Mapped[str] = mapped_column(String(10))
    value: Mapped[Json] = mapped_column(JsonText, nullable=True)
    of_sha256: Mapped[str] = mapped_column(String(64))
    basis: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date] = mapped_column(Date)
    set_by: Mapped[str] = mapped_column(String(36))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[str | None] = mapped_column(String(36))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_back_by: Mapped[str | None] = mapped_column(String(36))
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    pending_for: Mapped[str | None] = mapped_column(String(500), unique=True)


class DefinitionVersionRow(Base):
    """A version that was published in this installation; never changed, never taken away.

    text: as it was written; digest: SHA-256 of its content.  office, fingerprint: whose bundle
    it came in, "" where it was written here.
    """

    __tablename__ = "definition_version"

    code: Mapped[str] = mapped_column(String(80), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    draft_id: Mapped[str] = mapped_column(String(36), unique=True)
    office: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(String(80))
    published_by: Mapped[str] = mapped_column(String(36))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DefinitionDraftRow(Base):
    """A text on its way to a version.

    open_code: the code while the draft is open, else NULL; so one service has one open draft.
    """

    __tablename__ = "definition_draft"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    code: Mapped[str] = mapped_column(String(80), index=True)
    open_code: Mapped[str | None] = mapped_column(String(80), unique=True)
    version: Mapped[int] = mapped_column(Integer)
    based_on: Mapped[int | None] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(20))
    created_by: Mapped[str] = mapped_column(String(36))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_by: Mapped[str] = mapped_column(String(36))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_by: Mapped[str | None] = mapped_column(String(36))
    returned_reason: Mapped[str] = mapped_column(Text)
    office: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(String(80))


class DefinitionDraftEditorRow(Base):
    """Who has written any of a draft; who did cannot publish it."""

    __tablename__ = "definition_draft_editor"

    draft_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)


class DefinitionDraftTextRow(Base):
    """A text of a draft that somebody else's replaced; nothing that was saved is lost."""

    __tablename__ = "definition_draft_text"

    draft_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    revision: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)
    saved_by: Mapped[str] = mapped_column(String(36))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class TrustedOfficeRow(Base):
    """An office whose bundles are taken here; former trust stays on record.

    trusted_key: the fingerprint while it is trusted, else NULL.
    """

    __tablename__ = "trusted_office"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    public_key: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(String(80))
    trusted_key: Mapped[str | None] = mapped_column(String(80), unique=True)
    added_by: Mapped[str] = mapped_column(String(36))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_by: Mapped[str | None] = mapped_column(String(36))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


_ADDED_ONLY = (DefinitionVersionRow, DefinitionDraftEditorRow, DefinitionDraftTextRow)


def _draft_protection(dialect: str) -> tuple[str, ...]:
    table = DefinitionDraftRow.__tablename__
    closed = "OLD.state IN ('published', 'discarded')"
    return (
        *refuse(dialect, table, "no_change_once_closed", "UPDATE",
                f"{table}: what is closed stays as it is", when=closed),
        *refuse(dialect, table, "no_delete", "DELETE", f"{table}: drafts are never taken away"),
        *refuse(dialect, table, "no_truncate", "TRUNCATE", f"{table}: drafts are never taken away"),
    )  # fmt: skip


def protection(dialect: str) -> tuple[str, ...]:
    """Return the statements that protect these tables, for a migration; run them once.

    dialect: "sqlite" or "postgresql".
    """
    return (
        *(part for row in _ADDED_ONLY for part in append_only(dialect, row.__tablename__)),
        *_draft_protection(dialect),
    )


for _dialect in DIALECTS:
    for _row in _ADDED_ONLY:
        protect_on_create(_row.__table__, _dialect, append_only(_dialect, _row.__tablename__))
    protect_on_create(DefinitionDraftRow.__table__, _dialect, _draft_protection(_dialect))
