"""Files as they came in."""

from dataclasses import dataclass
from datetime import datetime

from dossier.kernel.ids import BatchId, FileId, UserId


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """One file, kept unaltered from the moment it was acknowledged.

    attempt: how often its reading was asked for; 1 or more.
    started_at: when the present attempt was last taken up, None while it waits.
    removed_at: when it was taken out of the case; the bytes stay.
    pile, place: files that were handed in together, and its place among them, from 1.
    leads_to: where what follows it in its pile belongs, once a sheet in it has said so.
    """

    id: FileId
    batch_id: BatchId
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    blob_name: str
    received_by: UserId
    received_at: datetime
    attempt: int
    started_at: datetime | None
    removed_at: datetime | None
    pile: str | None = None
    place: int | None = None
    leads_to: BatchId | None = None


@dataclass(frozen=True, slots=True)
class Routing:
    """Pages that a separator sheet sent on their way, as a file of their own.

    source: the file in which they were scanned; target: the file that they now are.
    pages: of the source, from 1.
    """

    source: FileId
    target: FileId
    pages: tuple[int, ...]
    from_batch: BatchId
    to_batch: BatchId
    at: datetime
