"""What goes into an evaluation besides the definition, and what comes out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dossier.catalogue.model import MaterialForm, Per
from dossier.kernel.canonical import Json
from dossier.kernel.errors import Problem

Verdict = Literal["yes", "no", "unknown"]
MaterialStatus = Literal["missing", "present", "waived", "unchecked"]


@dataclass(frozen=True, slots=True)
class FieldFact:
    """One value read from a document, as printed; dates in ISO 8601, amounts in plain yuan.

    value: a list (signers, for instance) is a tuple.
    confidence: 0 to 1.  confirmed: a person has looked at it.
    """

    value: str | tuple[str, ...]
    confidence: float
    page: int = 1
    auto: bool = False
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """One document of a case and what was read from it.

    parts: the parts that its pages show; empty when nobody can tell, which counts as all.
    serves: the material and the person that it was printed for, whatever is read on it.
    """

    id: str
    document_type: str
    parts: tuple[str, ...]
    values: Mapping[str, FieldFact]
    serves: tuple[str, str] | None = None

    def text(self, name: str) -> str:
        """Return the value of field ``name``, a list with 、, "" when it was not read."""
        fact = self.values.get(name)
        if fact is None:
            return ""
        return fact.value.strip() if isinstance(fact.value, str) else "、".join(fact.value)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a comparison gives.

    unread: papers whose value could not be compared.  doubts: what a person should look at
    although it is probably in order.
    """

    problems: tuple[Problem, ...] = ()
    unread: tuple[str, ...] = ()
    doubts: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiver:
    """What the look-up in the city platform gave for one material of one person.

    granted False: nothing was found, and the paper is asked for after all.
    """

    material: str
    person_pointer: str
    by: str
    granted: bool = True


@dataclass(frozen=True, slots=True)
class Match:
    """A document that serves a material of a person.

    how: the ground on which the person was recognised.
    person_pointer: "" when the material is due once per application.
    """

    material: str
    person_pointer: str
    document: str
    how: Literal["id_number", "name", "type", "pages", "print"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A form value proposed from a document; ``auto`` where nobody need be asked."""

    pointer: str
    value: Json
    document_id: str
    field: str
    confidence: float
    auto: bool


@dataclass(frozen=True, slots=True)
class ConditionResult:
    """One condition of entitlement and whether it is met.

    by_reviewer: a person decides it on the checklist; the verdict stays unknown here.
    """

    id: str
    zh: str
    verdict: Verdict
    reason: str
    basis: str = ""
    to_confirm: bool = False
    by_reviewer: bool = False


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check across form and papers and how it came out."""

    id: str
    zh: str
    severity: Literal["block", "warn"]
    verdict: Verdict
    stage: int = 0
    to_confirm: bool = False


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """A check that a reviewer makes, with its text."""

    id: str
    zh: str
    stage: int
    severity: Literal["block", "warn"]


@dataclass(frozen=True, slots=True)
class MaterialDue:
    """One set of a material that this case needs, for one person or for the case.

    status: missing (the resident is asked), present, waived (the platform showed it), or
        unchecked (nobody knows yet: a value is missing, the clerk must say, or the platform
        has not been asked).
    missing_parts: how people call the parts that are wanting.
    undecided: the form does not say yet whether it is needed at all.
    """

    code: str
    title_zh: str
    document_types: tuple[str, ...]
    per: Per
    person_pointer: str
    person_name: str
    reason_zh: str
    form: MaterialForm
    copies: int
    original_required: bool
    waivable: bool
    status: MaterialStatus
    document_ids: tuple[str, ...] = ()
    missing_parts: tuple[str, ...] = ()
    question_zh: str = ""
    issuers: tuple[str, ...] = ()
    from_zh: str = ""
    note_zh: str = ""
    basis: str = ""
    to_confirm: bool = False
    undecided: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """Something that is not known yet and keeps a rule from giving an answer.

    pointers: the form fields to fill ("/residence_months"), "parameter:<code>" for a figure
        that the office must set, or "material:<code>".
    """

    code: str
    zh: str
    pointers: tuple[str, ...]
    stage: int = 0


@dataclass(frozen=True, slots=True)
class BenefitResult:
    """What is due, with its working; ``amount_fen`` None while something is not known."""

    title_zh: str
    unit_zh: str
    amount_fen: int | None
    working: tuple[str, ...]
    reason: str = ""
    to_confirm: bool = False


@dataclass(frozen=True, slots=True)
class MissingParameter:
    """A figure that the office has not set."""

    code: str
    title_zh: str
    zh: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that the rules say about one form on one day.

    form: the given form with the derived values in their places.
    stages: the orders of the stages that apply to this case, in order; None while unknown.
    """

    code: str
    version: int
    form: Mapping[str, Json]
    derived: Mapping[str, Json]
    eligibility: tuple[ConditionResult, ...]
    materials: tuple[MaterialDue, ...]
    problems: tuple[Problem, ...]
    checks: tuple[CheckResult, ...]
    checklist: tuple[ChecklistItem, ...]
    asks: tuple[Ask, ...]
    benefit: BenefitResult | None
    missing_parameters: tuple[MissingParameter, ...]
    stages: tuple[int, ...] | None
    notice: Mapping[str, str] = field(default_factory=dict)

    @property
    def eligible(self) -> Verdict:
        """All conditions together: no if one is no, unknown if one is unknown, else yes."""
        verdicts = {result.verdict for result in self.eligibility}
        return "no" if "no" in verdicts else "unknown" if "unknown" in verdicts else "yes"

    @property
    def blocked(self) -> bool:
        """Whether a blocking problem stands."""
        return any(problem.severity == "block" for problem in self.problems)
