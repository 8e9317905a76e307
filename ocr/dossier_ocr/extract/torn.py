"""Numbers that the end of a line tears apart: what goes on below is part of them."""

import re

from dossier_ocr.extract.lines import CELL_REACH
from dossier_ocr.extract.paper import Paper
from dossier_ocr.extract.stretches import Stretch
from dossier_ocr.text.flow import CELL, ROW, Chunk, Glyph

_LINE_REACH, _MARGIN_EM, _INDENT_EM = 2.2, 1.6, 2.5
_ROWS_ASIDE = 3
_OPEN = frozenset("0123456789年月至到-")
_OPEN_END = re.compile(r"[ ]*[.,/(-]?[ ]*$")
_GOES_ON = re.compile(r"[ ]*[.,/)-]?[ ]*(?:\d|[一二三四五六七八九十]{1,3}[ ]*[月日])")


def is_torn(chunk: Chunk, paper: Paper) -> bool:
    """Tell whether a number ends with its line and goes on below, or began above."""
    printed = chunk.printed
    if not printed:
        return False
    return (chunk.folded[-1:] in _OPEN and _goes_on(chunk, printed[-1], paper)) or (
        chunk.folded[:1].isdigit() and _came_from(chunk, printed[0], paper)
    )


def _goes_on(chunk: Chunk, last: Glyph, paper: Paper) -> bool:
    text, at = paper.flow.text, _place(last, paper)
    ends = [end for edge in (CELL, ROW) if (end := text.find(edge, at)) >= 0]
    if _OPEN_END.match(text[at + 1 : min(ends, default=len(text))]) is None:
        return False
    row = _row_of(at, paper)
    return any(
        below.label is None
        and _GOES_ON.match(below.chunk.folded)
        and _follows(chunk, below.chunk, paper)
        for below in _within(row + 1, row + _ROWS_ASIDE, paper)
    )


def _came_from(chunk: Chunk, first: Glyph, paper: Paper) -> bool:
    text, at = paper.flow.text, _place(first, paper)
    begin = max(text.rfind(CELL, 0, at), text.rfind(ROW, 0, at)) + 1
    row = _row_of(at, paper)
    here = [one for one in _within(row, row, paper) if first in one.chunk.printed]
    if text[begin:at].strip() or any(one.label for one in here):
        return False
    return any(
        above.chunk.folded.rstrip()[-1:].isdigit() and _follows(above.chunk, chunk, paper)
        for above in _within(row - _ROWS_ASIDE, row - 1, paper)
    )


def _follows(upper: Chunk, lower: Chunk, paper: Paper) -> bool:
    """Tell whether ``lower`` is the line below ``upper`` in its cell, or in running text."""
    left, top, right, bottom = upper.box
    x0, y0, x1, y1 = lower.box
    em = max(1, min(bottom - top, y1 - y0))
    gap = (y0 - bottom) / em
    if not -_MARGIN_EM / 4 <= gap <= _LINE_REACH:
        return False
    if gap <= CELL_REACH and min(right, x1) > max(left, x0):
        return True
    edges = right >= paper.right - _MARGIN_EM * em and x0 <= paper.left + _INDENT_EM * em
    return edges and x0 < left


def _within(first: int, last: int, paper: Paper) -> list[Stretch]:
    return [one for one in paper.stretches if first <= one.row <= last and one.chunk.printed]


def _place(glyph: Glyph, paper: Paper) -> int:
    return next(i for i, other in enumerate(paper.flow.whole.glyphs) if other is glyph)


def _row_of(at: int, paper: Paper) -> int:
    return next(i for i, (start, end) in enumerate(paper.flow.rows) if start <= at <= end)
