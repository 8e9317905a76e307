"""Where on a paper the value of a field may stand: every place, with what speaks for it."""

import re
from collections.abc import Iterator
from dataclasses import replace

from dossier_ocr.definitions.document_types import FieldSpec
from dossier_ocr.extract.beside import IN_PROSE_PLACE, ON_PLACE, is_glued, places_beside
from dossier_ocr.extract.clauses import are_people
from dossier_ocr.extract.column import (
    cell_of,
    column_under,
    rows_of,
    without_rows,
)
from dossier_ocr.extract.foot import at_foot, at_title
from dossier_ocr.extract.lines import WRAPPING, reaches_edge
from dossier_ocr.extract.paper import Candidate, Paper, is_label
from dossier_ocr.extract.sentences import in_sentences, jumps
from dossier_ocr.extract.stretches import Stretch
from dossier_ocr.text.anchors import compiled
from dossier_ocr.text.flow import CELL, Chunk

_REPEATED, _UNDER, _PATTERN, _UNLABELLED = 1.1, 0.9, 0.45, 0.35
_PERSONS = frozenset({"names", "id_numbers"})
_ORDER = 0.02
_UNDER_PLACE, _PATTERN_PLACE, _FOOT_PLACE = 0.97, 0.9, 0.9
_DOUBT_SHARE, _MUCH, _MUCH_SHARE = 0.05, 0.5, 0.25
_COLUMN_REACH, _UNDER_REACH = 8.0, 3.5
_COLUMN_ROWS_MAX, _CELL_ROWS_MAX = 12, 4
_TORN_PLACE = 0.7
_LISTS = frozenset({"names", "id_numbers", "table_count"})


def candidates_of(spec: FieldSpec, paper: Paper) -> Iterator[Candidate]:
    """Yield every place where the value of ``spec`` may stand."""
    for order, label in enumerate(spec.labels):
        for stretch in paper.stretches:
            if stretch.label == label:
                less = _ORDER * order + stretch.doubt
                for candidate in _by_label(spec, stretch, paper):
                    place = candidate.place * (1 - _doubted(stretch.doubt))
                    yield replace(candidate, worth=candidate.worth - less, place=place)
        if spec.value_type in _PERSONS:
            yield from _repeated(label, paper)
        for chunk, worth in in_sentences(spec, label, paper):
            yield Candidate(chunk, worth - _ORDER * order, labelled=True, place=IN_PROSE_PLACE)
    text, running = paper.flow.text, paper.prose.folded
    for pattern in spec.in_text:
        for number, match in enumerate(compiled(pattern).finditer(running)):
            chunk = paper.prose[slice(*match.span("v"))]
            if jumps(chunk, paper):
                continue
            worth = _PATTERN - _ORDER * min(number, 10)
            yield Candidate(chunk, worth, labelled=False, place=_PATTERN_PLACE)
    for pattern in spec.in_rows:
        for number, match in enumerate(compiled(pattern, re.MULTILINE).finditer(text)):
            chunk = paper.flow.whole[slice(*match.span("v"))]
            worth = _PATTERN - _ORDER * min(number, 10)
            yield Candidate(chunk, worth, labelled=False, place=_PATTERN_PLACE)
    if spec.at == "foot":
        for chunk, less in at_foot(spec, paper.flow, paper.stretches):
            yield Candidate(
                chunk, _UNLABELLED - less, labelled=False, place=_FOOT_PLACE - less / 2
            )
    if spec.at == "title":
        for chunk, less in at_title(spec, paper.part, paper.flow):
            yield Candidate(
                chunk, _UNLABELLED - less, labelled=False, place=_FOOT_PLACE - less / 2
            )


def _repeated(label: str, paper: Paper) -> Iterator[Candidate]:
    """Yield all values of a list whose members stand beside a label each."""
    same = [s.chunk for s in paper.stretches if s.label == label and s.chunk.printed]
    if len(same) > 1 and not any(s.prose for s in paper.stretches if s.label == label):
        whole = same[0]
        for chunk in same[1:]:
            whole = whole + Chunk(CELL, (None,)) + chunk
        yield Candidate(whole, _REPEATED, labelled=True, place=ON_PLACE)


def _doubted(doubt: float) -> float:
    """Return how doubtful a place is for a label that is doubtful."""
    return doubt * (_DOUBT_SHARE if doubt < _MUCH else _MUCH_SHARE)


def _by_label(spec: FieldSpec, stretch: Stretch, paper: Paper) -> Iterator[Candidate]:
    header = stretch.row in paper.heads
    beside = stretch.chunk
    unlike = spec.value_type == "names" and beside.printed and not are_people(beside)
    if unlike and is_glued(beside, stretch, paper):
        return  # a word in a sentence
    if spec.place in ("any", "right", "either"):
        yield from places_beside(spec, stretch, paper, less=0.5 if header else 0.0)
    if spec.place in ("any", "below", "either"):
        yield from _under_label(spec, stretch, paper)
    if spec.place == "column":
        column = column_under(stretch, paper, _COLUMN_ROWS_MAX, _COLUMN_REACH)
        yield Candidate(column, _UNDER, labelled=True, place=_UNDER_PLACE)
        yield from places_beside(spec, stretch, paper, less=0.3)


def _under_label(spec: FieldSpec, stretch: Stretch, paper: Paper) -> Iterator[Candidate]:
    """Yield what stands under a label: the first line, the lines of its cell, all lines."""
    lines = max(spec.lines, WRAPPING.get(spec.value_type, 1))
    under = column_under(stretch, paper, max(lines, _CELL_ROWS_MAX), _UNDER_REACH)
    if not under.printed:
        return
    header = stretch.row in paper.heads
    worth = _UNDER if header or not stretch.chunk.printed else _UNDER - 0.5
    first, *more = rows_of(under)
    gap = (first.box[1] - stretch.label_box[3]) / paper.em
    worth -= 0.05 * max(0.0, gap - 0.5) + (0.8 if is_label(first, paper.part) else 0.0)
    cell = cell_of(under)
    wraps = cell.text != first.text and (header or reaches_edge(first, paper))
    if wraps:
        whole = cell if spec.value_type in _LISTS else without_rows(cell)
        yield Candidate(whole, worth, labelled=True, place=_UNDER_PLACE * ON_PLACE)
    place = _UNDER_PLACE * (_TORN_PLACE if wraps else 1.0)
    yield Candidate(first, worth - (0.3 if wraps else 0.0), labelled=True, place=place)
    if more and lines > 1:
        rest = under[: sum(len(row.text) + 1 for row in [first, *more][:lines]) - 1]
        less = -0.02 if spec.lines > 1 else 0.1
        yield Candidate(rest, worth - less, labelled=True, place=_UNDER_PLACE * ON_PLACE)
