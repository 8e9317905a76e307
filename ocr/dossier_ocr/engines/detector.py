"""Finding lines of text: differentiable binarisation, each line as a box that may stand aslant.

Source: M. Liao et al., "Real-time scene text detection with differentiable binarization",
AAAI 2020.
"""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier_ocr.engines.session import Session
from dossier_ocr.files.raster import Picture, pixels

Quads = NDArray[np.float32]
"""(lines, 4, 2): the corners of each line, from the upper left one clockwise, in pixels."""

NO_QUADS: Quads = np.empty((0, 4, 2), np.float32)
_MULTIPLE = 32
_INK_FROM, _LINE_FROM = 0.3, 0.5
_GROWN = 1.6
_SIDE_MIN = 3
_LINES_MAX = 600


class Detector:
    """Finds the lines of text on a picture."""

    def __init__(self, model: Path) -> None:
        self._session = Session(model)

    def find(self, picture: Picture, side: int) -> Quads:
        """Return the lines from top to bottom.  side: the longer side of what the model sees."""
        height, width = picture.shape[:2]
        scale = side / max(height, width)
        size = _multiple(width * scale), _multiple(height * scale)
        small = cv2.resize(picture, size, interpolation=cv2.INTER_LINEAR)
        batch = (small.astype(np.float32).transpose(2, 0, 1)[None] - 127.5) / 127.5
        seen = self._session.run(np.ascontiguousarray(batch))[0, 0]
        stretch = np.array((width / size[0], height / size[1]), np.float32)
        found = [
            quad for contour in _contours(seen) if (quad := _quad(contour, seen)) is not None
        ]
        if not found:
            return NO_QUADS
        quads = np.clip(np.stack(found) * stretch, 0, (width - 1, height - 1))
        return np.asarray(quads[np.argsort(quads[:, 0, 1], kind="stable")], np.float32)


def _multiple(length: float) -> int:
    return max(_MULTIPLE, round(length / _MULTIPLE) * _MULTIPLE)


def _contours(seen: NDArray[np.float32]) -> list[NDArray[np.int32]]:
    ink = cv2.dilate((seen > _INK_FROM).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(ink, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    return [np.asarray(contour, np.int32) for contour in contours[:_LINES_MAX]]


def _quad(contour: NDArray[np.int32], seen: NDArray[np.float32]) -> NDArray[np.float32] | None:
    """Return the box around ``contour``, grown to the whole height of the print."""
    (x, y), (across, down), angle = cv2.minAreaRect(contour)
    if min(across, down) < _SIDE_MIN:
        return None
    if _mean_within(cv2.boxPoints(((x, y), (across, down), angle)), seen) < _LINE_FROM:
        return None
    reach = 2 * across * down * _GROWN / (2 * (across + down))
    corners = cv2.boxPoints(((x, y), (across + reach, down + reach), angle))
    return _in_order(np.asarray(corners, np.float32))


def _mean_within(corners: NDArray[np.generic], seen: NDArray[np.float32]) -> float:
    low = np.maximum(np.floor(corners.min(axis=0)).astype(int), 0)
    high = np.ceil(corners.max(axis=0)).astype(int) + 1
    window = seen[low[1] : high[1], low[0] : high[0]]
    mask = np.zeros(window.shape, np.uint8)
    cv2.fillPoly(mask, [(corners - low).astype(np.int32)], 1)
    return float(cv2.mean(window, mask)[0])


def _in_order(corners: NDArray[np.float32]) -> NDArray[np.float32]:
    """Order the corners: upper left, upper right, lower right, lower left."""
    by_x = corners[np.argsort(corners[:, 0], kind="stable")]
    left, right = (half[np.argsort(half[:, 1], kind="stable")] for half in (by_x[:2], by_x[2:]))
    return np.stack([left[0], right[0], right[1], left[1]])


def cut_out(picture: Picture, quad: NDArray[np.float32]) -> Picture:
    """Return the line within ``quad``, level; one that stands on end is laid down."""
    across = max(np.linalg.norm(quad[0] - quad[1]), np.linalg.norm(quad[2] - quad[3]))
    down = max(np.linalg.norm(quad[0] - quad[3]), np.linalg.norm(quad[1] - quad[2]))
    width, height = max(1, int(across)), max(1, int(down))
    level = np.array(((0, 0), (width, 0), (width, height), (0, height)), np.float32)
    line = cv2.warpPerspective(
        picture,
        cv2.getPerspectiveTransform(quad, level),
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return pixels(np.rot90(line) if height >= 1.5 * width else line)
