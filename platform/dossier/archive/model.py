"""What the archive keeps and what it says about it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dossier.kernel.ids import ArchiveItemId, CaseId, UserId

ITEM_DIGITS = 4


class Scheme(StrEnum):
    """The two ways of writing a reference code by item."""

    DAT22 = "DA/T 22-2015"
    DAT13 = "DA/T 13-2022"


@dataclass(frozen=True, slots=True)
class ReferenceCode:
    """A 档号 by item; retention: "Y" or "D30"; organ: 机构或问题; item: 件号, 1 or more."""

    fonds: str
    category: str
    year: int
    retention: str
    organ: str
    item: int


@dataclass(frozen=True, slots=True)
class Fonds:
    """全宗: the archive of one unit and of what lies below it that has no fonds of its own."""

    code: str
    name: str
    unit_path: str


class ItemState(StrEnum):
    """Where an item stands; its code is given for ever from the first state on."""

    RESERVED = "reserved"
    FILED = "filed"


@dataclass(frozen=True, slots=True)
class ArchiveItem:
    """One case file; the digests are empty until its package stands.

    package: folder of the package below the archive's, with slashes.
    tagmanifest_sha256: covers everything in the package.
    destroy_after: the last day on which it must be kept; None for ever, or until an event.
    """

    id: ArchiveItemId
    case_id: CaseId
    reference_code: str
    title: str
    year: int
    retention: str
    retention_to_confirm: bool
    unit_path: str
    state: ItemState
    reserved_at: datetime
    package: str
    manifest_sha256: str
    tagmanifest_sha256: str
    filed_at: datetime | None
    filed_by: UserId | None
    destroy_after: date | None


class Property(StrEnum):
    """The four properties of DA/T 70-2018."""

    AUTHENTICITY = "authenticity"
    INTEGRITY = "integrity"
    USABILITY = "usability"
    SECURITY = "security"


PROPERTY_ZH = {
    Property.AUTHENTICITY: "真实性",
    Property.INTEGRITY: "完整性",
    Property.USABILITY: "可用性",
    Property.SECURITY: "安全性",
}


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of one check.

    passed: None when it could not run, and the message says why.
    paths: the files that it is about, at most ``PATHS_SHOWN``.
    """

    property: Property
    code: str
    passed: bool | None
    message: str
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckRun:
    """One run of the four-property check; why: "filing", "schedule", "transfer" or "manual"."""

    item: ArchiveItemId
    why: str
    at: datetime
    actor: UserId
    results: tuple[CheckResult, ...]

    @property
    def passed(self) -> bool:
        """Whether no check failed; one that could not run is no failure."""
        return all(result.passed is not False for result in self.results)


VerifyInclusion = Callable[[int, int, bytes, Sequence[bytes], bytes], bool]
"""(place, size, leaf, proof, root) -> whether the leaf stands there (RFC 9162, 2.1.3.2)."""


@dataclass(frozen=True, slots=True)
class CheckpointClaim:
    """What a checkpoint says; signed: None when no key was given to check the signature."""

    size: int
    root: bytes
    signed: bool | None


@dataclass(frozen=True, slots=True)
class AuditJudge:
    """The audit log's mathematics, as the verifier needs it.

    read_checkpoint: raises Refused for what is no checkpoint.
    """

    leaf_hash: Callable[[bytes], bytes]
    verify_inclusion: VerifyInclusion
    read_checkpoint: Callable[[str], CheckpointClaim]


Scanner = Callable[[bytes], str | None]
"""Returns the name of a virus found in the bytes, or None."""
