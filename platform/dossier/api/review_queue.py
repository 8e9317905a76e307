"""The queue of read values: what waits, the region of each on its page, what a person says."""

from fastapi import APIRouter, Response
from sqlalchemy.orm import Session

from dossier.api.deps import InParts, InWork, Look, Me, Parts, require
from dossier.api.present_values import queue_view
from dossier.api.views import ReviewQueueView, UndoReview, ValueReview
from dossier.cases import store as cases
from dossier.documents import store as documents
from dossier.documents.cropping import cropped
from dossier.documents.model import Box, Document, Page, Reading, Verdict
from dossier.flows import review_queue
from dossier.flows.due import missed_place
from dossier.identity import rules as rights
from dossier.identity.model import Actor, Permission
from dossier.intake import store as intake
from dossier.kernel.errors import NotFound
from dossier.kernel.ids import CaseId, DocumentId, ValueId
from dossier.work import look
from dossier_ocr import from_json

router = APIRouter(tags=["values"])


@router.get("/cases/{case_id}/values", **require(Permission.CASE_READ))
def show_values(case_id: CaseId, parts: InParts, me: Me, session: Look) -> ReviewQueueView:
    """Return every read value of a case, in the order in which a person looks at them."""
    case = cases.get_case(session, case_id)
    rights.check_sight(me, case.unit_path, case.stage_role)
    return queue_view(session, parts.house, me, case)


@router.post("/cases/{case_id}/values/{value_id}/review", **require(Permission.CASE_EDIT))
def review_value(
    case_id: CaseId,
    value_id: ValueId,
    asked: ValueReview,
    parts: InParts,
    me: Me,
    work: InWork,
) -> ReviewQueueView:
    """Keep what a person says of a value; 409 when somebody else has said something since."""
    _require_editor(work.session, me, case_id)
    review_queue.review_value(
        work,
        parts.house,
        case_id,
        value_id,
        Verdict(asked.verdict),
        asked.value,
        known=asked.known,
        key=asked.key,
    )
    return queue_view(work.session, parts.house, me, cases.get_case(work.session, case_id))


@router.post("/cases/{case_id}/values/undo", **require(Permission.CASE_EDIT))
def undo_review(
    case_id: CaseId, asked: UndoReview, parts: InParts, me: Me, work: InWork
) -> ReviewQueueView:
    """Take back what one said last of a value of this case."""
    _require_editor(work.session, me, case_id)
    review_queue.undo_review(work, parts.house, case_id, asked.key)
    return queue_view(work.session, parts.house, me, cases.get_case(work.session, case_id))


@router.get(
    "/values/{value_id}/crop",
    response_class=Response,
    responses={200: {"content": {"image/jpeg": {}}}},
    **require(Permission.CASE_READ),
)
def value_crop(value_id: ValueId, parts: InParts, me: Me) -> Response:
    """Return the region of the upright page that shows a value, with some room around it."""
    page, box = _place(parts, me, value_id)
    content = cropped(parts.blobs.get(page.image_blob), page, box)
    return Response(content, media_type="image/jpeg", headers={"Content-Disposition": "inline"})


@router.get(
    "/documents/{document_id}/fields/{field}/crop",
    response_class=Response,
    responses={200: {"content": {"image/jpeg": {}}}},
    **require(Permission.CASE_READ),
)
def missed_crop(document_id: DocumentId, field: str, parts: InParts, me: Me) -> Response:
    """Return the region in which a value that was not read should stand, else the whole page."""
    reading, document = _document(parts, me, document_id)
    body = from_json(parts.blobs.get(reading.body_blob)) if reading.body_blob else None
    page, box = missed_place(parts.document_types, reading, document, body, field)
    content = cropped(parts.blobs.get(page.image_blob), page, box)
    return Response(content, media_type="image/jpeg", headers={"Content-Disposition": "inline"})


def _document(parts: Parts, me: Actor, document: DocumentId) -> tuple[Reading, Document]:
    with look(parts.sessions) as session:
        found = documents.find_document(session, document)
        case = None
        if found:
            batch = intake.get_file(session, found[1].file_id).batch_id
            case = cases.find_case_of_batch(session, batch)
        if found is None or case is None or not found[1].page_ids:
            raise NotFound("没有这份材料的图像。", code="document_not_found")
        rights.check_sight(me, case.unit_path, case.stage_role)
    return found


def _place(parts: Parts, me: Actor, value: ValueId) -> tuple[Page, Box]:
    with look(parts.sessions) as session:
        found = documents.find_place(session, value)
        case = None
        if found:
            batch = intake.get_file(session, found[0].file_id).batch_id
            case = cases.find_case_of_batch(session, batch)
        if found is None or case is None:
            raise NotFound("没有这个值的图像。", code="value_not_found")
        rights.check_sight(me, case.unit_path, case.stage_role)
    return found


def _require_editor(session: Session, me: Actor, case_id: CaseId) -> None:
    case = cases.get_case(session, case_id)
    rights.check(me, Permission.CASE_EDIT, case.unit_path, seen_by=Permission.CASE_READ)
