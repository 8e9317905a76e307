"""Places right of a label: all that it claims, the first cell, the first clause, more lines."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from dossier_ocr.definitions.document_types import FieldSpec
from dossier_ocr.extract.clauses import (
    FULL_STOP,
    GLUED_EM,
    STOPPED,
    cells_of,
    clause_end,
    unled,
    without_noise,
)
from dossier_ocr.extract.lines import WRAPPING, reaches_edge, run_on, runs_over, with_rows
from dossier_ocr.extract.paper import Candidate, Paper, is_label
from dossier_ocr.extract.stretches import Stretch, gap_of
from dossier_ocr.extract.torn import is_torn
from dossier_ocr.text.flow import CELL, Chunk

JOINED_EM = 1.0
IN_PROSE_PLACE, ON_PLACE = 0.95, 0.975
_BESIDE, _NEXT, _GLUED_PLACE = 1.0, 0.97, 0.99
_UNFINISHED = 0.8
"""The place of a text that seems to go on close below."""
_CLAUSED = frozenset({"text", "address", "organisation", "names", "id_numbers"})


def places_beside(
    spec: FieldSpec, stretch: Stretch, paper: Paper, less: float
) -> Iterator[Candidate]:
    """Yield what stands right of the label: all of it, its first cell, its first words."""
    raw = without_noise(stretch.chunk)
    told = spec.value_type == "text" and stretch.leads and not stretch.followed
    told = told and (spec.lines > 1 or not reaches_edge(raw, paper))
    whole = raw if told else unled(raw, stretch)
    if told:
        stretch = replace(stretch, prose=False)
        closed = raw.text.endswith("。")
    else:
        closed = len(raw.text) > 1 and FULL_STOP.search(raw.text, 1) is not None
        closed = closed and (stretch.prose or STOPPED.search(raw.text) is not None)
    lines = max(spec.lines, WRAPPING.get(spec.value_type, 1))
    if lines == 1 and is_torn(whole, paper):
        lines = 2
    rows, close = (
        with_rows(lines, stretch, paper) if lines > 1 and not closed else (whole, True)
    )
    rows = unled(rows, stretch)
    goes_on = rows.text != whole.text and bool(rows.printed)
    if whole.printed:
        gap = (whole.printed[0].x0 - stretch.label_box[2]) / paper.em
        worth = _BESIDE - min(0.3, 0.02 * max(0.0, gap - 2)) - less
        glued = is_glued(whole, stretch, paper)
        place = (_GLUED_PLACE if glued else 1.0) * (IN_PROSE_PLACE if stretch.prose else 1.0)
        place *= (1 - less / 2) * (_UNFINISHED if goes_on and close else 1.0)
        if is_label(whole, paper.part) and not spec.choices:
            worth -= 0.8
        over = not closed and not stretch.followed and runs_over(whole, stretch, paper)
        for chunk, minus in _shares_of(whole, spec, stretch):
            extent = 1 - minus - (0.3 if over else 0.0)
            yield Candidate(
                chunk, worth + extent - 1, labelled=True, place=place * (0.5 + extent / 2)
            )
        if over and lines > 1:
            on, followed = run_on(whole, stretch, paper, lines)
            on = unled(on, stretch)
            for chunk, minus in _shares_of(on, spec, replace(stretch, followed=followed)):
                yield Candidate(
                    chunk,
                    worth - minus,
                    labelled=True,
                    place=place * ON_PLACE * (1 - minus / 2),
                )
        if stretch.claimed.text != stretch.chunk.text:
            yield Candidate(stretch.claimed, worth - 0.25, labelled=True, place=place * 0.9)
    else:
        worth = _NEXT - less
    if goes_on:
        sure = spec.lines > 1 or close
        more = 0.04 if sure else -0.2
        yield Candidate(
            rows, worth + more, labelled=True, place=ON_PLACE if sure else IN_PROSE_PLACE
        )


def is_glued(whole: Chunk, stretch: Stretch, paper: Paper) -> bool:
    """Tell whether what is beside a label follows it without a colon, a gap or an edge."""
    first, glyphs = whole.printed[0], paper.flow.whole.glyphs
    if first.x0 - stretch.label_box[2] >= GLUED_EM * paper.em:
        return False
    at = next((i for i, g in enumerate(glyphs[stretch.start :]) if g is first), 0)
    between = paper.flow.text[stretch.start : stretch.start + at]
    return ":" not in between and CELL not in between


def _shares_of(
    whole: Chunk, spec: FieldSpec, stretch: Stretch
) -> Iterator[tuple[Chunk, float]]:
    """Yield the text beside a label, its first cell alone, and its first words alone.

    In a sentence the first clause is more likely, unless the next label follows.
    """
    pieces = cells_of(whole)
    apart = max((gap_of(a, b) for a, b in pairwise(pieces)), default=0.0)
    stop = clause_end(spec, whole)
    told = spec.value_type == "text" and spec.lines > 1  # a matter told in several clauses
    on = stretch.prose and not stretch.followed and stop is not None and not told
    yield whole, (0.15 if apart > JOINED_EM else 0.0) + (0.2 if on else 0.0)
    if len(pieces) > 1:
        yield pieces[0], 0.02 if apart > JOINED_EM else 0.1
    if stop:
        free = spec.value_type in _CLAUSED
        yield whole[:stop], 0.02 if on or not free else 0.06 if stretch.prose else 0.3
