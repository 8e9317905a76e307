"""Queries of the audit log.  Events are written inside the transaction of what they tell."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, insert, select, update
from sqlalchemy.orm import Session

from dossier.audit import tree
from dossier.audit.bodies import body_of
from dossier.audit.model import ConsistencyProof, InclusionProof, Record
from dossier.audit.tables import AuditEventRow, AuditHeadRow, AuditMentionRow, AuditNodeRow
from dossier.kernel.errors import NotFound, Refused
from dossier.kernel.events import Event
from dossier.kernel.ids import UserId

# Any number that no other part locks: the bytes of "audit".
_LOCK = int.from_bytes(b"audit", "big")


def append(session: Session, event: Event, actor: UserId, now: datetime) -> int:
    """Write ``event`` at the end of the log; return its place, counted from 0.

    Takes the audit's lock until the transaction ends: record last.
    """
    return append_all(session, [event], actor, now)[0]


def append_all(
    session: Session, events: Sequence[Event], actor: UserId, now: datetime
) -> list[int]:
    """Write ``events`` one after the other, as cheaply as one; return their places."""
    if not events:
        return []
    _serialise(session)
    begin, peaks = _head(session)
    size = begin
    rows, nodes, mentions = [], [], []
    for event in events:
        body, things = body_of(event, size, actor, now)
        leaf = tree.leaf_hash(body)
        peaks, completed = tree.grow(size, peaks, leaf)
        rows.append({"seq": size, "body": body, "leaf": leaf})
        nodes += [{"level": at[0], "index": at[1], "hash": node} for at, node in completed]
        mentions += [{"thing": thing, "seq": size} for thing in sorted(things)]
        size += 1
    session.execute(insert(AuditEventRow), rows)
    if nodes:
        session.execute(insert(AuditNodeRow), nodes)
    if mentions:
        session.execute(insert(AuditMentionRow), mentions)
    head = {"size": size, "peaks": b"".join(peaks)}
    if begin:
        grow = update(AuditHeadRow).where(AuditHeadRow.id == 1).values(head)
        session.execute(grow, execution_options={"synchronize_session": False})
    else:
        session.execute(insert(AuditHeadRow).values(id=1, **head))
    return list(range(begin, size))


def size_of(session: Session) -> int:
    """Return how many events the log holds."""
    return _head(session)[0]


def root_of(session: Session, size: int | None = None) -> tuple[int, bytes]:
    """Return the size and the root of the log, or of its first ``size`` events."""
    present, peaks = _head(session)
    if size is None or size == present:
        return present, tree.root_of_peaks(peaks)
    _require_size(size, present)
    return size, tree.root(size, _Nodes(session))


def events(session: Session, start: int = 0, limit: int = 100) -> list[Record]:
    """Return up to ``limit`` events from place ``start`` on."""
    return _records(session, AuditEventRow.seq.between(start, start + limit - 1))


def events_about(session: Session, thing: str) -> list[Record]:
    """Return every event that mentions the id ``thing``, oldest first."""
    told = select(AuditMentionRow.seq).where(AuditMentionRow.thing == thing)
    return _records(session, AuditEventRow.seq.in_(told))


def prove(session: Session, seq: int, size: int | None = None) -> InclusionProof:
    """Prove that event ``seq`` stands among the first ``size`` (by default: all)."""
    return prove_all(session, [seq], size)[0]


def prove_all(
    session: Session, seqs: Iterable[int], size: int | None = None
) -> list[InclusionProof]:
    """Prove several events against one root.

    Raises NotFound for an event that does not stand there, Refused when the log is shorter
    than ``size`` or damaged.
    """
    size, root = root_of(session, size)
    read = _Nodes(session)
    proofs = []
    for seq in seqs:
        found = select(AuditEventRow.body, AuditEventRow.leaf).where(AuditEventRow.seq == seq)
        row = session.execute(found).one_or_none() if 0 <= seq < size else None
        if row is None:
            raise NotFound(
                f"审计日志的前{size}条中没有序号{seq}，请核对序号。", code="audit_event_missing"
            )
        hashes = tree.inclusion(seq, size, read)
        proofs.append(InclusionProof(seq, size, row.body, row.leaf, root, hashes))
    return proofs


def consistency(
    session: Session, old_size: int, new_size: int | None = None
) -> ConsistencyProof:
    """Prove that the first ``old_size`` events are the beginning of the first ``new_size``.

    old_size: 1 or more.  Raises Refused when the log is shorter, or damaged.
    """
    new_size, new_root = root_of(session, new_size)
    _require_size(old_size, new_size)
    read = _Nodes(session)
    hashes = tree.consistency(old_size, new_size, read)
    return ConsistencyProof(old_size, new_size, tree.root(old_size, read), new_root, hashes)


class _Nodes:
    """Reads complete nodes from the database, each at most once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[tree.Place, bytes] = {}

    def __call__(self, level: int, index: int) -> bytes:
        place = level, index
        if place not in self._known:
            query = (
                select(AuditNodeRow.hash).where(
                    AuditNodeRow.level == level, AuditNodeRow.index == index
                )
                if level
                else select(AuditEventRow.leaf).where(AuditEventRow.seq == index)
            )
            found = self._session.scalars(query).one_or_none()
            if found is None:
                raise Refused(
                    "审计日志有缺失，无法出具证明，请运行审计校验并报告。", code="audit_damaged"
                )
            self._known[place] = found
        return self._known[place]


def _serialise(session: Session) -> None:
    """Let one writer in at a time; SQLite's writing transactions exclude each other anyway."""
    if session.get_bind().dialect.name == "postgresql":
        # A statement of its own: the next one must see what the last holder committed.
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def _head(session: Session) -> tuple[int, list[bytes]]:
    row = session.execute(select(AuditHeadRow.size, AuditHeadRow.peaks)).one_or_none()
    if row is None:
        return 0, []
    width = tree.HASH_BYTES
    peaks = [row.peaks[at : at + width] for at in range(0, len(row.peaks), width)]
    if len(peaks) != row.size.bit_count():
        raise Refused("审计日志头已损坏，请运行审计校验并报告。", code="audit_damaged")
    return row.size, peaks


def _records(session: Session, *where: ColumnElement[bool]) -> list[Record]:
    query = select(AuditEventRow.seq, AuditEventRow.body).where(*where)
    rows = session.execute(query.order_by(AuditEventRow.seq))
    return [Record(row.seq, row.body) for row in rows]


def _require_size(size: int, present: int) -> None:
    if not 1 <= size <= present:
        raise Refused(
            f"审计日志现有{present}条，没有规模为{size}的状态，请核对。",
            code="audit_size",
            size=size,
            present=present,
        )
