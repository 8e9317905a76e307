"""What a case records: ids, kinds and digests."""

from typing import ClassVar

from dossier.kernel.events import Event


class CaseOpened(Event):
    """A case was opened, pinned to a version of its service."""

    kind: ClassVar[str] = "case_opened"
    case: str
    service: str
    version: int
    digest: str


class FormChanged(Event):
    """The form changed; its canonical bytes stand as a salted commitment."""

    kind: ClassVar[str] = "form_changed"
    case: str
    revision: int
    form: str
    changed: tuple[str, ...]


class MaterialMarked(Event):
    """A clerk noted that the original was seen, or that the paper is not asked for."""

    kind: ClassVar[str] = "material_marked"
    case: str
    material: str
    person: str
    originals_seen: bool
    waived: bool
    not_found: bool


class CaseVersionChanged(Event):
    """A case goes on under a newer version; what fell away stands in the action's body.

    fallen: pointers of it.  form: a salted commitment to the canonical bytes of the form.
    """

    kind: ClassVar[str] = "case_version_changed"
    case: str
    before: int
    before_digest: str
    after: int
    after_digest: str
    revision: int
    form: str
    fallen: tuple[str, ...]


class CaseActed(Event):
    """An action was accepted; ``body_sha256`` is the digest of its stored canonical body."""

    kind: ClassVar[str] = "case_acted"
    case: str
    action: str
    number: int
    step: str
    body_sha256: str


class ActingNoted(Event):
    """Who hands a case in was noted; who it is stands as a salted commitment."""

    kind: ClassVar[str] = "acting_noted"
    case: str
    acted_by: str
    channel: str
    person: str


class CopyCertified(Event):
    """A copy was found to agree with its original; files: SHA-256 of what was compared."""

    kind: ClassVar[str] = "copy_certified"
    case: str
    certification: str
    material: str
    person: str
    unit: str
    files: tuple[str, ...]


class CertificationWithdrawn(Event):
    """A certification was taken back; the reason stands as a salted commitment."""

    kind: ClassVar[str] = "certification_withdrawn"
    case: str
    certification: str
    reason: str


class ConsentNoted(Event):
    """The resident was told what is done with personal data and agreed, or took it back."""

    kind: ClassVar[str] = "consent_noted"
    case: str
    given: bool
    how: str
    sensitive: bool
    notice_sha256: str
