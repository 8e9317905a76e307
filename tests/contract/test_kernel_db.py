"""The database underneath: the same promises on SQLite and on PostgreSQL."""

import threading
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session, sessionmaker

from dossier.cases.tables import FormRow
from dossier.jobs.tables import WorkerRow
from dossier.kernel.canonical import Json
from dossier.kernel.clock import FixedClock
from dossier.kernel.db import Base, JsonText, UtcDateTime
from dossier.kernel.errors import DossierError
from dossier.kernel.ids import SYSTEM
from dossier.work import begin, look

NOON = datetime(2026, 3, 9, 12, 0, 0, 123456, tzinfo=UTC)


def test_a_naive_instant_is_refused(session: Session) -> None:
    session.add(WorkerRow(executor="one", seen_at=NOON.replace(tzinfo=None)))
    with pytest.raises(StatementError, match="instants are aware"):
        session.flush()


def test_an_instant_of_any_zone_comes_back_in_utc(session: Session) -> None:
    east = NOON.astimezone(timezone(timedelta(hours=8)))
    session.add(WorkerRow(executor="one", seen_at=east))
    session.flush()
    session.expire_all()
    seen = session.get_one(WorkerRow, "one").seen_at
    assert seen == NOON
    assert seen.utcoffset() == timedelta(0)


def test_no_instant_is_no_instant(session: Session) -> None:
    for dialect in (session.get_bind().dialect,):
        assert UtcDateTime().process_bind_param(None, dialect) is None
        assert UtcDateTime().process_result_value(None, dialect) is None


VALUES: tuple[Json, ...] = (
    {"b": 1, "a": [True, None, "卷宗", {"z": 1.5, "y": []}]},
    [],
    "文本",
    0,
    False,
)


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_json_is_kept_as_the_same_bytes_everywhere(session: Session, value: Json) -> None:
    written = sa.literal(value, JsonText())
    kept, read = session.execute(
        sa.select(sa.cast(written, sa.Text), sa.type_coerce(written, JsonText()))
    ).one()
    expected = JsonText().process_bind_param(value, session.get_bind().dialect)
    assert kept == expected
    assert read == value


def test_no_json_is_null(session: Session) -> None:
    column = FormRow.__table__.c.form.type
    assert isinstance(column, JsonText)
    dialect = session.get_bind().dialect
    assert column.process_bind_param(None, dialect) is None
    assert column.process_result_value(None, dialect) is None


def test_two_writers_wait_for_each_other_instead_of_failing(
    sessions: sessionmaker[Session], clock: FixedClock
) -> None:
    with begin(sessions, SYSTEM, clock) as work:
        work.session.add(WorkerRow(executor="count", seen_at=NOON))
    inside = threading.Barrier(2)
    failures: list[Exception] = []

    def count(steps: int) -> None:
        inside.wait()
        for _ in range(steps):
            try:
                with begin(sessions, SYSTEM, clock) as work:
                    row = work.session.get_one(WorkerRow, "count", with_for_update=True)
                    seen = row.seen_at
                    time.sleep(0.001)  # long enough for the other to come in between
                    row.seen_at = seen + timedelta(seconds=1)
            except (sa.exc.SQLAlchemyError, DossierError) as failure:
                failures.append(failure)

    threads = [threading.Thread(target=count, args=(15,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with look(sessions) as session:
        assert session.get_one(WorkerRow, "count").seen_at == NOON + timedelta(seconds=30)


def test_somebody_who_reads_keeps_nobody_from_writing(
    sessions: sessionmaker[Session], clock: FixedClock
) -> None:
    with look(sessions) as reading:
        assert reading.scalars(sa.select(WorkerRow.executor)).all() == []
        before = time.monotonic()
        with begin(sessions, SYSTEM, clock) as work:
            work.session.add(WorkerRow(executor="one", seen_at=NOON))
        assert time.monotonic() - before < 5


def test_what_is_looked_at_is_not_kept(sessions: sessionmaker[Session]) -> None:
    with look(sessions) as session:
        session.add(WorkerRow(executor="one", seen_at=NOON))
        session.flush()
    with look(sessions) as session:
        assert session.get(WorkerRow, "one") is None


def test_a_unit_of_work_that_fails_leaves_nothing(
    sessions: sessionmaker[Session], clock: FixedClock
) -> None:
    with pytest.raises(RuntimeError), begin(sessions, SYSTEM, clock) as work:
        work.session.add(WorkerRow(executor="one", seen_at=NOON))
        work.session.flush()
        raise RuntimeError
    with look(sessions) as session:
        assert session.get(WorkerRow, "one") is None


def test_references_between_rows_are_enforced(session: Session) -> None:
    orphan = FormRow(case_id="nobody", revision=0, person_revision=0, form={}, origins={})
    session.add(orphan)
    with pytest.raises(sa.exc.IntegrityError):
        session.flush()


def test_sqlite_syncs_every_commit_to_the_disk(sessions: sessionmaker[Session]) -> None:
    with look(sessions) as session:
        if session.get_bind().dialect.name != "sqlite":
            assert session.scalar(sa.text("SHOW server_encoding")) == "UTF8"
            return
        told = {
            name: session.scalar(sa.text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
        full = 2
        assert told == {
            "journal_mode": "wal",
            "synchronous": full,
            "foreign_keys": 1,
            "busy_timeout": 15_000,
        }


def test_every_constraint_has_a_name_that_a_migration_can_speak_of() -> None:
    unnamed = [
        f"{table.name}: {constraint}"
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if constraint.name is None and constraint._type_bound is False
    ]
    assert unnamed == []
