"""A file is read: bytes out, reading in, with no transaction open in between."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from dossier.documents import store as documents
from dossier.documents.events import FileRead, FileUnreadable
from dossier.documents.model import Document, Finding, Page, Reading, Value
from dossier.documents.rules import doubtful
from dossier.flows import form_pages, route
from dossier.intake import store as intake
from dossier.intake.model import ReceivedFile
from dossier.jobs import Job
from dossier.kernel.ids import DocumentId, FileId, PageId, ReadingId, ValueId, new_id
from dossier.ports import Blob, ReadFile
from dossier.work import Work
from dossier_ocr import Unreadable
from dossier_ocr import model as ocr
from dossier_ocr.papers.likeness import likeness_of

ASSEMBLE = "assemble"


@dataclass(frozen=True, slots=True)
class Kept:
    """A reading whose bytes and page images are in the blob store already."""

    read: ReadFile
    body: Blob
    images: tuple[Blob, ...]


def find_unread(session: Session, file: FileId, attempt: int) -> ReceivedFile | None:
    """Return the file when this attempt is still to be made, None when it is done or outdated."""
    received = intake.get_file(session, file)
    if received.attempt != attempt or documents.has_reading(session, file, attempt):
        return None
    return received


def start_reading(work: Work, file: FileId, attempt: int) -> None:
    """Note that a worker has taken the file up."""
    intake.mark_started(work.session, file, attempt, work.now)


def keep_reading(work: Work, file: FileId, attempt: int, kept: Kept) -> ReadingId:
    """Keep what was read and owe the assembly of its case, both or neither.

    A pile with separator sheets is sorted into its cases first, be it one file or several that
    were handed in together.
    """
    received = intake.get_file(work.session, file)
    if received.pile is not None:
        intake.lock_batch(work.session, received.batch_id)
    sorting = route.sorting_of(work.session, received, kept.read.reading.pages)
    reading = _reading(work, file, attempt, kept)
    reading = replace(reading, findings=(*reading.findings, *sorting.findings))
    reading = form_pages.with_forms(work, received.batch_id, reading, kept.read.reading.pages)
    documents.add_reading(work.session, reading)
    form_pages.note_returns(work, reading, kept.read.reading.pages)
    work.owe(Job(route.ROUTE_PAGES if sorting.parts else ASSEMBLE, reading.id))
    if sorting.leads_to is not None:
        intake.set_leads_to(work.session, file, sorting.leads_to)
        route.send_on(work, received)
    work.record(
        FileRead(
            file=file,
            reading=reading.id,
            attempt=attempt,
            engine=reading.engine,
            engine_version=reading.engine_version,
            pages=len(reading.pages),
            documents=len(reading.documents),
            sha256=kept.body.sha256,
        )
    )
    return reading.id


def keep_failure(work: Work, file: FileId, attempt: int, fault: Unreadable) -> ReadingId:
    """Keep that the file cannot be read, with the reason for the clerk; never as a success."""
    reading = Reading(
        id=ReadingId(new_id()),
        file_id=file,
        attempt=attempt,
        engine="",
        engine_version="",
        seconds=0.0,
        body_blob=None,
        failed_code=fault.code,
        failed_message=fault.message_zh,
        at=work.now,
        pages=(),
        documents=(),
        findings=(),
    )
    documents.add_reading(work.session, reading)
    work.owe(Job(ASSEMBLE, reading.id))
    work.record(FileUnreadable(file=file, attempt=attempt, code=fault.code))
    return reading.id


def _reading(work: Work, file: FileId, attempt: int, kept: Kept) -> Reading:
    read = kept.read.reading
    reading = ReadingId(new_id())
    pages = tuple(
        Page(
            id=PageId(new_id()),
            reading_id=reading,
            file_id=file,
            number=page.number,
            width=page.width,
            height=page.height,
            turned=page.turned,
            skew=page.skew,
            image_blob=image.name,
            likeness=likeness_of(page.lines),
        )
        for page, image in zip(read.pages, kept.images, strict=True)
    )
    ids = {page.number: page.id for page in pages}
    found = [(_document(reading, file, document, ids), document) for document in read.documents]
    return Reading(
        id=reading,
        file_id=file,
        attempt=attempt,
        engine=read.engine,
        engine_version=read.engine_version,
        seconds=read.seconds,
        body_blob=kept.body.name,
        failed_code=None,
        failed_message=None,
        at=work.now,
        pages=pages,
        documents=tuple(document for document, _ in found),
        findings=(
            *_findings(None, read.findings),
            *(
                finding
                for document, source in found
                for finding in _findings(document.id, source.findings)
            ),
        ),
    )


def _document(
    reading: ReadingId, file: FileId, source: ocr.ReadDocument, pages: dict[int, PageId]
) -> Document:
    return Document(
        id=DocumentId(new_id()),
        reading_id=reading,
        file_id=file,
        document_type=source.document_type,
        confidence=source.confidence,
        parts=source.parts,
        page_ids=tuple(pages[number] for number in source.pages),
        values=tuple(
            Value(
                id=ValueId(new_id()),
                name=name,
                value=value.value,
                confidence=value.confidence,
                auto=value.auto and not value.handwritten,
                page_id=pages.get(value.page),
                box=value.box,
                raw=value.raw,
                handwritten=value.handwritten,
                alternatives=value.alternatives,
                doubtful=doubtful(value.value, value.alternatives, value.raw, value.sure),
            )
            for name, value in source.fields.items()
            if value.value is not None
        ),
    )


def _findings(document: DocumentId | None, found: Sequence[ocr.Finding]) -> list[Finding]:
    return [
        Finding(document, finding.code, finding.field, finding.message) for finding in found
    ]
