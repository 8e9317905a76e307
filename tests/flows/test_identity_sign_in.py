"""Signing in: in three steps, and without a word of why it failed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from dossier import audit
from dossier.flows import sign_in, staff
from dossier.flows.set_up import set_up
from dossier.identity import passwords, throttle
from dossier.identity import sessions as sign_ins
from dossier.identity.model import Level, SessionLimits
from dossier.kernel.clock import FixedClock
from dossier.kernel.errors import DossierError, Refused
from dossier.kernel.ids import SYSTEM, UserId
from dossier.work import begin, look

LIMITS = SessionLimits(idle=timedelta(minutes=30), absolute=timedelta(hours=12))
PASSWORD = "kuaile-xinchuang-42"
HASH = passwords.hash_password(PASSWORD)
ADDRESS = "10.0.0.1"
Sessions = sessionmaker[Session]


@pytest.fixture
def user(sessions: Sessions, clock: FixedClock) -> UserId:
    with begin(sessions, SYSTEM, clock) as work:
        return staff.create_user(work, "limin", "李敏", HASH)


def _knock(sessions: Sessions, clock: FixedClock, login: str = "limin") -> sign_in.Candidate:
    with begin(sessions, SYSTEM, clock) as work:
        candidate = sign_in.knock(work, login, ADDRESS)
    assert isinstance(candidate, sign_in.Candidate)
    return candidate


def _log(sessions: Sessions) -> str:
    with look(sessions) as session:
        return " ".join(record.body.decode() for record in audit.events(session, 0, 1000))


def test_who_knows_the_password_gets_in(
    sessions: Sessions, clock: FixedClock, user: UserId
) -> None:
    candidate = _knock(sessions, clock, " LiMin ")
    assert candidate.fits(PASSWORD)
    with begin(sessions, user, clock) as work:
        opened = sign_in.sign_in(work, candidate, LIMITS)
    with look(sessions) as session:
        found = sign_ins.find_session(session, opened.token, LIMITS, clock())
    assert found is not None
    assert found.actor.user_id == user
    assert found.csrf == opened.csrf


def test_a_wrong_password_an_unknown_login_and_a_closed_account_look_the_same(
    sessions: Sessions, clock: FixedClock, user: UserId
) -> None:
    assert not _knock(sessions, clock).fits("something else")
    unknown = _knock(sessions, clock, "nobody")
    assert not unknown.fits(PASSWORD)
    assert unknown.password_hash == passwords.NOBODY
    with begin(sessions, SYSTEM, clock) as work:
        staff.deactivate(work, user)
    assert not _knock(sessions, clock).fits(PASSWORD)


def test_the_log_tells_of_refusals_and_keeps_no_login(
    sessions: Sessions, clock: FixedClock, user: UserId
) -> None:
    for login in ("limin", "hunter2-typed-here"):
        candidate = _knock(sessions, clock, login)
        with begin(sessions, SYSTEM, clock) as work:
            sign_in.turn_away(work, candidate)
    with begin(sessions, SYSTEM, clock) as work:
        staff.deactivate(work, user)
    candidate = _knock(sessions, clock)
    with begin(sessions, SYSTEM, clock) as work:
        sign_in.turn_away(work, candidate)
    log = _log(sessions)
    for reason in ("password", "unknown", "inactive"):
        assert f'"reason":"{reason}"' in log
    assert "hunter2" not in log
    assert "limin" not in log


def test_a_password_changed_since_the_knock_lets_nobody_in(
    sessions: Sessions, clock: FixedClock, user: UserId
) -> None:
    candidate = _knock(sessions, clock)
    with begin(sessions, SYSTEM, clock) as work:
        staff.reset_password(work, user, passwords.NOBODY)
    with pytest.raises(Refused), begin(sessions, user, clock) as work:
        sign_in.sign_in(work, candidate, LIMITS)
    with pytest.raises(Refused), begin(sessions, user, clock) as work:
        sign_in.change_password(work, candidate, HASH)


def test_signing_in_again_ends_the_sign_in_that_the_browser_had(
    sessions: Sessions, clock: FixedClock, user: UserId
) -> None:
    with begin(sessions, user, clock) as work:
        first = sign_in.sign_in(work, _candidate(user), LIMITS)
        second = sign_in.sign_in(work, _candidate(user), LIMITS, replaced_token=first.token)
        assert sign_ins.find_session(work.session, first.token, LIMITS, clock()) is None
        assert second.token != first.token


def _candidate(user: UserId) -> sign_in.Candidate:
    return sign_in.Candidate(user, "limin", ADDRESS, HASH, active=True)


def test_signing_out_twice_is_harmless(
    sessions: Sessions, clock: FixedClock, user: UserId
) -> None:
    with begin(sessions, user, clock) as work:
        opened = sign_in.sign_in(work, _candidate(user), LIMITS)
    for _ in range(2):
        with begin(sessions, user, clock) as work:
            sign_in.sign_out(work, opened.token)
    assert _log(sessions).count('"signed_out"') == 1


def test_changing_the_password_ends_the_other_sign_ins(
    sessions: Sessions, clock: FixedClock, user: UserId
) -> None:
    with begin(sessions, user, clock) as work:
        here = sign_in.sign_in(work, _candidate(user), LIMITS)
        elsewhere = sign_in.sign_in(work, _candidate(user), LIMITS)
        sign_in.change_password(work, _candidate(user), passwords.NOBODY, keep_token=here.token)
    with look(sessions) as session:
        assert sign_ins.find_session(session, here.token, LIMITS, clock()) is not None
        assert sign_ins.find_session(session, elsewhere.token, LIMITS, clock()) is None


@pytest.mark.db
def test_many_guesses_at_once_are_no_way_round_the_throttle(
    sessions: Sessions, clock: FixedClock, user: UserId
) -> None:
    guessers = 4
    start = Barrier(guessers)

    def guess(_number: int) -> int:
        start.wait()
        passed = 0
        for _ in range(4):
            with begin(sessions, SYSTEM, clock) as work:
                found = sign_in.knock(work, "limin", ADDRESS)
            passed += isinstance(found, sign_in.Candidate)
        return passed

    with ThreadPoolExecutor(guessers) as pool:
        assert sum(pool.map(guess, range(guessers))) == throttle.FREE_TRIES_LOGIN


@pytest.mark.db
def test_of_two_first_administrators_one_comes_first(
    sessions: Sessions, clock: FixedClock
) -> None:
    start = Barrier(2)

    def try_it(login: str) -> bool:
        start.wait()
        try:
            with begin(sessions, SYSTEM, clock) as work:
                set_up(
                    work,
                    login=login,
                    name="管理员",
                    password_hash=HASH,
                    unit_name="和安区",
                    level=Level.DISTRICT,
                )
        except (DossierError, IntegrityError):
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(try_it, ("first", "second"))) == [False, True]
