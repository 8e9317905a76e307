"""What reading records: ids, counts and digests, never values."""

from typing import ClassVar

from dossier.kernel.events import Event


class FileRead(Event):
    """A file was read; the reading's bytes have this digest."""

    kind: ClassVar[str] = "file_read"
    file: str
    reading: str
    attempt: int
    engine: str
    engine_version: str
    pages: int
    documents: int
    sha256: str


class FileUnreadable(Event):
    """A file could not be read."""

    kind: ClassVar[str] = "file_unreadable"
    file: str
    attempt: int
    code: str


class ValueCorrected(Event):
    """A person corrected a value; older logs hold it, ``ValueReviewed`` has taken its place."""

    kind: ClassVar[str] = "value_corrected"
    document: str
    field: str
    old: str
    new: str


class ValueReviewed(Event):
    """A person looked at a value; what was read and what is right stand as salted commitments.

    via: where: "queue", "scan" or "form".  withdraws: the review that this one takes back.
    """

    kind: ClassVar[str] = "value_reviewed"
    review: str
    document: str
    field: str
    verdict: str
    via: str
    machine: str
    value: str | None
    withdraws: str | None
