"""Red seals: what is printed beneath them shows in the red channel.

How dark ink is, and how red a seal, is told by the paper around it: a page may lie in shadow.
"""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from dossier_ocr.files.raster import Picture, pixels
from dossier_ocr.model import Box

_SIDE = 1000
_RED_OVER_OTHERS, _RED_MIN = 0.196, 15
_SIZE_SHARE_MIN, _PAGE_SHARE_MAX = 0.05, 0.5
_ROUND = (0.55, 1.8)
_INK_BELOW, _PAPER_ABOVE = 0.275, 0.647
_INK_MAX = 0.6
_INK_SHARE_MIN = 0.002
_PAPER_REACH = 0.04
_Levels = npt.NDArray[np.float32]


def seals_over_text(picture: Picture) -> tuple[Box, ...]:
    """Return the large red seals that lie over something printed.

    They are looked for on a smaller picture, the print on the picture itself: thin letters
    turn grey where it is made smaller.
    """
    scale = min(1.0, _SIDE / max(picture.shape[:2]))
    small = picture
    if scale < 1:
        small = pixels(
            cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        )
    sheet = small.shape[0] * small.shape[1]
    smallest = max(12, round(_SIZE_SHARE_MIN * min(small.shape[:2])))
    mask = _red(small, _paper(small)).astype(np.uint8)
    if int(mask.sum()) < smallest:
        return ()
    reach = max(3, smallest // 6) | 1
    closed = cv2.dilate(mask, np.ones((reach, reach), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(closed)
    found = []
    for x, y, width, height, _ in stats[1:].tolist():
        if min(width, height) < smallest or not _ROUND[0] <= width / height <= _ROUND[1]:
            continue
        if width * height > _PAGE_SHARE_MAX * sheet:
            continue
        box = _scaled((x, y, x + width, y + height), 1 / scale)
        window = picture[box[1] : box[3], box[0] : box[2]]
        printed = window[..., 2] < _INK_MAX * _paper(window)
        if printed.mean() >= _INK_SHARE_MIN:
            found.append(box)
    return tuple(found)


def _scaled(box: Box, scale: float) -> Box:
    x0, y0, x1, y1 = (round(edge * scale) for edge in box)
    return (x0, y0, x1, y1)


def _paper(picture: Picture) -> _Levels:
    """Return how bright the bare paper is around each pixel, in the red channel."""
    red = picture[..., 2]
    reach = max(9, round(_PAPER_REACH * min(red.shape))) | 1
    around = cv2.dilate(red, np.ones((reach, reach), np.uint8))
    return cv2.blur(around, (reach, reach)).astype(np.float32)


def _red(picture: Picture, paper: _Levels) -> npt.NDArray[np.bool_]:
    blue, green, red = cv2.split(picture)
    over = cv2.subtract(red, cv2.max(blue, green))
    return np.asarray(over > np.maximum(_RED_MIN, _RED_OVER_OTHERS * paper), dtype=np.bool_)


def without_seals(picture: Picture, seals: Sequence[Box]) -> Picture:
    """Return ``picture`` with ``seals`` faded, itself where there are none."""
    result = picture.copy() if seals else picture
    for x0, y0, x1, y1 in seals:
        window = picture[y0:y1, x0:x1]
        red, paper = window[..., 2].astype(np.float32), _paper(window)
        mask = _red(window, paper).astype(np.uint8)
        share = (red / np.maximum(paper, 1) - _INK_BELOW) / (_PAPER_ABOVE - _INK_BELOW)
        faded = np.maximum(np.clip(share, 0, 1) * paper, np.where(share > 1, red, 0))
        touched = cv2.dilate(mask, np.ones((3, 3), np.uint8))[..., None] > 0
        result[y0:y1, x0:x1] = np.where(
            touched, faded.astype(np.uint8)[..., None], picture[y0:y1, x0:x1]
        )
    return result
