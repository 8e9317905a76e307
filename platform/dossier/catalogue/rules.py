"""The rules of a service on one form: pure, deterministic, explained.

A rule that touches a value that is not there is *unknown*: it is told as something to ask,
never as a failure of the program and never as met.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from dossier.catalogue.cel.expressions import paths
from dossier.catalogue.cel.shapes import Bound, bind
from dossier.catalogue.checking import check_all
from dossier.catalogue.circumstances import NOBODY, Circumstances
from dossier.catalogue.compiling import BENEFIT, compiled, rows_of
from dossier.catalogue.due import material_asks, materials_due, paper_problems
from dossier.catalogue.labels import label
from dossier.catalogue.masking import masked
from dossier.catalogue.matching import match_on
from dossier.catalogue.model import Condition, Definition, Derived, FieldRule, Parameter, Per
from dossier.catalogue.owners import Person, persons_of, shelve
from dossier.catalogue.papers import NOTHING_KNOWN, KnownPaper
from dossier.catalogue.standing import standing_problems
from dossier.catalogue.validation import clean, missing, violations
from dossier.catalogue.verdicts import (
    Ask,
    BenefitResult,
    ChecklistItem,
    ConditionResult,
    DocumentFacts,
    Evaluation,
    Match,
    MissingParameter,
    Verdict,
    Waiver,
)
from dossier.kernel.canonical import Json
from dossier.kernel.errors import Problem

_VERDICT: Mapping[bool | None, Verdict] = {True: "yes", False: "no", None: "unknown"}


def evaluate(
    definition: Definition,
    form: Mapping[str, Json],
    documents: Sequence[DocumentFacts],
    parameters: Mapping[str, Parameter],
    day: date,
    waivers: Sequence[Waiver] = (),
    known: Mapping[str, KnownPaper] = NOTHING_KNOWN,
) -> Evaluation:
    """Return everything that the rules say about ``form`` on ``day`` (of acceptance).

    parameters: the office's figures by code, its own over the shipped ones; a figure without a
    value, or out of its period on ``day``, is unset and is named.
    known: what the reading knows of document types (Catalogue.papers).
    """
    figures = figures_on(parameters, day)
    titles = {code: given.title_zh for code, given in parameters.items()}
    around = _begin(definition, form, documents, figures, day, titles, known)
    derived = _derive(around)
    whole = _whole(around, form, derived)

    problems = [*_violations(around, whole), *_required(around)]
    flagged = {problem.pointer for problem in problems}
    eligibility = _eligibility(around)
    materials = materials_due(around, waivers)
    checks, found, asks = check_all(around, materials)
    benefit = _benefit(around)
    problems += [*found, *standing_problems(around), *paper_problems(materials)]
    asks = [*_field_asks(around), *material_asks(around, materials), *asks]
    notice = _notice(around, benefit)
    lacking = _missing_parameters(around)
    return Evaluation(
        code=definition.code,
        version=definition.version,
        form=whole,
        derived=derived,
        eligibility=eligibility,
        materials=materials,
        problems=tuple(dict.fromkeys(problems)),
        checks=checks,
        checklist=_checklist(around),
        asks=tuple(
            ask for ask in dict.fromkeys(asks) if not ask.pointers or {*ask.pointers} - flagged
        )
        + tuple(
            Ask("parameter.unset", lack.zh, (f"parameter:{lack.code}",)) for lack in lacking
        ),
        benefit=benefit,
        missing_parameters=lacking,
        stages=_stages(around),
        notice=notice,
    )


def figures_on(parameters: Mapping[str, Parameter], day: date) -> dict[str, int]:
    """Return the figures that are set and in force on ``day``."""
    return {
        code: given.value
        for code, given in parameters.items()
        if given.value is not None
        and (given.valid_from is None or given.valid_from <= day)
        and (given.valid_to is None or day <= given.valid_to)
    }


def without_derived(definition: Definition, form: Mapping[str, Json]) -> dict[str, Json]:
    """Return the form without the computed fields: what a person has filled."""
    computed = {derived.pointer[1:] for derived in definition.derived}
    return {name: value for name, value in form.items() if name not in computed}


def match(
    definition: Definition, form: Mapping[str, Json], documents: Sequence[DocumentFacts]
) -> tuple[Match, ...]:
    """Return which document serves which material of which person."""
    bound = bind(compiled(definition).shape, clean(form))
    assert isinstance(bound, dict)

    def people(role: Per) -> list[Person]:
        return persons_of(definition, bound, role)

    return match_on(definition, people, shelve(documents))


def _begin(
    definition: Definition,
    form: Mapping[str, Json],
    documents: Sequence[DocumentFacts],
    figures: Mapping[str, int],
    day: date,
    titles: Mapping[str, str],
    known: Mapping[str, KnownPaper],
) -> Circumstances:
    given = clean(without_derived(definition, form))
    bound = bind(compiled(definition).shape, given)
    assert isinstance(bound, dict)
    entered = {derived.pointer: form.get(derived.pointer[1:]) for derived in definition.derived}
    around = Circumstances(definition, bound, documents, figures, day, entered, titles, known)
    for rule in definition.fields:  # what is not shown does not count
        hidden = not rows_of(rule.pointer) and around.says(f"visible:{rule.pointer}") is False
        name = rule.pointer[1:]
        if hidden and name in bound:
            around.place(name, []) if isinstance(bound[name], list) else around.drop(name)
    return around


def _derive(around: Circumstances) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for derived in around.definition.derived:
        value = around.ask(f"derived:{derived.pointer}")
        if value is None:
            continue
        rounded = _rounded(derived, value)
        around.place(derived.pointer[1:], rounded)
        found[derived.pointer] = rounded
    return found


def _rounded(derived: Derived, value: Bound) -> Bound:
    return round(value, derived.decimals) if isinstance(value, float) else value


def _whole(
    around: Circumstances, form: Mapping[str, Json], derived: Mapping[str, Json]
) -> Mapping[str, Json]:
    """Return the form as given, without what is hidden, with the derived values."""
    kept = clean(without_derived(around.definition, form))
    assert isinstance(kept, Mapping)
    hidden = {
        rule.pointer[1:]
        for rule in around.definition.fields
        if around.says(f"visible:{rule.pointer}") is False
    }
    return {
        **{name: value for name, value in kept.items() if name not in hidden},
        **{pointer[1:]: value for pointer, value in derived.items()},
    }


def _violations(around: Circumstances, whole: Mapping[str, Json]) -> list[Problem]:
    computed = {derived.pointer for derived in around.definition.derived}
    found = violations(around.ready.validator, around.ready.shape, whole)
    return [problem for problem in found if problem.pointer not in computed]


def _places(around: Circumstances, rule: FieldRule) -> list[tuple[str, Bound | None, Person]]:
    """Return every place of a field with its value and the row it stands in."""
    rows = rows_of(rule.pointer)
    return [
        (pointer, value, around.row_at(pointer.rpartition("/")[0]) if rows else NOBODY)
        for pointer, value in paths(rule.pointer, around.form)
    ]


def _required(around: Circumstances) -> list[Problem]:
    return [
        missing(around.ready.shape, pointer)
        for rule in around.definition.fields
        if rule.required_when
        for pointer, value, person in _places(around, rule)
        if value is None and around.says(f"required:{rule.pointer}", person) is True
    ]


def _field_asks(around: Circumstances) -> list[Ask]:
    asks: list[Ask] = []
    for rule in around.definition.fields:
        if not rule.required_when:
            continue
        place = f"required:{rule.pointer}"
        for pointer, value, person in _places(around, rule):
            if value is None and around.says(place, person) is None:
                name = label(around.ready.shape, pointer)
                zh = f"尚不能判断{name}是否必填：{around.why(place, person)}。"
                asks.append(Ask("field.unknown", zh, around.absent(place, person)))
    return asks


def _eligibility(around: Circumstances) -> tuple[ConditionResult, ...]:
    results: list[ConditionResult] = []
    for condition in around.definition.eligibility:
        place = f"condition:{condition.id}"
        verdict: Verdict = "unknown" if condition.review else _VERDICT[around.says(place)]
        shown = around.text(f"shows:{condition.id}", "") if verdict != "unknown" else ""
        told = f"：{shown}" if shown else ""
        reasons = {
            "yes": f"符合{told}",
            "no": f"不符合{told}",
            "unknown": _open(around, condition),
        }
        results.append(
            ConditionResult(
                condition.id,
                condition.zh,
                verdict,
                reasons[verdict],
                condition.basis,
                condition.mark.to_confirm,
                bool(condition.review),
            )
        )
    return tuple(results)


def _open(around: Circumstances, condition: Condition) -> str:
    return (
        f"由审核人认定：{condition.review}"
        if condition.review
        else around.why(f"condition:{condition.id}")
    )


def _checklist(around: Circumstances) -> tuple[ChecklistItem, ...]:
    """Return what a person decides: conditions first, then checks that apply."""
    conditions = (
        ChecklistItem(f"condition.{each.id}", each.review, each.stage, "block")
        for each in around.definition.eligibility
        if each.review
    )
    checks = (
        ChecklistItem(each.id, each.review, each.stage, each.severity)
        for each in around.definition.checks
        if each.review and around.says(f"applies:{each.id}") is not False
    )
    return (*conditions, *checks)


def _benefit(around: Circumstances) -> BenefitResult | None:
    benefit = around.definition.benefit
    if benefit is None or around.says("benefit:when") is False:
        return None
    working: list[str] = []
    amount: int | None = None
    to_confirm = benefit.mark.to_confirm or benefit.unit_mark.to_confirm
    for step in benefit.steps:
        place = f"step:{step.name}"
        value = around.ask(place)
        if value is None or around.says("benefit:when") is None:
            place = "benefit:when" if around.says("benefit:when") is None else place
            reason = f"还不能计算：{around.why(place)}"
            return BenefitResult(
                benefit.title_zh, benefit.unit_zh, None, tuple(working), reason, to_confirm
            )
        around.show(step.name, value)
        if step.type == "money" and isinstance(value, int):
            amount = value
        if line := around.text(f"show:{step.name}", ""):
            working.append(line)
    return BenefitResult(
        benefit.title_zh, benefit.unit_zh, amount, tuple(working), "", to_confirm
    )


def _stages(around: Circumstances) -> tuple[int, ...] | None:
    stages = sorted(around.definition.stages, key=lambda stage: stage.order)
    verdicts = [around.says(f"stage:{stage.order}") for stage in stages]
    if None in verdicts:
        return None
    return tuple(
        stage.order for stage, applies in zip(stages, verdicts, strict=True) if applies
    )


def _notice(around: Circumstances, benefit: BenefitResult | None) -> dict[str, str]:
    notice = around.definition.public_notice
    if notice is None or not notice.publish:
        return {}
    if benefit is not None and benefit.amount_fen is not None:
        around.show(BENEFIT, benefit.amount_fen)
    return {
        line.title_zh: masked(line.masking, text)
        for line in notice.fields
        if (text := around.text(f"notice:{line.code}", ""))
    }


def _missing_parameters(around: Circumstances) -> tuple[MissingParameter, ...]:
    places = [place for place in around.ready.programs if place in around.unknown]
    touched = [code for place in places for code in around.unset(place)]
    found: list[MissingParameter] = []
    for code in dict.fromkeys(touched):
        title = around.titles.get(code, code)
        zh = f"参数“{title}”（{code}）还没有设定或不在有效期内，请管理员按当地文件填写并注明依据。"
        found.append(MissingParameter(code, title, zh))
    return tuple(found)
