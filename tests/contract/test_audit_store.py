"""The audit log on both databases."""

import json
import threading
from datetime import UTC, datetime
from typing import ClassVar

import pytest
import sqlalchemy as sa
from pydantic import Field
from sqlalchemy.orm import Session, sessionmaker

from dossier import audit
from dossier.audit import tree
from dossier.audit.note import SigningKey, parse_checkpoint
from dossier.audit.store import root_of
from dossier.audit.tables import protection
from dossier.kernel.db import WRITE
from dossier.kernel.errors import NotFound, Refused
from dossier.kernel.events import Event
from dossier.kernel.ids import UserId, new_id

NOW = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
CLERK = UserId("0198a5a0-0000-7000-8000-000000000001")
KEY = SigningKey("demo.example/audit", bytes(range(32)))


class SlipStamped(Event):
    """Something that happened, for these tests."""

    kind: ClassVar[str] = "test.slip-stamped"
    slip: str
    pages: tuple[str, ...] = ()
    where: dict[str, str | int] = Field(default_factory=dict)


def _stamp(session: Session, count: int = 1) -> None:
    for number in range(count):
        audit.append(session, SlipStamped(slip=f"slip {number}"), CLERK, NOW)


def test_an_event_is_kept_as_canonical_bytes(session: Session) -> None:
    assert audit.append(session, SlipStamped(slip="甲"), CLERK, NOW) == 0
    (record,) = audit.events(session)
    assert (
        record.body
        == (
            '{"actor":"0198a5a0-0000-7000-8000-000000000001","at":"2026-03-09T01:00:00.000000Z",'
            '"data":{"pages":[],"slip":"甲","where":{}},"kind":"test.slip-stamped","seq":0}'
        ).encode()
    )


def test_places_count_from_nought_without_gaps(session: Session) -> None:
    assert audit.append_all(session, [], CLERK, NOW) == []
    assert [audit.append(session, SlipStamped(slip="a"), CLERK, NOW) for _ in range(3)] == [
        0,
        1,
        2,
    ]
    events = [SlipStamped(slip="b"), SlipStamped(slip="c")]
    assert audit.append_all(session, events, CLERK, NOW) == [3, 4]
    assert audit.size_of(session) == 5
    assert [record.seq for record in audit.events(session, 1, 3)] == [1, 2, 3]


def test_events_together_make_the_same_log_as_one_by_one(
    sessions: sessionmaker[Session],
) -> None:
    events = [SlipStamped(slip=str(number)) for number in range(11)]
    writing = sessions.kw["bind"].execution_options(**{WRITE: True})
    with sessions(bind=writing) as session:
        audit.append_all(session, events, CLERK, NOW)
        together = root_of(session)
        session.rollback()
        for event in events:
            audit.append(session, event, CLERK, NOW)
        assert root_of(session) == together


def test_events_are_found_by_the_things_that_they_mention(session: Session) -> None:
    slip, page, desk = new_id(), new_id(), new_id()
    audit.append(session, SlipStamped(slip=slip), CLERK, NOW)
    audit.append(session, SlipStamped(slip="none"), CLERK, NOW)
    audit.append(
        session, SlipStamped(slip=slip, pages=(page,), where={"d": desk, "n": 1}), CLERK, NOW
    )
    assert [record.seq for record in audit.events_about(session, slip)] == [0, 2]
    assert [record.seq for record in audit.events_about(session, page)] == [2]
    assert [record.seq for record in audit.events_about(session, desk)] == [2]
    assert [record.seq for record in audit.events_about(session, CLERK)] == [0, 1, 2]
    assert audit.events_about(session, new_id()) == []


def test_an_event_of_a_transaction_that_failed_was_never_there(
    sessions: sessionmaker[Session],
) -> None:
    writing = sessions.kw["bind"].execution_options(**{WRITE: True})
    with sessions(bind=writing) as session:
        _stamp(session, 3)
        session.rollback()
        assert audit.size_of(session) == 0
        assert audit.verify(session).sound


def test_every_event_is_proved_at_every_size(session: Session) -> None:
    _stamp(session, 9)
    for size in range(1, 10):
        for proof in audit.prove_all(session, range(size), size):
            assert proof.leaf == tree.leaf_hash(proof.body)
            assert json.loads(proof.body)["seq"] == proof.seq
            assert tree.verify_inclusion(
                proof.seq, proof.size, proof.leaf, proof.hashes, proof.root
            )
    assert audit.prove(session, 8).size == 9


def test_every_size_continues_every_smaller_one(session: Session) -> None:
    _stamp(session, 9)
    for new in range(1, 10):
        for old in range(1, new + 1):
            proof = audit.consistency(session, old, new)
            assert tree.verify_consistency(
                old, new, proof.old_root, proof.new_root, proof.hashes
            )
    assert audit.consistency(session, 4).new_size == 9


def test_what_the_log_does_not_hold_is_not_proved(session: Session) -> None:
    with pytest.raises(NotFound):
        audit.prove(session, 0)
    _stamp(session, 2)
    with pytest.raises(NotFound):
        audit.prove(session, 2)
    with pytest.raises(NotFound):
        audit.prove(session, -1)
    with pytest.raises(NotFound):
        audit.prove(session, 1, size=1)
    with pytest.raises(Refused):
        audit.prove(session, 0, size=3)
    with pytest.raises(Refused):
        audit.consistency(session, 0)
    with pytest.raises(Refused):
        audit.consistency(session, 3, 2)


def test_a_checkpoint_signs_size_and_root(session: Session) -> None:
    empty = audit.checkpoint(session, KEY, "demo.example/audit", NOW)
    assert parse_checkpoint(empty).root == tree.EMPTY_ROOT
    _stamp(session, 3)
    note = audit.checkpoint(session, KEY, "demo.example/audit", NOW)
    state = parse_checkpoint(note)
    assert (state.origin, state.size, state.root) == (
        "demo.example/audit",
        3,
        root_of(session)[1],
    )
    assert audit.latest_checkpoint(session) == note
    _stamp(session)
    audit.checkpoint(session, KEY, "demo.example/audit", NOW)
    report = audit.verify(session, keys=[KEY.verifying], outside=[note])
    assert report.sound
    assert (report.size, report.checkpoints, report.signatures) == (4, 4, 4)
    assert report.root == root_of(session)[1].hex()
    assert report.first_bad_seq is None


def test_the_same_state_is_signed_once_under_one_name(session: Session) -> None:
    assert audit.latest_checkpoint(session) is None
    _stamp(session)
    note = audit.checkpoint(session, KEY, "demo.example/audit", NOW)
    assert audit.checkpoint(session, KEY, "demo.example/audit", NOW) == note
    with pytest.raises(Refused):
        audit.checkpoint(session, KEY, "other.example/audit", NOW)
    new_key = SigningKey("demo.example/audit", bytes(32))
    assert audit.checkpoint(session, new_key, "demo.example/audit", NOW) != note
    assert audit.verify(session).checkpoints == 2


def test_a_commitment_opens_for_its_value_until_the_salt_is_destroyed(session: Session) -> None:
    person = new_id()
    value = b"210102196901011234"
    first = audit.commit_value(session, value, subject=person)
    assert audit.commit_value(session, value, subject=person) != first
    kept = audit.commit_value(session, value)
    assert audit.open_commitment(session, first, value)
    assert not audit.open_commitment(session, first, b"210102196901011235")
    audit.append(session, SlipStamped(slip=first), CLERK, NOW)
    assert audit.destroy_commitments(session, subject=person) == 2
    with pytest.raises(NotFound):
        audit.open_commitment(session, first, value)
    assert audit.open_commitment(session, kept, value)
    assert audit.verify(session).sound


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET body = body",
        "DELETE FROM audit_event",
        "UPDATE audit_node SET hash = hash",
        "DELETE FROM audit_node",
        "UPDATE audit_checkpoint SET note = note",
        "DELETE FROM audit_checkpoint",
        "UPDATE audit_head SET size = size",
        "UPDATE audit_head SET size = size - 1",
        "DELETE FROM audit_head",
    ],
)
def test_the_database_refuses_to_change_what_was_written(
    session: Session, statement: str
) -> None:
    _stamp(session, 2)
    audit.checkpoint(session, KEY, "demo.example/audit", NOW)
    with pytest.raises(sa.exc.IntegrityError):
        session.execute(sa.text(statement))


@pytest.mark.parametrize("table", ["event", "node", "head", "checkpoint"])
def test_the_database_refuses_to_empty_the_log(session: Session, table: str) -> None:
    _stamp(session, 2)
    audit.checkpoint(session, KEY, "demo.example/audit", NOW)
    emptying = {"sqlite": "DELETE FROM", "postgresql": "TRUNCATE"}
    verb = emptying[session.get_bind().dialect.name]
    with pytest.raises(sa.exc.IntegrityError):
        session.execute(sa.text(f"{verb} audit_{table}"))


def test_a_migration_protects_the_tables_as_creating_them_does(session: Session) -> None:
    dialect = session.get_bind().dialect.name
    listing = {
        "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
        "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger"
        " WHERE NOT tgisinternal ORDER BY tgname",
    }[dialect]
    dropping = {"sqlite": "DROP TRIGGER {0}", "postgresql": "DROP FUNCTION {0} CASCADE"}[
        dialect
    ]
    triggers = [
        (name, table)
        for name, table in session.execute(sa.text(listing))
        if table.startswith("audit_")
    ]
    for name, _ in triggers:
        session.execute(sa.text(dropping.format(name)))
    for statement in protection(dialect):
        session.execute(sa.text(statement))
    restored = [tuple(row) for row in session.execute(sa.text(listing))]
    assert [row for row in restored if row[1].startswith("audit_")] == triggers
    assert len(triggers) == {"sqlite": 8, "postgresql": 12}[dialect]


def test_writers_at_the_same_time_leave_one_unbroken_log(
    sessions: sessionmaker[Session],
) -> None:
    writing = sessions.kw["bind"].execution_options(**{WRITE: True})
    failures: list[Exception] = []

    def write(name: int) -> None:
        try:
            for number in range(10):
                with sessions(bind=writing) as session, session.begin():
                    audit.append(session, SlipStamped(slip=f"{name}/{number}"), CLERK, NOW)
        except sa.exc.SQLAlchemyError as failure:
            failures.append(failure)

    writers = [threading.Thread(target=write, args=(name,)) for name in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failures == []
    with sessions() as session:
        report = audit.verify(session)
        assert report.sound
        assert report.size == 40
