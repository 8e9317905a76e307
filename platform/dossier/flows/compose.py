"""What the letters of a case say, composed from the case and its definition."""

from collections.abc import Sequence
from datetime import date

from dossier.cases.model import Accept, Done
from dossier.catalogue.model import Definition, Limit, Mark, NoticePeriod
from dossier.catalogue.verdicts import MaterialDue
from dossier.flows.judge import Judged, applicant_of, label_of
from dossier.kernel.clock import civil_day
from dossier.kernel.errors import Problem
from dossier.notices.model import (
    AcceptanceLetter,
    DecisionLetter,
    Fact,
    FormProblem,
    MissingMaterial,
    NoticeLine,
    Office,
    PublicNoticeLetter,
    ReceivedMaterial,
    SupplementLetter,
)

FORM_ZH = {
    "original": "原件",
    "verify_original_keep_copy": "原件核对，留复印件",
    "copy": "复印件",
    "electronic_lookup": "平台查询",
    "filled_form_original": "填好并签名的表格原件",
    "photograph": "照片",
}
NOT_SET = "（本单位尚未填写）"
_UNIT_ZH = {
    "working_day": "个工作日",
    "calendar_day": "天",
    "month": "个月",
    "year": "年",
    "monthly_batch": "按月审批",
    "quarterly_batch": "按季审批",
    "yearly": "每年一次",
    "batch": "分批办理",
    "hour": "小时",
    "immediate": "即时办理",
    "per_event": "一事一办",
}


def supplement(
    judged: Judged,
    office: Office,
    number: str,
    today: date,
    handler: str,
    *,
    demonstration: bool,
    reason: str | None,
    supervisor: str,
) -> SupplementLetter:
    """Name everything that is missing or wrong, at once."""
    definition = judged.definition
    problems = [
        FormProblem(
            where=where_of(judged, one), reason=one.message, remedy=one.advice or one.remedy
        )
        for one in judged.for_applicant
    ]
    if reason:
        problems.append(
            FormProblem(where="审核意见", reason=reason, remedy="请按意见补充或更正。")
        )
    return SupplementLetter(
        office=office,
        number=number,
        day=today,
        demonstration=demonstration,
        applicant=addressee_of(judged, office),
        service=definition.title_zh,
        case_no=judged.case.case_no or "",
        received_on=civil_day(judged.case.opened_at),
        clock_stopped_on=today,
        legal_basis=basis_of(definition),
        time_limit=limit_fact(definition.limit),
        process=tuple(
            Fact(text=f"{stage.level}：{stage.action_zh}", to_confirm=stage.mark.to_confirm)
            for stage in definition.stages
            if judged.evaluation.stages is None or stage.order in judged.evaluation.stages
        ),
        fee=Fact(
            text=definition.fee.text_zh if definition.fee else NOT_SET,
            to_confirm=bool(definition.fee and definition.fee.mark.to_confirm),
        ),
        place=Fact(text=office.address),
        contact=Fact(text=office.phone),
        missing=tuple(
            _missing(due) for due in judged.evaluation.materials if due.status == "missing"
        ),
        problems=tuple(problems),
        round=judged.state.supplements + 1,
        supervisor=supervisor,
        handler=handler,
    )


def acceptance(
    judged: Judged,
    office: Office,
    number: str,
    case_no: str,
    today: date,
    due_on: date | None,
    handler: str,
    qr: str,
    *,
    due_provisional: bool,
    demonstration: bool,
) -> AcceptanceLetter:
    """Tell the applicant that the case is accepted, and with what."""
    pages = {document.id: len(document.page_ids) for document in judged.papers.documents}
    return AcceptanceLetter(
        office=office,
        number=number,
        day=today,
        demonstration=demonstration,
        case_no=case_no,
        applicant=addressee_of(judged, office),
        service=judged.definition.title_zh,
        accepted_on=today,
        materials=tuple(
            ReceivedMaterial(
                title=due.title_zh,
                person=due.person_name,
                form=FORM_ZH[due.form] if due.status == "present" else "已核实，免交",
                copies=due.copies,
                pages=sum(pages.get(one, 0) for one in due.document_ids) or None,  # type: ignore[call-overload]
            )
            for due in judged.evaluation.materials
            if due.status in ("present", "waived")
        ),
        limit=limit_fact(judged.definition.limit),
        due_on=due_on,
        due_provisional=due_provisional,
        handler=handler,
        qr=qr,
        handed_in=judged.desk.stands_in.told if judged.desk.stands_in else "",
    )


def public_notice(
    judged: Judged,
    office: Office,
    number: str,
    today: date,
    ends: date,
    lines: Sequence[NoticeLine],
    *,
    ends_provisional: bool,
    demonstration: bool,
) -> PublicNoticeLetter:
    """Show what the service allows to be shown, masked already."""
    definition = judged.definition
    now = judged.state.now
    stage = next(one for one in definition.stages if now and one.order == now.order)
    assert stage.public_notice is not None
    period = stage.public_notice
    places = definition.public_notice.places_zh if definition.public_notice else ()
    return PublicNoticeLetter(
        office=office,
        number=number,
        day=today,
        demonstration=demonstration,
        service=definition.title_zh,
        case_no=judged.case.case_no or "",
        legal_basis=basis_of(definition),
        lines=tuple(lines),
        starts=today,
        ends=ends,
        ends_provisional=ends_provisional,
        period=Fact(
            text=f"{period.value}{_UNIT_ZH[period.unit]}", to_confirm=period.mark.to_confirm
        ),
        places=places or (period.where_zh,),
        objections_to=office.name,
        objections_phone=office.phone,
        objections_address=office.address,
    )


def decision(
    judged: Judged,
    office: Office,
    number: str,
    today: date,
    *,
    approved: bool,
    reason: str,
    demonstration: bool,
) -> DecisionLetter:
    """Grant with the amount and its working, or refuse with reasons; always with remedies."""
    benefit = judged.evaluation.benefit if approved else None
    definition = judged.definition
    unmet = tuple(one.zh for one in judged.evaluation.eligibility if one.verdict == "no")
    return DecisionLetter(
        outcome="approved" if approved else "refused",
        office=office,
        number=number,
        day=today,
        demonstration=demonstration,
        case_no=judged.case.case_no or "",
        applicant=addressee_of(judged, office),
        service=definition.title_zh,
        accepted_on=accepted_on(judged.actions),
        legal_basis=basis_of(definition),
        amount_title=benefit.title_zh if benefit else "",
        amount_fen=benefit.amount_fen if benefit else None,
        amount_unit=benefit.unit_zh if benefit else "元",
        working=benefit.working if benefit else (),
        reasons=() if approved else (reason, *unmet),
        remedies=tuple(Fact(text=one) for one in definition.remedies_zh),
    )


def addressee_of(judged: Judged, office: Office) -> str:
    """Return to whom a letter speaks: the applicant, or the office whose register it is."""
    if name := applicant_of(judged):
        return name
    return "（尚未登记姓名）" if judged.definition.kind == "service" else office.name


def accepted_on(actions: Sequence[Done]) -> date:
    """Return the day on which the case was accepted."""
    return next(civil_day(done.at) for done in actions if isinstance(done.action, Accept))


def basis_of(definition: Definition) -> tuple[Fact, ...]:
    """Return where the rules of the service come from, marked while unconfirmed."""
    source = definition.provenance.source
    unsure = definition.provenance.confidence in ("medium", "low")
    return (Fact(text=source, to_confirm=unsure),) if source else ()


def limit_fact(limit: Limit | None) -> Fact:
    """Return a time limit in words."""
    if limit is None:
        return Fact(text="本服务未规定办理时限", to_confirm=True)
    return Fact(text=limit_text(limit), to_confirm=limit.mark.to_confirm)


def limit_text(limit: Limit) -> str:
    """Return a time limit in words, without its mark."""
    if limit.text_zh:
        return limit.text_zh
    return f"{limit.value}{_UNIT_ZH[limit.unit]}" if limit.value else _UNIT_ZH[limit.unit]


def notice_text(period: NoticePeriod) -> str:
    """Return how long a public notice hangs, in words."""
    if period.value is None:
        return "公示（天数由本单位设定）"
    return f"公示{period.value}{_UNIT_ZH[period.unit]}"


def where_of(judged: Judged, problem: Problem) -> str:
    """Return in words what a problem is about."""
    kind, _, name = problem.pointer.partition(":")
    if kind == "file":
        return next(
            (f"文件“{one.name}”" for one in judged.papers.files if one.id == name), "文件"
        )
    if kind == "document":
        return "材料"
    return (
        "表单"
        if not problem.pointer.startswith("/")
        else label_of(judged.definition, problem.pointer)
    )


def _missing(due: MaterialDue) -> MissingMaterial:
    what = "、".join(due.missing_parts)
    types = due.document_types[1:]
    return MissingMaterial(
        title=due.title_zh + (f"（缺：{what}）" if what else ""),
        person=due.person_name,
        form=FORM_ZH[due.form],
        copies=due.copies,
        issuer="、".join(due.issuers) or due.from_zh,
        reason=due.reason_zh,
        remedy="请带齐后到原窗口补交，在本件内继续办理。",
        alternatives=types,
        to_confirm=due.to_confirm,
    )


def marked(text: str, mark: Mark) -> str:
    """Return ``text`` with 待确认 behind it while nobody has confirmed it."""
    return f"{text}（待确认）" if mark.to_confirm else text
