"""A case takes papers of earlier cases over: the same bytes and readings, under keys of its own.

Bytes are copied into the case's batch and sealed anew, so that erasing one case never touches
another; the reading is repeated as it was, with what people have said of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from dossier.cases import store as cases
from dossier.cases.events import MaterialMarked
from dossier.cases.model import Case, Mark
from dossier.documents import store as documents
from dossier.documents.model import Document, Finding, Page, Reading, Value
from dossier.flows import desk, judge
from dossier.flows.house import House
from dossier.flows.judge import Judged
from dossier.flows.lending import Offer, lending
from dossier.flows.locker import Sheet, on_pages
from dossier.flows.page_numbers import numbers_text
from dossier.flows.receive import restore_file
from dossier.identity.model import Actor
from dossier.intake import rules as intake_rules
from dossier.intake import store as intake
from dossier.intake.events import FileReceived
from dossier.intake.model import ReceivedFile
from dossier.kernel.errors import Conflict, Refused
from dossier.kernel.ids import (
    CaseId,
    DocumentId,
    FileId,
    PageId,
    ReadingId,
    UserId,
    ValueId,
    new_id,
)
from dossier.people import store
from dossier.people.events import PaperTaken
from dossier.people.model import Taking
from dossier.ports import Blob, BlobStore, PageReader
from dossier.work import Work
from dossier_ocr import Unreadable, from_json, to_json
from dossier_ocr.model import FileReading


@dataclass(frozen=True, slots=True)
class Wanted:
    """Pages of one earlier file with the offers that want them."""

    sheet: Sheet
    offers: tuple[Offer, ...]

    @property
    def whole(self) -> bool:
        """All of the file is wanted."""
        return len(self.sheet.pages) == len(self.sheet.reading.pages)


@dataclass(frozen=True, slots=True)
class Copied:
    """Pages that lie in the new case's store; ``images`` by their number in the old file."""

    wanted: Wanted
    content: bytes
    blob: Blob
    body: Blob
    images: Mapping[int, Blob]


def wanted_of(
    session: Session,
    house: House,
    blobs: BlobStore,
    actor: Actor,
    case: CaseId,
    keys: Sequence[str],
    day: date,
) -> tuple[Wanted, ...]:
    """Return what is to be copied for the offers called ``keys``.

    Raises Conflict for one that is no longer offered, Refused for one without consent.
    """
    head = cases.get_case(session, case)
    desk.require_open(head)
    judged = judge.judge(session, house.catalogue, head, day)
    offered = [
        one
        for each in lending(session, house, blobs, actor, judged, day)
        for one in each.offers
    ]
    taken = [one for one in offered if one.kept.key in keys]
    if not taken or {one.kept.key for one in taken} != set(keys):
        raise Conflict(
            "材料库里的材料刚有变化，或已经带入。请刷新后再选。", code="locker_offer_changed"
        )
    without = [one.kept.title for one in taken if one.consent is None]
    if without:
        raise Refused(
            f"“{'、'.join(dict.fromkeys(without))}”还没有取得居民同意，请先登记同意，再带入。",
            code="locker_no_consent",
        )
    return tuple(_by_file(taken))


def bring(blobs: BlobStore, reader: PageReader, case: Case, wanted: Wanted) -> Copied:
    """Copy the pages into the case's store, sealed anew; no transaction is open.

    Raises NotFound where they were erased meanwhile, Refused where they cannot be taken out of
    their file.
    """
    sheet = wanted.sheet
    assert sheet.reading.body_blob is not None, "only what was read is lent"
    content = blobs.get(sheet.file.blob_name)
    body = blobs.get(sheet.reading.body_blob)
    if not wanted.whole:
        try:
            content = reader.split(content, sheet.file.name, sheet.pages)
        except Unreadable as fault:
            raise Refused(
                f"“{sheet.file.name}”里的这几页不能单独取出，请重新扫描这份材料。",
                code="locker_not_apart",
            ) from fault
        body = to_json(_part_of(from_json(body), sheet.pages)).encode()
    return Copied(
        wanted,
        content,
        blobs.put(case.batch_id, content),
        blobs.put(case.batch_id, body),
        {
            page.number: blobs.put(case.batch_id, blobs.get(page.image_blob))
            for page in sheet.reading.pages
            if page.number in sheet.pages
        },
    )


def take_over(
    work: Work,
    house: House,
    blobs: BlobStore,
    actor: Actor,
    case: CaseId,
    copied: Sequence[Copied],
) -> Judged:
    """Let the case hold what was copied, fill its form from it and note where it came from.

    What is offered and agreed to is looked at once more: a consent that was revoked meanwhile
    gives nothing.
    """
    head = cases.lock_case(work.session, case)
    keys = {offer.kept.key for one in copied for offer in one.wanted.offers}
    wanted_of(work.session, house, blobs, actor, case, sorted(keys), work.today)
    events: list[FileReceived | PaperTaken] = []
    new: dict[FileId, tuple[Offer, ...]] = {}
    for one in copied:
        file, received = _file(work, head, one)
        new[file.id] = one.wanted.offers
        events += received
        for offer in _one_a_paper(one.wanted.offers):
            taking = _taking(work, head, file, one.wanted.sheet, offer)
            store.add_taking(work.session, taking)
            events.append(_told(taking, file))
    judged = judge.assemble_case(work, house.catalogue, case)
    marks = _see_originals(work, judged, new)
    if marks:
        judged = judge.assemble_case(work, house.catalogue, case)
    for event in (*events, *marks):
        work.record(event)
    return judged


def _by_file(offers: Sequence[Offer]) -> list[Wanted]:
    found: dict[FileId, Wanted] = {}
    for offer in offers:
        for sheet in offer.kept.sheets:
            known = found.get(sheet.file.id)
            if known is None:
                found[sheet.file.id] = Wanted(sheet, (offer,))
                continue
            pages = tuple(sorted({*known.sheet.pages, *sheet.pages}))
            found[sheet.file.id] = Wanted(
                replace(known.sheet, pages=pages), (*known.offers, offer)
            )
    return list(found.values())


def _one_a_paper(offers: Sequence[Offer]) -> list[Offer]:
    return list({offer.kept.key: offer for offer in offers}.values())


def _part_of(reading: FileReading, pages: Sequence[int]) -> FileReading:
    """Return the reading of these pages alone, numbered as in the new file."""
    new = {number: index for index, number in enumerate(pages, 1)}
    kept = tuple(page for page in reading.pages if page.number in new)
    return replace(
        reading,
        pages=tuple(replace(page, number=new[page.number]) for page in kept),
        documents=tuple(
            replace(
                one,
                pages=tuple(new[number] for number in one.pages),
                fields={
                    name: replace(value, page=new.get(value.page, 1))
                    for name, value in one.fields.items()
                },
            )
            for one in reading.documents
            if set(one.pages) <= new.keys()
        ),
        findings=(),
        text="\n".join(line.text for page in kept for line in page.lines),
    )


def _file(
    work: Work, head: Case, copied: Copied
) -> tuple[ReceivedFile, list[FileReceived | PaperTaken]]:
    """Return the file of the case that holds the bytes; a new one with its reading, or the old."""
    known = intake.find_same(work.session, head.batch_id, copied.blob.sha256)
    if known is not None:
        restore_file(work, head.batch_id, known.id)
        return known, []
    sheet = copied.wanted.sheet
    file = ReceivedFile(
        id=FileId(new_id()),
        batch_id=head.batch_id,
        name=sheet.file.name if copied.wanted.whole else _name(sheet),
        media_type=intake_rules.media_type(copied.content),
        size_bytes=copied.blob.size_bytes,
        sha256=copied.blob.sha256,
        blob_name=copied.blob.name,
        received_by=work.actor,
        received_at=work.now,
        attempt=1,
        started_at=work.now,
        removed_at=None,
    )
    intake.add_file(work.session, file)
    _repeat_reading(work, file, copied)
    return file, [
        FileReceived(
            file=file.id,
            batch=head.batch_id,
            sha256=file.sha256,
            size_bytes=file.size_bytes,
            media_type=file.media_type,
        )
    ]


def _repeat_reading(work: Work, file: ReceivedFile, copied: Copied) -> None:
    sheet = copied.wanted.sheet
    source = sheet.reading
    reading = ReadingId(new_id())
    numbers = {number: index for index, number in enumerate(sheet.pages, 1)}
    pages = {
        page.id: replace(
            page,
            id=PageId(new_id()),
            reading_id=reading,
            file_id=file.id,
            number=numbers[page.number],
            image_blob=copied.images[page.number].name,
        )
        for page in source.pages
        if page.number in numbers
    }
    found = [(one, _repeated(one, reading, file.id, pages)) for one in on_pages(sheet)]
    ids = {old.id: new.id for old, new in found}
    documents.add_reading(
        work.session,
        replace(
            source,
            id=reading,
            file_id=file.id,
            attempt=1,
            body_blob=copied.body.name,
            at=work.now,
            pages=tuple(pages.values()),
            documents=tuple(_as_read(new) for _, new in found),
            findings=tuple(_findings(source, ids)),
            assembled=False,
            copied_from=source.id,
        ),
    )
    for _, new in found:
        for value in new.values:
            if value.review is not None:
                documents.add_review(work.session, value.review)


def _repeated(
    document: Document, reading: ReadingId, file: FileId, pages: Mapping[PageId, Page]
) -> Document:
    """Return a document with ids of its own and what stands of people's reviews."""
    new = DocumentId(new_id())
    return replace(
        document,
        id=new,
        reading_id=reading,
        file_id=file,
        page_ids=tuple(pages[page].id for page in document.page_ids if page in pages),
        values=tuple(_value(value, new, reading, pages) for value in document.values),
    )


def _value(
    value: Value, document: DocumentId, reading: ReadingId, pages: Mapping[PageId, Page]
) -> Value:
    new = None if value.missed else ValueId(new_id())
    page = pages.get(value.page_id) if value.page_id else None
    review = value.review and replace(
        value.review,
        id=new_id(),
        document_id=document,
        reading_id=reading,
        number=1,
        value_id=new,
        withdraws=None,
        key=None,
    )
    return replace(
        value,
        id=new or value.id,
        page_id=page.id if page else None,
        box=value.box if page else None,
        review=review,
    )


def _as_read(document: Document) -> Document:
    """Return a document with what the engine read; reviews stand beside it."""
    return replace(
        document,
        values=tuple(
            replace(value, value=value.machine or "")
            for value in document.values
            if not value.missed
        ),
    )


def _findings(source: Reading, ids: Mapping[DocumentId, DocumentId]) -> list[Finding]:
    return [
        replace(one, document_id=ids[one.document_id])
        for one in source.findings
        if one.document_id is not None and one.document_id in ids
    ]


def _taking(work: Work, head: Case, file: ReceivedFile, sheet: Sheet, offer: Offer) -> Taking:
    assert offer.consent is not None, "nothing is taken over without consent"
    kept = offer.kept
    return Taking(
        id=new_id(),
        resident=kept.resident,
        consent=offer.consent.id,
        case=head.id,
        file=file.id,
        document_type=kept.document_type,
        source_case=kept.case.id,
        source_case_no=kept.case.case_no or "",
        source_day=kept.accepted_on,
        source_file=sheet.file.id,
        source_reading=sheet.reading.id,
        pages=sheet.pages,
        original_seen_by=kept.original_seen_by,
        by=work.actor,
        at=work.now,
    )


def _told(taking: Taking, file: ReceivedFile) -> PaperTaken:
    return PaperTaken(
        case=taking.case,
        file=file.id,
        resident=taking.resident,
        consent=taking.consent,
        document_type=taking.document_type,
        source_case=taking.source_case,
        source_file=taking.source_file,
        source_reading=taking.source_reading,
        pages=taking.pages,
        sha256=file.sha256,
    )


def _see_originals(
    work: Work, judged: Judged, new: Mapping[FileId, Sequence[Offer]]
) -> list[MaterialMarked]:
    """Note that an original was seen, where it was seen when the paper first came in."""
    files = {one.id: one.file_id for one in judged.papers.documents}
    marks = {(one.code, one.person_pointer): one for one in judged.marks}
    events = []
    for due in judged.evaluation.materials:
        known = marks.get((due.code, due.person_pointer))
        if due.status != "present" or (known and known.originals_seen_by):
            continue
        offers = [
            offer
            for file in {files[DocumentId(one)] for one in due.document_ids}
            for offer in new.get(file, (None,))
            if offer is None or offer.kept.document_type in due.document_types
        ]
        seen = _seen(offers)
        if seen is None:
            continue
        by, kept_no, day = seen
        note = f"原件已在 {kept_no} 号办件（{day:%Y年%-m月%-d日}受理）中核对"
        cases.set_mark(
            work.session,
            judged.case.id,
            Mark(due.code, due.person_pointer, by, known.waived_by if known else None, note),
        )
        events.append(
            MaterialMarked(
                case=judged.case.id,
                material=due.code,
                person=due.person_pointer,
                originals_seen=True,
                waived=False,
                not_found=False,
            )
        )
    return events


def _seen(offers: Sequence[Offer | None]) -> tuple[UserId, str, date] | None:
    """Return who saw the originals, in which case, when all of them came from the locker."""
    found = None
    for offer in offers:
        if offer is None or offer.kept.original_seen_by is None:
            return None
        found = (
            offer.kept.original_seen_by,
            offer.kept.case.case_no or "",
            offer.kept.accepted_on,
        )
    return found


def _name(sheet: Sheet) -> str:
    stem, dot, ending = sheet.file.name.rpartition(".")
    pages = numbers_text(sheet.pages)
    return intake_rules.clean_name(
        f"{stem}（第 {pages} 页）{dot}{ending}"
        if stem
        else f"{sheet.file.name}（第 {pages} 页）"
    )
