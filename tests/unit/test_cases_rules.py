"""The table of a case's life, pair by pair, and who may take which step."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from dossier.cases import rules
from dossier.cases.model import (
    Accept,
    Action,
    Approve,
    ApprovePayment,
    ArchiveCase,
    Case,
    CaseState,
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
from dossier.kernel.ids import ActionId, BatchId, CaseId, UserId

CLERK, DIRECTOR, REVIEWER, APPROVER = map(UserId, ("clerk", "director", "reviewer", "approver"))
ANOTHER = UserId("another")
WAY = (
    RouteStage(order=1, level="社区", title="入户", role="community_director", kind="check",
               notice=False, may_refuse=False),
    RouteStage(order=2, level="社区", title="公示", role="community_director", kind="check",
               notice=True, may_refuse=False),
    RouteStage(order=3, level="街道", title="复查", role="street_reviewer", kind="review",
               notice=False, may_refuse=True),
    RouteStage(order=4, level="区县", title="审批", role="district_approver", kind="decide",
               notice=False, may_refuse=True),
)  # fmt: skip
ACCEPT = Accept(
    case_no="2026-1",
    letter="l",
    route=WAY,
    form_sha256="0" * 64,
    due_on=None,
    due_provisional=False,
    pays=True,
)


def at(stage: int, **changes: object) -> CaseState:
    """A case accepted by the clerk that waits at the stage with index ``stage``."""
    state = CaseState(
        Status.UNDER_REVIEW,
        route=WAY,
        stage=stage,
        accepted=True,
        pays=True,
        handlers=((rules.ACCEPTED_BY, CLERK),),
    )
    return replace(state, **changes)  # type: ignore[arg-type]


def forward(stage: int) -> Forward:
    return Forward(stage=stage, opinion="同意", checked=())


def approve(stage: int) -> Approve:
    return Approve(stage=stage, opinion="同意", letter="l", amount_fen=100, checked=())


SAMPLES: dict[Status, CaseState] = {
    Status.OPEN: CaseState(Status.OPEN),
    Status.SUPPLEMENTING: CaseState(Status.SUPPLEMENTING, supplements=1),
    Status.UNDER_REVIEW: at(2),
    Status.ON_NOTICE: at(1, status=Status.ON_NOTICE),
    Status.APPROVED: at(3, status=Status.APPROVED),
    Status.REFUSED: at(2, status=Status.REFUSED),
    Status.PAYING: at(3, status=Status.PAYING, voucher_by=CLERK),
    Status.PAID: at(3, status=Status.PAID),
    Status.WITHDRAWN: CaseState(Status.WITHDRAWN),
    Status.ARCHIVED: CaseState(Status.ARCHIVED),
}
ACTIONS: tuple[Action, ...] = (
    Open(),
    Supplement(letter="l", items=1),
    Resubmit(),
    ACCEPT,
    forward(3),
    Return(stage=3, reason="缺", letter="l"),
    Refuse(stage=3, reason="不符", letter="l"),
    Publish(stage=2, notice="n"),
    CloseNotice(stage=2, notice="n"),
    approve(4),
    PreparePayment(voucher="v"),
    ApprovePayment(voucher="v"),
    ReleasePayment(voucher="v"),
    ArchiveCase(reference_code="r"),
    Withdraw(reason="本人要求"),
)
FOLLOWS: dict[tuple[Status, str], Status] = {
    (Status.OPEN, "supplement"): Status.SUPPLEMENTING,
    (Status.OPEN, "accept"): Status.UNDER_REVIEW,
    (Status.OPEN, "withdraw"): Status.WITHDRAWN,
    (Status.SUPPLEMENTING, "resubmit"): Status.OPEN,
    (Status.SUPPLEMENTING, "withdraw"): Status.WITHDRAWN,
    (Status.UNDER_REVIEW, "publish"): Status.ON_NOTICE,
    (Status.UNDER_REVIEW, "forward"): Status.UNDER_REVIEW,
    (Status.UNDER_REVIEW, "approve"): Status.APPROVED,
    (Status.UNDER_REVIEW, "return"): Status.SUPPLEMENTING,
    (Status.UNDER_REVIEW, "refuse"): Status.REFUSED,
    (Status.UNDER_REVIEW, "withdraw"): Status.WITHDRAWN,
    (Status.ON_NOTICE, "close_notice"): Status.UNDER_REVIEW,
    (Status.ON_NOTICE, "return"): Status.SUPPLEMENTING,
    (Status.APPROVED, "prepare_payment"): Status.PAYING,
    (Status.APPROVED, "archive"): Status.ARCHIVED,
    (Status.PAYING, "approve_payment"): Status.PAYING,
    (Status.PAYING, "release_payment"): Status.PAID,
    (Status.PAID, "archive"): Status.ARCHIVED,
    (Status.REFUSED, "archive"): Status.ARCHIVED,
    (Status.WITHDRAWN, "archive"): Status.ARCHIVED,
}
FITTING: dict[tuple[Status, str], CaseState] = {
    (Status.UNDER_REVIEW, "publish"): at(1),
    (Status.UNDER_REVIEW, "approve"): at(3),
    (Status.APPROVED, "archive"): replace(SAMPLES[Status.APPROVED], pays=False),
    (Status.PAYING, "release_payment"): replace(
        SAMPLES[Status.PAYING], voucher_approved_by=DIRECTOR
    ),
}
"""The detail of the state with which a pair of the table goes through, where it needs one."""


@pytest.mark.parametrize(
    ("status", "action"),
    list(product(Status, ACTIONS)),
    ids=lambda one: getattr(one, "kind", str(one)),
)
def test_every_pair_of_status_and_action_is_allowed_or_refused_as_the_table_says(
    status: Status, action: Action
) -> None:
    pair = (status, action.kind)
    state = FITTING.get(pair, SAMPLES[status])
    if pair == (Status.ON_NOTICE, "return"):
        action = Return(stage=2, reason="有异议", letter="l")
    if pair in FOLLOWS:
        assert rules.apply(state, action, ANOTHER).status is FOLLOWS[pair]
        assert action.kind in rules.offered(state)
    else:
        with pytest.raises(Refused) as refused:
            rules.apply(state, action, ANOTHER)
        assert refused.value.code == "step_not_allowed"
        assert refused.value.facts == {"status": str(status)}
        assert action.kind not in rules.offered(state)


def test_what_comes_back_after_acceptance_goes_on_at_the_same_stage() -> None:
    sent_back = rules.apply(at(2), Return(stage=3, reason="缺", letter="l"), REVIEWER)
    assert (sent_back.status, sent_back.supplements) == (Status.SUPPLEMENTING, 1)
    back = rules.apply(sent_back, Resubmit(), CLERK)
    assert (back.status, back.now) == (Status.UNDER_REVIEW, WAY[2])


def test_a_case_without_a_way_is_not_accepted() -> None:
    with pytest.raises(Refused) as refused:
        rules.apply(CaseState(Status.OPEN), ACCEPT.model_copy(update={"route": ()}), CLERK)
    assert refused.value.code == "accept_refused"


def test_who_accepted_acts_at_no_stage() -> None:
    for stage, action in ((0, forward(1)), (3, approve(4))):
        with pytest.raises(Refused) as refused:
            rules.apply(at(stage), action, CLERK)
        assert refused.value.code == "forbidden_separation_of_duties"


def test_nobody_acts_at_two_levels() -> None:
    after = rules.apply(at(2), forward(3), REVIEWER)
    with pytest.raises(Refused):
        rules.apply(after, approve(4), REVIEWER)
    assert rules.apply(after, approve(4), APPROVER).status is Status.APPROVED


def test_the_stages_of_one_level_may_lie_in_one_hand() -> None:
    state = rules.apply(at(0), forward(1), DIRECTOR)
    state = rules.apply(state, Publish(stage=2, notice="n"), DIRECTOR)
    state = rules.apply(state, CloseNotice(stage=2, notice="n"), DIRECTOR)
    state = rules.apply(state, forward(2), DIRECTOR)
    assert state.now == WAY[2]
    assert state.handlers == ((-1, CLERK), (0, DIRECTOR), (1, DIRECTOR))
    assert not rules.may_act(state, DIRECTOR)


def test_who_returned_a_case_has_acted_at_its_stage() -> None:
    back = rules.apply(at(2), Return(stage=3, reason="缺", letter="l"), REVIEWER)
    again = rules.apply(back, Resubmit(), CLERK)
    forwarded = rules.apply(again, forward(3), ANOTHER)
    with pytest.raises(Refused):
        rules.apply(forwarded, approve(4), REVIEWER)


def test_a_stage_with_a_notice_ends_only_after_it_hung() -> None:
    with pytest.raises(Refused, match="须先公示"):
        rules.apply(at(1), forward(2), DIRECTOR)
    hung = rules.apply(at(1), Publish(stage=2, notice="n"), DIRECTOR)
    over = rules.apply(hung, CloseNotice(stage=2, notice="n"), DIRECTOR)
    with pytest.raises(Refused, match="公示已经结束"):
        rules.apply(over, Publish(stage=2, notice="n"), DIRECTOR)
    assert rules.apply(over, forward(2), DIRECTOR).now == WAY[2]


def test_a_last_stage_with_a_notice_approves_only_after_it_hung() -> None:
    way = (WAY[1].model_copy(update={"may_refuse": True}),)
    state = at(0, route=way)
    with pytest.raises(Refused, match="须先公示"):
        rules.apply(state, approve(2), APPROVER)
    assert set(rules.offered(state)) == {"publish", "return", "refuse", "withdraw"}
    hung = rules.apply(state, Publish(stage=2, notice="n"), APPROVER)
    over = rules.apply(hung, CloseNotice(stage=2, notice="n"), APPROVER)
    assert rules.apply(over, approve(2), APPROVER).status is Status.APPROVED


def test_a_stage_without_a_notice_hangs_none() -> None:
    with pytest.raises(Refused, match="不需要公示"):
        rules.apply(at(2), Publish(stage=3, notice="n"), REVIEWER)


def test_after_an_objection_the_notice_begins_anew() -> None:
    hung = rules.apply(at(1), Publish(stage=2, notice="n"), DIRECTOR)
    objected = rules.apply(hung, Return(stage=2, reason="有异议", letter="l"), DIRECTOR)
    again = rules.apply(objected, Resubmit(), CLERK)
    assert not again.notice_ended
    assert "publish" in rules.offered(again)
    assert "forward" not in rules.offered(again)


def test_papers_that_come_late_make_a_notice_hang_again() -> None:
    over = at(1, notice_ended=True)
    back = rules.apply(over, Return(stage=2, reason="缺", letter="l"), DIRECTOR)
    assert "publish" in rules.offered(rules.apply(back, Resubmit(), CLERK))


def test_the_community_never_refuses() -> None:
    with pytest.raises(Refused, match="社区只核查上报"):
        rules.apply(at(0), Refuse(stage=1, reason="x", letter="l"), DIRECTOR)
    assert "refuse" not in rules.offered(at(0))
    assert rules.apply(at(2), Refuse(stage=3, reason="x", letter="l"), REVIEWER).status is (
        Status.REFUSED
    )


@pytest.mark.parametrize(
    "action",
    [
        forward(1),
        Return(stage=1, reason="缺", letter="l"),
        Refuse(stage=1, reason="x", letter="l"),
        Publish(stage=1, notice="n"),
        approve(1),
    ],
    ids=lambda action: str(action.kind),
)
def test_a_step_of_another_stage_is_refused(action: Action) -> None:
    with pytest.raises(Refused, match="已到下一环节"):
        rules.apply(at(2), action, REVIEWER)


def test_only_the_last_stage_grants_and_the_last_one_does_not_hand_on() -> None:
    with pytest.raises(Refused, match="决定由后面的环节作出"):
        rules.apply(at(2), approve(3), REVIEWER)
    with pytest.raises(Refused, match="决定由本环节作出"):
        rules.apply(at(3), forward(4), APPROVER)


def test_a_payment_takes_three_people() -> None:
    approved = at(3, status=Status.APPROVED)
    paying = rules.apply(approved, PreparePayment(voucher="v"), CLERK)
    with pytest.raises(Refused, match="还没有复核"):
        rules.apply(paying, ReleasePayment(voucher="v"), ANOTHER)
    with pytest.raises(Refused, match="不能复核自己"):
        rules.apply(paying, ApprovePayment(voucher="v"), CLERK)
    checked = rules.apply(paying, ApprovePayment(voucher="v"), DIRECTOR)
    assert checked.status is Status.PAYING
    with pytest.raises(Refused, match="已经复核"):
        rules.apply(checked, ApprovePayment(voucher="v"), ANOTHER)
    for one_of_the_two in (CLERK, DIRECTOR):
        with pytest.raises(Refused, match="三个人"):
            rules.apply(checked, ReleasePayment(voucher="v"), one_of_the_two)
    assert rules.apply(checked, ReleasePayment(voucher="v"), ANOTHER).status is Status.PAID


def test_a_service_that_pays_is_archived_after_it_paid_and_another_at_once() -> None:
    approved = at(3, status=Status.APPROVED)
    with pytest.raises(Refused, match="还没有发放"):
        rules.apply(approved, ArchiveCase(reference_code="r"), ANOTHER)
    free = replace(approved, pays=False)
    with pytest.raises(Refused, match="不经本系统付款"):
        rules.apply(free, PreparePayment(voucher="v"), ANOTHER)
    assert rules.offered(free) == ("archive",)
    assert rules.offered(approved) == ("prepare_payment",)


def test_a_history_begins_with_being_opened() -> None:
    now = datetime(2026, 3, 9, tzinfo=UTC)
    opened = Done(ActionId("1"), 1, Open(), CLERK, now)
    with pytest.raises(AssertionError):
        rules.state_of([])
    with pytest.raises(AssertionError):
        rules.state_of([replace(opened, action=Withdraw(reason="x"))])
    assert rules.state_of([opened]) == CaseState(Status.OPEN)
    accepted = Done(ActionId("2"), 2, ACCEPT, CLERK, now)
    assert rules.state_of([opened, accepted]).now == WAY[0]


@pytest.mark.parametrize(
    ("status", "decided", "words"),
    [
        (Status.UNDER_REVIEW, False, "审核中"),
        (Status.UNDER_REVIEW, True, "已批准，后续办理中"),
        (Status.ON_NOTICE, True, "已批准，后续办理中"),
        (Status.APPROVED, True, "已批准"),
        (Status.ARCHIVED, True, "已归档"),
    ],
)
def test_what_is_granted_is_not_told_as_under_review(
    status: Status, decided: bool, words: str
) -> None:
    case = Case(
        id=CaseId("c"),
        batch_id=BatchId("b"),
        unit_path="0001/",
        service="gov.seal-use",
        version=1,
        digest="d" * 64,
        opened_by=UserId("u"),
        opened_at=datetime(2026, 3, 9, tzinfo=UTC),
        case_no="1",
        applicant=None,
        status=status,
        stage_role=None,
        due_on=None,
        due_provisional=False,
        missing=0,
        blocking=0,
        reference_code=None,
        decided=decided,
    )
    assert case.status_zh == words
