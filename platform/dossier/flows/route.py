"""A pile in one scan is sorted: what follows a case's separator sheet goes into that case.

A page of a form that was printed for a case goes into that case, whatever lies before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from dossier.cases import store as cases
from dossier.cases.model import Case
from dossier.catalogue.loading import Catalogue
from dossier.documents import store as documents
from dossier.documents.model import Finding
from dossier.flows import judge, receive
from dossier.flows.form_pages import FormPage, form_pages
from dossier.flows.letters import told_apart
from dossier.flows.notes import ALONE, ROUTED
from dossier.flows.page_numbers import numbers_text
from dossier.identity import rules as rights
from dossier.identity import store as staff
from dossier.identity.model import Actor, Permission
from dossier.intake import store as intake
from dossier.intake.events import FileRemoved, PagesRouted
from dossier.intake.model import ReceivedFile, Routing
from dossier.jobs import Job
from dossier.kernel.canonical import sha256_hex
from dossier.kernel.errors import NotFound, Refused
from dossier.kernel.ids import BatchId, CaseId, FileId
from dossier.notices import store as notices
from dossier.notices.rules import find_separated, parse_receipt
from dossier.ports import Blob
from dossier.work import Work
from dossier_ocr import model as ocr

ROUTE_PAGES = "route_pages"
_AFTER_SHEET = 1
"""A file is sorted once by its own sheets, and once by each sheet before it in its pile."""


@dataclass(frozen=True, slots=True)
class Part:
    """Pages that belong into one batch."""

    batch: BatchId
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sorting:
    """How a file is to be taken apart; no parts: it stays whole where it is.

    findings: what the clerk is told.  leads_to: where what follows in its pile belongs; None
    where no sheet in it says so.
    """

    parts: tuple[Part, ...]
    findings: tuple[Finding, ...]
    leads_to: BatchId | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A part whose bytes are in the store already.  whole: it is all of its file."""

    part: Part
    content: bytes
    blob: Blob
    whole: bool


@dataclass(frozen=True, slots=True)
class _Own:
    """A page of a printed form.  case: None where it stays where it is, with the reason."""

    page: int
    case: Case | None
    refusal: str


@dataclass(frozen=True, slots=True)
class _Sign:
    """A page that bears a code of ours.  case: None where its bearer may put nothing there."""

    page: int
    sheet: bool
    case: Case | None
    refusal: str


def sorting_of(
    session: Session, file: ReceivedFile, pages: Sequence[ocr.PageReading]
) -> Sorting:
    """Return where the pages of ``file`` belong, as the sheets before and among them say.

    Only a case that the person who brought the file may edit, and that still takes papers, gets
    any; what follows another sheet stays where it is.  Separator sheets are papers of no case.
    """
    signs = _signs(session, file, pages)
    forms = _forms(session, file, pages)
    lead = _lead(session, file)
    if not signs and not forms and lead is None:
        return Sorting((), ())
    findings = [
        Finding(None, "separator_refused", None, sign.refusal) for sign in signs if sign.refusal
    ]
    findings += [
        Finding(None, "print_refused", None, one.refusal) for one in forms if one.refusal
    ]
    own = {one.page: one.case.batch_id if one.case else file.batch_id for one in forms}
    batch = lead.batch_id if lead else file.batch_id
    taken = {sign.page: sign for sign in signs}
    by_batch: dict[BatchId, list[int]] = {}
    for page in pages:
        if page.number in own:
            by_batch.setdefault(own[page.number], []).append(page.number)
            continue
        sign = taken.get(page.number)
        if sign is not None:
            batch = sign.case.batch_id if sign.case else file.batch_id
            if sign.sheet:
                continue
        if not page.blank:
            by_batch.setdefault(batch, []).append(page.number)
    leads_to = batch if signs else None
    moved = [one for one in by_batch if one != file.batch_id]
    if not moved:
        if len(pages) == 1 and signs and signs[0].sheet and file.pile is None:
            findings.append(Finding(None, "separator_alone", None, ALONE))
        return Sorting((), tuple(findings), leads_to)
    named = [lead, *(sign.case for sign in signs), *(one.case for one in forms)]
    for one in moved:
        case = next(case for case in named if case and case.batch_id == one)
        behind = [number for number in by_batch[one] if number not in own]
        printed = [number for number in by_batch[one] if number in own]
        texts = [f"第 {numbers_text(behind)} 页在分隔页之后"] if behind else []
        texts += [f"第 {numbers_text(printed)} 页是那一件打印的表格"] if printed else []
        text = f"{'，'.join(texts)}，转入“{_label(case)}”。"
        findings.append(Finding(None, ROUTED, None, text))
    parts = tuple(Part(one, tuple(numbers)) for one, numbers in by_batch.items())
    return Sorting(parts, tuple(findings), leads_to)


def send_on(work: Work, sheet: ReceivedFile) -> None:
    """Owe the sorting of what follows ``sheet`` in its pile and was read before it."""
    place = sheet.place or 0
    later = [one for one in intake.pile_of(work.session, sheet) if (one.place or 0) > place]
    for reading in documents.latest_readings(work.session, [one.id for one in later]).values():
        if reading.body_blob is not None:
            work.owe(Job(ROUTE_PAGES, reading.id, _AFTER_SHEET + place))


def is_sorted(session: Session, file: ReceivedFile) -> bool:
    """Tell whether the file has been taken apart before."""
    return any(one.source == file.id for one in intake.routings_of(session, file.batch_id))


def keep_parts(work: Work, catalogue: Catalogue, file: FileId, pieces: Sequence[Piece]) -> None:
    """Put the parts into their cases in place of the file, which stays as it came, taken out."""
    source = intake.get_file(work.session, file)
    if is_sorted(work.session, source):
        return
    for piece in pieces:
        name = source.name if piece.whole else _name(source.name, piece.part.pages)
        part = receive.take_file(
            work, piece.part.batch, name, piece.content, piece.blob, source.received_by
        )
        intake.add_routing(
            work.session,
            Routing(
                source=source.id,
                target=part.id,
                pages=piece.part.pages,
                from_batch=source.batch_id,
                to_batch=piece.part.batch,
                at=work.now,
            ),
        )
        work.record(
            PagesRouted(
                file=source.id,
                part=part.id,
                pages=piece.part.pages,
                from_batch=source.batch_id,
                batch=piece.part.batch,
                sha256=sha256_hex(piece.content),
            )
        )
    gone = [source, *_sheets_before(work.session, source)] if pieces else []
    for one in gone:
        if one.removed_at is None:
            intake.set_removed(work.session, one.id, work.now)
            work.record(FileRemoved(file=one.id))
    for batch in sorted({source.batch_id, *(piece.part.batch for piece in pieces)}):
        case = cases.find_case_of_batch(work.session, batch)
        if case is not None:
            judge.assemble_case(work, catalogue, case.id)


def _lead(session: Session, file: ReceivedFile) -> Case | None:
    """Return the case to which a sheet in an earlier file of the pile leads, if it may."""
    batch = None
    for one in intake.pile_of(session, file):
        if one.id == file.id:
            break
        batch = one.leads_to or batch
    if batch is None or batch == file.batch_id:
        return None
    case = cases.find_case_of_batch(session, batch)
    actor = staff.get_actor(session, file.received_by)
    if case is None or not rights.may(actor, Permission.CASE_EDIT, case.unit_path):
        return None
    return case if case.status in judge.OPEN else None


def _sheets_before(session: Session, file: ReceivedFile) -> list[ReceivedFile]:
    """Return the files before ``file`` in its pile that are a sheet and nothing else."""
    earlier = [
        one
        for one in intake.pile_of(session, file)
        if one.leads_to is not None and (one.place or 0) < (file.place or 0)
    ]
    readings = documents.latest_readings(session, [one.id for one in earlier])
    return [
        one
        for one in earlier
        if (reading := readings.get(one.id))
        and len(reading.pages) == 1
        and not reading.documents
    ]


def _signs(
    session: Session, file: ReceivedFile, pages: Sequence[ocr.PageReading]
) -> list[_Sign]:
    actor = staff.get_actor(session, file.received_by) if _any_codes(pages) else None
    found = []
    for page in pages:
        for code in page.codes:
            named = _named(session, code.text)
            if named is not None and actor is not None:
                found.append(_sign(session, actor, page.number, named[0], sheet=named[1]))
                break
    return found


def _forms(
    session: Session, file: ReceivedFile, pages: Sequence[ocr.PageReading]
) -> list[_Own]:
    found = form_pages(session, pages)
    actor = staff.get_actor(session, file.received_by) if found else None
    return [_own(session, actor, file, one) for one in found if actor is not None]


def _own(session: Session, actor: Actor, file: ReceivedFile, page: FormPage) -> _Own:
    case = _find_case(session, page.code.case)
    if case is None or not rights.may(actor, Permission.CASE_EDIT, case.unit_path):
        return _Own(
            page.page,
            None,
            f"第 {page.page} 页是一份打印的表格，但不属于您可以办理的办件，不算本件的材料。"
            "请核对是不是拿错了；拿错的请移出后交给负责那一件的窗口。",
        )
    if page.form is None:
        return _Own(
            page.page,
            case if case.status in judge.OPEN else None,
            f"第 {page.page} 页像是“{_label(case)}”打印的表格，但查不到这次打印的记录，不算材料。"
            "请从该件重新打印，签字后再扫描。",
        )
    if case.batch_id != file.batch_id and case.status not in judge.OPEN:
        return _Own(
            page.page,
            None,
            f"第 {page.page} 页是“{_label(case)}”打印的表格，该件现在不收材料，这一页不算本件的材料。"
            "确需补充的，请先将该件退回补正。",
        )
    return _Own(page.page, case, "")


def _any_codes(pages: Sequence[ocr.PageReading]) -> bool:
    return any(page.codes for page in pages)


def _named(session: Session, content: str) -> tuple[CaseId | None, bool] | None:
    """Return the case that a code names and whether it is a separator's; None: no code of ours."""
    if (case := find_separated(content)) is not None:
        return case, True
    try:
        _, token = parse_receipt(content)
    except Refused:
        return None
    return notices.find_case_of_receipt(session, token), False


def _sign(
    session: Session, actor: Actor, page: int, case_id: CaseId | None, *, sheet: bool
) -> _Sign:
    case = _find_case(session, case_id)
    which = "分隔页" if sheet else "受理回执"
    if case is None or not rights.may(actor, Permission.CASE_EDIT, case.unit_path):
        return _Sign(
            page,
            sheet,
            None,
            f"第 {page} 页的{which}没有对应到您可以办理的办件，其后的页留在本件。"
            "请核对是不是拿错了；拿错的请移出本文件，换正确的分隔页重新扫描。",
        )
    if case.status not in judge.OPEN:
        return _Sign(
            page,
            sheet,
            None,
            f"第 {page} 页的{which}属于“{_label(case)}”，该件现在不收材料，其后的页留在本件。"
            "确需补充的，请先将该件退回补正。",
        )
    return _Sign(page, sheet, case, "")


def _find_case(session: Session, case: CaseId | None) -> Case | None:
    try:
        return cases.get_case(session, case) if case else None
    except NotFound:
        return None


def _label(case: Case) -> str:
    return case.case_no or told_apart(case)


def _stem(name: str) -> str:
    return name.rpartition(".")[0] or name


def _name(name: str, pages: Sequence[int]) -> str:
    return f"{_stem(name)}（第 {numbers_text(pages)} 页）{_ending(name)}"


def _ending(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return dot + ending if stem else ""
