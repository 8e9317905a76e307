"""Tesseract with chi_sim and eng: for clean, screen-like print; needs the system's binary."""

from itertools import pairwise

import cv2
import pytesseract
from pytesseract import Output, TesseractError, TesseractNotFoundError

from dossier_ocr.engines.engine import Engine, PictureReading
from dossier_ocr.files.faults import EngineMissing
from dossier_ocr.files.raster import Picture
from dossier_ocr.model import Box, union
from dossier_ocr.pages.skew import skew_of
from dossier_ocr.pages.upright import levelled
from dossier_ocr.text.writing import Writing, evenly

LANGUAGES = ("chi_sim", "eng")
_LIMIT_SECONDS = 120
_CELL_GAP_EM = 1.2
# One thread for each process: two processes then read faster than one with two threads.
pytesseract.pytesseract.environ.setdefault("OMP_THREAD_LIMIT", "1")


class TesseractEngine:
    """The Tesseract on the path."""

    name = "tesseract"
    certifies = False

    def __init__(self) -> None:
        try:
            self.version = str(pytesseract.get_tesseract_version())
            missing = set(LANGUAGES) - set(pytesseract.get_languages())
        except (TesseractNotFoundError, SystemExit):
            raise EngineMissing(
                "本机没有安装 Tesseract。请执行 apt install tesseract-ocr "
                "tesseract-ocr-chi-sim，或改用 --engine rapidocr。"
            ) from None
        if missing:
            raise EngineMissing(
                f"Tesseract 缺少语言数据 {'、'.join(sorted(missing))}。"
                "请执行 apt install tesseract-ocr-chi-sim，或改用 --engine rapidocr。"
            )

    def read(self, picture: Picture) -> PictureReading:
        """Level the page, then read it in columns."""
        skew = skew_of(picture)
        return PictureReading(skew, self._writings(levelled(picture, skew)))

    def _writings(self, picture: Picture) -> tuple[Writing, ...]:
        """Read the page; a timeout or a crash reads as no text."""
        try:
            data = pytesseract.image_to_data(
                cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY),
                lang="+".join(LANGUAGES),
                config="--psm 4 -c preserve_interword_spaces=1",
                output_type=Output.DICT,
                timeout=_LIMIT_SECONDS,
            )
        except (TesseractError, RuntimeError):
            return ()
        rows: dict[tuple[int, int, int], list[Writing]] = {}
        for index, text in enumerate(data["text"]):
            confidence = float(data["conf"][index]) / 100
            if confidence < 0 or not text.strip():
                continue
            left, top = int(data["left"][index]), int(data["top"][index])
            box = (
                left,
                top,
                left + int(data["width"][index]),
                top + int(data["height"][index]),
            )
            key = tuple(int(data[part][index]) for part in ("block_num", "par_num", "line_num"))
            rows.setdefault((key[0], key[1], key[2]), []).append(
                evenly(text.strip(), box, confidence)
            )
        return tuple(run for words in rows.values() for run in _joined(words))


def open_engine() -> Engine:
    """Open the engine."""
    return TesseractEngine()


def _joined(words: list[Writing]) -> list[Writing]:
    """Join the words of a row; a wide gap begins another cell."""
    runs: list[list[Writing]] = []
    for word in words:
        if runs and word.box[0] - runs[-1][-1].box[2] <= _CELL_GAP_EM * _em(runs[-1]):
            runs[-1].append(word)
        else:
            runs.append([word])
    return [_one(run) for run in runs]


def _em(run: list[Writing]) -> int:
    return max(word.height for word in run)


def _one(run: list[Writing]) -> Writing:
    box: Box = union([word.box for word in run])
    text, spans, sure = "", list[tuple[float, float]](), list[float]()
    for word in run:
        if text:
            text += " "
            spans.append((spans[-1][1], word.spans[0][0]))
            sure.append(1.0)
        text += word.text
        spans.extend(word.spans)
        sure.extend(word.sure)
    if any(after[0] < before[0] for before, after in pairwise(spans)):
        # Some words are given the box of the whole row.
        spans = list(evenly(text, box, 1.0).spans)
    return Writing(text, box, tuple(spans), tuple(sure))
