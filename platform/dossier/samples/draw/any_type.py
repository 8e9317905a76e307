"""Any document type in any of several layouts, with what a reader is to find on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from PIL import Image

from dossier.samples.draw.any_page import Page, items_of, page_of, print_foot, print_head
from dossier.samples.draw.any_tables import header_table, table, two_columns
from dossier.samples.draw.any_text import booklet, card, letter, lines
from dossier.samples.draw.press import Box, Print
from dossier.samples.draw.scan import Scan
from dossier.samples.type_values import invent_values
from dossier_ocr import DocumentType

LAYOUTS = ("lines", "table", "two_columns", "letter", "header_table", "card", "booklet")
USUAL = {
    "letter": "letter",
    "table": "table",
    "form": "two_columns",
    "card": "card",
    "booklet": "booklet",
}
"""The layout for what a document type says under ``drawn``."""


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


_DRAWERS: Mapping[str, Callable[[Page, float], float]] = {
    "lines": lines,
    "table": table,
    "two_columns": two_columns,
    "letter": letter,
    "header_table": header_table,
    "card": card,
    "booklet": booklet,
}


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
    items = items_of(chosen, values, rng)
    foot = [item for item in items if item.at == "foot"] if layout == "letter" else []
    page = page_of(document_type, chosen, layout, items, foot, rng)
    y = print_head(page, layout)
    y = _DRAWERS[layout](page, y)
    print_foot(page, y)
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
