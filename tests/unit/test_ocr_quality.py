"""What a poor capture is told, and turning pages upright."""

import cv2
import numpy as np
import pytest

from dossier_ocr.files.raster import Picture
from dossier_ocr.pages.quality import findings_of, measure
from dossier_ocr.pages.seals import seals_over_text, without_seals
from dossier_ocr.pages.skew import skew_of, skew_of_lines
from dossier_ocr.pages.upright import levelled, turned


def page(width: int = 1000, height: int = 700, paper: int = 200) -> Picture:
    """Draw rows of short strokes, as print looks from afar."""
    picture = np.full((height, width, 3), paper, np.uint8)
    for y in range(60, height - 60, 40):
        for x in range(60, width - 60, 14):
            cv2.line(picture, (x, y), (x + 6 + (x * y) % 5, y + 14), (20, 20, 20), 2)
    return picture


def codes(picture: Picture) -> list[str]:
    return [finding.code for finding in findings_of(measure(picture), 2)]


def test_a_good_capture_is_told_nothing() -> None:
    assert codes(page()) == []
    assert codes(page(paper=255)) == []


def test_a_blank_a_blurred_and_a_tiny_page_are_told() -> None:
    assert codes(np.full((700, 1000, 3), 250, np.uint8)) == ["blank_page"]
    assert codes(np.asarray(cv2.GaussianBlur(page(), (0, 0), 4), np.uint8)) == ["blurred"]
    assert codes(page(300, 200)) == ["low_resolution"]


def test_a_soft_bright_spot_is_glare_and_a_sharp_white_field_is_not() -> None:
    y, x = np.mgrid[:700, :1000]
    spot = 300 * np.exp(-(((x - 500) / 110) ** 2) - ((y - 350) / 110) ** 2)
    shining = np.clip(page(paper=170) + spot[..., None], 0, 255).astype(np.uint8)
    assert codes(shining) == ["glare"]
    photo = page(paper=170)
    photo[200:500, 600:850] = 255
    assert codes(photo) == []


def test_findings_name_the_page_and_say_what_to_do() -> None:
    (finding,) = findings_of(measure(np.full((700, 1000, 3), 250, np.uint8)), 2)
    assert finding.page == 2
    assert "第 2 页" in finding.message
    assert "请" in finding.message


@pytest.mark.parametrize("skew", [-5.0, -2.0, -0.75, 0.0, 1.0, 3.5])
def test_the_skew_that_was_put_in_is_found_and_taken_out(skew: float) -> None:
    askew = levelled(page(), -skew)
    assert skew_of(askew) == pytest.approx(skew, abs=0.26)
    assert skew_of(levelled(askew, skew_of(askew))) == 0.0


def test_levelling_loses_no_corner() -> None:
    picture = page()
    height, width = levelled(picture, 3.0).shape[:2]
    assert width > 1000
    assert height > 700
    assert levelled(picture, 0.0) is picture


def test_the_skew_of_lines_is_that_of_the_long_ones() -> None:
    lines = np.array([[400, 14], [300, 10.5], [350, 12], [20, 20], [15, -9]], np.float32)
    assert skew_of_lines(lines) == pytest.approx(2.0, abs=0.1)
    assert skew_of_lines(np.array([[400, 1]], np.float32)) == 0.0


def test_an_empty_page_has_no_skew() -> None:
    assert skew_of(np.full((700, 1000, 3), 250, np.uint8)) == 0.0


def test_turning_is_clockwise() -> None:
    picture = np.zeros((2, 3, 3), np.uint8)
    picture[0, 0] = 255
    assert turned(picture, 90)[0, 1].all()
    assert turned(picture, 180)[1, 2].all()
    assert turned(picture, 270)[2, 0].all()
    assert turned(picture, 0) is picture


def test_a_red_seal_fades_and_the_print_beneath_it_stays() -> None:
    picture = page(paper=250)
    sealed = picture.copy()
    cv2.circle(sealed, (500, 350), 120, (40, 40, 205), 10)
    sealed[picture[..., 0] < 100] = 20
    cleared = without_seals(sealed, seals_over_text(sealed))
    ring = (sealed[..., 2] == 205) & (sealed[..., 0] == 40)
    assert cleared[ring].min() > 150
    print_there = picture[..., 0] < 100
    assert cleared[print_there].max() <= 40
    assert without_seals(picture, seals_over_text(picture)) is picture
