"""Any document type in any of several layouts, with what a reader is to find on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from PIL import Image

from dossier.samples.draw.press import Box, Press, Print
from dossier.samples.draw.scan import Colour, Scan
from dossier.samples.draw.seal import RED, round_seal
from dossier.samples.draw.sheet import Sheet
from dossier.samples.type_values import Invented, invent_values
from dossier_ocr import DocumentType
from dossier_ocr.definitions.document_types import FieldSpec, Part
from dossier_ocr.text.titles import is_called, plain

LAYOUTS = ("lines", "table", "two_columns", "letter", "header_table", "card", "booklet")
USUAL = {
    "letter": "letter",
    "table": "table",
    "form": "two_columns",
    "card": "card",
    "booklet": "booklet",
}
"""The layout for what a document type says under ``drawn``."""
_PAPERS: tuple[Colour, ...] = (
    (255, 255, 255),
    (253, 251, 245),
    (247, 250, 252),
    (252, 247, 247),
)
_FOOT_BODY = "沈阳市和安区人民政府春晖街道办事处"
_SPACED_LENGTH = 2


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn paper.  values: field to what a reader is to give.  boxes: where each stands."""

    scan: Scan
    document_type: str
    parts: tuple[str, ...]
    values: dict[str, str]
    boxes: dict[str, Box]
    prints: tuple[Print, ...]

    @property
    def picture(self) -> Image.Image:
        """The picture, in colour, 300 dots to the inch."""
        return self.scan.image


@dataclass(frozen=True, slots=True)
class _Item:
    """A label and what stands by it."""

    label: str
    text: str
    names: tuple[str, ...]
    at: str | None = None


@dataclass(slots=True)
class _Page:
    """A paper while it is drawn."""

    press: Press
    rng: np.random.Generator
    title: str
    items: list[_Item]
    foot: list[_Item]
    body: str
    width: float
    height: float
    margin: float
    colon: str = "："
    spaced: bool = False
    upright: bool = False
    extra: list[str] = field(default_factory=list)


def draw_type(
    document_type: DocumentType,
    layout: str,
    rng: np.random.Generator,
    *,
    part: str | None = None,
) -> Drawn:
    """Draw one part (the first unless named) of ``document_type`` in one of LAYOUTS."""
    chosen = next(p for p in document_type.parts if part is None or p.code == part)
    values = invent_values(document_type, chosen, rng)
    items = _items(chosen, values, rng)
    foot = [item for item in items if item.at == "foot"] if layout == "letter" else []
    page = _page(document_type, chosen, layout, items, foot, rng)
    y = _head(page, layout)
    y = _DRAWERS[layout](page, y)
    _foot(page, y, values)
    sheet = page.press.sheet
    prints = tuple(page.press.prints)
    shown = {name for item in items for name in item.names}
    boxes = _boxes(prints, shown)
    told = {name: values[name].value for name in values if name in boxes}
    corner = 3.0 if layout == "card" else 0.0
    return Drawn(
        sheet.scan(corner_mm=corner),
        document_type.code,
        (chosen.code,),
        told,
        boxes,
        prints,
    )


def _items(part: Part, values: Mapping[str, Invented], rng: np.random.Generator) -> list[_Item]:
    """Return labels with their values; two fields under one label stand by it together."""
    items: list[_Item] = []
    done: set[str] = set()
    for spec in part.fields:
        if spec.name in done:
            continue
        others = [
            other
            for other in part.fields
            if other is not spec and spec.take and set(other.labels) & set(spec.labels)
        ]
        if others:
            group = [spec, *others]
            done |= {each.name for each in group}
            if len(group) == 2 and all("date" in each.value_type for each in group):
                text = "-".join(_dotted(values[each.name].value) for each in group)
                names = tuple(each.name for each in group)
                items.append(_Item(_label(spec, rng), text, names))
            continue
        printed = values[spec.name].printed
        items.append(_Item(_label(spec, rng), printed, (spec.name,), spec.at))
    return items


def _dotted(day: str) -> str:
    return day.replace("-", ".")


def _label(spec: FieldSpec, rng: np.random.Generator) -> str:
    labels = [label for label in spec.labels if not label.startswith("~")]
    if not labels:
        return spec.label_zh
    if rng.random() < 0.6:
        return labels[0]
    return labels[int(rng.integers(len(labels)))]


def _title_of(document_type: DocumentType, part: Part, rng: np.random.Generator) -> str:
    titles = [a.text for a in part.anchors if a.title and not a.text.startswith("~")]
    shown = [
        example.rows[0].removeprefix("# ").strip()
        for example in document_type.examples
        if example.part == part.code and "|" not in example.rows[0]
    ]
    names = [anchor.text for anchor in part.anchors if anchor.title]
    titles += [row for row in shown if any(is_called(name, plain(row)) for name in names)]
    return titles[int(rng.integers(len(titles)))] if titles else ""


def _page(
    document_type: DocumentType,
    part: Part,
    layout: str,
    items: list[_Item],
    foot: list[_Item],
    rng: np.random.Generator,
) -> _Page:
    family = ("Serif", "Sans")[int(rng.integers(2))]
    paper = _PAPERS[int(rng.integers(len(_PAPERS)))]
    width, height, size, margin = 210.0, 297.0, float(rng.uniform(4.2, 5.2)), 24.0
    if layout == "card":
        rows = len(items)
        width, size, margin = 105.0, float(rng.uniform(3.0, 3.6)), 8.0
        height = 36.0 + rows * size * 2.6
    elif layout == "booklet":
        width, height, size, margin = 200.0, 140.0, float(rng.uniform(3.6, 4.2)), 10.0
        height = max(height, 60 + 1.1 * len(items) * size * 1.6)
    sheet = Sheet(width, height, paper=paper)
    bodies = [
        v.text for v in items if v.text.endswith(("局", "院", "公司", "办事处", "委员会"))
    ]
    return _Page(
        Press(sheet, family=family, size=size),
        rng,
        _title_of(document_type, part, rng),
        [item for item in items if item not in foot],
        foot,
        bodies[0] if bodies else _FOOT_BODY,
        width,
        height,
        margin,
        colon=("：", ":", "")[int(rng.choice(3, p=[0.6, 0.15, 0.25]))],
        spaced=bool(rng.random() < 0.4),
        upright=bool(rng.random() < 0.15),
    )


def _head(page: _Page, layout: str) -> float:
    """Print the title, and return where the rest begins."""
    size = page.press.size * float(page.rng.uniform(1.35, 1.9))
    y = page.margin + size
    if not page.title:
        return y
    middle = page.width / 2 if layout != "booklet" else page.width / 4
    room = (page.width if layout != "booklet" else page.width / 2) - page.margin
    family = ("SerifBold", "SansBold")[int(page.rng.integers(2))]
    spacing = size * 0.5 if len(page.title) <= 5 and page.rng.random() < 0.5 else 0.0
    while page.press.sheet.measure(page.title, size, family) + spacing * len(page.title) > room:
        size, spacing = size * 0.93, 0.0
    page.press.run(middle, y, page.title, size=size, family=family, spacing=spacing, align="m")
    return y + size * 1.6


def _spaced(page: _Page, label: str) -> str:
    if page.spaced and len(label) == _SPACED_LENGTH:
        return f"{label[0]}　{label[1]}"
    return label


def _name(item: _Item) -> str:
    return ",".join(item.names)


def _lines(page: _Page, y: float) -> float:
    return _column_of(page, page.items, page.margin, page.width - page.margin, y, 2.1)


def _column_of(
    page: _Page, items: list[_Item], left: float, right: float, y: float, leading: float
) -> float:
    """Print label and value, a line each, values wrapped under themselves or the label."""
    press, size = page.press, page.press.size
    aligned = page.colon == "" or page.rng.random() < 0.3
    widest = max(press.measure(_spaced(page, item.label) + page.colon) for item in items)
    underlined = page.rng.random() < 0.3
    hanging = aligned or page.rng.random() < 0.6
    for item in items:
        label = _spaced(page, item.label) + page.colon
        start = left + (widest + size if aligned else press.measure(label))
        apart = aligned or page.rng.random() < 0.3
        if apart:
            press.run(left, y, label)
            start = max(start, left + press.measure(label) + 0.6 * size)
            lines = _wrapped(page, item.text, right - start, right - start)
            press.run(start, y, lines[0], field=_name(item))
        else:
            room = right - start
            lines = _wrapped(page, item.text, room, room if hanging else right - left)
            press.run(left, y, label + lines[0], field=_name(item))
        if underlined:
            press.sheet.line((start, y + size * 0.68), (right, y + size * 0.68))
        for line in lines[1:]:
            y += size * 1.45
            press.run(start if apart or hanging else left, y, line, field=_name(item))
        y += size * leading
    return y


def _wrapped(page: _Page, text: str, first: float, rest: float) -> list[str]:
    return page.press.lines(text, rest, indent=rest - first)


def _table(page: _Page, y: float) -> float:
    left, right = page.margin, page.width - page.margin
    return _ruled(page, [[item] for item in page.items], left, right, y)


def _two_columns(page: _Page, y: float) -> float:
    rows: list[list[_Item]] = []
    room = (page.width - 2 * page.margin) * 0.27
    for item in page.items:
        short = (
            page.press.measure(item.text) < room and page.press.measure(item.label) < room * 0.7
        )
        if short and rows and len(rows[-1]) == 1 and rows[-1][0].at == "half":
            rows[-1].append(item)
        else:
            rows.append([_Item(item.label, item.text, item.names, "half" if short else None)])
    return _ruled(page, rows, page.margin, page.width - page.margin, y)


def _ruled(page: _Page, rows: list[list[_Item]], left: float, right: float, y: float) -> float:
    """Draw a table whose cells are labels and values in turn."""
    press, size = page.press, page.press.size
    width = right - left
    label_width = min(width * 0.3, max(_label_width(page, row) for row in rows) + size)
    if any(len(row) > 1 for row in rows):
        label_width = min(label_width, width * 0.21)
    middle = page.rng.random() < 0.4
    for row in rows:
        half = len(row) > 1
        cell = width / 2 if half else width
        texts = [
            _wrapped(page, item.text, cell - label_width - 3, cell - label_width - 3)
            for item in row
        ]
        heads = [press.lines(_spaced(page, item.label), label_width - 2) for item in row]
        upright = page.upright and not half and len(row[0].label) == 2
        tall = max([len(lines) for lines in texts + heads] + [2 if upright else 1])
        height = size * (1.3 * tall + 0.9)
        for order, item in enumerate(row):
            x = left + order * cell
            press.sheet.box((x, y, x + label_width, y + height))
            press.sheet.box((x + label_width, y, x + cell, y + height))
            if upright:
                for number, letter in enumerate(item.label):
                    press.run(
                        x + label_width / 2, y + height / 2 + (number - 0.5) * size * 1.15,
                        letter, align="m",
                    )  # fmt: skip
            else:
                _stack(page, heads[order], x + label_width / 2, y, height, "m", None)
            at = x + label_width + (cell - label_width) / 2 if middle else x + label_width + 1.6
            _stack(page, texts[order], at, y, height, "m" if middle else "l", _name(item))
        y += height
    return y + size


def _label_width(page: _Page, row: list[_Item]) -> float:
    return max(page.press.measure(_spaced(page, item.label)) for item in row)


def _stack(
    page: _Page,
    lines: list[str],
    x: float,
    y: float,
    height: float,
    align: str,
    name: str | None,
) -> None:
    step = page.press.size * 1.3
    at = y + height / 2 - step * (len(lines) - 1) / 2
    for line in lines:
        page.press.run(x, at, line, align=align, field=name)
        at += step


def _letter(page: _Page, y: float) -> float:
    """Print one long sentence over several lines."""
    join = ("：", "为", "")[int(page.rng.integers(3))]
    said = "，".join(f"{item.label}{join}{item.text}" for item in page.items)
    proves = "证明" in page.title
    text = f"兹证明以下情况属实：{said}。特此证明。" if proves else f"{said}。"
    press = page.press
    left, right = page.margin, page.width - page.margin
    marks = _marks(text, page.items, join)
    at = 0
    y += press.size
    for number, line in enumerate(press.lines(text, right - left, indent=press.size * 2)):
        names = ",".join(
            name for name, (a, b) in marks.items() if a < at + len(line) and b > at
        )
        x = left + (press.size * 2 if number == 0 else 0)
        press.run(x, y, line, field=names or None)
        at += len(line)
        y += press.size * 1.8
    return y + press.size * 2


def _marks(text: str, items: list[_Item], join: str) -> dict[str, tuple[int, int]]:
    found, at = {}, 0
    for item in items:
        at = text.index(f"{item.label}{join}{item.text}", at) + len(item.label + join)
        found[_name(item)] = (at, at + len(item.text))
    return found


def _header_table(page: _Page, y: float) -> float:
    """Print blocks of a row of heads with a row of values under it."""
    press, size = page.press, page.press.size
    left, right = page.margin, page.width - page.margin
    row: list[_Item] = []
    used = 0.0
    blocks: list[list[_Item]] = []
    for item in page.items:
        wide = min(
            right - left, max(press.measure(item.label), press.measure(item.text)) + size
        )
        if row and (used + wide > right - left or len(row) == 5):
            blocks.append(row)
            row, used = [], 0.0
        row.append(item)
        used += wide
    blocks.append(row)
    for block in blocks:
        wide_of = [max(press.measure(i.label), press.measure(i.text)) + size for i in block]
        scale = (right - left) / sum(wide_of)
        x = left
        lines = [_wrapped(page, i.text, right - left - 2, right - left - 2) for i in block]
        tall = max(len(each) for each in lines)
        high, low = size * 2.0, size * (1.3 * tall + 0.9)
        for item, wide, text in zip(block, wide_of, lines, strict=True):
            wide *= scale
            press.sheet.box((x, y, x + wide, y + high))
            press.sheet.box((x, y + high, x + wide, y + high + low))
            press.run(x + wide / 2, y + high / 2, item.label, align="m")
            _stack(page, text, x + wide / 2, y + high, low, "m", _name(item))
            x += wide
        y += high + low
    return y + size


def _card(page: _Page, y: float) -> float:
    return _column_of(page, page.items, page.margin, page.width - page.margin, y, 1.8)


def _booklet(page: _Page, y: float) -> float:
    """Print two pages side by side."""
    half = (len(page.items) + 1) // 2
    fold = page.width / 2
    page.press.sheet.line((fold, 0), (fold, page.height), fill=(170, 170, 170))
    first = _column_of(page, page.items[:half], page.margin, fold - page.margin, y, 1.9)
    if page.items[half:]:
        _column_of(
            page,
            page.items[half:],
            fold + page.margin,
            page.width - page.margin,
            page.margin * 2,
            1.9,
        )
    return first


def _foot(page: _Page, y: float, values: Mapping[str, Invented]) -> None:
    """Print body and day under a letter, and press the seal."""
    del values
    press, size = page.press, page.press.size
    right = page.width - page.margin
    bodies = [
        item for item in page.foot if not re.search(r"\d|[〇一二三四五六七八九十]月", item.text)
    ]
    days = [item for item in page.foot if item not in bodies]
    top = y
    for item in [*bodies, *days]:
        press.run(right, y, item.text, align="r", field=_name(item))
        y += size * 2
    if page.rng.random() < 0.6 and page.height > 250:
        seal = round_seal(page.rng, page.body, diameter_mm=38, strength=0.55)
        press.sheet.stamp(seal, right - 22, min(top + size, page.height - 25), RED)


def _boxes(prints: tuple[Print, ...], shown: set[str]) -> dict[str, Box]:
    found: dict[str, Box] = {}
    for one in prints:
        for name in (one.field or "").split(","):
            if name in shown:
                old = found.get(name, one.box)
                found[name] = (
                    min(old[0], one.box[0]),
                    min(old[1], one.box[1]),
                    max(old[2], one.box[2]),
                    max(old[3], one.box[3]),
                )
    return found


_DRAWERS: Mapping[str, Callable[[_Page, float], float]] = {
    "lines": _lines,
    "table": _table,
    "two_columns": _two_columns,
    "letter": _letter,
    "header_table": _header_table,
    "card": _card,
    "booklet": _booklet,
}
