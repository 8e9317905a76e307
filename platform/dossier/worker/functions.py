"""The jobs by name: each makes its way from an id to one flow."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy.exc import IntegrityError

from dossier.archive.judging import audit_judge
from dossier.archive.package import build_package
from dossier.archive.verify import verify_package
from dossier.documents.model import Reading
from dossier.documents.store import get_reading
from dossier.flows import file, index, judge, letters, read, receive, residents, route
from dossier.intake.model import ReceivedFile
from dossier.intake.store import get_file
from dossier.kernel.errors import NotFound, Unavailable
from dossier.kernel.ids import SYSTEM, CaseId, FileId, LetterId, ReadingId
from dossier.kernel.log import logger
from dossier.notices.orders import get_order
from dossier.wiring import Parts
from dossier.work import Work, begin, look
from dossier.worker.runner import PASSING, JobFunction
from dossier_ocr import Unreadable, from_json

_LOST = frozenset({"object_missing", "object-damaged", "object-key-swapped"})
"""What only a restored backup mends: the clerk is told, and may ask for another reading then."""

_log = logger("worker")


def functions(parts: Parts) -> Mapping[str, JobFunction]:
    """Return every job's function."""

    def refresh() -> None:
        """Know what was published since the last job."""
        with look(parts.sessions) as session:
            parts.refresh(session)

    def read_file(subject: str, attempt: int) -> None:
        file = FileId(subject)
        with look(parts.sessions) as session:
            received = read.find_unread(session, file, attempt)
        if received is None:
            return
        with begin(parts.sessions, SYSTEM, parts.clock) as work:
            read.start_reading(work, file, attempt)
        try:
            kept = _kept(parts, received)
            with _once(parts, file, attempt) as work:
                read.keep_reading(work, file, attempt, kept)
        except Unreadable as fault:
            _fail(parts, file, attempt, fault)
        except PASSING:
            raise
        except Exception as fault:  # noqa: BLE001 - the clerk must see it, whatever it is
            _log.error("reading failed", file=file, fault=type(fault).__name__)
            _fail(parts, file, attempt, _our_fault(received.name))

    def assemble(subject: str, _attempt: int) -> None:
        refresh()
        with begin(parts.sessions, SYSTEM, parts.clock) as work:
            judge.assemble(work, parts.catalogue, ReadingId(subject))

    def route_pages(subject: str, _attempt: int) -> None:
        with look(parts.sessions) as session:
            reading = get_reading(session, ReadingId(subject))
            received = get_file(session, reading.file_id)
            done = route.is_sorted(session, received) or received.removed_at is not None
            parts.refresh(session)
        try:
            pieces = [] if done else _pieces(parts, received, reading)
        except Unreadable as fault:  # it stays whole, and the clerk is told so
            _log.error("not taken apart", file=received.id, code=fault.code)
            pieces = []
        with begin(parts.sessions, SYSTEM, parts.clock) as work:
            if pieces:
                route.keep_parts(work, parts.catalogue, received.id, pieces)
            else:
                judge.assemble(work, parts.catalogue, ReadingId(subject))

    def index_case(subject: str, _attempt: int) -> None:
        with look(parts.sessions) as session:
            parts.refresh(session)
            entry = index.entry_of(session, parts.blobs, parts.catalogue, CaseId(subject))
        parts.index.put([entry])

    def typeset_letter(subject: str, _attempt: int) -> None:
        with look(parts.sessions) as session:
            order = get_order(session, LetterId(subject))
        pdf = parts.blobs.put(order.case_id, letters.print_letter(parts.letters, order))
        with begin(parts.sessions, SYSTEM, parts.clock) as work:
            letters.keep_letter(work, order, pdf)

    def file_case(subject: str, _attempt: int) -> None:
        case = CaseId(subject)
        with look(parts.sessions) as session:
            parts.refresh(session)
            to_file = file.gather(session, parts.house, case)
        if to_file.item.package:
            return
        with begin(parts.sessions, SYSTEM, parts.clock) as work:
            evidence = file.attest(work, parts.signing_key, case)
        package = build_package(
            parts.archive_folder, file.content_of(to_file, parts.blobs, evidence)
        )
        filed = replace(
            to_file.item,
            package=package.folder,
            manifest_sha256=package.manifest_sha256,
            tagmanifest_sha256=package.tagmanifest_sha256,
        )
        results = verify_package(
            parts.archive_folder / filed.package,
            audit_judge(parts.signing_key.verifying),
            item=filed,
        )
        with begin(parts.sessions, SYSTEM, parts.clock) as work:
            file.keep_package(work, to_file.item, package, results, "filing")

    def know_residents(subject: str, _attempt: int) -> None:
        refresh()
        with begin(parts.sessions, SYSTEM, parts.clock) as work:
            residents.know_residents(work, parts.catalogue, parts.blobs, CaseId(subject))

    return {
        receive.READ_FILE: read_file,
        read.ASSEMBLE: assemble,
        route.ROUTE_PAGES: route_pages,
        index.INDEX_CASE: index_case,
        letters.TYPESET: typeset_letter,
        file.FILE_CASE: file_case,
        residents.KNOW_RESIDENTS: know_residents,
    }


def _kept(parts: Parts, received: ReceivedFile) -> read.Kept:
    """Read the file.  Raises Unreadable, also when the bytes are no longer what came in."""
    try:
        content = parts.blobs.get(received.blob_name)
    except (NotFound, Unavailable) as fault:
        if isinstance(fault, NotFound) or fault.code in _LOST:
            raise Unreadable(
                "original_lost", f"文件“{received.name}”：{fault.message}"
            ) from fault
        raise
    found = parts.reader.read(content, received.name)
    return read.Kept(
        found,
        parts.blobs.put(received.batch_id, found.body),
        tuple(parts.blobs.put(received.batch_id, image) for image in found.images),
    )


def _pieces(parts: Parts, received: ReceivedFile, reading: Reading) -> list[route.Piece]:
    """Take the file apart as its separator sheets say; each part lies in the store then."""
    assert reading.body_blob is not None, "only what was read is sorted"
    pages = from_json(parts.blobs.get(reading.body_blob)).pages
    with look(parts.sessions) as session:
        sorting = route.sorting_of(session, received, pages)
    if not sorting.parts:
        return []
    content = parts.blobs.get(received.blob_name)
    pieces = []
    for part in sorting.parts:
        whole = len(part.pages) == len(pages)
        piece = content if whole else parts.reader.split(content, received.name, part.pages)
        blob = parts.blobs.put(part.batch, piece)
        pieces.append(route.Piece(part, piece, blob, whole))
    return pieces


def _fail(parts: Parts, file: FileId, attempt: int, fault: Unreadable) -> None:
    with _once(parts, file, attempt) as work:
        read.keep_failure(work, file, attempt, fault)


def _our_fault(name: str) -> Unreadable:
    return Unreadable(
        "reader_failed",
        f"文件“{name}”没有读成，是系统出错。请点“重新识别”；仍不行时请人工录入，并告诉管理员。",
    )


@contextmanager
def _once(parts: Parts, file: FileId, attempt: int) -> Iterator[Work]:
    """Begin to keep a reading; one that another worker kept first is the one that counts."""
    try:
        with begin(parts.sessions, SYSTEM, parts.clock) as work:
            yield work
    except IntegrityError:
        with look(parts.sessions) as session:
            if read.find_unread(session, file, attempt) is not None:
                raise
        _log.info("kept by another worker", file=file, attempt=attempt)
