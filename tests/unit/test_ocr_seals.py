"""Red seals: only those over print are faded, and the print stays."""

import cv2
import numpy as np

from dossier_ocr.files.raster import Picture
from dossier_ocr.pages.seals import seals_over_text, without_seals

RED, BLACK = (60, 60, 210), (20, 20, 20)


def page(*, seal: bool, text: bool) -> Picture:
    picture = np.full((1400, 1000, 3), 255, np.uint8)
    if text:
        cv2.putText(picture, "1969-08-17", (380, 720), cv2.FONT_HERSHEY_SIMPLEX, 2, BLACK, 6)
    if seal:
        stamp = np.full_like(picture, 255)
        cv2.circle(stamp, (520, 700), 180, RED, 14)
        cv2.putText(stamp, "*", (470, 760), cv2.FONT_HERSHEY_SIMPLEX, 4, RED, 14)
        picture = np.minimum(picture, stamp)
    return np.asarray(picture, np.uint8)


def test_a_seal_over_print_is_found_where_it_lies() -> None:
    ((x0, y0, x1, y1),) = seals_over_text(page(seal=True, text=True))
    assert abs(x0 - 330) < 40
    assert abs(y0 - 510) < 40
    assert abs(x1 - 710) < 40
    assert abs(y1 - 890) < 40


def test_a_seal_beside_the_print_and_print_without_a_seal_are_left_alone() -> None:
    for picture in (page(seal=True, text=False), page(seal=False, text=True)):
        assert seals_over_text(picture) == ()
        assert without_seals(picture, ()) is picture


def test_the_print_stays_and_the_seal_goes_and_the_picture_is_not_changed() -> None:
    picture = page(seal=True, text=True)
    before = picture.copy()
    faded = without_seals(picture, seals_over_text(picture))
    assert (picture == before).all()
    plain = page(seal=False, text=True)
    ink = (plain < 60).all(axis=2)
    assert (faded[ink] < 100).all(axis=1).mean() > 0.97
    blank = (plain > 250).all(axis=2)
    assert (faded[blank] > 200).all(axis=1).mean() > 0.97
