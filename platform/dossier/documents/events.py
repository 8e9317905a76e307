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
    """A person corrected a value; the old and the new one stand as salted commitments."""

    kind: ClassVar[str] = "value_corrected"
    document: str
    field: str
    old: str
    new: str
