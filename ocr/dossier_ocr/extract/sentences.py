"""Places behind a label inside a sentence, over the ends of its lines."""

from collections.abc import Iterator
from itertools import pairwise

from dossier_ocr.definitions.document_types import FieldSpec
from dossier_ocr.extract.clauses import LEAD, are_people, clause_end
from dossier_ocr.extract.lines import MARGIN_EM, runs_over
from dossier_ocr.extract.paper import Paper
from dossier_ocr.extract.stretches import EDGES
from dossier_ocr.text.anchors import places_of
from dossier_ocr.text.flow import Chunk

_SENTENCE, _BROKEN = 0.8, 0.98
_SENTENCE_MAX = 80


def in_sentences(spec: FieldSpec, label: str, paper: Paper) -> Iterator[tuple[Chunk, float]]:
    """Yield what follows a label in a sentence, over the ends of rows."""
    wrapped = [
        s
        for s in paper.stretches
        if s.label == label and (s.prose or runs_over(s.chunk, s, paper))
    ]
    text = paper.prose.folded
    starts = [paper.flow.whole.glyphs[s.start] for s in wrapped]
    for start, end in places_of(label, text):
        first, begin = paper.prose.glyphs[start], paper.prose.glyphs[end - 1]
        if first is None or begin is None:
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


def _is_broken(label: Chunk, paper: Paper) -> bool:
    """Tell whether a label begins at the end of one line and ends at the start of the next."""
    margin = MARGIN_EM * paper.em
    return any(
        a.y1 < b.y0 and a.x1 >= paper.right - margin and b.x0 <= paper.left + margin
        for a, b in pairwise(label.printed)
    )
