"""Who may do what where."""

from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from dossier.identity import rules
from dossier.identity.model import Actor, Grant, Level, Permission, Role
from dossier.identity.rules import covers, exclusive_conflicts, holds, may, scopes, wait_after
from dossier.kernel.errors import NotFound, Refused
from dossier.kernel.ids import UnitId, UserId

STREET, COMMUNITY, NEIGHBOUR = "0001/0003/", "0001/0003/0007/", "0001/0003/0008/"
WRITING = {
    permission
    for permission in Permission
    if not permission.value.endswith(".read") and permission is not Permission.SELF
}
ROLES_FILE = Path(__file__).parents[2] / "form_schemas" / "organisation" / "roles.yaml"


def _grant(role: Role, path: str) -> Grant:
    return Grant(role, UnitId(f"unit {path}"), path)


def _actor(*grants: Grant) -> Actor:
    return Actor(UserId("u1"), "李敏", "limin", grants)


def test_every_role_of_the_organisation_is_known() -> None:
    codes = {row["code"] for row in yaml.safe_load(ROLES_FILE.read_text())}
    assert codes == {role.value for role in Role}


def test_a_grant_covers_its_unit_and_everything_below() -> None:
    reviewer = _actor(_grant(Role.STREET_REVIEWER, STREET))
    assert may(reviewer, Permission.CASE_REVIEW, STREET)
    assert may(reviewer, Permission.CASE_REVIEW, COMMUNITY)
    assert not may(reviewer, Permission.CASE_REVIEW, "0001/")
    assert not may(reviewer, Permission.CASE_REVIEW, "0001/0004/0007/")


def test_a_path_ends_at_its_slash() -> None:
    assert not covers("0001/0003/", "0001/00031/")
    assert not covers("0001/0003", "0001/0003/")
    assert not covers("0001/0003", "0001/00031/")


@pytest.mark.parametrize("broken", ["", "/", "0001", "0001//", "1/", "0001/%/", "０００１/"])
def test_a_malformed_path_covers_nothing_and_is_covered_by_nothing(broken: str) -> None:
    assert not covers(broken, COMMUNITY)
    assert not covers("0001/", broken)
    assert scopes(_actor(_grant(Role.AUDITOR, broken)), Permission.CASE_READ) == ()


def test_scopes_are_the_fewest_prefixes() -> None:
    actor = _actor(
        _grant(Role.WINDOW_CLERK, NEIGHBOUR),
        _grant(Role.STREET_REVIEWER, STREET),
        _grant(Role.WINDOW_CLERK, "0001/0004/0001/"),
        _grant(Role.OTHER_AGENCY, "0002/0001/0001/"),
    )
    assert scopes(actor, Permission.CASE_READ) == (STREET, "0001/0004/0001/")
    assert scopes(actor, Permission.CASE_OPEN) == (NEIGHBOUR, "0001/0004/0001/")


def test_a_role_is_held_at_and_below_its_unit() -> None:
    actor = _actor(_grant(Role.COMMUNITY_DIRECTOR, COMMUNITY))
    assert holds(actor, Role.COMMUNITY_DIRECTOR, COMMUNITY)
    assert not holds(actor, Role.COMMUNITY_DIRECTOR, NEIGHBOUR)
    assert not holds(actor, Role.STATION_HEAD, COMMUNITY)


def test_the_administrator_sees_no_case_and_no_money() -> None:
    assert rules.permissions_of(Role.SYSADMIN) == {
        Permission.SELF,
        Permission.CATALOGUE_READ,
        Permission.CATALOGUE_EDIT,
        Permission.USER_MANAGE,
    }


def test_the_auditor_reads_everything_and_changes_nothing() -> None:
    auditor = rules.permissions_of(Role.AUDITOR)
    assert not auditor & WRITING
    assert auditor == set(Permission) - WRITING


def test_preparing_approving_and_releasing_a_payment_are_three_roles() -> None:
    steps = {
        Permission.PAYMENT_PREPARE,
        Permission.PAYMENT_APPROVE,
        Permission.PAYMENT_RELEASE,
    }
    for role in Role:
        assert len(rules.permissions_of(role) & steps) <= 1


def test_the_community_decides_nothing() -> None:
    for role in Role:
        if Level.COMMUNITY in rules.levels_of(role):
            assert Permission.CASE_DECIDE not in rules.permissions_of(role)


def test_residents_are_no_staff() -> None:
    assert rules.permissions_of(Role.APPLICANT) == frozenset()
    assert rules.levels_of(Role.APPLICANT) == frozenset()


def test_every_role_has_a_chinese_title() -> None:
    assert len({rules.title(role) for role in Role}) == len(Role)


def test_ones_own_account_is_everybodys() -> None:
    assert rules.may_somewhere(_actor(), Permission.SELF)
    assert not rules.may_somewhere(_actor(), Permission.CASE_READ)
    clerk = _actor(_grant(Role.WINDOW_CLERK, COMMUNITY))
    assert rules.may_somewhere(clerk, Permission.CASE_READ)


def test_what_may_not_be_seen_is_not_there() -> None:
    clerk = _actor(_grant(Role.WINDOW_CLERK, COMMUNITY))
    rules.check(clerk, Permission.CASE_EDIT, COMMUNITY)
    with pytest.raises(NotFound):
        rules.check(clerk, Permission.CASE_EDIT, NEIGHBOUR)
    with pytest.raises(NotFound):
        rules.check(clerk, Permission.CASE_DECIDE, NEIGHBOUR, seen_by=Permission.CASE_READ)


def test_what_may_be_seen_but_not_done_is_refused() -> None:
    clerk = _actor(_grant(Role.WINDOW_CLERK, COMMUNITY))
    with pytest.raises(Refused) as refused:
        rules.check(clerk, Permission.CASE_DECIDE, COMMUNITY, seen_by=Permission.CASE_READ)
    assert refused.value.code.startswith("forbidden")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Role.ACCOUNTANT, Role.CASHIER),
        (Role.COMMUNITY_DIRECTOR, Role.CASHIER),
        (Role.FINANCE_SUPERVISORS, Role.COMMUNITY_DIRECTOR),
        (Role.FINANCE_SUPERVISORS, Role.ACCOUNTANT),
        (Role.FINANCE_SUPERVISORS, Role.CASHIER),
    ],
)
def test_one_purse_is_kept_by_different_people(one: Role, other: Role) -> None:
    (found,) = exclusive_conflicts([_grant(one, COMMUNITY), _grant(other, COMMUNITY)])
    assert {found.first, found.second} == {one, other}
    assert found.reason
    assert exclusive_conflicts([_grant(one, COMMUNITY), _grant(other, NEIGHBOUR)]) == ()


def test_the_streets_bookkeeper_is_no_cashier_below() -> None:
    pair = [_grant(Role.CASHIER, COMMUNITY), _grant(Role.STREET_BOOKKEEPER, STREET)]
    assert len(exclusive_conflicts(pair)) == 1
    assert len(exclusive_conflicts(reversed(pair))) == 1


@pytest.mark.parametrize("alone", [Role.SYSADMIN, Role.AUDITOR])
def test_administrator_and_auditor_stand_alone_wherever_the_other_role_is(alone: Role) -> None:
    for role in set(Role) - {alone}:
        pair = [_grant(role, "0002/"), _grant(alone, "0001/")]
        assert len(exclusive_conflicts(pair)) == 1
    assert exclusive_conflicts([_grant(alone, "0001/"), _grant(alone, "0002/")]) == ()


def test_ordinary_roles_go_together() -> None:
    held = [_grant(Role.WINDOW_CLERK, COMMUNITY), _grant(Role.GRID_WORKER, COMMUNITY)]
    assert exclusive_conflicts(held) == ()


def test_a_unit_stands_under_a_higher_level() -> None:
    assert rules.below(Level.COMMUNITY, Level.STREET)
    assert not rules.below(Level.STREET, Level.STREET)
    assert not rules.below(Level.CITY, Level.DISTRICT)


def test_waiting_doubles_and_stops_growing() -> None:
    waits = [wait_after(failures, 3).total_seconds() for failures in range(8)]
    assert waits == [0, 0, 0, 1, 2, 4, 8, 16]
    assert wait_after(10**9, 3) == timedelta(minutes=5)


def test_the_counter_puts_down_what_an_agency_outside_has_decided() -> None:
    clerk = _actor(_grant(Role.WINDOW_CLERK, COMMUNITY))
    agency = _actor(_grant(Role.OTHER_AGENCY, COMMUNITY))
    director = _actor(_grant(Role.COMMUNITY_DIRECTOR, COMMUNITY))
    assert rules.acts_as(clerk, Role.OTHER_AGENCY, COMMUNITY)
    assert rules.acts_as(agency, Role.OTHER_AGENCY, COMMUNITY)
    assert not rules.acts_as(clerk, Role.OTHER_AGENCY, NEIGHBOUR)
    assert not rules.acts_as(director, Role.OTHER_AGENCY, COMMUNITY)
    assert not rules.acts_as(clerk, Role.COMMUNITY_DIRECTOR, COMMUNITY)
    assert rules.turns(clerk) == (
        (Role.WINDOW_CLERK, COMMUNITY),
        (Role.OTHER_AGENCY, COMMUNITY),
    )
    assert rules.turns(director) == ((Role.COMMUNITY_DIRECTOR, COMMUNITY),)
