"""What a service definition says: the frozen form of one YAML file.

Everything in a definition is data.  Expressions are CEL; money is whole fen; pointers are JSON
pointers into the form, where ``*`` stands for every row of a list.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from pydantic import JsonValue

Kind = Literal["service", "register", "governance"]
Confidence = Literal["seed", "high", "medium", "low"]
Per = Literal[
    "application", "applicant", "each_member", "each_child", "spouse", "deceased", "other"
]
MaterialForm = Literal[
    "original",
    "verify_original_keep_copy",
    "copy",
    "electronic_lookup",
    "filled_form_original",
    "photograph",
]
ValueType = Literal["string", "text", "integer", "number", "money", "date", "boolean", "array"]
FigureUnit = Literal["fen", "per_mille", "integer", "month", "year", "day", "m2"]
LimitUnit = Literal[
    "working_day",
    "calendar_day",
    "month",
    "year",
    "monthly_batch",
    "quarterly_batch",
    "batch",
    "yearly",
    "hour",
    "immediate",
    "per_event",
]


@dataclass(frozen=True, slots=True)
class Mark:
    """How sure a fact is and where it comes from; ``to_confirm`` is shown until confirmed."""

    confidence: Confidence = "medium"
    to_confirm: bool = False
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the definition as a whole comes from."""

    source: str
    confidence: Confidence
    item_default_confidence: Confidence
    section_zh: str = ""
    number: int | None = None
    page: int | None = None
    aliases: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class PersonList:
    """Where the persons of one role stand in the form.

    list: pointer of the list ("" for a single person such as the applicant).
    name, id_number: pointers, or names of the row's fields when there is a list.
    from_papers: document types whose persons are proposed as rows, in this order.
    """

    title_zh: str
    name: str
    id_number: str
    list: str = ""
    from_papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldRule:
    """What the form asks beyond JSON Schema; the row of a list is called ``item``."""

    pointer: str
    required_when: str = ""
    visible_when: str = ""
    filled_by: Literal["resident", "community", "street", "district", "city"] = "resident"
    mark: Mark = field(default_factory=Mark)


@dataclass(frozen=True, slots=True)
class Source:
    """One way in which a document proposes a form value; the first that yields one wins.

    transform: a name from ``transforms``, or a table of the definition's ``tables``.
    person: the role whose documents count; "" takes any document of the type.
    constant: proposed when such a document is there at all.
    """

    pointer: str
    document: str
    field: str = ""
    person: Per | Literal[""] = ""
    transform: str = ""
    constant: str | bool | None = None


@dataclass(frozen=True, slots=True)
class Derived:
    """A form value that is computed; ``decimals`` rounds a number half up, to the last of them."""

    pointer: str
    title_zh: str
    type: ValueType
    cel: str
    decimals: int = 6
    mark: Mark = field(default_factory=Mark)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of entitlement: ``cel`` is true when it is met, or ``review`` is decided.

    review: what a reviewer decides where no expression can; an item of the checklist.
    stage: the stage before which the reviewer decides it (0: at acceptance).
    shows: template of the figures that were compared, told with the verdict.
    """

    id: str
    zh: str
    cel: str = ""
    review: str = ""
    stage: int = 0
    shows: str = ""
    basis: str = ""
    mark: Mark = field(default_factory=Mark)


@dataclass(frozen=True, slots=True)
class Material:
    """A paper that may be due.

    when: CEL on the form and, where the material is due per person, on ``item``; "" is always.
    question_zh: asked of the clerk when no expression can decide ("" otherwise).
    parts: parts that every set must hold; shared_parts: parts that one set of all must hold.
    """

    code: str
    title_zh: str
    document_type: str
    per: Per
    form: MaterialForm
    copies: int
    alternatives: tuple[str, ...] = ()
    when: str = ""
    when_zh: str = ""
    question_zh: str = ""
    parts: tuple[str, ...] = ()
    shared_parts: tuple[str, ...] = ()
    original_required: bool = False
    issuers: tuple[str, ...] = ()
    from_zh: str = ""
    signed_by: str = ""
    waivable_by_platform: bool = False
    basis: str = ""
    mark: Mark = field(default_factory=Mark)

    @property
    def document_types(self) -> tuple[str, ...]:
        """Every document type that satisfies the material, the proper one first."""
        return (self.document_type, *self.alternatives)


@dataclass(frozen=True, slots=True)
class Check:
    """A check across the form and the papers.

    Exactly one of ``cel`` (true when fine), ``compare`` (a named comparison), ``materials``
    (fine when these are all there) and ``review`` (text for a reviewer) is given.
    per: run once for each person of that role, with ``item`` and ``papers`` (their documents).
    applies_when: CEL that must hold for the check to apply at all.
    persons, sources: for a named comparison, whose papers and which of their fields.
    message_zh, remedy_zh, advice_zh: templates: what is wrong, what the clerk does about it, and
        what the resident is told to do ("": the same).
    evidence: fields of papers that show the problem.
    stage: the stage before which it must be settled (0: at acceptance).
    """

    id: str
    zh: str
    severity: Literal["block", "warn"]
    cel: str = ""
    compare: str = ""
    materials: tuple[str, ...] = ()
    review: str = ""
    per: Per = "application"
    applies_when: str = ""
    persons: tuple[Per, ...] = ()
    sources: tuple[str, ...] = ()
    message_zh: str = ""
    remedy_zh: str = ""
    advice_zh: str = ""
    pointers: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    stage: int = 0
    mark: Mark = field(default_factory=Mark)


@dataclass(frozen=True, slots=True)
class UniqueRule:
    """Values that no other case may have.

    pointers: into the form, each value for itself.  papers: fields of papers, ``type.field``.
    beside: pointers of what the value is told apart by, a year for instance.
    among: the units whose cases count together.
    standing: until when a case keeps its claim: "open" until it is closed, "lasting" for good;
        a refused or withdrawn case gives it up in both.
    pool: a name that rules of several services share ("": the rule by itself).
    """

    id: str
    zh: str
    severity: Literal["block", "warn"]
    remedy_zh: str
    among: Literal["community", "street", "district", "all"]
    standing: Literal["open", "lasting"]
    pointers: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    pool: str = ""
    mark: Mark = field(default_factory=Mark)


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit; ``value`` is None for a batch."""

    value: int | None
    unit: LimitUnit
    text_zh: str = ""
    mark: Mark = field(default_factory=Mark)


@dataclass(frozen=True, slots=True)
class NoticePeriod:
    """How long and where a public notice hangs; ``value`` None: the office must say."""

    value: int | None
    unit: LimitUnit
    where_zh: str
    mark: Mark = field(default_factory=Mark)


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the route of a case."""

    order: int
    level: str
    action_zh: str
    decider: str
    kind: Literal["check", "review", "decide"]
    limit: Limit | None = None
    public_notice: NoticePeriod | None = None
    on_return: Literal["supplement_notice", "none"] = "supplement_notice"
    on_refuse: Literal["refusal_notice", "none"] = "refusal_notice"
    applies_when: str = ""
    note_zh: str = ""
    mark: Mark = field(default_factory=Mark)


@dataclass(frozen=True, slots=True)
class NoticeField:
    """One line of the public notice: a template and how it is masked."""

    code: str
    title_zh: str
    text: str
    masking: Literal["", "surname_star", "id_mask", "phone_mask", "account_last4"] = ""


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """What a public notice may show; nothing outside ``fields`` is ever shown."""

    publish: bool
    fields: tuple[NoticeField, ...]
    never_publish: tuple[str, ...]
    places_zh: tuple[str, ...]
    period: NoticePeriod | None = None


@dataclass(frozen=True, slots=True)
class Output:
    """A paper that the platform makes."""

    code: str
    title_zh: str
    kind: Literal["notice", "form", "certificate", "register", "report", "letter"]


@dataclass(frozen=True, slots=True)
class Archive:
    """Where the closed case is filed."""

    category: str
    category_zh: str
    retention: str
    basis: str = ""
    mark: Mark = field(default_factory=Mark)


@dataclass(frozen=True, slots=True)
class Step:
    """One named intermediate value of a benefit and the line that shows it."""

    name: str
    type: ValueType
    cel: str
    show: str = ""


@dataclass(frozen=True, slots=True)
class Benefit:
    """What is paid: steps in order, the amount is the last step of type money."""

    title_zh: str
    unit_zh: str
    steps: tuple[Step, ...]
    when: str = ""
    formula_zh: str = ""
    mark: Mark = field(default_factory=Mark)
    unit_mark: Mark = field(default_factory=Mark)


@dataclass(frozen=True, slots=True)
class Payment:
    """How it is paid; through the ledger of ``fund``."""

    fund: str
    fund_zh: str
    periodicity: Literal["monthly", "quarterly", "yearly", "once", "to_confirm"]
    payee: Literal["applicant", "member", "provider"]
    method_zh: str
    mark: Mark = field(default_factory=Mark)


@dataclass(frozen=True, slots=True)
class Fee:
    """What the resident pays."""

    amount_fen: int
    text_zh: str
    mark: Mark = field(default_factory=Mark)


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the form that is shown together."""

    code: str
    title_zh: str
    fields: tuple[str, ...]
    note_zh: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """How one field is shown; ``pointer`` may hold ``*``."""

    pointer: str
    widget: str = ""
    unit: str = ""
    help_zh: str = ""
    placeholder_zh: str = ""


@dataclass(frozen=True, slots=True)
class Ui:
    """How the form is shown."""

    groups: tuple[Group, ...]
    hints: tuple[Hint, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A form with what must come of it; run as a test and by the lint.

    blocks: codes of blocking problems that must appear ("refused" examples).
    """

    title_zh: str
    outcome: Literal["valid", "refused"]
    day: date
    form: Mapping[str, JsonValue]
    parameters: Mapping[str, int] = field(default_factory=dict)
    eligibility: Mapping[str, Literal["yes", "no", "unknown"]] = field(default_factory=dict)
    derived: Mapping[str, JsonValue] = field(default_factory=dict)
    materials_due: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    benefit_fen: int | None = None
    working: tuple[str, ...] = ()
    missing_parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperType:
    """A document type as this version knows it: its title and the fields that it looks at.

    fields: name to type (string, date, money, integer, number, boolean, array).  It stands in
    the definition so that a published version means the same when the reading improves.
    """

    title_zh: str
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Definition:
    """One version of one service; compared by identity, told apart by ``digest``."""

    code: str
    version: int
    title_zh: str
    kind: Kind
    group: str
    group_zh: str
    provenance: Provenance
    form: Mapping[str, JsonValue]
    ui: Ui
    digest: str = ""
    title_en: str = ""
    target_zh: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    persons: Mapping[Per, PersonList] = field(default_factory=dict)
    fields: tuple[FieldRule, ...] = ()
    from_document: tuple[Source, ...] = ()
    tables: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    derived: tuple[Derived, ...] = ()
    eligibility: tuple[Condition, ...] = ()
    materials: tuple[Material, ...] = ()
    checks: tuple[Check, ...] = ()
    unique: tuple[UniqueRule, ...] = ()
    stages: tuple[Stage, ...] = ()
    limit: Limit | None = None
    public_notice: PublicNotice | None = None
    outputs: tuple[Output, ...] = ()
    archive: Archive | None = None
    benefit: Benefit | None = None
    payment: Payment | None = None
    fee: Fee | None = None
    remedies_zh: tuple[str, ...] = ()
    faq_zh: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    papers: Mapping[str, PaperType] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A figure that an office sets; ``value`` None: unset, and asked for.

    value: fen for yuan, thousandths for per_mille, else whole units.
    """

    code: str
    title_zh: str
    unit: FigureUnit
    value: int | None
    legal_source: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    confirmed_by: str = ""
    mark: Mark = field(default_factory=Mark)


@dataclass(frozen=True, slots=True)
class Retention:
    """One class of the retention table.

    sign: as it stands in the 档号 ("Y" or "D30"); trigger: what starts the period.
    """

    code: str
    title_zh: str
    sign: str
    years: int | None
    trigger: Literal["fiscal_year_end", "closing", "benefit_stopped", "disposal"]
    legal_source: str = ""
    mark: Mark = field(default_factory=Mark)


@dataclass(frozen=True, slots=True)
class Role:
    """A role of the organisation and the levels at which it works."""

    code: str
    title_zh: str
    level: str
    levels: tuple[str, ...]
    may_zh: tuple[str, ...] = ()
    may_not_zh: tuple[str, ...] = ()
    mark: Mark = field(default_factory=Mark)


@dataclass(frozen=True, slots=True)
class Level:
    """A level of administration."""

    code: str
    title_zh: str
    may_decide: bool
    mark: Mark = field(default_factory=Mark)
