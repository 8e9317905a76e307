"""Queries of intake."""

from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from dossier.intake.model import ReceivedFile, Routing
from dossier.intake.tables import BatchRow, FileRow, RoutingRow
from dossier.kernel.errors import NotFound
from dossier.kernel.ids import BatchId, FileId, UserId, new_id

_numbers = TypeAdapter(tuple[int, ...])


def add_batch(
    session: Session, batch: BatchId, unit_path: str, opened_by: UserId, now: datetime
) -> None:
    """Open a batch."""
    session.add(BatchRow(id=batch, unit_path=unit_path, opened_by=opened_by, opened_at=now))
    session.flush()


def add_file(session: Session, file: ReceivedFile) -> None:
    """Keep the row of a received file.  Raises IntegrityError when the batch has its bytes."""
    session.add(
        FileRow(
            id=file.id,
            batch_id=file.batch_id,
            name=file.name,
            media_type=file.media_type,
            size_bytes=file.size_bytes,
            sha256=file.sha256,
            blob_name=file.blob_name,
            received_by=file.received_by,
            received_at=file.received_at,
            attempt=file.attempt,
            started_at=file.started_at,
            removed_at=file.removed_at,
            pile=file.pile,
            place=file.place,
            leads_to=file.leads_to,
        )
    )
    session.flush()


def find_same(session: Session, batch: BatchId, sha256: str) -> ReceivedFile | None:
    """Return the file of ``batch`` with these bytes."""
    row = session.scalar(
        select(FileRow).where(FileRow.batch_id == batch, FileRow.sha256 == sha256)
    )
    return _value(row) if row else None


def get_file(session: Session, file: FileId) -> ReceivedFile:
    """Return the file.  Raises NotFound."""
    row = session.get(FileRow, file)
    if row is None:
        raise NotFound("没有这份文件。", code="file_not_found")
    return _value(row)


def files_of(session: Session, batch: BatchId) -> tuple[ReceivedFile, ...]:
    """Return every file of ``batch``, removed ones too, in the order of arrival."""
    rows = session.scalars(
        select(FileRow)
        .where(FileRow.batch_id == batch)
        .order_by(FileRow.received_at, FileRow.id)
    )
    return tuple(_value(row) for row in rows)


def mark_started(session: Session, file: FileId, attempt: int, now: datetime) -> None:
    """Note that the reading was taken up."""
    session.execute(
        update(FileRow)
        .where(FileRow.id == file, FileRow.attempt == attempt)
        .values(started_at=now)
    )


def ask_again(session: Session, file: FileId) -> int:
    """Ask for another reading; return the number of the attempt."""
    row = session.get_one(FileRow, file, with_for_update=True)
    row.attempt += 1
    row.started_at = None
    session.flush()
    return row.attempt


def set_removed(session: Session, file: FileId, when: datetime | None) -> None:
    """Take the file out of the case, or put it back (None)."""
    session.execute(update(FileRow).where(FileRow.id == file).values(removed_at=when))


def put_into_pile(session: Session, file: FileId, pile: str, place: int) -> None:
    """Note that the file was handed in again, with others."""
    session.execute(update(FileRow).where(FileRow.id == file).values(pile=pile, place=place))


def set_leads_to(session: Session, file: FileId, batch: BatchId | None) -> None:
    """Note where what follows the file in its pile belongs."""
    session.execute(update(FileRow).where(FileRow.id == file).values(leads_to=batch))


def lock_batch(session: Session, batch: BatchId) -> None:
    """Let nobody else sort the files of ``batch`` until the transaction ends."""
    session.execute(
        select(BatchRow.id).where(BatchRow.id == batch).with_for_update(key_share=True)
    )


def pile_of(session: Session, file: ReceivedFile) -> tuple[ReceivedFile, ...]:
    """Return the files that one person handed in together with ``file``, itself too, in order."""
    if file.pile is None:
        return (file,)
    rows = session.scalars(
        select(FileRow)
        .where(
            FileRow.batch_id == file.batch_id,
            FileRow.pile == file.pile,
            FileRow.received_by == file.received_by,
        )
        .order_by(FileRow.place, FileRow.received_at, FileRow.id)
        .execution_options(populate_existing=True)
    )
    return tuple(_value(row) for row in rows)


def add_routing(session: Session, routing: Routing) -> None:
    """Note that pages of one file are a file of their own now."""
    session.add(
        RoutingRow(
            id=new_id(),
            source_id=routing.source,
            target_id=routing.target,
            pages=list(routing.pages),
            from_batch=routing.from_batch,
            to_batch=routing.to_batch,
            at=routing.at,
        )
    )
    session.flush()


def routings_of(session: Session, batch: BatchId) -> tuple[Routing, ...]:
    """Return the pages that came into ``batch`` or left it, in the order of their going."""
    rows = session.scalars(
        select(RoutingRow)
        .where(or_(RoutingRow.from_batch == batch, RoutingRow.to_batch == batch))
        .order_by(RoutingRow.at, RoutingRow.id)
    )
    return tuple(
        Routing(
            source=FileId(row.source_id),
            target=FileId(row.target_id),
            pages=_numbers.validate_python(row.pages),
            from_batch=BatchId(row.from_batch),
            to_batch=BatchId(row.to_batch),
            at=row.at,
        )
        for row in rows
    )


def _value(row: FileRow) -> ReceivedFile:
    return ReceivedFile(
        id=FileId(row.id),
        batch_id=BatchId(row.batch_id),
        name=row.name,
        media_type=row.media_type,
        size_bytes=row.size_bytes,
        sha256=row.sha256,
        blob_name=row.blob_name,
        received_by=UserId(row.received_by),
        received_at=row.received_at,
        attempt=row.attempt,
        started_at=row.started_at,
        removed_at=row.removed_at,
        pile=row.pile,
        place=row.place,
        leads_to=BatchId(row.leads_to) if row.leads_to else None,
    )
