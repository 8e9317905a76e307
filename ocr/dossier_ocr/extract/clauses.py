"""Where the text of a value ends inside a longer text: at its clause, its sentence, its noise."""

import re
from collections.abc import Iterator

from dossier_ocr.definitions.document_types import FieldSpec
from dossier_ocr.extract.stretches import EDGES, Stretch
from dossier_ocr.text.flow import CELL, EMPTY, Chunk

GLUED_EM, _LEAD_FROM = 0.35, 2
_NOISE, _BELIEVED = 0.75, 0.9
_END = re.compile(r"[，;；。]|,(?!\d{3})|\.(?!\d)")
FULL_STOP = re.compile(r"[;；。]|\.(?!\d)")
STOPPED = re.compile(r"[。；;]\s*$")
_LETTER_END = re.compile(r"[。.]\s*(?=特此|此致|特$)")
_BETWEEN_NAMES, _NAME_MAX = re.compile(r"[、,;\s]"), 4
_NO_SURNAME = frozenset("已应须需将承愿不确现自均可同对并授签本兹在的")
_PEOPLE = frozenset({"name", "names"})
LEAD = re.compile(r"^[ \t]*(?:为|是|系(?![统列]))(?=[^\s,.;])[ \t]*:?")


def clause_end(spec: FieldSpec, chunk: Chunk) -> int | None:
    """Return where the first clause ends; brackets belong to it, but not behind a name."""
    depth = 0
    for index, character in enumerate(chunk.folded):
        if character == "(":
            if index and spec.value_type in _PEOPLE:
                return index
            depth += 1
        elif character == ")":
            depth -= 1
            if depth < 0:
                return index or None
    stop = _END.search(chunk.text, 1)
    return stop.start() if stop else None


def unled(chunk: Chunk, stretch: Stretch) -> Chunk:
    """Leave out the word that joins a label to its value in a sentence, and the next sentence.

    月收入为3200元。特此证明 is 3200元.
    """
    if chunk.text == "为":
        return chunk[:0]
    lead = LEAD.match(chunk.folded)
    if lead and chunk.printed:
        em = chunk.printed[0].y1 - chunk.printed[0].y0
        glued = chunk.printed[0].x0 - stretch.label_box[2] < GLUED_EM * em
        if stretch.prose or (glued and len(chunk.text) > _LEAD_FROM):
            chunk = chunk[lead.end() :]
    full_stop = (FULL_STOP if stretch.prose else _LETTER_END).search(chunk.text, 1)
    return chunk[: full_stop.start()] if full_stop else chunk


def are_people(chunk: Chunk) -> bool:
    """Tell whether what follows a word without a colon are names, not the rest of a sentence."""
    first = _BETWEEN_NAMES.split(chunk.folded.strip(EDGES), maxsplit=1)[0]
    return len(first) <= _NAME_MAX and first[:1] not in _NO_SURNAME


def without_noise(chunk: Chunk) -> Chunk:
    """Leave out cells that the engine hardly believed beside one that it did."""
    cells = [chunk[a:b] for a, b in _cell_spans(chunk.text)]
    if all(cell.mean_confidence < _BELIEVED for cell in cells):
        return chunk
    kept = [cell for cell in cells if cell.mean_confidence >= _NOISE or not cell.printed]
    whole = EMPTY
    for cell in kept:
        whole = whole + Chunk(CELL, (None,)) + cell if whole.text else cell
    return whole


def cells_of(chunk: Chunk) -> list[Chunk]:
    cells = [chunk[slice(*span)] for span in _cell_spans(chunk.text)]
    return [cell for cell in cells if cell.printed]


def _cell_spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for cell in text.split(CELL):
        yield start, start + len(cell)
        start += len(cell) + 1
