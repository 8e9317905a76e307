"""How rows lean where a page was taken from aside: those above otherwise than those below.

Turning a page back cannot level them all.  The lean is told by the rows themselves: it is the one
with which most runs stand level with runs beside them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dossier_ocr.text.writing import Writing

_LEAN_MAX, _LEAN_STEPS = 0.03, 7
_FAN_MIN, _FAN_MAX, _FAN_STEPS = 0.015, 0.12, 25
_REACH = 0.45
_LIKE_SIZED = 0.6
_GAIN, _PAIRS, _KEPT_GAIN = 1.12, 1.5, 1.05
_COST = 0.1
_RUNS_MIN, _RUNS_MAX = 5, 160


@dataclass(frozen=True, slots=True)
class Lean:
    """How rows fall to the right: ``lean`` at the middle of the page, more by ``fan`` per pixel."""

    x: float
    y: float
    lean: float
    fan: float

    def level_of(self, writing: Writing) -> float:
        """Return how far down the page the row of ``writing`` stands."""
        x = (writing.box[0] + writing.box[2]) / 2
        y = (writing.box[1] + writing.box[3]) / 2
        return y - (x - self.x) * (self.lean + self.fan * (y - self.y))


UPRIGHT = Lean(0.0, 0.0, 0.0, 0.0)


def lean_of(writings: tuple[Writing, ...]) -> Lean:
    """Return how the rows lean; not at all where that brings hardly more runs level.

    What is about level already must then be more so: two panels side by side, whose rows only
    do not meet, do not lean.
    """
    if not _RUNS_MIN <= len(writings) <= _RUNS_MAX:
        return UPRIGHT
    boxes = np.array([writing.box for writing in writings], dtype=np.float64)
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    x_middle, y_middle = (float((one.min() + one.max()) / 2) for one in (x, y))
    half = float(y.max() - y.min()) / 2
    left, right = _pairs(boxes, y)
    if not half or not len(left):
        return UPRIGHT
    heights = boxes[:, 3] - boxes[:, 1]
    reach = _REACH * np.minimum(heights[left], heights[right])
    lean, fan = (
        one.ravel()
        for one in np.meshgrid(
            np.linspace(-_LEAN_MAX, _LEAN_MAX, _LEAN_STEPS),
            np.linspace(-_FAN_MAX, _FAN_MAX, _FAN_STEPS) / half,
        )
    )
    away = x - x_middle
    straight = y[right] - y[left]
    leaning = away[right] - away[left]
    fanning = away[right] * (y[right] - y_middle) - away[left] * (y[left] - y_middle)
    apart = straight - np.outer(lean, leaning) - np.outer(fan, fanning)
    each = np.maximum(0.0, 1 - np.abs(apart) / reach)
    level = each.sum(axis=1)
    cost = _COST * (np.abs(lean) / _LEAN_MAX + np.abs(fan) * half / _FAN_MAX)
    best = int(np.argmax(level * (1 - cost)))
    before = np.maximum(0.0, 1 - np.abs(straight) / reach)
    upright = float(before.sum())
    kept = float(each[best, before > 0].sum())
    if level[best] < max(_GAIN * upright, upright + _PAIRS) or kept < _KEPT_GAIN * upright:
        return UPRIGHT
    if abs(fan[best]) * half < _FAN_MIN:
        return UPRIGHT  # a page that lies askew was turned back before
    return Lean(x_middle, y_middle, float(lean[best]), float(fan[best]))


def _pairs(
    boxes: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return which runs may stand on one row, the left one and the right one."""
    heights = boxes[:, 3] - boxes[:, 1]
    gap = boxes[None, :, 0] - boxes[:, None, 2]
    across = boxes[None, :, 2] - boxes[:, None, 0]
    smaller = np.minimum(heights[:, None], heights[None, :])
    alike = smaller >= _LIKE_SIZED * np.maximum(heights[:, None], heights[None, :])
    near = np.abs(y[None, :] - y[:, None]) <= (_LEAN_MAX + _FAN_MAX) * across + smaller
    left, right = np.nonzero((gap >= 0) & alike & near)
    return left, right
