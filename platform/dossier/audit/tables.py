"""Rows of the audit log.  The bytes that were hashed are the record; the rest can be recomputed."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from dossier.audit.append_only import DIALECTS, append_only, protect_on_create, refuse
from dossier.kernel.db import Base, UtcDateTime


class AuditEventRow(Base):
    """seq: place of the leaf, from 0; body: canonical JSON; leaf: its RFC 6962 leaf hash."""

    __tablename__ = "audit_event"
    __table_args__ = (CheckConstraint("seq >= 0", name="seq"),)

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    leaf: Mapped[bytes] = mapped_column(LargeBinary)


class AuditNodeRow(Base):
    """A complete node above the leaves; level 1 covers two of them."""

    __tablename__ = "audit_node"
    __table_args__ = (CheckConstraint("level >= 1", name="level"),)

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    index: Mapped[int] = mapped_column(
        "node_index", BigInteger, primary_key=True, autoincrement=False
    )
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class AuditHeadRow(Base):
    """The one row that grows: how many leaves there are, and the peaks of their tree, joined."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(BigInteger)
    peaks: Mapped[bytes] = mapped_column(LargeBinary)


class AuditMentionRow(Base):
    """Which events tell of a thing; a projection of the bodies for the eyes of readers."""

    __tablename__ = "audit_mention"

    thing: Mapped[str] = mapped_column(String(36), primary_key=True)
    seq: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False, index=True
    )


class AuditSaltRow(Base):
    """The salt of a commitment; without it nobody can tell what was committed to.

    subject: id of the person or case whom the value is about, to find what must be erased.
    """

    __tablename__ = "audit_salt"

    commitment: Mapped[str] = mapped_column(String(64), primary_key=True)
    subject: Mapped[str] = mapped_column(String(36), index=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary)


class AuditCheckpointRow(Base):
    """A signed note of the tree at ``size``; signer: key id in hexadecimal."""

    __tablename__ = "audit_checkpoint"

    size: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    signer: Mapped[str] = mapped_column(String(8), primary_key=True)
    note: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


_APPEND_ONLY = (AuditEventRow, AuditNodeRow, AuditCheckpointRow)


def _head_protection(dialect: str) -> tuple[str, ...]:
    table, message = AuditHeadRow.__tablename__, "audit_head: the log only grows"
    shrinks = "NEW.size <= OLD.size"
    return (
        *refuse(dialect, table, "no_shrinking", "UPDATE", message, when=shrinks),
        *refuse(dialect, table, "no_delete", "DELETE", message),
        *refuse(dialect, table, "no_truncate", "TRUNCATE", message),
    )


def protection(dialect: str) -> tuple[str, ...]:
    """Return the statements that protect these tables, for a migration; run them once.

    dialect: "sqlite" or "postgresql".
    """
    tables = [row.__tablename__ for row in _APPEND_ONLY]
    return (
        *(statement for table in tables for statement in append_only(dialect, table)),
        *_head_protection(dialect),
    )


for _dialect in DIALECTS:
    for _row in _APPEND_ONLY:
        protect_on_create(_row.__table__, _dialect, append_only(_dialect, _row.__tablename__))
    protect_on_create(AuditHeadRow.__table__, _dialect, _head_protection(_dialect))
