"""Where on a paper the value of a field may stand: every place, with what speaks for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from dossier_ocr.anchors import compiled, places_of
from dossier_ocr.document_types import FieldSpec, Part
from dossier_ocr.flow import CELL, EMPTY, ROW, Chunk, Flow
from dossier_ocr.foot import at_foot, at_title, is_day
from dossier_ocr.model import Box
from dossier_ocr.stretches import EDGES, Stretch, gap_of, stretches_of
from dossier_ocr.titles import CLEAR_MIN, plain, titles_of

_BESIDE, _NEXT, _UNDER, _SENTENCE, _PATTERN, _UNLABELLED = 1.0, 0.97, 0.9, 0.8, 0.45, 0.35
_ORDER = 0.02
_GLUED_PLACE, _ON_PLACE, _UNDER_PLACE, _IN_PROSE_PLACE = 0.99, 0.975, 0.97, 0.95
_DOUBT_SHARE = 0.05
_PATTERN_PLACE, _FOOT_PLACE = 0.9, 0.9
_ROW_REACH, _CLOSE_REACH = 1.3, 0.8
_LIKE_SIZED = (0.6, 1.6)
_COLUMN_REACH, _UNDER_REACH = 8.0, 3.5
_NOISE, _BELIEVED = 0.75, 0.9
_COLUMN_SHARE = 0.3
_COLUMN_ROWS_MAX = 12
_JOINED_EM = 1.0
_WRAPPING = {
    "address": 3,
    "organisation": 2,
    "text": 2,
    "cert_number": 2,
    "money": 2,
    "names": 2,
    "id_numbers": 3,
}
_LONG_EM = 10
_GLUED_EM, _LEAD_FROM = 0.35, 2
_MARGIN_EM = 3.2
_BROKEN = 0.98
_ROWS_ASIDE = 3
_LONGER = 3
_CLAUSED = frozenset({"text", "address", "organisation", "names", "id_numbers"})
_SENTENCE_MAX = 80
_END = re.compile(r"[，;；。]|,(?!\d{3})|\.(?!\d)")
_FULL_STOP = re.compile(r"[;；。]|\.(?!\d)")
_STOPPED = re.compile(r"[。；;]\s*$")
_LETTER_END = re.compile(r"[。.]\s*(?=特此|此致|特$)")
_CLOSING = re.compile(r"特此|此致|以上|经办|联系人")
_BETWEEN_NAMES, _NAME_MAX = re.compile(r"[、,;\s]"), 4
_NO_SURNAME = frozenset("已应须需将承愿不确现自均可同对并授签本兹在的")
_PEOPLE = frozenset({"name", "names"})
_LEAD = re.compile(r"^[ \t]*(?:为|是|系(?![统列]))(?=[^\s,.;])[ \t]*:?")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a value may stand.

    worth: what speaks for it, about 1 beside a label.  labelled: a label stands by it.
    place: how little doubt there is that it is the place, 0 to 1.
    """

    chunk: Chunk
    worth: float
    labelled: bool
    place: float = 1.0


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper prepared for its fields."""

    part: Part
    flow: Flow
    prose: Chunk
    stretches: list[Stretch]
    heads: frozenset[int]
    titled: frozenset[int]
    right: int
    left: int

    @property
    def em(self) -> float:
        """The usual height of its characters."""
        return median([g.y1 - g.y0 for g in self.flow.whole.printed] or [1])


def paper_of(part: Part, flow: Flow) -> Paper:
    """Prepare ``flow`` to be asked for the fields of ``part``."""
    stretches = stretches_of(part, flow)
    left, _, right, _ = flow.whole.box
    heads = _header_rows(part, stretches)
    titled = frozenset(title.row for title in titles_of(flow) if title.weight >= CLEAR_MIN)
    return Paper(part, flow, flow.prose, stretches, heads, titled, right, left)


def candidates_of(spec: FieldSpec, paper: Paper) -> Iterator[Candidate]:
    """Yield every place where the value of ``spec`` may stand."""
    for order, label in enumerate(spec.labels):
        for stretch in paper.stretches:
            if stretch.label == label:
                less = _ORDER * order + stretch.doubt
                for candidate in _by_label(spec, stretch, paper):
                    place = candidate.place * (1 - _DOUBT_SHARE * stretch.doubt)
                    yield replace(candidate, worth=candidate.worth - less, place=place)
        for chunk, worth in _in_sentences(spec, label, paper):
            yield Candidate(chunk, worth - _ORDER * order, labelled=True, place=_IN_PROSE_PLACE)
    text, running = paper.flow.text, paper.prose.folded
    for pattern in spec.in_text:
        for number, match in enumerate(compiled(pattern).finditer(running)):
            chunk = paper.prose[slice(*match.span("v"))]
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


def _header_rows(part: Part, stretches: list[Stretch]) -> frozenset[int]:
    """Return the rows that are heads of columns: labels side by side with nothing between."""
    heads = set()
    for row in {stretch.row for stretch in stretches}:
        here = [stretch for stretch in stretches if stretch.row == row]
        words = [
            s.label is not None or plain(s.chunk.folded).rstrip(":") in part.around
            for s in here
        ]
        bare = [
            s
            for s, word in zip(here, words, strict=True)
            if word and (s.label is None or not s.chunk.printed or _is_label(s.chunk, part))
        ]
        if len(bare) >= 2 and len(bare) >= 0.6 * len(here):
            heads.add(row)
    return frozenset(heads)


def _is_label(chunk: Chunk, part: Part) -> bool:
    return plain(chunk.folded).rstrip(":") in part.around


def _by_label(spec: FieldSpec, stretch: Stretch, paper: Paper) -> Iterator[Candidate]:
    header = stretch.row in paper.heads
    beside = stretch.chunk
    unlike = spec.value_type == "names" and beside.printed and not _are_people(beside)
    if unlike and _is_glued(beside, stretch, paper):
        return  # a word in a sentence
    if spec.place in ("any", "right", "either"):
        yield from _beside(spec, stretch, paper, less=0.5 if header else 0.0)
    if spec.place in ("any", "below", "either"):
        under = _column(
            stretch, paper, max(spec.lines, _WRAPPING.get(spec.value_type, 1)),
            _UNDER_REACH,
        )  # fmt: skip
        empty = not stretch.chunk.printed
        worth = _UNDER if empty or header else _UNDER - 0.5
        if under.printed:
            first = under[: under.text.find(ROW)] if ROW in under.text else under
            gap = (first.box[1] - stretch.label_box[3]) / paper.em
            less = 0.05 * max(0.0, gap - 0.5) + (0.8 if _is_label(first, paper.part) else 0.0)
            yield Candidate(first, worth - less, labelled=True, place=_UNDER_PLACE)
            if first is not under:
                more = 0.02 if spec.lines > 1 else -0.1
                yield Candidate(
                    under, worth - less + more, labelled=True, place=_UNDER_PLACE * _ON_PLACE
                )
    if spec.place == "column":
        column = _column(stretch, paper, _COLUMN_ROWS_MAX, _COLUMN_REACH)
        yield Candidate(column, _UNDER, labelled=True, place=_UNDER_PLACE)
        yield from _beside(spec, stretch, paper, less=0.3)


def _beside(
    spec: FieldSpec, stretch: Stretch, paper: Paper, less: float
) -> Iterator[Candidate]:
    """Yield what stands right of the label: all of it, its first cell, its first words."""
    raw = _without_noise(stretch.chunk)
    whole = _unled(raw, stretch)
    closed = len(raw.text) > 1 and _FULL_STOP.search(raw.text, 1) is not None
    closed = closed and (stretch.prose or _STOPPED.search(raw.text) is not None)
    lines = max(spec.lines, _WRAPPING.get(spec.value_type, 1))
    if whole.printed:
        gap = (whole.printed[0].x0 - stretch.label_box[2]) / paper.em
        worth = _BESIDE - min(0.3, 0.02 * max(0.0, gap - 2)) - less
        glued = _is_glued(whole, stretch, paper)
        place = (_GLUED_PLACE if glued else 1.0) * (_IN_PROSE_PLACE if stretch.prose else 1.0)
        place *= 1 - less / 2
        if _is_label(whole, paper.part) and not (spec.choices or spec.pattern):
            worth -= 0.8
        over = not closed and not stretch.followed and _runs_over(whole, stretch, paper)
        for chunk, minus in _shares_of(whole, spec, stretch):
            extent = 1 - minus - (0.3 if over else 0.0)
            yield Candidate(
                chunk, worth + extent - 1, labelled=True, place=place * (0.5 + extent / 2)
            )
        if over and lines > 1:
            on, followed = _run_on(whole, stretch, paper, lines)
            on = _unled(on, stretch)
            for chunk, minus in _shares_of(on, spec, replace(stretch, followed=followed)):
                yield Candidate(
                    chunk,
                    worth - minus,
                    labelled=True,
                    place=place * _ON_PLACE * (1 - minus / 2),
                )
        if stretch.claimed.text != stretch.chunk.text:
            yield Candidate(stretch.claimed, worth - 0.25, labelled=True, place=place * 0.9)
    else:
        worth = _NEXT - less
    if lines > 1 and not closed:
        rows, close = _with_rows(lines, stretch, paper)
        rows = _unled(rows, stretch)
        if rows.text != whole.text and rows.printed:
            sure = spec.lines > 1 or close
            more = 0.04 if sure else -0.2
            yield Candidate(
                rows, worth + more, labelled=True, place=_ON_PLACE if sure else _IN_PROSE_PLACE
            )


def _are_people(chunk: Chunk) -> bool:
    """Tell whether what follows a word without a colon are names, not the rest of a sentence."""
    first = _BETWEEN_NAMES.split(chunk.folded.strip(EDGES), maxsplit=1)[0]
    return len(first) <= _NAME_MAX and first[:1] not in _NO_SURNAME


def _is_glued(whole: Chunk, stretch: Stretch, paper: Paper) -> bool:
    """Tell whether what is beside a label follows it without a colon, a gap or an edge."""
    first, glyphs = whole.printed[0], paper.flow.whole.glyphs
    if first.x0 - stretch.label_box[2] >= _GLUED_EM * paper.em:
        return False
    at = next((i for i, g in enumerate(glyphs[stretch.start :]) if g is first), 0)
    between = paper.flow.text[stretch.start : stretch.start + at]
    return ":" not in between and CELL not in between


def _unled(chunk: Chunk, stretch: Stretch) -> Chunk:
    """Leave out the word that joins a label to its value in a sentence, and the next sentence.

    月收入为3200元。特此证明 is 3200元.
    """
    if chunk.text == "为":
        return chunk[:0]
    lead = _LEAD.match(chunk.folded)
    if lead and chunk.printed:
        em = chunk.printed[0].y1 - chunk.printed[0].y0
        glued = chunk.printed[0].x0 - stretch.label_box[2] < _GLUED_EM * em
        if stretch.prose or (glued and len(chunk.text) > _LEAD_FROM):
            chunk = chunk[lead.end() :]
    full_stop = (_FULL_STOP if stretch.prose else _LETTER_END).search(chunk.text, 1)
    return chunk[: full_stop.start()] if full_stop else chunk


def _clause_end(spec: FieldSpec, chunk: Chunk) -> int | None:
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


def _shares_of(
    whole: Chunk, spec: FieldSpec, stretch: Stretch
) -> Iterator[tuple[Chunk, float]]:
    """Yield the text beside a label, its first cell alone, and its first words alone.

    In a sentence the first clause is more likely, unless the next label follows.
    """
    pieces = _split(whole)
    apart = max((gap_of(a, b) for a, b in pairwise(pieces)), default=0.0)
    stop = _clause_end(spec, whole)
    told = spec.value_type == "text" and spec.lines > 1  # a matter told in several clauses
    on = stretch.prose and not stretch.followed and stop is not None and not told
    yield whole, (0.15 if apart > _JOINED_EM else 0.0) + (0.2 if on else 0.0)
    if len(pieces) > 1:
        yield pieces[0], 0.02 if apart > _JOINED_EM else 0.1
    if stop:
        free = spec.value_type in _CLAUSED
        yield whole[:stop], 0.02 if on or not free else 0.06 if stretch.prose else 0.3


def _in_sentences(spec: FieldSpec, label: str, paper: Paper) -> Iterator[tuple[Chunk, float]]:
    """Yield what follows a label in a sentence, over the ends of rows."""
    wrapped = [
        s
        for s in paper.stretches
        if s.label == label and (s.prose or _runs_over(s.chunk, s, paper))
    ]
    text = paper.prose.folded
    starts = [paper.flow.whole.glyphs[s.start] for s in wrapped]
    for start, end in places_of(label, text):
        first, begin = paper.prose.glyphs[start], paper.prose.glyphs[end - 1]
        if first is None or begin is None:
            continue
        broken = _is_broken(paper.prose[start:end], paper)
        if not broken and not any(
            glyph is not None and glyph.y0 == begin.y0 for glyph in starts
        ):
            continue
        after = paper.prose[end : end + _SENTENCE_MAX].stripped(EDGES)
        if lead := _LEAD.match(after.folded):
            after = after[lead.end() :].stripped(EDGES)
        after = after[: _clause_end(spec, after)]
        told = _are_people(after) or ":" in text[end : end + 2]
        if spec.value_type == "names" and not told:
            continue
        yield after, _BROKEN if broken else _SENTENCE


def _is_broken(label: Chunk, paper: Paper) -> bool:
    """Tell whether a label begins at the end of one line and ends at the start of the next."""
    margin = _MARGIN_EM * paper.em
    return any(
        a.y1 < b.y0 and a.x1 >= paper.right - margin and b.x0 <= paper.left + margin
        for a, b in pairwise(label.printed)
    )


def _runs_over(chunk: Chunk, stretch: Stretch, paper: Paper) -> bool:
    """Tell whether the text reaches the right edge and goes on at the left one."""
    return _next_line(chunk, stretch.label_box[0], stretch.row, paper) is not None


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
        margin = x0 <= paper.left + 2.5 * em and chunk.box[2] >= paper.right - _MARGIN_EM * em
        far = y0 - chunk.box[3] > _ROW_REACH * em
        if not far and x0 < chunk.box[0] - 0.7 * em and (margin or (under and close)):
            return other
    return None


def _run_on(whole: Chunk, stretch: Stretch, paper: Paper, lines: int) -> tuple[Chunk, bool]:
    """Return the text with the lines on which it goes on, and whether a label then follows."""
    row, left, last = stretch.row, stretch.label_box[0], whole
    for _ in range(lines - 1):
        following = _next_line(last, left, row, paper)
        if following is None or _ended(whole, following.chunk):
            break
        last = following.chunk
        whole, row = whole + last, following.row
    followed = any(
        s.row == row and s.label and s.start > stretch.start for s in paper.stretches
    )
    return whole, followed


def _without_noise(chunk: Chunk) -> Chunk:
    """Leave out cells that the engine hardly believed beside one that it did."""
    cells = [chunk[a:b] for a, b in _cell_spans(chunk.text)]
    if all(cell.mean_confidence < _BELIEVED for cell in cells):
        return chunk
    kept = [cell for cell in cells if cell.mean_confidence >= _NOISE or not cell.printed]
    whole = EMPTY
    for cell in kept:
        whole = whole + Chunk(CELL, (None,)) + cell if whole.text else cell
    return whole


def _cell_spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for cell in text.split(CELL):
        yield start, start + len(cell)
        start += len(cell) + 1


def _with_rows(lines: int, stretch: Stretch, paper: Paper) -> tuple[Chunk, bool]:
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
    upper, lower, whole, count = box[1], box[3], _without_noise(stretch.chunk), 1
    em = max(1, lower - upper)
    close = True
    for direction in (1, -1):
        if direction < 0 and stretch.chunk.printed and count == 1:
            break  # a label stands level with the middle of its lines
        row = _beside_column(stretch.row + direction, direction, stretch, right, paper)
        while count < lines and (piece := _loose(row, left, right, paper)):
            _, y0, _, y1 = piece.box
            gap = y0 - lower if direction > 0 else upper - y1
            if gap > _ROW_REACH * em or not _LIKE_SIZED[0] <= (y1 - y0) / em <= _LIKE_SIZED[1]:
                break
            aside = abs(piece.box[0] - box[0]) > 0.7 * em
            if direction > 0 and _ended(whole, piece):
                break
            middle = abs(sum(piece.box[::2]) - sum(box[::2])) / 2 <= em
            if direction > 0 and whole.printed and (is_day(piece) or (aside and not middle)):
                break
            if direction < 0 and (row in paper.titled or gap > _CLOSE_REACH * em):
                break
            close = close and gap <= _CLOSE_REACH * em and not (direction > 0 and aside)
            whole = whole + piece if direction > 0 else piece + whole
            upper, lower, count = min(upper, y0), max(lower, y1), count + 1
            row = _beside_column(row + direction, direction, stretch, right, paper)
    return whole, close


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


def _ended(whole: Chunk, following: Chunk) -> bool:
    """Tell whether the text ends with a full stop, or the next line begins another sentence."""
    return _STOPPED.search(whole.text) is not None or _CLOSING.match(following.text) is not None


def _loose(row: int, left: int, right: float, paper: Paper) -> Chunk | None:
    """Return the text of ``row`` that begins in the column and that no label claims."""
    for stretch in paper.stretches:
        if stretch.row == row and stretch.label is None:
            x0, y0, _, y1 = stretch.chunk.box
            if left - (y1 - y0) / 2 <= x0 < right and not _is_label(stretch.chunk, paper.part):
                return stretch.chunk
    return None


def _column(stretch: Stretch, paper: Paper, rows_max: int, reach_em: float) -> Chunk:
    """Return the loose text under the label, row by row, until a label or a wide gap."""
    x0, _, x1, lower = stretch.label_box
    rivals = [
        other.label_box if other.label else other.chunk.box
        for other in paper.stretches
        if other.row == stretch.row and other is not stretch
    ]
    whole = EMPTY
    last = max(other.row for other in paper.stretches)
    taken, abreast = 0, 0
    for row in range(stretch.row + 1, last + 1):
        here = [other for other in paper.stretches if other.row == row]
        if row in paper.heads or any(
            other.label and _shares(other.label_box, x0, x1) for other in here
        ):
            break
        cells = [cell for other in here if other.label is None for cell in _split(other.chunk)]
        under = _under(cells, x0, x1, rivals)
        if not under.printed:
            continue
        if taken == 0:
            abreast = len(cells)
        elif abreast > 1 == len(cells) or len(under.text) > _LONGER * max(len(whole.text), 6):
            break  # what stands alone under a table is not in its column
        box = under.box
        if taken == rows_max or box[1] - lower > reach_em * (box[3] - box[1]):
            break
        whole = whole + Chunk(ROW, (None,)) + under if taken else under
        lower, taken = box[3], taken + 1
    return whole


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


def _joins(a: Chunk, b: Chunk, rivals: list[Box], *, left: bool = False) -> bool:
    """Tell whether the cell that is added belongs to the same column."""
    added = (a if left else b).box
    return gap_of(a, b) <= _JOINED_EM and not any(
        _shares(added, rival[0], rival[2]) for rival in rivals
    )


def _split(chunk: Chunk) -> list[Chunk]:
    cells = [chunk[slice(*span)] for span in _cell_spans(chunk.text)]
    return [cell for cell in cells if cell.printed]


def _shares(box: Box, x0: int, x1: int) -> bool:
    shared = min(box[2], x1) - max(box[0], x0)
    return shared > _COLUMN_SHARE * min(box[2] - box[0], x1 - x0)
