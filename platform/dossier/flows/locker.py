"""What the centre has of a resident from earlier cases, and what of it a new case may use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from dossier.cases import store as cases
from dossier.cases.model import Case, Status
from dossier.catalogue import owners
from dossier.catalogue.loading import Catalogue
from dossier.catalogue.model import Definition
from dossier.catalogue.papers import LONG_TERM, KnownPaper, last_day
from dossier.catalogue.verdicts import DocumentFacts
from dossier.documents.model import Document, Reading
from dossier.flows import pointers
from dossier.flows.judge import Papers, facts_of, papers_of
from dossier.flows.residents import persons_on
from dossier.intake.model import ReceivedFile
from dossier.kernel.canonical import Json, sha256_hex
from dossier.kernel.ids import FileId, PageId, ResidentId, UserId
from dossier.people import rules, store
from dossier.people.model import Appearance, Kind, Standing


@dataclass(frozen=True, slots=True)
class Sheet:
    """The pages of one file on which a paper stands, from 1."""

    file: ReceivedFile
    reading: Reading
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A paper of an earlier case: the documents of one type that are one resident's.

    until: the last day on which it is good, None where it does not end or nobody knows.
    kinds: what a consent must name.  original_seen_by: who saw the original then.
    waiting: values at which nobody has looked that should be looked at.
    apart: no paper of anybody else, and none more sensitive, stands on its pages.
    """

    resident: ResidentId
    case: Case
    accepted_on: date
    document_type: str
    title: str
    documents: tuple[Document, ...]
    sheets: tuple[Sheet, ...]
    standing: Standing
    until: date | None
    kinds: frozenset[Kind]
    original_seen_by: UserId | None
    waiting: int
    apart: bool

    @property
    def key(self) -> str:
        """What it is called when it is asked for: it changes when the paper does."""
        told = (
            self.resident,
            self.case.id,
            self.document_type,
            *(d.id for d in self.documents),
        )
        return sha256_hex("\n".join(told).encode())[:32]

    @property
    def usable(self) -> bool:
        """It may serve a new case, if the resident lets it."""
        return self.apart and self.standing in (Standing.GOOD, Standing.CHECK)


def papers_kept(
    session: Session, catalogue: Catalogue, resident: ResidentId, day: date
) -> tuple[Kept, ...]:
    """Return the papers of a resident's accepted cases as they stand on ``day``, newest first.

    What was taken out of its case, or went with it, is not there.  A case that was withdrawn
    lends nothing.
    """
    found: dict[tuple[str, str], Kept] = {}
    for appearance in store.appearances_of(session, resident):
        head = cases.find_case(session, appearance.case)
        if head is None or head.status is Status.WITHDRAWN:
            continue
        for kept in _of_case(session, catalogue, head, appearance, day):
            found.setdefault((head.id, kept.document_type), kept)
    return tuple(found.values())


def _of_case(
    session: Session, catalogue: Catalogue, head: Case, appearance: Appearance, day: date
) -> list[Kept]:
    form = cases.form_of(session, head.id).form
    name = pointers.get(form, appearance.name_at)
    number = pointers.get(form, appearance.number_at)
    if not isinstance(name, str) or not isinstance(number, str):
        return []
    definition = catalogue.definitions.get((head.service, head.version))
    papers = papers_of(session, head.batch_id)
    facts = {one.id: one for one in facts_of(papers)}
    mine = _mine(definition, facts, owners.Person("", name, number))
    minor = rules.is_minor(number, day)
    by_type: dict[str, list[Document]] = {}
    for document in papers.documents:
        if document.id in mine and document.document_type in catalogue.papers:
            by_type.setdefault(document.document_type, []).append(document)
    seen = _seen(session, definition, head, form, number)
    return [
        _kept(
            appearance,
            head,
            catalogue,
            papers,
            documents,
            facts,
            mine,
            seen.get(code),
            day,
            minor=minor,
        )
        for code, documents in by_type.items()
    ]


def _mine(
    definition: Definition | None, facts: Mapping[str, DocumentFacts], person: owners.Person
) -> frozenset[str]:
    """Return the ids of the person's documents and of the pages that a set shares with others."""
    shelf = owners.shelve(tuple(facts.values()))
    owned = set(owners.papers_of(person, shelf))
    kinds = {facts[one].document_type for one in owned}
    shared = {
        part
        for material in (definition.materials if definition else ())
        for part in material.shared_parts
    }
    return frozenset(
        owned
        | {
            one.id
            for one in facts.values()
            if one.document_type in kinds and shelf.nameless(one) and shared & set(one.parts)
        }
    )


def _kept(
    appearance: Appearance,
    head: Case,
    catalogue: Catalogue,
    papers: Papers,
    documents: Sequence[Document],
    facts: Mapping[str, DocumentFacts],
    mine: frozenset[str],
    seen_by: UserId | None,
    day: date,
    *,
    minor: bool,
) -> Kept:
    code = documents[0].document_type
    known = catalogue.papers[code]
    until, long_term = _validity(known, [facts[one.id] for one in documents])
    kinds = rules.kinds_of(known.sensitivity, minor=minor)
    sheets = _sheets(papers, documents)
    return Kept(
        resident=appearance.resident,
        case=head,
        accepted_on=appearance.accepted_on,
        document_type=code,
        title=known.title_zh,
        documents=tuple(documents),
        sheets=sheets,
        standing=rules.standing_of(known.reuse, until, day, long_term=long_term),
        until=until,
        kinds=kinds,
        original_seen_by=seen_by,
        waiting=sum(value.waits for document in documents for value in document.values),
        apart=all(
            other.id in mine
            and rules.kinds_of(_sensitivity(catalogue, other.document_type), minor=minor)
            <= kinds
            for sheet in sheets
            for other in on_pages(sheet)
        ),
    )


def on_pages(sheet: Sheet) -> list[Document]:
    """Return every document that stands on the pages of a sheet."""
    numbers = {page.id: page.number for page in sheet.reading.pages}
    return [
        one
        for one in sheet.reading.documents
        if any(numbers[page] in sheet.pages for page in one.page_ids)
    ]


def _sheets(papers: Papers, documents: Sequence[Document]) -> tuple[Sheet, ...]:
    pages: dict[FileId, set[PageId]] = {}
    for document in documents:
        pages.setdefault(document.file_id, set()).update(document.page_ids)
    files = {file.id: file for file in papers.files}
    return tuple(
        Sheet(
            files[file],
            papers.readings[file],
            tuple(page.number for page in papers.readings[file].pages if page.id in wanted),
        )
        for file, wanted in pages.items()
    )


def _validity(known: KnownPaper, facts: Sequence[DocumentFacts]) -> tuple[date | None, bool]:
    """Return the last day on which the papers are good, and whether they are so for ever."""
    if known.validity is None:
        return None, False
    days = [found for one in facts if (found := last_day(known.validity, one))]
    long_term = any(one.text(known.validity.name) == LONG_TERM for one in facts)
    return min(days, default=None), long_term and not days


def _sensitivity(catalogue: Catalogue, code: str) -> str:
    known = catalogue.papers.get(code)
    return known.sensitivity if known else "personal"


def _seen(
    session: Session,
    definition: Definition | None,
    head: Case,
    form: Mapping[str, Json],
    number: str,
) -> dict[str, UserId]:
    """Return by document type who saw the original of the person's papers in that case."""
    if definition is None:
        return {}
    places = {
        "",
        *(one.pointer for one in persons_on(definition, form) if one.number == number),
    }
    types = {one.code: one.document_types for one in definition.materials}
    return {
        code: mark.originals_seen_by
        for mark in cases.marks_of(session, head.id)
        if mark.originals_seen_by and mark.person_pointer in places
        for code in types.get(mark.code, ())
    }
