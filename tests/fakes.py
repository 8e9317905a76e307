"""Stand-ins for what the flows need from outside: one that is honest, and one per fault."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO

from PIL import Image

from dossier.kernel.canonical import sha256_hex
from dossier.kernel.errors import Unavailable
from dossier.ports import Entry, PageReader, ReadFile, SearchHits, SearchQuery
from dossier_ocr import (
    Box,
    FileReading,
    Finding,
    Line,
    PageReading,
    ReadDocument,
    Unreadable,
    Value,
    to_json,
)

_SURE, _UNSURE = 0.99, 0.55
JPEG = b"\xff\xd8\xff\xe0"


@dataclass(frozen=True, slots=True)
class Slip:
    """A scanned paper without its pixels: what a reader finds on it is known beforehand.

    truth: field names of the document type; values as the reader normalises them.
    unsure: the fields of which the reader is not certain.
    copy: another number, another file with the same paper on it.
    """

    name: str
    document_type: str
    parts: tuple[str, ...]
    truth: Mapping[str, str]
    unsure: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    copy: int = 1

    @property
    def content(self) -> bytes:
        """Bytes that begin like a JPEG and are this paper's alone."""
        told = f"{self.name} {self.copy} {sorted(self.truth.items())} {self.unsure}"
        return JPEG + told.encode()


def _drawn() -> bytes:
    out = BytesIO()
    Image.new("L", (1240, 1754), "white").save(out, "JPEG")
    return out.getvalue()


_UPRIGHT = _drawn()
"""An upright page; what follows the picture in its bytes tells pages apart."""


def reading_of(slip: Slip) -> FileReading:
    """Return what a good reader makes of the paper: every value with its place on the page."""
    boxes: dict[str, Box] = {
        name: (100, 100 + 60 * number, 700, 140 + 60 * number)
        for number, name in enumerate(slip.truth)
    }
    fields = {
        name: Value(
            value=text,
            raw=text,
            confidence=_UNSURE if name in slip.unsure else _SURE,
            auto=name not in slip.unsure,
            page=1,
            box=boxes[name],
        )
        for name, text in slip.truth.items()
    }
    page = PageReading(
        number=1,
        width=1240,
        height=1754,
        turned=0,
        skew=0.0,
        lines=tuple(Line(text, _SURE, boxes[name]) for name, text in slip.truth.items()),
        quality=None,
        source="ocr",
    )
    document = ReadDocument(
        slip.document_type, _SURE, slip.parts, (1,), (0, 0, 1240, 1754), fields, slip.findings
    )
    return FileReading(
        pages=(page,),
        documents=(document,),
        findings=(),
        engine="replay",
        engine_version="1",
        seconds=0.0,
        text="\n".join(slip.truth.values()),
    )


@dataclass
class ReplayingReader:
    """A ``PageReader`` that replays the readings prepared for given bytes; counts its calls."""

    prepared: dict[str, FileReading] = field(default_factory=dict)
    calls: int = 0

    def prepare(self, slip: Slip, reading: FileReading | None = None) -> None:
        """Replay ``reading`` (by default a good one) when the bytes of ``slip`` come."""
        self.prepared[sha256_hex(slip.content)] = reading or reading_of(slip)

    def knows(self, slip: Slip) -> bool:
        """Tell whether a reading was prepared for it."""
        return sha256_hex(slip.content) in self.prepared

    def read(self, content: bytes, name: str) -> ReadFile:
        """Return the prepared reading."""
        self.calls += 1
        reading = self.prepared.get(sha256_hex(content))
        assert reading is not None, f"no reading was prepared for {name}"
        images = tuple(_UPRIGHT + b"%d " % page.number + content for page in reading.pages)
        return ReadFile(reading, images, to_json(reading).encode())

    def split(self, content: bytes, name: str, pages: Sequence[int]) -> bytes:
        """Take pages out of a prepared file; their reading is that of these pages alone."""
        whole = self.prepared[sha256_hex(content)]
        part = JPEG + f"pages {list(pages)} of ".encode() + content
        new = {number: index for index, number in enumerate(pages, 1)}
        self.prepared[sha256_hex(part)] = replace(
            whole,
            pages=tuple(
                replace(page, number=new[page.number])
                for page in whole.pages
                if page.number in new
            ),
            documents=tuple(
                replace(
                    one,
                    pages=tuple(new[number] for number in one.pages),
                    fields={
                        field: replace(value, page=new[value.page])
                        for field, value in one.fields.items()
                    },
                )
                for one in whole.documents
                if set(one.pages) <= set(new)
            ),
        )
        return part


class _TakesNothingApart:
    """What a ``PageReader`` is asked for when a pile is sorted; these ones are given no pile."""

    def split(self, content: bytes, name: str, pages: Sequence[int]) -> bytes:
        """Find that it cannot be taken apart."""
        raise Unreadable("damaged_pdf", f"PDF「{name}」已损坏，无法打开。")


class UnreadableFiles(_TakesNothingApart):
    """A ``PageReader`` to which every file is broken."""

    def read(self, content: bytes, name: str) -> ReadFile:
        """Find the file truncated."""
        raise Unreadable("truncated_image", f"图片「{name}」不完整，请重新扫描。")


class ReaderDown(_TakesNothingApart):
    """A ``PageReader`` whose process is gone; another attempt may help."""

    def read(self, content: bytes, name: str) -> ReadFile:
        """Fail."""
        raise Unavailable("识别进程没有响应，稍后会自动重试。", code="reader_down")


class ReaderWithABug(_TakesNothingApart):
    """A ``PageReader`` that fails as no reader should."""

    def read(self, content: bytes, name: str) -> ReadFile:
        """Fall over."""
        raise ZeroDivisionError


class OvertakenReader(_TakesNothingApart):
    """A ``PageReader`` that is slow: something happens before it is done."""

    def __init__(self, reader: PageReader, meanwhile: Callable[[], None]) -> None:
        self._reader = reader
        self._meanwhile = meanwhile

    def read(self, content: bytes, name: str) -> ReadFile:
        """Read, but let the other one be first."""
        found = self._reader.read(content, name)
        self._meanwhile()
        return found


class IndexDown:
    """A ``SearchIndex`` that does not answer."""

    def put(self, entries: Sequence[Entry]) -> None:
        """Fail."""
        raise _index_down()

    def remove(self, ids: Sequence[str]) -> None:
        """Fail."""
        raise _index_down()

    def search(self, query: SearchQuery) -> SearchHits:
        """Fail."""
        raise _index_down()

    def clear(self) -> None:
        """Fail."""
        raise _index_down()

    def rebuild(self, entries: Iterable[Entry]) -> None:
        """Fail."""
        raise _index_down()

    def count(self) -> int:
        """Fail."""
        raise _index_down()


def _index_down() -> Unavailable:
    return Unavailable("全文索引没有响应，请稍后再试。", code="index_down")


class LettersDown:
    """``Letters`` whose typesetter is broken."""

    def render(self, template: str, data: Mapping[str, object]) -> bytes:
        """Fail."""
        raise Unavailable("排版没有成功，稍后会自动重试。", code="letters_down")
