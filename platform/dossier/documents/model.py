"""What a reading found.  Readings never change; a person's correction stands beside them."""

from dataclasses import dataclass
from datetime import datetime

from dossier.kernel.ids import DocumentId, FileId, PageId, ReadingId, UserId, ValueId

Box = tuple[float, float, float, float]
"""left, top, right, bottom in pixels of the upright page"""


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it was read.

    turned: degrees clockwise that make it upright, one of 0, 90, 180, 270.
    skew: further degrees, small.  width, height: pixels of the upright page.
    image_blob: the upright page as JPEG in the blob store.
    """

    id: PageId
    reading_id: ReadingId
    file_id: FileId
    number: int
    width: int
    height: int
    turned: int
    skew: float
    image_blob: str


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a document.

    value: normalised, as the conventions print it; a correction if there is one.
    confidence: 0 to 1; 1.0 once a person has corrected it.
    auto: may be filled into a form without asking.
    box: None where the value was inferred from another one.
    """

    id: ValueId
    name: str
    value: str
    confidence: float
    auto: bool
    page_id: PageId | None
    box: Box | None
    corrected_by: UserId | None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something noticed while reading; document_id None: about the file as a whole."""

    document_id: DocumentId | None
    code: str
    field: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Document:
    """One document on the pages of a file."""

    id: DocumentId
    reading_id: ReadingId
    file_id: FileId
    document_type: str
    confidence: float
    parts: tuple[str, ...]
    page_ids: tuple[PageId, ...]
    values: tuple[Value, ...]

    def find_value(self, name: str) -> Value | None:
        """Return the value called ``name``."""
        return next((value for value in self.values if value.name == name), None)


@dataclass(frozen=True, slots=True)
class Reading:
    """One attempt at a file.

    body_blob: the whole reading as JSON in the blob store; None when it failed.
    failed_code, failed_message: why it could not be read, and what to do (Chinese).
    """

    id: ReadingId
    file_id: FileId
    attempt: int
    engine: str
    engine_version: str
    seconds: float
    body_blob: str | None
    failed_code: str | None
    failed_message: str | None
    at: datetime
    pages: tuple[Page, ...]
    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]
