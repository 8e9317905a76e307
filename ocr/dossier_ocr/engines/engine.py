"""The interface of every reading engine."""

from typing import Protocol

from dossier_ocr.raster import Picture
from dossier_ocr.writing import Writing


class Engine(Protocol):
    """Reads the text of an upright picture.  Models load at the first reading.

    certifies: its confidences are good enough to fill a value without asking.
    """

    name: str
    version: str
    certifies: bool

    def read(self, picture: Picture) -> tuple[Writing, ...]:
        """Return the runs of text, boxes in pixels of ``picture``.  Raises EngineMissing."""
