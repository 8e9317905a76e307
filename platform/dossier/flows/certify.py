"""与原件一致: a clerk vouches for copies; taken back only with a reason; printed for the file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from sqlalchemy.orm import Session

import dossier_ocr
from dossier import audit
from dossier.cases import desk_store
from dossier.cases import store as cases
from dossier.cases.desk_papers import Certification
from dossier.cases.events import CertificationWithdrawn
from dossier.catalogue.loading import Catalogue
from dossier.catalogue.verdicts import MaterialDue
from dossier.documents.model import Document, Page
from dossier.flows import judge
from dossier.flows.desk import require_open
from dossier.flows.house import House
from dossier.flows.judge import Judged
from dossier.flows.letters import office_of
from dossier.identity import store as staff
from dossier.kernel.clock import CIVIL, civil_day
from dossier.kernel.errors import NotFound, Refused
from dossier.kernel.ids import CaseId
from dossier.notices.binding import bound, stamped
from dossier.notices.certified_copy import CertifiedCopyLetter
from dossier.notices.printing import typeset
from dossier.ports import BlobStore, Letters
from dossier.work import Work

_REASON_LIMIT = 500
_NOON = time(12)


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that is to be printed with its stamp; pages: what was certified, in order."""

    stamp: CertifiedCopyLetter
    pages: tuple[Page, ...]


def withdraw(
    work: Work, catalogue: Catalogue, case: CaseId, certification: str, reason: str
) -> None:
    """Take a certification back before acceptance; it stays in the file with the reason.

    Raises Refused without a reason or once papers are no longer taken; doing it again is harmless.
    """
    head = cases.lock_case(work.session, case)
    require_open(head)
    known = desk_store.get_certification(work.session, case, certification)
    if not known.stands:
        return
    told = reason.strip()
    if not told or len(told) > _REASON_LIMIT:
        raise Refused(
            f"请写明撤回核对的原因（{_REASON_LIMIT}字以内），例如“看错了原件”。",
            code="reason_missing",
        )
    desk_store.withdraw_certification(work.session, known.id, told, work.actor, work.now)
    mark = next(
        (
            one
            for one in cases.marks_of(work.session, case)
            if (one.code, one.person_pointer) == (known.material, known.person_pointer)
        ),
        None,
    )
    if mark is not None:
        cases.set_mark(work.session, case, replace(mark, originals_seen_by=None))
    judge.assemble_case(work, catalogue, case)
    work.record(
        CertificationWithdrawn(
            case=case,
            certification=known.id,
            reason=audit.commit_value(work.session, told.encode(), subject=case),
        )
    )


def copies_of(
    session: Session, house: House, judged: Judged, wanted: str | None
) -> tuple[Copy, ...]:
    """Return the certified copies of a case, all that stand or one.

    Raises NotFound where nothing was certified.
    """
    standing = [
        one
        for one in judged.desk.certifications
        if one.stands and (wanted is None or one.id == wanted)
    ]
    names = staff.names_of(session, {one.by for one in standing})
    office = office_of(session, judged.case.unit_path)
    found = []
    for one in standing:
        due = _due(judged, one)
        pages = _pages(judged, due, one) if due else ()
        if due is None or not pages:
            continue
        unit = staff.find_unit_at(session, one.unit_path)
        stamp = CertifiedCopyLetter(
            office=office,
            number="",
            day=civil_day(one.at),
            demonstration=house.demonstration,
            title=due.title_zh,
            person=due.person_name,
            case_no=judged.case.case_no or f"登记号 {judged.case.id[-6:]}",
            certified_by=names.get(one.by, ""),
            certified_on=civil_day(one.at),
            unit=unit.name if unit else office.name,
            pages=len(pages),
        )
        found.append(Copy(stamp, pages))
    if not found:
        raise NotFound("没有已经核对过原件的复印件可以打印。", code="no_certified_copy")
    return tuple(found)


def print_copies(letters: Letters, blobs: BlobStore, copies: Sequence[Copy]) -> bytes:
    """Return the copies as one PDF, each page with the stamp beside it; no session is open."""
    made = []
    for one in copies:
        pictures = [
            dossier_ocr.SearchablePage(blobs.get(page.image_blob), ()) for page in one.pages
        ]
        made_at = datetime.combine(one.stamp.certified_on, _NOON, CIVIL)
        copy = dossier_ocr.searchable_pdf(pictures, title=one.stamp.title, made_at=made_at)
        made.append(stamped(copy, typeset(letters, one.stamp)))
    return bound(made)


def _due(judged: Judged, one: Certification) -> MaterialDue | None:
    return next(
        (
            due
            for due in judged.evaluation.materials
            if (due.code, due.person_pointer) == (one.material, one.person_pointer)
        ),
        None,
    )


def _pages(judged: Judged, due: MaterialDue, one: Certification) -> tuple[Page, ...]:
    documents: dict[str, Document] = {each.id: each for each in judged.papers.documents}
    wanted = {
        page
        for each in due.document_ids
        if each in documents and documents[each].file_id in one.files
        for page in documents[each].page_ids
    }
    return tuple(
        page
        for reading in judged.papers.readings.values()
        for page in reading.pages
        if page.id in wanted
    )
