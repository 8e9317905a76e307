"""Searchable PDF/A: valid, with the text where it stands in the picture."""

from datetime import UTC, datetime
from io import BytesIO

import pypdfium2
import pytest
from pikepdf import Pdf, pdfa
from PIL import Image

from dossier_ocr import SearchablePage, searchable_pdf
from dossier_ocr.files.searchable import FLAVOUR
from dossier_ocr.model import Line

WHEN = datetime(2026, 3, 9, 1, tzinfo=UTC)
PAGE = (800, 1100)


def picture(mode: str = "RGB", kind: str = "JPEG") -> bytes:
    out = BytesIO()
    Image.new(mode, PAGE, "white").save(out, kind)
    return out.getvalue()


def made(*lines: Line, pages: int = 1, mode: str = "RGB", dpi: float | None = None) -> bytes:
    page = SearchablePage(picture(mode), lines, dpi)
    return searchable_pdf([page] * pages, title="居民户口簿", made_at=WHEN)


NAME = Line("姓名 王桂兰", 0.9, (100, 100, 400, 140))
RARE = Line("𠅤彧·买买提 210108196508123456", 0.9, (100, 200, 700, 240))


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_what_is_written_is_valid_pdf_a(mode: str) -> None:
    report = pdfa.validate_written(BytesIO(made(NAME, RARE, pages=2, mode=mode)), FLAVOUR)
    assert report.verdict == "pass", report.findings


def test_a_page_without_text_is_valid_too() -> None:
    assert pdfa.validate_written(BytesIO(made()), FLAVOUR).verdict == "pass"


def test_the_text_can_be_found_and_copied_with_its_rarest_characters() -> None:
    with pypdfium2.PdfDocument(made(NAME, RARE)) as pdf:
        text = pdf[0].get_textpage().get_text_range()
    assert "姓名 王桂兰" in text
    assert "𠅤彧·买买提 210108196508123456" in text


def test_the_text_lies_under_its_own_place_in_the_picture() -> None:
    with pypdfium2.PdfDocument(made(NAME, dpi=100.0)) as pdf:
        width, height = pdf[0].get_size()
        words = pdf[0].get_textpage()
        boxes = [words.get_charbox(n, loose=True) for n in range(words.count_chars())]
    assert (width, height) == pytest.approx((800 * 0.72, 1100 * 0.72), abs=0.01)
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    assert (left, right) == pytest.approx((100 * 0.72, 400 * 0.72), abs=1)
    top, bottom = max(box[3] for box in boxes), min(box[1] for box in boxes)
    assert (height - top, height - bottom) == pytest.approx((100 * 0.72, 140 * 0.72), abs=2)


def test_the_picture_goes_in_without_another_loss() -> None:
    with Pdf.open(BytesIO(made(NAME))) as pdf:
        assert pdf.pages[0].obj.Resources.XObject.Im.read_raw_bytes() == picture()


def test_the_same_pages_give_the_same_file() -> None:
    assert made(NAME, RARE) == made(NAME, RARE)


def test_lines_without_print_or_place_are_left_out() -> None:
    odd = [
        Line("  ", 1.0, (0, 0, 9, 9)),
        Line("空", 1.0, (5, 5, 5, 9)),
        Line("\x00", 1.0, (0, 0, 9, 9)),
    ]
    with pypdfium2.PdfDocument(made(*odd, NAME)) as pdf:
        assert pdf[0].get_textpage().get_text_range().strip() == "姓名 王桂兰"


@pytest.mark.parametrize("wrong", [picture("CMYK"), picture(kind="PNG")])
def test_a_picture_that_is_no_plain_jpeg_is_refused(wrong: bytes) -> None:
    with pytest.raises(ValueError, match="JPEG"):
        searchable_pdf([SearchablePage(wrong, ())], title="证", made_at=WHEN)
