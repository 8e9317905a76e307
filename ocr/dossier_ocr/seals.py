"""Red seals: what is printed beneath them shows in the red channel."""

import cv2
import numpy as np

from dossier_ocr.raster import Picture

_RED_OVER_OTHERS = 50
_SIZE_SHARE_MIN = 0.05
_ROUND = (0.55, 1.8)
_INK_BELOW, _PAPER_ABOVE = 70, 165


def without_seals(picture: Picture) -> Picture:
    """Return ``picture`` with its large red seals faded, or itself when there are none."""
    smallest = max(24, round(_SIZE_SHARE_MIN * min(picture.shape[:2])))
    blue, green, red = cv2.split(picture)
    others = cv2.max(blue, green)
    mask = (cv2.subtract(red, others) > _RED_OVER_OTHERS).astype(np.uint8)
    if int(mask.sum()) < smallest:
        return picture
    reach = max(3, smallest // 6) | 1
    closed = cv2.dilate(mask, np.ones((reach, reach), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(closed)
    result = picture
    for x, y, width, height, _ in stats[1:].tolist():
        if min(width, height) < smallest or not _ROUND[0] <= width / height <= _ROUND[1]:
            continue
        if result is picture:
            result = picture.copy()
        window = (slice(y, y + height), slice(x, x + width))
        faded = np.interp(red[window], (_INK_BELOW, _PAPER_ABOVE), (0, 255))
        paper = np.maximum(faded.astype(np.uint8), red[window])
        lifted = np.where(red[window] > _PAPER_ABOVE, paper, faded.astype(np.uint8))
        touched = cv2.dilate(mask[window], np.ones((3, 3), np.uint8))[..., None] > 0
        result[window] = np.where(touched, lifted[..., None], picture[window])
    return result
