"""A unit of work: what a flow may use, and the only commit in the code base."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session, sessionmaker

from dossier import audit, jobs
from dossier.kernel.clock import Clock, civil_day
from dossier.kernel.db import WRITE
from dossier.kernel.events import Event
from dossier.kernel.ids import UserId


@dataclass(frozen=True, slots=True)
class Work:
    """What a flow may use.  Everything written through it commits together or not at all."""

    session: Session
    actor: UserId
    now: datetime

    @property
    def today(self) -> date:
        """The civil day of this work."""
        return civil_day(self.now)

    def record(self, event: Event) -> None:
        """Write ``event`` to the audit log; last, because it takes the audit's lock."""
        audit.append(self.session, event, self.actor, self.now)

    def owe(self, job: jobs.Job) -> None:
        """Leave ``job`` for the workers."""
        jobs.owe(self.session, job)


@contextmanager
def begin(sessions: sessionmaker[Session], actor: UserId, clock: Clock) -> Iterator[Work]:
    """Open a unit of work; commit on leaving, roll back on an exception.

    The connection is taken at the first query and not before, so that a flow can hand bytes
    to the blob store first.
    """
    writing = sessions.kw["bind"].execution_options(**{WRITE: True})
    with sessions(bind=writing) as session, session.begin():
        yield Work(session, actor, clock())


@contextmanager
def look(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """Open a short reading transaction; nothing done through it is kept."""
    with sessions() as session:
        yield session
        session.rollback()
