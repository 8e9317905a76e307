"""Form values proposed from the papers; what a person has typed is never touched."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dossier.catalogue.cel.expressions import paths
from dossier.catalogue.cel.shapes import Bound, Shape, at, bind
from dossier.catalogue.compiling import compiled
from dossier.catalogue.guessing import Guess, applicant_of, rows_of_list, same, single_of
from dossier.catalogue.model import Definition, Per, Source
from dossier.catalogue.owners import papers_of, persons_of, shelve
from dossier.catalogue.relations import to_applicant, to_head
from dossier.catalogue.transforms import transformed
from dossier.catalogue.validation import clean
from dossier.catalogue.verdicts import DocumentFacts, FieldFact, Suggestion
from dossier.kernel.canonical import Json

RELATION = "relation"
_UNSURE = 0.5  # the most that a conclusion is worth which a person must confirm


@dataclass(frozen=True, slots=True)
class _Place:
    """A place of the form, what may fill it, and whose papers count."""

    pointer: str
    sources: tuple[Source, ...]
    documents: tuple[DocumentFacts, ...]
    sure: bool


def suggest(
    definition: Definition,
    form: Mapping[str, Json],
    documents: Sequence[DocumentFacts],
    typed: Collection[str] = (),
) -> tuple[Suggestion, ...]:
    """Return proposals for fields whose value they would change, ordered by pointer.

    typed: pointers of values that a person has entered; nothing is proposed for them.
    A value is ``auto`` only when its reading is, when it is certain whose paper it is, and when
    no other paper says otherwise.
    """
    shape = compiled(definition).shape
    bound = bind(shape, clean(form))
    assert isinstance(bound, dict)
    applicant = applicant_of(definition, bound, documents)
    lists = {
        given.list: rows_of_list(
            given, persons_of(definition, bound, role), documents, applicant
        )
        for role, given in definition.persons.items()
        if given.list
    }
    found: list[Suggestion] = []
    for place in _places(definition, bound, documents, applicant, lists):
        target = at(shape, place.pointer)
        if place.pointer not in typed and target:
            found += _proposal(definition, place, target)
    found += [
        suggestion
        for suggestion in _relations(definition, documents, applicant, lists)
        if suggestion.pointer not in typed
    ]
    return tuple(
        suggestion
        for suggestion in sorted(found, key=lambda each: _order(each.pointer))
        if [value for _, value in paths(suggestion.pointer, bound)] != [suggestion.value]
    )


def _places(
    definition: Definition,
    form: Mapping[str, Bound],
    documents: Sequence[DocumentFacts],
    applicant: Guess | None,
    lists: Mapping[str, Sequence[Guess]],
) -> list[_Place]:
    grouped: dict[tuple[str, Per | Literal[""]], list[Source]] = {}
    for source in definition.from_document:
        if source.transform != RELATION:
            grouped.setdefault((source.pointer, source.person), []).append(source)
    places: list[_Place] = []
    shelf = shelve(documents)
    for (pointer, role), sources in grouped.items():
        given = next((each for key, each in definition.persons.items() if key == role), None)
        if given and given.list:
            whose = list(lists[given.list])
        elif role == "":
            places.append(_Place(pointer, tuple(sources), tuple(documents), sure=True))
            continue
        else:
            one = (
                applicant
                if role == "applicant"
                else single_of(definition, form, documents, role, applicant)
            )
            whose = [one] if one else []
        for guess in whose:
            owned = papers_of(guess.person, shelf)
            papers = tuple(document for document in documents if document.id in owned)
            row = guess.person.pointer.rpartition("/")[2]
            at_row = pointer.replace("*", row, 1) if given and given.list else pointer
            places.append(_Place(at_row, tuple(sources), papers, guess.sure))
    return places


def _proposal(definition: Definition, place: _Place, target: Shape) -> list[Suggestion]:
    """Return the proposal of the first source that yields a value, or none."""
    found: list[tuple[Source, DocumentFacts, FieldFact | None, Json]] = []
    for source in place.sources:
        for document in place.documents:
            if document.document_type != source.document:
                continue
            fact = document.values.get(source.field)
            value: Json = source.constant
            if source.constant is None and fact is not None:
                text = document.text(source.field)
                value = transformed(source.transform, definition.tables, target, text)
            if value is not None and value != "":
                found.append((source, document, fact, value))
    if not found:
        return []
    source, document, fact, value = found[0]
    agreed = all(other == value for *_, other in found)
    if fact is None:  # a constant: the paper's presence is the proof
        facts = document.values.values()
        fact = max(facts, key=lambda each: each.confidence, default=FieldFact("", 0.0))
    auto = place.sure and agreed and (fact.auto or fact.confirmed)
    confidence = fact.confidence if place.sure and agreed else min(fact.confidence, _UNSURE)
    return [Suggestion(place.pointer, value, document.id, source.field, confidence, auto=auto)]


def _relations(
    definition: Definition,
    documents: Sequence[DocumentFacts],
    applicant: Guess | None,
    lists: Mapping[str, Sequence[Guess]],
) -> list[Suggestion]:
    found: list[Suggestion] = []
    for source in definition.from_document:
        given = definition.persons.get(source.person) if source.person else None
        if source.transform != RELATION or given is None or applicant is None:
            continue
        registered = [each for each in documents if each.document_type == source.document]
        own = _word(applicant, registered, source)
        for guess in lists[given.list]:
            other = _word(guess, registered, source)
            if own is None or other is None:
                continue
            page, fact, text = other
            if same(guess.person, applicant.person):
                relation, certain = "self", to_head(text) is not None
            else:
                turned = to_applicant(own[2], text)
                if turned is None:
                    continue
                relation, certain = turned
            sure = certain and applicant.sure
            found.append(
                Suggestion(
                    source.pointer.replace("*", guess.person.pointer.rpartition("/")[2], 1),
                    relation,
                    page.id,
                    source.field,
                    fact.confidence if sure else min(fact.confidence, _UNSURE),
                    auto=sure and (fact.auto or fact.confirmed),
                )
            )
    return found


def _word(
    guess: Guess, registered: Sequence[DocumentFacts], source: Source
) -> tuple[DocumentFacts, FieldFact, str] | None:
    owned = papers_of(guess.person, shelve(registered))
    for document in registered:
        fact = document.values.get(source.field)
        if document.id in owned and fact is not None and document.text(source.field):
            return document, fact, document.text(source.field)
    return None


def _order(pointer: str) -> list[tuple[int, str]]:
    return [
        (int(name), "") if name.isdigit() else (-1, name) for name in pointer.split("/")[1:]
    ]
