"""The comparisons between the papers of one person, and with the form."""

from collections.abc import Sequence

from dossier.catalogue.agreeing import (
    Dispute,
    Fact,
    Said,
    advice_of,
    disputes,
    remedy_of,
    severity_of,
    told,
)
from dossier.catalogue.circumstances import Circumstances
from dossier.catalogue.citizen import birth_date, is_id_number
from dossier.catalogue.model import Check
from dossier.catalogue.owners import Person, former_names
from dossier.catalogue.verdicts import DocumentFacts, Finding
from dossier.kernel.errors import Problem
from dossier_ocr.values import compare


def names_equal(around: Circumstances, check: Check) -> Finding:
    """Compare the names on a person's papers with each other and with the form."""
    return _all(around, check, "name")


def ids_equal(around: Circumstances, check: Check) -> Finding:
    """Compare the identity numbers on a person's papers with the form.

    A paper that bears the person's name and another number counts too.
    """
    return _all(around, check, "id_number")


def births_equal(around: Circumstances, check: Check) -> Finding:
    """Compare the birth dates on a person's papers with the identity number on the form."""
    return _all(around, check, "date")


def addresses_equal(around: Circumstances, check: Check) -> Finding:
    """Compare the addresses on a person's papers, and on papers that bear no name."""
    return _all(around, check, "address")


def said_on(
    sources: Sequence[tuple[str, str]], documents: Sequence[DocumentFacts]
) -> tuple[Said, ...]:
    """Return what stands in the given fields, by document and then by field."""
    return tuple(
        Said(document, name, text)
        for document in documents
        for kind, name in sources
        if document.document_type == kind and (text := document.text(name))
    )


def sources_of(check: Check) -> list[tuple[str, str]]:
    """Return the document types and fields that a check looks at."""
    return [(kind, name) for kind, _, name in (each.partition(".") for each in check.sources)]


def disputes_of(
    around: Circumstances, fact: Fact, person: Person, sources: Sequence[tuple[str, str]]
) -> tuple[Dispute, ...]:
    """Return in what the papers of a person dispute each other or the form."""
    papers = around.papers(person)
    if fact == "name":
        form = Said(None, "", person.name)
        return disputes(fact, said_on(sources, papers), form, former_names(papers))
    if fact == "id_number":
        form = Said(None, "", person.id_number)
        said = said_on(sources, _named(around, person))
        return disputes(fact, said, form) if person.id_number else disputes(fact, said)
    if fact == "date":
        return disputes(fact, said_on(sources, papers), _birth(person))
    nameless = [paper for paper in around.documents if around.shelf.nameless(paper)]
    return disputes(fact, said_on(sources, (*nameless, *papers)))


def _all(around: Circumstances, check: Check, fact: Fact) -> Finding:
    problems: list[Problem] = []
    doubts: list[Problem] = []
    seen: set[tuple[str, tuple[tuple[str, str], ...]]] = set()
    for role in check.persons:
        for person in around.persons(role):
            for dispute in disputes_of(around, fact, person, sources_of(check)):
                evidence = (*dispute.one.evidence, *dispute.other.evidence)
                key = ("" if dispute.one.document else dispute.one.text, evidence)
                if key in seen:
                    continue
                seen.add(key)
                problem = Problem(
                    pointer_of(around, check, person, fact),
                    f"check.{check.id}",
                    told(around, dispute),
                    remedy_of(dispute, check.remedy_zh),
                    severity_of(dispute, check.severity),
                    evidence,
                    check.advice_zh or advice_of(around, dispute),
                )
                (problems if dispute.contradicts else doubts).append(problem)
    return Finding(tuple(problems), doubts=tuple(doubts))


def pointer_of(around: Circumstances, check: Check, person: Person, fact: Fact) -> str:
    """Return the place of a person's name or number on the form."""
    if fact == "address" and check.pointers:
        return check.pointers[0]
    for role in check.persons:
        given = around.definition.persons[role]
        name = given.id_number if fact in ("id_number", "date") else given.name
        if given.list and person.pointer.startswith(f"{given.list}/"):
            return f"{person.pointer}/{name}"
        if not given.list and person.pointer == given.name:
            return name
    return person.pointer


def problem_of(
    check: Check, said: Said, message: str, advice: str, pointer: str = ""
) -> Problem:
    """Return the problem that one field of one paper shows."""
    return Problem(
        pointer or "".join(f"document:{document}" for document, _ in said.evidence),
        f"check.{check.id}",
        message,
        check.remedy_zh,
        check.severity,
        said.evidence,
        check.advice_zh or advice,
    )


def _named(around: Circumstances, person: Person) -> tuple[DocumentFacts, ...]:
    """Return a person's papers, and those that bear the name with whatever number."""
    owned = {paper.id for paper in around.papers(person)}
    return tuple(
        paper
        for paper in around.documents
        if paper.id in owned
        or any(
            compare("name", name, person.name).verdict == "same"
            for name in around.shelf.names[paper.id]
        )
    )


def _birth(person: Person) -> Said | None:
    if not is_id_number(person.id_number):
        return None
    return Said(None, "", birth_date(person.id_number).isoformat())
