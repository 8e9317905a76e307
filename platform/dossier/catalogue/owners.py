"""Whose paper it is: by the identity number on it, else by the name, else by its neighbour."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dossier.catalogue.cel.expressions import paths
from dossier.catalogue.cel.shapes import Bound
from dossier.catalogue.citizen import is_id_number
from dossier.catalogue.model import Definition, Per
from dossier.catalogue.verdicts import DocumentFacts
from dossier_ocr.values.id_number import upgraded
from dossier_ocr.values.person_name import normal

Ground = Literal["id_number", "name", "pages"]

NAME_FIELDS = (
    "name",
    "member_name",
    "holder_name",
    "holder",
    "name_male",
    "name_female",
    "employee",
    "patient",
    "patient_name",
    "applicant",
    "child_name",
    "ward",
    "owner",
    "tenant",
    "principal",
)
ID_FIELDS = (
    "id_number",
    "member_id_number",
    "id_male",
    "id_female",
    "ss_number",
    "cert_number",
)
FORMER_NAME_FIELDS = ("member_former_name", "former_name")
LEFT = ("注销", "迁出")  # on the change page: the person is no longer of the household
# A side that bears no name belongs to the side that was scanned before it.
_NAMELESS = {"id_card": "emblem"}


@dataclass(frozen=True, slots=True)
class Person:
    """A person on the form; ``pointer`` is the row, or the name's place for a single person."""

    pointer: str
    name: str
    id_number: str
    row: Mapping[str, Bound] | None = None


def persons_of(definition: Definition, form: Mapping[str, Bound], role: Per) -> list[Person]:
    """Return the persons of ``role`` on the form, in their order."""
    given = definition.persons.get(role)
    if given is None:
        return []
    bound = dict(form)
    if not given.list:
        return [Person(given.name, _at(bound, given.name), _at(bound, given.id_number))]
    rows: list[Person] = []
    for pointer, row in paths(f"{given.list}/*", bound):
        values = row if isinstance(row, dict) else {}
        name, number = _at(values, given.name), _at(values, given.id_number)
        rows.append(Person(pointer, name, number, values))
    return rows


def names_on(document: DocumentFacts) -> tuple[str, ...]:
    """Return the names of the persons whom the document is about."""
    given = (document.text(field) for field in NAME_FIELDS if field in document.values)
    single = (one for text in given for one in text.split("、"))
    return tuple(name for text in single if (name := normal(text)))


def numbers_on(document: DocumentFacts) -> tuple[str, ...]:
    """Return the valid identity numbers on the document, also inside a certificate number.

    An old one of 15 digits is given as the 18 characters that took its place.
    """
    given = (document.text(field) for field in ID_FIELDS if field in document.values)
    texts = (text.replace(" ", "").upper() for text in given)
    numbers = (upgraded(text) or text[:18] for text in texts)
    return tuple(number for number in numbers if is_id_number(number))


def former_names(documents: Sequence[DocumentFacts]) -> tuple[str, ...]:
    """Return the names that the documents say were borne before."""
    texts = (document.text(field) for document in documents for field in FORMER_NAME_FIELDS)
    return tuple(normal(name) for text in texts for name in text.split("、") if name.strip())


@dataclass(frozen=True, slots=True)
class Shelf:
    """The papers of a case with what tells their owners, found out once.

    sides: ids of nameless sides, with the id of the side that they belong to.
    """

    documents: tuple[DocumentFacts, ...]
    names: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, tuple[str, ...]]
    sides: Mapping[str, str]

    def nameless(self, document: DocumentFacts) -> bool:
        """Whether nothing on the document tells whose it is."""
        return not self.names[document.id] and not self.numbers[document.id]


def shelve(documents: Sequence[DocumentFacts]) -> Shelf:
    """Find out what the documents tell of their owners."""
    names = {document.id: names_on(document) for document in documents}
    numbers = {document.id: numbers_on(document) for document in documents}
    return Shelf(tuple(documents), names, numbers, _sides(documents, names, numbers))


def papers_of(person: Person, shelf: Shelf) -> dict[str, Ground]:
    """Return the ids of the person's documents and why they are theirs.

    A different valid number settles it: namesakes are not mixed up.
    """
    found: dict[str, Ground] = {}
    numbered = is_id_number(person.id_number)
    name = normal(person.name)
    for document in shelf.documents:
        if person.id_number in shelf.numbers[document.id]:
            found[document.id] = "id_number"
        elif numbered and shelf.numbers[document.id]:
            continue
        elif name and name in shelf.names[document.id]:
            found[document.id] = "name"
    for side, owner in shelf.sides.items():
        if owner in found:
            found.setdefault(side, "pages")
    return found


def _sides(
    documents: Sequence[DocumentFacts],
    names: Mapping[str, tuple[str, ...]],
    numbers: Mapping[str, tuple[str, ...]],
) -> dict[str, str]:
    """Pair each nameless side with the one open side before it, or all that are left in order.

    Where two sides are open, nobody can tell to which of them the nameless one belongs, unless
    there are as many of the one as of the other.
    """
    pairs: dict[str, str] = {}
    open_ones: list[str] = []
    waiting: list[str] = []
    for document in documents:
        side = _NAMELESS.get(document.document_type)
        if side is None or not document.parts:
            continue
        if side not in document.parts:
            open_ones.append(document.id)
        elif names[document.id] or numbers[document.id]:
            continue
        elif len(open_ones) == 1:
            pairs[document.id] = open_ones.pop()
        else:
            waiting.append(document.id)
    if len(waiting) == len(open_ones):
        pairs.update(zip(waiting, open_ones, strict=True))
    return pairs


def _at(values: dict[str, Bound], pointer: str) -> str:
    place = pointer if pointer.startswith("/") else f"/{pointer}"
    found = next((value for _, value in paths(place, values)), None)
    return found if isinstance(found, str) else ""
