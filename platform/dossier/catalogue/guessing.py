"""Who the papers tell of: the household as it can be seen before anything is typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dossier.catalogue.cel.shapes import Bound
from dossier.catalogue.model import Definition, Per, PersonList
from dossier.catalogue.owners import (
    LEFT,
    Person,
    names_on,
    numbers_on,
    papers_of,
    persons_of,
    shelve,
)
from dossier.catalogue.relations import to_head
from dossier.catalogue.verdicts import DocumentFacts


@dataclass(frozen=True, slots=True)
class Guess:
    """A person; ``sure`` when nobody need confirm that it is the one meant."""

    person: Person
    sure: bool = True


def people_on(documents: Sequence[DocumentFacts], kinds: Sequence[str]) -> list[Person]:
    """Return the persons on documents of ``kinds``, each once, in that order.

    One number is one person whatever the name; the first paper's name is taken.
    """
    found: list[Person] = []
    for kind in kinds:
        for document in documents:
            left = any(word in document.text("change_notes") for word in LEFT)
            if document.document_type != kind or left:
                continue
            names, numbers = names_on(document)[:1], numbers_on(document)[:1]
            person = Person("", "".join(names), "".join(numbers))
            if (names or numbers) and not any(same(person, known) for known in found):
                found.append(person)
    return found


def same(person: Person, other: Person) -> bool:
    """Whether both are one person: by number where both have one, else by name."""
    if person.id_number and other.id_number:
        return person.id_number == other.id_number
    return bool(person.name) and person.name == other.name


def applicant_of(
    definition: Definition, form: Mapping[str, Bound], documents: Sequence[DocumentFacts]
) -> Guess | None:
    """Return who applies: by the form, the signed application, the bank card, or alone.

    Where only the register's head can be named, the guess is not sure.
    """
    kinds = _kinds(definition)
    people = people_on(documents, kinds)
    for person in persons_of(definition, form, "applicant"):
        if person.name or person.id_number:
            known = next((one for one in people if same(one, person)), person)
            return Guess(replace(known, name=person.name or known.name))
    for kind, field in (
        ("application_form", "applicant"),
        ("written_application", "applicant"),
        ("bank_card", "holder_name"),
    ):
        names = {each.text(field) for each in documents if each.document_type == kind}
        named = next(
            (person for person in people if person.name and person.name in names), None
        )
        if named:
            return Guess(named)
    if len(people) == 1:
        return Guess(people[0])
    heads = {each.id for each in documents if to_head(each.text("member_relation")) == "self"}
    shelf = shelve(documents)
    head = next((person for person in people if heads & set(papers_of(person, shelf))), None)
    return Guess(head, sure=False) if head else None


def single_of(
    definition: Definition,
    form: Mapping[str, Bound],
    documents: Sequence[DocumentFacts],
    role: Per,
    applicant: Guess | None,
) -> Guess | None:
    """Return who stands in a role that one person has: by the form, or who alone is left.

    Left are those on the papers who are neither the applicant nor named on the form already.
    """
    named = [
        person
        for each, given in definition.persons.items()
        if not given.list
        for person in persons_of(definition, form, each)
        if person.name or person.id_number
    ]
    for person in persons_of(definition, form, role):
        if person.name or person.id_number:
            return Guess(person)
    known = [*named, applicant.person] if applicant else named
    left = [
        person
        for person in people_on(documents, _kinds(definition))
        if not any(same(person, one) for one in known)
    ]
    return Guess(left[0], sure=False) if len(left) == 1 else None


def rows_of_list(
    given: PersonList,
    there: Sequence[Person],
    documents: Sequence[DocumentFacts],
    applicant: Guess | None,
) -> list[Guess]:
    """Return the rows of a list as they stand and as the papers add to them.

    there: the rows of the form; an empty row is filled before a new one is added, and the
    applicant comes first.
    """
    new = [
        person
        for person in people_on(documents, given.from_papers)
        if not any(same(person, row) for row in there)
    ]
    if applicant:
        new.sort(key=lambda person: not same(person, applicant.person))
    rows: list[Guess] = []
    for row in there:
        empty = not row.name and not row.id_number
        fill = new.pop(0) if empty and new else row
        rows.append(Guess(replace(fill, pointer=row.pointer, row=row.row)))
    for number, person in enumerate(new, len(there)):
        rows.append(Guess(replace(person, pointer=f"{given.list}/{number}")))
    return rows


def _kinds(definition: Definition) -> list[str]:
    """Return the papers that tell who there is; where none are named, those on the applicant."""
    lists = [given.from_papers for given in definition.persons.values()]
    named = [kind for kinds in lists for kind in kinds]
    own = [each.document for each in definition.from_document if each.person == "applicant"]
    return list(dict.fromkeys(named or own))
