"""Units, accounts and roles as the administrator arranges them."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session, sessionmaker

from dossier import audit
from dossier.flows import set_up, staff
from dossier.identity import passwords, store
from dossier.identity import sessions as sessions_of
from dossier.identity.model import Level, Role, SessionLimits
from dossier.kernel.clock import FixedClock
from dossier.kernel.errors import Conflict, NotFound, Refused
from dossier.kernel.ids import SYSTEM, UnitId, UserId
from dossier.work import Work, begin

HASH = passwords.NOBODY
LIMITS = SessionLimits(idle=timedelta(minutes=30), absolute=timedelta(hours=12))


@pytest.fixture
def work(sessions: sessionmaker[Session], clock: FixedClock) -> Iterator[Work]:
    with begin(sessions, SYSTEM, clock) as work:
        yield work


def _set_up(work: Work) -> UserId:
    return set_up.set_up(
        work,
        login="Root",
        name="管理员",
        password_hash=HASH,
        unit_name="和安区",
        level=Level.DISTRICT,
    )


def _community(work: Work) -> UnitId:
    root = store.find_unit_at(work.session, "0001/")
    assert root is not None
    street = staff.create_unit(work, root.id, "0003", "春晖街道", Level.STREET)
    return staff.create_unit(work, street, "0007", "丁香社区", Level.COMMUNITY)


def _kinds(work: Work) -> list[str]:
    records = audit.events(work.session, 0, 100)
    return [record.body.decode().split('"kind":"')[1].split('"')[0] for record in records]


def test_the_first_administrator_stands_at_the_root(work: Work) -> None:
    user = _set_up(work)
    (grant,) = store.grants_of(work.session, user)
    assert (grant.role, grant.unit_path) == (Role.SYSADMIN, "0001/")
    assert store.get_user(work.session, user).login == "root"
    assert _kinds(work) == ["unit_created", "user_created", "grant_given"]


def test_a_home_is_set_up_once(work: Work) -> None:
    _set_up(work)
    with pytest.raises(Refused):
        _set_up(work)


def test_units_form_a_tree_that_only_goes_down(work: Work) -> None:
    _set_up(work)
    community = _community(work)
    assert store.get_unit(work.session, community).path == "0001/0003/0007/"
    with pytest.raises(Refused, match="不能再设"):
        staff.create_unit(work, community, "0001", "又一街道", Level.STREET)
    with pytest.raises(Refused, match="四位数字"):
        staff.create_unit(work, community, "7", "网格", Level.COMMUNITY)
    with pytest.raises(NotFound):
        staff.create_unit(work, UnitId("nothing"), "0001", "网格", Level.COMMUNITY)


def test_a_unit_code_is_taken_once_under_one_parent(work: Work) -> None:
    _set_up(work)
    _community(work)
    with pytest.raises(Conflict):
        _community(work)


def test_roles_that_exclude_each_other_are_not_given_to_one_person(work: Work) -> None:
    _set_up(work)
    community = _community(work)
    user = staff.create_user(work, "zhaolei", "赵磊", HASH)
    staff.grant(work, user, Role.ACCOUNTANT, community)
    with pytest.raises(Refused, match="会计与出纳必须由不同的人担任"):
        staff.grant(work, user, Role.CASHIER, community)
    staff.revoke(work, user, Role.ACCOUNTANT, community)
    staff.grant(work, user, Role.CASHIER, community)


def test_the_administrator_gets_no_business_role(work: Work) -> None:
    admin = _set_up(work)
    with pytest.raises(Refused, match="系统管理员不得担任任何业务角色"):
        staff.grant(work, admin, Role.WINDOW_CLERK, _community(work))


def test_a_role_belongs_to_its_level(work: Work) -> None:
    _set_up(work)
    community = _community(work)
    user = staff.create_user(work, "zhaolei", "赵磊", HASH)
    for role in (Role.STREET_REVIEWER, Role.APPLICANT):
        with pytest.raises(Refused, match="不能设在社区"):
            staff.grant(work, user, role, community)


def test_a_role_is_given_once_and_taken_back_once(work: Work) -> None:
    _set_up(work)
    community = _community(work)
    user = staff.create_user(work, "zhaolei", "赵磊", HASH)
    staff.grant(work, user, Role.WINDOW_CLERK, community)
    with pytest.raises(Conflict):
        staff.grant(work, user, Role.WINDOW_CLERK, community)
    staff.revoke(work, user, Role.WINDOW_CLERK, community)
    with pytest.raises(NotFound):
        staff.revoke(work, user, Role.WINDOW_CLERK, community)
    assert _kinds(work)[-2:] == ["grant_given", "grant_revoked"]


def _by_closing(work: Work, admin: UserId, _root: UnitId) -> None:
    staff.deactivate(work, admin)


def _by_revoking(work: Work, admin: UserId, root: UnitId) -> None:
    staff.revoke(work, admin, Role.SYSADMIN, root)


@pytest.mark.parametrize("remove", [_by_closing, _by_revoking])
def test_the_last_administrator_stays(
    work: Work, remove: Callable[[Work, UserId, UnitId], None]
) -> None:
    admin = _set_up(work)
    root = store.grants_of(work.session, admin)[0].unit_id
    with pytest.raises(Refused, match="最后一位系统管理员"):
        remove(work, admin, root)
    second = staff.create_user(work, "second", "第二位", HASH)
    staff.grant(work, second, Role.SYSADMIN, root)
    remove(work, admin, root)


def _reset(work: Work, user: UserId) -> None:
    staff.reset_password(work, user, HASH)


@pytest.mark.parametrize("end", [staff.deactivate, _reset])
def test_closing_an_account_or_resetting_its_password_ends_its_sign_ins(
    work: Work, end: Callable[[Work, UserId], None]
) -> None:
    user = staff.create_user(work, "zhaolei", "赵磊", HASH)
    opened = sessions_of.open_session(work.session, user, LIMITS, work.now)
    end(work, user)
    assert sessions_of.find_session(work.session, opened.token, LIMITS, work.now) is None
