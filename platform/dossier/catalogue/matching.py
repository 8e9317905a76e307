"""Which document serves which material of which person."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from dossier.catalogue.model import Definition, Material, Per
from dossier.catalogue.owners import Ground, Person, Shelf, papers_of
from dossier.catalogue.verdicts import DocumentFacts, Match

ONCE = Person("", "", "")
People = Callable[[Per], Sequence[Person]]


def slots(people: People, material: Material) -> Sequence[Person]:
    """Return the persons for each of whom the material is due, or ``ONCE`` for the case."""
    return [ONCE] if material.per == "application" else people(material.per)


def match_on(definition: Definition, people: People, shelf: Shelf) -> tuple[Match, ...]:
    """Return every match, in the order of the definition, the form and the documents.

    people: the persons of a role on the form.
    A document may serve several slots (a marriage certificate serves both spouses), but each
    slot once.  Where a material is due to a person, a paper without any name serves nobody,
    except pages that a set shares (the register's home page).
    """
    owned: dict[Person, dict[str, Ground]] = {}
    found: list[Match] = []
    for material in definition.materials:
        for person in slots(people, material):
            key = replace(person, row=None)
            if key not in owned:
                owned[key] = papers_of(person, shelf)
            found += _of_slot(material, person, shelf, owned[key])
    return tuple(found)


def _of_slot(
    material: Material, person: Person, shelf: Shelf, owned: Mapping[str, Ground]
) -> list[Match]:
    found: list[Match] = []
    kinds = material.document_types
    for document in shelf.documents:
        if document.serves is not None:
            if document.serves == (material.code, person.pointer):
                found.append(Match(material.code, person.pointer, document.id, "print"))
            continue
        if document.document_type not in kinds:
            continue
        if person is ONCE:
            found.append(Match(material.code, "", document.id, "type"))
        elif document.id in owned:
            found.append(Match(material.code, person.pointer, document.id, owned[document.id]))
        elif _shared(material, document) and shelf.nameless(document):
            found.append(Match(material.code, person.pointer, document.id, "pages"))
    return found


def _shared(material: Material, document: DocumentFacts) -> bool:
    return any(part in material.shared_parts for part in document.parts)


def missing_parts(
    material: Material,
    documents: Sequence[DocumentFacts],
    everybody: Sequence[DocumentFacts],
    *,
    first: bool,
) -> tuple[str, ...]:
    """Return the parts that are wanting of the documents of one slot.

    everybody: the documents of all slots; what all share is asked once, of the first person.
    """

    def lacking(parts: Sequence[str], given: Sequence[DocumentFacts]) -> list[str]:
        if any(not document.parts for document in given):
            return []
        there = {part for document in given for part in document.parts}
        return [part for part in parts if part not in there]

    proper = [
        document for document in documents if document.document_type == material.document_type
    ]
    if len(proper) < len(documents):  # an alternative paper has its own parts
        return ()
    shared = lacking(material.shared_parts, everybody) if first else []
    return (*lacking(material.parts, documents), *shared)
