"""The way of one file: decode, measure, set upright, read, identify, extract."""

import time
from dataclasses import dataclass

from dossier_ocr.document_types import DocumentTypes
from dossier_ocr.documents import Side, documents_of, side_of
from dossier_ocr.engines import Engine, engine_named, turn_of
from dossier_ocr.flow import flow_of
from dossier_ocr.identify import regions_of
from dossier_ocr.media import extension_findings
from dossier_ocr.model import Box, FileReading, Finding, PageReading
from dossier_ocr.quality import findings_of, measure
from dossier_ocr.seals import without_seals
from dossier_ocr.source import Source, opened
from dossier_ocr.upright import levelling, turned
from dossier_ocr.writing import Writing, tidied


@dataclass(frozen=True, slots=True)
class _Page:
    reading: PageReading
    writings: tuple[Writing, ...]
    findings: tuple[Finding, ...]


def read_file(
    content: bytes,
    name: str,
    types: DocumentTypes,
    *,
    engine: str = "auto",
    only: str | None = None,
) -> FileReading:
    """Read a file: its text, which papers lie on its pages, and their values.

    name: for messages and for a note on a wrong extension; the kind is told by the content.
    only: the code of the one document type that it may be.
    Raises Unreadable (with a message for the clerk), EngineMissing, ValueError for an engine or
    a type that does not exist.
    """
    if only is not None and only not in types.by_code:
        raise ValueError(f"no document type {only!r}")
    began = time.perf_counter()
    reader = engine_named(engine)
    sides: list[Side] = []
    unknown: dict[int, Box] = {}
    pages: list[_Page] = []
    with opened(content, name) as (source, kind):
        for number in range(1, source.count + 1):
            page = _read_page(source, number, reader)
            pages.append(page)
            regions = regions_of(page.writings, types, only)
            certifies = reader.certifies or page.reading.source == "pdf_text"
            for region in regions:
                side = side_of(region, number, certifies=certifies)
                if side is None:
                    unknown[number] = region.box
                else:
                    sides.append(side)
    findings = extension_findings(kind, name)
    return FileReading(
        pages=tuple(page.reading for page in pages),
        documents=documents_of(sides, unknown),
        findings=findings + tuple(f for page in pages for f in page.findings),
        engine=reader.name,
        engine_version=reader.version,
        seconds=round(time.perf_counter() - began, 3),
        text="\n\n".join(_text(page.writings) for page in pages).strip(),
    )


def _read_page(source: Source, number: int, engine: Engine) -> _Page:
    written = source.writings(number)
    picture = source.picture(number)
    if written is not None:
        height, width = picture.shape[:2]
        lines = tuple(writing.line() for writing in written)
        reading = PageReading(number, width, height, 0, 0.0, lines, None, "pdf_text")
        return _Page(reading, written, ())
    quality = measure(picture)
    turn = turn_of(picture)
    picture = turned(picture, turn)
    read = engine.read(without_seals(picture))
    height, width = picture.shape[:2]
    if read.skew:
        width, height = levelling((width, height), read.skew)[1]
    writings = tuple(tidied(writing) for writing in read.writings)
    lines = tuple(writing.line() for writing in writings)
    reading = PageReading(number, width, height, turn, read.skew, lines, quality, "ocr")
    return _Page(reading, writings, findings_of(quality, number))


def _text(writings: tuple[Writing, ...]) -> str:
    """Return the text row by row; cells of a row are separated by a space."""
    return flow_of(writings).whole.text.replace("\t", " ")
