"""What the papers need at the desk: who acts, forms to sign, certified copies, consent."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field
from sqlalchemy.orm import Session

from dossier.api.deps import InParts, InWork, Look, Me, Parts, require
from dossier.api.present import case_view
from dossier.api.views import CaseView, Command, View
from dossier.cases import store as cases
from dossier.cases.acting import BY_ZH, CHANNEL_ZH, Acting, By, Channel, Proof
from dossier.cases.model import Case
from dossier.catalogue.versions import get_present
from dossier.documents.model import Document
from dossier.flows import (
    acting,
    certify,
    copies,
    data_notice,
    desk,
    judge,
    local_settings,
    printed_forms,
)
from dossier.flows.judge import Judged
from dossier.flows.letters import office_of
from dossier.identity import rules as rights
from dossier.identity import store as staff
from dossier.identity.model import Actor, Permission
from dossier.kernel.clock import civil_day
from dossier.kernel.errors import NotFound
from dossier.kernel.ids import CaseId, UserId
from dossier.notices import printed_store as prints
from dossier.notices.binding import bound
from dossier.notices.printing import typeset
from dossier.work import Work, begin, look

router = APIRouter(tags=["desk papers"])
_PDF: dict[int | str, dict[str, object]] = {200: {"content": {"application/pdf": {}}}}


class ActingView(View):
    """Who hands a case in."""

    by: By
    by_title: str
    channel: Channel
    channel_title: str
    name: str
    id_number: str
    phone: str
    relation: str
    scope: str
    valid_until: date | None
    proof: Proof
    noted_by: str
    noted_at: datetime


class ConsentView(View):
    """Whether the resident was told what is done with personal data, and agreed."""

    asked: bool = Field(description="the service processes sensitive data of an applicant")
    given: bool
    how: str
    noted_by: str
    noted_at: datetime | None


class CertificationView(View):
    """A copy that was compared with its original."""

    id: str
    material: str
    person_pointer: str
    title: str
    certified_by: str
    certified_at: datetime
    unit: str
    covers: bool = Field(description="every scan of the material was compared")
    withdrawn_by: str
    withdrawn_at: datetime | None
    withdrawn_reason: str


class PrintView(View):
    """A form that the counter prints, and how far it is."""

    material: str
    person_pointer: str
    title: str
    state: Literal["unprinted", "printed", "outdated", "incomplete", "unsigned", "signed"]
    form: str | None = Field(description="id of the newest print")
    number: int | None
    pages: int | None
    printed_at: datetime | None
    url: str | None
    page_id: str | None = Field(description="the first page of its scan")
    changes: list[str]
    missing_pages: list[int]
    signed_by: str
    signed_at: datetime | None
    needed: bool = Field(description="neither signed nor filled in by hand yet")


class DeskPapersView(View):
    """Everything that the counter notes of a case beside its form."""

    acting: ActingView | None
    consent: ConsentView
    certifications: list[CertificationView]
    prints: list[PrintView]
    editable: bool


class PrintedView(View):
    """What was printed: one file with everything."""

    forms: list[str]
    url: str


class ActingNote(Command):
    """Who hands the case in; what does not belong to ``by`` is left out."""

    by: By
    channel: Channel = Channel.COUNTER
    name: str = Field(default="", max_length=200)
    id_number: str = Field(default="", max_length=200)
    phone: str = Field(default="", max_length=200)
    relation: str = Field(default="", max_length=200)
    scope: str = Field(default="", max_length=1000)
    valid_until: date | None = None
    proof: Proof = Proof.HUKOU


class Slot(Command):
    """A material and the person that it is due to."""

    material: str = Field(max_length=60)
    person_pointer: str = Field(default="", max_length=120)


class PrintOrder(Command):
    """What is to be printed; everything that is due where nothing is named."""

    wanted: list[Slot] | None = Field(default=None, max_length=50)


class SignatureNote(Command):
    """Whether the signature on a form that came back was seen."""

    signed: bool


class ConsentNote(Command):
    """Whether the resident, told at the counter, agrees."""

    given: bool


class WithdrawCertification(Command):
    """Why a certification is taken back."""

    reason: str = Field(max_length=2000)


@router.get("/cases/{case_id}/desk-papers", **require(Permission.CASE_READ))
def show_desk_papers(case_id: CaseId, parts: InParts, me: Me, session: Look) -> DeskPapersView:
    """Return who hands the case in, its forms to sign, its certified copies and the consent."""
    case = cases.get_case(session, case_id)
    rights.check_sight(me, case.unit_path, case.stage_role)
    return _view(session, parts, me, case)


@router.put("/cases/{case_id}/acting", **require(Permission.CASE_EDIT))
def note_acting(
    case_id: CaseId, asked: ActingNote, parts: InParts, me: Me, work: InWork
) -> CaseView:
    """Note who hands the case in."""
    _editable(work.session, me, case_id)
    acting.note_acting(
        work,
        parts.catalogue,
        case_id,
        Acting(
            asked.by,
            asked.channel,
            asked.name,
            asked.id_number,
            asked.phone,
            asked.relation,
            asked.scope,
            asked.valid_until,
            asked.proof,
        ),
    )
    return _shown(work, parts, me, case_id)


@router.put("/cases/{case_id}/consent", **require(Permission.CASE_EDIT))
def note_consent(
    case_id: CaseId, asked: ConsentNote, parts: InParts, me: Me, work: InWork
) -> CaseView:
    """Note that the resident was told what is done with personal data and agrees, or not."""
    _editable(work.session, me, case_id)
    printed_forms.note_consent(work, parts.house, case_id, given=asked.given)
    return _shown(work, parts, me, case_id)


@router.post("/cases/{case_id}/prints", **require(Permission.CASE_EDIT))
def print_forms(case_id: CaseId, asked: PrintOrder, parts: InParts, me: Me) -> PrintedView:
    """Print forms prefilled for signature; the same content again is the same print."""
    wanted: Collection[tuple[str, str]] | None = (
        None
        if asked.wanted is None
        else [(one.material, one.person_pointer) for one in asked.wanted]
    )
    with begin(parts.sessions, me.user_id, parts.clock) as work:
        _editable(work.session, me, case_id)
        forms = printed_forms.order_prints(work, parts.house, case_id, wanted)
    for form in forms:
        if form.pages:
            continue
        pdf, pages = printed_forms.typeset_form(parts.letters, form)
        blob = parts.blobs.put(case_id, pdf)
        with begin(parts.sessions, me.user_id, parts.clock) as work:
            printed_forms.keep_print(work, form, pages, blob.name)
    ids = [form.id for form in forms]
    chosen = "&".join(f"form={one}" for one in ids)
    return PrintedView(forms=ids, url=f"/api/v1/cases/{case_id}/prints.pdf?{chosen}")


@router.get(
    "/cases/{case_id}/prints.pdf",
    response_class=Response,
    responses=_PDF,
    **require(Permission.CASE_EDIT),
)
def printed_pdf(
    case_id: CaseId,
    parts: InParts,
    me: Me,
    form: Annotated[list[str], Query(min_length=1, max_length=50)],
) -> Response:
    """Return prints of a case in one PDF."""
    with look(parts.sessions) as session:
        _editable(session, me, case_id)
        found = [prints.get_form(session, case_id, one) for one in form]
    if not all(one.blob_name for one in found):
        raise NotFound("这份表格还没有排好版，请重新点“打印”。", code="printed_form_missing")
    return _pdf(bound([parts.blobs.get(one.blob_name) for one in found]))


@router.put("/cases/{case_id}/prints/{form_id}/signature", **require(Permission.CASE_EDIT))
def note_signature(
    case_id: CaseId,
    form_id: str,
    asked: SignatureNote,
    parts: InParts,
    me: Me,
    work: InWork,
) -> CaseView:
    """Note that the signature on a form that came back was seen, or take that back."""
    _editable(work.session, me, case_id)
    printed_forms.see_signature(work, parts.catalogue, case_id, form_id, signed=asked.signed)
    return _shown(work, parts, me, case_id)


@router.post(
    "/cases/{case_id}/certifications/{certification_id}/withdraw",
    **require(Permission.CASE_EDIT),
)
def withdraw_certification(
    case_id: CaseId,
    certification_id: str,
    asked: WithdrawCertification,
    parts: InParts,
    me: Me,
    work: InWork,
) -> CaseView:
    """Take back, with the reason, that a copy agrees with its original."""
    _editable(work.session, me, case_id)
    certify.withdraw(work, parts.catalogue, case_id, certification_id, asked.reason)
    return _shown(work, parts, me, case_id)


@router.get(
    "/cases/{case_id}/certified-copies.pdf",
    response_class=Response,
    responses=_PDF,
    **require(Permission.CASE_READ),
)
def certified_copies(
    case_id: CaseId, parts: InParts, me: Me, certification: str | None = None
) -> Response:
    """Return the certified copies with 与原件一致 in the margin, for the paper file."""
    with look(parts.sessions) as session:
        case = cases.get_case(session, case_id)
        rights.check_sight(me, case.unit_path, case.stage_role)
        judged = judge.judge(session, parts.catalogue, case, civil_day(parts.clock()))
        found = certify.copies_of(session, parts.house, judged, certification)
    return _pdf(certify.print_copies(parts.letters, parts.blobs, found))


@router.get(
    "/services/{code}/processing-notice.pdf",
    response_class=Response,
    responses=_PDF,
    **require(Permission.CATALOGUE_READ),
)
def processing_notice(code: str, parts: InParts, session: Look, me: Me) -> Response:
    """Return what residents are told of personal data in a service, on one page."""
    today = civil_day(parts.clock())
    office = me.grants[0].unit_path
    notice = data_notice.notice_of(
        local_settings.shown(session, get_present(parts.catalogue, code, today), office, today),
        None,
        parts.catalogue,
        None,
        office_of(session, office),
        today,
        demonstration=parts.house.demonstration,
    )
    return _pdf(typeset(parts.letters, notice))


def _view(session: Session, parts: Parts, me: Actor, case: Case) -> DeskPapersView:
    judged = judge.judge(session, parts.catalogue, case, civil_day(parts.clock()))
    notes = judged.desk
    found = printed_forms.printables_of(session, parts.house, judged)
    people = {
        *(one.by for one in notes.certifications),
        *(one.withdrawn_by for one in notes.certifications),
        *(one.signed_by for one in found),
        notes.acting.noted_by if notes.acting else None,
        notes.consent.by if notes.consent else None,
    }
    names = staff.names_of(session, {one for one in people if one})
    return DeskPapersView(
        acting=_acting(judged, names),
        consent=ConsentView(
            asked=_asks(parts, judged),
            given=notes.consent is not None,
            how=data_notice.noted_how(notes.consent) if notes.consent else "",
            noted_by=names.get(notes.consent.by, "") if notes.consent else "",
            noted_at=notes.consent.at if notes.consent else None,
        ),
        certifications=_certifications(session, judged, names),
        prints=[_print(judged, one, names) for one in found],
        editable=rights.may(me, Permission.CASE_EDIT, case.unit_path)
        and case.status in judge.OPEN,
    )


def _asks(parts: Parts, judged: Judged) -> bool:
    texts = parts.catalogue.desk.notice
    problem = data_notice.consent_problem(
        judged.definition, texts, parts.catalogue.papers, None
    )
    return problem is not None


def _acting(judged: Judged, names: dict[UserId, str]) -> ActingView | None:
    noted = judged.desk.acting
    if noted is None:
        return None
    one = noted.acting
    return ActingView(
        by=one.by,
        by_title=BY_ZH[one.by],
        channel=one.channel,
        channel_title=CHANNEL_ZH[one.channel],
        name=one.name,
        id_number=one.id_number,
        phone=one.phone,
        relation=one.relation,
        scope=one.scope,
        valid_until=one.valid_until,
        proof=one.proof,
        noted_by=names.get(noted.noted_by, ""),
        noted_at=noted.noted_at,
    )


def _certifications(
    session: Session, judged: Judged, names: dict[UserId, str]
) -> list[CertificationView]:
    documents: dict[str, Document] = {one.id: one for one in judged.papers.documents}
    files = {
        (due.code, due.person_pointer): set(copies.files_of(due, documents))
        for due in judged.evaluation.materials
    }
    found = []
    for one in judged.desk.certifications:
        unit = staff.find_unit_at(session, one.unit_path)
        found.append(
            CertificationView(
                id=one.id,
                material=one.material,
                person_pointer=one.person_pointer,
                title=one.title,
                certified_by=names.get(one.by, ""),
                certified_at=one.at,
                unit=unit.name if unit else "",
                covers=files.get((one.material, one.person_pointer), set()) <= set(one.files),
                withdrawn_by=names.get(one.withdrawn_by, "") if one.withdrawn_by else "",
                withdrawn_at=one.withdrawn_at,
                withdrawn_reason=one.withdrawn_reason,
            )
        )
    return found


def _print(judged: Judged, one: printed_forms.Printable, names: dict[UserId, str]) -> PrintView:
    form = one.form
    back = next(
        (came for came in judged.desk.returns.values() if form and came.form.id == form.id),
        None,
    )
    pages = [
        page
        for document in judged.papers.documents
        if back and document.id == back.document_id
        for page in document.page_ids
    ]
    return PrintView(
        material=one.material,
        person_pointer=one.person_pointer,
        title=one.title,
        state=one.state,
        form=form.id if form else None,
        number=form.number if form else None,
        pages=form.pages if form else None,
        printed_at=form.printed_at if form else None,
        url=f"/api/v1/cases/{judged.case.id}/prints.pdf?form={form.id}" if form else None,
        page_id=pages[0] if pages else None,
        changes=list(one.changes),
        missing_pages=list(one.missing_pages),
        signed_by=names.get(one.signed_by, "") if one.signed_by else "",
        signed_at=one.signed_at,
        needed=one.needed,
    )


def _editable(session: Session, me: Actor, case_id: CaseId) -> Case:
    case = cases.get_case(session, case_id)
    rights.check(me, Permission.CASE_EDIT, case.unit_path, seen_by=Permission.CASE_READ)
    desk.require_open(case)
    return case


def _shown(work: Work, parts: Parts, me: Actor, case_id: CaseId) -> CaseView:
    now = parts.clock()
    case = cases.get_case(work.session, case_id)
    judged = judge.judge(work.session, parts.catalogue, case, civil_day(now))
    return case_view(work.session, parts.house, me, judged, now)


def _pdf(content: bytes) -> Response:
    return Response(
        content, media_type="application/pdf", headers={"Content-Disposition": "inline"}
    )
