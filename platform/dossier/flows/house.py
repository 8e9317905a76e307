"""What flows may know of the installation that they run in."""

from dataclasses import dataclass

from dossier.catalogue.loading import Catalogue
from dossier.deadlines.model import Calendar
from dossier_ocr import DocumentTypes


@dataclass(frozen=True, slots=True)
class House:
    """The definitions, the working days, and whether everything here is invented (演示)."""

    catalogue: Catalogue
    document_types: DocumentTypes
    calendar: Calendar
    demonstration: bool
