"""Residents, the links between them, their consents, and what was taken over with these."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dossier.kernel.ids import (
    CaseId,
    ConsentId,
    FileId,
    LinkId,
    ReadingId,
    ResidentId,
    UserId,
)

EVERYTHING = "*"
"""The purpose of a consent that holds for all services of the centre."""


class Given(StrEnum):
    """How a resident gave consent."""

    IN_PERSON = "in_person"
    PAPER = "paper"
    GUARDIAN = "guardian"


class Kind(StrEnum):
    """What makes a document sensitive, so that consent must name it for the service."""

    HEALTH = "health"
    BANK = "bank"
    MINOR = "minor"


class Standing(StrEnum):
    """How a paper of an earlier case stands on a day."""

    GOOD = "good"
    CHECK = "check"  # a person must say that it still holds
    EXPIRED = "expired"
    NEVER = "never"  # every case wants a fresh one


@dataclass(frozen=True, slots=True)
class Appearance:
    """A resident on the form of an accepted case.

    role: of the definition's persons.  name_at, number_at: pointers into the form; the name and
    the number stand there and nowhere else.
    """

    resident: ResidentId
    case: CaseId
    unit_path: str
    role: str
    name_at: str
    number_at: str
    accepted_on: date


@dataclass(frozen=True, slots=True)
class Link:
    """A member of a household, as the list of an accepted case says.

    head: the applicant of that case.  relation: the form's own word ("child"), relation_zh the
    one that people read.  row: pointer of the member's row.  until: None while it holds.
    """

    id: LinkId
    head: ResidentId
    member: ResidentId
    relation: str
    relation_zh: str
    case: CaseId
    unit_path: str
    row: str
    since: date
    until: date | None
    reason: str
    ended_by: UserId | None


@dataclass(frozen=True, slots=True)
class Consent:
    """A resident lets papers of earlier cases be used again.

    purpose: code of a service, or ``EVERYTHING``.  kinds: sensitive ones that it names.
    until: the last day on which it holds.  guardian: who gave it in a minor's name.
    text_sha256: of the words that were shown.
    """

    id: ConsentId
    resident: ResidentId
    purpose: str
    kinds: tuple[Kind, ...]
    given_on: date
    until: date
    how: Given
    guardian: str
    file: FileId | None
    case: CaseId | None
    unit_path: str
    text_sha256: str
    by: UserId
    at: datetime
    revoked_at: datetime | None = None
    revoked_by: UserId | None = None
    revoked_because: str = ""


@dataclass(frozen=True, slots=True)
class Taking:
    """A paper of an earlier case that a new one holds, too.

    file: the new one, under a key of its own; pages: of ``source_file``, from 1.
    """

    id: str
    resident: ResidentId
    consent: ConsentId
    case: CaseId
    file: FileId
    document_type: str
    source_case: CaseId
    source_case_no: str
    source_day: date
    source_file: FileId
    source_reading: ReadingId
    pages: tuple[int, ...]
    original_seen_by: UserId | None
    by: UserId
    at: datetime


@dataclass(frozen=True, slots=True)
class LookUp:
    """Somebody looked up what the centre has of a person; resident None: nothing was told."""

    by: UserId
    at: datetime
    resident: ResidentId | None
    person_key: str
    purpose: str
    case: CaseId | None
