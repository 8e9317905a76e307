"""The upright rules of a table in a PDF: they part cells that stand close together.

Imported only for a page that is ruled: pdfplumber takes half a second to load.
"""

import io

import pdfplumber

from dossier_ocr.files.pdf import Rule

_LENGTH_MIN_POINTS = 6


def upright_rules(content: bytes, page: int, scale: float) -> list[Rule]:
    """Return the upright edges of lines and boxes on page ``page`` (from 1).

    scale: pixels for one point.
    """
    with pdfplumber.open(io.BytesIO(content), pages=[page]) as document:
        return [
            Rule(edge["x0"] * scale, edge["top"] * scale, edge["bottom"] * scale)
            for edge in document.pages[0].edges
            if edge["orientation"] == "v" and edge["height"] >= _LENGTH_MIN_POINTS
        ]
