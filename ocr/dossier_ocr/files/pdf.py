"""PDF pages: their own text where it is to be trusted, else a picture of them."""

import ctypes
import unicodedata
from dataclasses import dataclass
from importlib import import_module

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from dossier_ocr.files.drawings import overdraws
from dossier_ocr.files.faults import unreadable
from dossier_ocr.files.raster import PAGES_MAX, Picture, pixels
from dossier_ocr.text.writing import Writing

POINTS_PER_INCH = 72
DPI_LARGE, DPI_SMALL = 200, 300
SMALL_PAGE_POINTS = 600
SIDE_MAX = 4000
CHARACTERS_MIN = 20
IMAGE_SHARE_MAX = 0.2
STRANGE_SHARE_MAX = 0.05
_CELL_GAP_EM = 1.0
_PATHS_MIN = 8


@dataclass(frozen=True, slots=True)
class Rule:
    """An upright line, in pixels of the page's picture."""

    x: float
    y0: float
    y1: float


@dataclass(frozen=True, slots=True)
class _Character:
    text: str
    x0: float
    y0: float
    x1: float
    y1: float


class PdfPages:
    """The pages of one PDF, opened one at a time."""

    def __init__(self, content: bytes, name: str) -> None:
        self._name = name
        self._content = content
        self._bounded: set[int] = set()
        try:
            self._document = pypdfium2.PdfDocument(content)
            self.count = len(self._document)
        except pypdfium2.PdfiumError as error:
            locked = pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD
            code = (
                "encrypted_pdf" if locked or "password" in str(error).lower() else "damaged_pdf"
            )
            raise unreadable(code, name) from error
        if not self.count:
            raise unreadable("no_pages", name)
        if self.count > PAGES_MAX:
            raise unreadable("too_many_pages", name, pages=self.count, limit=PAGES_MAX)

    def close(self) -> None:
        """Let the document go."""
        self._document.close()

    def picture(self, number: int) -> Picture:
        """Draw page ``number`` (from 1)."""
        page = self._page(number)
        try:
            bitmap = page.render(scale=_scale(page), rev_byteorder=False, prefer_bgrx=True)
            array = bitmap.to_numpy()
            return pixels(cv2.cvtColor(np.ascontiguousarray(array), cv2.COLOR_BGRA2BGR))
        except (pypdfium2.PdfiumError, ValueError) as error:
            raise unreadable("damaged_pdf", self._name) from error
        finally:
            page.close()

    def writings(self, number: int) -> tuple[Writing, ...] | None:
        """Return the text of page ``number`` in the pixels of its picture.

        None where it has none, or none to be trusted: a scan, a scan with somebody's reading
        beneath it, a font without a character table.
        """
        page = self._page(number)
        try:
            if _image_share(page) > IMAGE_SHARE_MAX:
                return None
            characters = _characters(page)
            if not _trustworthy(characters):
                return None
            rules: list[Rule] = []
            if not page.get_rotation() and _is_ruled(page):
                rules = import_module("dossier_ocr.files.pdf_rules").upright_rules(
                    self._content, number, _scale(page)
                )
            return _runs(characters, rules)
        finally:
            page.close()

    def _page(self, number: int) -> pypdfium2.PdfPage:
        if number not in self._bounded and overdraws(self._content, number):
            raise unreadable("too_much_drawn", self._name, page=number)
        self._bounded.add(number)
        try:
            return self._document[number - 1]
        except pypdfium2.PdfiumError as error:
            raise unreadable("damaged_pdf", self._name) from error


def _scale(page: pypdfium2.PdfPage) -> float:
    longest = float(max(page.get_size()))
    dpi = DPI_SMALL if longest < SMALL_PAGE_POINTS else DPI_LARGE
    return min(dpi / POINTS_PER_INCH, SIDE_MAX / max(1.0, longest))


def _image_share(page: pypdfium2.PdfPage) -> float:
    """Return the share of the page (0 to 1) that its largest image covers."""
    width, height = (float(side) for side in page.get_size())
    largest = 0.0
    for image in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = image.get_bounds()
        largest = max(largest, float((right - left) * (top - bottom)))
    return largest / max(1.0, width * height)


def _is_ruled(page: pypdfium2.PdfPage) -> bool:
    """Tell whether there is enough drawn on the page for a ruled table."""
    paths = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])
    return sum(1 for _ in zip(paths, range(_PATHS_MIN), strict=False)) == _PATHS_MIN


def _characters(page: pypdfium2.PdfPage) -> list[_Character]:
    """Return the characters in drawing order, boxes in pixels of the picture."""
    scale = _scale(page)
    width, height = (round(side * scale) for side in page.get_size())
    text_page = page.get_textpage()
    try:
        found = []
        for index in range(text_page.count_chars()):
            character = chr(pdfium.FPDFText_GetUnicode(text_page, index))
            box = text_page.get_charbox(index, loose=True)
            x0, y0 = _device(page, width, height, box[0], box[3])
            x1, y1 = _device(page, width, height, box[2], box[1])
            found.append(
                _Character(character, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
            )
        return found
    finally:
        text_page.close()


def _device(
    page: pypdfium2.PdfPage, width: int, height: int, x: float, y: float
) -> tuple[int, int]:
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, across, down)
    return across.value, down.value


def _trustworthy(characters: list[_Character]) -> bool:
    printed = [c.text for c in characters if not c.text.isspace()]
    if len(printed) < CHARACTERS_MIN:
        return False
    strange = sum(
        text == "\ufffd" or unicodedata.category(text) in ("Co", "Cn", "Cc") for text in printed
    )
    return strange <= STRANGE_SHARE_MAX * len(printed)


def _runs(characters: list[_Character], rules: list[Rule]) -> tuple[Writing, ...]:
    """Join neighbours in drawing order; a gap, a rule or a new row begins another run."""
    runs: list[list[_Character]] = []
    for character in characters:
        if character.text.isspace() or character.x1 <= character.x0:
            continue
        if runs and _continues(runs[-1][-1], character, rules):
            runs[-1].append(character)
        else:
            runs.append([character])
    return tuple(_writing(run) for run in runs)


def _continues(last: _Character, character: _Character, rules: list[Rule]) -> bool:
    em = last.y1 - last.y0
    level = min(last.y1, character.y1) - max(last.y0, character.y0) > 0.5 * em
    if not level or not -0.5 * em <= character.x0 - last.x1 <= _CELL_GAP_EM * em:
        return False
    middle = (last.y0 + last.y1) / 2
    between = (last.x0 + last.x1) / 2, (character.x0 + character.x1) / 2
    return not any(
        between[0] < rule.x < between[1] and rule.y0 <= middle <= rule.y1 for rule in rules
    )


def _writing(run: list[_Character]) -> Writing:
    return Writing(
        text="".join(character.text for character in run),
        box=(
            round(run[0].x0),
            round(min(character.y0 for character in run)),
            round(run[-1].x1),
            round(max(character.y1 for character in run)),
        ),
        spans=tuple((character.x0, character.x1) for character in run),
        sure=(1.0,) * len(run),
    )
