"""Queries of documents."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session

from dossier.documents import rules
from dossier.documents.model import (
    Box,
    Document,
    Finding,
    Page,
    Reading,
    Review,
    Value,
    Verdict,
    Via,
)
from dossier.documents.tables import (
    DocumentRow,
    FindingRow,
    PageRow,
    ReadingRow,
    ReviewRow,
    ValueRow,
)
from dossier.kernel.errors import NotFound
from dossier.kernel.ids import DocumentId, FileId, PageId, ReadingId, UserId, ValueId, new_id

_strings = TypeAdapter(tuple[str, ...])
_places = TypeAdapter(tuple[int, ...])
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
            copied_from=reading.copied_from,
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
            likeness=page.likeness,
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
            raw=value.raw,
            handwritten=value.handwritten,
            alternatives=list(value.alternatives) or None,
            doubtful=list(value.doubtful) or None,
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
            assembled=row.assembled_at is not None,
            copied_from=ReadingId(row.copied_from) if row.copied_from else None,
        )
        for file, row in newest.items()
    }


def get_reading(session: Session, reading: ReadingId) -> Reading:
    """Return the reading.  Raises NotFound when it is not the newest of its file."""
    file = find_file_of_reading(session, reading)
    newest = latest_readings(session, [file]).get(file) if file else None
    if newest is None or newest.id != reading:
        raise NotFound("没有这次识别的结果。", code="reading_not_found")
    return newest


def get_page(session: Session, page: PageId) -> Page:
    """Return the page.  Raises NotFound."""
    row = session.get(PageRow, page)
    if row is None:
        raise NotFound("没有这一页。", code="page_not_found")
    return _page(row)


def find_document(session: Session, document: DocumentId) -> tuple[Reading, Document] | None:
    """Return the document and its reading; None when the newest of its file has it no more."""
    row = session.get(DocumentRow, document)
    newest = latest_readings(session, [FileId(row.file_id)]) if row else {}
    for reading in newest.values():
        for one in reading.documents:
            if one.id == document:
                return reading, one
    return None


def find_place(session: Session, value: ValueId) -> tuple[Page, Box] | None:
    """Return the page that ``value`` was read on, and where; None when nobody knows."""
    row = session.get(ValueRow, value)
    box = _box.validate_python(row.box) if row else None
    page = session.get(PageRow, row.page_id) if row and row.page_id else None
    return (_page(page), box) if page and box else None


def mark_assembled(session: Session, readings: Sequence[ReadingId], now: datetime) -> None:
    """Note that the values of ``readings`` have reached their form."""
    session.execute(
        update(ReadingRow)
        .where(ReadingRow.id.in_(readings), ReadingRow.assembled_at.is_(None))
        .values(assembled_at=now)
    )


def add_review(session: Session, review: Review) -> None:
    """Keep what a person said.  Raises IntegrityError when its number or its key is taken."""
    session.add(
        ReviewRow(
            id=review.id,
            document_id=review.document_id,
            reading_id=review.reading_id,
            document_type=review.document_type,
            field=review.field,
            number=review.number,
            value_id=review.value_id,
            machine=review.machine,
            confidence=review.confidence,
            auto=review.auto,
            verdict=str(review.verdict),
            value=review.value,
            via=str(review.via),
            withdraws=review.withdraws,
            reviewed_by=review.by,
            at=review.at,
            key=review.key,
        )
    )
    session.flush()


def count_reviews(session: Session, document: DocumentId, field: str) -> int:
    """Return how often anybody has said anything of this field."""
    return (
        session.scalar(
            select(func.count()).where(
                ReviewRow.document_id == document, ReviewRow.field == field
            )
        )
        or 0
    )


def find_review(session: Session, by: UserId, key: str) -> Review | None:
    """Return what ``by`` said with this press of a button."""
    row = session.scalar(
        select(ReviewRow).where(ReviewRow.reviewed_by == by, ReviewRow.key == key)
    )
    return _review(row) if row else None


def last_review(
    session: Session, documents: Sequence[DocumentId], by: UserId, via: Via
) -> Review | None:
    """Return the last thing that ``by`` said of ``documents`` and has not taken back."""
    rows = session.scalars(
        select(ReviewRow)
        .where(
            ReviewRow.document_id.in_(documents),
            ReviewRow.reviewed_by == by,
            ReviewRow.via == str(via),
        )
        .order_by(ReviewRow.at, ReviewRow.id)
    )
    return rules.standing([_review(row) for row in rows])


def standing_reviews(session: Session, since: datetime | None = None) -> tuple[Review, ...]:
    """Return the review of every value that stands, and that was made ``since`` then."""
    query = (
        select(ReviewRow)
        .join(ReadingRow, ReadingRow.id == ReviewRow.reading_id)
        .where(ReadingRow.copied_from.is_(None))
        .order_by(ReviewRow.number)
    )
    if since is not None:
        lately = select(ReviewRow.document_id).where(ReviewRow.at >= since)
        query = query.where(ReviewRow.document_id.in_(lately))
    found: dict[tuple[str, str], list[Review]] = defaultdict(list)
    for row in session.scalars(query):
        found[row.document_id, row.field].append(_review(row))
    last = (rules.standing(reviews) for reviews in found.values())
    return tuple(one for one in last if one and (since is None or one.at >= since))


def count_values(
    session: Session, since: datetime | None = None
) -> dict[tuple[str, str], tuple[int, int]]:
    """Return how many values were read ``since`` then, and how many of them were filled unasked.

    By document type and field; what was taken over from an earlier case is not counted again.
    """
    query = (
        select(
            DocumentRow.document_type,
            ValueRow.name,
            func.count(),
            func.sum(case((ValueRow.auto, 1), else_=0)),
        )
        .join(DocumentRow, DocumentRow.id == ValueRow.document_id)
        .join(ReadingRow, ReadingRow.id == DocumentRow.reading_id)
        .where(ReadingRow.copied_from.is_(None))
        .group_by(DocumentRow.document_type, ValueRow.name)
    )
    if since is not None:
        query = query.where(ReadingRow.at >= since)
    return {
        (document_type, name): (int(read), int(auto))
        for document_type, name, read, auto in session.execute(query)
    }


def count_documents(
    session: Session, since: datetime | None = None
) -> tuple[tuple[str, tuple[str, ...], int, dict[str, int]], ...]:
    """Return the documents read ``since`` then, those of a type that show the same parts together.

    Each: document type, parts, how many, and field to how many of them it was read on.
    """
    many = (
        select(DocumentRow.document_type, DocumentRow.parts, func.count())
        .join(ReadingRow, ReadingRow.id == DocumentRow.reading_id)
        .where(ReadingRow.copied_from.is_(None))
        .group_by(DocumentRow.document_type, DocumentRow.parts)
    )
    read = (
        select(DocumentRow.document_type, DocumentRow.parts, ValueRow.name, func.count())
        .join(DocumentRow, DocumentRow.id == ValueRow.document_id)
        .join(ReadingRow, ReadingRow.id == DocumentRow.reading_id)
        .where(ReadingRow.copied_from.is_(None))
        .group_by(DocumentRow.document_type, DocumentRow.parts, ValueRow.name)
    )
    if since is not None:
        many, read = many.where(ReadingRow.at >= since), read.where(ReadingRow.at >= since)
    fields: dict[tuple[str, tuple[str, ...]], dict[str, int]] = defaultdict(dict)
    for document_type, parts, name, count in session.execute(read):
        fields[document_type, _strings.validate_python(parts)][name] = count
    return tuple(
        (document_type, shown, count, fields[document_type, shown])
        for document_type, parts, count in session.execute(many)
        for shown in (_strings.validate_python(parts),)
    )


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
        likeness=row.likeness,
    )


def _documents(session: Session, readings: Sequence[str]) -> dict[str, list[Document]]:
    rows = session.scalars(
        select(DocumentRow)
        .where(DocumentRow.reading_id.in_(readings))
        .order_by(DocumentRow.number)
    ).all()
    ids = [row.id for row in rows]
    reviews: dict[tuple[str, str], list[Review]] = defaultdict(list)
    for review in session.scalars(
        select(ReviewRow).where(ReviewRow.document_id.in_(ids)).order_by(ReviewRow.number)
    ):
        reviews[review.document_id, review.field].append(_review(review))
    values: dict[str, list[Value]] = defaultdict(list)
    for value in session.scalars(
        select(ValueRow).where(ValueRow.document_id.in_(ids)).order_by(ValueRow.id)
    ):
        values[value.document_id].append(
            _value(value, reviews.pop((value.document_id, value.name), []))
        )
    for (document, _), said in reviews.items():
        values[document].append(_missed(said))
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


def _value(row: ValueRow, reviews: Sequence[Review]) -> Value:
    review = rules.standing(reviews)
    value = row.value
    if review and review.verdict in (Verdict.UNREADABLE, Verdict.ABSENT):
        value = ""
    elif review and review.verdict is Verdict.CORRECTED and review.via is not Via.FORM:
        value = review.value or ""
    return Value(
        id=ValueId(row.id),
        name=row.name,
        value=value,
        confidence=row.confidence,
        auto=row.auto,
        page_id=PageId(row.page_id) if row.page_id else None,
        box=_box.validate_python(row.box),
        raw=row.raw,
        handwritten=row.handwritten,
        alternatives=_strings.validate_python(row.alternatives or ()),
        doubtful=_places.validate_python(row.doubtful or ()),
        review=review,
        revision=len(reviews),
    )


def _missed(reviews: Sequence[Review]) -> Value:
    """Return a value that the engine missed and of which a person has said something."""
    document, field = reviews[0].document_id, reviews[0].field
    return replace(
        rules.missed_value(document, field),
        value=(review.value or "") if (review := rules.standing(reviews)) else "",
        review=review,
        revision=len(reviews),
    )


def _review(row: ReviewRow) -> Review:
    return Review(
        id=row.id,
        document_id=DocumentId(row.document_id),
        reading_id=ReadingId(row.reading_id),
        document_type=row.document_type,
        field=row.field,
        number=row.number,
        value_id=ValueId(row.value_id) if row.value_id else None,
        machine=row.machine,
        confidence=row.confidence,
        auto=row.auto,
        verdict=Verdict(row.verdict),
        value=row.value,
        via=Via(row.via),
        withdraws=row.withdraws,
        by=UserId(row.reviewed_by),
        at=row.at,
        key=row.key,
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
