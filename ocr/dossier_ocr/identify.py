"""Which papers lie on a page: by their anchors, region by region."""

from collections.abc import Iterator
from dataclasses import dataclass

from dossier_ocr.anchors import places_of, stands_in
from dossier_ocr.document_types import DocumentType, DocumentTypes, Part
from dossier_ocr.flow import Flow, flow_of
from dossier_ocr.model import Box, union
from dossier_ocr.writing import Writing

_CUT_GAIN = 0.6
_DEPTH_MAX = 5
_TOUCH = 0.25


@dataclass(frozen=True, slots=True)
class Region:
    """One paper's share of a page.  part: None for a paper that we do not know."""

    writings: tuple[Writing, ...]
    document_type: DocumentType | None
    part: Part | None
    score: float

    @property
    def flow(self) -> Flow:
        """Its text."""
        return flow_of(self.writings)

    @property
    def box(self) -> Box:
        """Where it lies."""
        return union([writing.box for writing in self.writings] or [(0, 0, 0, 0)])


def regions_of(
    writings: tuple[Writing, ...], types: DocumentTypes, only: str | None = None
) -> tuple[Region, ...]:
    """Cut a page into papers, in reading order; at least one, perhaps unknown.

    only: take nothing but this type; its best part is then taken even with few anchors.
    """
    chosen = [types.by_code[only]] if only else list(types.by_code.values())
    regions = _cut(writings, chosen, 0)
    if only and all(region.part is None for region in regions):
        return (_nearest(writings, chosen[0]),)
    known = tuple(region for region in regions if region.part is not None)
    return known or (Region(writings, None, None, 0.0),)


def _cut(
    writings: tuple[Writing, ...], types: list[DocumentType], depth: int
) -> tuple[Region, ...]:
    text = flow_of(writings).text
    whole = _best(writings, types, text)
    if depth == _DEPTH_MAX or not _holds_several(text, types):
        return (whole,)
    best: tuple[float, int, tuple[Writing, ...], tuple[Writing, ...]] | None = None
    for gap, first, second in _cuts(writings):
        score = sum(_best(side, types, flow_of(side).text).score for side in (first, second))
        if best is None or (score, gap) > best[:2]:
            best = (score, gap, first, second)
    if best is None or best[0] < whole.score + _CUT_GAIN:
        return (whole,)
    return _cut(best[2], types, depth + 1) + _cut(best[3], types, depth + 1)


def _holds_several(text: str, types: list[DocumentType]) -> bool:
    """Tell whether anchors that stand once on a part stand here more than once."""
    once = {
        anchor.text
        for document_type in types
        for part in document_type.parts
        for anchor in part.anchors
        if anchor.once
    }
    return sum(len(places_of(anchor, text)) for anchor in once) > 1


def _cuts(
    writings: tuple[Writing, ...],
) -> Iterator[tuple[int, tuple[Writing, ...], tuple[Writing, ...]]]:
    """Yield the empty bands across and down the page: their width and the two sides."""
    for low, high in ((1, 3), (0, 2)):
        ordered = sorted(writings, key=lambda writing: writing.box[low])
        reach = 0
        for index, writing in enumerate(ordered):
            allowed = _TOUCH * writing.height
            if index and writing.box[low] >= reach - allowed:
                gap = writing.box[low] - reach
                yield gap, tuple(ordered[:index]), tuple(ordered[index:])
            reach = max(reach, writing.box[high])


def _best(writings: tuple[Writing, ...], types: list[DocumentType], text: str) -> Region:
    best = Region(writings, None, None, 0.0)
    for document_type in types:
        for part in document_type.parts:
            score = score_of(part, text)
            if score > best.score:
                best = Region(writings, document_type, part, score)
    return best


def _nearest(writings: tuple[Writing, ...], document_type: DocumentType) -> Region:
    """Take the part with most anchors, however few: a person named the type."""
    text = flow_of(writings).text
    part = max(document_type.parts, key=lambda part: _weight(part, text))
    score = min(0.5, _weight(part, text) / _full(part))
    return Region(writings, document_type, part, score)


def score_of(part: Part, text: str) -> float:
    """Return how surely ``text`` (folded) is ``part``: 0, or between 0.5 and 1."""
    if any(stands_in(word, text) for word in part.against):
        return 0.0
    weight = _weight(part, text)
    if weight < part.needs:
        return 0.0
    return 0.5 + 0.5 * (weight - part.needs) / max(0.01, _full(part) - part.needs)


def _weight(part: Part, text: str) -> float:
    return sum(anchor.weight for anchor in part.anchors if places_of(anchor.text, text))


def _full(part: Part) -> float:
    return sum(anchor.weight for anchor in part.anchors)
