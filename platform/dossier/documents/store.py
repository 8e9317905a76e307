"""Queries of documents."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from dossier.documents.model import Box, Document, Finding, Page, Reading, Value
from dossier.documents.tables import (
    CorrectionRow,
    DocumentRow,
    FindingRow,
    PageRow,
    ReadingRow,
    ValueRow,
)
from dossier.kernel.errors import NotFound
from dossier.kernel.ids import DocumentId, FileId, PageId, ReadingId, UserId, ValueId, new_id

_strings = TypeAdapter(tuple[str, ...])
_box = TypeAdapter(Box | None)


def add_reading(session: Session, reading: Reading) -> None:
    """Keep a reading whole.  Raises IntegrityError when the attempt is there already."""
    session.add(
        ReadingRow(
            id=reading.id,
            file_id=reading.file_id,
            attempt=reading.attempt,
            engine=reading.engine,
            engine_version=reading.engine_version,
            seconds=reading.seconds,
            body_blob=reading.body_blob,
            failed_code=reading.failed_code,
            failed_message=reading.failed_message,
            at=reading.at,
        )
    )
    session.flush()
    session.add_all(
        PageRow(
            id=page.id,
            reading_id=reading.id,
            file_id=reading.file_id,
            number=page.number,
            width=page.width,
            height=page.height,
            turned=page.turned,
            skew=page.skew,
            image_blob=page.image_blob,
        )
        for page in reading.pages
    )
    session.add_all(
        DocumentRow(
            id=document.id,
            reading_id=reading.id,
            file_id=reading.file_id,
            number=number,
            document_type=document.document_type,
            confidence=document.confidence,
            parts=list(document.parts),
            page_ids=list(document.page_ids),
        )
        for number, document in enumerate(reading.documents, 1)
    )
    session.flush()
    session.add_all(
        ValueRow(
            id=value.id,
            document_id=document.id,
            name=value.name,
            value=value.value,
            confidence=value.confidence,
            auto=value.auto,
            page_id=value.page_id,
            box=value.box,
        )
        for document in reading.documents
        for value in document.values
    )
    session.add_all(
        FindingRow(
            id=new_id(),
            reading_id=reading.id,
            document_id=finding.document_id,
            code=finding.code,
            field=finding.field,
            message=finding.message,
        )
        for finding in reading.findings
    )
    session.flush()


def has_reading(session: Session, file: FileId, attempt: int) -> bool:
    """Tell whether this attempt has been kept."""
    found = session.scalar(
        select(ReadingRow.id).where(ReadingRow.file_id == file, ReadingRow.attempt == attempt)
    )
    return found is not None


def latest_readings(session: Session, files: Sequence[FileId]) -> dict[FileId, Reading]:
    """Return the newest reading of each of ``files`` that has one."""
    rows = session.scalars(
        select(ReadingRow).where(ReadingRow.file_id.in_(files)).order_by(ReadingRow.attempt)
    )
    newest = {row.file_id: row for row in rows}
    ids = [row.id for row in newest.values()]
    pages = _pages(session, ids)
    documents = _documents(session, ids)
    findings = _findings(session, ids)
    return {
        FileId(file): Reading(
            id=ReadingId(row.id),
            file_id=FileId(file),
            attempt=row.attempt,
            engine=row.engine,
            engine_version=row.engine_version,
            seconds=row.seconds,
            body_blob=row.body_blob,
            failed_code=row.failed_code,
            failed_message=row.failed_message,
            at=row.at,
            pages=tuple(pages[row.id]),
            documents=tuple(documents[row.id]),
            findings=tuple(findings[row.id]),
        )
        for file, row in newest.items()
    }


def get_page(session: Session, page: PageId) -> Page:
    """Return the page.  Raises NotFound."""
    row = session.get(PageRow, page)
    if row is None:
        raise NotFound("没有这一页。", code="page_not_found")
    return _page(row)


def correct(
    session: Session, document: DocumentId, name: str, value: str, by: UserId, now: datetime
) -> None:
    """Keep what a person reads on the scan instead."""
    session.add(
        CorrectionRow(
            id=new_id(), document_id=document, name=name, value=value, corrected_by=by, at=now
        )
    )
    session.flush()


def _pages(session: Session, readings: Sequence[str]) -> dict[str, list[Page]]:
    found: dict[str, list[Page]] = defaultdict(list)
    rows = session.scalars(
        select(PageRow).where(PageRow.reading_id.in_(readings)).order_by(PageRow.number)
    )
    for row in rows:
        found[row.reading_id].append(_page(row))
    return found


def _page(row: PageRow) -> Page:
    return Page(
        id=PageId(row.id),
        reading_id=ReadingId(row.reading_id),
        file_id=FileId(row.file_id),
        number=row.number,
        width=row.width,
        height=row.height,
        turned=row.turned,
        skew=row.skew,
        image_blob=row.image_blob,
    )


def _documents(session: Session, readings: Sequence[str]) -> dict[str, list[Document]]:
    rows = session.scalars(
        select(DocumentRow)
        .where(DocumentRow.reading_id.in_(readings))
        .order_by(DocumentRow.number)
    ).all()
    ids = [row.id for row in rows]
    corrections = {
        (row.document_id, row.name): row
        for row in session.scalars(
            select(CorrectionRow)
            .where(CorrectionRow.document_id.in_(ids))
            .order_by(CorrectionRow.at, CorrectionRow.id)
        )
    }
    values: dict[str, list[Value]] = defaultdict(list)
    for value in session.scalars(
        select(ValueRow).where(ValueRow.document_id.in_(ids)).order_by(ValueRow.id)
    ):
        correction = corrections.pop((value.document_id, value.name), None)
        values[value.document_id].append(_value(value, correction))
    for (document, name), correction in corrections.items():
        values[document].append(_added(name, correction))
    found: dict[str, list[Document]] = defaultdict(list)
    for row in rows:
        found[row.reading_id].append(
            Document(
                id=DocumentId(row.id),
                reading_id=ReadingId(row.reading_id),
                file_id=FileId(row.file_id),
                document_type=row.document_type,
                confidence=row.confidence,
                parts=_strings.validate_python(row.parts),
                page_ids=tuple(map(PageId, _strings.validate_python(row.page_ids))),
                values=tuple(values[row.id]),
            )
        )
    return found


def _value(row: ValueRow, correction: CorrectionRow | None) -> Value:
    return Value(
        id=ValueId(row.id),
        name=row.name,
        value=correction.value if correction else row.value,
        confidence=1.0 if correction else row.confidence,
        auto=True if correction else row.auto,
        page_id=PageId(row.page_id) if row.page_id else None,
        box=_box.validate_python(row.box),
        corrected_by=UserId(correction.corrected_by) if correction else None,
    )


def _added(name: str, correction: CorrectionRow) -> Value:
    """Return a value that the engine missed and a person read."""
    return Value(
        id=ValueId(correction.id),
        name=name,
        value=correction.value,
        confidence=1.0,
        auto=True,
        page_id=None,
        box=None,
        corrected_by=UserId(correction.corrected_by),
    )


def _findings(session: Session, readings: Sequence[str]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = defaultdict(list)
    for row in session.scalars(
        select(FindingRow).where(FindingRow.reading_id.in_(readings)).order_by(FindingRow.id)
    ):
        found[row.reading_id].append(
            Finding(
                document_id=DocumentId(row.document_id) if row.document_id else None,
                code=row.code,
                field=row.field,
                message=row.message,
            )
        )
    return found


def find_file_of_reading(session: Session, reading: ReadingId) -> FileId | None:
    """Return the file that ``reading`` is of."""
    file = session.scalar(select(ReadingRow.file_id).where(ReadingRow.id == reading))
    return FileId(file) if file else None
