"""Checkpoints: the state of the log, signed, to be kept outside the house as well."""

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from dossier.audit.note import Checkpoint, SigningKey, parse_checkpoint, sign_checkpoint
from dossier.audit.store import root_of
from dossier.audit.tables import AuditCheckpointRow
from dossier.kernel.errors import Refused


def checkpoint(session: Session, key: SigningKey, origin: str, now: datetime) -> str:
    """Sign the present state as ``origin``'s and keep the note; return it.

    The same state is signed once.  Raises Refused when the log no longer continues the last
    checkpoint: a changed history is never signed.
    """
    size, root = root_of(session)
    last = latest_checkpoint(session)
    if last is not None:
        _require_continues(session, parse_checkpoint(last), size)
    note = sign_checkpoint(Checkpoint(origin, size, root), key)
    signer = key.verifying.key_id.hex()
    known = session.scalars(
        select(AuditCheckpointRow.note).where(
            AuditCheckpointRow.size == size, AuditCheckpointRow.signer == signer
        )
    ).one_or_none()
    if known is None:
        row = {"size": size, "signer": signer, "note": note, "created_at": now}
        session.execute(insert(AuditCheckpointRow).values(row))
    elif known != note:
        raise Refused(
            "同一状态已用同一密钥以另一名称签署，请核对日志名称。", code="audit_origin_changed"
        )
    return note


def latest_checkpoint(session: Session) -> str | None:
    """Return the newest signed note, or None."""
    newest = AuditCheckpointRow.size.desc(), AuditCheckpointRow.created_at.desc()
    return session.scalars(select(AuditCheckpointRow.note).order_by(*newest).limit(1)).first()


def _require_continues(session: Session, old: Checkpoint, size: int) -> None:
    if old.size > size or (old.size and root_of(session, old.size)[1] != old.root):
        raise Refused(
            f"现有审计日志（{size}条）与第{old.size}条处的检查点不一致，不予签名，请立即报告。",
            code="audit_history_changed",
            size=size,
            checkpoint_size=old.size,
        )
