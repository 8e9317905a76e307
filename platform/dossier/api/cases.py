"""Cases at the desk and in review: open, fill, scan, and take the next step."""

from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Response, UploadFile
from sqlalchemy.orm import Session

from dossier.api.deps import InParts, InWork, Look, Me, Parts, public, require
from dossier.api.present import case_view, file_view, summary_view
from dossier.api.views import (
    CasePageView,
    CaseView,
    FileView,
    FormChange,
    MaterialMark,
    OpenCase,
    ReceiptView,
    Step,
    ValueCorrection,
    VersionChange,
    VersionPreviewView,
)
from dossier.cases import store as cases
from dossier.cases.model import Case, Status
from dossier.catalogue.versions import title_of
from dossier.documents import store as documents
from dossier.flows import desk, file, judge, lending, letters, pay, receive, steps, versions
from dossier.flows.house import House
from dossier.flows.steps import Asked
from dossier.identity import rules as rights
from dossier.identity.model import Actor, Permission, Role
from dossier.intake import store as intake
from dossier.kernel.clock import civil_day
from dossier.kernel.errors import NotFound
from dossier.kernel.ids import BatchId, CaseId, DocumentId, FileId, LetterId, PageId
from dossier.notices import store as notices
from dossier.notices.orders import get_order
from dossier.notices.printing import typeset
from dossier.work import Work, look

router = APIRouter(tags=["cases"])

View = Literal["desk", "review", "notice", "payment", "archive", "all"]
StepName = Literal[
    "supplement",
    "resubmit",
    "accept",
    "forward",
    "return",
    "refuse",
    "publish",
    "close_notice",
    "approve",
    "prepare_payment",
    "approve_payment",
    "release_payment",
    "archive",
    "withdraw",
]
_STEPS: dict[str, Callable[[Work, House, Actor, CaseId, Asked], None]] = {
    "supplement": steps.supplement,
    "resubmit": steps.resubmit,
    "accept": steps.accept,
    "forward": steps.forward,
    "return": steps.send_back,
    "refuse": steps.refuse,
    "publish": steps.publish,
    "close_notice": steps.close_notice,
    "approve": steps.approve,
    "prepare_payment": pay.prepare_payment,
    "approve_payment": pay.approve_payment,
    "archive": file.file_case,
    "withdraw": steps.withdraw,
}
_VIEWS: dict[str, tuple[Status, ...]] = {
    "desk": (Status.OPEN, Status.SUPPLEMENTING),
    "review": (Status.UNDER_REVIEW, Status.ON_NOTICE),
    "notice": (Status.ON_NOTICE,),
    "payment": (Status.APPROVED, Status.PAYING),
    "archive": (Status.PAID, Status.REFUSED, Status.WITHDRAWN, Status.APPROVED),
    "all": (),
}


@router.post("/cases", status_code=201, **require(Permission.CASE_OPEN))
def open_case(asked: OpenCase, parts: InParts, me: Me, work: InWork) -> CaseView:
    """Open a case for a service at one's counter."""
    case = desk.open_case(work, parts.catalogue, me, asked.service)
    return _shown(work.session, parts, me, cases.get_case(work.session, case))


@router.get("/cases", **require(Permission.CASE_READ))
def list_cases(
    parts: InParts,
    me: Me,
    session: Look,
    view: View = "desk",
    q: str = "",
    offset: int = 0,
    limit: int = 50,
) -> CasePageView:
    """List cases: one's desk, what waits for one's role, or all that one may see."""
    everything = rights.reading_scopes(me)
    own_turns = view == "review" or not everything
    total, found = cases.list_cases(
        session,
        rights.scopes(me, Permission.CASE_READ) if own_turns else everything,
        statuses=_VIEWS[view],
        roles=rights.turns(me) if own_turns else None,
        text=q.strip(),
        offset=max(offset, 0),
        limit=min(max(limit, 1), 200),
    )
    today = civil_day(parts.clock())
    return CasePageView(
        total=total, items=[summary_view(session, parts.house, one, today) for one in found]
    )


@router.get("/cases/{case_id}", **require(Permission.CASE_READ))
def show_case(case_id: CaseId, parts: InParts, me: Me, session: Look) -> CaseView:
    """Return a case with everything that the screen shows of it."""
    return _shown(session, parts, me, _seen(session, me, case_id))


@router.put("/cases/{case_id}/form", **require(Permission.CASE_READ))
def change_form(
    case_id: CaseId, asked: FormChange, parts: InParts, me: Me, work: InWork
) -> CaseView:
    """Keep the form as it stands on the screen; 409 when somebody else changed it meanwhile."""
    _require_editor(work.session, me, case_id)
    desk.change_form(
        work,
        parts.catalogue,
        case_id,
        asked.revision,
        asked.form,
        asked.confirmed,
        asked.base,
    )
    return _shown(work.session, parts, me, cases.get_case(work.session, case_id))


@router.get("/cases/{case_id}/version", **require(Permission.CASE_EDIT))
def preview_version(
    case_id: CaseId, parts: InParts, me: Me, session: Look
) -> VersionPreviewView:
    """Tell what would become of the case under the version that is in force today."""
    case = _editable(session, me, case_id)
    found = versions.preview(session, parts.catalogue, case, civil_day(parts.clock()))
    return VersionPreviewView.model_validate(found)


@router.post("/cases/{case_id}/version", **require(Permission.CASE_EDIT))
def change_version(
    case_id: CaseId, asked: VersionChange, parts: InParts, me: Me, work: InWork
) -> CaseView:
    """Carry the case to a newer version; 409 when what falls away was not confirmed."""
    _editable(work.session, me, case_id)
    versions.change_version(
        work, parts.catalogue, case_id, asked.version, asked.revision, asked.confirmed
    )
    return _shown(work.session, parts, me, cases.get_case(work.session, case_id))


@router.post("/cases/{case_id}/files", status_code=201, **require(Permission.CASE_EDIT))
def upload_file(
    case_id: CaseId,
    file: UploadFile,
    parts: InParts,
    me: Me,
    work: InWork,
    pile: Annotated[
        str | None,
        Form(min_length=8, max_length=64, description="the same for files handed in together"),
    ] = None,
    place: Annotated[int, Form(ge=1, le=100_000, description="its place in the pile")] = 1,
) -> FileView:
    """Receive one scanned file; once this is answered it is in our keeping.

    What follows a separator sheet in the same pile goes into that sheet's case.
    """
    with look(parts.sessions) as session:
        case = _editable(session, me, case_id)
    desk.require_open(case)
    content = file.file.read(parts.settings.upload_limit_bytes + 1)
    received = receive.receive_file(
        work,
        parts.blobs,
        case.batch_id,
        file.filename or "",
        content,
        parts.settings.upload_limit_bytes,
        pile=(pile, place) if pile else None,
    )
    readings = documents.latest_readings(work.session, [received.id])
    if readings:  # the file was there before, perhaps taken out: its values count again
        judge.assemble_case(work, parts.catalogue, case_id)
    return file_view(received, readings.get(received.id))


@router.delete("/cases/{case_id}/files/{file_id}", **require(Permission.CASE_EDIT))
def remove_file(
    case_id: CaseId, file_id: FileId, parts: InParts, me: Me, work: InWork
) -> CaseView:
    """Take a file out of the case; the original stays and can be put back."""
    return _with_file(case_id, file_id, parts, me, work, receive.remove_file)


@router.post("/cases/{case_id}/files/{file_id}/restore", **require(Permission.CASE_EDIT))
def restore_file(
    case_id: CaseId, file_id: FileId, parts: InParts, me: Me, work: InWork
) -> CaseView:
    """Put a removed file back."""
    return _with_file(case_id, file_id, parts, me, work, receive.restore_file)


@router.post("/cases/{case_id}/files/{file_id}/read", **require(Permission.CASE_EDIT))
def read_file_again(
    case_id: CaseId, file_id: FileId, parts: InParts, me: Me, work: InWork
) -> CaseView:
    """Ask for another reading of a file."""
    return _with_file(case_id, file_id, parts, me, work, receive.read_again)


@router.put(
    "/cases/{case_id}/documents/{document_id}/values/{name}", **require(Permission.CASE_EDIT)
)
def correct_value(
    case_id: CaseId,
    document_id: DocumentId,
    name: str,
    asked: ValueCorrection,
    parts: InParts,
    me: Me,
    work: InWork,
) -> CaseView:
    """Keep what a person reads on the scan instead of what the engine read."""
    _editable(work.session, me, case_id)
    desk.correct_value(work, parts.catalogue, case_id, document_id, name, asked.value)
    return _shown(work.session, parts, me, cases.get_case(work.session, case_id))


@router.put("/cases/{case_id}/materials", **require(Permission.CASE_EDIT))
def mark_material(
    case_id: CaseId, asked: MaterialMark, parts: InParts, me: Me, work: InWork
) -> CaseView:
    """Note that the original was seen, or that the platform showed the record."""
    _editable(work.session, me, case_id)
    desk.mark_material(
        work,
        parts.catalogue,
        case_id,
        asked.code,
        asked.person_pointer or "",
        originals_seen=asked.originals_seen,
        waived=asked.waived,
        not_found=asked.not_found and not asked.waived,
        note=asked.note,
    )
    return _shown(work.session, parts, me, cases.get_case(work.session, case_id))


@router.post("/cases/{case_id}/steps/{step}", **require(Permission.CASE_READ))
def take_step(
    case_id: CaseId, step: StepName, asked: Step, parts: InParts, me: Me, work: InWork
) -> CaseView:
    """Take a step; the same key twice is one step."""
    _seen(work.session, me, case_id)
    if step == "supplement":
        lending.require_taken(
            work.session, parts.house, parts.blobs, me, case_id, civil_day(parts.clock())
        )
    wanted = Asked(asked.key, asked.reason or "", tuple(asked.checked))
    if step == "release_payment":
        pay.release_payment(work, parts.house, me, case_id, wanted, asked.bank_reference or "")
    else:
        _STEPS[step](work, parts.house, me, case_id, wanted)
    return _shown(work.session, parts, me, cases.get_case(work.session, case_id))


@router.get(
    "/pages/{page_id}/image",
    response_class=Response,
    responses={200: {"content": {"image/jpeg": {}}}},
    **require(Permission.CASE_READ),
)
def page_image(page_id: PageId, parts: InParts, me: Me) -> Response:
    """Return the upright page; the pixels of boxes refer to it."""
    with look(parts.sessions) as session:
        page = documents.get_page(session, page_id)
        batch = intake.get_file(session, page.file_id).batch_id
        case = cases.find_case_of_batch(session, batch)
        if case is None:
            raise NotFound("没有这一页。", code="page_not_found")
        rights.check_sight(me, case.unit_path, case.stage_role)
    return _bytes(parts.blobs.get(page.image_blob), "image/jpeg")


@router.get(
    "/letters/{letter_id}.pdf",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}},
    **require(Permission.CASE_READ),
)
def show_letter(letter_id: LetterId, parts: InParts, me: Me) -> Response:
    """Return a letter as PDF/A."""
    with look(parts.sessions) as session:
        order = get_order(session, letter_id)
        case = cases.get_case(session, order.case_id)
        rights.check_sight(me, case.unit_path, case.stage_role)
        issued = notices.find_letter(session, order.case_id, order.kind, order.key)
    if issued is None:
        return Response(
            "<!doctype html><meta charset=utf-8><meta http-equiv=refresh content=1>"
            "<title>正在排版</title><p>文书正在排版，一秒后自动显示……</p>",
            media_type="text/html",
        )
    return _bytes(parts.blobs.get(issued.blob_name), "application/pdf")


@router.get(
    "/cases/{case_id}/separator.pdf",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}},
    **require(Permission.CASE_EDIT),
)
def separator_sheet(case_id: CaseId, parts: InParts, me: Me) -> Response:
    """Return the sheet that sorts what is scanned behind it into this case."""
    with look(parts.sessions) as session:
        case = _editable(session, me, case_id)
        desk.require_open(case)
        sheet = letters.separator_of(session, parts.house, case, civil_day(parts.clock()))
    return _bytes(typeset(parts.letters, sheet), "application/pdf")


@router.get("/receipts/{token}", **public())
def check_receipt(token: str, parts: InParts, session: Look) -> ReceiptView:
    """Tell how far a case is to who holds its receipt; no personal data."""
    found = notices.find_case_of_receipt(session, token)
    if found is None:
        raise NotFound("没有这张回执，请核对二维码。", code="receipt_not_found")
    case = cases.get_case(session, found)
    parts.refresh(session)
    return ReceiptView(
        case_no=case.case_no or "",
        service_title=title_of(parts.catalogue, case.service, case.version),
        status_title=case.status_zh,
        due_on=case.due_on,
    )


def _shown(session: Session, parts: Parts, me: Actor, case: Case) -> CaseView:
    moment = parts.clock()
    judged = judge.judge(session, parts.catalogue, case, civil_day(moment))
    return case_view(session, parts.house, me, judged, moment)


def _seen(session: Session, me: Actor, case_id: CaseId) -> Case:
    case = cases.get_case(session, case_id)
    rights.check_sight(me, case.unit_path, case.stage_role)
    return case


def _editable(session: Session, me: Actor, case_id: CaseId) -> Case:
    case = cases.get_case(session, case_id)
    rights.check(me, Permission.CASE_EDIT, case.unit_path, seen_by=Permission.CASE_READ)
    return case


def _require_editor(session: Session, me: Actor, case_id: CaseId) -> None:
    """Let the counter edit; later, let who checks or whose turn it is fill in what they find."""
    case = cases.get_case(session, case_id)
    path = case.unit_path
    if not (
        case.status is Status.UNDER_REVIEW
        and (
            rights.may(me, Permission.CASE_CHECK, path)
            or (
                rights.may(me, Permission.CASE_READ, path)
                and case.stage_role is not None
                and rights.acts_as(me, Role(case.stage_role), path)
            )
        )
    ):
        rights.check(me, Permission.CASE_EDIT, case.unit_path, seen_by=Permission.CASE_READ)


def _with_file(
    case_id: CaseId,
    file_id: FileId,
    parts: Parts,
    me: Actor,
    work: Work,
    change: Callable[[Work, BatchId, FileId], None],
) -> CaseView:
    case = _editable(work.session, me, case_id)
    desk.require_open(case)
    change(work, case.batch_id, file_id)
    judge.assemble_case(work, parts.catalogue, case_id)
    return _shown(work.session, parts, me, cases.get_case(work.session, case_id))


def _bytes(content: bytes, media_type: str) -> Response:
    return Response(content, media_type=media_type, headers={"Content-Disposition": "inline"})
