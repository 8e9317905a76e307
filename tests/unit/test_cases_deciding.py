"""Who decides, and what may still be done once it is decided."""

from dataclasses import replace

import pytest

from dossier.cases import rules
from dossier.cases.model import (
    Approve,
    CaseState,
    Forward,
    PreparePayment,
    Refuse,
    Return,
    RouteStage,
    Status,
    Withdraw,
)
from dossier.kernel.errors import Refused
from dossier.kernel.ids import UserId

CLERK, REVIEWER, APPROVER = map(UserId, ("clerk", "reviewer", "approver"))


def stage(order: int, level: str, role: str, kind: str) -> RouteStage:
    return RouteStage.model_validate(
        {
            "order": order,
            "level": level,
            "title": "环节",
            "role": role,
            "kind": kind,
            "notice": False,
            "may_refuse": level != "社区",
        }
    )


RECEIVED = stage(1, "社区", "window_clerk", "check")
DECIDED = stage(2, "街道", "street_reviewer", "decide")
HANDED_OUT = stage(3, "社区", "window_clerk", "check")
WAY = (RECEIVED, DECIDED, HANDED_OUT)


def at(stage: int, route: tuple[RouteStage, ...] = WAY, *, decided: bool = False) -> CaseState:
    return CaseState(
        Status.UNDER_REVIEW,
        route=route,
        stage=stage,
        accepted=True,
        decided=decided,
        pays=True,
        handlers=((rules.ACCEPTED_BY, CLERK),),
    )


def forward(order: int, route: tuple[RouteStage, ...] | None = None) -> Forward:
    return Forward(stage=order, opinion="同意", checked=(), route=route)


def approve(order: int, route: tuple[RouteStage, ...] | None = None) -> Approve:
    return Approve(
        stage=order, opinion="同意", letter="l", amount_fen=100, checked=(), route=route
    )


def test_what_follows_the_decision_carries_it_out() -> None:
    state = rules.apply(at(1), approve(2), REVIEWER)
    assert (state.status, state.now, state.decided) == (Status.UNDER_REVIEW, HANDED_OUT, True)
    done = rules.apply(state, forward(3), CLERK)
    assert done.status is Status.APPROVED
    assert rules.apply(done, PreparePayment(voucher="v"), APPROVER).status is Status.PAYING


def test_only_the_deciding_stage_decides() -> None:
    assert {"forward"} <= set(rules.offered(at(0)))
    assert "approve" not in rules.offered(at(0))
    assert "forward" not in rules.offered(at(1))
    with pytest.raises(Refused, match="决定由后面的环节作出"):
        rules.apply(at(0), approve(1), CLERK)
    with pytest.raises(Refused, match="决定由本环节作出"):
        rules.apply(at(1), forward(2), REVIEWER)


def test_where_nobody_decides_the_last_check_does() -> None:
    way = (RECEIVED, replace_kind(DECIDED, "check"))
    assert rules.apply(at(1, way), approve(2), REVIEWER).status is Status.APPROVED


def test_a_decision_is_not_taken_back_on_the_way_out() -> None:
    state = at(2, decided=True)
    assert rules.offered(state) == ("forward",)
    for action in (
        Return(stage=3, reason="缺", letter="l"),
        Refuse(stage=3, reason="不符", letter="l"),
        Withdraw(reason="本人要求"),
        approve(3),
    ):
        with pytest.raises(Refused, match="已经批准"):
            rules.apply(state, action, CLERK)


def test_who_accepted_does_the_counters_own_checks_and_nothing_else() -> None:
    assert rules.may_act(at(0), CLERK)
    assert not rules.may_act(at(1), CLERK)
    deciding = (replace_kind(RECEIVED, "decide"), HANDED_OUT)
    assert not rules.may_act(at(0, deciding), CLERK)


def test_the_way_ahead_may_change_but_not_what_was_passed() -> None:
    shorter, longer = WAY[:2], (*WAY, stage(4, "区县", "district_approver", "check"))
    assert rules.apply(at(1), approve(2, shorter), REVIEWER).status is Status.APPROVED
    assert rules.apply(at(0), forward(1, longer), CLERK).route == longer
    other = (replace_kind(RECEIVED, "review"), DECIDED)
    with pytest.raises(Refused, match="已经走过的环节"):
        rules.apply(at(0), forward(1, other), REVIEWER)


def replace_kind(given: RouteStage, kind: str) -> RouteStage:
    return given.model_copy(update={"kind": kind})


def test_a_state_before_acceptance_has_nothing_to_decide() -> None:
    assert "approve" not in rules.offered(replace(at(0), stage=None))


def test_to_put_down_what_an_agency_outside_did_is_no_act_of_ones_own() -> None:
    outside = stage(1, "其他", "other_agency", "decide")
    registered = stage(2, "社区", "window_clerk", "check")
    state = at(0, (outside, registered))
    assert rules.may_act(state, CLERK)
    after = rules.apply(state, approve(1), REVIEWER)
    assert rules.may_act(after, REVIEWER)
    assert rules.may_act(after, CLERK)
