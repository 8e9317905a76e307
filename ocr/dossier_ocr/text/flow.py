"""Runs of text in reading order, as one string in which each character keeps its place."""

import re
from dataclasses import dataclass

from dossier_ocr.model import Box, union
from dossier_ocr.text.folding import folded
from dossier_ocr.text.leaning import Lean, lean_of
from dossier_ocr.text.writing import Writing, wide

CELL, ROW = "\t", "\n"
_LEVEL = 0.5
_BESIDE, _RIGHT_BESIDE = 0.5, 0.25
_APART_EM, _STACK_EM = 1.4, 0.25
_MARGIN, _ON_END = 0.1, 0.75
_LABEL_END = re.compile(r"[一-龥]{1,2}[ ]*:")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character in its place."""

    x0: float
    y0: int
    x1: float
    y1: int
    sure: float


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of text; ``glyphs`` is as long as ``text``, None for what was not printed."""

    text: str
    glyphs: tuple[Glyph | None, ...]

    def __getitem__(self, part: slice) -> "Chunk":
        return Chunk(self.text[part], self.glyphs[part])

    def __add__(self, other: "Chunk") -> "Chunk":
        return Chunk(self.text + other.text, self.glyphs + other.glyphs)

    @property
    def folded(self) -> str:
        """The text in half-width, simplified form; as long as ``text``."""
        return folded(self.text)

    @property
    def printed(self) -> list[Glyph]:
        """The characters that stand on paper."""
        return [glyph for glyph in self.glyphs if glyph is not None]

    @property
    def box(self) -> Box:
        """The box around all of it; a chunk without print has none."""
        return union(
            [(round(g.x0), g.y0, round(g.x1), g.y1) for g in self.printed] or [(0, 0, 0, 0)]
        )

    @property
    def sure(self) -> tuple[float, ...]:
        """How sure each character is; 1 for what was not printed."""
        return tuple(round(glyph.sure, 2) if glyph else 1.0 for glyph in self.glyphs)

    @property
    def confidence(self) -> float:
        """The confidence of its least certain character; 0 without any."""
        return min(self._sure(), default=0.0)

    @property
    def mean_confidence(self) -> float:
        """The mean confidence of its characters; 0 without any."""
        sure = self._sure()
        return sum(sure) / len(sure) if sure else 0.0

    def _sure(self) -> list[float]:
        return [
            glyph.sure
            for character, glyph in zip(self.text, self.glyphs, strict=True)
            if glyph is not None and not character.isspace()
        ]

    def stripped(self, characters: str) -> "Chunk":
        """Return it without ``characters`` at its ends (compared in folded form)."""
        text = self.folded
        start = len(text) - len(text.lstrip(characters))
        return self[start : start + len(text.strip(characters))]


EMPTY = Chunk("", ())


@dataclass(frozen=True, slots=True)
class Flow:
    """A region's text.  rows: where each row stands in the text, without its line end."""

    whole: Chunk
    rows: tuple[tuple[int, int], ...]

    @property
    def text(self) -> str:
        """The text in half-width, simplified form."""
        return self.whole.folded

    @property
    def prose(self) -> Chunk:
        """The text without the ends of rows and cells, as sentences run.

        Without single characters in the margin, too: they are print along the edge.
        """
        margin = {
            i
            for start, end in self.rows
            if self._is_aside(start, end)
            for i in range(start, end)
        }
        keep = [
            i
            for i, c in enumerate(self.whole.text)
            if c not in (CELL, ROW, "_") and i not in margin
        ]
        return Chunk(
            "".join(self.whole.text[i] for i in keep),
            tuple(self.whole.glyphs[i] for i in keep),
        )

    def _is_aside(self, start: int, end: int) -> bool:
        row = self.whole[start:end]
        if len(row.text.strip()) != 1 or not wide(row.text.strip()) or not row.printed:
            return False
        left, _, right, _ = self.whole.box
        x0, _, x1, _ = row.box
        others = [self.whole[a:b].box for a, b in self.rows if a != start]
        return (
            x0 > right - _MARGIN * (right - left) or x1 < left + _MARGIN * (right - left)
        ) and not any(
            min(x1, box[2]) > max(x0, box[0])
            for box in others
            if box[2] - box[0] > 4 * (x1 - x0)
        )


def flow_of(writings: tuple[Writing, ...]) -> Flow:
    """Lay ``writings`` out row by row, cell by cell."""
    text: list[str] = []
    glyphs: list[Glyph | None] = []
    rows = []
    lean = lean_of(writings)
    whole = unstacked(_split_on_end(writings, lean), lean)
    pieces = tuple(piece for writing in whole for piece in pieces_of(writing))
    for row in rows_of(pieces, lean):
        if text:
            text.append(ROW)
            glyphs.append(None)
        start = len(text)
        for index, writing in enumerate(row):
            if index:
                text.append(CELL)
                glyphs.append(None)
            text += writing.text
            glyphs += _glyphs(writing)
        rows.append((start, len(text)))
    return Flow(Chunk("".join(text), tuple(glyphs)), tuple(rows))


def pieces_of(writing: Writing) -> list[Writing]:
    """Cut a run where its characters stand so far apart that they are in cells of their own."""
    cuts, last = [0], None
    for index, character in enumerate(writing.text):
        if character.isspace():
            continue
        if last is not None and (
            writing.spans[index][0] - writing.spans[last][1] > _APART_EM * writing.height
        ):
            cuts.append(index)
        last = index
    if len(cuts) == 1:
        return [writing]
    ends = [*cuts[1:], len(writing.text)]
    return [
        piece
        for start, end in zip(cuts, ends, strict=True)
        if (piece := _piece(writing, start, end)) is not None
    ]


def _piece(writing: Writing, start: int, end: int) -> Writing | None:
    end = start + len(writing.text[start:end].rstrip())
    if start == end:
        return None
    spans = writing.spans[start:end]
    box = (round(spans[0][0]), writing.box[1], round(spans[-1][1]), writing.box[3])
    return Writing(writing.text[start:end], box, spans, writing.sure[start:end])


def unstacked(writings: tuple[Writing, ...], lean: Lean) -> tuple[Writing, ...]:
    """Put single Han characters that stand close under one another together, as labels do.

    Values of one character, each beside a label of its own, stay apart.
    """
    single = sorted((w for w in writings if _is_single(w)), key=lambda w: w.box[1])
    if len(single) < 2:
        return writings
    stacks: list[list[Writing]] = []
    for writing in single:
        for stack in stacks:
            if _is_under(stack[-1], writing):
                stack.append(writing)
                break
        else:
            stacks.append([writing])
    labels = [
        stack
        for stack in stacks
        if len(stack) > 1
        and not _are_values(stack, writings, lean)
        and not _begin_labels(stack, writings, lean)
    ]
    gone = {id(writing) for stack in labels for writing in stack}
    whole = [_stacked(stack) for stack in labels]
    return (*(w for w in writings if id(w) not in gone), *whole)


def _is_single(writing: Writing) -> bool:
    return len(writing.text) == 1 and wide(writing.text)


def _is_under(upper: Writing, lower: Writing) -> bool:
    height = min(upper.height, lower.height)
    gap = lower.box[1] - upper.box[3]
    aside = abs(upper.box[0] + upper.box[2] - lower.box[0] - lower.box[2]) / 2
    return -0.3 * height <= gap <= _STACK_EM * height and aside <= 0.3 * height


def _are_values(stack: list[Writing], writings: tuple[Writing, ...], lean: Lean) -> bool:
    """Tell whether right before each character, level with it, a run of its own stands."""
    before = []
    for writing in stack:
        left = [other for other in writings if other.box[2] <= writing.box[0]]
        beside = [
            other
            for other in left
            if len(other.text) > 1
            and abs(lean.level_of(other) - lean.level_of(writing))
            <= _RIGHT_BESIDE * writing.height
        ]
        if not beside:
            return False
        before.append(max(beside, key=lambda other: other.box[2]))
    return len({id(other) for other in before}) == len(stack)


def _split_on_end(writings: tuple[Writing, ...], lean: Lean) -> tuple[Writing, ...]:
    """Part the first characters of labels that an engine took for one run from top to bottom."""
    parted: list[Writing] = []
    for writing in writings:
        pieces = characters_down(writing)
        if len(pieces) > 1 and _begin_labels(pieces, writings, lean):
            parted += pieces
        else:
            parted.append(writing)
    return tuple(parted)


def characters_down(writing: Writing) -> list[Writing]:
    """Return the characters of a run from top to bottom, one by one; none of any other run."""
    count = len(writing.text)
    x0, y0, x1, _ = writing.box
    if (
        count < 2
        or writing.height < count * (x1 - x0) * _ON_END
        or not all(map(wide, writing.text))
    ):
        return []
    step = writing.height / count
    return [
        Writing(
            character,
            (x0, round(y0 + index * step), x1, round(y0 + (index + 1) * step)),
            ((float(x0), float(x1)),),
            writing.sure[index : index + 1],
        )
        for index, character in enumerate(writing.text)
    ]


def _begin_labels(stack: list[Writing], writings: tuple[Writing, ...], lean: Lean) -> bool:
    """Tell whether level with each character the end of its label stands: 姓 | 名: ..."""
    return all(
        any(
            other.box[0] >= writing.box[2]
            and abs(lean.level_of(other) - lean.level_of(writing)) <= _LEVEL * writing.height
            and _LABEL_END.match(folded(other.text))
            for other in writings
        )
        for writing in stack
    )


def _stacked(stack: list[Writing]) -> Writing:
    box = union([writing.box for writing in stack])
    spans = tuple(writing.spans[0] for writing in stack)
    sure = tuple(writing.sure[0] for writing in stack)
    return Writing("".join(writing.text for writing in stack), box, spans, sure)


def rows_of(writings: tuple[Writing, ...], lean: Lean) -> list[list[Writing]]:
    """Group runs that stand level, top to bottom, each from left to right.

    Two runs above one another never share a row, however close they are.  Where rows lean, as
    on a picture taken from aside, level is what they lean along.
    """
    tall = {id(writing): lean.level_of(writing) for writing in writings}
    rows: list[list[Writing]] = []
    for writing in sorted(writings, key=lambda one: tall[id(one)]):
        for row in reversed(rows[-4:]):
            nearest = min(row, key=lambda other: _distance(other, writing))
            apart = abs(tall[id(nearest)] - tall[id(writing)])
            if apart <= _reach(nearest, writing) and not any(
                _overlaps(other, writing) for other in row
            ):
                row.append(writing)
                break
        else:
            rows.append([writing])
    rows.sort(key=lambda row: sum(tall[id(one)] for one in row) / len(row))
    return [sorted(row, key=lambda writing: writing.box[0]) for row in rows]


def level(a: Writing, b: Writing) -> bool:
    """Tell whether two runs stand on one line."""
    return abs(_middle(a) - _middle(b)) <= _reach(a, b)


def _middle(writing: Writing) -> float:
    return (writing.box[1] + writing.box[3]) / 2


def _reach(a: Writing, b: Writing) -> float:
    return _LEVEL * min(a.height, b.height)


def _distance(a: Writing, b: Writing) -> int:
    return max(a.box[0] - b.box[2], b.box[0] - a.box[2], 0)


def _overlaps(a: Writing, b: Writing) -> bool:
    shared = min(a.box[2], b.box[2]) - max(a.box[0], b.box[0])
    return shared > _BESIDE * min(a.box[2] - a.box[0], b.box[2] - b.box[0])


def _glyphs(writing: Writing) -> list[Glyph]:
    _, y0, _, y1 = writing.box
    return [
        Glyph(x0, y0, x1, y1, sure)
        for (x0, x1), sure in zip(writing.spans, writing.sure, strict=True)
    ]
