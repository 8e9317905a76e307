"""Handwriting told from print by the shape of its strokes; no model but a weight for each figure."""

from collections.abc import Mapping
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier_ocr.definitions.capture import Hand
from dossier_ocr.files.raster import Picture, pixels
from dossier_ocr.model import Box, Value
from dossier_ocr.pages.upright import levelling

_HEIGHT = 48
_WIDTH_MAX = 1600
_BINS = 24
_CELLS_MIN = 2
_INK_SHARE_MIN, _INK_SHARE_MAX = 0.02, 0.6
_HEIGHT_MIN = 14
_AROUND = 0.08
_TOGETHER_MIN = 3
_CLEAR, _MORE = 0.95, 2.0
"""What the engine reads without any doubt must look the more like handwriting."""


def marked(
    fields: Mapping[str, Value], picture: Picture, hand: Hand, *, skew: float = 0.0
) -> dict[str, Value]:
    """Mark the values that are written by hand; none of them may be filled without asking.

    picture: turned upright, its ``skew`` still in it, without which the values' boxes are.
    Where most values of a paper look written by hand, all of them count as such, short ones too.
    """
    height, width = picture.shape[:2]
    matrix, _ = levelling((width, height), skew)
    scores = {
        name: score_of(_crop(picture, value.box, matrix if skew else None), hand)
        for name, value in fields.items()
    }
    told = sorted(score for score in scores.values() if score is not None)
    together = len(told) >= _TOGETHER_MIN and told[(len(told) - 1) // 2] > hand.paper
    after = dict(fields)
    for name, score in scores.items():
        clear = min(fields[name].sure, default=0.0) >= _CLEAR
        if together or (score is not None and score > hand.line + _MORE * clear):
            after[name] = replace(fields[name], handwritten=True, auto=False)
    return after


def score_of(crop: Picture, hand: Hand) -> float | None:
    """Return how much a line looks written by hand, above 0 rather than printed; None: unclear."""
    strokes = strokes_of(crop)
    return None if strokes is None else float(strokes @ np.asarray(hand.weights) + hand.bias)


def _crop(picture: Picture, box: Box, matrix: NDArray[np.float64] | None) -> Picture:
    """Return what stands in ``box``; matrix: takes the skew out of the picture."""
    x0, y0, x1, y1 = box
    more = round(_AROUND * (y1 - y0))
    x0, y0, x1, y1 = max(0, x0 - more), max(0, y0 - more), x1 + more, y1 + more
    if matrix is None or x1 <= x0 or y1 <= y0:
        return picture[y0:y1, x0:x1]
    shifted = matrix.copy()
    shifted[:, 2] -= x0, y0
    level = cv2.warpAffine(
        picture, shifted, (x1 - x0, y1 - y0), borderMode=cv2.BORDER_REPLICATE
    )
    return pixels(level)


def strokes_of(crop: Picture) -> NDArray[np.float64] | None:
    """Return the figures of a line of text; None where too little stands on it to tell.

    First the share of edges in each of 24 directions, then how upright and level the edges
    are kept, how straight, the strokes' width and its spread, and how the characters' heights
    and feet wander.
    """
    ink = _ink(crop)
    if ink is None:
        return None
    solid = (ink > 0.5).astype(np.uint8)
    cells = _cells(solid)
    if len(cells) < _CELLS_MIN:
        return None
    across = cv2.Sobel(ink, cv2.CV_32F, 1, 0, ksize=3)
    down = cv2.Sobel(ink, cv2.CV_32F, 0, 1, ksize=3)
    size = np.hypot(across, down)
    degrees = np.degrees(np.arctan2(down, across)) % 180
    turns = np.histogram((degrees + 180 / _BINS / 2) % 180, _BINS, (0, 180), weights=size)[0]
    shares = turns / max(1e-6, turns.sum())
    tops, feet = np.array([c[0] for c in cells]), np.array([c[1] for c in cells])
    heights = feet - tops
    tall = heights >= 0.6 * float(np.percentile(heights, 80))
    widths = _widths(solid)
    return np.concatenate(
        [
            np.sqrt(shares),
            [
                _straightness(across, down, size),
                float(np.mean(widths)) / _HEIGHT * 10,
                float(np.std(widths)) / max(0.5, float(np.mean(widths))),
                float(np.std(tops[tall])) / _HEIGHT * 10,
                float(np.std(feet[tall])) / _HEIGHT * 10,
                float(np.std(heights[tall])) / _HEIGHT * 10,
                float(solid.mean()) * 4,
            ],
        ]
    )


def _ink(crop: Picture) -> NDArray[np.float32] | None:
    """Return how dark each pixel is, 0 to 1, with the text brought to one height."""
    if min(crop.shape[:2]) < _HEIGHT_MIN:
        return None
    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)
    dark, light = (float(one) for one in np.percentile(grey, [2, 85]))
    if light - dark < 30:
        return None
    level = np.clip((light - grey.astype(np.float32)) / (light - dark), 0, 1)
    rows = np.nonzero((level > 0.5).mean(axis=1) > 0.01)[0]
    columns = np.nonzero((level > 0.5).any(axis=0))[0]
    if not rows.size or not columns.size:
        return None
    level = level[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    if level.shape[0] < _HEIGHT_MIN:
        return None
    scale = _HEIGHT / level.shape[0]
    width = min(_WIDTH_MAX, max(8, round(level.shape[1] * scale)))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    ink = np.asarray(cv2.resize(level, (width, _HEIGHT), interpolation=way), np.float32)
    share = float((ink > 0.5).mean())
    return ink if _INK_SHARE_MIN < share < _INK_SHARE_MAX else None


def _cells(solid: NDArray[np.uint8]) -> list[tuple[int, int]]:
    """Return top and foot of each character: runs of columns with ink, wide ones cut."""
    used = solid.any(axis=0).astype(np.int8)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], used, [0]])))
    cells = []
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        count = max(1, round((end - start) / _HEIGHT))
        for part in range(count):
            a = start + (end - start) * part // count
            b = start + (end - start) * (part + 1) // count
            rows = np.flatnonzero(solid[:, a:b].any(axis=1))
            if rows.size and b - a > 3:
                cells.append((int(rows[0]), int(rows[-1]) + 1))
    return cells


def _widths(solid: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the width of the strokes along their middle, in pixels."""
    far = cv2.distanceTransform(pixels(solid), cv2.DIST_L2, 3)
    ridge = (far >= cv2.dilate(far, np.ones((3, 3), np.uint8)) - 1e-3) & (far > 0)
    return np.asarray(2 * far[ridge], np.float32) if ridge.any() else np.ones(1, np.float32)


def _straightness(
    across: NDArray[np.generic], down: NDArray[np.generic], size: NDArray[np.generic]
) -> float:
    """Return how much the edges around an edge share its direction, 0 to 1."""
    xx, yy, xy = (
        cv2.boxFilter(np.asarray(one, np.float32), -1, (7, 7))
        for one in (across * across, down * down, across * down)  # type: ignore[operator]
    )
    same = np.hypot(xx - yy, 2 * xy) / (xx + yy + 1e-6)
    return float(np.average(same, weights=np.asarray(size, np.float64) + 1e-9))
