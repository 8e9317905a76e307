"""What a reading found.  Readings never change; a person's correction stands beside them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dossier.kernel.ids import DocumentId, FileId, PageId, ReadingId, UserId, ValueId

Box = tuple[float, float, float, float]
"""left, top, right, bottom in pixels of the upright page"""


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it was read.

    turned: degrees clockwise that make it upright, one of 0, 90, 180, 270.
    skew: further degrees, small.  width, height: pixels of the upright page.
    image_blob: the upright page as JPEG in the blob store.
    likeness: what tells that the same page was scanned twice; empty where nothing does.
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
    likeness: str = ""


class Verdict(StrEnum):
    """What a person says of a value that was read."""

    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    UNREADABLE = "unreadable"
    ABSENT = "absent"  # it does not stand on the paper
    WITHDRAWN = "withdrawn"


class Via(StrEnum):
    """Where a person said so: in the queue of values, beside the scan, or in the form."""

    QUEUE = "queue"
    SCAN = "scan"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Review:
    """What one person said of one value, once; a later one stands beside it, not over it.

    number: from 1 for each field of a document.  value_id: None where nothing had been read.
    machine, confidence, auto: what the engine said.  value: what is right; None where it cannot
    be read or does not stand there, or is known only as the form has it.  withdraws: the review that this one takes back.
    key: of the press of a button, so that the same press twice is one review.
    """

    id: str
    document_id: DocumentId
    reading_id: ReadingId
    document_type: str
    field: str
    number: int
    value_id: ValueId | None
    machine: str | None
    confidence: float | None
    auto: bool
    verdict: Verdict
    value: str | None
    via: Via
    withdraws: str | None
    by: UserId
    at: datetime
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a document.

    value: normalised, as the conventions print it; a correction if there is one, and empty
    where a person cannot read it either, or says that it does not stand there.
    confidence, auto: the engine's own: 0 to 1, and whether to fill it without asking.
    box: None where the value was inferred from another one.
    raw: as printed.  alternatives: what another engine read instead.
    doubtful: places of the characters of the engine's value that want a look.
    missed: the engine read nothing.
    review: the one that stands.  revision: how often anybody has said anything of it.
    """

    id: ValueId
    name: str
    value: str
    confidence: float
    auto: bool
    page_id: PageId | None
    box: Box | None
    raw: str = ""
    handwritten: bool = False
    alternatives: tuple[str, ...] = ()
    doubtful: tuple[int, ...] = ()
    missed: bool = False
    review: Review | None = None
    revision: int = 0

    @property
    def machine(self) -> str | None:
        """What the engine read; None where it read nothing."""
        if self.missed:
            return None
        return self.value if self.review is None else self.review.machine

    @property
    def corrected_by(self) -> UserId | None:
        """Who put another value in its place."""
        corrected = self.review is not None and self.review.verdict is Verdict.CORRECTED
        return self.review.by if self.review and corrected else None

    @property
    def confirmed(self) -> bool:
        """A person says that this is what the paper says."""
        return self.review is not None and (
            self.review.verdict is Verdict.CONFIRMED
            or (self.review.verdict is Verdict.CORRECTED and self.review.via is not Via.FORM)
        )

    @property
    def silent(self) -> bool:
        """Nothing is known of it: nobody has read it, or a person says that nothing can be read."""
        if self.review is None:
            return self.missed
        return self.review.verdict in (Verdict.UNREADABLE, Verdict.ABSENT)

    @property
    def waits(self) -> bool:
        """A person has yet to look at it."""
        return not self.auto and self.review is None


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
    assembled: its values have reached the form of its case.
    copied_from: the reading of an earlier case that this one repeats, page by page.
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
    assembled: bool = False
    copied_from: ReadingId | None = None
