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
