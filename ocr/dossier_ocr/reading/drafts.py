"""One engine's reading of a page with the papers in it, and what is doubtful about it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from dossier_ocr.extract.fields import Found, fields_of
from dossier_ocr.identify.regions import Region
from dossier_ocr.papers.documents import documents_of, side_of
from dossier_ocr.text.flow import Chunk
from dossier_ocr.text.simplifying import in_one_script
from dossier_ocr.text.writing import Writing, tidied

Identify = Callable[[tuple[Writing, ...]], tuple[Region, ...]]
"""Tell which papers lie on a page, from its writings."""

LEGIBLE_FROM = 0.9
LEGIBLE_LINES_MIN = 5
_BELIEVED = 0.5


@dataclass(frozen=True)
class Draft:
    """The text of a page as one engine reads it, and the papers that are told by it.

    skew: degrees that were taken out, to whose pixels the boxes refer.
    """

    skew: float
    writings: tuple[Writing, ...]
    regions: tuple[Region, ...]

    @cached_property
    def found(self) -> tuple[Mapping[str, Found], ...]:
        """What is found for the fields of each region."""
        return tuple(fields_found(region) for region in self.regions)

    @cached_property
    def doubts(self) -> tuple[str, ...]:
        """Why it is not to be trusted: fields that miss, break a rule or contradict each other.

        A value that proves itself was read right, whatever else is said against it.
        """
        if not self.writings:
            return ("no_text",)
        sides = [
            side_of(region, 1, certifies=True, found=found)
            for region, found in zip(self.regions, self.found, strict=True)
        ]
        known = [side for side in sides if side is not None]
        if not known:
            return ("unknown_document",)
        proved = {
            name for found in self.found for name, one in found.items() if one.parsed.certain
        }
        return tuple(
            f"{finding.code}:{finding.field}"
            for document in documents_of(known, {})
            for finding in document.findings
            if finding.field is not None and finding.field not in proved
        )

    @property
    def known(self) -> int:
        """How many papers are told."""
        return sum(region.part is not None for region in self.regions)

    @property
    def legible(self) -> bool:
        """Whether the engine believes most of what it read."""
        sure = [writing.confidence for writing in self.writings]
        return len(sure) >= LEGIBLE_LINES_MIN and sum(sure) >= LEGIBLE_FROM * len(sure)

    @property
    def worth(self) -> tuple[int, int, int]:
        """Order drafts of one page: more papers, fewer doubts, more fields.

        A value that the engine itself hardly believes is a doubt.
        """
        sure = [
            one.chunk.confidence >= _BELIEVED for found in self.found for one in found.values()
        ]
        return self.known, -len(self.doubts) - sure.count(False), sure.count(True)


def draft_of(skew: float, writings: Iterable[Writing], identify: Identify) -> Draft:
    """Tidy what was read and tell the papers in it."""
    tidy = in_one_script(tuple(tidied(writing) for writing in writings))
    return Draft(skew, tidy, identify(tidy))


def fields_found(region: Region) -> Mapping[str, Found]:
    """Return what is found for the fields of ``region``; nothing where it is unknown."""
    return fields_of(region.part, region.flow) if region.part is not None else {}


def lines_of(chunk: Chunk, writings: tuple[Writing, ...]) -> frozenset[int]:
    """Return which of ``writings`` the characters of ``chunk`` stand in."""
    centres = [((g.x0 + g.x1) / 2, (g.y0 + g.y1) / 2) for g in chunk.printed]
    return frozenset(
        index
        for index, writing in enumerate(writings)
        if any(_within(centre, writing) for centre in centres)
    )


def _within(point: tuple[float, float], writing: Writing) -> bool:
    x0, y0, x1, y1 = writing.box
    return x0 <= point[0] <= x1 and y0 <= point[1] <= y1


def seen_as(region: Region, instead: Mapping[int, Writing]) -> Region:
    """Return ``region`` with other readings of its lines, by the identity of the line."""
    return replace(
        region,
        writings=tuple(instead.get(id(writing), writing) for writing in region.writings),
    )
