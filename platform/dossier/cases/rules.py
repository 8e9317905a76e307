"""The status of a case is a fold over its actions; the rules are this table.

    status          may be followed by
    OPEN            supplement → SUPPLEMENTING, accept → UNDER_REVIEW, withdraw → WITHDRAWN
    OPEN, SUPPLEMENTING   change_version → the same, as long as it was never accepted
    SUPPLEMENTING   resubmit → OPEN (or UNDER_REVIEW once accepted), withdraw → WITHDRAWN
    UNDER_REVIEW    publish → ON_NOTICE, forward → UNDER_REVIEW (next stage),
                    approve → APPROVED (deciding stage; while checks follow it, UNDER_REVIEW, and
                    forward from the last of them → APPROVED), return → SUPPLEMENTING,
                    refuse → REFUSED, withdraw → WITHDRAWN (these three until it is approved)
    ON_NOTICE       close_notice → UNDER_REVIEW, return → SUPPLEMENTING (an objection)
    APPROVED        prepare_payment → PAYING (a service that pays), archive → ARCHIVED (else)
    PAYING          approve_payment → PAYING, release_payment → PAID
    PAID, REFUSED, WITHDRAWN   archive → ARCHIVED

Sources: rules.md P1 (one notice, the clock stops), P5 (an objection reopens), P6 (the community
never refuses); separation of duties: who accepts does not review, who reviews does not approve.
The deciding stage is the last that reviews or decides; checks that follow it (handing out a card,
putting down a payment) carry out what was decided.  Where nobody decides, the last check does.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from dossier.cases.model import (
    STATUS_ZH,
    Accept,
    Action,
    Approve,
    ApprovePayment,
    ArchiveCase,
    CaseState,
    ChangeVersion,
    CloseNotice,
    Done,
    Forward,
    Open,
    PreparePayment,
    Publish,
    Refuse,
    ReleasePayment,
    Resubmit,
    Return,
    RouteStage,
    Status,
    Supplement,
    Withdraw,
)
from dossier.kernel.errors import Refused
from dossier.kernel.ids import UserId

ACCEPTED_BY = -1
COUNTER, OUTSIDE = "window_clerk", "other_agency"
_START = CaseState(Status.OPEN)
_Step = Callable[[CaseState, Action, UserId], CaseState]


def state_of(actions: Iterable[Done]) -> CaseState:
    """Replay ``actions``, oldest first.  The first one is Open."""
    state: CaseState | None = None
    for done in actions:
        if state is None:
            assert isinstance(done.action, Open), "a case begins by being opened"
            state = _START
        else:
            state = apply(state, done.action, done.actor)
    assert state is not None, "a case has actions"
    return state


def apply(state: CaseState, action: Action, actor: UserId) -> CaseState:
    """Return the state after ``action``.  Raises Refused when it is not allowed now."""
    step = _NEXT.get((state.status, type(action)))
    if step is None:
        raise Refused(
            f"此件现在的状态是“{STATUS_ZH[state.status]}”，不能“{action.title}”。请刷新页面后再看可以办的事项。",
            code="step_not_allowed",
            status=str(state.status),
        )
    return step(state, action, actor)


def may_act(state: CaseState, actor: UserId) -> bool:
    """Tell whether ``actor`` may act at the present stage.

    Who accepted the case acts at no stage but the counter's own checks, and nobody acts at two
    levels; the stages of one level (the community's visit and its notice) may lie in one hand.
    To put down what an agency outside has done is no act of one's own, whoever does it.
    """
    now = state.now
    assert now is not None
    if now.role == OUTSIDE:
        return True
    at_counter = now.role == COUNTER and now.kind == "check"
    return all(
        who != actor
        or (at_counter if at == ACCEPTED_BY else state.route[at].level == now.level)
        for at, who in state.handlers
        if at == ACCEPTED_BY or state.route[at].role != OUTSIDE
    )


def offered(state: CaseState) -> tuple[str, ...]:
    """Return the kinds of action that the status allows, whoever asks."""
    kinds = [kind for (status, kind) in _NEXT if status is state.status]
    return tuple(_name(kind) for kind in kinds if not _barred(state, kind))


def _name(kind: type) -> str:
    name: str = kind.model_fields["kind"].default  # type: ignore[attr-defined]
    return name


def _barred(state: CaseState, kind: type) -> bool:
    now = state.now
    if kind is Forward:
        return _decides(state) or _notice_due(state)
    if kind is Approve:
        return not _decides(state) or _notice_due(state)
    if kind is Publish:
        return not _notice_due(state)
    if kind is Refuse:
        return now is None or state.decided or not now.may_refuse
    if kind in (Return, Withdraw):
        return state.decided
    if kind is PreparePayment:
        return not state.pays
    if kind is ArchiveCase:
        return state.status is Status.APPROVED and state.pays
    if kind is ChangeVersion:
        return state.accepted
    if kind is ApprovePayment:
        return state.voucher_approved_by is not None
    if kind is ReleasePayment:
        return state.voucher_approved_by is None
    return False


def _last(state: CaseState) -> bool:
    return state.stage is not None and state.stage == len(state.route) - 1


def _decides(state: CaseState) -> bool:
    """Tell whether the decision is the present stage's: the last that is more than a check."""
    if state.decided or state.stage is None:
        return False
    weighed = [at for at, stage in enumerate(state.route) if stage.kind != "check"]
    return state.stage == (weighed[-1] if weighed else len(state.route) - 1)


def _rerouted(state: CaseState, action: Forward | Approve) -> CaseState:
    """Return ``state`` with the way that ``action`` brings; what was passed must stay."""
    if action.route is None:
        return state
    assert state.stage is not None
    passed = state.stage + 1
    _require(
        state,
        action,
        ok=action.route[:passed] == state.route[:passed],
        message="已经走过的环节不能改变，请刷新页面后再办。",
    )
    return replace(state, route=action.route)


def _require_undecided(state: CaseState, action: Action) -> None:
    _require(
        state,
        action,
        ok=not state.decided,
        message="此件已经批准，只能办完后续环节，不能再改变决定。",
    )


def _notice_due(state: CaseState) -> bool:
    return state.now is not None and state.now.notice and not state.notice_ended


def _require(state: CaseState, action: Action, *, ok: bool, message: str) -> None:
    if not ok:
        raise Refused(message, code=f"{action.kind}_refused", status=str(state.status))


def _handled(state: CaseState, actor: UserId) -> CaseState:
    assert state.stage is not None
    if not may_act(state, actor):
        raise Refused(
            "同一件的受理、审核、审批须由不同的人办理，请转交其他有权限的同事。",
            code="forbidden_separation_of_duties",
        )
    mine = (state.stage, actor)
    if mine in state.handlers:
        return state
    return replace(state, handlers=(*state.handlers, mine))


def _supplement(state: CaseState, _action: Action, _actor: UserId) -> CaseState:
    return replace(state, status=Status.SUPPLEMENTING, supplements=state.supplements + 1)


def _resubmit(state: CaseState, _action: Action, _actor: UserId) -> CaseState:
    back = Status.UNDER_REVIEW if state.accepted else Status.OPEN
    return replace(state, status=back, notice_ended=False)


def _accept(state: CaseState, action: Action, actor: UserId) -> CaseState:
    assert isinstance(action, Accept)
    _require(
        state, action, ok=bool(action.route), message="这项服务没有可走的审批环节，不能受理。"
    )
    return replace(
        state,
        status=Status.UNDER_REVIEW,
        route=action.route,
        stage=0,
        accepted=True,
        pays=action.pays,
        handlers=((ACCEPTED_BY, actor),),
    )


def _same_stage(state: CaseState, action: Action, stage: int) -> RouteStage:
    now = state.now
    assert now is not None
    _require(
        state, action, ok=now.order == stage, message="此件已到下一环节，请刷新页面后再办。"
    )
    return now


def _forward(state: CaseState, action: Action, actor: UserId) -> CaseState:
    assert isinstance(action, Forward)
    _same_stage(state, action, action.stage)
    state = _rerouted(state, action)
    _require(
        state,
        action,
        ok=not _decides(state),
        message="决定由本环节作出，请批准或不予批准。",
    )
    _require(
        state, action, ok=not _notice_due(state), message="本环节须先公示，公示期满后才能通过。"
    )
    state = _handled(state, actor)
    return replace(state, status=Status.APPROVED) if _last(state) else _next_stage(state)


def _next_stage(state: CaseState) -> CaseState:
    assert state.stage is not None
    return replace(state, stage=state.stage + 1, notice_ended=False)


def _return(state: CaseState, action: Action, actor: UserId) -> CaseState:
    assert isinstance(action, Return)
    _same_stage(state, action, action.stage)
    _require_undecided(state, action)
    return replace(
        _handled(state, actor),
        status=Status.SUPPLEMENTING,
        supplements=state.supplements + 1,
        notice_ended=False,
    )


def _refuse(state: CaseState, action: Action, actor: UserId) -> CaseState:
    assert isinstance(action, Refuse)
    now = _same_stage(state, action, action.stage)
    _require_undecided(state, action)
    _require(
        state,
        action,
        ok=now.may_refuse,
        message="社区只核查上报，不作不予批准的决定；请把意见写明后报街道。",
    )
    return replace(_handled(state, actor), status=Status.REFUSED)


def _publish(state: CaseState, action: Action, actor: UserId) -> CaseState:
    assert isinstance(action, Publish)
    _same_stage(state, action, action.stage)
    _require(state, action, ok=_notice_due(state), message="本环节不需要公示，或公示已经结束。")
    return replace(_handled(state, actor), status=Status.ON_NOTICE)


def _close_notice(state: CaseState, action: Action, actor: UserId) -> CaseState:
    assert isinstance(action, CloseNotice)
    _same_stage(state, action, action.stage)
    return replace(_handled(state, actor), status=Status.UNDER_REVIEW, notice_ended=True)


def _approve(state: CaseState, action: Action, actor: UserId) -> CaseState:
    assert isinstance(action, Approve)
    _same_stage(state, action, action.stage)
    state = _rerouted(state, action)
    _require_undecided(state, action)
    _require(state, action, ok=_decides(state), message="决定由后面的环节作出，请先审核通过。")
    _require(
        state, action, ok=not _notice_due(state), message="本环节须先公示，公示期满后才能批准。"
    )
    assert isinstance(action, Approve)
    state = replace(
        _handled(state, actor),
        decided=True,
        pays=state.pays and action.amount_fen is not None,
    )
    return replace(state, status=Status.APPROVED) if _last(state) else _next_stage(state)


def _prepare_payment(state: CaseState, action: Action, actor: UserId) -> CaseState:
    _require(state, action, ok=state.pays, message="这项服务不经本系统付款。")
    return replace(state, status=Status.PAYING, voucher_by=actor)


def _approve_payment(state: CaseState, action: Action, actor: UserId) -> CaseState:
    _require(state, action, ok=state.voucher_approved_by is None, message="凭证已经复核记账。")
    _require(
        state,
        action,
        ok=actor != state.voucher_by,
        message="制单人不能复核自己的凭证，请由另一位会计复核。",
    )
    return replace(state, voucher_approved_by=actor)


def _release_payment(state: CaseState, action: Action, actor: UserId) -> CaseState:
    _require(
        state,
        action,
        ok=state.voucher_approved_by is not None,
        message="凭证还没有复核记账，不能付款。",
    )
    _require(
        state,
        action,
        ok=actor not in (state.voucher_by, state.voucher_approved_by),
        message="制单、复核、出纳须是三个人。",
    )
    return replace(state, status=Status.PAID)


def _archive(state: CaseState, action: Action, _actor: UserId) -> CaseState:
    unpaid = state.status is Status.APPROVED and state.pays
    _require(state, action, ok=not unpaid, message="待遇还没有发放，发放后再归档。")
    return replace(state, status=Status.ARCHIVED)


def _change_version(state: CaseState, action: Action, _actor: UserId) -> CaseState:
    _require(
        state,
        action,
        ok=not state.accepted,
        message="此件已经受理，按受理时的规定办到底，不能再转到新版本。",
    )
    return state


def _withdraw(state: CaseState, action: Action, _actor: UserId) -> CaseState:
    _require_undecided(state, action)
    return replace(state, status=Status.WITHDRAWN)


_NEXT: dict[tuple[Status, type], _Step] = {
    (Status.OPEN, Supplement): _supplement,
    (Status.OPEN, Accept): _accept,
    (Status.OPEN, Withdraw): _withdraw,
    (Status.OPEN, ChangeVersion): _change_version,
    (Status.SUPPLEMENTING, ChangeVersion): _change_version,
    (Status.SUPPLEMENTING, Resubmit): _resubmit,
    (Status.SUPPLEMENTING, Withdraw): _withdraw,
    (Status.UNDER_REVIEW, Publish): _publish,
    (Status.UNDER_REVIEW, Forward): _forward,
    (Status.UNDER_REVIEW, Approve): _approve,
    (Status.UNDER_REVIEW, Return): _return,
    (Status.UNDER_REVIEW, Refuse): _refuse,
    (Status.UNDER_REVIEW, Withdraw): _withdraw,
    (Status.ON_NOTICE, CloseNotice): _close_notice,
    (Status.ON_NOTICE, Return): _return,
    (Status.APPROVED, PreparePayment): _prepare_payment,
    (Status.APPROVED, ArchiveCase): _archive,
    (Status.PAYING, ApprovePayment): _approve_payment,
    (Status.PAYING, ReleasePayment): _release_payment,
    (Status.PAID, ArchiveCase): _archive,
    (Status.REFUSED, ArchiveCase): _archive,
    (Status.WITHDRAWN, ArchiveCase): _archive,
}
