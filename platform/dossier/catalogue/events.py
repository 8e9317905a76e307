"""What the audit log keeps of the catalogue: codes, versions and digests, never the texts."""

from typing import ClassVar

from dossier.kernel.events import Event
from dossier.kernel.ids import DraftId


class DefinitionDrafted(Event):
    """A version was begun.  based_on: the version it was begun from, or whose bundle it came in."""

    kind: ClassVar[str] = "definition_drafted"
    draft: DraftId
    code: str
    version: int
    based_on: int | None
    fingerprint: str


class DefinitionDraftEdited(Event):
    """Somebody took a draft up and saved a text; the same person's further texts are not told."""

    kind: ClassVar[str] = "definition_draft_edited"
    draft: DraftId
    revision: int


class DefinitionDraftSubmitted(Event):
    """A draft was given to others to publish.  text_sha256: of the text that they shall see."""

    kind: ClassVar[str] = "definition_draft_submitted"
    draft: DraftId
    revision: int
    text_sha256: str


class DefinitionDraftWithdrawn(Event):
    """A draft was taken back to be edited."""

    kind: ClassVar[str] = "definition_draft_withdrawn"
    draft: DraftId


class DefinitionDraftReturned(Event):
    """A second person gave a draft back; reason_sha256: of the reason that stands with the draft."""

    kind: ClassVar[str] = "definition_draft_returned"
    draft: DraftId
    reason_sha256: str


class DefinitionDraftDiscarded(Event):
    """A draft was given up; its text stays."""

    kind: ClassVar[str] = "definition_draft_discarded"
    draft: DraftId


class DefinitionPublished(Event):
    """A version was published by a second person.  digest: of its content."""

    kind: ClassVar[str] = "definition_published"
    draft: DraftId
    code: str
    version: int
    digest: str
    valid_from: str | None
    valid_to: str | None


class BundleExported(Event):
    """Definitions were given to other offices.  definitions: ``code@version``."""

    kind: ClassVar[str] = "bundle_exported"
    definitions: tuple[str, ...]
    sha256: str


class BundleImported(Event):
    """Definitions of another office became drafts."""

    kind: ClassVar[str] = "bundle_imported"
    fingerprint: str
    sha256: str
    drafts: tuple[DraftId, ...]


class OfficeTrusted(Event):
    """Bundles signed with a key are taken from now on."""

    kind: ClassVar[str] = "office_trusted"
    fingerprint: str


class OfficeDistrusted(Event):
    """Bundles signed with a key are no longer taken."""

    kind: ClassVar[str] = "office_distrusted"
    fingerprint: str


class LocalSettingMade(Event):
    """Somebody set, confirmed as it stands, or ended something for a unit; it waits.

    figure: the number, where it is one.  body_sha256: of the entry's value and basis.
    """

    kind: ClassVar[str] = "local_setting_made"
    setting: str
    unit_path: str
    service: str
    pointer: str
    choice: str
    valid_from: str
    figure: int | None
    body_sha256: str


class LocalSettingConfirmed(Event):
    """A second person confirmed an entry: it holds from its day on."""

    kind: ClassVar[str] = "local_setting_confirmed"
    setting: str


class LocalSettingTakenBack(Event):
    """An entry that waited was taken back, by whom made it or by whom looked at it."""

    kind: ClassVar[str] = "local_setting_taken_back"
    setting: str
