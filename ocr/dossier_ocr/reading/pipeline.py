"""The way of one file: decode, measure, set upright, read, identify, extract."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from dossier_ocr.definitions.document_types import DocumentTypes
from dossier_ocr.engines import AUTO, engine_named, line_reader_named, turn_of
from dossier_ocr.files.declared import declared_dpi
from dossier_ocr.files.media import extension_findings
from dossier_ocr.files.raster import Picture
from dossier_ocr.files.source import Source, opened
from dossier_ocr.identify.regions import Region, regions_of
from dossier_ocr.model import Box, FileReading, Finding, PageReading, Step
from dossier_ocr.pages.blanks import is_blank
from dossier_ocr.pages.codes import codes_of, is_ours
from dossier_ocr.pages.handwriting import marked
from dossier_ocr.pages.quality import findings_of, measure, measured_with
from dossier_ocr.pages.seals import seals_over_text, without_seals
from dossier_ocr.pages.upright import levelling, turned
from dossier_ocr.papers.captured import dropped_blanks, with_copies
from dossier_ocr.papers.documents import Side, documents_of, side_of
from dossier_ocr.papers.sealed import doubted_under_seals
from dossier_ocr.reading.cascade import Alone, Cascade, PageText, TextReader, text_of
from dossier_ocr.reading.drafts import Draft, Identify
from dossier_ocr.text.flow import flow_of
from dossier_ocr.text.writing import Writing


@dataclass(frozen=True, slots=True)
class _Page:
    """One page, read.  sides: of its papers that are known; unknown: where another one lies."""

    reading: PageReading
    writings: tuple[Writing, ...]
    findings: tuple[Finding, ...]
    sides: tuple[Side, ...]
    unknown: Box | None


class _FileReader:
    """What the pages of one file have in common."""

    def __init__(
        self, source: Source, types: DocumentTypes, reader: TextReader, only: str | None
    ) -> None:
        self._source = source
        self._types = types
        self._reader = reader
        self._only = only

    def page(self, number: int, dpi: float | None) -> _Page:
        """Read page ``number`` (from 1).  dpi: what the file says of itself."""
        written = self._source.writings(number)
        picture = self._source.picture(number)
        if written is not None:
            return self._own_text(number, written, picture)
        quality = measure(picture)
        if is_blank(picture):
            height, width = picture.shape[:2]
            reading = PageReading(
                number, width, height, 0, 0.0, (), quality, "ocr", blank=True,
                steps=(Step("blank", "not read", "no_marks"),),
            )  # fmt: skip
            return _Page(reading, (), (), (), None)
        turn = turn_of(picture)
        picture = turned(picture, turn)
        seals = seals_over_text(picture)
        text = self._reader.read(without_seals(picture, seals), self._identify)
        steps = [Step("turn", str(turn), "orientation_model")]
        if seals:
            steps.append(Step("seal", "red channel", f"{len(seals)} over text"))
        quality = measured_with(
            quality,
            picture,
            [writing.box for writing in text.writings],
            skew=text.skew,
            dpi=dpi,
            card=self._shows_card(text.regions),
        )
        height, width = picture.shape[:2]
        if text.skew:
            width, height = levelling((width, height), text.skew)[1]
        reading = PageReading(
            number=number,
            width=width,
            height=height,
            turned=turn,
            skew=text.skew,
            lines=tuple(writing.line() for writing in text.writings),
            quality=quality,
            source="ocr",
            steps=(*steps, *text.steps),
            codes=codes_of(picture, text.skew),
        )
        findings = findings_of(quality, number, self._types.capture.limits)
        return self._told(reading, text, picture, findings, seals)

    def _own_text(self, number: int, written: tuple[Writing, ...], picture: Picture) -> _Page:
        """Take the page's own text, which no engine has to guess."""
        height, width = picture.shape[:2]
        lines = tuple(writing.line() for writing in written)
        steps = (Step("text", "pdf_text", "trusted"),)
        reading = PageReading(
            number,
            width,
            height,
            0,
            0.0,
            lines,
            None,
            "pdf_text",
            steps,
            codes=codes_of(picture),
        )
        regions = self._identify(written)
        text = text_of(Draft(0.0, written, regions), (), steps)
        return self._told(reading, text, None, ())

    def _told(
        self,
        reading: PageReading,
        text: PageText,
        picture: Picture | None,
        findings: tuple[Finding, ...],
        seals: tuple[Box, ...] = (),
    ) -> _Page:
        """Read the fields of the papers on a page.  picture: None for own text."""
        if is_ours(reading.codes):
            return _Page(reading, text.writings, findings, (), None)
        sides, unknown = [], None
        hand = self._types.capture.hand
        for region, found, opinions in zip(
            text.regions, text.found, text.opinions, strict=True
        ):
            side = side_of(
                region,
                reading.number,
                certifies=self._reader.certifies or reading.source == "pdf_text",
                confidence=self._types.confidence,
                opinions=opinions,
                found=found,
            )
            if side is None:
                unknown = region.box
            elif picture is not None and hand is not None:
                height, width = picture.shape[:2]
                fields = doubted_under_seals(
                    side.fields, found, seals, (width, height), reading.skew
                )
                fields = marked(fields, picture, hand, skew=reading.skew)
                sides.append(replace(side, fields=fields))
            else:
                sides.append(side)
        return _Page(reading, text.writings, findings, tuple(sides), unknown)

    def _shows_card(self, regions: tuple[Region, ...]) -> bool:
        kinds = {region.document_type.code for region in regions if region.document_type}
        return not kinds.isdisjoint(self._types.capture.cards)

    @property
    def _identify(self) -> Identify:
        return lambda writings: regions_of(writings, self._types, self._only)


def read_file(
    content: bytes,
    name: str,
    types: DocumentTypes,
    *,
    engine: str = "auto",
    only: str | None = None,
    begin_page: Callable[[int], None] = lambda _number: None,
) -> FileReading:
    """Read a file: its text, which papers lie on its pages, and their values.

    name: for messages and for a note on a wrong extension; the kind is told by the content.
    only: the code of the one document type that it may be.  begin_page: told the number of each
    page before it is touched, for whoever watches how long a page takes.
    Raises Unreadable (with a message for the clerk), EngineMissing, ValueError for an engine or
    a type that does not exist.
    """
    if only is not None and only not in types.by_code:
        raise ValueError(f"no document type {only!r}")
    began = time.perf_counter()
    reader = _reader_named(engine)
    with opened(content, name) as (source, kind):
        file = _FileReader(source, types, reader, only)
        pages = []
        for number in range(1, source.count + 1):
            begin_page(number)
            pages.append(file.page(number, declared_dpi(content, kind, number)))
    readings = tuple(page.reading for page in pages)
    findings = (*extension_findings(kind, name), *dropped_blanks(readings))
    documents = documents_of(
        [side for page in pages for side in page.sides],
        {page.reading.number: page.unknown for page in pages if page.unknown is not None},
    )
    return FileReading(
        pages=readings,
        documents=with_copies(documents, readings),
        findings=findings + tuple(f for page in pages for f in page.findings),
        engine=reader.name,
        engine_version=reader.version,
        seconds=round(time.perf_counter() - began, 3),
        text="\n\n".join(_text(page.writings) for page in pages).strip(),
    )


def _reader_named(engine: str) -> TextReader:
    if engine == AUTO:
        return Cascade(line_reader_named("tiny"), line_reader_named("small"))
    return Alone(engine_named(engine))


def _text(writings: tuple[Writing, ...]) -> str:
    """Return the text row by row; cells of a row are separated by a space."""
    return flow_of(writings).whole.text.replace("\t", " ")
