"""What must hold between papers whatever the service asks: run for every case.

A definition may look at the same with its own words; what it names is left to it.
"""

from collections.abc import Iterator

from dossier.catalogue.agreeing import Dispute, Fact, Said, advice_of, title_of, told
from dossier.catalogue.between import disputes_of
from dossier.catalogue.circumstances import Circumstances
from dossier.catalogue.citizen import is_id_number
from dossier.catalogue.ending import ended_papers
from dossier.catalogue.model import PersonList
from dossier.catalogue.owners import LEFT, Person
from dossier.kernel.errors import Problem

_BIRTHS = (("id_card", "birth_date"), ("hukou_booklet", "member_birth_date"))
_NUMBERS = (("id_card", "id_number"), ("hukou_booklet", "member_id_number"))
_ADDRESSES = (("hukou_booklet", "address"), ("id_card", "address"))
_BLOCKING = ("id_number", "date")  # a card may bear an address of long ago
_REMEDIES = {
    "id_number": "请对照扫描件核对：读错了请更正识别结果；不是本人的材料请移出本件。",
    "date": "请对照扫描件核对：读错了请更正识别结果；证件有误的请告知居民先更正。",
    "address": "身份证上的住址可能是旧的，以户口簿为准；读错了请更正识别结果。",
}


def standing_problems(around: Circumstances) -> list[Problem]:
    """Return what does not fit between the papers of a case."""
    found = [*_persons(around), *_expired(around), *_left(around)]
    return list({(problem.code, problem.evidence): problem for problem in found}.values())


def _persons(around: Circumstances) -> Iterator[Problem]:
    for given, person in _everybody(around):
        numbered = is_id_number(person.id_number)
        if numbered and "ids_equal" not in _compared(around):
            yield from _disputed(around, given, person, "id_number")
        if numbered and "births_equal" not in _compared(around):
            yield from _disputed(around, given, person, "date")
        if "addresses_equal" not in _compared(around):
            yield from _disputed(around, given, person, "address")


def _disputed(
    around: Circumstances, given: PersonList, person: Person, fact: Fact
) -> Iterator[Problem]:
    sources = {"id_number": _NUMBERS, "date": _BIRTHS, "address": _ADDRESSES}[fact]
    for dispute in disputes_of(around, fact, person, sources):
        if not dispute.contradicts and (fact != "date"):
            continue  # a slip is told by the number's own check; a shorter address is no news
        if fact == "id_number" and not _both_valid(dispute.one, dispute.other):
            continue
        name = given.id_number if fact != "address" else given.name
        pointer = f"{person.pointer}/{name}" if given.list else name
        yield Problem(
            pointer,
            f"papers.{'birth_date' if fact == 'date' else fact}",
            told(around, dispute),
            _REMEDIES[fact],
            "block" if dispute.contradicts and fact in _BLOCKING and _sure(dispute) else "warn",
            (*dispute.one.evidence, *dispute.other.evidence),
            advice_of(around, dispute),
        )


def _sure(dispute: Dispute) -> bool:
    """Whether what the papers are taken to say was read for certain, or seen by a person."""
    facts = [
        said.document.values[said.field]
        for said in (dispute.one, dispute.other)
        if said.document
    ]
    return all(fact.auto or fact.confirmed for fact in facts)


def _both_valid(one: Said, other: Said) -> bool:
    return is_id_number(one.text) and is_id_number(other.text)


def _expired(around: Circumstances) -> Iterator[Problem]:
    """Tell which papers are no longer good on the day of acceptance, by their types' rules.

    It only warns: whether an ended contract is wrong or the very proof, the service must say.
    """
    named = {
        source.partition(".")[0]
        for check in around.definition.checks
        if check.compare in ("not_expired", "in_force")
        for source in check.sources
    }
    for document in around.documents:
        if document.document_type in named:
            continue
        yield from ended_papers(around, (document,))


def _left(around: Circumstances) -> Iterator[Problem]:
    """Tell whom the register notes as moved away or struck off."""
    for _, person in _everybody(around):
        for document in around.papers(person):
            notes = document.text("change_notes")
            word = next((word for word in LEFT if word in notes), "")
            if word:
                title = title_of(around, document)
                yield Problem(
                    person.pointer,
                    "papers.left_household",
                    f"{title}的变更记载里有“{word}”，{person.name or '此人'}可能已不在本户。",
                    "请对照扫描件核对变更记载；已迁出或注销的，请从家庭成员中移出或写明原因。",
                    "warn",
                    ((document.id, "change_notes"),),
                )


def _everybody(around: Circumstances) -> Iterator[tuple[PersonList, Person]]:
    for role, given in around.definition.persons.items():
        for person in around.persons(role):
            yield given, person


def _compared(around: Circumstances) -> frozenset[str]:
    return frozenset(check.compare for check in around.definition.checks)
