"""Reading lines of text: a CTC model, decoded greedily, every character with its place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier_ocr.engines.session import Session
from dossier_ocr.files.raster import Picture

_HEIGHT = 48
_WIDTH_MIN = 160
_WIDTH_MAX = 3200
_BATCH_WIDTH = 2400


@dataclass(frozen=True, slots=True)
class Recognised:
    """The text of a line.

    centres: where each character stands, as shares (0 to 1) of the line's width.  sure: the
    confidence of each, 0 to 1.
    """

    text: str
    centres: tuple[float, ...]
    sure: tuple[float, ...]


class Recogniser:
    """Reads lines that were cut out of a picture."""

    def __init__(self, model: Path, characters: Path | None) -> None:
        self._session = Session(model)
        told = (
            self._session.told("character")
            if characters is None
            else characters.read_text(encoding="utf-8")
        )
        self._characters = ("", *told.split("\n"))
        if self._characters[-1] == "":
            self._characters = self._characters[:-1]
        self._characters = (*self._characters, " ")

    def read(self, lines: Sequence[Picture]) -> list[Recognised]:
        """Return the text of each line."""
        found: dict[int, Recognised] = {}
        widths = [_width(line) for line in lines]
        for chosen in _batches(widths):
            widest = max(_WIDTH_MIN, *(widths[index] for index in chosen))
            batch = np.zeros((len(chosen), 3, _HEIGHT, widest), np.float32)
            for row, index in enumerate(chosen):
                batch[row, :, :, : widths[index]] = _scaled(lines[index], widths[index])
            seen = self._session.run(batch)
            for row, index in enumerate(chosen):
                found[index] = self._decoded(seen[row], widths[index] / widest)
        return [found[index] for index in range(len(lines))]

    def _decoded(self, seen: NDArray[np.float32], share: float) -> Recognised:
        """Leave out blanks and repetitions.  share: how much of the width the line fills."""
        best = seen.argmax(axis=1)
        new = np.r_[True, best[1:] != best[:-1]] & (best != 0)
        columns = np.flatnonzero(new)
        filled = len(best) * share
        return Recognised(
            "".join(self._characters[index] for index in best[columns]),
            tuple(min(1.0, float(column + 0.5) / filled) for column in columns),
            tuple(float(value) for value in seen[columns, best[columns]]),
        )


def _width(line: Picture) -> int:
    height, width = line.shape[:2]
    return int(min(_WIDTH_MAX, max(1, -(-_HEIGHT * width // height))))


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Put lines of like width together: what is padded is work for nothing."""
    batch: list[int] = []
    for index in sorted(range(len(widths)), key=widths.__getitem__):
        if batch and (len(batch) + 1) * max(_WIDTH_MIN, widths[index]) > _BATCH_WIDTH:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _scaled(line: Picture, width: int) -> NDArray[np.float32]:
    small = cv2.resize(line, (width, _HEIGHT), interpolation=cv2.INTER_LINEAR)
    return (small.astype(np.float32).transpose(2, 0, 1) - 127.5) / 127.5
