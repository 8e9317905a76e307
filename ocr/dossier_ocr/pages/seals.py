"""Red seals: what is printed beneath them shows in the red channel."""

from collections.abc import Sequence

import cv2
import numpy as np

from dossier_ocr.files.raster import Picture, pixels
from dossier_ocr.model import Box

_SIDE = 1000
_RED_OVER_OTHERS = 50
_SIZE_SHARE_MIN = 0.05
_ROUND = (0.55, 1.8)
_INK_BELOW, _PAPER_ABOVE = 70, 165
_INK_MAX = 110
_INK_SHARE_MIN = 0.004


def seals_over_text(picture: Picture) -> tuple[Box, ...]:
    """Return the large red seals that lie over something printed.

    They are looked for on a smaller picture.
    """
    scale = min(1.0, _SIDE / max(picture.shape[:2]))
    if scale < 1:
        picture = pixels(
            cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        )
    smallest = max(12, round(_SIZE_SHARE_MIN * min(picture.shape[:2])))
    blue, green, red = cv2.split(picture)
    mask = (cv2.subtract(red, cv2.max(blue, green)) > _RED_OVER_OTHERS).astype(np.uint8)
    if int(mask.sum()) < smallest:
        return ()
    reach = max(3, smallest // 6) | 1
    closed = cv2.dilate(mask, np.ones((reach, reach), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(closed)
    found = []
    for x, y, width, height, _ in stats[1:].tolist():
        if min(width, height) < smallest or not _ROUND[0] <= width / height <= _ROUND[1]:
            continue
        printed = red[y : y + height, x : x + width] < _INK_MAX
        if printed.mean() >= _INK_SHARE_MIN:
            box = (x, y, x + width, y + height)
            found.append(_scaled(box, 1 / scale))
    return tuple(found)


def _scaled(box: Box, scale: float) -> Box:
    x0, y0, x1, y1 = (round(edge * scale) for edge in box)
    return (x0, y0, x1, y1)


def without_seals(picture: Picture, seals: Sequence[Box]) -> Picture:
    """Return ``picture`` with ``seals`` faded, itself where there are none."""
    result = picture.copy() if seals else picture
    for x0, y0, x1, y1 in seals:
        window = (slice(y0, y1), slice(x0, x1))
        blue, green, red = cv2.split(picture[window])
        mask = (cv2.subtract(red, cv2.max(blue, green)) > _RED_OVER_OTHERS).astype(np.uint8)
        faded = np.interp(red, (_INK_BELOW, _PAPER_ABOVE), (0, 255)).astype(np.uint8)
        lifted = np.where(red > _PAPER_ABOVE, np.maximum(faded, red), faded)
        touched = cv2.dilate(mask, np.ones((3, 3), np.uint8))[..., None] > 0
        result[window] = np.where(touched, lifted[..., None], picture[window])
    return result
