"""What every reading engine owes."""

import cv2
import numpy as np
import pytesseract
import pytest
from PIL import Image, ImageDraw, ImageFont

from dossier_ocr import EngineMissing, check_engine
from dossier_ocr.engines import ENGINES, Engine, engine_named, line_reader_named, turn_of
from dossier_ocr.engines import tesseract as tesseract_module
from dossier_ocr.engines.engine import PictureReading
from dossier_ocr.files.raster import Picture
from dossier_ocr.pages.upright import levelled, turned

FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
ROWS = ("最低生活保障申请审批表", "沈阳市和安区春晖街道", "2026年3月9日")
pytestmark = pytest.mark.ocr


@pytest.fixture(params=["rapidocr", "tiny", "small", "tesseract"])
def engine(request: pytest.FixtureRequest) -> Engine:
    return engine_named(str(request.param))


def page() -> Picture:
    image = Image.new("RGB", (1000, 600), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(FONT, 44, index=2)
    for row, text in enumerate(ROWS):
        draw.text((120, 80 + 150 * row), text, "black", font)
    return np.asarray(image, np.uint8)[..., ::-1].copy()


def test_clean_print_is_read_row_by_row(engine: Engine) -> None:
    read = engine.read(page())
    assert read.skew == 0.0
    assert tuple(writing.text.replace(" ", "") for writing in read.writings) == ROWS


def test_boxes_surround_the_print_and_characters_stand_in_order(engine: Engine) -> None:
    for row, writing in enumerate(engine.read(page()).writings):
        x0, y0, x1, y1 = writing.box
        assert abs(x0 - 120) < 30
        assert 60 + 150 * row < y0 < y1 < 170 + 150 * row
        assert x1 > x0 + 40 * len(ROWS[row]) * 0.5
        assert len(writing.text) == len(writing.spans) == len(writing.sure)
        middles = [(a + b) / 2 for a, b in writing.spans]
        assert middles == sorted(middles)
        assert all(0 <= sure <= 1 for sure in writing.sure)


def test_the_skew_is_told_and_boxes_stand_on_the_levelled_page(engine: Engine) -> None:
    askew = levelled(page(), -3.0)
    read = engine.read(askew)
    assert read.skew == pytest.approx(3.0, abs=0.6)
    shown = levelled(askew, read.skew)
    for row, writing in enumerate(read.writings):
        x0, y0, x1, y1 = writing.box
        assert shown[y0:y1, x0:x1].min() < 100
        assert y1 - y0 < 75, row
        outside = shown.copy()
        outside[y0:y1, x0:x1] = 255
        assert outside[y0 - 6 : y1 + 6, x0:x1].min() > 100


def test_an_empty_page_has_no_text(engine: Engine) -> None:
    assert engine.read(np.full((400, 600, 3), 255, np.uint8)) == PictureReading(0.0, ())


def test_an_engine_names_itself_and_its_version(engine: Engine) -> None:
    assert engine.name in ENGINES
    assert engine.version[0].isdigit()


def test_an_engine_is_opened_once() -> None:
    assert engine_named("tiny") is line_reader_named("tiny")
    assert engine_named("rapidocr") is engine_named("rapidocr")


def test_auto_is_no_single_engine() -> None:
    check_engine("auto")
    with pytest.raises(ValueError, match="not one engine"):
        engine_named("auto")


@pytest.mark.parametrize("name", ["tiny", "small"])
def test_lines_that_one_engine_found_are_read_by_the_other_in_their_places(name: str) -> None:
    other = line_reader_named("small" if name == "tiny" else "tiny")
    askew = levelled(page(), -3.0)
    read = other.read(askew)
    again = line_reader_named(name).read_lines(askew, read.writings, read.quads)
    assert tuple(writing.text for writing in again) == ROWS
    assert [writing.box for writing in again] == [writing.box for writing in read.writings]
    assert line_reader_named(name).read_lines(askew, (), ()) == ()


def test_small_print_in_a_large_picture_is_looked_at_more_closely() -> None:
    card = page()[60:520, 60:760]
    small = np.asarray(cv2.resize(card, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    desk = np.full((2600, 2000, 3), 120, np.uint8)
    desk[1400 : 1400 + small.shape[0], 300 : 300 + small.shape[1]] = small
    read = line_reader_named("tiny").read(desk)
    assert tuple(writing.text for writing in read.writings) == ROWS
    assert all(1400 < writing.box[1] < 1400 + small.shape[0] for writing in read.writings)


def test_an_unknown_engine_is_refused() -> None:
    for ask in (engine_named, check_engine):
        with pytest.raises(ValueError, match="no engine 'other'"):
            ask("other")


def test_a_missing_tesseract_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", "/nowhere/tesseract")
    with pytest.raises(EngineMissing) as caught:
        tesseract_module.TesseractEngine()
    assert "apt install tesseract-ocr" in caught.value.message_zh


def test_missing_language_data_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract_module, "LANGUAGES", ("chi_sim", "tlh"))
    with pytest.raises(EngineMissing) as caught:
        tesseract_module.TesseractEngine()
    assert "tlh" in caught.value.message_zh


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_turned_page_is_turned_back(degrees: int) -> None:
    assert turn_of(turned(page(), degrees)) == (360 - degrees) % 360


def test_no_model_is_fetched(engine: Engine) -> None:
    """Sockets are closed in tests: an engine that would download could not have read."""
    assert engine.read(page()).writings
