"""Where a value that was not read should stand: beside its label, if that was read."""

from collections.abc import Iterable

from dossier_ocr.definitions.document_types import DocumentType
from dossier_ocr.model import Box, FileReading, Line, ReadDocument
from dossier_ocr.text.anchors import near_places_of, places_of
from dossier_ocr.text.folding import folded

_WIDE_EM, _BELOW_EM = 18.0, 1.6


def likely_place(
    reading: FileReading, document: ReadDocument, known: DocumentType, field: str
) -> tuple[int, Box] | None:
    """Return the page and the region in which ``field`` should stand; None when nothing tells.

    It begins with the field's label and reaches to its right and a row below.
    """
    labels = dict.fromkeys(
        label
        for part in known.parts
        if part.code in document.parts
        for spec in part.fields
        if spec.name == field
        for label in spec.labels
    )
    for places in (places_of, near_places_of):
        for page in reading.pages:
            if page.number not in document.pages:
                continue
            for line in _within(page.lines, document, first=page.number == document.pages[0]):
                text = folded(line.text)
                for label in labels:
                    for start, _ in places(label, text):
                        return page.number, _beside(line, start / len(text), page.width)
    return None


def _within(lines: Iterable[Line], document: ReadDocument, *, first: bool) -> list[Line]:
    """Return the lines of the paper; what lies beside it on its first page is not its own."""
    left, top, right, bottom = document.box
    return [
        line
        for line in lines
        if not first
        or (
            left <= (line.box[0] + line.box[2]) / 2 <= right
            and top <= (line.box[1] + line.box[3]) / 2 <= bottom
        )
    ]


def _beside(line: Line, share: float, width: int) -> Box:
    left, top, right, bottom = line.box
    height = bottom - top
    begin = round(left + (right - left) * share)
    until = max(right, round(begin + height * _WIDE_EM))
    return begin, top, min(width, until), round(bottom + height * _BELOW_EM)
