"""What letters and notices record: ids, numbers and digests."""

from typing import ClassVar

from dossier.kernel.events import Event


class LetterIssued(Event):
    """A letter was typeset and kept; ``sha256`` is the digest of its PDF."""

    kind: ClassVar[str] = "letter_issued"
    letter: str
    case: str
    letter_kind: str
    number: str
    sha256: str


class PublicNoticeStarted(Event):
    """A public notice began to hang; fields: codes of what it shows, never the values."""

    kind: ClassVar[str] = "public_notice_started"
    notice: str
    case: str
    starts: str
    ends: str
    fields: tuple[str, ...]


class ObjectionReceived(Event):
    """Somebody objected to a public notice."""

    kind: ClassVar[str] = "objection_received"
    notice: str
    case: str
    objections: int


class PublicNoticeEnded(Event):
    """A public notice ended; outcome: "undisturbed", "objected" or "withdrawn"."""

    kind: ClassVar[str] = "public_notice_ended"
    notice: str
    case: str
    outcome: str


class FormPrinted(Event):
    """A form of a case was printed; digest: of what stands on it, salted."""

    kind: ClassVar[str] = "form_printed"
    form: str
    case: str
    material: str
    number: int
    pages: int
    content: str


class FormReturned(Event):
    """Pages of a printed form came back in a scan."""

    kind: ClassVar[str] = "form_returned"
    form: str
    case: str
    file: str
    document: str
    pages: tuple[int, ...]


class SignatureSeen(Event):
    """A person saw that a printed form is signed, or took that back."""

    kind: ClassVar[str] = "signature_seen"
    form: str
    case: str
    file: str
    signed: bool
