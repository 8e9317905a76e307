"""Figures that were set before local settings came still hold after the upgrade, and come back."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from database import alembic_config

from dossier.catalogue import store
from dossier.kernel.db import UtcDateTime, open_engine

_numbers = count(1)
_FIGURES = sa.table(
    "parameter_value",
    sa.column("code", sa.String),
    sa.column("valid_from", sa.Date),
    sa.column("value", sa.BigInteger),
    sa.column("legal_source", sa.Text),
    sa.column("set_by", sa.String),
    sa.column("set_at", UtcDateTime),
)
SET_AT = datetime(2026, 1, 5, 1, tzinfo=UTC)
ROWS = [
    ("dibao_standard", date(2026, 1, 1), 80_000, "一号文", "somebody", SET_AT),
    ("dibao_standard", date(2026, 7, 1), 82_000, "二号文", "system", SET_AT),
]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of a database in which there is nothing at all."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'figures.db'}"
        return
    server: str = request.getfixturevalue("postgres")
    name = f"figures_{next(_numbers)}"
    engine = sa.create_engine(
        server.format("postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
    )
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield server.format(name)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


def test_former_figures_hold_everywhere_and_survive_the_way_back(url: str) -> None:
    command.upgrade(alembic_config(url), "0004")
    engine = open_engine(url)
    names = [column.name for column in _FIGURES.columns]
    with engine.begin() as connection:
        rows = [dict(zip(names, row, strict=True)) for row in ROWS]
        connection.execute(sa.insert(_FIGURES), rows)
    command.upgrade(alembic_config(url), "0005")
    with sa.orm.Session(engine) as session:
        spring = store.figures_on(session, date(2026, 3, 1), "0001/0002/")["dibao_standard"]
        autumn = store.figures_on(session, date(2026, 9, 1), "0001/")["dibao_standard"]
    assert (spring.value, spring.basis, spring.set_by) == (80_000, "一号文", "somebody")
    assert (spring.confirmed_at, autumn.value) == (SET_AT, 82_000)
    command.downgrade(alembic_config(url), "0004")
    with engine.connect() as connection:
        kept = connection.execute(sa.select(_FIGURES).order_by(_FIGURES.c.valid_from)).all()
    assert [tuple(row) for row in kept] == ROWS
    engine.dispose()
