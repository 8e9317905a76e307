"""A file opened for reading: its pages one at a time, whatever its kind."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from dossier_ocr.files import media
from dossier_ocr.files.pdf import PdfPages
from dossier_ocr.files.raster import Frames, Picture
from dossier_ocr.text.writing import Writing


class Source(Protocol):
    """Pages by number, from 1."""

    count: int

    def picture(self, number: int) -> Picture:
        """Return the page as captured.  Raises Unreadable."""

    def writings(self, number: int) -> tuple[Writing, ...] | None:
        """Return the page's own text, None where it has none to be trusted."""

    def close(self) -> None:
        """Let the file go."""


@contextmanager
def opened(content: bytes, name: str) -> Iterator[tuple[Source, str]]:
    """Open ``content``; yield its pages and its kind.  Raises Unreadable."""
    kind = media.kind_of(content, name)
    source: Source = (
        PdfPages(content, name) if kind == media.PDF else Frames(content, kind, name)
    )
    try:
        yield source, kind
    finally:
        source.close()
