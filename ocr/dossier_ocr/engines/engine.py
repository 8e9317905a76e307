"""The interface of every reading engine."""

from dataclasses import dataclass
from typing import Protocol

from dossier_ocr.raster import Picture
from dossier_ocr.writing import Writing


@dataclass(frozen=True, slots=True)
class PictureReading:
    """The text of a picture and its skew.

    skew: degrees, positive when lines fall to the right.  writings: where they stand once that
    skew is taken out of the picture (``upright.levelled``).
    """

    skew: float
    writings: tuple[Writing, ...]


class Engine(Protocol):
    """Reads the text of a picture that is the right way up.  Models load at the first reading.

    certifies: its confidences are good enough to fill a value without asking.
    """

    name: str
    version: str
    certifies: bool

    def read(self, picture: Picture) -> PictureReading:
        """Return the runs of text."""
