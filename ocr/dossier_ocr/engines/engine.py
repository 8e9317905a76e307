"""The interface of every reading engine."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from dossier_ocr.files.raster import Picture
from dossier_ocr.text.writing import Writing

Quad = tuple[tuple[float, float], ...]
"""The four corners of a line, from the upper left one clockwise, in pixels of the picture."""


@dataclass(frozen=True, slots=True)
class PictureReading:
    """The text of a picture and its skew.

    skew: degrees, positive when lines fall to the right.  writings: where they stand once that
    skew is taken out of the picture (``upright.levelled``).  quads: where each of them stood
    before; none from an engine whose lines cannot be read again one by one.
    """

    skew: float
    writings: tuple[Writing, ...]
    quads: tuple[Quad, ...] = ()


class Engine(Protocol):
    """Reads the text of a picture that is the right way up.  Models load at the first reading.

    certifies: its confidences are good enough to fill a value without asking.
    """

    name: str
    version: str
    certifies: bool

    def read(self, picture: Picture) -> PictureReading:
        """Return the runs of text."""


class LineReader(Engine, Protocol):
    """An engine that also reads lines that another one found."""

    def read_lines(
        self, picture: Picture, writings: Sequence[Writing], quads: Sequence[Quad]
    ) -> tuple[Writing, ...]:
        """Return each of ``writings`` as this engine reads it, in the same place."""
