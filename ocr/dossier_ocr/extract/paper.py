"""A paper prepared for its fields, and a place on it where a value may stand."""

from dataclasses import dataclass
from statistics import median

from dossier_ocr.definitions.document_types import Part
from dossier_ocr.extract.stretches import Stretch, stretches_of
from dossier_ocr.text.flow import Chunk, Flow
from dossier_ocr.text.titles import CLEAR_MIN, plain, titles_of


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
    """A paper prepared for its fields."""

    part: Part
    flow: Flow
    prose: Chunk
    stretches: list[Stretch]
    heads: frozenset[int]
    titled: frozenset[int]
    right: int
    left: int

    @property
    def em(self) -> float:
        """The usual height of its characters."""
        return median([g.y1 - g.y0 for g in self.flow.whole.printed] or [1])


def paper_of(part: Part, flow: Flow) -> Paper:
    """Prepare ``flow`` to be asked for the fields of ``part``."""
    stretches = stretches_of(part, flow)
    left, _, right, _ = flow.whole.box
    heads = _header_rows(part, stretches)
    titled = frozenset(title.row for title in titles_of(flow) if title.weight >= CLEAR_MIN)
    return Paper(part, flow, flow.prose, stretches, heads, titled, right, left)


def is_label(chunk: Chunk, part: Part) -> bool:
    return plain(chunk.folded).rstrip(":") in part.around


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
