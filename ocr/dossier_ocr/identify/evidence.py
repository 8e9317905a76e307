"""What on a page speaks for each part of each document type, and how strongly."""

import re
from dataclasses import dataclass
from functools import cache, cached_property

from dossier_ocr.definitions.document_types import Anchor, DocumentType, Part
from dossier_ocr.text.flow import CELL, ROW, Flow
from dossier_ocr.text.titles import Title, likeness, plain, titles_of

_MENTIONED = 0.3
_LABEL, _LABELS_MAX = 0.5, 1.5
_OTHERS_MAX = 4.0
_TITLED_FROM = 0.6
_CALLED_OTHERWISE = 0.5
_NEAR_FROM = 4
_EXACT, _INEXACT = 0.95, 0.6


class Sight:
    """A page, or a piece of it, prepared for many questions."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.text = flow.text
        self.compact = re.sub(r"[ \t]", "", self.text)
        self._near: dict[str, bool] = {}

    @cached_property
    def titles(self) -> tuple[Title, ...]:
        """Its lines that may be titles."""
        return titles_of(self.flow)

    @cached_property
    def named(self) -> bool:
        """Whether some line is clearly the name of a paper."""
        return any(title.names_a_paper for title in self.titles)

    @cached_property
    def cells(self) -> frozenset[str]:
        """What stands in a cell of its own, or before a colon."""
        runs = re.split(f"[{CELL}{ROW}]", self.text)
        return frozenset(re.sub(r"\s|:.*", "", run) for run in runs)

    def holds(self, print_: str) -> bool:
        """Tell whether ``print_`` stands somewhere, a long one perhaps with a slip."""
        if print_.startswith("~"):
            return _pattern(print_).search(self.text) is not None
        word = plain(print_)
        if word in self.compact:
            return True
        if word not in self._near:
            self._near[word] = _nearly_in(word, self.compact)
        return self._near[word]

    def bears(self, print_: str) -> float:
        """Return how well a title here is called ``print_``, by its weight: 0 to 1."""
        best = 0.0
        for title in self.titles:
            if print_.startswith("~"):
                found = [match.end() for match in _pattern(print_).finditer(title.text)]
                found += [len(title.text) for _ in _pattern(print_).finditer(title.whole)]
                like = 0.0 if not found else 1.0 if found[-1] >= len(title.text) - 1 else 0.5
            else:
                word = plain(print_)
                like = max(likeness(word, title.text), likeness(word, title.whole))
            best = max(best, like * min(1.0, 0.5 + title.weight))
        return best


@dataclass(frozen=True, slots=True)
class Weighed:
    """How much speaks for one part.

    weight: of its anchors and labels.  titled: how well the page bears its title, 0 to 1.
    rank: to choose among several that are possible.
    """

    document_type: DocumentType
    part: Part
    weight: float
    titled: float
    rank: float

    @property
    def enough(self) -> bool:
        """Whether it may be this part."""
        return self.weight >= self.part.needs

    @property
    def score(self) -> float:
        """How surely it is: 0, or between 0.5 and 1."""
        if not self.enough:
            return 0.0
        over = (self.weight - self.part.needs) / max(0.01, full(self.part) - self.part.needs)
        return max(0.5 + 0.5 * min(1.0, over), 0.85 if self.titled >= 0.9 else 0.0)


def weighed(document_type: DocumentType, part: Part, sight: Sight) -> Weighed:
    """Weigh one part."""
    if excluded(part, sight):
        return Weighed(document_type, part, 0.0, 0.0, 0.0)
    titled, title_weight, length = _title_of(part, sight)
    others = sum(a.weight for a in part.anchors if not a.title and sight.holds(a.text))
    labels = sum(
        any(
            not label.startswith("~") and plain(label) in sight.compact for label in spec.labels
        )
        for spec in part.fields
    )
    told = min(_LABELS_MAX, _LABEL * labels)
    if titled < _TITLED_FROM and sight.named:
        others, told, title_weight = (
            x * _CALLED_OTHERWISE for x in (others, told, title_weight)
        )
    weight = others + told + title_weight
    rank = min(others, _OTHERS_MAX) + told
    exact = 1.0 if titled > _EXACT else _INEXACT * titled
    rank += exact * (2 + 0.35 * length) if titled >= _TITLED_FROM else title_weight
    return Weighed(document_type, part, weight, titled, rank)


def excluded(part: Part, sight: Sight) -> bool:
    """Tell whether something stands here that never stands on the part."""
    return any(_excludes(word, sight) for word in part.against)


def full(part: Part) -> float:
    """Return the weight of all that can stand on a part."""
    titles = [anchor.weight for anchor in part.anchors if anchor.title]
    return max(titles, default=0.0) + sum(a.weight for a in part.anchors if not a.title)


def _title_of(part: Part, sight: Sight) -> tuple[float, float, int]:
    """Return how well the best title is borne, its weight here, and its length."""
    best = (0.0, 0.0, 0)
    for anchor in part.anchors:
        if not anchor.title:
            continue
        borne = sight.bears(anchor.text)
        length = 4 if anchor.text.startswith("~") else len(plain(anchor.text))
        if borne:
            best = max(best, (borne, anchor.weight * borne, length))
        elif sight.holds(anchor.text):
            best = max(best, (0.0, anchor.weight * _MENTIONED, length))
    return best


def _excludes(print_: str, sight: Sight) -> bool:
    """Tell whether what never stands on a part stands here as a title or a label."""
    if print_.startswith("~"):
        return _pattern(print_).search(sight.text) is not None
    word = plain(print_)
    if word not in sight.compact:
        return False
    return word in sight.cells or any(word in title.text for title in sight.titles)


def once_anchors(part: Part) -> list[Anchor]:
    """Return the anchors that stand once on every such part."""
    return [anchor for anchor in part.anchors if anchor.once]


@cache
def _pattern(print_: str) -> re.Pattern[str]:
    return re.compile(print_[1:], re.MULTILINE)


def _nearly_in(word: str, text: str) -> bool:
    """Tell whether ``word`` stands in ``text`` with one character misread.

    One of its halves must then stand there as it is.
    """
    if len(word) < _NEAR_FROM:
        return False
    middle = len(word) // 2
    for half, before in ((word[:middle], 0), (word[middle:], middle)):
        at = text.find(half)
        while at >= 0:
            start = at - before
            piece = text[start : start + len(word)] if start >= 0 else ""
            if (
                len(piece) == len(word)
                and ROW not in piece
                and sum(a != b for a, b in zip(word, piece, strict=True)) == 1
            ):
                return True
            at = text.find(half, at + 1)
    return False
