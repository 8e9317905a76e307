"""Places behind a label inside a sentence, over the ends of its lines."""

import re
from collections.abc import Iterator
from itertools import pairwise

from dossier_ocr.definitions.document_types import FieldSpec, Part
from dossier_ocr.extract.clauses import LEAD, are_people, clause_end
from dossier_ocr.extract.lines import MARGIN_EM, runs_over
from dossier_ocr.extract.paper import Paper
from dossier_ocr.extract.stretches import EDGES, Stretch
from dossier_ocr.text.anchors import places_of
from dossier_ocr.text.flow import Chunk

_SENTENCE, _BROKEN = 0.8, 0.98
_SENTENCE_MAX = 80
_LONGER = 8
_EARLY = 0.3
_SENTENCE_SIGN = re.compile(r"[,.;]")


def in_sentences(spec: FieldSpec, label: str, paper: Paper) -> Iterator[tuple[Chunk, float]]:
    """Yield what follows a label in a sentence, over the ends of rows."""
    wrapped = [
        s
        for s in paper.stretches
        if s.label == label
        and (s.prose or runs_over(s.chunk, s, paper) or _ends_line(s, paper))
    ]
    text = paper.prose.folded
    starts = [paper.flow.whole.glyphs[s.start] for s in wrapped]
    for start, end in places_of(label, text):
        first, begin = paper.prose.glyphs[start], paper.prose.glyphs[end - 1]
        if first is None or begin is None:
            continue
        if _ends_longer(text, start, end, spec, paper.part):
            continue
        broken = _is_broken(paper.prose[start:end], paper)
        if not broken and not any(
            glyph is not None and glyph.y0 == begin.y0 for glyph in starts
        ):
            continue
        after = paper.prose[end : end + _SENTENCE_MAX].stripped(EDGES)
        if lead := LEAD.match(after.folded):
            after = after[lead.end() :].stripped(EDGES)
        after = after[: clause_end(spec, after)]
        told = are_people(after) or ":" in text[end : end + 2]
        if spec.value_type == "names" and not told:
            continue
        yield after, _BROKEN if broken else _SENTENCE


def _ends_line(stretch: Stretch, paper: Paper) -> bool:
    """Tell whether a label is the last word of a full line: what it names is on the next."""
    full = stretch.label_box[2] >= paper.right - MARGIN_EM * paper.em
    return full and not stretch.chunk.printed and not stretch.leads


def _ends_longer(text: str, start: int, end: int, spec: FieldSpec, part: Part) -> bool:
    """Tell whether a label is but the end of a longer one that is not the field's own."""
    longer = {text[at:end] for at in range(max(0, start - _LONGER), start)}
    return not longer.isdisjoint((part.office | part.around) - set(spec.labels))


def jumps(chunk: Chunk, paper: Paper) -> bool:
    """Tell whether a text goes on from a line that ended early: then it is another's beginning.

    Early is what ends long before the line below does, and is no sentence.
    """
    if ":" in chunk.folded:
        return False  # lines with labels of their own
    rows = [paper.flow.whole[start:end] for start, end in paper.flow.rows]
    for a, b in pairwise(chunk.printed):
        if not (b.x0 < a.x1 and a.y1 < b.y0 + 0.3 * paper.em):
            continue
        above, below = (next((row for row in rows if g in row.glyphs), None) for g in (a, b))
        if above is None or below is None or _SENTENCE_SIGN.search(above.folded):
            continue
        if a.x1 < below.box[2] - _EARLY * (paper.right - paper.left):
            return True
    return False


def _is_broken(label: Chunk, paper: Paper) -> bool:
    """Tell whether a label begins at the end of one line and ends at the start of the next."""
    margin = MARGIN_EM * paper.em
    return any(
        a.y1 < b.y0 and a.x1 >= paper.right - margin and b.x0 <= paper.left + margin
        for a, b in pairwise(label.printed)
    )
