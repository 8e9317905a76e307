"""Rights as one would state them to an auditor."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from dossier.identity import rules
from dossier.identity.model import Actor, Grant, Permission, Role
from dossier.kernel.ids import UnitId, UserId

codes = st.sampled_from(["0001", "0002", "0010", "0011", "1000"])
paths = st.lists(codes, min_size=1, max_size=4).map(lambda parts: "/".join(parts) + "/")
texts = paths | st.text(alphabet="01/", max_size=12)
grants = st.builds(Grant, st.sampled_from(Role), st.builds(UnitId, paths), paths)
actors = st.builds(
    Actor,
    st.just(UserId("u")),
    st.just("李敏"),
    st.just("limin"),
    st.lists(grants, max_size=6).map(tuple),
)
permissions = st.sampled_from(Permission)


@given(actors, permissions, texts)
def test_scopes_and_may_agree(actor: Actor, permission: Permission, path: str) -> None:
    within = [scope for scope in rules.scopes(actor, permission) if rules.covers(scope, path)]
    assert rules.may(actor, permission, path) == bool(within)
    assert len(within) <= 1


@given(actors, permissions)
def test_no_scope_lies_in_another(actor: Actor, permission: Permission) -> None:
    found = rules.scopes(actor, permission)
    for one in found:
        assert [other for other in found if other.startswith(one)] == [one]


@given(actors, permissions, paths, paths)
def test_a_right_over_a_unit_is_one_over_everything_below(
    actor: Actor, permission: Permission, path: str, rest: str
) -> None:
    if rules.may(actor, permission, path):
        assert rules.may(actor, permission, path + rest)


@given(actors, grants, permissions, paths)
def test_another_grant_takes_nothing_away(
    actor: Actor, more: Grant, permission: Permission, path: str
) -> None:
    richer = Actor(actor.user_id, actor.name, actor.login, (*actor.grants, more))
    if rules.may(actor, permission, path):
        assert rules.may(richer, permission, path)


@given(actors, permissions, paths)
def test_every_right_comes_from_a_role_at_or_above_the_unit(
    actor: Actor, permission: Permission, path: str
) -> None:
    from_roles = any(
        rules.holds(actor, role, path)
        for role in Role
        if permission in rules.permissions_of(role)
    )
    assert rules.may(actor, permission, path) == from_roles


@given(st.lists(grants, max_size=5))
def test_exclusion_does_not_depend_on_the_order(held: list[Grant]) -> None:
    def pairs(some: list[Grant]) -> set[frozenset[Role]]:
        return {frozenset((e.first, e.second)) for e in rules.exclusive_conflicts(some)}

    assert pairs(held) == pairs(held[::-1])


@given(st.lists(grants, max_size=5), paths)
def test_nobody_without_conflicts_prepares_and_releases_one_payment(
    held: list[Grant], path: str
) -> None:
    actor = Actor(UserId("u"), "李敏", "limin", tuple(held))
    if not rules.exclusive_conflicts(held):
        assert not (
            rules.may(actor, Permission.PAYMENT_PREPARE, path)
            and rules.may(actor, Permission.PAYMENT_RELEASE, path)
        )


@given(st.integers(0, 10**6), st.integers(0, 100))
def test_one_more_failure_never_shortens_the_wait(failures: int, free: int) -> None:
    waits = rules.wait_after(failures, free), rules.wait_after(failures + 1, free)
    assert timedelta(0) <= waits[0] <= waits[1] <= timedelta(minutes=5)
