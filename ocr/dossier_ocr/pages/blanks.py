"""Blank pages: the backs of papers, with what shines through, dust, holes and dark edges."""

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier_ocr.files.raster import Picture, pixels

_SIDE = 1000
_INK_BELOW = 0.80
"""Ink is darker than this share of the paper around it; what shines through is lighter."""
_RED_OVER = 28
_JOIN_PX = 9
_MARK_PX, _MARK_INK_PX = 14, 24
_DARK_MEDIAN = 110
_EDGE_SHARE = 0.035
_HOLE_SHARE = 0.08
_HOLE_PX = (8, 60)
_FULL = 0.6


def is_blank(picture: Picture) -> bool:
    """Tell whether nothing was written, printed or stamped on this page.

    Dust, punch holes, dark edges of the scanner's lid and print of the other side that shines
    through do not count; a stamp, a signature or one line of print does.
    """
    scale = min(1.0, _SIDE / max(picture.shape[:2]))
    small = picture
    if scale < 1:
        small = pixels(
            cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        )
    grey = pixels(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY))
    if np.median(grey) < _DARK_MEDIAN:
        return False
    dark = grey < _INK_BELOW * _paper(grey)
    tint = np.median(small[::8, ::8].reshape(-1, 3), axis=0)
    even = small.astype(np.int16) - tint.astype(np.int16)
    red = even[..., 2] - np.maximum(even[..., 0], even[..., 1]) > _RED_OVER
    blue = even[..., 0] - np.maximum(even[..., 1], even[..., 2]) > _RED_OVER
    ink = (dark | red | blue).astype(np.uint8)
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((_JOIN_PX, _JOIN_PX), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(pixels(joined))
    for label in np.argsort(-stats[:, cv2.CC_STAT_AREA]).tolist():
        box: list[int] = stats[label].tolist()
        if not label or max(box[2:4]) < _MARK_PX:
            continue
        rows, columns = slice(box[1], box[1] + box[3]), slice(box[0], box[0] + box[2])
        ink_px = int(ink[rows, columns][labels[rows, columns] == label].sum())
        if _is_mark(box, ink_px, ink.shape):
            return False
    return True


def _paper(grey: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return how bright the paper is around each pixel."""
    height, width = grey.shape
    small = cv2.resize(
        grey, (max(1, width // 4), max(1, height // 4)), interpolation=cv2.INTER_AREA
    )
    light = cv2.medianBlur(pixels(cv2.dilate(small, np.ones((3, 3), np.uint8))), 11)
    return np.asarray(cv2.resize(light, (width, height)), np.float32)


def _is_mark(box: list[int], ink_px: int, shape: tuple[int, ...]) -> bool:
    x, y, width, height, _ = box
    page_height, page_width = shape[0], shape[1]
    if ink_px < _MARK_INK_PX:
        return False
    edge_x, edge_y = _EDGE_SHARE * page_width, _EDGE_SHARE * page_height
    at_edge = (
        x + width <= edge_x
        or y + height <= edge_y
        or x >= page_width - edge_x
        or y >= page_height - edge_y
    )
    if at_edge:
        return False
    along = max(width / page_width, height / page_height) > _FULL
    thin = min(width, height) < max(edge_x, edge_y)
    touches = x == 0 or y == 0 or x + width == page_width or y + height == page_height
    if along and thin and touches:
        return False
    return not _is_hole(box, ink_px, shape)


def _is_hole(box: list[int], ink_px: int, shape: tuple[int, ...]) -> bool:
    """A dark disc near the edge where binders punch."""
    x, y, width, height, _ = box
    page_height, page_width = shape[0], shape[1]
    middle_x, middle_y = x + width / 2, y + height / 2
    near = min(middle_x, page_width - middle_x) < _HOLE_SHARE * page_width or (
        min(middle_y, page_height - middle_y) < _HOLE_SHARE * page_height
    )
    sized = _HOLE_PX[0] <= min(width, height) and max(width, height) <= _HOLE_PX[1]
    round_ = 0.75 <= width / height <= 1.33
    return near and sized and round_ and ink_px > _FULL * width * height
