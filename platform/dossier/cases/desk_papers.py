"""What the counter vouches for: copies that agree with their originals, notice given, consent."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dossier.kernel.ids import FileId, UserId


@dataclass(frozen=True, slots=True)
class Certification:
    """与原件一致: who compared a copy with its original, when, for which unit.

    files: what was compared; another scan that comes later is not covered.
    withdrawn_*: None while it stands.
    """

    id: str
    material: str
    person_pointer: str
    title: str
    files: tuple[FileId, ...]
    unit_path: str
    by: UserId
    at: datetime
    withdrawn_by: UserId | None = None
    withdrawn_at: datetime | None = None
    withdrawn_reason: str = ""

    @property
    def stands(self) -> bool:
        """Nobody has taken it back."""
        return self.withdrawn_at is None


class Told(StrEnum):
    """How the resident was told and agreed."""

    COUNTER = "counter"
    SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class Consent:
    """The resident was told what is done with personal data, and agreed.

    sensitive: to sensitive data apart.  notice_sha256: of the words that were shown.
    """

    how: Told
    sensitive: bool
    notice_sha256: str
    by: UserId
    at: datetime
