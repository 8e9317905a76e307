"""What people record: ids and digests; names, numbers and reasons only as salted commitments."""

from typing import ClassVar

from dossier.kernel.events import Event


class ResidentKnown(Event):
    """A person of an accepted case is a resident that the centre knows."""

    kind: ClassVar[str] = "resident_known"
    resident: str
    case: str
    role: str


class HouseholdLinked(Event):
    """The household list of an accepted case names a member."""

    kind: ClassVar[str] = "household_linked"
    link: str
    head: str
    member: str
    case: str


class HouseholdLinkEnded(Event):
    """A clerk noted that somebody is no longer of a household."""

    kind: ClassVar[str] = "household_link_ended"
    link: str
    reason: str


class HouseholdTaken(Event):
    """Members of the last registration were put into a case's form at a clerk's click."""

    kind: ClassVar[str] = "household_taken"
    case: str
    links: tuple[str, ...]
    consent: str


class ReuseConsentGiven(Event):
    """A resident let papers of earlier cases be used again.  text_sha256: of what was shown."""

    kind: ClassVar[str] = "reuse_consent_given"
    consent: str
    resident: str
    purpose: str
    kinds: tuple[str, ...]
    how: str
    until: str
    case: str | None
    file: str | None
    text_sha256: str


class ReuseConsentRevoked(Event):
    """A resident took a consent back."""

    kind: ClassVar[str] = "reuse_consent_revoked"
    consent: str
    resident: str
    reason: str


class LockerLooked(Event):
    """Somebody looked up what the centre has of persons.

    residents: whom something was told of.  unknown: a commitment to each other person.
    """

    kind: ClassVar[str] = "locker_looked"
    purpose: str
    case: str | None
    residents: tuple[str, ...]
    unknown: tuple[str, ...]


class PaperTaken(Event):
    """A case holds a paper of an earlier case, too; the bytes are those of ``sha256``."""

    kind: ClassVar[str] = "paper_taken"
    case: str
    file: str
    resident: str
    consent: str
    document_type: str
    source_case: str
    source_file: str
    source_reading: str
    pages: tuple[int, ...]
    sha256: str
