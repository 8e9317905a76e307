"""The migrations make exactly the tables of the code, with their triggers, and take them away."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from database import alembic_config, migrate
from sqlalchemy.exc import DBAPIError

from dossier import jobs, wiring
from dossier.audit import append
from dossier.cases.events import CaseOpened
from dossier.documents import store as documents
from dossier.kernel.clock import FixedClock
from dossier.kernel.db import Base, open_engine
from dossier.kernel.ids import SYSTEM, FileId
from dossier.kernel.settings import Settings

_numbers = count(1)
OURS = set(Base.metadata.tables)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of a database in which there is nothing at all."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: str = request.getfixturevalue("postgres")
    name = f"empty_{next(_numbers)}"
    engine = sa.create_engine(server.format("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
        yield server.format(name)
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    engine.dispose()


@pytest.fixture
def engine(empty_url: str) -> Iterator[sa.Engine]:
    engine = open_engine(empty_url)
    yield engine
    jobs.release()
    engine.dispose()


def _tables(engine: sa.Engine) -> set[str]:
    return set(sa.inspect(engine).get_table_names()) - {"alembic_version"}


def _triggers(engine: sa.Engine) -> set[str]:
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if engine.dialect.name == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with engine.connect() as connection:
        return set(connection.execute(sa.text(query)).scalars())


def _differences(engine: sa.Engine) -> list[object]:
    def ours(_object: object, name: str | None, kind: str, *_: object) -> bool:
        return kind != "table" or name in OURS

    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": ours}
        )
        return list(compare_metadata(context, Base.metadata))


def test_the_migrations_make_exactly_the_tables_of_the_code(
    empty_url: str, engine: sa.Engine
) -> None:
    command.upgrade(alembic_config(empty_url), "head")
    command.check(alembic_config(empty_url))
    assert _differences(engine) == []
    assert _tables(engine) == OURS


def test_the_migrations_make_the_triggers_that_the_code_makes(
    empty_url: str, engine: sa.Engine
) -> None:
    command.upgrade(alembic_config(empty_url), "head")
    migrated = _triggers(engine)
    command.downgrade(alembic_config(empty_url), "base")
    Base.metadata.create_all(engine)
    assert migrated == _triggers(engine)
    assert len(migrated) > 30


def test_down_to_nothing_and_up_again(empty_url: str, engine: sa.Engine) -> None:
    command.upgrade(alembic_config(empty_url), "head")
    made = _triggers(engine)
    command.downgrade(alembic_config(empty_url), "base")
    assert _tables(engine) == set()
    assert _triggers(engine) == set()
    command.upgrade(alembic_config(empty_url), "head")
    assert _differences(engine) == []
    assert _triggers(engine) == made


def test_migrating_twice_is_harmless(empty_url: str, engine: sa.Engine) -> None:
    migrate(empty_url)
    migrate(empty_url)
    assert _differences(engine) == []


def test_the_installations_own_way_is_the_same(
    empty_url: str, engine: sa.Engine, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    wiring.migrate(Settings(home=home, database_url=empty_url))
    assert _differences(engine) == []
    with engine.connect() as connection:
        session = sa.orm.Session(connection)
        assert jobs.unfinished(session) == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET body = 'x'",
        "DELETE FROM audit_event",
        "DELETE FROM audit_node",
        "DELETE FROM audit_head",
    ],
)
def test_after_migrating_the_audit_log_only_grows(
    empty_url: str, engine: sa.Engine, clock: FixedClock, statement: str
) -> None:
    migrate(empty_url)
    with sa.orm.Session(engine) as session:
        for case in ("one", "two"):  # the second completes a node above the leaves
            opened = CaseOpened(case=case, service="s", version=1, digest="d")
            append(session, opened, SYSTEM, clock())
        session.commit()
    with engine.connect() as connection, pytest.raises(DBAPIError, match="only"):
        connection.execute(sa.text(statement))


def test_our_tables_are_none_of_those_that_keep_the_jobs(
    empty_url: str, engine: sa.Engine
) -> None:
    jobs.migrate(empty_url)
    theirs = _tables(engine) if engine.dialect.name == "sqlite" else set()
    assert theirs.isdisjoint(OURS)
    if engine.dialect.name == "sqlite":
        assert {"workflow_status", "notifications", "queues"} <= theirs
    command.upgrade(alembic_config(empty_url), "head")
    command.check(alembic_config(empty_url))


READ_AND_CORRECTED = (
    "INSERT INTO reading (id, file_id, attempt, engine, engine_version, seconds, at) "
    "VALUES ('r', 'f', 1, 'e', '1', 0.5, '2026-03-09 01:00:00')",
    "INSERT INTO document (id, reading_id, file_id, number, document_type, confidence, parts, "
    "page_ids) VALUES ('d', 'r', 'f', 1, 'id_card', 0.9, '[]', '[]')",
    "INSERT INTO document_value (id, document_id, name, value, confidence, auto) "
    "VALUES ('v', 'd', 'name', '王桂蓝', 0.7, {true})",
    "INSERT INTO value_correction (id, document_id, name, value, corrected_by, at) VALUES "
    "('c1', 'd', 'name', '王桂籣', 'u', '2026-03-09 02:00:00'), "
    "('c2', 'd', 'name', '王桂兰', 'u', '2026-03-09 03:00:00'), "
    "('c3', 'd', 'ethnicity', '汉', 'u', '2026-03-09 04:00:00')",
)


def test_corrections_of_old_become_reviews_and_back_again(
    empty_url: str, engine: sa.Engine
) -> None:
    command.upgrade(alembic_config(empty_url), "0001")
    true = "1" if engine.dialect.name == "sqlite" else "true"
    with engine.begin() as connection:
        for statement in READ_AND_CORRECTED:
            connection.execute(sa.text(statement.format(true=true)))
        query = sa.text("SELECT id, document_id, name, value FROM value_correction ORDER BY id")
        before = connection.execute(query).all()
    command.upgrade(alembic_config(empty_url), "head")
    with sa.orm.Session(engine) as session:
        (reading,) = documents.latest_readings(session, [FileId("f")]).values()
    assert reading.assembled
    values = {value.name: value for value in reading.documents[0].values}
    assert {name: (one.value, one.machine) for name, one in values.items()} == {
        "name": ("王桂兰", "王桂蓝"),
        "ethnicity": ("汉", None),
    }
    assert (values["name"].revision, values["name"].corrected_by) == (2, "u")
    command.downgrade(alembic_config(empty_url), "0001")
    with engine.connect() as connection:
        assert connection.execute(query).all() == before


def test_cases_that_were_granted_before_are_known_as_granted(
    empty_url: str, engine: sa.Engine
) -> None:
    command.upgrade(alembic_config(empty_url), "0008")
    false = "0" if engine.dialect.name == "sqlite" else "false"
    with engine.begin() as connection:
        for case, kind in (("granted", "approve"), ("open", "accept")):
            connection.execute(
                sa.text(
                    "INSERT INTO service_case (id, batch_id, unit_path, service, version, digest, "
                    "opened_by, opened_at, status, due_provisional, missing, blocking) VALUES "
                    f"(:case, :case, '0001/', 's', 1, 'd', 'u', :now, 'under_review', {false}, 0, 0)"
                ),
                {"case": case, "now": "2026-03-09 01:00:00+00:00"},
            )
            connection.execute(
                sa.text(
                    "INSERT INTO case_action (id, case_id, number, key, body, actor, at) VALUES "
                    "(:case, :case, 1, 'k', :body, 'u', :now)"
                ),
                {
                    "case": case,
                    "body": f'{{"kind":"{kind}","stage":1}}',
                    "now": "2026-03-09 01:00:00+00:00",
                },
            )
    command.upgrade(alembic_config(empty_url), "head")
    with engine.connect() as connection:
        query = sa.text("SELECT id, decided FROM service_case ORDER BY id")
        assert [(row.id, bool(row.decided)) for row in connection.execute(query)] == [
            ("granted", True),
            ("open", False),
        ]
    command.downgrade(alembic_config(empty_url), "0008")
