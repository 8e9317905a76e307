"""RapidOCR with the PP-OCRv6 small models that its wheel carries; nothing is downloaded."""

from collections.abc import Sequence
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import rapidocr
from numpy.typing import NDArray
from rapidocr import RapidOCR
from rapidocr.ch_ppocr_det import TextDetOutput
from rapidocr.ch_ppocr_rec.typings import TextRecOutput, WordInfo

from dossier_ocr.engines.engine import Engine, PictureReading
from dossier_ocr.model import Box
from dossier_ocr.raster import Picture
from dossier_ocr.skew import skew_of_lines
from dossier_ocr.upright import levelling, moved
from dossier_ocr.writing import Writing

_MODELS = Path(rapidocr.__file__).parent / "models"
_DETECTION_SIDE = 1280
"""Text is found on a picture of this size, and read at full size: half the time, no loss."""
_PARAMETERS: dict[str, object] = {
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    "Det.model_path": str(_MODELS / "PP-OCRv6_det_small.onnx"),
    "Det.limit_type": "max",
    "Det.limit_side_len": _DETECTION_SIDE,
    "Rec.model_path": str(_MODELS / "PP-OCRv6_rec_small.onnx"),
    "Global.use_cls": False,
    "Global.use_preprocess_img": False,
    "Global.text_score": 0.0,
    "Global.log_level": "error",
}
_SURE_MIN = 0.5
_SLOPE_MAX = 0.36
"""The letters around a seal stand aslant; 0.36 is 20 degrees."""


class RapidEngine:
    """PP-OCRv6 small on one thread."""

    name = "rapidocr"
    certifies = True

    def __init__(self) -> None:
        self.version = version("rapidocr")
        cv2.setNumThreads(1)
        self._engine = RapidOCR(params=_PARAMETERS)
        self._engine.return_word_box = True

    def read(self, picture: Picture) -> PictureReading:
        """Find the text, then read it."""
        found = self._engine(picture, use_det=True, use_rec=False)
        if not isinstance(found, TextDetOutput) or found.boxes is None:
            return PictureReading(0.0, ())
        quads = _level(np.asarray(found.boxes, dtype=np.float32))
        if not len(quads):
            return PictureReading(0.0, ())
        crops = self._engine.crop_text_regions(picture, quads)
        read = self._engine.recognize_txt(crops)
        skew = skew_of_lines(quads[:, 1] - quads[:, 0])
        height, width = picture.shape[:2]
        level = moved(quads, levelling((width, height), skew)[0])
        return PictureReading(skew, _writings(level, crops, read))


def open_engine() -> Engine:
    """Open the engine."""
    return RapidEngine()


def _level(quads: NDArray[np.float32]) -> NDArray[np.float32]:
    """Leave out what stands aslant."""
    along = quads[:, 1] - quads[:, 0]
    level = np.abs(along[:, 1]) <= _SLOPE_MAX * np.abs(along[:, 0])
    return np.asarray(quads[level], dtype=np.float32)


def _writings(
    quads: NDArray[np.float32], crops: list[Picture], read: TextRecOutput
) -> tuple[Writing, ...]:
    words: Sequence[object] = read.word_results
    writings: list[Writing] = []
    for quad, crop, text, word in zip(quads, crops, read.txts or (), words, strict=True):
        if isinstance(word, WordInfo) and text.strip():
            writing = _writing(quad, crop, text, word)
            if writing.confidence >= _SURE_MIN:
                writings.append(writing)
    return tuple(writings)


def _writing(quad: NDArray[np.float32], crop: Picture, text: str, word: WordInfo) -> Writing:
    """Place each character along the quad by the column in which the model saw it."""
    x0, y0, x1, y1 = _around(quad)
    upright = crop.shape[1] >= np.linalg.norm(quad[0] - quad[1]) - 2
    columns = iter([column for group in word.word_cols for column in group])
    centres: list[float] = []
    for character in text:
        column = None if character.isspace() else next(columns, None)
        if column is None:
            centres.append(centres[-1] if centres else float(x0))
        else:
            centres.append(x0 + (column + 0.5) / word.line_txt_len * (x1 - x0))
    spans = _spans(centres, x0, x1) if upright else [(float(x0), float(x1))] * len(text)
    sure = [float(value) for value in word.confs][: len(text)]
    sure += [0.0] * (len(text) - len(sure))
    return Writing(text, (x0, y0, x1, y1), tuple(spans), tuple(sure))


def _spans(centres: list[float], x0: int, x1: int) -> list[tuple[float, float]]:
    """Let neighbours meet half-way."""
    middles = [(a + b) / 2 for a, b in pairwise(centres)]
    edges = [float(x0), *middles, float(x1)]
    return list(pairwise(edges))


def _around(quad: NDArray[np.float32]) -> Box:
    return (
        int(quad[:, 0].min()),
        int(quad[:, 1].min()),
        int(np.ceil(quad[:, 0].max())),
        int(np.ceil(quad[:, 1].max())),
    )
