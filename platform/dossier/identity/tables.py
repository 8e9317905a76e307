"""Rows of units, accounts, roles and sign-ins."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dossier.kernel.db import Base, UtcDateTime


class UnitRow(Base):
    """path: the codes from the root down, each with a slash behind it."""

    __tablename__ = "unit"
    __table_args__ = (
        UniqueConstraint("path"),
        CheckConstraint("length(code) = 4", name="code"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("unit.id"), index=True)
    code: Mapped[str] = mapped_column(String(4))
    name: Mapped[str] = mapped_column(String(100))
    level: Mapped[str] = mapped_column(String(8))
    path: Mapped[str] = mapped_column(String(80))


class UserAccountRow(Base):
    """login: lower case; password_hash: argon2id in its own notation."""

    __tablename__ = "user_account"
    __table_args__ = (UniqueConstraint("login"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    login: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(100))
    password_hash: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    password_changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RoleGrantRow(Base):
    """A role at a unit; the row is the right, so that taking it away deletes it."""

    __tablename__ = "role_grant"

    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(40), primary_key=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LoginSessionRow(Base):
    """token_sha256: the token itself is in the browser alone; csrf: sent with every change."""

    __tablename__ = "login_session"
    __table_args__ = (UniqueConstraint("token_sha256"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"), index=True)
    token_sha256: Mapped[str] = mapped_column(String(64))
    csrf: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LoginAttemptRow(Base):
    """Failures in a row of one login or one address.

    key: "login:" or "address:" and the SHA-256 of it, since people type passwords there too.
    """

    __tablename__ = "login_attempt"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
