"""A paper prepared for its fields, and a place on it where a value may stand."""

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from dossier_ocr.definitions.document_types import Part
from dossier_ocr.extract.stretches import Stretch, stretches_of
from dossier_ocr.text.flow import Chunk, Flow
from dossier_ocr.text.titles import CLEAR_MIN, plain, titles_of

_LABELLED = re.compile(r"[\u4e00-\u9fff]{2,8}:")
_SIGNING = re.compile(r"\(?.{0,4}(?:盖章|签章|公章|签到|签字|签名)\)?")
_LABEL_MIN, _LABEL_MAX = 4, 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a value may stand.

    worth: what speaks for it, about 1 beside a label.  labelled: a label stands by it.
    place: how little doubt there is that it is the place, 0 to 1.
    """

    chunk: Chunk
    worth: float
    labelled: bool
    place: float = 1.0


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper prepared for its fields.

    em: the usual height of its characters.  leading: the usual empty space between its rows.
    """

    part: Part
    flow: Flow
    prose: Chunk
    stretches: list[Stretch]
    heads: frozenset[int]
    titled: frozenset[int]
    right: int
    left: int
    em: float
    leading: float


def paper_of(part: Part, flow: Flow) -> Paper:
    """Prepare ``flow`` to be asked for the fields of ``part``."""
    stretches = stretches_of(part, flow)
    left, _, right, _ = flow.whole.box
    heads = _header_rows(part, stretches)
    titled = frozenset(title.row for title in titles_of(flow) if title.weight >= CLEAR_MIN)
    em = median([glyph.y1 - glyph.y0 for glyph in flow.whole.printed] or [1])
    boxes = [flow.whole[start:end].box for start, end in flow.rows]
    leading = median([max(0, below[1] - above[3]) for above, below in pairwise(boxes)] or [0])
    return Paper(part, flow, flow.prose, stretches, heads, titled, right, left, em, leading)


def is_labelled(chunk: Chunk, part: Part) -> bool:
    """Tell whether a line begins with a label: what follows is its value, not the rest of another."""
    text = plain(chunk.folded)
    if _LABELLED.match(text):
        return True
    return any(
        text[:size] in part.around for size in range(_LABEL_MIN, min(_LABEL_MAX, len(text)) + 1)
    )


def is_label(chunk: Chunk, part: Part) -> bool:
    """Tell whether a text is nothing but a label, of this paper or another."""
    text = plain(chunk.folded).rstrip(":")
    return text in part.around or _SIGNING.fullmatch(text) is not None


def _header_rows(part: Part, stretches: list[Stretch]) -> frozenset[int]:
    """Return the rows that are heads of columns: labels side by side with nothing between."""
    heads = set()
    for row in {stretch.row for stretch in stretches}:
        here = [stretch for stretch in stretches if stretch.row == row]
        words = [
            s.label is not None or plain(s.chunk.folded).rstrip(":") in part.around
            for s in here
        ]
        bare = [
            s
            for s, word in zip(here, words, strict=True)
            if word and (s.label is None or not s.chunk.printed or is_label(s.chunk, part))
        ]
        if len(bare) >= 2 and len(bare) >= 0.6 * len(here):
            heads.add(row)
    return frozenset(heads)
