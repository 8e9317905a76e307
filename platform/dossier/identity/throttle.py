"""Slowing down guesses of passwords, per login and per address.

A try is counted before its password is looked at, and forgiven when it fits, so that many tries
at once are no way round.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from dossier.identity.rules import wait_after
from dossier.identity.tables import LoginAttemptRow
from dossier.kernel.canonical import sha256_hex

FORGOTTEN_AFTER = timedelta(hours=1)
FREE_TRIES_LOGIN = 5
FREE_TRIES_ADDRESS = 30
"""A whole office may stand behind one address."""


def count_try(session: Session, login: str, address: str, now: datetime) -> timedelta:
    """Count one try; return how long one has to wait instead when it came too early.

    A try that came too early is not counted, or nobody could ever wait it out.
    """
    keys = {_login_key(login): FREE_TRIES_LOGIN, _address_key(address): FREE_TRIES_ADDRESS}
    rows = [(_locked(session, key, now), keys[key]) for key in sorted(keys)]
    wait = max(row.last_at + wait_after(row.failures, free) - now for row, free in rows)
    if wait > timedelta(0):
        return wait
    for row, _free in rows:
        row.failures += 1
        row.last_at = now
    session.flush()
    return timedelta(0)


def forgive(session: Session, login: str, address: str, now: datetime) -> None:
    """Forget the failures of ``login``, the try just counted for ``address``, and what is old."""
    session.execute(delete(LoginAttemptRow).where(LoginAttemptRow.key == _login_key(login)))
    row = session.get(LoginAttemptRow, _address_key(address), with_for_update=True)
    if row is not None and row.failures:
        row.failures -= 1
    session.flush()
    old = select(LoginAttemptRow.key).where(LoginAttemptRow.last_at <= now - FORGOTTEN_AFTER)
    session.execute(
        delete(LoginAttemptRow)
        .where(LoginAttemptRow.key.in_(old.with_for_update(skip_locked=True)))
        .execution_options(synchronize_session=False)
    )


def _locked(session: Session, key: str, now: datetime) -> LoginAttemptRow:
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.execute(
        insert(LoginAttemptRow)
        .values(key=key, failures=0, last_at=now)
        .on_conflict_do_nothing(index_elements=["key"])
    )
    row = session.get(LoginAttemptRow, key, with_for_update=True, populate_existing=True)
    assert row is not None
    if row.last_at <= now - FORGOTTEN_AFTER:
        row.failures, row.last_at = 0, now
    return row


def _login_key(login: str) -> str:
    return "login:" + sha256_hex(login.encode())


def _address_key(address: str) -> str:
    return "address:" + sha256_hex(address.encode())
