"""Verification: read the stored bytes back and recompute everything from them."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from dossier.audit import tree
from dossier.audit.bodies import ids_in
from dossier.audit.model import Finding, VerifyReport
from dossier.audit.note import Checkpoint, VerifyingKey, is_signed_by, parse_checkpoint
from dossier.audit.tables import (
    AuditCheckpointRow,
    AuditEventRow,
    AuditHeadRow,
    AuditMentionRow,
    AuditNodeRow,
)
from dossier.kernel.canonical import Json
from dossier.kernel.errors import Refused

_BATCH = 4096
_FINDINGS_MAX = 100


def verify(
    session: Session,
    *,
    keys: Sequence[VerifyingKey] = (),
    outside: Sequence[str] = (),
) -> VerifyReport:
    """Recompute leaves, nodes, head and checkpoints from the stored bytes.

    keys: whose signatures the checkpoints must bear; without any, only roots are compared.
    outside: checkpoints that were kept elsewhere; they count like those in the database.
    Memory is bounded; a million events take some ten seconds.
    """
    found: list[Finding] = []
    notes, signatures = _checkpoints(session, keys, outside, found)
    due = defaultdict(list)
    for checkpoint in notes:
        due[checkpoint.size].append(checkpoint)
    size, peaks = 0, list[bytes]()
    sure = _compare_roots(due.pop(0, ()), tree.EMPTY_ROOT, 0, found)
    for rows in _batches(session):
        nodes: dict[tree.Place, bytes] = {}
        mentions: set[tuple[str, int]] = set()
        begin = size
        for seq, body, leaf in rows:
            if seq != size:
                break
            computed = tree.leaf_hash(body)
            if computed != leaf:
                found.append(Finding("leaf", f"第{seq}条审计记录的内容与其摘要不符。", seq))
            said = _read(body)
            if not isinstance(said, dict) or said.get("seq") != seq:
                found.append(Finding("body", f"第{seq}条审计记录的内容格式或序号不正确。", seq))
            mentions.update((thing, seq) for thing in ids_in(said))
            peaks, completed = tree.grow(size, peaks, computed)
            nodes.update(completed)
            size += 1
            if size in due:
                sure = _compare_roots(due.pop(size), tree.root_of_peaks(peaks), sure, found)
        _compare_nodes(session, begin, size, nodes, found)
        _compare_mentions(session, begin, size, mentions, found)
        if size < begin + len(rows):
            found.append(Finding("gap", f"审计记录不连续：缺少第{size}条。", size))
            break
    for checkpoint in (late for notes_at in due.values() for late in notes_at):
        text = f"检查点记载日志有{checkpoint.size}条，现在只能读出{size}条：日志被截断。"
        found.append(Finding("truncated", text, size))
    _compare_head(session, size, peaks, found)
    root = tree.root_of_peaks(peaks).hex()
    return VerifyReport(size, root, len(notes), signatures, tuple(found[:_FINDINGS_MAX]))


def _batches(session: Session) -> Iterator[Sequence[tuple[int, bytes, bytes]]]:
    last = -1
    while True:
        query = select(AuditEventRow.seq, AuditEventRow.body, AuditEventRow.leaf)
        query = query.where(AuditEventRow.seq > last).order_by(AuditEventRow.seq).limit(_BATCH)
        rows = [(row.seq, row.body, row.leaf) for row in session.execute(query)]
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def _read(body: bytes) -> Json:
    try:
        said: Json = json.loads(body)
    except ValueError:
        return None
    return said


def _compare_mentions(
    session: Session,
    begin: int,
    end: int,
    computed: set[tuple[str, int]],
    found: list[Finding],
) -> None:
    """Compare which events are found by which ids, for events from ``begin`` up to ``end``."""
    query = select(AuditMentionRow.thing, AuditMentionRow.seq).where(
        AuditMentionRow.seq >= begin, AuditMentionRow.seq < end
    )
    stored = {(thing, seq) for thing, seq in session.execute(query)}
    for thing, seq in sorted(stored ^ computed):
        found.append(Finding("mention", f"第{seq}条审计记录的检索条目{thing}不正确。", seq))


def _compare_nodes(
    session: Session,
    begin: int,
    end: int,
    computed: dict[tree.Place, bytes],
    found: list[Finding],
) -> None:
    """Compare the nodes that the leaves from ``begin`` up to ``end`` complete."""
    ranges = [
        and_(
            AuditNodeRow.level == level,
            AuditNodeRow.index >= begin >> level,
            AuditNodeRow.index < end >> level,
        )
        for level in range(1, end.bit_length())
        if begin >> level < end >> level
    ]
    query = select(AuditNodeRow.level, AuditNodeRow.index, AuditNodeRow.hash)
    rows = session.execute(query.where(or_(*ranges))) if ranges else ()
    stored = {(level, index): node for level, index, node in rows}
    for place, node in computed.items():
        if stored.get(place) != node:
            level, index = place
            text = f"审计树第{level}层第{index}个节点与记录不符。"
            found.append(Finding("node", text, index << level))


def _compare_head(
    session: Session, size: int, peaks: Sequence[bytes], found: list[Finding]
) -> None:
    head = session.execute(select(AuditHeadRow.size, AuditHeadRow.peaks)).one_or_none()
    stored_size, stored_peaks = (head.size, head.peaks) if head else (0, b"")
    if stored_size != size:
        text = f"日志头记载有{stored_size}条，实际读出{size}条。"
        found.append(Finding("head", text, min(size, stored_size)))
    elif stored_peaks != b"".join(peaks):
        found.append(Finding("head", "日志头的摘要与记录不符。"))
    expected = sum(size >> level for level in range(1, size.bit_length()))
    count = session.scalar(select(func.count()).select_from(AuditNodeRow))
    if count != expected:
        found.append(Finding("nodes", f"审计树应有{expected}个节点，实际有{count}个。"))


def _checkpoints(
    session: Session,
    keys: Sequence[VerifyingKey],
    outside: Sequence[str],
    found: list[Finding],
) -> tuple[list[Checkpoint], int]:
    """Return the readable checkpoints and the number of good signatures."""
    stored = select(AuditCheckpointRow.note).order_by(AuditCheckpointRow.size)
    checkpoints, signatures = [], 0
    for note in (*session.scalars(stored), *outside):
        try:
            checkpoint = parse_checkpoint(note)
        except Refused as refused:
            found.append(Finding("checkpoint", refused.message))
            continue
        checkpoints.append(checkpoint)
        if any(is_signed_by(note, key) for key in keys):
            signatures += 1
        elif keys:
            text = f"第{checkpoint.size}条处的检查点没有有效签名。"
            found.append(Finding("signature", text))
    return checkpoints, signatures


def _compare_roots(
    checkpoints: Sequence[Checkpoint], root: bytes, sure: int, found: list[Finding]
) -> int:
    """Compare checkpoints of one size.

    sure: how many events the last agreeing checkpoint vouches for; returns the new number.
    """
    for checkpoint in checkpoints:
        if checkpoint.root == root:
            sure = checkpoint.size
        else:
            text = f"前{checkpoint.size}条记录与检查点的根摘要不符：历史被改动。"
            found.append(Finding("root", text, sure))
    return sure
