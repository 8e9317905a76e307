"""The queue of read values as the browser shows it."""

from collections.abc import Mapping
from typing import Literal

from sqlalchemy.orm import Session

from dossier.api.present import box_view, page_view
from dossier.api.views import ReviewItemView, ReviewQueueView
from dossier.cases import store as cases
from dossier.cases.model import Case, CaseForm
from dossier.catalogue.model import Definition
from dossier.documents import store as documents
from dossier.documents.model import Document, Page, Reading, Value, Verdict, Via
from dossier.documents.rules import is_sample
from dossier.flows.due import values_of
from dossier.flows.house import House
from dossier.flows.judge import OPEN, Papers, definition_of, label_of, papers_of
from dossier.identity import rules as rights
from dossier.identity import store as staff
from dossier.identity.model import Actor, Permission
from dossier.kernel.ids import UserId
from dossier_ocr.definitions.document_types import FieldSpec

State = Literal["waiting", "filled", "confirmed", "corrected", "unreadable", "absent"]
_STATES: Mapping[Verdict, State] = {
    Verdict.CONFIRMED: "confirmed",
    Verdict.CORRECTED: "corrected",
    Verdict.UNREADABLE: "unreadable",
    Verdict.ABSENT: "absent",
}


def queue_view(session: Session, house: House, me: Actor, case: Case) -> ReviewQueueView:
    """Return the read values of ``case`` in the order in which a person looks at them."""
    papers = papers_of(session, case.batch_id)
    every = [(one, value) for one in papers.documents for value in one.values]
    seen = {value.review.by for _, value in every if value.review}
    queue = _Queue(
        house,
        definition_of(house.catalogue, case),
        papers,
        cases.form_of(session, case.id),
        staff.names_of(session, seen),
    )
    items = queue.items()
    ids = [one.id for one in papers.documents]
    last = documents.last_review(session, ids, me.user_id, Via.QUEUE)
    undo = (
        value.id for one, value in every if last and value.review and value.review.id == last.id
    )
    return ReviewQueueView(
        items=items,
        waiting=sum(one.state == "waiting" for one in items),
        undo=next(undo, None),
        editable=case.status in OPEN and rights.may(me, Permission.CASE_EDIT, case.unit_path),
    )


class _Queue:
    """The read values of one case on their way to the browser."""

    def __init__(
        self,
        house: House,
        definition: Definition,
        papers: Papers,
        form: CaseForm,
        names: Mapping[UserId, str],
    ) -> None:
        self._house = house
        self._definition = definition
        self._papers = papers
        self._form = form
        self._names = names
        self._files = {one.id: one.name for one in papers.files}
        self._pages: dict[str, Page] = {
            page.id: page for reading in papers.readings.values() for page in reading.pages
        }

    def items(self) -> list[ReviewItemView]:
        """Return what is to be looked at, document by document, from the top of each page down."""
        return [
            self._item(document, value)
            for document in self._papers.documents
            for value in sorted(
                values_of(self._house.document_types, document), key=self._place
            )
        ]

    def _place(self, value: Value) -> tuple[int, float, float, str]:
        page = self._pages.get(value.page_id or "")
        if page is None or value.box is None:
            return (
                page.number if page else len(self._pages) + 1,
                page.height if page else 0,
                0,
                value.name,
            )
        left, top, _, bottom = value.box
        row = (top + bottom) / 2 // max(page.height / 60, 1)
        return (page.number, row, left, value.name)

    def _item(self, document: Document, value: Value) -> ReviewItemView:
        spec = self._spec(document.document_type, value.name)
        reading = self._papers.readings[document.file_id]
        page = self._pages.get(value.page_id or next(iter(document.page_ids), ""))
        review = value.review
        machine = value.machine or ""
        return ReviewItemView(
            id=value.id,
            document_id=document.id,
            document_title=self._house.document_types.title(document.document_type),
            document_of=self._owner(document),
            file_name=self._files[document.file_id],
            page=page_view(page) if page else None,
            field=value.name,
            label=spec.label_zh if spec else value.name,
            value_type=spec.value_type if spec else "text",
            missed=value.missed,
            machine=machine,
            raw=value.raw,
            doubtful=list(value.doubtful),
            alternatives=list(value.alternatives),
            confidence=value.confidence,
            auto=value.auto,
            sampled=is_sample(value),
            handwritten=value.handwritten,
            box=box_view(value),
            crop_url=_crop_url(document, value),
            state=_STATES[review.verdict] if review else "filled" if value.auto else "waiting",
            value=_now(value),
            revision=value.revision,
            reviewed_by=self._names.get(review.by) if review else None,
            reviewed_at=review.at if review else None,
            notes=_notes(reading, document, value.name),
            fills=[
                label_of(self._definition, pointer)
                for pointer, origin in self._form.origins.items()
                if (origin.document_id, origin.field) == (document.id, value.name)
            ],
        )

    def _owner(self, document: Document) -> str | None:
        for value in document.values:
            spec = self._spec(document.document_type, value.name)
            if spec and spec.value_type == "name" and value.value:
                return value.value
        return None

    def _spec(self, document_type: str, name: str) -> FieldSpec | None:
        known = self._house.document_types.by_code.get(document_type)
        for part in known.parts if known else ():
            for spec in part.fields:
                if spec.name == name:
                    return spec
        return None


def _crop_url(document: Document, value: Value) -> str | None:
    if value.missed and document.page_ids:
        return f"/api/v1/documents/{document.id}/fields/{value.name}/crop"
    return f"/api/v1/values/{value.id}/crop" if box_view(value) else None


def _now(value: Value) -> str:
    """Return what stands now; what was typed into the form stands there, not on the paper."""
    if value.review and value.review.via is Via.FORM:
        return value.review.value or value.value
    return value.value


def _notes(reading: Reading, document: Document, name: str) -> list[str]:
    said = [
        finding.message
        for finding in reading.findings
        if finding.document_id == document.id and finding.field == name
    ]
    return list(dict.fromkeys(said))
