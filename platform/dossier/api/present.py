"""From what the house knows of a case to what the browser shows."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from pydantic import JsonValue, TypeAdapter
from sqlalchemy.orm import Session

from dossier.api.views import (
    ActionView,
    BenefitView,
    BoxView,
    CaseSummaryView,
    CaseView,
    ChecklistItemView,
    ConditionView,
    DocumentView,
    EvaluationView,
    EvidenceView,
    FileView,
    FindingView,
    LetterView,
    MaterialView,
    PageView,
    PaymentView,
    ProblemView,
    ProvenanceView,
    PublicNoticeView,
    ResidentLinkView,
    ReusedView,
    StageView,
    ValueView,
)
from dossier.cases.model import Action, Case, ChangeVersion, Mark, Return, Status
from dossier.catalogue.verdicts import Evaluation
from dossier.catalogue.versions import title_of
from dossier.documents.model import Document, Page, Reading, Value
from dossier.flows import claims, pointers
from dossier.flows.compose import limit_text, marked, notice_text
from dossier.flows.due import values_of
from dossier.flows.house import House
from dossier.flows.judge import Judged
from dossier.flows.offers import offered_to
from dossier.flows.terms import stage_due
from dossier.flows.versions import find_newer_version
from dossier.identity import rules as rights
from dossier.identity import store as staff
from dossier.identity.model import Actor, Role
from dossier.intake.model import ReceivedFile
from dossier.kernel.clock import civil_day
from dossier.kernel.errors import Problem
from dossier.kernel.ids import UserId, VoucherId
from dossier.kernel.money import capitals
from dossier.ledger import books, payments, vouchers
from dossier.ledger.model import Voucher, VoucherStatus
from dossier.ledger.rules import voucher_name
from dossier.notices import store as notices
from dossier.notices.model import KIND_ZH
from dossier.notices.orders import orders_of
from dossier.people import store as residents

_form = TypeAdapter(dict[str, JsonValue])
_LATE = frozenset(
    {Status.PAID, Status.ARCHIVED, Status.REFUSED, Status.WITHDRAWN, Status.APPROVED}
)


def case_view(
    session: Session, house: House, actor: Actor, judged: Judged, moment: datetime
) -> CaseView:
    """Return the whole case as ``actor`` sees it at ``moment``."""
    today = civil_day(moment)
    shown = _Shown(house, judged)
    others = {one.problem: claims.told_to(session, actor, one) for one in judged.clashes}
    newer = find_newer_version(house.catalogue, judged.case, today)
    return CaseView(
        summary=summary_view(session, house, judged.case, today),
        revision=judged.form.revision,
        form=_form.validate_python(dict(judged.evaluation.form)),
        provenance=shown.provenance(),
        files=[shown.file(one) for one in judged.papers.files],
        reused=_reused(session, house, judged),
        residents=[
            ResidentLinkView(id=one, name=name)
            for one, place in residents.residents_of(session, judged.case.id)
            if isinstance(name := pointers.get(judged.form.form, place), str)
        ],
        documents=[shown.document(one) for one in judged.papers.documents],
        evaluation=shown.evaluation(others),
        stages=shown.stages(moment),
        actions=_actions(session, judged),
        letters=_letters(session, judged),
        public_notice=_notice(session, judged),
        payment=_payment(session, judged),
        reference_code=judged.case.reference_code,
        offered=list(offered_to(actor, judged)),
        newer_version=newer.version if newer else None,
        reading=judged.papers.waiting,
        waiting_values=sum(
            value.waits
            for document in judged.papers.documents
            for value in values_of(house.document_types, document)
        ),
    )


def _reused(session: Session, house: House, judged: Judged) -> list[ReusedView]:
    return [
        ReusedView(
            file_id=one.file,
            title=house.document_types.title(one.document_type),
            case_no=one.source_case_no,
            accepted_on=one.source_day,
            original_seen=one.original_seen_by is not None,
        )
        for one in residents.takings_of(session, judged.case.id)
    ]


def summary_view(session: Session, house: House, case: Case, today: date) -> CaseSummaryView:
    """Return a case as lists show it."""
    unit = staff.find_unit_at(session, case.unit_path)
    return CaseSummaryView(
        id=case.id,
        case_no=case.case_no,
        service=case.service,
        version=case.version,
        service_title=title_of(house.catalogue, case.service, case.version),
        applicant=case.applicant,
        unit=unit.name if unit else "",
        status=str(case.status),
        status_title=case.status_zh,
        stage_title=rights.title(Role(case.stage_role)) if case.stage_role else None,
        opened_at=case.opened_at,
        due_on=case.due_on,
        due_provisional=case.due_provisional,
        overdue=bool(
            case.due_on
            and case.due_on < today
            and case.status not in _LATE
            and not case.decided
        ),
        missing=case.missing,
        blocking=case.blocking,
    )


def file_view(file: ReceivedFile, reading: Reading | None) -> FileView:
    """Return a received file and how far its reading is."""
    done = reading is not None and reading.attempt == file.attempt
    state = "waiting" if file.started_at is None else "reading"
    if done and reading:
        state = "failed" if reading.failed_code else "read"
    return FileView(
        id=file.id,
        name=file.name,
        media_type=file.media_type,
        size_bytes=file.size_bytes,
        received_at=file.received_at,
        state=state,
        message=reading.failed_message if done and reading else None,
        removed=file.removed_at is not None,
        pages=[page_view(page) for page in (reading.pages if reading else ())],
        findings=[
            FindingView(code=one.code, field=one.field, message=one.message)
            for one in (reading.findings if reading else ())
            if one.document_id is None
        ],
    )


def page_view(page: Page) -> PageView:
    """Return a page as it was read."""
    return PageView(
        id=page.id,
        number=page.number,
        width=page.width,
        height=page.height,
        image_url=f"/api/v1/pages/{page.id}/image",
    )


def box_view(value: Value | None) -> BoxView | None:
    """Return where a value stands."""
    if value is None or value.box is None or value.page_id is None:
        return None
    x0, y0, x1, y1 = value.box
    return BoxView(page_id=value.page_id, x0=x0, y0=y0, x1=x1, y1=y1)


def evaluation_view(
    house: House,
    evaluation: Evaluation,
    problems: list[ProblemView],
    marks: Sequence[Mark] = (),
    *,
    complete: bool,
) -> EvaluationView:
    """Return what the rules say."""
    benefit = evaluation.benefit
    seen = {(mark.code, mark.person_pointer) for mark in marks if mark.originals_seen_by}
    return EvaluationView(
        derived=_form.validate_python(dict(evaluation.derived)),
        eligibility=[
            ConditionView(
                id=one.id,
                title=f"{one.zh}（待确认）" if one.to_confirm else one.zh,
                verdict=one.verdict,
                reason=one.reason,
            )
            for one in evaluation.eligibility
        ],
        materials=[
            MaterialView(
                code=one.code,
                person_pointer=one.person_pointer or None,
                person_name=one.person_name or None,
                title=one.title_zh,
                document_types=[
                    house.document_types.title(code)
                    for code in one.document_types
                    if code in house.document_types.by_code
                ],
                form=one.form,
                copies=one.copies,
                original_required=one.original_required,
                waivable=one.waivable,
                reason=one.reason_zh,
                status=one.status,
                undecided=one.undecided,
                question=one.question_zh,
                issuer="、".join(one.issuers) or one.from_zh,
                to_confirm=one.to_confirm,
                document_ids=list(one.document_ids),
                originals_seen=(one.code, one.person_pointer) in seen,
                note="；".join(
                    part
                    for part in (
                        f"缺{'、'.join(one.missing_parts)}" if one.missing_parts else "",
                        one.question_zh,
                        one.note_zh,
                        "待确认" if one.to_confirm else "",
                    )
                    if part
                )
                or None,
            )
            for one in evaluation.materials
        ],
        problems=problems,
        checklist=[
            ChecklistItemView(id=one.id, text=one.zh, severity=one.severity, stage=one.stage)
            for one in evaluation.checklist
        ],
        benefit=BenefitView(
            amount_fen=benefit.amount_fen,
            unit=benefit.unit_zh,
            working=list(benefit.working),
            to_confirm=benefit.to_confirm,
        )
        if benefit and benefit.amount_fen is not None
        else None,
        missing_parameters=[one.zh for one in evaluation.missing_parameters],
        complete=complete,
    )


def problem_view(problem: Problem, evidence: list[EvidenceView]) -> ProblemView:
    """Return one thing that is wrong."""
    return ProblemView(
        pointer=problem.pointer,
        code=problem.code,
        message=problem.message,
        remedy=problem.remedy,
        severity=problem.severity,
        evidence=evidence,
    )


def voucher_state(session: Session, voucher: Voucher) -> str:
    """Return how far a voucher has come, in one word."""
    if payments.find_payment(session, voucher.id):
        return "released"
    return {
        VoucherStatus.POSTED: "posted",
        VoucherStatus.APPROVED: "approved",
    }.get(voucher.status, "prepared")


class _Shown:
    """One case on its way to the browser: documents, values and boxes by id."""

    def __init__(self, house: House, judged: Judged) -> None:
        self._house = house
        self._judged = judged
        self._documents: Mapping[str, Document] = {
            one.id: one for one in judged.papers.documents
        }

    def provenance(self) -> list[ProvenanceView]:
        """Return where each form value comes from."""
        derived = [
            ProvenanceView(
                pointer=pointer,
                origin="derived",
                document_id=None,
                field=None,
                confidence=None,
                confirmed=True,
                box=None,
            )
            for pointer in self._judged.evaluation.derived
        ]
        return derived + [
            ProvenanceView(
                pointer=pointer,
                origin=origin.origin,
                document_id=origin.document_id,
                field=origin.field,
                confidence=origin.confidence,
                confirmed=origin.confirmed,
                box=box_view(self._value(origin.document_id, origin.field)),
            )
            for pointer, origin in self._judged.form.origins.items()
        ]

    def file(self, file: ReceivedFile) -> FileView:
        """Return a file with the newest reading of it."""
        return file_view(file, self._judged.papers.readings.get(file.id))

    def document(self, document: Document) -> DocumentView:
        """Return a document with its values."""
        reading = self._judged.papers.readings[document.file_id]
        return DocumentView(
            id=document.id,
            file_id=document.file_id,
            document_type=document.document_type,
            title=came.form.title
            if (came := self._judged.desk.returns.get(document.id))
            else self._house.document_types.title(document.document_type),
            confidence=document.confidence,
            parts=list(document.parts),
            page_ids=list(document.page_ids),
            values=[
                ValueView(
                    id=value.id,
                    name=value.name,
                    label=self._label(document.document_type, value.name),
                    value=value.value,
                    confidence=value.confidence,
                    auto=value.auto or value.confirmed,
                    corrected=value.corrected_by is not None,
                    waits=value.waits,
                    box=box_view(value),
                )
                for value in document.values
                if value.review is not None or not value.missed
            ],
            findings=[
                FindingView(code=one.code, field=one.field, message=one.message)
                for one in reading.findings
                if one.document_id == document.id
            ],
        )

    def evaluation(self, others: Mapping[Problem, Problem]) -> EvaluationView:
        """Return what the rules say, with the places on the scans that show it.

        others: what this person is told instead of a problem.
        """
        problems = [
            problem_view(
                others.get(one, one),
                [view for pair in one.evidence if (view := self._evidence(*pair))],
            )
            for one in self._judged.problems
        ]
        return evaluation_view(
            self._house,
            self._judged.evaluation,
            problems,
            self._judged.marks,
            complete=self._judged.complete,
        )

    def stages(self, moment: datetime) -> list[StageView]:
        """Return the way of the case; before acceptance, the way that the service has."""
        state = self._judged.state
        way = {one.order for one in state.route} or set(self._judged.evaluation.stages or ())
        now = state.now.order if state.now else None
        over = state.status not in (
            Status.OPEN,
            Status.SUPPLEMENTING,
            Status.UNDER_REVIEW,
            Status.ON_NOTICE,
        )
        term = None if over else stage_due(self._house.calendar, self._judged)
        return [
            StageView(
                order=stage.order,
                level=stage.level,
                title=stage.action_zh,
                role=stage.decider,
                role_title=rights.title(Role(stage.decider)),
                state="done"
                if over or (now is not None and stage.order < now)
                else "now"
                if stage.order == now
                else "ahead",
                limit=marked(limit_text(stage.limit), stage.limit.mark)
                if stage.limit
                else None,
                due=term.text if term and stage.order == now else None,
                overdue=bool(term and stage.order == now and term.is_over(moment)),
                public_notice=marked(
                    f"{notice_text(stage.public_notice)}，{stage.public_notice.where_zh}",
                    stage.public_notice.mark,
                )
                if stage.public_notice
                else None,
            )
            for stage in self._judged.definition.stages
            if not way or stage.order in way
        ]

    def _value(self, document: str | None, field: str | None) -> Value | None:
        found = self._documents.get(document) if document else None
        return found.find_value(field) if found and field else None

    def _evidence(self, document: str, field: str) -> EvidenceView | None:
        found = self._documents.get(document)
        if found is None:
            return None
        value = found.find_value(field)
        return EvidenceView(
            document_id=document,
            field=field,
            title=self._house.document_types.title(found.document_type),
            value=value.value if value else "",
            box=box_view(value),
        )

    def _label(self, document_type: str, name: str) -> str:
        known = self._house.document_types.by_code.get(document_type)
        for part in known.parts if known else ():
            for field in part.fields:
                if field.name == name:
                    return field.label_zh
        return name


def _actions(session: Session, judged: Judged) -> list[ActionView]:
    names = staff.names_of(session, {done.actor for done in judged.actions})
    return [
        ActionView(
            id=done.id,
            kind=done.action.kind,
            title=done.action.title,
            actor_name=names.get(done.actor, "系统"),
            at=done.at,
            detail=_detail(done.action),
        )
        for done in judged.actions
    ]


def _carried_told(action: ChangeVersion) -> str:
    """Return what was left behind, so that it can be looked up."""
    lost = "；".join(f"{one.title}：{one.text}（{one.reason}）" for one in action.fallen)
    return f"第{action.before}版 → 第{action.after}版" + (f"。没有带走：{lost}" if lost else "")


def _detail(action: Action) -> str | None:
    if isinstance(action, Return):
        return action.reason
    told = getattr(action, "opinion", None) or getattr(action, "reason", None)
    if told is None and action.kind == "accept":
        told = getattr(action, "case_no", None)
    if isinstance(action, ChangeVersion):
        told = _carried_told(action)
    if told is None and action.kind == "archive":
        told = getattr(action, "reference_code", None)
    return told


def _letters(session: Session, judged: Judged) -> list[LetterView]:
    return [
        LetterView(
            id=one.id,
            kind=str(one.kind),
            title=KIND_ZH[one.kind],
            number=one.number,
            created_at=one.ordered_at,
            url=f"/api/v1/letters/{one.id}.pdf",
        )
        for one in orders_of(session, judged.case.id)
    ]


def _notice(session: Session, judged: Judged) -> PublicNoticeView | None:
    found = notices.notices_of(session, judged.case.id)
    if not found:
        return None
    latest = found[0]
    return PublicNoticeView(
        id=latest.id,
        starts=latest.starts,
        ends=latest.ends,
        provisional=latest.provisional,
        place=latest.place,
        fields={line.label: line.value for line in latest.fields},
        objections=latest.objections,
    )


def _payment(session: Session, judged: Judged) -> PaymentView | None:
    prepared = [done.action for done in judged.actions if done.action.kind == "prepare_payment"]
    if not prepared or prepared[-1].kind != "prepare_payment":
        return None
    voucher = vouchers.get_voucher(session, VoucherId(prepared[-1].voucher))
    payment = payments.find_payment(session, voucher.id)
    people = {voucher.prepared_by, voucher.approved_by, payment.cashier if payment else None}
    names = staff.names_of(session, {UserId(one) for one in people if one})
    fund = books.get_fund(session, voucher.entries[0].fund)
    return PaymentView(
        voucher_id=voucher.id,
        voucher_number=voucher_name(voucher),
        fund=fund.title,
        amount_fen=voucher.amount_fen,
        amount_capitals=capitals(voucher.amount_fen),
        state=voucher_state(session, voucher),
        prepared_by=names.get(voucher.prepared_by, ""),
        approved_by=names.get(voucher.approved_by) if voucher.approved_by else None,
        released_by=names.get(payment.cashier) if payment else None,
    )
