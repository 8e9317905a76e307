"""Sign-ins that hold: kept by the digest of their token, with an idle and an absolute limit."""

import secrets
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from dossier.identity.model import OpenSession, SessionLimits, SignIn
from dossier.identity.store import get_actor
from dossier.identity.tables import LoginSessionRow, UserAccountRow
from dossier.kernel.canonical import sha256_hex
from dossier.kernel.ids import UserId, new_id

_TOKEN_BYTES = 32


def open_session(
    session: Session, user: UserId, limits: SessionLimits, now: datetime
) -> SignIn:
    """Begin a sign-in under a new token; drop those of the account that have run out."""
    session.execute(
        delete(LoginSessionRow).where(
            LoginSessionRow.user_id == user,
            or_(
                LoginSessionRow.expires_at <= now,
                LoginSessionRow.last_seen_at <= now - limits.idle,
            ),
        )
    )
    sign_in = SignIn(
        user_id=user,
        token=secrets.token_urlsafe(_TOKEN_BYTES),
        csrf=secrets.token_urlsafe(_TOKEN_BYTES),
        expires_at=now + limits.absolute,
    )
    session.add(
        LoginSessionRow(
            id=new_id(),
            user_id=user,
            token_sha256=_digest(sign_in.token),
            csrf=sign_in.csrf,
            created_at=now,
            last_seen_at=now,
            expires_at=sign_in.expires_at,
        )
    )
    session.flush()
    return sign_in


def find_session(
    session: Session, token: str, limits: SessionLimits, now: datetime
) -> OpenSession | None:
    """Return the sign-in of ``token``; None when it ended, ran out or the account is closed."""
    row = session.scalar(
        select(LoginSessionRow)
        .join(UserAccountRow, UserAccountRow.id == LoginSessionRow.user_id)
        .where(
            LoginSessionRow.token_sha256 == _digest(token),
            LoginSessionRow.expires_at > now,
            LoginSessionRow.last_seen_at > now - limits.idle,
            UserAccountRow.active,
        )
    )
    if row is None:
        return None
    actor = get_actor(session, UserId(row.user_id))
    return OpenSession(row.id, actor, row.csrf, row.last_seen_at)


def touch_session(session: Session, open_session_id: str, now: datetime) -> None:
    """Remember that a request came with this sign-in."""
    session.execute(
        update(LoginSessionRow)
        .where(LoginSessionRow.id == open_session_id, LoginSessionRow.last_seen_at < now)
        .values(last_seen_at=now)
    )


def end_session(session: Session, token: str) -> UserId | None:
    """End the sign-in of ``token``; return whose it was."""
    row = session.scalar(
        select(LoginSessionRow).where(LoginSessionRow.token_sha256 == _digest(token))
    )
    if row is None:
        return None
    user = UserId(row.user_id)
    session.delete(row)
    session.flush()
    return user


def end_sessions_of(session: Session, user: UserId, *, keep_token: str = "") -> None:
    """End every sign-in of the account but the one with ``keep_token``."""
    session.execute(
        delete(LoginSessionRow).where(
            LoginSessionRow.user_id == user,
            LoginSessionRow.token_sha256 != _digest(keep_token),
        )
    )


def _digest(token: str) -> str:
    return sha256_hex(token.encode())
