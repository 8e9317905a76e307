"""A case takes one step: checked against its status, its rules and who asks; kept once.

The same key is the same step: pressing a button twice, or sending again after a lost answer,
is harmless.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from dossier.cases import rules as case_rules
from dossier.cases import store as cases
from dossier.cases.events import CaseActed
from dossier.cases.model import (
    Accept,
    Action,
    Approve,
    ArchiveCase,
    Case,
    CaseState,
    CloseNotice,
    Forward,
    Publish,
    Refuse,
    Resubmit,
    Return,
    RouteStage,
    Status,
    Supplement,
    Withdraw,
)
from dossier.catalogue.amounts import fields_behind
from dossier.catalogue.model import Stage
from dossier.deadlines import rules as deadlines
from dossier.deadlines.model import Deadline, Stop
from dossier.flows import claims, compose, index, letters, terms
from dossier.flows.house import House
from dossier.flows.judge import Judged, assemble_case, judge, require_as_opened
from dossier.flows.office import due_now
from dossier.flows.residents import KNOW_RESIDENTS
from dossier.flows.way import way_of
from dossier.identity import rules as rights
from dossier.identity.model import Actor, Permission, Role
from dossier.jobs import Job
from dossier.kernel.canonical import canonical_json, sha256_hex
from dossier.kernel.errors import Conflict, Refused
from dossier.kernel.ids import CaseId, NoticeId
from dossier.notices import store as notices
from dossier.notices.events import PublicNoticeEnded, PublicNoticeStarted
from dossier.notices.model import LetterKind, NoticeLine
from dossier.notices.rules import receipt_content, require_public
from dossier.work import Work

_SUPERVISORS = (Role.STATION_HEAD, Role.COMMUNITY_DIRECTOR)
MANY_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What a step comes with.

    key: made once per press of the button.  reason: opinion or reason, as typed.
    checked: ids of the reviewer's checklist that this person has ticked.
    """

    key: str
    reason: str = ""
    checked: Sequence[str] = ()


def supplement(work: Work, house: House, actor: Actor, case: CaseId, asked: Asked) -> None:
    """Name everything missing in one letter; the clock stops until the resident comes back."""

    def make(judged: Judged) -> Action:
        path = judged.case.unit_path
        supervisor = ""
        if judged.state.supplements and may_ask_again(actor, path):
            supervisor = actor.name
        else:
            rights.check(actor, Permission.CASE_NOTIFY, path, seen_by=Permission.CASE_READ)
        _require_decided(judged)
        if not (judged.missing or judged.for_applicant):
            raise Refused(
                "没有需要申请人补正的事项；窗口自己要核对的请先核对。", code="nothing_missing"
            )
        if judged.state.supplements and not supervisor:
            raise Refused(
                "此件已经一次性告知过。出现新的缺项需再次告知时，请由站长或社区主任办理。",
                code="forbidden_second_supplement",
            )
        letter = letters.order(
            work,
            judged.case,
            judged.case.unit_path,
            LetterKind.SUPPLEMENT,
            asked.key,
            lambda office, number: compose.supplement(
                judged,
                office,
                number,
                work.today,
                actor.name,
                demonstration=house.demonstration,
                reason=asked.reason,
                supervisor=supervisor,
            ),
        )
        return Supplement(letter=letter, items=judged.missing + len(judged.for_applicant))

    take(work, house, case, asked.key, Supplement, make)


def may_ask_again(actor: Actor, unit_path: str) -> bool:
    """Tell whether ``actor`` may let a second notice go out for a new reason.

    Source: rules of procedure P1.
    """
    return any(rights.holds(actor, role, unit_path) for role in _SUPERVISORS)


def resubmit(work: Work, house: House, actor: Actor, case: CaseId, asked: Asked) -> None:
    """The resident is back: the case goes on where it stopped."""

    def make(judged: Judged) -> Action:
        rights.check(
            actor, Permission.CASE_EDIT, judged.case.unit_path, seen_by=Permission.CASE_READ
        )
        if judged.state.accepted:
            _require_complete(judged)
        return Resubmit()

    take(work, house, case, asked.key, Resubmit, make)


def accept(work: Work, house: House, actor: Actor, case: CaseId, asked: Asked) -> None:
    """Accept a complete case: it gets its number, its way, its time limit and a receipt."""

    def make(judged: Judged) -> Action:
        rights.check(
            actor, Permission.CASE_ACCEPT, judged.case.unit_path, seen_by=Permission.CASE_READ
        )
        _require_complete(judged)
        route = _route(judged)
        case_no = _case_no(work, judged.case)
        due_on, provisional = _due(house, judged, work.today, ())
        token = notices.issue_receipt(work.session, case, work.now)
        letter = letters.order(
            work,
            judged.case,
            judged.case.unit_path,
            LetterKind.ACCEPTANCE,
            asked.key,
            lambda office, number: compose.acceptance(
                judged,
                office,
                number,
                case_no,
                work.today,
                due_on,
                actor.name,
                receipt_content(case_no, token),
                due_provisional=provisional,
                demonstration=house.demonstration,
            ),
        )
        return Accept(
            case_no=case_no,
            letter=letter,
            route=route,
            form_sha256=sha256_hex(canonical_json(dict(judged.evaluation.form))),
            due_on=due_on,
            due_provisional=provisional,
            pays=judged.definition.payment is not None,
        )

    take(work, house, case, asked.key, Accept, make)


def forward(work: Work, house: House, actor: Actor, case: CaseId, asked: Asked) -> None:
    """The stage agrees and hands the case on."""

    def make(judged: Judged) -> Action:
        now = _my_stage(actor, judged)
        _require_settled(judged, now, asked)
        return Forward(
            stage=now.order,
            opinion=asked.reason or "同意上报",
            checked=tuple(asked.checked),
            route=_new_way(judged),
        )

    take(work, house, case, asked.key, Forward, make)


def send_back(work: Work, house: House, actor: Actor, case: CaseId, asked: Asked) -> None:
    """The stage sends the case back with one letter that says what is wanting."""
    reason = _reason(asked, "请写明退回的理由和需要补正的内容，居民要凭它一次备齐。")

    def make(judged: Judged) -> Action:
        now = _my_stage(actor, judged)
        if judged.state.status is Status.ON_NOTICE:
            _end_notice(work, judged, "objected")
        letter = letters.order(
            work,
            judged.case,
            judged.case.unit_path,
            LetterKind.SUPPLEMENT,
            asked.key,
            lambda office, number: compose.supplement(
                judged,
                office,
                number,
                work.today,
                actor.name,
                demonstration=house.demonstration,
                reason=reason,
                supervisor=actor.name if judged.state.supplements else "",
            ),
        )
        return Return(stage=now.order, reason=reason, letter=letter)

    take(work, house, case, asked.key, Return, make)


def refuse(work: Work, house: House, actor: Actor, case: CaseId, asked: Asked) -> None:
    """The street or the district refuses, in writing, with reasons and remedies."""
    reason = _reason(asked, "请写明不予批准的理由，它会写进决定书。")

    def make(judged: Judged) -> Action:
        now = _my_stage(actor, judged)
        if not now.may_refuse:
            raise Refused(
                "社区只核查上报，不作不予批准的决定；请把意见写明后报街道。",
                code="refuse_refused",
            )
        letter = _decision(
            work, house, actor, judged, now, asked, approved=False, reason=reason
        )
        return Refuse(stage=now.order, reason=reason, letter=letter)

    take(work, house, case, asked.key, Refuse, make)


def publish(work: Work, house: House, actor: Actor, case: CaseId, asked: Asked) -> None:
    """Hang the public notice of the stage, with nothing on it but what the service allows."""

    def make(judged: Judged) -> Action:
        now = _my_stage(actor, judged)
        stage = _stage(judged, now)
        if stage.public_notice is None:
            raise Refused("本环节不需要公示。", code="publish_refused")
        ends = _notice_end(work, house, judged, stage)
        lines = [
            NoticeLine(label=title, value=text)
            for title, text in judged.evaluation.notice.items()
            if text
        ]
        require_public(lines)
        if not lines:
            raise Refused("没有可公示的内容，请先补全表单。", code="publish_nothing")
        notice = notices.start_notice(
            work.session,
            case,
            asked.key,
            starts=work.today,
            ends=ends.day,
            provisional=ends.provisional,
            place=stage.public_notice.where_zh,
            fields=lines,
            now=work.now,
            by=work.actor,
        )
        letters.order(
            work,
            judged.case,
            _unit_of(actor, now, judged.case),
            LetterKind.PUBLIC_NOTICE,
            asked.key,
            lambda office, number: compose.public_notice(
                judged,
                office,
                number,
                work.today,
                ends.day,
                lines,
                ends_provisional=ends.provisional,
                demonstration=house.demonstration,
            ),
        )
        work.record(
            PublicNoticeStarted(
                notice=notice.id,
                case=case,
                starts=notice.starts.isoformat(),
                ends=notice.ends.isoformat(),
                fields=tuple(line.label for line in lines),
            )
        )
        return Publish(
            stage=now.order,
            notice=notice.id,
            days=stage.public_notice.value,
            day_unit=stage.public_notice.unit,
        )

    take(work, house, case, asked.key, Publish, make)


def close_notice(work: Work, house: House, actor: Actor, case: CaseId, asked: Asked) -> None:
    """End the public notice once it has hung its whole time without objection."""

    def make(judged: Judged) -> Action:
        now = _my_stage(actor, judged)
        notice = notices.get_notice(work.session, _notice_of(judged))
        if work.today <= notice.ends:
            raise Refused(
                f"公示到 {notice.ends:%Y年%-m月%-d日} 为止，期满后的第二天才能结束。",
                code="notice_still_hangs",
            )
        _end_notice(work, judged, "undisturbed")
        return CloseNotice(stage=now.order, notice=notice.id)

    take(work, house, case, asked.key, CloseNotice, make)


def approve(work: Work, house: House, actor: Actor, case: CaseId, asked: Asked) -> None:
    """The last stage grants; nothing may be unknown, unmet or unticked."""

    def make(judged: Judged) -> Action:
        now = _my_stage(actor, judged)
        _require_settled(judged, now, asked)
        _require_entitled(judged)
        letter = _decision(work, house, actor, judged, now, asked, approved=True, reason="")
        benefit = judged.evaluation.benefit
        return Approve(
            stage=now.order,
            opinion=asked.reason or "同意",
            letter=letter,
            amount_fen=benefit.amount_fen if benefit else None,
            checked=tuple(asked.checked),
            route=_new_way(judged),
        )

    take(work, house, case, asked.key, Approve, make)


def withdraw(work: Work, house: House, actor: Actor, case: CaseId, asked: Asked) -> None:
    """The applicant takes the application back."""
    reason = _reason(asked, "请写明撤回的原因(例如：申请人本人要求)。")

    def make(judged: Judged) -> Action:
        rights.check(
            actor, Permission.CASE_EDIT, judged.case.unit_path, seen_by=Permission.CASE_READ
        )
        return Withdraw(reason=reason)

    take(work, house, case, asked.key, Withdraw, make)


def take(
    work: Work,
    house: House,
    case: CaseId,
    key: str,
    step: type[Action],
    make: Callable[[Judged], Action],
) -> None:
    """Take the step that ``make`` finds right for the case as it stands, once per ``key``.

    Raises Conflict where another step or another person used the key.
    """
    head = cases.lock_case(work.session, case)
    if done := cases.find_action(work.session, case, key):
        if not isinstance(done.action, step) or done.actor != work.actor:
            raise Conflict(
                "这一操作的编号已经用过，这次没有办理。请刷新页面后再办。", code="step_key_used"
            )
        return
    judged = judge(work.session, house.catalogue, head, work.today)
    if step is not Withdraw:
        require_as_opened(judged)
    action = make(judged)
    after = case_rules.apply(judged.state, action, work.actor)
    done, digest = cases.add_action(work.session, case, key, action, work.actor, work.now)
    cases.project(
        work.session,
        case,
        after.status,
        _waits_for(after),
        case_no=action.case_no if isinstance(action, Accept) else None,
        due=_due_after(work, house, judged, action),
        reference_code=action.reference_code if isinstance(action, ArchiveCase) else None,
        decided=after.decided,
    )
    if after.accepted or isinstance(action, Withdraw):
        claims.keep(work.session, head, judged.claims, action)
    if isinstance(action, Resubmit):
        assemble_case(work, house.catalogue, case)
    index.owe(work, case, done.number)
    if isinstance(action, Accept | ArchiveCase):
        work.owe(Job(KNOW_RESIDENTS, case, done.number))
    work.record(
        CaseActed(
            case=case,
            action=done.id,
            number=done.number,
            step=action.kind,
            body_sha256=digest,
        )
    )


def _waits_for(state: CaseState) -> str | None:
    """Return the role whose turn it is, for the lists."""
    if state.status in (Status.UNDER_REVIEW, Status.ON_NOTICE) and state.now:
        return state.now.role
    return None


def _my_stage(actor: Actor, judged: Judged) -> RouteStage:
    """Return the present stage when it is the actor's; the role must be held over the case."""
    now = judged.state.now
    path = judged.case.unit_path
    rights.check_sight(actor, path, judged.case.stage_role)
    if now is None or judged.state.status not in (Status.UNDER_REVIEW, Status.ON_NOTICE):
        raise Refused("此件现在没有等待审核的环节，请刷新页面。", code="no_stage")
    role = Role(now.role)
    if not rights.acts_as(actor, role, path):
        raise Refused(
            f"“{now.title}”由{rights.title(role)}办理，请转交有这个岗位的同事。",
            code="forbidden_stage_role",
        )
    if not case_rules.may_act(judged.state, actor.user_id):
        raise Refused(
            "同一件的受理、审核、审批须由不同的人办理，请转交其他有权限的同事。",
            code="forbidden_separation_of_duties",
        )
    return now


def _unit_of(actor: Actor, stage: RouteStage, case: Case) -> str:
    """Return the unit in whose name the actor acts at the stage."""
    role = Role(stage.role)
    paths = [
        grant.unit_path
        for grant in actor.grants
        if grant.role is role and rights.covers(grant.unit_path, case.unit_path)
    ]
    return max(paths, key=len, default=case.unit_path)


def _decision(
    work: Work,
    house: House,
    actor: Actor,
    judged: Judged,
    stage: RouteStage,
    asked: Asked,
    *,
    approved: bool,
    reason: str,
) -> str:
    return letters.order(
        work,
        judged.case,
        _unit_of(actor, stage, judged.case),
        LetterKind.APPROVAL if approved else LetterKind.REFUSAL,
        asked.key,
        lambda office, number: compose.decision(
            judged,
            office,
            number,
            work.today,
            approved=approved,
            reason=reason,
            demonstration=house.demonstration,
        ),
    )


def _require_complete(judged: Judged) -> None:
    if judged.papers.waiting:
        raise Refused(
            f"还有 {judged.papers.waiting} 份扫描件正在识别，请稍候再受理。",
            code="still_reading",
        )
    if judged.missing or judged.blocking:
        wanting = [
            due.title_zh + (f"（{due.person_name}）" if due.person_name else "")
            for due in judged.evaluation.materials
            if due.status in ("missing", "unchecked")
        ] + [
            one.message
            for one in judged.problems
            if one.severity == "block" and not one.pointer.startswith("material:")
        ]
        more = f"等 {len(wanting)} 项" if len(wanting) > MANY_SHOWN else ""
        raise Refused(
            f"还不能受理：{'；'.join(wanting[:MANY_SHOWN])}{more}。请补齐，或开具一次性告知书。",
            code="case_incomplete",
            missing=judged.missing,
            blocking=judged.blocking,
        )


def _require_decided(judged: Judged) -> None:
    """Let pass when it is known of every material whether the applicant must bring it.

    Source: rules P1 (one notice names everything) and P2 (what the platform shows is not asked).
    """
    if judged.undecided:
        raise Refused(
            "请先查明下列材料要不要居民提交(平台查到的不要求提交)，再一次性告知："
            + "；".join(
                due.title_zh + (f"（{due.person_name}）" if due.person_name else "")
                for due in judged.undecided
            )
            + "。",
            code="materials_undecided",
        )


def _require_settled(judged: Judged, stage: RouteStage, asked: Asked) -> None:
    """Let pass when the checklist up to the stage is ticked, now or at a stage before."""
    ticked = set(asked.checked)
    for done in judged.actions:
        if isinstance(done.action, Forward | Approve):
            ticked |= set(done.action.checked)
    open_items = [
        item
        for item in judged.evaluation.checklist
        if item.severity == "block" and item.stage <= stage.order and item.id not in ticked
    ]
    if open_items:
        raise Refused(
            "请先逐项核查并勾选：" + "；".join(item.zh for item in open_items) + "。",
            code="checklist_open",
        )
    if wanting := due_now(judged.definition, judged.state, judged.evaluation.problems):
        raise Refused(
            "请先填好由审核单位填写的内容：" + "；".join(one.message for one in wanting) + "。",
            code="office_part_open",
        )


def _require_entitled(judged: Judged) -> None:
    unmet = [one for one in judged.evaluation.eligibility if one.verdict == "no"]
    if unmet:
        raise Refused(
            "不符合条件，不能批准：" + "；".join(one.zh for one in unmet) + "。",
            code="not_entitled",
        )
    unset = judged.evaluation.missing_parameters
    if unset:
        raise Refused(
            "下列标准还没有设定，请区县（市）审批员在“本地设置 → 标准与参数”中填写，经另一人复核后再办："
            + "、".join(one.title_zh for one in unset)
            + "。",
            code="parameter_missing",
        )
    unknown = [
        one
        for one in judged.evaluation.eligibility
        if one.verdict == "unknown" and not one.by_reviewer
    ]
    if unknown:
        raise Refused(
            "下列条件还无法判断，请补全表单：" + "；".join(one.zh for one in unknown) + "。",
            code="entitlement_unknown",
        )
    benefit = judged.evaluation.benefit
    if judged.definition.payment and benefit is not None and not benefit.amount_fen:
        behind = "、".join(fields_behind(judged.definition))
        raise Refused(
            f"算出的待遇金额为零或无法计算，不能批准发放。请核对{behind or '标准与参数'}。",
            code="no_amount",
        )


def _route(judged: Judged) -> tuple[RouteStage, ...]:
    orders = judged.evaluation.stages
    if orders is None:
        raise Refused("表单还不够填写完整，无法确定审批环节。", code="route_unknown")
    return way_of(judged.definition, orders)


def _new_way(judged: Judged) -> tuple[RouteStage, ...] | None:
    """Return the way where it is no longer the one that the actions tell."""
    kept = case_rules.state_of(judged.actions).route
    return None if judged.state.route == kept else judged.state.route


def _stage(judged: Judged, now: RouteStage) -> Stage:
    return next(stage for stage in judged.definition.stages if stage.order == now.order)


def _case_no(work: Work, case: Case) -> str:
    """Return the next number of the unit's year: year, codes of the unit, serial."""
    serial = cases.next_case_number(work.session, case.unit_path, work.today.year)
    return f"{work.today.year}-{case.unit_path.replace('/', '')}-{serial:05d}"


def _due_after(
    work: Work, house: House, judged: Judged, action: Action
) -> tuple[date | None, bool] | None:
    """Return the due day when ``action`` sets or moves it.

    The clock stands while papers are missing and while a public notice hangs.
    Source: facts/organisation, period_counting.
    """
    if isinstance(action, Accept):
        return action.due_on, action.due_provisional
    if not isinstance(action, Resubmit | CloseNotice) or not judged.state.accepted:
        return None
    stops = terms.stops_in(judged.actions, work.today)
    return _due(house, judged, compose.accepted_on(judged.actions), stops)


def _due(
    house: House, judged: Judged, accepted: date, stops: Sequence[Stop]
) -> tuple[date | None, bool]:
    end = terms.case_due(house.calendar, judged, accepted, stops)
    return (end.day, end.provisional) if end else (None, False)


def _notice_end(work: Work, house: House, judged: Judged, stage: Stage) -> Deadline:
    period = stage.public_notice
    assert period is not None
    if period.value is None or period.unit not in ("working_day", "calendar_day"):
        title = judged.definition.title_zh
        raise Refused(
            f"本环节公示的天数还没有设定。请区县（市）审批员在“本地设置 → 服务文字与地点”里打开"
            f"“{title}”，设定“{stage.action_zh}”的公示天数，经另一人复核后再公示。",
            code="notice_period_unset",
            service=judged.definition.code,
            setting=f"/stages/{stage.order}/public_notice/value",
        )
    end = deadlines.due(work.today, period.value, period.unit, (), house.calendar)
    assert end is not None
    return end


def _notice_of(judged: Judged) -> NoticeId:
    published = [done.action for done in judged.actions if isinstance(done.action, Publish)]
    if not published:
        raise Refused("此件没有进行中的公示。", code="no_notice")
    return NoticeId(published[-1].notice)


def _end_notice(work: Work, judged: Judged, outcome: str) -> None:
    notice = _notice_of(judged)
    notices.end_notice(
        work.session, notice, "undisturbed" if outcome == "undisturbed" else "objected"
    )
    work.record(PublicNoticeEnded(notice=notice, case=judged.case.id, outcome=outcome))


def _reason(asked: Asked, wanted: str) -> str:
    if not asked.reason.strip():
        raise Refused(wanted, code="reason_missing")
    return asked.reason.strip()
