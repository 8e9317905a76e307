"""PDFs put together for the printer: several in one, and a layer over a copy."""

from collections.abc import Sequence
from io import BytesIO

from pikepdf import Pdf, Rectangle

_POINTS_PER_MM = 72 / 25.4
_A4_MM = (210.0, 297.0)
_EDGE_MM = (12.0, 12.0, 34.0, 12.0)
"""Left, top, right, bottom: the right margin is where the stamp stands."""


def count_pages(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    with Pdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


def bound(pdfs: Sequence[bytes]) -> bytes:
    """Return the pages of ``pdfs`` in one file, in their order."""
    whole = Pdf.new()
    for pdf in pdfs:
        with Pdf.open(BytesIO(pdf)) as opened:
            whole.pages.extend(opened.pages)
    out = BytesIO()
    whole.save(out, deterministic_id=True)
    return out.getvalue()


def stamped(copy: bytes, layer: bytes) -> bytes:
    """Return the pages of ``copy`` on A4, made smaller so that a margin is free, under ``layer``.

    layer: as many A4 pages as the copy has; what is not printed on them lets the copy through.
    """
    whole = Pdf.new()
    width, height = (side * _POINTS_PER_MM for side in _A4_MM)
    left, top, right, bottom = (edge * _POINTS_PER_MM for edge in _EDGE_MM)
    place = Rectangle(left, bottom, width - right, height - top)
    with Pdf.open(BytesIO(copy)) as pages, Pdf.open(BytesIO(layer)) as stamps:
        for page, stamp in zip(pages.pages, stamps.pages, strict=True):
            sheet = whole.add_blank_page(page_size=(width, height))
            sheet.add_overlay(page, place)
            sheet.add_overlay(stamp, Rectangle(0, 0, width, height))
        out = BytesIO()
        whole.save(out, deterministic_id=True)
    return out.getvalue()
