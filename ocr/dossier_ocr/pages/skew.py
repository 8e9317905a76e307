"""The skew of a page, from the sharpness of its rows of text."""

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier_ocr.files.raster import Picture

LIMIT_DEGREES = 8.0
STEP_DEGREES = 0.25
WORTH_DEGREES = 0.4
_SIDE = 1000
_POINTS_MAX = 60_000
_GAIN_MIN = 1.15
_INK_SHARE_MIN, _INK_SHARE_MAX = 0.001, 0.4


def ink_of(picture: Picture) -> tuple[NDArray[np.bool_], float]:
    """Return where the ink is, on a smaller picture, and that picture's scale."""
    scale = min(1.0, _SIDE / max(picture.shape[:2]))
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    if scale < 1:
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    mask = cv2.adaptiveThreshold(
        grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15
    )
    return mask > 0, scale


def skew_of(picture: Picture) -> float:
    """Return degrees, positive when lines fall to the right; 0 when too small or unclear.

    Every angle is tried; the best one makes the row sums differ most from row to row.
    Source: W. Postl, "Detection of linear oblique structures and skew scan in digitized
    documents", ICPR 1986.
    """
    ink, _ = ink_of(picture)
    if not _INK_SHARE_MIN < ink.mean() < _INK_SHARE_MAX:
        return 0.0
    rows, columns = np.nonzero(ink)
    every = max(1, len(rows) // _POINTS_MAX)
    rows, columns = rows[::every], columns[::every]
    steps = round(LIMIT_DEGREES / STEP_DEGREES)
    angles = np.arange(-steps, steps + 1) * STEP_DEGREES
    scores = [_sharpness(rows, columns, float(angle)) for angle in angles]
    best = int(np.argmax(scores))
    angle = float(angles[best])
    clear = scores[best] >= _GAIN_MIN * scores[steps]
    return angle if clear and abs(angle) >= WORTH_DEGREES else 0.0


def skew_of_lines(along: NDArray[np.float32]) -> float:
    """Return the skew of a page from its lines of text, 0 when too small.

    along: (lines, 2), from the beginning of each line to its end.  The longer half of them is
    asked, each with its length as weight.
    """
    lengths = np.hypot(along[:, 0], along[:, 1])
    degrees = np.degrees(np.arctan2(along[:, 1], along[:, 0]))
    long = lengths >= np.median(lengths)
    order = np.argsort(degrees[long])
    weight = np.cumsum(lengths[long][order])
    middle = float(degrees[long][order][np.searchsorted(weight, weight[-1] / 2)])
    return round(middle, 2) if abs(middle) >= WORTH_DEGREES else 0.0


def _sharpness(rows: NDArray[np.intp], columns: NDArray[np.intp], degrees: float) -> float:
    level = np.rint(rows - columns * np.tan(np.radians(degrees))).astype(np.intp)
    profile = np.bincount(level - level.min())
    return float(np.square(np.diff(profile)).sum())
