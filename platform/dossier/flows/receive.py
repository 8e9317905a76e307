"""Files come in: kept before they are acknowledged, read afterwards."""

from sqlalchemy.exc import IntegrityError

from dossier.intake import rules, store
from dossier.intake.events import FileReceived, FileRemoved, FileRestored, ReadingAsked
from dossier.intake.model import ReceivedFile
from dossier.jobs import Job
from dossier.kernel.canonical import sha256_hex
from dossier.kernel.errors import NotFound
from dossier.kernel.ids import BatchId, FileId, UserId, new_id
from dossier.ports import Blob, BlobStore
from dossier.work import Work

READ_FILE = "read_file"


def receive_file(
    work: Work,
    blobs: BlobStore,
    batch: BatchId,
    name: str,
    content: bytes,
    limit_bytes: int,
    *,
    pile: tuple[str, int] | None = None,
) -> ReceivedFile:
    """Take ``content`` into our keeping and owe its reading.

    The same bytes in the same batch are the same file: sending twice is harmless, and sending
    what was taken out puts it back.  pile: what is called the same was handed in together, and
    the file's place in it, from 1.  Raises Refused for what we do not take, Unavailable when the
    store is down.
    """
    name = rules.clean_name(name)
    rules.check_size(name, len(content), limit_bytes)
    blob = blobs.put(batch, content)
    return take_file(work, batch, name, content, blob, work.actor, pile=pile)


def take_file(
    work: Work,
    batch: BatchId,
    name: str,
    content: bytes,
    blob: Blob,
    received_by: UserId,
    *,
    pile: tuple[str, int] | None = None,
) -> ReceivedFile:
    """Take what is in the store already into ``batch`` and owe its reading."""
    if known := store.find_same(work.session, batch, blob.sha256):
        if known.removed_at is not None:
            restore_file(work, batch, known.id)
        if pile is not None:
            store.put_into_pile(work.session, known.id, *pile)
        return store.get_file(work.session, known.id)

    file = ReceivedFile(
        id=FileId(new_id()),
        batch_id=batch,
        name=name,
        media_type=rules.media_type(content),
        size_bytes=len(content),
        sha256=blob.sha256,
        blob_name=blob.name,
        received_by=received_by,
        received_at=work.now,
        attempt=1,
        started_at=None,
        removed_at=None,
        pile=pile[0] if pile else None,
        place=pile[1] if pile else None,
    )
    try:
        with work.session.begin_nested():
            store.add_file(work.session, file)
    except IntegrityError:  # the same bytes came in from elsewhere at this very moment
        if known := store.find_same(work.session, batch, blob.sha256):
            return known
        raise
    work.owe(Job(READ_FILE, file.id, file.attempt))
    work.record(
        FileReceived(
            file=file.id,
            batch=batch,
            sha256=sha256_hex(content),
            size_bytes=file.size_bytes,
            media_type=file.media_type,
        )
    )
    return file


def remove_file(work: Work, batch: BatchId, file: FileId) -> None:
    """Take a file out of its case; the bytes stay, and it can be put back.

    A sheet that was taken out sends nothing on its way any more.
    """
    if _of(work, batch, file).removed_at is None:
        store.set_removed(work.session, file, work.now)
        store.set_leads_to(work.session, file, None)
        work.record(FileRemoved(file=file))


def restore_file(work: Work, batch: BatchId, file: FileId) -> None:
    """Put a removed file back."""
    if _of(work, batch, file).removed_at is not None:
        store.set_removed(work.session, file, None)
        work.record(FileRestored(file=file))


def read_again(work: Work, batch: BatchId, file: FileId) -> None:
    """Owe another reading of ``file``."""
    _of(work, batch, file)
    attempt = store.ask_again(work.session, file)
    work.owe(Job(READ_FILE, file, attempt))
    work.record(ReadingAsked(file=file, attempt=attempt))


def _of(work: Work, batch: BatchId, file: FileId) -> ReceivedFile:
    found = store.get_file(work.session, file)
    if found.batch_id != batch:
        raise NotFound("没有这份文件。", code="file_not_found")
    return found
