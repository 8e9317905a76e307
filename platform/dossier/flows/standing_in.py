"""Who stands in for the applicant: the papers that are due then, and whether they are good."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dossier.cases.acting import Acting, By, Proof, acting_problems, minor_problem
from dossier.cases.model import CaseForm, Mark
from dossier.catalogue.due import paper_problems
from dossier.catalogue.model import Definition, MaterialForm
from dossier.catalogue.owners import Person, papers_of, shelve
from dossier.catalogue.verdicts import DocumentFacts, Evaluation, MaterialDue, Waiver
from dossier.flows import pointers
from dossier.kernel.canonical import Json
from dossier.kernel.errors import Problem
from dossier_ocr.values.person_name import normal

POWER = "acting.power"
AGENT_ID = "acting.agent_id"
GUARDIAN_ID = "acting.guardian_id"
GUARDIAN_PROOF = "acting.guardian_proof"
POWER_TYPE = "power_of_attorney"
_ID_TYPE = "id_card"
_PROOF_TYPE = "guardian_proof"
_HUKOU_TYPE = "hukou_booklet"
_SIDES: Mapping[str, str] = {"portrait": "人像面", "emblem": "国徽面"}
_AGENT_BASIS = "民法典第165条"
_GUARDIAN_BASIS = "民法典第23条、第27条、第28条"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A paper that is due because another person stands here."""

    code: str
    title: str
    types: tuple[str, ...]
    form: MaterialForm
    reason: str
    basis: str


def facts_without_stand_in(
    acting: Acting | None,
    definition: Definition,
    form: CaseForm,
    facts: Sequence[DocumentFacts],
) -> tuple[DocumentFacts, ...]:
    """Return the papers that are about the service; the stand-in's identity card is not.

    Somebody who is a person of the form as well brings the card for both; one who stands there
    only because the card was taken for the applicant's does not.
    """
    if acting is None or not acting.for_another:
        return tuple(facts)
    theirs = _cards_of(acting, facts)
    if acting.id_number in _numbers(definition, form, theirs):
        return tuple(facts)
    return tuple(one for one in facts if one.id not in theirs)


def answers(
    acting: Acting | None, definition: Definition, marks: Sequence[Mark]
) -> tuple[Waiver, ...]:
    """Answer the service's own question whether an authorisation is needed."""
    if acting is None:
        return ()
    said = {mark.code for mark in marks if mark.waived_by or mark.not_found_by}
    return tuple(
        Waiver(one.code, "", "", granted=acting.by is not By.AGENT)
        for one in definition.materials
        if one.document_type == POWER_TYPE and one.question_zh and one.code not in said
    )


def with_papers(
    evaluation: Evaluation, acting: Acting | None, facts: Sequence[DocumentFacts]
) -> Evaluation:
    """Return the evaluation with what is due because another person stands here."""
    if acting is None or not acting.for_another:
        return evaluation
    own = {
        kind
        for due in evaluation.materials
        if due.status in ("missing", "present")
        for kind in due.document_types[:1]
    }
    cards = {
        due.person_name
        for due in evaluation.materials
        if due.document_types[0] == _ID_TYPE and due.status in ("missing", "present")
    }
    due = tuple(
        _due(wanted, acting, facts)
        for wanted in _wanted(acting)
        if not (wanted.types[0] in own and wanted.types[0] != _ID_TYPE)
        and not (wanted.types[0] == _ID_TYPE and acting.name in cards)
    )
    return replace(
        evaluation,
        materials=(*evaluation.materials, *due),
        problems=(*evaluation.problems, *paper_problems(due)),
    )


def problems_of(
    acting: Acting | None,
    definition: Definition,
    form: Mapping[str, Json],
    facts: Sequence[DocumentFacts],
    day: date,
) -> tuple[Problem, ...]:
    """Return what is wrong with who stands here, on ``day``."""
    person = definition.persons.get("applicant")
    number = pointers.get(form, person.id_number) if person else None
    name = pointers.get(form, person.name) if person else None
    applicant = number if isinstance(number, str) else ""
    young = minor_problem(acting, applicant, day, provided_for=_names_guardian(definition))
    if definition.kind != "service":
        young = None
    return (
        *((young,) if young else ()),
        *(acting_problems(acting, applicant, day) if acting else ()),
        *(_powers(acting, name if isinstance(name, str) else "", facts, day) if acting else ()),
    )


def _wanted(acting: Acting) -> Iterator[_Wanted]:
    if acting.by is By.AGENT:
        reason = "由他人代办"
        yield _Wanted(POWER, "授权委托书", (POWER_TYPE,), "original", reason, _AGENT_BASIS)
        yield _Wanted(
            AGENT_ID,
            "代办人居民身份证",
            (_ID_TYPE,),
            "verify_original_keep_copy",
            reason,
            _AGENT_BASIS,
        )
        return
    reason = "由监护人办理"
    yield _Wanted(
        GUARDIAN_ID,
        "监护人居民身份证",
        (_ID_TYPE,),
        "verify_original_keep_copy",
        reason,
        _GUARDIAN_BASIS,
    )
    by_register = acting.proof is Proof.HUKOU
    yield _Wanted(
        GUARDIAN_PROOF,
        "能证明监护关系的户口簿" if by_register else "监护关系证明",
        (_HUKOU_TYPE, _PROOF_TYPE) if by_register else (_PROOF_TYPE, "court_judgment"),
        "verify_original_keep_copy",
        reason,
        _GUARDIAN_BASIS,
    )


def _due(wanted: _Wanted, acting: Acting, facts: Sequence[DocumentFacts]) -> MaterialDue:
    given, lacking = _given(wanted, acting, facts)
    return MaterialDue(
        code=wanted.code,
        title_zh=wanted.title,
        document_types=wanted.types,
        per="other",
        person_pointer="",
        person_name=acting.name,
        reason_zh=wanted.reason,
        form=wanted.form,
        copies=1,
        original_required=True,
        waivable=False,
        status="present" if given and not lacking else "missing",
        document_ids=tuple(one.id for one in given),
        missing_parts=lacking,
        basis=wanted.basis,
    )


def _given(
    wanted: _Wanted, acting: Acting, facts: Sequence[DocumentFacts]
) -> tuple[list[DocumentFacts], tuple[str, ...]]:
    """Return the papers that are there and the sides that are wanting."""
    if wanted.types[0] == _ID_TYPE:
        theirs = _cards_of(acting, facts)
        cards = [one for one in facts if one.id in theirs]
        shown = {part for one in cards for part in one.parts or tuple(_SIDES)}
        return cards, tuple(
            title for part, title in _SIDES.items() if cards and part not in shown
        )
    return [
        one
        for one in facts
        if (one.document_type in wanted.types and one.serves is None)
        or one.serves == (wanted.code, "")
    ], ()


def _cards_of(acting: Acting, facts: Sequence[DocumentFacts]) -> set[str]:
    shelf = shelve([one for one in facts if one.document_type == _ID_TYPE])
    return set(papers_of(Person("acting:", acting.name, acting.id_number), shelf))


def _powers(
    acting: Acting, applicant: str, facts: Sequence[DocumentFacts], day: date
) -> Iterator[Problem]:
    """Tell of an authorisation for somebody else, by somebody else, or that has run out."""
    if acting.by is not By.AGENT:
        return
    for one in facts:
        if one.document_type != POWER_TYPE:
            continue
        agent, principal = normal(one.text("agent")), normal(one.text("principal"))
        if agent and acting.name and agent != normal(acting.name):
            yield Problem(
                f"document:{one.id}",
                "power_of_another",
                f"授权委托书上的受托人是“{agent}”，登记的代办人是“{acting.name}”。",
                "请核对：读错了的更正识别结果；人不对的请重新出具授权委托书。",
                "block",
                ((one.id, "agent"),),
            )
        if principal and applicant and principal != normal(applicant):
            yield Problem(
                f"document:{one.id}",
                "power_by_another",
                f"授权委托书上的委托人是“{principal}”，申请人是“{applicant}”。",
                "请核对：读错了的更正识别结果；不是申请人委托的请重新出具。",
                "block",
                ((one.id, "principal"),),
            )
        until = _day(one.text("valid_to"))
        if until and until < day:
            yield Problem(
                f"document:{one.id}",
                "power_expired",
                f"授权委托书的期限到{until.year}年{until.month}月{until.day}日，已经过期。",
                "请由申请人重新签署授权委托书。",
                "block",
                ((one.id, "valid_to"),),
            )


def _names_guardian(definition: Definition) -> bool:
    """Tell whether the service's own form or papers look after a minor applicant."""
    fields = definition.form.get("properties")
    named = any("guardian" in name for name in fields) if isinstance(fields, Mapping) else False
    return named or any(
        _PROOF_TYPE in one.document_types or "监护" in one.title_zh
        for one in definition.materials
    )


def _numbers(definition: Definition, form: CaseForm, cards: Collection[str]) -> set[str]:
    """Return the numbers on the form, but for what nothing but one of ``cards`` says."""
    found: set[str] = set()
    for person in definition.persons.values():
        rows = pointers.get(form.form, person.list) if person.list else None
        places = (
            [f"{person.list}/{row}/{person.id_number}" for row in range(len(rows))]
            if isinstance(rows, list)
            else [person.id_number]
        )
        for place in places:
            origin = form.origins.get(place)
            number = pointers.get(form.form, place)
            read_there = origin and origin.by is None and origin.document_id in cards
            if isinstance(number, str) and number and not read_there:
                found.add(number)
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
