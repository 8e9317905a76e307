"""The resolution of a capture, from the outline of a card whose size is known."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier_ocr.files.raster import Picture, pixels

LONG_INCH, SHORT_INCH = 85.6 / 25.4, 53.98 / 25.4
"""ISO/IEC 7810 ID-1."""
_SIDE = 900
_ASPECT = LONG_INCH / SHORT_INCH
_ASPECT_OFF = 0.07
_AREA_MIN = 0.03
_FULL = 0.9
_WHOLE_OFF = 0.035
_LINES_IN_MIN = 3


def card_dpi(picture: Picture, lines: Sequence[NDArray[np.float32]] = ()) -> float | None:
    """Return pixels per inch; None where the outline of no card is found.

    lines: the corners of the lines of text; a card has some of them within.  Where the picture
    is cut to the card, its own edge is the outline.
    """
    height, width = picture.shape[:2]
    scale: float = min(1.0, _SIDE / max(height, width))
    middles = np.array([quad.mean(axis=0) * scale for quad in lines], np.float32).reshape(-1, 2)
    best = 0.0
    for rectangle in _outlines(picture, scale):
        corners = np.asarray(cv2.boxPoints(rectangle), np.float32)
        within = sum(
            cv2.pointPolygonTest(corners, (float(x), float(y)), measureDist=False) >= 0
            for x, y in middles
        )
        if len(middles) and within < min(_LINES_IN_MIN, len(middles)):
            continue
        best = max(best, float(max(rectangle[1])))
    if best:
        return best / scale / LONG_INCH
    long, short = float(max(width, height)), float(min(width, height))
    if abs(long / short / _ASPECT - 1) <= _WHOLE_OFF:
        return long / LONG_INCH
    return None


_Rectangle = tuple[Sequence[float], Sequence[float], float]


def _outlines(picture: Picture, scale: float) -> list[_Rectangle]:
    """Return the upright or tilted rectangles that have a card's shape."""
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(pixels(small), (0, 0), 1.2)
    found: list[_Rectangle] = []
    for channel in cv2.split(soft):
        edges = cv2.dilate(cv2.Canny(channel, 18, 54), np.ones((3, 3), np.uint8))
        contours, _ = cv2.findContours(edges, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        for contour in contours:
            area = cv2.contourArea(contour)
            if area < _AREA_MIN * small.shape[0] * small.shape[1]:
                continue
            rectangle = cv2.minAreaRect(contour)
            long, short = max(rectangle[1]), min(rectangle[1])
            shaped = short and abs(long / short / _ASPECT - 1) <= _ASPECT_OFF
            if shaped and area >= _FULL * long * short:
                found.append(rectangle)
    return found
