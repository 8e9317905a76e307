"""What the editor of definitions is told."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field, JsonValue

from dossier.api.views import Command, ServiceFormView, View
from dossier.catalogue.yaml_tree import SIZE_BYTES_MAX

Origin = Literal["delivered", "here", "imported"]


class DefinitionView(View):
    """The newest published version of a service; draft: one that is open."""

    code: str
    version: int
    title: str
    group: str
    group_title: str
    kind: str
    origin: Origin
    valid_from: date | None
    valid_to: date | None
    state: Literal["in_force", "future", "ended"]
    draft_id: str | None
    draft_state: str | None
    unconfirmed: int


class DefinitionVersionView(View):
    """One published version; drafted_by, published_by: names, "" for what was delivered."""

    version: int
    digest: str
    origin: Origin
    office: str = Field(description="whose bundle it came in")
    valid_from: date | None
    valid_to: date | None
    drafted_by: str
    published_by: str
    published_at: datetime | None
    cases: int
    changed: bool = Field(description="it is no longer what was published, and is not offered")


class DraftSummaryView(View):
    """A draft without its text."""

    id: str
    code: str
    version: int
    title: str
    based_on: int | None
    revision: int
    state: str
    origin: Literal["here", "imported"]
    office: str
    editors: list[str]
    updated_at: datetime
    updated_by: str
    submitted_by: str | None
    returned_reason: str | None
    may_publish: bool
    may_not_because: str | None


class DraftView(DraftSummaryView):
    """A draft with its text."""

    text: str


class KeptTextView(View):
    """A text of a draft that another person's replaced."""

    revision: int
    text: str
    saved_by: str
    saved_at: datetime


class ServiceVersionsView(View):
    """A service with its versions, the newest first."""

    code: str
    title: str
    versions: list[DefinitionVersionView]
    draft: DraftSummaryView | None


class TextView(View):
    """The text of a version as it was written."""

    text: str


class ChangeLineView(View):
    """One thing that a version changes; what: the part, words: the whole sentence."""

    what: str
    words: str


class ChangesView(View):
    """What a version changes against another, in words and as texts."""

    changes: list[ChangeLineView]
    from_text: str
    to_text: str


class NamedView(View):
    """A code that a text may use."""

    code: str
    title: str


class PaperFieldView(View):
    """A field that is read from a paper."""

    name: str
    title: str
    value_type: str


class PaperTypeView(View):
    """A document type with its fields."""

    code: str
    title: str
    fields: list[PaperFieldView]


class FunctionView(View):
    """A function of expressions."""

    name: str
    words: str


class VocabularyView(View):
    """What names a text may use."""

    document_types: list[PaperTypeView]
    roles: list[NamedView]
    levels: list[NamedView]
    parameters: list[NamedView]
    retention: list[NamedView]
    comparisons: list[str]
    transforms: list[str]
    functions: list[FunctionView]
    services: list[NamedView]


class TextProblemView(View):
    """One thing wrong with a text; lines and columns count from 1, the end is not part of it."""

    line: int
    column: int
    end_line: int
    end_column: int
    pointer: str
    code: str
    message: str
    severity: Literal["error", "warn"]


class CheckedView(View):
    """What is wrong with a text, and the form where it is whole enough to have one."""

    problems: list[TextProblemView]
    title: str | None
    form: ServiceFormView | None


class ExampleView(View):
    """An example of a text and whether it comes out as it says."""

    title: str
    outcome: Literal["valid", "refused"]
    ok: bool
    differences: list[str]
    day: date
    form: dict[str, JsonValue]


class NewDraft(Command):
    """based_on: the version to begin from; None for the template."""

    code: str = Field(min_length=1, max_length=80)
    based_on: int | None = None
    title: str = Field(default="", max_length=100)


class DraftText(Command):
    """revision: of the text that this one was made from."""

    revision: int
    text: str = Field(max_length=SIZE_BYTES_MAX)


class DraftRevision(Command):
    """revision: of the text that was seen."""

    revision: int


class DraftPublication(Command):
    """revision: of the text that was seen; valid_from: the first day, None as the text says."""

    revision: int
    valid_from: date | None = None


class DraftReturn(Command):
    """Why a draft goes back."""

    reason: str = Field(min_length=1, max_length=500)


class TextOnly(Command):
    """A text to be looked at."""

    text: str = Field(max_length=SIZE_BYTES_MAX)


class TextTrial(Command):
    """A text and a form to try it with; day: of acceptance, today by default."""

    text: str = Field(max_length=SIZE_BYTES_MAX)
    form: dict[str, JsonValue]
    day: date | None = None
