"""The examples that a document type brings: laid out as runs of text, and read without OCR."""

from dossier_ocr.definitions.document_types import DocumentTypes, Example
from dossier_ocr.identify.regions import regions_of
from dossier_ocr.model import ReadDocument
from dossier_ocr.papers.documents import documents_of, side_of
from dossier_ocr.text.writing import Writing, evenly, tidied, wide

_CELL, _TITLE = "|", "# "
_EM, _TITLE_EM, _ROW, _GAP = 32, 48, 64, 96
_LEFT, _TOP = 100, 100


def writings_of(example: Example) -> tuple[Writing, ...]:
    """Lay the rows out on a grid, as an engine that errs nowhere would read them.

    A row of one cell is a line, the first of them a title in larger print, as is every row that
    begins with "# "; rows of several cells share their columns.
    """
    rows = [_cells(row) for row in example.rows]
    columns: list[int] = []
    for cells in rows:
        if len(cells) > 1:
            columns += [0] * (len(cells) - len(columns))
            for index, cell in enumerate(cells):
                columns[index] = max(columns[index], _width(cell, _EM))
    starts = [_LEFT + sum(columns[:index]) + index * _GAP for index in range(len(columns))]
    line = max([_width(cells[0], _EM) for cells in rows if len(cells) == 1] or [0])
    right = max(_LEFT + line, starts[-1] + columns[-1] if starts else 0)
    laid = []
    for number, (row, cells) in enumerate(zip(example.rows, rows, strict=True)):
        top = _TOP + number * _ROW
        if len(cells) == 1 and (row.startswith(_TITLE) or number == 0):
            width = _width(cells[0], _TITLE_EM)
            left = max(_LEFT, (_LEFT + right - width) // 2)
            laid.append(_run(cells[0], left, top, _TITLE_EM))
            continue
        lefts = starts if len(cells) > 1 else [_LEFT]
        laid += [_run(c, x, top, _EM) for c, x in zip(cells, lefts, strict=False) if c]
    return tuple(laid)


def read_example(example: Example, types: DocumentTypes) -> tuple[ReadDocument, ...]:
    """Return the papers that are read from ``example``."""
    return read_writings(writings_of(example), types)


def read_writings(
    writings: tuple[Writing, ...], types: DocumentTypes
) -> tuple[ReadDocument, ...]:
    """Return the papers that lie on a page of these runs."""
    sides, unknown = [], {}
    for region in regions_of(writings, types):
        side = side_of(region, 1, certifies=True)
        if side is None:
            unknown[1] = region.box
        else:
            sides.append(side)
    return documents_of(sides, unknown)


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.removeprefix(_TITLE).split(_CELL)]


def _width(text: str, em: int) -> int:
    return round(sum(1.0 if wide(character) else 0.5 for character in text) * em)


def _run(text: str, left: int, top: int, em: int) -> Writing:
    return tidied(evenly(text, (left, top, left + _width(text, em), top + em), 1.0))
