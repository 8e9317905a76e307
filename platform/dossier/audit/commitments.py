"""Commitments to personal data: the log holds them, the salts stand beside it.

A commitment is HMAC-SHA-256 of the value under a random salt.  With the salt anybody can
check that a value is the one committed to; once the salt is destroyed nobody can, not even by
trying every ID number, and the log stays whole.
"""

import hmac
import secrets

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from dossier.audit.tables import AuditSaltRow
from dossier.kernel.errors import NotFound

_SALT_BYTES = 32


def commit_value(session: Session, value: bytes, *, subject: str = "") -> str:
    """Return a commitment to ``value`` for an event's body, in hexadecimal.

    subject: id of the person or case whom the value is about; erasing goes by it.
    """
    salt = secrets.token_bytes(_SALT_BYTES)
    commitment = _commitment(salt, value)
    row = {"commitment": commitment, "subject": subject, "salt": salt}
    session.execute(insert(AuditSaltRow).values(row))
    return commitment


def open_commitment(session: Session, commitment: str, value: bytes) -> bool:
    """Tell whether ``value`` is what was committed to; NotFound once the salt is destroyed."""
    query = select(AuditSaltRow.salt).where(AuditSaltRow.commitment == commitment)
    salt = session.scalars(query).one_or_none()
    if salt is None:
        raise NotFound(
            "该承诺值的盐已销毁或从未存在，无法核对原值。", code="audit_commitment_missing"
        )
    return hmac.compare_digest(_commitment(salt, value), commitment)


def destroy_commitments(session: Session, *, subject: str) -> int:
    """Destroy every salt about ``subject`` for ever; return how many there were."""
    assert subject, "values about nobody are not destroyed wholesale"
    gone = delete(AuditSaltRow).where(AuditSaltRow.subject == subject)
    return len(session.scalars(gone.returning(AuditSaltRow.commitment)).all())


def _commitment(salt: bytes, value: bytes) -> str:
    return hmac.digest(salt, value, "sha256").hex()
