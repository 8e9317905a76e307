"""Whatever people try, a case stays inside the table, and its history tells its state."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from dossier.cases import rules
from dossier.cases.model import (
    ACTION,
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
from dossier.kernel.ids import ActionId, UserId

NOW = datetime(2026, 3, 9, tzinfo=UTC)
PEOPLE = tuple(map(UserId, "abcdef"))
NOBODY_YET = UserId("somebody who has touched nothing")
ENDS = frozenset({Status.ARCHIVED})

actors = st.sampled_from(PEOPLE)
words = st.just("x")
orders = st.integers(1, 5)


@st.composite
def ways(draw: st.DrawFn) -> tuple[RouteStage, ...]:
    """A way of one to five stages, each at the level of the one before or higher."""
    ranks = sorted(draw(st.lists(st.integers(0, 3), min_size=1, max_size=5)))
    levels = ("社区", "街道", "区县", "市")
    return tuple(
        RouteStage(
            order=order,
            level=levels[rank],
            title="环节",
            role="role",
            kind="check",
            notice=draw(st.booleans()),
            may_refuse=rank > 0,
        )
        for order, rank in enumerate(ranks, 1)
    )


def accepts(way: st.SearchStrategy[tuple[RouteStage, ...]]) -> st.SearchStrategy[Accept]:
    return st.builds(
        Accept,
        case_no=words,
        letter=words,
        route=way,
        form_sha256=words,
        due_on=st.none(),
        due_provisional=st.just(False),
        pays=st.booleans(),
    )


CHANGE = ChangeVersion(before=1, before_digest="x", after=2, after_digest="y", fallen=())
actions: st.SearchStrategy[Action] = st.one_of(
    st.builds(Open),
    st.builds(Supplement, letter=words, items=st.integers(1, 9)),
    st.builds(Resubmit),
    accepts(ways()),
    st.builds(Forward, stage=orders, opinion=words, checked=st.just(())),
    st.builds(Return, stage=orders, reason=words, letter=words),
    st.builds(Refuse, stage=orders, reason=words, letter=words),
    st.builds(Publish, stage=orders, notice=words),
    st.builds(CloseNotice, stage=orders, notice=words),
    st.builds(
        Approve,
        stage=orders,
        opinion=words,
        letter=words,
        amount_fen=st.none() | st.integers(0, 10**6),
        checked=st.just(()),
    ),
    st.builds(PreparePayment, voucher=words),
    st.builds(ApprovePayment, voucher=words),
    st.builds(ReleasePayment, voucher=words),
    st.builds(ArchiveCase, reference_code=words),
    st.builds(Withdraw, reason=words),
    st.just(CHANGE),
)
BY_KIND: dict[str, Action] = {
    "supplement": Supplement(letter="x", items=1),
    "resubmit": Resubmit(),
    "withdraw": Withdraw(reason="x"),
    "change_version": CHANGE,
    "prepare_payment": PreparePayment(voucher="x"),
    "approve_payment": ApprovePayment(voucher="x"),
    "release_payment": ReleasePayment(voucher="x"),
    "archive": ArchiveCase(reference_code="x"),
}


def well_formed(kind: str, state: CaseState, accept: Accept) -> Action:
    """The action of ``kind`` that fits the present stage."""
    if kind == "open":
        return Open()
    if kind == "accept":
        return accept
    if kind in BY_KIND:
        return BY_KIND[kind]
    stage = state.now.order if state.now else 1
    details: dict[str, dict[str, object]] = {
        "forward": {"opinion": "x", "checked": ()},
        "return": {"reason": "x", "letter": "x"},
        "refuse": {"reason": "x", "letter": "x"},
        "publish": {"notice": "x"},
        "close_notice": {"notice": "x"},
        "approve": {"opinion": "x", "letter": "x", "amount_fen": 1, "checked": ()},
    }
    made: Action = ACTION.validate_python({**details[kind], "kind": kind, "stage": stage})
    return made


KINDS = (
    "open", "supplement", "resubmit", "accept", "forward", "return", "refuse", "publish",
    "close_notice", "approve", "prepare_payment", "approve_payment", "release_payment",
    "archive", "withdraw", "change_version",
)  # fmt: skip


@st.composite
def lives(draw: st.DrawFn) -> list[Done]:
    """A history of accepted actions, each drawn from what was offered just then."""
    accept = draw(accepts(ways()))
    history = [Done(ActionId("0"), 1, Open(), PEOPLE[0], NOW)]
    state = rules.state_of(history)
    for number in range(2, 2 + draw(st.integers(0, 18))):
        offered = rules.offered(state)
        if not offered:
            break
        action = well_formed(draw(st.sampled_from(offered)), state, accept)
        actor = draw(actors)
        try:
            state = rules.apply(state, action, actor)
        except Refused:
            continue
        history.append(Done(ActionId(str(number)), number, action, actor, NOW))
    return history


@given(lives())
def test_the_history_tells_the_state(history: list[Done]) -> None:
    state = rules.state_of(history[:1])
    for length, done in enumerate(history[1:], 2):
        state = rules.apply(state, done.action, done.actor)
        assert rules.state_of(history[:length]) == state


@given(lives(), accepts(ways()))
def test_what_is_offered_is_exactly_what_is_accepted(
    history: list[Done], accept: Accept
) -> None:
    state = rules.state_of(history)
    taken = []
    for kind in KINDS:
        try:
            rules.apply(state, well_formed(kind, state, accept), NOBODY_YET)
        except Refused:
            continue
        taken.append(kind)
    assert sorted(taken) == sorted(rules.offered(state))


@given(st.lists(st.tuples(actions, actors), max_size=25))
def test_whatever_is_tried_a_case_stays_inside_the_table(
    tried: list[tuple[Action, UserId]],
) -> None:
    state = CaseState(Status.OPEN)
    for action, actor in tried:
        try:
            after = rules.apply(state, action, actor)
        except Refused:
            continue
        assert action.kind in rules.offered(state)
        assert isinstance(after.status, Status)
        assert (after.stage is None) == (not after.accepted)
        assert after.now is None or after.now in after.route
        state = after


@given(lives())
def test_no_case_leaves_the_archive(history: list[Done]) -> None:
    state = rules.state_of(history)
    if state.status in ENDS:
        assert rules.offered(state) == ()


@given(lives())
def test_nobody_decides_on_what_they_accepted_and_nobody_at_two_levels(
    history: list[Done],
) -> None:
    state = rules.state_of(history)
    accepted_by = {who for at, who in state.handlers if at == rules.ACCEPTED_BY}
    levels: dict[UserId, set[str]] = {}
    for at, who in state.handlers:
        if at != rules.ACCEPTED_BY:
            levels.setdefault(who, set()).add(state.route[at].level)
    assert accepted_by.isdisjoint(levels)
    assert all(len(held) == 1 for held in levels.values())


@given(lives())
def test_money_goes_out_through_three_pairs_of_hands(history: list[Done]) -> None:
    hands = [
        done.actor
        for done in history
        if isinstance(done.action, PreparePayment | ApprovePayment | ReleasePayment)
    ]
    assert len(set(hands)) == len(hands) <= 3
    if rules.state_of(history).status is Status.PAID:
        assert len(hands) == 3


@given(lives())
def test_every_notice_stage_that_was_passed_had_its_notice(history: list[Done]) -> None:
    state = CaseState(Status.OPEN)
    for done in history[1:]:
        now = state.now
        if isinstance(done.action, Forward | Approve) and now and now.notice:
            assert state.notice_ended
        state = rules.apply(state, done.action, done.actor)


@given(actions)
def test_an_action_is_read_back_as_it_was_kept(action: Action) -> None:
    assert ACTION.validate_json(ACTION.dump_json(action)) == action
