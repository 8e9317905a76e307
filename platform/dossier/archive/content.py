"""What goes into a package, in neutral words; a flow fills it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dossier.archive.model import ReferenceCode, Scheme
from dossier.kernel.canonical import Json


@dataclass(frozen=True, slots=True)
class PackageFile:
    """One file of the payload.

    path: below ``data/``: one of the known folders, then a name without anything personal.
    title, document_number, responsible, day, pages: for the list of contents; a file without
        a title is process data and is not listed there.
    supplied: the title was given by us and stands in [ ].
    """

    path: str
    content: bytes
    title: str = ""
    document_number: str = ""
    responsible: str = ""
    day: date | None = None
    pages: int | None = None
    supplied: bool = False


@dataclass(frozen=True, slots=True)
class PackageMetadata:
    """Elements in the manner of DA/T 46.

    responsible: 责任者; security: 密级; service_digest: of the pinned definition.
    digits: width of 件号 in the code.
    filed_on: fixed when the code is given, so that building again gives the same bytes.
    process: what was done, when, by whom: ``[{"action", "at", "actor", …}]``.
    further: elements that a category adds; they never replace ours.
    """

    code: ReferenceCode
    scheme: Scheme
    digits: int
    fonds_name: str
    category_name: str
    title: str
    responsible: str
    case_id: str
    case_no: str
    service: str
    service_title: str
    service_version: int
    service_digest: str
    opened_on: date
    closed_on: date
    filed_on: date
    filed_by: str
    unit_path: str
    security: str = "内部"
    language: str = "zh-CN"
    retention_to_confirm: bool = False
    process: Sequence[Mapping[str, Json]] = ()
    further: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PackageContent:
    """Everything that a package is built from; the same content gives the same bytes."""

    metadata: PackageMetadata
    files: tuple[PackageFile, ...]


@dataclass(frozen=True, slots=True)
class EventProof:
    """One event of the audit log with the hashes that show where it stands."""

    seq: int
    body: bytes
    leaf: bytes
    hashes: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The case's events in the log of ``size`` events under ``root``; checkpoint: signed note."""

    size: int
    root: bytes
    events: tuple[EventProof, ...]
    checkpoint: str


@dataclass(frozen=True, slots=True)
class Package:
    """A package that stands; folder: below the archive's folder, with slashes."""

    folder: str
    manifest_sha256: str
    tagmanifest_sha256: str
    files: tuple[str, ...]
    size_bytes: int
