"""Comparisons across papers that an expression alone cannot tell well, by name.

Each gives the problems it finds, and says whether it could look at all.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dossier.catalogue.circumstances import Circumstances
from dossier.catalogue.citizen import age, is_id_number
from dossier.catalogue.functions import plain
from dossier.catalogue.labels import label
from dossier.catalogue.model import Check
from dossier.catalogue.owners import Person
from dossier.catalogue.shapes import Shape, at
from dossier.catalogue.verdicts import DocumentFacts
from dossier.kernel.errors import Problem
from dossier.kernel.money import yuan_text

ADULT_YEARS = 18


@dataclass(frozen=True, slots=True)
class Finding:
    """What a comparison gives; ``unread`` names papers whose value could not be compared."""

    problems: tuple[Problem, ...] = ()
    unread: tuple[str, ...] = ()


def compare(around: Circumstances, check: Check) -> Finding:
    """Run the named comparison of ``check``; one that does not exist could look at nothing."""
    named = COMPARISONS.get(check.compare)
    return named(around, check) if named else Finding(unread=("",))


def _names_equal(around: Circumstances, check: Check) -> Finding:
    problems: list[Problem] = []
    told: set[tuple[tuple[str, str], ...]] = set()
    for person in _persons(around, check):
        read = _read(check, around.papers(person))
        names = {_bare(text) for _, _, text in read}
        evidence = tuple((document.id, name) for document, name, _ in read)
        if not read or (names == {_bare(person.name)}) or evidence in told:
            continue
        if len(names) > 1:  # the papers contradict each other, whatever the form says
            told.add(evidence)
            what = "、".join(
                f"{_title(around, document)}上是“{text}”" for document, _, text in read
            )
            message = f"同一个人的姓名在材料上不一致：{what}。"
        elif person.name:
            titles = "、".join(_title(around, document) for document, _, _ in read)
            message = f"表单上的姓名“{person.name}”与{titles}上的“{read[0][2]}”不一致。"
        else:
            continue
        problems.append(
            _problem(check, _name_pointer(around, check, person), message, evidence)
        )
    return Finding(tuple(problems))


def _id_checksum(around: Circumstances, check: Check) -> Finding:
    problems: list[Problem] = []
    for document, name, text in _read(check, around.documents):
        number = text.replace(" ", "").upper()
        if not is_id_number(number):
            title = _title(around, document)
            message = f"{title}上读出的公民身份号码“{text}”校验不通过。"
            problems.append(
                _problem(check, f"document:{document.id}", message, ((document.id, name),))
            )
    return Finding(tuple(problems))


def _not_expired(around: Circumstances, check: Check) -> Finding:
    problems: list[Problem] = []
    unread: list[str] = []
    for source in check.sources:
        kind, name = source.split(".")
        for document in around.documents:
            if document.document_type != kind:
                continue
            text = document.text(name)
            if text == "长期":
                continue
            last = _date(text)
            if last is None:
                # the other side bears the date; a missing side is the material's matter
                if text or not document.parts or "emblem" in document.parts:
                    unread.append(document.id)
            elif last < around.day:
                message = f"{_title(around, document)}已于{text}到期（受理日{around.day}）。"
                problems.append(
                    _problem(check, f"document:{document.id}", message, ((document.id, name),))
                )
    return Finding(tuple(problems), tuple(unread))


def _listed_on_form(around: Circumstances, check: Check) -> Finding:
    listed = _persons(around, check)
    problems: list[Problem] = []
    told: set[str] = set()
    for document, name, text in _read(check, around.documents):
        if any(_same(around, person, document) for person in listed) or text in told:
            continue
        told.add(text)
        evidence = ((document.id, name),)
        message = f"{_title(around, document)}上的“{text}”没有列在表单里。"
        pointer = check.pointers[0] if check.pointers else f"document:{document.id}"
        problems.append(_problem(check, pointer, message, evidence))
    return Finding(tuple(problems))


def _signed_by_adults(around: Circumstances, check: Check) -> Finding:
    read = _read(check, around.documents)
    if not read:
        kinds = {source.split(".")[0] for source in check.sources}
        return Finding(
            unread=tuple(each.id for each in around.documents if each.document_type in kinds)
        )
    signed = {_bare(part) for _, _, text in read for part in text.split("、")}
    evidence = tuple((document.id, name) for document, name, _ in read)
    problems: list[Problem] = []
    for person in _persons(around, check):
        if not person.name or not _adult(person, around.day) or _bare(person.name) in signed:
            continue
        message = f"{_title(around, read[0][0])}上没有读到成年成员“{person.name}”的签名。"
        problems.append(
            _problem(check, _name_pointer(around, check, person), message, evidence)
        )
    return Finding(tuple(problems))


def _recomputed(around: Circumstances, check: Check) -> Finding:
    problems: list[Problem] = []
    for pointer in check.pointers:
        entered = around.entered.get(pointer)
        computed = around.form.get(pointer[1:])
        if entered is None or computed is None or entered == computed:
            continue
        shape = at(around.ready.shape, pointer)
        assert shape is not None
        name = label(around.ready.shape, pointer)
        given, right = (_shown(shape, value) for value in (entered, computed))
        message = f"填写的{name}是{given}，按各项计算应为{right}。"
        problems.append(_problem(check, pointer, message, ()))
    return Finding(tuple(problems))


def _shown(shape: Shape, value: object) -> str:
    return f"{yuan_text(value)}元" if shape.money and isinstance(value, int) else plain(value)


COMPARISONS: Mapping[str, Callable[[Circumstances, Check], Finding]] = {
    "names_equal": _names_equal,
    "id_checksum": _id_checksum,
    "not_expired": _not_expired,
    "listed_on_form": _listed_on_form,
    "signed_by_adults": _signed_by_adults,
    "recomputed": _recomputed,
}


def _persons(around: Circumstances, check: Check) -> list[Person]:
    return [person for role in check.persons for person in around.persons(role)]


def _read(
    check: Check, documents: Sequence[DocumentFacts]
) -> list[tuple[DocumentFacts, str, str]]:
    """Return what stands in the fields that the check looks at."""
    wanted = [tuple(source.split(".")) for source in check.sources]
    return [
        (document, name, text)
        for document in documents
        for kind, name in wanted
        if document.document_type == kind and (text := document.text(name))
    ]


def _problem(
    check: Check, pointer: str, message: str, evidence: tuple[tuple[str, str], ...]
) -> Problem:
    return Problem(
        pointer, f"check.{check.id}", message, check.remedy_zh, check.severity, evidence
    )


def _name_pointer(around: Circumstances, check: Check, person: Person) -> str:
    for role in check.persons:
        given = around.definition.persons[role]
        if given.list and person.pointer.startswith(f"{given.list}/"):
            return f"{person.pointer}/{given.name}"
    return person.pointer


def _same(around: Circumstances, person: Person, document: DocumentFacts) -> bool:
    numbers = around.shelf.numbers[document.id]
    if numbers and is_id_number(person.id_number):
        return person.id_number in numbers
    return _bare(person.name) in around.shelf.names[document.id]


def _adult(person: Person, day: date) -> bool:
    return is_id_number(person.id_number) and age(person.id_number, day) >= ADULT_YEARS


def _title(around: Circumstances, document: DocumentFacts) -> str:
    kind = around.definition.papers.get(document.document_type)
    return kind.title_zh if kind else document.document_type


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _bare(text: str) -> str:
    return text.replace(" ", "").replace("　", "")
