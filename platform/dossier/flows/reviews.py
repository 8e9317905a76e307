"""What people say of read values, kept with its event: in the queue, beside the scan, in the form."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from dossier import audit
from dossier.cases import store as cases
from dossier.cases.model import Case, CaseForm
from dossier.catalogue.cel.shapes import Shape, at
from dossier.catalogue.compiling import compiled
from dossier.catalogue.model import Definition, Source
from dossier.catalogue.transforms import transformed
from dossier.documents import store as documents
from dossier.documents.events import ValueReviewed
from dossier.documents.model import Document, Review, Verdict, Via
from dossier.flows import judge, pointers
from dossier.kernel.canonical import Json
from dossier.kernel.ids import CaseId, new_id
from dossier.work import Work

_NOT_THE_VALUE = frozenset({"relation", "birth_date_of_id", "sex_of_id"})
"""Transforms that take only a part of what stands on the paper, or conclude from it."""
_FEN_PER_YUAN = 100


def say(
    work: Work,
    document: Document,
    name: str,
    verdict: Verdict,
    text: str | None,
    via: Via,
    *,
    key: str | None = None,
    withdraws: str | None = None,
) -> Review:
    """Keep what the actor says of field ``name``; the caller holds the case, and tells in the end."""
    value = document.find_value(name)
    machine = value.machine if value else None
    read = value if machine is not None else None
    review = Review(
        id=new_id(),
        document_id=document.id,
        reading_id=document.reading_id,
        document_type=document.document_type,
        field=name,
        number=documents.count_reviews(work.session, document.id, name) + 1,
        value_id=read.id if read else None,
        machine=machine,
        confidence=read.confidence if read else None,
        auto=read is not None and read.auto,
        verdict=verdict,
        value=text,
        via=via,
        withdraws=withdraws,
        by=work.actor,
        at=work.now,
        key=key,
    )
    documents.add_review(work.session, review)
    return review


def tell(work: Work, case: CaseId, *reviews: Review) -> None:
    """Record reviews in the audit log."""
    for review in reviews:
        work.record(
            ValueReviewed(
                review=review.id,
                document=review.document_id,
                field=review.field,
                verdict=str(review.verdict),
                via=str(review.via),
                machine=_committed(work, case, review.machine or ""),
                value=None if review.value is None else _committed(work, case, review.value),
                withdraws=review.withdraws,
            )
        )


def let_go(work: Work, case: CaseId, document: Document, name: str) -> None:
    """Let the papers fill anew what a person had confirmed in the form from this value."""
    form = cases.form_of(work.session, case)
    origins = {
        pointer: replace(origin, confidence=None, confirmed=False, by=None)
        if origin.origin == "document"
        and (origin.document_id, origin.field) == (document.id, name)
        else origin
        for pointer, origin in form.origins.items()
    }
    if origins != form.origins:
        freed = replace(form, revision=form.revision + 1, origins=origins)
        cases.change_form(work.session, case, form.revision, freed)


def note_form(
    work: Work,
    head: Case,
    definition: Definition,
    before: CaseForm,
    after: CaseForm,
    confirmed: Sequence[str],
) -> tuple[Review, ...]:
    """Take what a person confirmed or typed over in the form as said of the reading behind it.

    A value that was cleared, or whose row was taken away, says nothing of the reading.
    """
    touched = [
        (pointer, origin)
        for pointer, origin in before.origins.items()
        if origin.origin == "document"
        and (pointer in confirmed or after.origins.get(pointer) != origin)
    ]
    if not touched:
        return ()
    shorter = _shorter(before.form, after.form)
    papers: dict[str, Document] = {
        one.id: one for one in judge.papers_of(work.session, head.batch_id).documents
    }
    said: dict[tuple[str, str], tuple[Verdict, str | None]] = {}
    for pointer, origin in touched:
        document = papers.get(origin.document_id or "")
        value = document.find_value(origin.field) if document and origin.field else None
        now = pointers.get(after.form, pointer)
        if not document or not value or now is None or pointer.split("/")[1] in shorter:
            continue
        source = _source(definition, document.document_type, value.name, pointer)
        shape = at(compiled(definition).shape, pointer)
        if source is None or shape is None:
            continue
        if now == pointers.get(before.form, pointer):
            if transformed(source.transform, definition.tables, shape, value.value) == now:
                said.setdefault((document.id, value.name), (Verdict.CONFIRMED, value.value))
            continue
        text = _text_of(now, source, definition, shape)
        said[document.id, value.name] = (
            (Verdict.CONFIRMED if text == value.machine else Verdict.CORRECTED),
            text,
        )
    return tuple(
        say(work, papers[one], name, verdict, text, Via.FORM)
        for (one, name), (verdict, text) in said.items()
        if not _is_said(papers[one], name, verdict, text)
    )


def _is_said(document: Document, name: str, verdict: Verdict, text: str | None) -> bool:
    value = document.find_value(name)
    standing = value.review if value else None
    return standing is not None and (standing.verdict, standing.value) == (verdict, text)


def _source(
    definition: Definition, document_type: str, field: str, pointer: str
) -> Source | None:
    """Return the source that brings the whole value of ``field`` to ``pointer``."""
    place = "/".join("*" if part.isdigit() else part for part in pointer.split("/"))
    return next(
        (
            source
            for source in definition.from_document
            if (source.document, source.field, source.pointer) == (document_type, field, place)
            and source.constant is None
            and source.transform not in _NOT_THE_VALUE
        ),
        None,
    )


def _text_of(now: Json, source: Source, definition: Definition, shape: Shape) -> str | None:
    """Return what the paper must say for the form to hold ``now``; None when that is open."""
    table = definition.tables.get(source.transform, {})
    printed = [word for word, value in table.items() if value == now]
    if isinstance(now, int) and not isinstance(now, bool):
        printed.append(f"{now // _FEN_PER_YUAN}.{now % _FEN_PER_YUAN:02}")
    printed += {"male": ["男"], "female": ["女"]}.get(str(now), [])
    printed.append(str(now))
    fits = (
        text
        for text in printed
        if transformed(source.transform, definition.tables, shape, text) == now
    )
    return next(fits, None)


def _shorter(before: Mapping[str, Json], after: Mapping[str, Json]) -> Collection[str]:
    """Return the lists that have lost rows, so that their places no longer match."""
    return {
        name
        for name, rows in before.items()
        if isinstance(rows, list)
        and not (isinstance(now := after.get(name), list) and len(now) >= len(rows))
    }


def _committed(work: Work, case: CaseId, text: str) -> str:
    return audit.commit_value(work.session, text.encode(), subject=case)
