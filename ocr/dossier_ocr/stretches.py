"""Rows cut at their labels: what each label claims, and what none claims."""

from dataclasses import dataclass

from dossier_ocr.anchors import places_of
from dossier_ocr.document_types import Part
from dossier_ocr.flow import CELL, Chunk, Flow
from dossier_ocr.model import Box

_EDGES = " \t:;,._|"
_OTHER_CELL_EM = 2.5
_LOOSE_CELL_EM = 1.5


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text of one row.  label: the one before it, None for loose text."""

    row: int
    label: str | None
    label_box: Box
    chunk: Chunk


def stretches_of(part: Part, flow: Flow) -> list[Stretch]:
    """Cut every row at its labels, and text at wide gaps, in reading order."""
    labels = _labels(part, flow)
    stretches: list[Stretch] = []
    for row, (start, end) in enumerate(flow.rows):
        here = [label for label in labels if start <= label[0] < end]
        until = here[0][0] if here else end
        stretches += _loose(row, flow.whole[start:until])
        for index, (label_start, label_end, label) in enumerate(here):
            until = here[index + 1][0] if index + 1 < len(here) else end
            claimed, *others = _cells(flow.whole[label_end:until], _OTHER_CELL_EM)
            box = flow.whole[label_start:label_end].box
            stretches.append(Stretch(row, label, box, claimed.stripped(_EDGES)))
            for other in others:
                stretches += _loose(row, other)
    return stretches


def _labels(part: Part, flow: Flow) -> list[tuple[int, int, str]]:
    """Return start, end and text of the labels; the longest wins where two overlap."""
    every = {label for spec in part.fields for label in spec.labels} | set(part.stops)
    places = [(*place, label) for label in every for place in places_of(label, flow.text)]
    places.sort(key=lambda place: (place[0] - place[1], place[0], place[2]))
    taken: list[tuple[int, int, str]] = []
    for place in places:
        if all(place[1] <= other[0] or other[1] <= place[0] for other in taken):
            taken.append(place)
    return sorted(taken)


def _loose(row: int, chunk: Chunk) -> list[Stretch]:
    cells = [cell.stripped(" \t") for cell in _cells(chunk, _LOOSE_CELL_EM)]
    return [Stretch(row, None, cell.box, cell) for cell in cells if cell.printed]


def _cells(chunk: Chunk, gap_em: float) -> list[Chunk]:
    """Cut ``chunk`` where its cells stand ``gap_em`` or more apart; at least one piece."""
    pieces, start = [], 0
    for index, character in enumerate(chunk.text):
        if character != CELL:
            continue
        before = chunk[start:index].printed
        after = chunk[index + 1 :].printed
        if not before or not after:
            continue
        em = max(before[-1].y1 - before[-1].y0, after[0].y1 - after[0].y0)
        if after[0].x0 - before[-1].x1 >= gap_em * em:
            pieces.append(chunk[start:index])
            start = index + 1
    return [*pieces, chunk[start:]]
