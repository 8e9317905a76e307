"""What we would state to an auditor about the log as it is kept."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import ClassVar

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from dossier import audit
from dossier.audit import tables
from dossier.kernel.db import Base, open_engine
from dossier.kernel.events import Event
from dossier.kernel.ids import UserId

NOW = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
ROWS = (
    tables.AuditEventRow,
    tables.AuditNodeRow,
    tables.AuditHeadRow,
    tables.AuditMentionRow,
    tables.AuditCheckpointRow,
)


class SlipWritten(Event):
    """Something that happened, for these tests."""

    kind: ClassVar[str] = "test.slip-written"
    text: str


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    """A database in memory whose tables are not protected, so that they can be tampered with."""
    engine = open_engine("sqlite://")
    with engine.connect() as connection:
        chosen = [Base.metadata.tables[row.__tablename__] for row in ROWS]
        Base.metadata.create_all(connection, tables=chosen)
        names = sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for name in connection.scalars(names).all():
            connection.execute(sa.text(f"DROP TRIGGER {name}"))
        connection.commit()
        yield connection
    engine.dispose()


batches = st.lists(
    st.lists(st.builds(SlipWritten, text=st.text(max_size=5)), min_size=1, max_size=4),
    min_size=1,
    max_size=8,
)


@settings(max_examples=30)
@given(batches)
def test_the_log_verifies_after_any_appends(
    connection: Connection, appends: list[list[SlipWritten]]
) -> None:
    with Session(connection) as session:
        for events in appends:
            audit.append_all(session, list(events), UserId("clerk"), NOW)
        report = audit.verify(session)
        assert report.sound
        assert report.size == sum(map(len, appends))
        session.rollback()


@settings(max_examples=30)
@given(batches, st.data())
def test_any_changed_byte_shows(
    connection: Connection, appends: list[list[SlipWritten]], data: st.DataObject
) -> None:
    with Session(connection) as session:
        for events in appends:
            audit.append_all(session, list(events), UserId("clerk"), NOW)
        cells = [
            (row, column, tuple(row.__table__.primary_key), key)
            for row, column in (
                (tables.AuditEventRow, "body"),
                (tables.AuditEventRow, "leaf"),
                (tables.AuditNodeRow, "hash"),
                (tables.AuditHeadRow, "peaks"),
            )
            for key in session.execute(sa.select(*row.__table__.primary_key)).all()
        ]
        row, column, parts, key = data.draw(st.sampled_from(cells))
        here = sa.and_(*(part == value for part, value in zip(parts, key, strict=True)))
        kept: bytes = session.scalars(sa.select(getattr(row, column)).where(here)).one()
        at = data.draw(st.integers(0, len(kept) - 1))
        bit = 1 << data.draw(st.integers(0, 7))
        changed = kept[:at] + bytes([kept[at] ^ bit]) + kept[at + 1 :]
        session.execute(sa.update(row).where(here).values({column: changed}))
        assert not audit.verify(session).sound
        session.rollback()
