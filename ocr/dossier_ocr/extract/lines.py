"""Values of several lines: where the text beside a label goes on."""

import re

from dossier_ocr.extract.clauses import STOPPED, without_noise
from dossier_ocr.extract.foot import is_day, is_headed
from dossier_ocr.extract.paper import Paper, is_label, is_labelled
from dossier_ocr.extract.stretches import Stretch
from dossier_ocr.text.flow import Chunk

WRAPPING = {
    "address": 3,
    "organisation": 2,
    "text": 2,
    "cert_number": 2,
    "money": 2,
    "names": 2,
    "id_numbers": 3,
}
_ROW_REACH, _CLOSE_REACH, CELL_REACH = 1.3, 0.8, 0.5
_LEADING = 1.25
_LINES_MORE = 2
"""So many lines more than usual, where they stand as close as in one cell."""
_LIKE_SIZED = (0.6, 1.6)
_LONG_EM = 10
MARGIN_EM = 3.2
_ROWS_ASIDE = 3
_CLOSING = re.compile(r"特此|此致|以上|经办|联系人|兹有|兹证明|现证明")


def reaches_edge(chunk: Chunk, paper: Paper) -> bool:
    """Tell whether a line ends where lines of the paper end."""
    return chunk.box[2] >= paper.right - MARGIN_EM * paper.em


def runs_over(chunk: Chunk, stretch: Stretch, paper: Paper) -> bool:
    """Tell whether the text reaches the right edge and goes on at the left one."""
    return _next_line(chunk, stretch.label_box[0], stretch.row, paper) is not None


def run_on(whole: Chunk, stretch: Stretch, paper: Paper, lines: int) -> tuple[Chunk, bool]:
    """Return the text with the lines on which it goes on, and whether a label then follows."""
    row, left, last = stretch.row, stretch.label_box[0], whole
    for _ in range(lines - 1):
        following = _next_line(last, left, row, paper)
        if following is None or _ended(whole, following.chunk, paper):
            break
        last = following.chunk
        whole, row = whole + last, following.row
    followed = any(
        s.row == row and s.label and s.start > stretch.start for s in paper.stretches
    )
    return whole, followed


def with_rows(lines: int, stretch: Stretch, paper: Paper) -> tuple[Chunk, bool]:
    """Return the text beside the label with the loose rows above and below in its column.

    The second is whether those rows stand as close as one cell's lines do.
    """
    left = stretch.label_box[2]
    right = min(
        (
            other.label_box[0]
            for other in paper.stretches
            if other.row == stretch.row and other.label and other.label_box[0] > left
        ),
        default=float("inf"),
    )
    box = stretch.chunk.box if stretch.chunk.printed else stretch.label_box
    upper, lower, whole = box[1], box[3], without_noise(stretch.chunk)
    count = 1 if whole.printed else 0
    em = max(1, lower - upper)
    close = True
    for direction in (1, -1):
        if direction < 0 and stretch.chunk.printed and count == 1:
            break  # a label stands level with the middle of its lines
        row = _beside_column(stretch.row + direction, direction, stretch, right, paper)
        while count < lines + _LINES_MORE and (piece := _loose(row, left, right, paper)):
            _, y0, _, y1 = piece.box
            gap = y0 - lower if direction > 0 else upper - y1
            if count >= lines and gap > CELL_REACH * em:
                break
            if gap > _ROW_REACH * em or not _LIKE_SIZED[0] <= (y1 - y0) / em <= _LIKE_SIZED[1]:
                break
            aside = abs(piece.box[0] - box[0]) > 0.7 * em
            if direction > 0 and (
                _ended(whole, piece, paper) or _is_others(piece, lower, stretch, paper)
            ):
                break
            middle = abs(sum(piece.box[::2]) - sum(box[::2])) / 2 <= em
            if direction > 0 and whole.printed and (is_day(piece) or (aside and not middle)):
                break
            if direction < 0 and (row in paper.titled or gap > _CLOSE_REACH * em):
                break
            if direction < 0 and is_headed(piece, row, paper.stretches):
                break
            close = close and gap <= _CLOSE_REACH * em and not (direction > 0 and aside)
            whole = whole + piece if direction > 0 else piece + whole
            upper, lower, count = min(upper, y0), max(lower, y1), count + 1
            row = _beside_column(row + direction, direction, stretch, right, paper)
    return whole, close


def _next_line(chunk: Chunk, left: int, row: int, paper: Paper) -> Stretch | None:
    """Return the line on which ``chunk``, which began at ``left`` or right of it, goes on."""
    em = paper.em
    if not chunk.printed:
        return None
    for other in paper.stretches:
        x0, y0, _, _ = other.chunk.box
        if not row < other.row <= row + _ROWS_ASIDE or other.label is not None:
            continue
        if y0 < chunk.box[3] - 0.3 * em or not other.chunk.printed:
            continue
        close = y0 - chunk.box[3] <= _CLOSE_REACH * em
        under = abs(x0 - left) <= 0.7 * em and chunk.box[2] - left >= _LONG_EM * em
        margin = x0 <= paper.left + 2.5 * em and chunk.box[2] >= paper.right - MARGIN_EM * em
        reach = max(_ROW_REACH * em, _LEADING * paper.leading if margin else 0)
        far = y0 - chunk.box[3] > reach
        if not far and x0 < chunk.box[0] - 0.7 * em and (margin or (under and close)):
            return other
    return None


def _beside_column(
    row: int, direction: int, stretch: Stretch, right: float, paper: Paper
) -> int:
    """Return ``row``, or the next that has something in the column of a label and its value."""
    left = stretch.label_box[0] - paper.em
    for further in range(_ROWS_ASIDE):
        here = [s for s in paper.stretches if s.row == row + further * direction]
        if any(left <= (s.label_box if s.label else s.chunk.box)[0] < right for s in here):
            return row + further * direction
    return row


def _loose(row: int, left: int, right: float, paper: Paper) -> Chunk | None:
    """Return the text of ``row`` that begins in the column and that no label claims."""
    for stretch in paper.stretches:
        if stretch.row == row and stretch.label is None:
            x0, y0, _, y1 = stretch.chunk.box
            if left - (y1 - y0) / 2 <= x0 < right and not is_label(stretch.chunk, paper.part):
                return stretch.chunk
    return None


def _ended(whole: Chunk, following: Chunk, paper: Paper) -> bool:
    """Tell whether the text ends with a full stop, or the next line begins something else."""
    return (
        STOPPED.search(whole.text) is not None
        or _CLOSING.match(following.text) is not None
        or is_labelled(following, paper.part)
    )


def _is_others(piece: Chunk, lower: int, stretch: Stretch, paper: Paper) -> bool:
    """Tell whether a line stands nearer to the next label of the column, which has nothing beside."""
    middle = (piece.box[1] + piece.box[3]) / 2
    x0, _, x1, bottom = stretch.label_box
    own = middle - (min(lower, bottom) if not stretch.chunk.printed else lower)
    return any(
        other.label is not None
        and not other.chunk.printed
        and other.label_box[1] >= bottom
        and other.label_box[0] < x1
        and other.label_box[2] > x0
        and abs((other.label_box[1] + other.label_box[3]) / 2 - middle) < own
        for other in paper.stretches
    )
