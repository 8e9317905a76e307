"""What the archive records: codes and digests."""

from typing import ClassVar

from dossier.kernel.events import Event


class CodeReserved(Event):
    """A reference code was given to a case, for ever."""

    kind: ClassVar[str] = "archive_code_reserved"
    item: str
    case: str
    reference_code: str


class CaseArchived(Event):
    """The package of a case stands in the archive."""

    kind: ClassVar[str] = "case_archived"
    item: str
    case: str
    reference_code: str
    retention: str
    manifest_sha256: str
    tagmanifest_sha256: str


class PackageVerified(Event):
    """The four properties of a package were checked; failed: codes of the checks that failed."""

    kind: ClassVar[str] = "package_verified"
    item: str
    reference_code: str
    why: str
    passed: bool
    failed: tuple[str, ...]
    tagmanifest_sha256: str


class RetentionStarted(Event):
    """The event that starts a retention period happened."""

    kind: ClassVar[str] = "retention_started"
    item: str
    destroy_after: str


class PackageTaken(Event):
    """Somebody took a copy of a package along."""

    kind: ClassVar[str] = "package_taken"
    item: str
    reference_code: str
