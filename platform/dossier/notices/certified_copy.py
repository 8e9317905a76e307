"""与原件一致: the layer that is printed over a copy for the paper file."""

from datetime import date
from typing import ClassVar

from dossier.notices.model import Letter


class CertifiedCopyLetter(Letter):
    """The stamp in the margin of each page of a copy.

    pages: of the copy.  person: whose paper it is, "" for the case.
    """

    template: ClassVar[str] = "certified_copy"
    title: str
    person: str
    case_no: str
    certified_by: str
    certified_on: date
    unit: str
    pages: int
