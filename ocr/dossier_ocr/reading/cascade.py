"""Which engine reads what of a page: a quick one first, a thorough one where that is not enough.

The quick engine reads the whole page.  The lines that hold values are then read by the thorough
one as well: where both read the same, a value is surer.  Where no paper is told, a required
field is missing, a check fails or fields contradict each other, the thorough engine reads the
whole page itself, and the better of the two readings stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from dossier_ocr.engines import Engine, LineReader
from dossier_ocr.engines.engine import PictureReading
from dossier_ocr.extract.fields import Found
from dossier_ocr.files.raster import Picture
from dossier_ocr.identify.regions import Region
from dossier_ocr.model import Step
from dossier_ocr.papers.judge import Opinion
from dossier_ocr.reading.drafts import (
    Draft,
    Identify,
    draft_of,
    fields_found,
    lines_of,
    seen_as,
)
from dossier_ocr.text.writing import Writing

CROWDED_FROM = 300
"""No paper has so many lines: it is noise that looks like text, and not worth the time."""
Opinions = Mapping[str, Opinion]
"""What the engine that does not stand reads, by field."""


@dataclass(frozen=True, slots=True)
class PageText:
    """What was read on a page.

    found: the fields of each of ``regions``.  opinions: what the engine that does not stand
    reads for them.  steps: which engine read what, and why.
    """

    skew: float
    writings: tuple[Writing, ...]
    regions: tuple[Region, ...]
    found: tuple[Mapping[str, Found], ...]
    opinions: tuple[Opinions, ...]
    steps: tuple[Step, ...]


class TextReader(Protocol):
    """Reads pages that are the right way up, with one engine or several."""

    name: str
    version: str
    certifies: bool

    def read(self, picture: Picture, identify: Identify) -> PageText:
        """Return the text and the papers in it."""


class Alone:
    """One engine for the whole of every page."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.name = engine.name
        self.version = engine.version
        self.certifies = engine.certifies

    def read(self, picture: Picture, identify: Identify) -> PageText:
        """Return the text and the papers in it."""
        read = self._engine.read(picture)
        draft = draft_of(read.skew, read.writings, identify)
        return text_of(draft, (), (_step(self._engine, "page", "asked_for"),))


class Cascade:
    """Two engines that check each other."""

    name = "auto"
    certifies = True

    def __init__(self, quick: LineReader, thorough: LineReader) -> None:
        self._quick = quick
        self._thorough = thorough
        self.version = " + ".join(f"{one.name} {one.version}" for one in (quick, thorough))

    def read(self, picture: Picture, identify: Identify) -> PageText:
        """Return the text and the papers in it."""
        seen = self._quick.read(picture)
        quick = draft_of(seen.skew, seen.writings, identify)
        steps = [_step(self._quick, "page", "first")]
        asked = lines_to_ask(quick)
        mixed = quick
        if asked:
            mixed = self._with_lines(picture, seen, quick, asked, identify)
            lines = f"{len(asked)}/{len(quick.writings)} lines"
            steps.append(_step(self._thorough, lines, "second_opinion"))
        doubts = mixed.doubts
        if not doubts or not _worth_it(mixed):
            return text_of(mixed, second_opinions(mixed, quick), tuple(steps))
        steps.append(_step(self._thorough, "page", ", ".join(doubts)))
        read = self._thorough.read(picture)
        thorough = draft_of(read.skew, read.writings, identify)
        if thorough.worth >= mixed.worth:
            steps.append(
                Step("choice", f"{self._thorough.name}: page", _compared(thorough, mixed))
            )
            return text_of(thorough, opinions_apart(thorough, quick), tuple(steps))
        steps.append(Step("choice", f"{self._quick.name}: page", _compared(mixed, thorough)))
        return text_of(mixed, second_opinions(mixed, quick), tuple(steps))

    def _with_lines(
        self,
        picture: Picture,
        seen: PictureReading,
        quick: Draft,
        asked: frozenset[int],
        identify: Identify,
    ) -> Draft:
        """Return the page with the ``asked`` lines as the thorough engine reads them."""
        order = sorted(asked)
        again = self._thorough.read_lines(
            picture, [seen.writings[i] for i in order], [seen.quads[i] for i in order]
        )
        read = {i: line for i, line in zip(order, again, strict=True) if line.text.strip()}
        lines = [read.get(i, writing) for i, writing in enumerate(quick.writings)]
        return draft_of(quick.skew, lines, identify)


def lines_to_ask(draft: Draft) -> frozenset[int]:
    """Return the lines that hold values; all of a paper's where something is doubtful."""
    if draft.doubts and len(draft.writings) < CROWDED_FROM:
        return frozenset(range(len(draft.writings)))
    return frozenset(
        line
        for found in draft.found
        for one in found.values()
        for line in lines_of(one.chunk, draft.writings)
    )


def second_opinions(draft: Draft, other: Draft) -> tuple[Opinions, ...]:
    """Return what ``other`` reads for the fields of ``draft``, line for line the same page.

    Only for values all of whose lines were read twice.
    """
    instead = {
        id(mine): theirs for mine, theirs in zip(draft.writings, other.writings, strict=True)
    }
    twice = {
        index
        for index, (mine, theirs) in enumerate(zip(draft.writings, other.writings, strict=True))
        if mine is not theirs
    }
    if not twice:
        return tuple({} for _ in draft.regions)
    opinions = []
    for region, found in zip(draft.regions, draft.found, strict=True):
        theirs = fields_found(seen_as(region, instead))
        opinions.append(
            {
                name: Opinion(theirs.get(name))
                for name, one in found.items()
                if lines_of(one.chunk, draft.writings) <= twice
            }
        )
    return tuple(opinions)


def opinions_apart(draft: Draft, other: Draft) -> tuple[Opinions, ...]:
    """Return what ``other``, which found its own lines, reads for the fields of ``draft``.

    Nothing where the papers of the two cannot be paired.
    """
    kinds = [_kind(region) for region in draft.regions]
    if kinds != [_kind(region) for region in other.regions]:
        return tuple({} for _ in draft.regions)
    return tuple(
        {name: Opinion(theirs.get(name)) for name in found}
        for found, theirs in zip(draft.found, other.found, strict=True)
    )


def _worth_it(draft: Draft) -> bool:
    """Tell whether a doubtful page may be clearer when it is read as a whole again."""
    if draft.doubts == ("unknown_document",) and draft.legible:
        return False
    return len(draft.writings) < CROWDED_FROM


def _kind(region: Region) -> tuple[str, str] | None:
    if region.document_type is None or region.part is None:
        return None
    return region.document_type.code, region.part.code


def text_of(draft: Draft, opinions: tuple[Opinions, ...], steps: tuple[Step, ...]) -> PageText:
    """Return what stands.  opinions: empty where no other engine was asked."""
    given = opinions or tuple({} for _ in draft.regions)
    return PageText(draft.skew, draft.writings, draft.regions, draft.found, given, steps)


def _step(engine: Engine, what: str, reason: str) -> Step:
    return Step("engine", f"{engine.name} {engine.version}: {what}", reason)


def _compared(kept: Draft, left: Draft) -> str:
    """Say how the two drafts compare: papers, doubts, fields."""
    return f"papers, doubts, fields {_figures(kept)} to {_figures(left)}"


def _figures(draft: Draft) -> str:
    papers, doubts, fields = draft.worth
    return f"{papers}/{-doubts}/{fields}"
