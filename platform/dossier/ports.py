"""What the flows need from the world outside, in our words.

Adapters implement these; nothing here knows of a product.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Protocol

from dossier_ocr.model import FileReading

if TYPE_CHECKING:
    # For annotations alone: a process that only reads papers loads no database library.
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes in our keeping.

    name: keyed digest; the same bytes in the same scope have the same name.
    sha256: of the plaintext, lower-case hexadecimal.
    """

    name: str
    sha256: str
    size_bytes: int


class ObjectStore(Protocol):
    """Named bytes, as a disk or an S3 service keeps them; knows nothing of their meaning."""

    def put(self, name: str, content: bytes) -> None:
        """Keep ``content``; on return it survives a power cut.  Raises Unavailable."""

    def get(self, name: str) -> bytes:
        """Return the bytes.  Raises NotFound, Unavailable."""

    def exists(self, name: str) -> bool:
        """Tell whether ``name`` is kept.  Raises Unavailable."""

    def delete(self, name: str) -> None:
        """Forget ``name``; no error when there is none.  Raises Unavailable."""

    def names(self, prefix: str = "") -> Iterator[str]:
        """Yield every kept name that begins with ``prefix``.  Raises Unavailable."""

    def check(self) -> None:
        """Raise Unavailable when the store does not answer."""


class BlobStore(Protocol):
    """Bytes in our keeping, encrypted under a key of their own."""

    def put(self, scope: str, content: bytes) -> Blob:
        """Take ``content`` into our keeping, in ``scope`` (an intake batch, a case).

        Opens a short transaction of its own: call it before the first query of yours.
        Raises Unavailable.
        """

    def get(self, name: str) -> bytes:
        """Return the plaintext, checked.  Raises NotFound (never kept, or erased), Unavailable."""

    def destroy(self, session: "Session", name: str) -> None:
        """Destroy the key of ``name`` within ``session``; the bytes can never be read again."""

    def digest(self, kind: str, text: str) -> str:
        """Return a keyed digest by which ``text`` is known again; nothing is kept.

        Without the installation's key nobody can tell it from the digest, not even by trying
        every identity number.  kind: what the text is, so that no two kinds are alike.
        """


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index knows of one thing.

    unit_path: "0001/0003/0007/", the rights; kind: "case" or "archive".
    keywords: exact values to filter by (service, case_no, reference_code, year, …).
    """

    id: str
    kind: str
    unit_path: str
    title: str
    text: str
    keywords: Mapping[str, str]
    day: date


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """scopes: unit paths whose things may be seen; none, no hit."""

    text: str
    scopes: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    keywords: Mapping[str, str] = field(default_factory=dict)
    limit: int = 20
    offset: int = 0


@dataclass(frozen=True, slots=True)
class SearchHit:
    """highlights: (start, end) offsets into ``snippet``."""

    id: str
    kind: str
    title: str
    score: float
    snippet: str
    highlights: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class SearchHits:
    """One page of hits, best first; total: of all pages."""

    total: int
    items: tuple[SearchHit, ...]


class SearchIndex(Protocol):
    """A projection that can be dropped and rebuilt; its failure never marks a stored thing as failed."""

    def put(self, entries: Sequence[Entry]) -> None:
        """Index ``entries``, replacing those of the same id; all or none.  Raises Unavailable."""

    def remove(self, ids: Sequence[str]) -> None:
        """Forget ``ids``.  Raises Unavailable."""

    def search(self, query: SearchQuery) -> SearchHits:
        """Return what matches and may be seen.  Raises Unavailable."""

    def clear(self) -> None:
        """Forget everything.  Raises Unavailable."""

    def rebuild(self, entries: Iterable[Entry]) -> None:
        """Put ``entries`` in the place of everything, in one step.  Raises Unavailable."""

    def count(self) -> int:
        """Return how many things are indexed."""


class Letters(Protocol):
    """Typesets a letter or a form."""

    def render(self, template: str, data: Mapping[str, object]) -> bytes:
        """Return a PDF/A.  Raises NotFound (no such template), Refused (data does not fit)."""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file as it was read, with the upright image (JPEG) of each page.

    body: the whole reading as JSON bytes, as it is kept.
    """

    reading: FileReading
    images: tuple[bytes, ...]
    body: bytes


class PageReader(Protocol):
    """Reads the pages of a file, in a process of its own."""

    def read(self, content: bytes, name: str) -> ReadFile:
        """Return what stands on the pages.

        Raises dossier_ocr.Unreadable for a file that cannot be read (the file's fault, told in
        Chinese), Unavailable when the reader itself failed (worth another attempt).
        """

    def split(self, content: bytes, name: str, pages: Sequence[int]) -> bytes:
        """Return ``pages`` (from 1) of a file as a file of their own, for ever the same bytes.

        Raises as ``read`` does.
        """
