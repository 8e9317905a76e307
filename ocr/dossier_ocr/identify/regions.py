"""Which papers lie on a page: by their titles and anchors, region by region."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from dossier_ocr.definitions.document_types import DocumentType, DocumentTypes, Part
from dossier_ocr.identify.broken_labels import with_torn_labels, with_whole_labels
from dossier_ocr.identify.evidence import Sight, Weighed, full, once_anchors, weighed
from dossier_ocr.model import Box, union
from dossier_ocr.text.anchors import places_of
from dossier_ocr.text.flow import Flow, flow_of
from dossier_ocr.text.titles import plain
from dossier_ocr.text.writing import Writing

_CUT_GAIN, _APART_GAIN = 0.6, 0.4
_DEPTH_MAX = 5
_TOUCH = 0.25
_GAP_SHARE, _GAPS_MIN = 1.25, 4
_SIDE_GAP_EM = 2.5
_MARGIN = 0.4
_DOUBTED = 0.45
_HEADING_ROWS, _PAPER_GAP_EM = 2, 3.0
_WIDEST = 1.4
_MOST_MIN, _MOST = 5, 0.6
"""So many labels of a part, whatever the sheet is called, tell that it is printed there too."""
_Candidates = list[tuple[DocumentType, Part]]


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
        around = self.part.around if self.part else frozenset()
        return flow_of(with_whole_labels(with_torn_labels(self.writings, around), around))

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
    every = [(each, part) for each in chosen for part in each.parts]
    sight = Sight(flow_of(writings))
    regions = _cut(writings, sight, _possible(every, sight), 0)
    if only and all(region.part is None for region in regions):
        return (_nearest(writings, every, sight),)
    known = tuple(
        each for region in regions if region.part is not None for each in _sides(region)
    )
    return known or (Region(writings, None, None, 0.0),)


def _sides(region: Region) -> tuple[Region, ...]:
    """Return the region, and once more for each other part that is printed on the same sheet."""
    document_type, part = region.document_type, region.part
    if document_type is None or part is None:
        return (region,)
    others = [other for other in document_type.parts if other.code != part.code]
    if not others:
        return (region,)
    sight = Sight(region.flow)
    here = _labels_of(part)
    also = []
    for other in others:
        own = {label: name for label, name in _labels_of(other).items() if label not in here}
        found = {name for label, name in own.items() if label in sight.compact}
        most = len(found) >= max(_MOST_MIN, _MOST * len(set(own.values())))
        enough = weighed(document_type, other, sight).weight >= other.needs
        half = len(found) >= max(2, len(set(own.values())) / 2)
        if most or (document_type.joined and half and enough):
            also.append(Region(region.writings, document_type, other, region.score))
    return (region, *also)


def _labels_of(part: Part) -> dict[str, str]:
    return {
        plain(label): spec.name
        for spec in part.fields
        for label in spec.labels
        if not label.startswith("~")
    }


def _possible(every: _Candidates, sight: Sight) -> _Candidates:
    """Return the parts that may lie on the page: those whose print stands on it somewhere.

    What the page is called as a whole says nothing here: several papers may lie on it.
    """
    return [(document_type, part) for document_type, part in every if _reachable(part, sight)]


def _reachable(part: Part, sight: Sight) -> bool:
    titles = [
        a.weight
        for a in part.anchors
        if a.title and (sight.holds(a.text) or sight.bears(a.text))
    ]
    others = [a.weight for a in part.anchors if not a.title and sight.holds(a.text)]
    return max(titles, default=0.0) + sum(others) + 1.5 >= part.needs


def _cut(
    writings: tuple[Writing, ...], sight: Sight, possible: _Candidates, depth: int
) -> tuple[Region, ...]:
    whole = _best(writings, possible, sight)
    if depth == _DEPTH_MAX:
        return (whole,)
    several = _holds_several(sight, possible)
    if not several and (whole.part is None or len(possible) < 2):
        return (whole,)
    best: tuple[float, int, tuple[Writing, ...], tuple[Writing, ...]] | None = None
    em = median(writing.height for writing in writings)
    for gap, first, second in _cuts(writings):
        wide = gap >= _PAPER_GAP_EM * em
        if not several and not wide:
            continue
        sights = [Sight(flow_of(side)) for side in (first, second)]
        regions = [
            _best(side, possible, seen)
            for side, seen in zip((first, second), sights, strict=True)
        ]
        if any(_only_labels(seen, whole) for seen in sights):
            continue
        if regions[0].part is None and _governs(sights[0], regions[1], gap):
            continue
        if _one_paper(regions, sight) or (
            regions[0].document_type is whole.document_type is regions[1].document_type
            and gap < _SIDE_GAP_EM * em
        ):
            continue
        apart = wide and _ignored(regions, sights, whole, gap)
        score = sum(region.score for region in regions)
        if (
            (several or apart)
            and score >= whole.score + (_APART_GAIN if apart else _CUT_GAIN)
            and (best is None or (score, gap) > best[:2])
        ):
            best = (score, gap, first, second)
    if best is None:
        return (whole,)
    return tuple(
        region
        for side in best[2:]
        for region in _cut(side, Sight(flow_of(side)), possible, depth + 1)
    )


def _ignored(regions: list[Region], sights: list[Sight], whole: Region, gap: int) -> bool:
    """Tell whether all of one paper is on one side, and a paper of another type on the other.

    Cards leave more room within than between them; other papers do not.
    """
    if whole.part is None or whole.document_type is None:
        return False
    own = _labels_of(whole.part)
    for here, there, seen in zip(regions, regions[::-1], sights[::-1], strict=True):
        if (
            here.part is whole.part
            and here.score >= whole.score
            and there.document_type not in (None, whole.document_type)
            and seen.cells.isdisjoint(own)
        ):
            inner = max((band for band, _, _ in _cuts(here.writings)), default=0)
            return whole.document_type.drawn == "card" or gap >= _WIDEST * inner
    return False


def _only_labels(side: Sight, whole: Region) -> bool:
    """Tell whether a side holds nothing but labels: their values stand on the other side."""
    if whole.part is None:
        return False
    cells = side.cells - {""}
    return len(cells) > 1 and all(cell in whole.part.around for cell in cells)


def _one_paper(regions: list[Region], whole: Sight) -> bool:
    """Tell whether two pieces are the halves of one paper: nothing stands twice on the page."""
    first, second = regions
    if first.part is None or first.part != second.part:
        return False
    once = [anchor.text for anchor in once_anchors(first.part)]
    return all(len(places_of(anchor, whole.text)) < 2 for anchor in once)


def _governs(upper: Sight, lower: Region, gap: int) -> bool:
    """Tell whether a title that we do not know names what stands right under it."""
    if lower.part is None or not upper.named:
        return False
    names = "".join(anchor.text for anchor in lower.part.anchors if anchor.title)
    em = max(title.box[3] - title.box[1] for title in upper.titles)
    return any(title.names_a_paper and title.text not in names for title in upper.titles) and (
        len(upper.flow.rows) <= _HEADING_ROWS or gap < _PAPER_GAP_EM * em
    )


def _holds_several(sight: Sight, possible: _Candidates) -> bool:
    """Tell whether anchors that stand once on a part stand here more than once."""
    once = {anchor.text for _, part in possible for anchor in once_anchors(part)}
    return sum(len(places_of(anchor, sight.text)) for anchor in once) > 1


def _cuts(
    writings: tuple[Writing, ...],
) -> Iterator[tuple[int, tuple[Writing, ...], tuple[Writing, ...]]]:
    """Yield the empty bands across and down the page: their width and the two sides."""
    for low, high in ((1, 3), (0, 2)):
        ordered = sorted(writings, key=lambda writing: writing.box[low])
        usual = _usual_gap(ordered, low, high)
        reach = 0
        for index, writing in enumerate(ordered):
            allowed = _TOUCH * writing.height
            gap = writing.box[low] - reach
            if index and gap >= -allowed and gap >= _GAP_SHARE * usual:
                yield gap, tuple(ordered[:index]), tuple(ordered[index:])
            reach = max(reach, writing.box[high])


def _usual_gap(ordered: list[Writing], low: int, high: int) -> float:
    """Return the usual empty space between lines, 0 where there are few."""
    reach, gaps = ordered[0].box[high], []
    for writing in ordered[1:]:
        if writing.box[low] > reach:
            gaps.append(writing.box[low] - reach)
        reach = max(reach, writing.box[high])
    return median(gaps) if len(gaps) >= _GAPS_MIN else 0.0


def _best(writings: tuple[Writing, ...], possible: _Candidates, sight: Sight) -> Region:
    """Return the most likely part; one that hardly beats another type is doubted."""
    found = [weighed(document_type, part, sight) for document_type, part in possible]
    ranked = sorted((one for one in found if one.enough), key=_rank, reverse=True)
    if not ranked:
        return Region(writings, None, None, 0.0)
    best = ranked[0]
    score = best.score
    others = [one for one in ranked if one.document_type.code != best.document_type.code]
    if others and others[0].rank > best.rank - _MARGIN:
        score = min(score, _DOUBTED)
    return Region(writings, best.document_type, best.part, score)


def _rank(one: Weighed) -> tuple[float, float]:
    return one.rank, one.weight


def _nearest(writings: tuple[Writing, ...], every: _Candidates, sight: Sight) -> Region:
    """Take the part with most anchors, however few: a person named the type."""
    best = max((weighed(*candidate, sight) for candidate in every), key=_rank)
    score = min(0.5, best.weight / full(best.part))
    return Region(writings, best.document_type, best.part, score)
