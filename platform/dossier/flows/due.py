"""The values that a paper must bear by its type, and of which nothing was read."""

from collections.abc import Sequence
from dataclasses import replace

from dossier.documents.model import Box, Document, Page, Reading, Value
from dossier.documents.rules import missed_value
from dossier.kernel.ids import PageId
from dossier_ocr import DocumentTypes, FileReading
from dossier_ocr.extract.likely import likely_place


def due_fields(
    types: DocumentTypes, document_type: str, shown: Sequence[str]
) -> tuple[str, ...]:
    """Return the names of the required fields of the parts ``shown``, each once."""
    known = types.by_code.get(document_type)
    return tuple(
        dict.fromkeys(
            spec.name
            for part in (known.parts if known else ())
            if part.code in shown
            for spec in part.fields
            if spec.required
        )
    )


def values_of(types: DocumentTypes, document: Document) -> tuple[Value, ...]:
    """Return what a person looks at: what was read, what was missed, what people added."""
    due = due_fields(types, document.document_type, document.parts)
    told = [
        one
        for one in document.values
        if not one.missed or one.review is not None or one.name in due
    ]
    names = {one.name for one in told}
    told += [missed_value(document.id, name) for name in due if name not in names]
    return tuple(
        replace(one, page_id=_page_of(types, document, one.name)) if one.missed else one
        for one in told
    )


def missed_place(
    types: DocumentTypes,
    reading: Reading,
    document: Document,
    body: FileReading | None,
    name: str,
) -> tuple[Page, Box]:
    """Return where a value that was not read should stand: beside its label, else on its page.

    body: the whole reading; None when it is not kept.
    """
    known = types.by_code.get(document.document_type)
    number = next(place for place, one in enumerate(reading.documents) if one.id == document.id)
    if known and body:
        likely = likely_place(body, body.documents[number], known, name)
        for page in reading.pages:
            if likely and page.number == likely[0]:
                return page, likely[1]
    wanted = _page_of(types, document, name)
    page = next(one for one in reading.pages if one.id == wanted)
    return page, (0.0, 0.0, float(page.width), float(page.height))


def _page_of(types: DocumentTypes, document: Document, name: str) -> PageId | None:
    """Return the page of the part that has the field: where its other values stand.

    Where it has none the pages are taken to follow the parts.
    """
    known = types.by_code.get(document.document_type)
    pages = document.page_ids
    for place, code in enumerate(document.parts):
        part = next((one for one in (known.parts if known else ()) if one.code == code), None)
        beside = {spec.name for spec in part.fields} if part else set()
        if name not in beside:
            continue
        read = [value.page_id for value in document.values if value.name in beside]
        if found := next(filter(None, read), None):
            return found
        if len(pages) == len(document.parts):
            return pages[place]
    return next(iter(pages), None)
