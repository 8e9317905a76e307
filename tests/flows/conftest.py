"""The office at work, on both databases.

Furnishing an office and filing a case takes a second; so that is done once for each kind of
database, and every test gets a copy of how it stood then.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from build import Home, a_dibao_case, a_home, accept_dibao, leave
from sqlalchemy.orm import sessionmaker

from dossier.kernel.clock import CIVIL, FixedClock
from dossier.kernel.db import open_engine
from dossier.kernel.ids import CaseId, UserId
from dossier_ocr import FileReading

START = datetime(2026, 3, 9, 9, 0, tzinfo=CIVIL)
NO_CASE = CaseId("")
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Moment:
    """How the office stood at one moment, and the case that was on the table."""

    database: str
    people: dict[str, UserId]
    done: frozenset[str]
    prepared: dict[str, FileReading]
    case: CaseId


class SqliteCopies:
    """Databases as files."""

    def __init__(self, template: Path, folder: Path) -> None:
        self._folder = folder
        self.empty = "empty"
        shutil.copy(template, folder / "empty.db")

    def copy(self, source: str, name: str) -> str:
        """Copy a database that nobody has open; return the copy's URL."""
        path = self._folder / f"{name}.db"
        shutil.copy(self._folder / f"{source}.db", path)
        return f"sqlite:///{path}"

    def drop(self, name: str) -> None:
        """Take a copy away."""
        for path in self._folder.glob(f"{name}.db*"):
            path.unlink()


class PostgresCopies:
    """Databases of one server."""

    empty = "template_dossier"

    def __init__(self, server: str) -> None:
        self._server = server
        # Copied and dropped now and then: no connection is kept, so none is left over.
        self._engine = sa.create_engine(
            server.format("postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
        )

    def copy(self, source: str, name: str) -> str:
        """Copy a database that nobody has open; return the copy's URL."""
        self._run(f"CREATE DATABASE {name} TEMPLATE {source}")
        return self._server.format(name)

    def drop(self, name: str) -> None:
        """Take a copy away."""
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with self._engine.connect() as connection:
            connection.exec_driver_sql(statement)


@dataclass
class World:
    """The moments of one kind of database, made when they are first asked for."""

    copies: SqliteCopies | PostgresCopies
    kept: Path
    moments: dict[str, Moment] = field(default_factory=dict)

    def moment(self, name: str) -> Moment:
        """Return the moment called ``name``."""
        if name not in self.moments:
            before, make = _STORY[name]
            with self.at(before, f"moment_{name}", self.kept / name) as (home, case):
                case = make(home, case)
                home.work_off("read_file", "assemble")
                self.moments[name] = Moment(
                    f"moment_{name}",
                    dict(home.people),
                    frozenset(home.done),
                    dict(home.reader.prepared),
                    case,
                )
        return self.moments[name]

    @contextmanager
    def at(self, name: str, database: str, folder: Path) -> Iterator[tuple[Home, CaseId]]:
        """Return a copy of the office as it stood at a moment, and the case on the table."""
        moment = self.moment(name) if name else None
        url = self.copies.copy(moment.database if moment else self.copies.empty, database)
        engine = open_engine(url)
        clock = FixedClock(START)
        people = moment.people if moment else None
        home = a_home(sessionmaker(engine), clock, folder, kept=self.kept, people=people)
        if moment:
            home.done |= moment.done
            home.reader.prepared |= moment.prepared
        try:
            yield home, moment.case if moment else NO_CASE
        finally:
            leave(home)
            engine.dispose()


def _furnished(_home: Home, case: CaseId) -> CaseId:
    return case


def _ready(home: Home, _case: CaseId) -> CaseId:
    return a_dibao_case(home)


def _accepted(home: Home, case: CaseId) -> CaseId:
    return accept_dibao(home, case)


_STORY: dict[str, tuple[str, Callable[[Home, CaseId], CaseId]]] = {
    "furnished": ("", _furnished),
    "ready": ("furnished", _ready),
    "accepted": ("ready", _accepted),
}


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The moments of one kind of database."""
    folder = tmp_path_factory.mktemp("world")
    copies: SqliteCopies | PostgresCopies
    if request.param == "sqlite":
        copies = SqliteCopies(request.getfixturevalue("sqlite_template"), folder)
    else:
        copies = PostgresCopies(request.getfixturevalue("postgres_template"))
    return World(copies, folder)


@contextmanager
def _copy(world: World, name: str, folder: Path) -> Iterator[tuple[Home, CaseId]]:
    database = f"flow_{next(_numbers)}"
    with world.at(name, database, folder) as copied:
        yield copied
    world.copies.drop(database)


@pytest.fixture
def home(world: World, tmp_path: Path) -> Iterator[Home]:
    """A furnished installation in which nothing has happened yet."""
    with _copy(world, "furnished", tmp_path) as (home, _):
        yield home


@pytest.fixture
def ready(world: World, tmp_path: Path) -> Iterator[tuple[Home, CaseId]]:
    """An installation with one dibao case that is complete and can be accepted."""
    with _copy(world, "ready", tmp_path) as copied:
        yield copied


@pytest.fixture
def accepted(world: World, tmp_path: Path) -> Iterator[tuple[Home, CaseId]]:
    """An installation with one dibao case that the community is reviewing."""
    with _copy(world, "accepted", tmp_path) as copied:
        yield copied
