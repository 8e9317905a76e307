"""RapidOCR with the PP-OCRv6 small models that its wheel carries; nothing is downloaded."""

import cv2
import numpy as np
from rapidocr import RapidOCR
from rapidocr.ch_ppocr_det import TextDetOutput
from rapidocr.ch_ppocr_rec.typings import TextRecOutput, WordInfo

from dossier_ocr.engines.engine import Engine, PictureReading
from dossier_ocr.engines.lines import level_ones, picture_reading
from dossier_ocr.engines.models import small_models
from dossier_ocr.engines.recogniser import Recognised
from dossier_ocr.files.raster import Picture

_DETECTION_SIDE = 1280


class RapidEngine:
    """PP-OCRv6 small by RapidOCR, on one thread."""

    name = "rapidocr"
    certifies = True

    def __init__(self) -> None:
        models = small_models()
        self.version = models.version
        cv2.setNumThreads(1)
        self._engine = RapidOCR(
            params={
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                "Det.model_path": str(models.detector),
                "Det.limit_type": "max",
                "Det.limit_side_len": _DETECTION_SIDE,
                "Rec.model_path": str(models.recogniser),
                "Global.use_cls": False,
                "Global.use_preprocess_img": False,
                "Global.text_score": 0.0,
                "Global.log_level": "error",
            }
        )
        self._engine.return_word_box = True

    def read(self, picture: Picture) -> PictureReading:
        """Find the text, then read it."""
        found = self._engine(picture, use_det=True, use_rec=False)
        if not isinstance(found, TextDetOutput) or found.boxes is None:
            return PictureReading(0.0, ())
        quads = level_ones(np.asarray(found.boxes, dtype=np.float32))
        if not len(quads):
            return PictureReading(0.0, ())
        read = self._engine.recognize_txt(self._engine.crop_text_regions(picture, quads))
        return picture_reading(picture, quads, _recognised(read))


def open_engine() -> Engine:
    """Open the engine."""
    return RapidEngine()


def _recognised(read: TextRecOutput) -> list[Recognised]:
    return [
        _line(text, word) if isinstance(word, WordInfo) else Recognised("", (), ())
        for text, word in zip(read.txts or (), read.word_results, strict=True)
    ]


def _line(text: str, word: WordInfo) -> Recognised:
    """Place each character by the column in which the model saw it."""
    columns = iter([column for group in word.word_cols for column in group])
    centres: list[float] = []
    for character in text:
        column = None if character.isspace() else next(columns, None)
        if column is None:
            centres.append(centres[-1] if centres else 0.0)
        else:
            centres.append((column + 0.5) / word.line_txt_len)
    sure = [float(value) for value in word.confs][: len(text)]
    sure += [0.0] * (len(text) - len(sure))
    return Recognised(text, tuple(centres), tuple(sure))
