"""Fixtures that every kind of test may use: both databases, a fixed clock."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from database import migrate
from sqlalchemy.orm import Session, sessionmaker

from dossier import jobs
from dossier.kernel.clock import CIVIL, FixedClock
from dossier.kernel.db import WRITE, open_engine

POSTGRES = Path("/usr/lib/postgresql/15/bin")
_numbers = count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the long tests run as long as they need."""
    for item in items:
        if item.get_closest_marker("soak"):
            item.add_marker(pytest.mark.timeout(0))


@pytest.fixture
def clock() -> FixedClock:
    """A Monday morning at the counter."""
    return FixedClock(datetime(2026, 3, 9, 9, 0, tzinfo=CIVIL))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite database."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Debian's PostgreSQL in a folder of its own, on a unix socket; URL of the server."""
    assert (POSTGRES / "initdb").exists(), "PostgreSQL is missing: apt-get install postgresql"
    folder = Path("/tmp") / f"dossier-pg-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    user: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    data = folder / "data"
    quiet = {"stdout": subprocess.DEVNULL, "check": True, "cwd": folder}
    subprocess.run(
        [*user, POSTGRES / "initdb", "-D", data, "-U", "dossier", "-A", "trust", "-E", "UTF8",
         "--locale=C.UTF-8", "--no-sync"], **quiet)  # type: ignore[call-overload]  # fmt: skip
    options = f"-k {folder} -c listen_addresses= -c fsync=off -c synchronous_commit=off"
    server = [*user, POSTGRES / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options]
    subprocess.run([*server, "start"], **quiet)  # type: ignore[call-overload]
    try:
        yield f"postgresql+psycopg://dossier@/{{}}?host={folder}"
    finally:
        stop = [*user, POSTGRES / "pg_ctl", "-D", data, "-m", "immediate", "stop"]
        subprocess.run(stop, **quiet)  # type: ignore[call-overload]
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_template(postgres: str) -> str:
    """The server's URL, once a migrated template database stands on it."""
    _on_server(postgres, "CREATE DATABASE template_dossier")
    migrate(postgres.format("template_dossier"))
    return postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of a fresh, migrated database; every test that asks for it runs on both kinds."""
    if request.param == "sqlite":
        path = tmp_path / "dossier.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server: str = request.getfixturevalue("postgres_template")
    name = f"test_{next(_numbers)}"
    _on_server(server, f"CREATE DATABASE {name} TEMPLATE template_dossier")
    yield server.format(name)
    _on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sessions(database_url: str) -> Iterator[sessionmaker[Session]]:
    """A sessionmaker on a fresh, migrated database."""
    engine = open_engine(database_url)
    yield sessionmaker(engine)
    jobs.release()
    engine.dispose()


@pytest.fixture
def session(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """A session in a writing transaction that is rolled back at the end."""
    writing = sessions.kw["bind"].execution_options(**{WRITE: True})
    with sessions(bind=writing) as session:
        yield session
        session.rollback()


def _on_server(server: str, statement: str) -> None:
    engine = sa.create_engine(server.format("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
