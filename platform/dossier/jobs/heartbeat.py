"""Who is alive: a dead worker's jobs are taken over by another one."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from dossier.jobs.tables import WorkerRow

BEAT_SECONDS = 3
DEAD_AFTER = timedelta(seconds=15)


def beat(session: Session, executor: str, now: datetime) -> None:
    """Say that ``executor`` is alive."""
    session.merge(WorkerRow(executor=executor, seen_at=now))
    session.flush()


def dead(session: Session, now: datetime) -> tuple[str, ...]:
    """Return the workers that have not been heard of for a while."""
    return tuple(
        session.scalars(select(WorkerRow.executor).where(WorkerRow.seen_at < now - DEAD_AFTER))
    )


def bury(session: Session, executor: str) -> None:
    """Forget a dead worker once its jobs were taken over."""
    session.execute(delete(WorkerRow).where(WorkerRow.executor == executor))
