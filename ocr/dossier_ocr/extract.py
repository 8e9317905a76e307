"""The fields of one paper: beside or below their labels first, in the running text second."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dossier_ocr.document_types import FieldSpec, Part
from dossier_ocr.flow import CELL, EMPTY, Chunk, Flow
from dossier_ocr.stretches import Stretch, stretches_of
from dossier_ocr.values import VALUE_TYPES, Flaw, Options, Parsed

_ROW_REACH = 1.3
_LIKE_SIZED = (0.6, 1.6)
_COLUMN_REACH = 8.0
_NOISE, _BELIEVED = 0.75, 0.9
_COLUMN_SHARE = 0.3
_COLUMN_ROWS_MAX = 12


@dataclass(frozen=True, slots=True)
class Found:
    """A field's value as it was found, before it is judged."""

    spec: FieldSpec
    parsed: Parsed
    chunk: Chunk

    @property
    def flaws(self) -> tuple[Flaw, ...]:
        """What is wrong with it."""
        return self.parsed.flaws


def fields_of(part: Part, flow: Flow) -> dict[str, Found]:
    """Return what stands on the paper for each field of ``part`` that was found."""
    stretches = stretches_of(part, flow)
    prose = flow.prose
    found = {}
    for spec in part.fields:
        parsed = (_parsed(spec, chunk) for chunk in _chunks(spec, flow, prose, stretches))
        candidates = [candidate for candidate in parsed if candidate]
        if candidates:
            found[spec.name] = min(candidates, key=_rank)
    return found


def _rank(found: Found) -> tuple[bool, int]:
    """Order candidates: proved ones first, then those in good form, then as they came."""
    return (not found.parsed.certain, len(found.flaws))


def _chunks(
    spec: FieldSpec, flow: Flow, prose: Chunk, stretches: list[Stretch]
) -> Iterator[Chunk]:
    for label in spec.labels:
        for stretch in stretches:
            if stretch.label == label:
                yield from _beside(spec, stretch, stretches)
    for pattern in spec.in_rows:
        for match in re.finditer(pattern, flow.text, re.MULTILINE):
            yield flow.whole[slice(*match.span("v"))]
    for pattern in spec.in_text:
        for match in re.finditer(pattern, prose.folded):
            yield prose[slice(*match.span("v"))]


def _beside(spec: FieldSpec, stretch: Stretch, stretches: list[Stretch]) -> Iterator[Chunk]:
    if spec.place in ("right", "either"):
        chunk = stretch.chunk if spec.lines == 1 else _with_rows(spec, stretch, stretches)
        yield _without_noise(chunk)
    if spec.place in ("below", "either"):
        yield _column(stretch, stretches, spec.lines, _ROW_REACH * 2)
    if spec.place == "column":
        yield _column(stretch, stretches, _COLUMN_ROWS_MAX, _COLUMN_REACH)


def _parsed(spec: FieldSpec, chunk: Chunk) -> Found | None:
    if spec.take:
        match = re.search(spec.take, chunk.folded)
        if match is None:
            return None
        chunk = chunk[slice(*match.span("v"))]
    parsed = VALUE_TYPES[spec.value_type](chunk.text, Options(spec.choices, spec.pattern))
    if parsed is None or not parsed.value:
        return None
    return Found(spec, parsed, chunk[parsed.start : parsed.end])


def _without_noise(chunk: Chunk) -> Chunk:
    """Leave out cells that the engine hardly believed beside one that it did."""
    cells = [chunk[a:b] for a, b in _cell_edges(chunk.text)]
    if all(cell.mean_confidence < _BELIEVED for cell in cells):
        return chunk
    kept = [cell for cell in cells if cell.mean_confidence >= _NOISE or not cell.printed]
    whole = EMPTY
    for cell in kept:
        whole = whole + Chunk(CELL, (None,)) + cell if whole.text else cell
    return whole


def _cell_edges(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for cell in text.split(CELL):
        yield start, start + len(cell)
        start += len(cell) + 1


def _with_rows(spec: FieldSpec, stretch: Stretch, stretches: list[Stretch]) -> Chunk:
    """Return the text beside the label with the loose rows above and below in its column."""
    left = stretch.label_box[2]
    right = min(
        (
            other.label_box[0]
            for other in stretches
            if other.row == stretch.row and other.label and other.label_box[0] > left
        ),
        default=float("inf"),
    )
    box = stretch.chunk.box if stretch.chunk.printed else stretch.label_box
    upper, lower, whole, count = box[1], box[3], stretch.chunk, 1
    em = max(1, lower - upper)
    for direction in (1, -1):
        row = stretch.row + direction
        while count < spec.lines and (piece := _loose(row, left, right, stretches)):
            _, y0, _, y1 = piece.box
            gap = y0 - lower if direction > 0 else upper - y1
            if gap > _ROW_REACH * em or not _LIKE_SIZED[0] <= (y1 - y0) / em <= _LIKE_SIZED[1]:
                break
            whole = whole + piece if direction > 0 else piece + whole
            upper, lower, count = min(upper, y0), max(lower, y1), count + 1
            row += direction
    return whole


def _loose(row: int, left: int, right: float, stretches: list[Stretch]) -> Chunk | None:
    """Return the text of ``row`` that begins in the column and that no label claims."""
    for stretch in stretches:
        if stretch.row == row and stretch.label is None:
            x0, y0, _, y1 = stretch.chunk.box
            if left - (y1 - y0) / 2 <= x0 < right:
                return stretch.chunk
    return None


def _column(
    stretch: Stretch, stretches: list[Stretch], rows_max: int, reach_em: float
) -> Chunk:
    """Return the loose text under the label, row by row, until a label or a wide gap."""
    x0, _, x1, lower = stretch.label_box
    whole = EMPTY
    last = max(other.row for other in stretches)
    taken = 0
    for row in range(stretch.row + 1, last + 1):
        here = [other for other in stretches if other.row == row]
        if any(other.label and _shares(other.label_box, x0, x1) for other in here):
            break
        under = [o.chunk for o in here if o.label is None and _shares(o.chunk.box, x0, x1)]
        if not under:
            continue
        box = under[0].box
        if taken == rows_max or box[1] - lower > reach_em * (box[3] - box[1]):
            break
        whole = whole + Chunk("\n", (None,)) + under[0] if taken else under[0]
        lower, taken = box[3], taken + 1
    return whole


def _shares(box: tuple[int, int, int, int], x0: int, x1: int) -> bool:
    shared = min(box[2], x1) - max(box[0], x0)
    return shared > _COLUMN_SHARE * min(box[2] - box[0], x1 - x0)
