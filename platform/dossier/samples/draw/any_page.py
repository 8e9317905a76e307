"""A paper while it is drawn: its labels and values, its title above, body, day and seal below."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dossier.samples.draw.press import Press
from dossier.samples.draw.scan import Colour
from dossier.samples.draw.seal import RED, round_seal
from dossier.samples.draw.sheet import Sheet
from dossier.samples.type_values import Invented
from dossier_ocr import DocumentType
from dossier_ocr.definitions.document_types import FieldSpec, Part
from dossier_ocr.text.titles import is_called, plain

_PAPERS: tuple[Colour, ...] = (
    (255, 255, 255),
    (253, 251, 245),
    (247, 250, 252),
    (252, 247, 247),
)
_FOOT_BODY = "沈阳市和安区人民政府春晖街道办事处"
_SPACED_LENGTH = 2


@dataclass(frozen=True, slots=True)
class Item:
    """A label and what stands by it."""

    label: str
    text: str
    names: tuple[str, ...]
    at: str | None = None

    @property
    def field(self) -> str:
        """The fields that it holds, for what is printed of it."""
        return ",".join(self.names)


@dataclass(slots=True)
class Page:
    """A paper while it is drawn."""

    press: Press
    rng: np.random.Generator
    title: str
    items: list[Item]
    foot: list[Item]
    body: str
    width: float
    height: float
    margin: float
    colon: str = "："
    spaced: bool = False
    upright: bool = False

    def spaced_label(self, label: str) -> str:
        """Return a label as this paper sets it: short ones may stand wide."""
        if self.spaced and len(label) == _SPACED_LENGTH:
            return f"{label[0]}　{label[1]}"
        return label

    def wrapped(self, text: str, first: float, rest: float) -> list[str]:
        """Break ``text`` into lines; ``first``: the room on the first one."""
        return self.press.lines(text, rest, indent=rest - first)


def items_of(
    part: Part, values: Mapping[str, Invented], rng: np.random.Generator
) -> list[Item]:
    """Return labels with their values; two fields under one label stand by it together."""
    items: list[Item] = []
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
                items.append(Item(_label(spec, rng), text, names))
            continue
        printed = values[spec.name].printed
        items.append(Item(_label(spec, rng), printed, (spec.name,), spec.at))
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


def page_of(
    document_type: DocumentType,
    part: Part,
    layout: str,
    items: list[Item],
    foot: list[Item],
    rng: np.random.Generator,
) -> Page:
    """Return an empty paper, with how it is to look chosen."""
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
    return Page(
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


def print_head(page: Page, layout: str) -> float:
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


def print_foot(page: Page, y: float) -> None:
    """Print body and day under a letter, and press the seal."""
    press, size = page.press, page.press.size
    right = page.width - page.margin
    bodies = [
        item for item in page.foot if not re.search(r"\d|[〇一二三四五六七八九十]月", item.text)
    ]
    days = [item for item in page.foot if item not in bodies]
    top = y
    for item in [*bodies, *days]:
        press.run(right, y, item.text, align="r", field=item.field)
        y += size * 2
    if page.rng.random() < 0.6 and page.height > 250:
        seal = round_seal(page.rng, page.body, diameter_mm=38, strength=0.55)
        press.sheet.stamp(seal, right - 22, min(top + size, page.height - 25), RED)
