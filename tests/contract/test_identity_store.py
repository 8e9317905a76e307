"""Units, accounts, roles, sign-ins and tries, on both databases."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dossier.identity import sessions, store, throttle
from dossier.identity.model import Level, Role, SessionLimits, Unit
from dossier.identity.tables import LoginAttemptRow, LoginSessionRow
from dossier.kernel.clock import FixedClock
from dossier.kernel.errors import Conflict, NotFound
from dossier.kernel.ids import UnitId, UserId, new_id

LIMITS = SessionLimits(idle=timedelta(minutes=30), absolute=timedelta(hours=12))
HASH = "$argon2id$stand-in"


def _add_unit(session: Session, path: str, level: Level = Level.COMMUNITY) -> UnitId:
    parent = store.find_unit_at(session, path[:-5])
    unit = Unit(
        id=UnitId(new_id()),
        code=path[-5:-1],
        name=f"单位{path}",
        level=level,
        path=path,
        parent_id=parent.id if parent else None,
    )
    store.add_unit(session, unit)
    return unit.id


def _add_user(session: Session, clock: FixedClock, login: str = "limin") -> UserId:
    user = UserId(new_id())
    store.add_user(session, user, login, "李敏", HASH, clock())
    return user


def test_units_are_found_by_id_path_and_scope(session: Session) -> None:
    root = _add_unit(session, "0001/", Level.CITY)
    street = _add_unit(session, "0001/0003/", Level.STREET)
    _add_unit(session, "0001/0003/0007/")
    _add_unit(session, "0001/0030/", Level.STREET)
    assert store.get_unit(session, street).path == "0001/0003/"
    assert store.find_unit_at(session, "0001/0004/") is None
    within = store.units_within(session, ("0001/0003/",))
    assert [unit.path for unit in within] == ["0001/0003/", "0001/0003/0007/"]
    assert store.units_within(session, ()) == []
    above = store.units_above(session, "0001/0003/0007/")
    assert [unit.path for unit in above] == ["0001/", "0001/0003/", "0001/0003/0007/"]
    assert above[0].id == root


def test_a_path_is_taken_once(session: Session) -> None:
    _add_unit(session, "0001/", Level.CITY)
    with pytest.raises(Conflict):
        _add_unit(session, "0001/", Level.CITY)


def test_what_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        store.get_unit(session, UnitId("nothing"))
    with pytest.raises(NotFound):
        store.get_user(session, UserId("nobody"))
    with pytest.raises(NotFound):
        store.lock_user(session, UserId("nobody"))


def test_a_login_is_taken_once(session: Session, clock: FixedClock) -> None:
    assert store.is_empty(session)
    user = _add_user(session, clock)
    assert not store.is_empty(session)
    with pytest.raises(Conflict):
        _add_user(session, clock)
    found = store.find_user(session, "limin")
    assert found is not None
    assert (found.id, found.name, found.active) == (user, "李敏", True)
    assert found.created_at == clock()
    assert store.names_of(session, {user, UserId("nobody")}) == {user: "李敏"}


def test_an_actor_carries_every_role(session: Session, clock: FixedClock) -> None:
    user = _add_user(session, clock)
    root = _add_unit(session, "0001/", Level.STREET)
    below = _add_unit(session, "0001/0007/")
    store.add_grant(session, user, Role.WINDOW_CLERK, below, clock())
    store.add_grant(session, user, Role.STREET_REVIEWER, root, clock())
    held = store.get_actor(session, user).grants
    assert [(grant.role, grant.unit_path) for grant in held] == [
        (Role.STREET_REVIEWER, "0001/"),
        (Role.WINDOW_CLERK, "0001/0007/"),
    ]
    store.remove_grant(session, user, Role.STREET_REVIEWER, root)
    assert len(store.grants_of(session, user)) == 1


def test_only_open_accounts_are_counted_as_holders(session: Session, clock: FixedClock) -> None:
    root = _add_unit(session, "0001/", Level.CITY)
    users = [_add_user(session, clock, login) for login in ("aa", "bb")]
    for user in users:
        store.add_grant(session, user, Role.SYSADMIN, root, clock())
    store.deactivate(session, users[0])
    assert store.active_holders(session, Role.SYSADMIN) == 1


def test_a_token_is_kept_nowhere(session: Session, clock: FixedClock) -> None:
    opened = sessions.open_session(session, _add_user(session, clock), LIMITS, clock())
    row = session.scalars(sa.select(LoginSessionRow)).one()
    kept = [str(getattr(row, column.key)) for column in sa.inspect(LoginSessionRow).columns]
    assert not any(opened.token in value for value in kept)
    assert len(opened.token) >= 43


def test_a_sign_in_holds_until_it_idles(session: Session, clock: FixedClock) -> None:
    opened = sessions.open_session(session, _add_user(session, clock), LIMITS, clock())
    clock.advance(LIMITS.idle - timedelta(seconds=1))
    found = sessions.find_session(session, opened.token, LIMITS, clock())
    assert found is not None
    sessions.touch_session(session, found.id, clock())
    clock.advance(LIMITS.idle - timedelta(seconds=1))
    assert sessions.find_session(session, opened.token, LIMITS, clock()) is not None
    clock.advance(timedelta(seconds=1))
    assert sessions.find_session(session, opened.token, LIMITS, clock()) is None


def test_a_sign_in_ends_at_its_absolute_limit(session: Session, clock: FixedClock) -> None:
    opened = sessions.open_session(session, _add_user(session, clock), LIMITS, clock())
    end = clock() + LIMITS.absolute
    while clock() + timedelta(minutes=20) < end:
        clock.advance(timedelta(minutes=20))
        found = sessions.find_session(session, opened.token, LIMITS, clock())
        assert found is not None
        sessions.touch_session(session, found.id, clock())
    clock.advance(end - clock())
    assert sessions.find_session(session, opened.token, LIMITS, clock()) is None


def test_a_closed_account_is_signed_out_at_once(session: Session, clock: FixedClock) -> None:
    user = _add_user(session, clock)
    opened = sessions.open_session(session, user, LIMITS, clock())
    store.deactivate(session, user)
    assert sessions.find_session(session, opened.token, LIMITS, clock()) is None


def test_ending_sign_ins_can_spare_one(session: Session, clock: FixedClock) -> None:
    user = _add_user(session, clock)
    first, second = (sessions.open_session(session, user, LIMITS, clock()) for _ in "ab")
    sessions.end_sessions_of(session, user, keep_token=second.token)
    assert sessions.find_session(session, first.token, LIMITS, clock()) is None
    assert sessions.find_session(session, second.token, LIMITS, clock()) is not None
    assert sessions.end_session(session, second.token) == user
    assert sessions.end_session(session, second.token) is None


def test_a_new_sign_in_sweeps_out_those_that_ran_out(
    session: Session, clock: FixedClock
) -> None:
    user = _add_user(session, clock)
    sessions.open_session(session, user, LIMITS, clock())
    clock.advance(LIMITS.idle)
    sessions.open_session(session, user, LIMITS, clock())
    assert session.scalar(sa.select(sa.func.count()).select_from(LoginSessionRow)) == 1


def test_tries_are_free_at_first_and_then_dear(session: Session, clock: FixedClock) -> None:
    for _ in range(throttle.FREE_TRIES_LOGIN):
        assert throttle.count_try(session, "limin", "10.0.0.1", clock()) == timedelta(0)
    assert throttle.count_try(session, "limin", "10.0.0.2", clock()) == timedelta(seconds=1)
    clock.advance(timedelta(seconds=1))
    assert throttle.count_try(session, "limin", "10.0.0.1", clock()) == timedelta(0)
    assert throttle.count_try(session, "limin", "10.0.0.1", clock()) == timedelta(seconds=2)
    assert throttle.count_try(session, "other", "10.0.0.1", clock()) == timedelta(0)


def test_an_address_that_tries_many_logins_waits(session: Session, clock: FixedClock) -> None:
    for number in range(throttle.FREE_TRIES_ADDRESS):
        assert not throttle.count_try(session, f"login{number}", "10.0.0.9", clock())
    assert throttle.count_try(session, "fresh", "10.0.0.9", clock()) > timedelta(0)
    assert not throttle.count_try(session, "fresh", "10.0.0.10", clock())


def test_success_forgives_the_login_and_one_try_of_the_address(
    session: Session, clock: FixedClock
) -> None:
    for _ in range(throttle.FREE_TRIES_LOGIN):
        throttle.count_try(session, "limin", "10.0.0.1", clock())
    throttle.forgive(session, "limin", "10.0.0.1", clock())
    assert not throttle.count_try(session, "limin", "10.0.0.1", clock())
    failures = session.scalars(sa.select(LoginAttemptRow.failures)).all()
    assert sorted(failures) == [1, throttle.FREE_TRIES_LOGIN]


def test_failures_are_forgotten_after_a_while(session: Session, clock: FixedClock) -> None:
    for _ in range(throttle.FREE_TRIES_LOGIN):
        throttle.count_try(session, "limin", "10.0.0.1", clock())
    clock.advance(throttle.FORGOTTEN_AFTER)
    assert not throttle.count_try(session, "limin", "10.0.0.1", clock())
    assert not throttle.count_try(session, "limin", "10.0.0.1", clock())
    clock.advance(throttle.FORGOTTEN_AFTER)
    throttle.forgive(session, "other", "10.0.0.2", clock())
    assert session.scalars(sa.select(LoginAttemptRow)).all() == []
