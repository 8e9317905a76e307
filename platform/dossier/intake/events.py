"""What intake records."""

from typing import ClassVar

from dossier.kernel.events import Event


class FileReceived(Event):
    """A file came into our keeping."""

    kind: ClassVar[str] = "file_received"
    file: str
    batch: str
    sha256: str
    size_bytes: int
    media_type: str


class FileRemoved(Event):
    """A file was taken out of its case; the bytes stay."""

    kind: ClassVar[str] = "file_removed"
    file: str


class FileRestored(Event):
    """A removed file was put back."""

    kind: ClassVar[str] = "file_restored"
    file: str


class ReadingAsked(Event):
    """Another reading of a file was asked for."""

    kind: ClassVar[str] = "reading_asked"
    file: str
    attempt: int


class PagesRouted(Event):
    """Pages of a file became a file of their own, as a separator sheet among them says."""

    kind: ClassVar[str] = "pages_routed"
    file: str
    part: str
    pages: tuple[int, ...]
    from_batch: str
    batch: str
    sha256: str
