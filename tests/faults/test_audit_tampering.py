"""Somebody with the rights of the database's owner changes the log: verification says where."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import ClassVar

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dossier import audit
from dossier.audit import tree
from dossier.audit.note import Checkpoint, SigningKey, sign_checkpoint
from dossier.audit.tables import (
    AuditCheckpointRow,
    AuditEventRow,
    AuditHeadRow,
    AuditMentionRow,
    AuditNodeRow,
)
from dossier.kernel.errors import Refused
from dossier.kernel.events import Event
from dossier.kernel.ids import UserId, new_id

NOW = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
CLERK = UserId(new_id())
KEY = SigningKey("demo.example/audit", bytes(range(32)))
ORIGIN = "demo.example/audit"


class SlipForged(Event):
    """Something that happened, for these tests."""

    kind: ClassVar[str] = "test.slip-forged"
    number: int


def _append(session: Session, *numbers: int) -> None:
    audit.append_all(session, [SlipForged(number=number) for number in numbers], CLERK, NOW)


@pytest.fixture
def log(session: Session) -> Iterator[Session]:
    """Ten events and a checkpoint of them, with the database's own protection taken off."""
    _append(session, *range(10))
    audit.checkpoint(session, KEY, ORIGIN, NOW)
    if session.get_bind().dialect.name == "sqlite":
        names = sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for name in session.scalars(names).all():
            session.execute(sa.text(f"DROP TRIGGER {name}"))
    else:
        for table in ("event", "node", "head", "checkpoint"):
            session.execute(sa.text(f"ALTER TABLE audit_{table} DISABLE TRIGGER USER"))
    yield session
    session.rollback()


def _codes(session: Session) -> set[str]:
    report = audit.verify(session, keys=[KEY.verifying])
    assert not report.sound
    return {found.code for found in report.findings}


def _forge_body(session: Session) -> None:
    body = AuditEventRow.body
    row = session.scalars(sa.select(body).where(AuditEventRow.seq == 4)).one()
    forged = row.replace(b'"number":4', b'"number":5')
    session.execute(sa.update(AuditEventRow).where(AuditEventRow.seq == 4).values(body=forged))


def _rebuild(session: Session, bodies: list[bytes]) -> None:
    """Write a whole new log, right in itself: what an owner of the database can do."""
    for table in (AuditEventRow, AuditNodeRow, AuditHeadRow, AuditMentionRow):
        session.execute(sa.delete(table))
    mentions = [
        {"thing": CLERK, "seq": seq}
        for seq, body in enumerate(bodies)
        if CLERK.encode() in body
    ]
    if mentions:
        session.execute(sa.insert(AuditMentionRow), mentions)
    peaks: list[bytes] = []
    for seq, body in enumerate(bodies):
        leaf = tree.leaf_hash(body)
        peaks, completed = tree.grow(seq, peaks, leaf)
        session.execute(sa.insert(AuditEventRow).values(seq=seq, body=body, leaf=leaf))
        for (level, index), node in completed:
            row = {"level": level, "index": index, "hash": node}
            session.execute(sa.insert(AuditNodeRow).values(row))
    session.execute(
        sa.insert(AuditHeadRow).values(id=1, size=len(bodies), peaks=b"".join(peaks))
    )


def test_a_forged_body_shows_at_its_place(log: Session) -> None:
    _forge_body(log)
    assert {"leaf", "node", "root"} <= _codes(log)
    report = audit.verify(log)
    assert (
        min(found.seq for found in report.findings if found.code == "leaf" and found.seq) == 4
    )


def test_a_forged_body_with_its_leaf_shows_in_the_nodes(log: Session) -> None:
    _forge_body(log)
    body = log.scalars(sa.select(AuditEventRow.body).where(AuditEventRow.seq == 4)).one()
    mended = {"leaf": tree.leaf_hash(body)}
    log.execute(sa.update(AuditEventRow).where(AuditEventRow.seq == 4).values(mended))
    assert _codes(log) == {"node", "head", "root"}
    assert audit.verify(log).first_bad_seq == 0  # the node that covers it begins there


def test_a_rewritten_log_shows_by_its_checkpoint(log: Session) -> None:
    _append(log, 10)
    bodies = [record.body for record in audit.events(log)]
    bodies[4] = bodies[4].replace(b'"number":4', b'"number":5')
    _rebuild(log, bodies)
    assert _codes(log) == {"root"}
    with pytest.raises(Refused):
        audit.checkpoint(log, KEY, ORIGIN, NOW)


def test_a_truncated_log_shows_by_a_checkpoint_kept_outside(log: Session) -> None:
    outside = audit.latest_checkpoint(log)
    assert outside is not None
    _rebuild(log, [record.body for record in audit.events(log)][:7])
    with pytest.raises(Refused):
        audit.checkpoint(log, KEY, ORIGIN, NOW)
    log.execute(sa.delete(AuditCheckpointRow))
    assert audit.verify(log).sound  # nothing inside tells: this is what outside copies are for
    report = audit.verify(log, outside=[outside])
    assert [(found.code, found.seq) for found in report.findings] == [("truncated", 7)]


def test_the_part_before_an_agreeing_checkpoint_is_not_suspected(log: Session) -> None:
    _append(log, 10, 11)
    audit.checkpoint(log, KEY, ORIGIN, NOW)
    bodies = [record.body for record in audit.events(log)]
    bodies[11] = bodies[11].replace(b'"number":11', b'"number":12')
    _rebuild(log, bodies)
    assert audit.verify(log).first_bad_seq == 10


Harm = Callable[[Session], object]


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (
            lambda log: log.execute(sa.delete(AuditEventRow).where(AuditEventRow.seq == 4)),
            "gap",
        ),
        (
            lambda log: log.execute(sa.delete(AuditEventRow).where(AuditEventRow.seq == 9)),
            "head",
        ),
        (
            lambda log: log.execute(sa.delete(AuditEventRow).where(AuditEventRow.seq == 0)),
            "gap",
        ),
        (lambda log: log.execute(sa.delete(AuditHeadRow)), "head"),
        (lambda log: log.execute(sa.update(AuditHeadRow).values(peaks=bytes(64))), "head"),
        (
            lambda log: log.execute(sa.delete(AuditNodeRow).where(AuditNodeRow.level == 3)),
            "node",
        ),
        (
            lambda log: log.execute(
                sa.insert(AuditNodeRow).values(level=5, index=7, hash=bytes(32))
            ),
            "nodes",
        ),
        (lambda log: log.execute(sa.update(AuditNodeRow).values(hash=bytes(32))), "node"),
        (lambda log: log.execute(sa.update(AuditEventRow).values(leaf=bytes(32))), "leaf"),
        (lambda log: log.execute(sa.update(AuditCheckpointRow).values(note="?")), "checkpoint"),
        (lambda log: log.execute(sa.delete(AuditMentionRow)), "mention"),
        (
            lambda log: log.execute(sa.insert(AuditMentionRow).values(thing=new_id(), seq=3)),
            "mention",
        ),
        (lambda log: _rebuild(log, [b"no JSON"] * 10), "body"),
        (lambda log: _rebuild(log, [b"[]"] * 10), "body"),
        (lambda log: _rebuild(log, [r.body for r in audit.events(log)][::-1]), "body"),
    ],
)
def test_every_harm_has_its_finding(log: Session, harm: Harm, code: str) -> None:
    harm(log)
    assert code in _codes(log)


def test_a_checkpoint_signed_by_a_stranger_shows(log: Session) -> None:
    stranger = SigningKey(ORIGIN, bytes(32))
    _append(log, 10)
    audit.checkpoint(log, stranger, ORIGIN, NOW)
    assert _codes(log) == {"signature"}
    both = audit.verify(log, keys=[KEY.verifying, stranger.verifying])
    assert both.sound


def test_an_outside_checkpoint_of_another_empty_log_shows(log: Session) -> None:
    forged = sign_checkpoint(Checkpoint(ORIGIN, 0, bytes(32)), KEY)
    report = audit.verify(log, outside=[forged])
    assert [found.code for found in report.findings] == ["root"]


def test_a_damaged_log_gives_no_proof(log: Session) -> None:
    log.execute(sa.delete(AuditNodeRow))
    with pytest.raises(Refused):
        audit.prove(log, 0)
    log.execute(sa.update(AuditHeadRow).values(peaks=b""))
    with pytest.raises(Refused):
        _append(log, 11)


def test_a_flood_of_findings_is_cut(log: Session) -> None:
    _rebuild(log, [b"[]"] * 150)
    assert len(audit.verify(log).findings) == 100
