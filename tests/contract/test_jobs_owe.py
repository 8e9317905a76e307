"""Owing a job: it stands or falls with the row that needs it."""

import pytest
from sqlalchemy.orm import Session, sessionmaker

from dossier import jobs
from dossier.jobs import Job


def test_a_job_is_owed_with_the_commit(sessions: sessionmaker[Session]) -> None:
    with sessions.begin() as session:
        jobs.owe(session, Job("read_file", "f1"))
    with sessions() as session:
        assert jobs.unfinished(session) == 1


def test_a_job_is_gone_with_the_rollback(sessions: sessionmaker[Session]) -> None:
    with pytest.raises(KeyError), sessions.begin() as session:
        jobs.owe(session, Job("read_file", "f1"))
        raise KeyError
    with sessions() as session:
        assert jobs.unfinished(session) == 0


def test_owing_twice_is_harmless(sessions: sessionmaker[Session]) -> None:
    for _ in range(2):
        with sessions.begin() as session:
            jobs.owe(session, Job("read_file", "f1"))
    with sessions() as session:
        assert jobs.unfinished(session) == 1
