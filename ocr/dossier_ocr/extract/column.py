"""Places under a label: the cells of its column."""

from collections.abc import Iterator
from itertools import combinations, pairwise

from dossier_ocr.extract.beside import JOINED_EM
from dossier_ocr.extract.clauses import cells_of
from dossier_ocr.extract.lines import CELL_REACH
from dossier_ocr.extract.paper import Paper
from dossier_ocr.extract.stretches import Stretch, gap_of
from dossier_ocr.model import Box
from dossier_ocr.text.flow import CELL, EMPTY, ROW, Chunk

_COLUMN_SHARE = 0.3
_INDENT_EM = 1.2
_LONGER = 3
_HEADS_MAX = 12


def column_under(stretch: Stretch, paper: Paper, rows_max: int, reach_em: float) -> Chunk:
    """Return the loose text under the label, row by row, until a label or a wide gap."""
    x0, upper, x1, lower = stretch.label_box
    rivals = [
        other.label_box if other.label else other.chunk.box
        for other in paper.stretches
        if other.row == stretch.row and other is not stretch
    ]
    if not rivals and not stretch.chunk.printed:
        x1 += round(_INDENT_EM * (lower - upper))  # what stands under it is indented
    whole = EMPTY
    last = max(other.row for other in paper.stretches)
    taken, abreast = 0, 0
    for row in range(stretch.row + 1, last + 1):
        here = [other for other in paper.stretches if other.row == row]
        if row in paper.heads or any(
            other.label and _shares(other.label_box, x0, x1) for other in here
        ):
            break
        cells = [
            cell for other in here if other.label is None for cell in cells_of(other.chunk)
        ]
        under = _under(cells, x0, x1, rivals)
        if not under.printed and stretch.row in paper.heads:
            under = _between(cells, stretch, rivals)
        if not under.printed:
            continue
        if taken == 0:
            abreast = len(cells)
        box = under.box
        close = box[1] - lower <= CELL_REACH * (box[3] - box[1])
        alone = abreast > 1 == len(cells) and not close
        if taken and (alone or len(under.text) > _LONGER * max(len(whole.text), 6)):
            break  # what stands alone under a table is not in its column
        if taken == rows_max or box[1] - lower > reach_em * (box[3] - box[1]):
            break
        whole = whole + Chunk(ROW, (None,)) + under if taken else under
        lower, taken = box[3], taken + 1
    return whole


def cell_of(under: Chunk) -> Chunk:
    """Return the first lines of a column, those that stand as close as in one cell."""
    lines = rows_of(under)
    cell = lines[0]
    for above, line in pairwise(lines):
        em = max(1, line.box[3] - line.box[1])
        if line.box[1] - above.box[3] > CELL_REACH * em:
            break
        cell = cell + Chunk(ROW, (None,)) + line
    return cell


def rows_of(chunk: Chunk) -> list[Chunk]:
    """Return the lines of a chunk."""
    return [chunk[slice(*span)] for span in _line_spans(chunk.text)]


def without_rows(chunk: Chunk) -> Chunk:
    """Return the lines of a chunk as one."""
    kept = [i for i, character in enumerate(chunk.text) if character != ROW]
    return Chunk("".join(chunk.text[i] for i in kept), tuple(chunk.glyphs[i] for i in kept))


def _line_spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split(ROW):
        yield start, start + len(line)
        start += len(line) + 1


def _under(cells: list[Chunk], x0: int, x1: int, rivals: list[Box]) -> Chunk:
    """Return the cells of a row that stand under a label, and what they run on into."""
    mine = [i for i, cell in enumerate(cells) if _shares(cell.box, x0, x1)]
    if not mine:
        return EMPTY
    first, last = mine[0], mine[-1]
    while last + 1 < len(cells) and _joins(cells[last], cells[last + 1], rivals):
        last += 1
    while first and _joins(cells[first - 1], cells[first], rivals, left=True):
        first -= 1
    whole = cells[first]
    for cell in cells[first + 1 : last + 1]:
        whole = whole + Chunk(CELL, (None,)) + cell
    return whole


def _between(cells: list[Chunk], stretch: Stretch, rivals: list[Box]) -> Chunk:
    """Return the cell of a label among heads of columns whose cells stand aside from them.

    It is the one between the heads left and right of the label; where there are several, the
    one that is its own when all cells of the row are shared out in order.
    """
    x0, _, x1, _ = stretch.label_box
    left = max((rival[2] for rival in rivals if rival[2] <= x0), default=0)
    right = min((rival[0] for rival in rivals if rival[0] >= x1), default=x1)
    mine = [cell for cell in cells if left < cell.box[0] and cell.box[2] < right]
    if len(mine) == 1:
        return mine[0]
    heads = sorted([stretch.label_box, *rivals], key=lambda box: box[0])
    if not mine or len(cells) > len(heads) or len(heads) > _HEADS_MAX:
        return EMPTY
    own = heads.index(stretch.label_box)
    nearest = min(
        combinations(range(len(heads)), len(cells)),
        key=lambda chosen: sum(
            _aside(heads[i], cell.box) for i, cell in zip(chosen, cells, strict=True)
        ),
    )
    return cells[nearest.index(own)] if own in nearest else EMPTY


def _aside(head: Box, cell: Box) -> int:
    return abs(head[0] + head[2] - cell[0] - cell[2])


def _joins(a: Chunk, b: Chunk, rivals: list[Box], *, left: bool = False) -> bool:
    """Tell whether the cell that is added belongs to the same column."""
    added = (a if left else b).box
    return gap_of(a, b) <= JOINED_EM and not any(
        _shares(added, rival[0], rival[2]) for rival in rivals
    )


def _shares(box: Box, x0: int, x1: int) -> bool:
    shared = min(box[2], x1) - max(box[0], x0)
    return shared > _COLUMN_SHARE * min(box[2] - box[0], x1 - x0)
