"""From lines that were found and read to runs of text on the level page."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from dossier_ocr.engines.detector import Quads
from dossier_ocr.engines.engine import PictureReading
from dossier_ocr.engines.recogniser import Recognised
from dossier_ocr.files.raster import Picture
from dossier_ocr.model import Box
from dossier_ocr.pages.skew import skew_of_lines
from dossier_ocr.pages.upright import levelling, moved
from dossier_ocr.text.writing import Writing

_SURE_MIN = 0.5
_SLOPE_MAX = 0.36
"""The letters around a seal stand aslant; 0.36 is 20 degrees."""


def level_ones(quads: Quads) -> Quads:
    """Leave out what stands aslant."""
    along = quads[:, 1] - quads[:, 0]
    level = np.abs(along[:, 1]) <= _SLOPE_MAX * np.abs(along[:, 0])
    return np.asarray(quads[level], dtype=np.float32)


def picture_reading(
    picture: Picture, quads: Quads, lines: Sequence[Recognised]
) -> PictureReading:
    """Put the ``lines`` in their places once the skew of all of them is taken out."""
    skew = skew_of_lines(quads[:, 1] - quads[:, 0])
    height, width = picture.shape[:2]
    level = moved(quads, levelling((width, height), skew)[0])
    kept = [
        (placed(line, box_of(corners), on_end=is_on_end(quad)), quad)
        for corners, quad, line in zip(level, quads, lines, strict=True)
        if line.text.strip() and sum(line.sure) >= _SURE_MIN * len(line.sure)
    ]
    return PictureReading(
        skew,
        tuple(writing for writing, _ in kept),
        tuple(tuple((float(x), float(y)) for x, y in quad) for _, quad in kept),
    )


def placed(line: Recognised, box: Box, *, on_end: bool) -> Writing:
    """Return ``line`` as a run of text that fills ``box``."""
    x0, _, x1, _ = box
    if on_end:
        spans = [(float(x0), float(x1))] * len(line.text)
    else:
        spans = _spans([x0 + centre * (x1 - x0) for centre in line.centres], x0, x1)
    return Writing(line.text, box, tuple(spans), line.sure)


def is_on_end(quad: Quads) -> bool:
    """Tell whether a line runs from top to bottom."""
    across, down = quad[0] - quad[1], quad[0] - quad[3]
    return bool(np.linalg.norm(down) >= 1.5 * np.linalg.norm(across))


def _spans(centres: list[float], x0: int, x1: int) -> list[tuple[float, float]]:
    """Let neighbours meet half-way."""
    if not centres:
        return []
    middles = [(a + b) / 2 for a, b in pairwise(centres)]
    edges = [float(x0), *middles, float(x1)]
    return list(pairwise(edges))


def box_of(quad: Quads) -> Box:
    """Return the upright box around ``quad``."""
    return (
        int(quad[:, 0].min()),
        int(quad[:, 1].min()),
        int(np.ceil(quad[:, 0].max())),
        int(np.ceil(quad[:, 1].max())),
    )
