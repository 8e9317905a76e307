"""How offices print a paper: rows, a table, stacked entries or a letter, in many styles.

Nothing here knows how papers are read: positions, faces, gaps and rules are drawn by lot.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dossier.samples.draw.portrait import photo
from dossier.samples.draw.scan import Colour, Scan
from dossier.samples.draw.seal import RED, round_seal
from dossier.samples.draw.sheet import Sheet
from dossier.samples.testset.residents import pick

Size = tuple[float, float]
CARD: Size = (85.6, 54.0)
BOOKLET: Size = (125.0, 88.0)
PAGE: Size = (105.0, 143.0)
A5: Size = (210.0, 148.0)
A4: Size = (210.0, 297.0)
LANDSCAPE: Size = (297.0, 210.0)

_INK: Colour = (26, 26, 30)
_CARD_CORNER_MM = 3.0
_SMALLEST_MM = 1.9


@dataclass(frozen=True, slots=True)
class Entry:
    """One printed item.  name: its field, None where nobody reads it.

    printed: as it stands on the paper.  truth: what a reader is to give for it.
    """

    name: str | None
    labels: tuple[str, ...]
    printed: str
    truth: str = ""

    @property
    def value(self) -> str:
        """What a reader is to give."""
        return self.truth or self.printed


@dataclass(frozen=True, slots=True)
class Blank:
    """A paper before it is printed.

    titles: one of them is printed.  seal: the body that seals it.  sentences: of a letter, with
    {0}, {1}, … for its entries; empty where the entries stand one by one.
    foot: entries of a letter that stand below at the right.  of_title: fields that the title,
    or the body that seals, gives.
    """

    document_type: str
    size: Size
    titles: tuple[str, ...]
    entries: tuple[Entry, ...]
    over_title: str = ""
    seal: str = ""
    photo_of: str = ""
    sentences: tuple[str, ...] = ()
    foot: tuple[Entry, ...] = ()
    remark: str = ""
    of_title: tuple[tuple[str, str], ...] = ()

    @property
    def truth(self) -> dict[str, str]:
        """What a reader is to find."""
        items = (*self.entries, *self.foot)
        found = {entry.name: entry.value for entry in items if entry.name and entry.printed}
        return dict(self.of_title) | found


@dataclass(slots=True)
class _Style:
    label_face: str
    value_face: str
    after: str
    wide: bool
    label_ink: Colour
    gap: float
    leading: float


def printed(rng: np.random.Generator, blank: Blank) -> Scan:
    """Print ``blank`` in a style drawn by lot."""
    tints = (
        (255, 255, 255),
        (252, 250, 244),
        (244, 249, 246),
        (250, 243, 242),
        (242, 246, 250),
    )
    small = blank.size[0] < 200
    paper = tints[int(rng.integers(len(tints)))] if small else tints[int(rng.integers(2))]
    sheet = Sheet(*blank.size, paper=paper)
    if small and rng.random() < 0.5:
        shade = tuple(max(0, tone - 14) for tone in paper)
        sheet.waves((shade[0], shade[1], shade[2]), step=1.6, swing=1.3, length=29)
    style = _style(rng)
    if blank.sentences:
        _letter(sheet, rng, blank, style)
    else:
        _form(sheet, rng, blank, style)
    return sheet.scan(corner_mm=_CARD_CORNER_MM if blank.size == CARD else 0.0)


def _style(rng: np.random.Generator) -> _Style:
    face = pick(rng, ("Sans", "Serif"))
    inks: tuple[Colour, ...] = (_INK, _INK, (60, 92, 140), (120, 40, 44), (70, 70, 76))
    return _Style(
        label_face=pick(rng, (face, face, face + "Bold")),
        value_face=pick(rng, (face, face, "Serif", "Sans")),
        after=pick(rng, ("：", "：", ":", "", "")),
        wide=bool(rng.random() < 0.35),
        label_ink=inks[int(rng.integers(len(inks)))],
        gap=float(rng.uniform(0.4, 1.1)),
        leading=float(rng.uniform(1.22, 1.5)),
    )


def _label(rng: np.random.Generator, entry: Entry, style: _Style) -> str:
    label = pick(rng, entry.labels)
    if style.wide and len(label) == 2:
        label = f"{label[0]}{'    ' if style.after else '  '}{label[1]}"
    return label + style.after if label else ""


def _form(sheet: Sheet, rng: np.random.Generator, blank: Blank, style: _Style) -> None:
    width, height = blank.size
    margin = width * float(rng.uniform(0.05, 0.09))
    top = _head(sheet, rng, blank)
    right = width - margin
    left = margin
    bottom = height * 0.95
    if blank.photo_of:
        share = 0.2 if width > height else 0.26
        wide = min(width * share, 33.0)
        picture = photo(rng, blank.photo_of, width_mm=wide, height_mm=wide * 1.3)
        if rng.random() < 0.6:
            right -= wide + 2.5
            sheet.paste(picture, right + 2.0, top)
        else:
            sheet.paste(picture, left, top)
            left += wide + 3.0
    way = float(rng.random())
    labels = [_label(rng, entry, style) for entry in blank.entries]
    area = (left, top, right, bottom)
    if way < 0.38 and blank.size != CARD:
        end = _table(sheet, rng, blank.entries, labels, area, style)
    elif way < 0.48 and len(blank.entries) <= 7:
        end = _stacked(sheet, blank.entries, labels, area, style)
    else:
        end = _rows(sheet, rng, blank.entries, labels, area, style)
    if blank.remark and end < height - 8:
        size = _body(sheet) * 0.8
        sheet.block(margin, end + size, width - 2 * margin, blank.remark, size)
    if blank.seal:
        across = min(40.0, 0.34 * min(width, height))
        ink = round_seal(rng, blank.seal, diameter_mm=across, strength=0.62)
        x = width - margin - across * float(rng.uniform(0.55, 1.0))
        sheet.stamp(ink, x, height - across * float(rng.uniform(0.55, 0.8)), RED)


def _head(sheet: Sheet, rng: np.random.Generator, blank: Blank) -> float:
    """Print the title and return where the entries may begin."""
    title = pick(rng, blank.titles)
    size = min(sheet.width_mm / 12, 9.5, sheet.width_mm * 0.8 / max(1, len(title)))
    y = sheet.height_mm * 0.045 + size * 0.6
    face = pick(rng, ("SansBold", "SerifBold", "Serif"))
    middle = sheet.width_mm / 2
    if blank.over_title:
        sheet.text(middle, y, blank.over_title, size * 0.62, family=face, anchor="mm")
        y += size * 1.1
    spread = size * float(rng.uniform(0, 0.5)) if len(title) < 7 else 0.0
    red = (168, 32, 36)
    fill = red if blank.size == BOOKLET and rng.random() < 0.5 else _INK
    if title:
        sheet.text(middle, y, title, size, family=face, fill=fill, anchor="mm", spacing=spread)
    return y + size * float(rng.uniform(0.95, 1.3))


def _body(sheet: Sheet) -> float:
    """Return the size of print that suits the sheet."""
    return {CARD: 3.1, BOOKLET: 3.5, PAGE: 3.5}.get((sheet.width_mm, sheet.height_mm), 4.6)


def _lines(sheet: Sheet, text: str, width: float, size: float, face: str) -> list[str]:
    lines = [""]
    for letter in text:
        if lines[-1] and sheet.measure(lines[-1] + letter, size, face) > width:
            lines.append("")
        lines[-1] += letter
    return lines


def _rows(
    sheet: Sheet,
    rng: np.random.Generator,
    entries: tuple[Entry, ...],
    labels: list[str],
    area: tuple[float, float, float, float],
    style: _Style,
) -> float:
    """Print label and value beside one another, short ones perhaps two in a row."""
    left, top, right, bottom = area
    size = _body(sheet) * float(rng.uniform(0.95, 1.1))
    pairs, aligned = bool(rng.random() < 0.35), bool(rng.random() < 0.6)
    ruled = bool(rng.random() < 0.2)
    while True:
        rows = _paired(sheet, entries, labels, right - left, size, style, pairs=pairs)
        column = max(sheet.measure(label, size, style.label_face) for label in labels)
        column = min(column + size * 0.6, (right - left) * 0.42)
        heights = [
            max(
                len(_lines(sheet, entries[i].printed, room - column, size, style.value_face))
                for i, _, room in row
            )
            * size * style.leading + size * style.gap
            for row in rows
        ]  # fmt: skip
        if sum(heights) <= bottom - top or size < _SMALLEST_MM:
            break
        size *= 0.94
    spare = min(size, (bottom - top - sum(heights)) / max(1, len(rows)) * 0.6)
    y = top
    for row, height in zip(rows, heights, strict=True):
        for index, x, room in row:
            label, value = labels[index], entries[index].printed
            sheet.text(left + x, y, label, size, family=style.label_face, fill=style.label_ink)
            width = sheet.measure(label, size, style.label_face) + size * (0.25 + style.gap)
            inside = sheet.measure(value, size, style.value_face)
            at = column if aligned and width <= column else width
            if room - at < inside <= room - width:
                at = width
            down = y
            for line in _lines(sheet, value, room - at, size, style.value_face):
                sheet.text(left + x + at, down, line, size, family=style.value_face)
                down += size * style.leading
            if ruled:
                under = y + size * 1.32
                sheet.line(
                    (left + x + at - 0.5, under), (left + x + room - 1.5, under), width=0.12
                )
        y += height + max(0.0, spare)
    return y


def _paired(
    sheet: Sheet,
    entries: tuple[Entry, ...],
    labels: list[str],
    width: float,
    size: float,
    style: _Style,
    *,
    pairs: bool,
) -> list[list[tuple[int, float, float]]]:
    """Return the rows: of each entry its index, its left edge and its room."""
    rows: list[list[tuple[int, float, float]]] = []
    half = width * 0.5
    open_row = False
    for index, entry in enumerate(entries):
        need = sheet.measure(labels[index], size, style.label_face) + size * 2
        need = max(need, sheet.measure("公民身份", size) if need > half else need)
        need += sheet.measure(entry.printed, size, style.value_face)
        if pairs and need < half and open_row:
            rows[-1] = [(rows[-1][0][0], 0.0, half), (index, half, half)]
            open_row = False
        else:
            rows.append([(index, 0.0, width)])
            open_row = pairs and need < half
    return rows


def _table(
    sheet: Sheet,
    rng: np.random.Generator,
    entries: tuple[Entry, ...],
    labels: list[str],
    area: tuple[float, float, float, float],
    style: _Style,
) -> float:
    """Print a ruled table, a label cell before each value cell."""
    left, top, right, bottom = area
    labels = [label.rstrip("：:") for label in labels]
    size = _body(sheet) * float(rng.uniform(0.85, 1.0))
    pairs = bool(rng.random() < 0.5) and right - left > 90
    align = pick(rng, ("l", "m"))
    shade = (238, 240, 243) if rng.random() < 0.3 else None
    while True:
        rows = _paired(sheet, entries, labels, right - left, size, style, pairs=pairs)
        rows = [row if len(row) > 1 else [(row[0][0], 0.0, right - left)] for row in rows]
        column = max(sheet.measure(label, size, style.label_face) for label in labels)
        column = min(column + size * 1.2, (right - left) * (0.24 if pairs else 0.36))
        heights = []
        for row in rows:
            lines = 1
            for index, _, room in row:
                value = entries[index].printed
                inside = room - column - 2.4
                lines = max(
                    lines,
                    len(_lines(sheet, value, inside, size, style.value_face)),
                    len(_lines(sheet, labels[index], column - 1.6, size, style.label_face)),
                )
            heights.append(lines * size * 1.25 + size * (0.7 + style.gap))
        if sum(heights) <= bottom - top or size < _SMALLEST_MM:
            break
        size *= 0.94
    y = top
    for row, height in zip(rows, heights, strict=True):
        for index, x, room in row:
            x0, x1, x2 = left + x, left + x + column, left + x + room
            sheet.box((x0, y, x1, y + height), fill=shade)
            sheet.box((x1, y, x2, y + height))
            sheet.cell((x0, y, x1, y + height), labels[index], size, family=style.label_face)
            sheet.cell(
                (x1, y, x2, y + height),
                entries[index].printed,
                size,
                family=style.value_face,
                align=align,
            )
        y += height
    return y


def _stacked(
    sheet: Sheet,
    entries: tuple[Entry, ...],
    labels: list[str],
    area: tuple[float, float, float, float],
    style: _Style,
) -> float:
    """Print each label small above its value."""
    left, top, right, bottom = area
    size = _body(sheet)
    labels = [label.rstrip("：:") for label in labels]
    while True:
        heights = [
            len(_lines(sheet, entry.printed, right - left, size, style.value_face)) * size * 1.3
            + size * 1.7
            for entry in entries
        ]
        if sum(heights) <= bottom - top or size < _SMALLEST_MM:
            break
        size *= 0.94
    y = top
    for entry, label, height in zip(entries, labels, heights, strict=True):
        sheet.text(left, y, label, size * 0.78, family=style.label_face, fill=style.label_ink)
        down = y + size * 1.15
        for line in _lines(sheet, entry.printed, right - left, size, style.value_face):
            sheet.text(left, down, line, size, family=style.value_face)
            down += size * 1.3
        y += height
    return y


def _letter(sheet: Sheet, rng: np.random.Generator, blank: Blank, style: _Style) -> None:
    """Print sentences, then who signs and when at the right."""
    y = _head(sheet, rng, blank) + sheet.height_mm * 0.03
    margin = sheet.width_mm * float(rng.uniform(0.11, 0.16))
    size = 5.0 if blank.size == A4 else 4.6
    width = sheet.width_mm - 2 * margin
    values = [entry.printed for entry in blank.entries]
    for sentence in blank.sentences:
        text = sentence.format(*values)
        indent = 0 if sentence.endswith("：") else 2
        y = sheet.block(
            margin, y, width, text, size,
            leading=style.leading + 0.35, indent=indent, family=style.value_face,
        )  # fmt: skip
        y += size * style.gap * 0.4
    y += size * 1.6
    right = sheet.width_mm - margin
    for entry in blank.foot:
        label = _label(rng, entry, style) if entry.labels[0] else ""
        text = f"{label}{'' if style.after or not label else '  '}{entry.printed}"
        sheet.text(right, y, text, size, family=style.value_face, anchor="ra")
        y += size * (style.leading + 0.4)
    if blank.seal:
        ink = round_seal(rng, blank.seal, diameter_mm=38.0, strength=0.6)
        sheet.stamp(ink, right - 24 + float(rng.uniform(-6, 6)), y - 14, RED)
