"""Signing in and out, and changing one's own password.

A sign-in is three steps, so that no transaction is open while the password is compared and a
failure is kept although the answer is an error: ``knock`` counts the try, ``Candidate.fits``
compares, ``sign_in`` or ``turn_away`` writes down what came of it.
"""

from dataclasses import dataclass
from datetime import timedelta

from dossier.identity import passwords, sessions, store, throttle
from dossier.identity.events import PasswordChanged, SignedIn, SignedOut, SignInRefused
from dossier.identity.model import SessionLimits, SignIn
from dossier.kernel.errors import Refused
from dossier.kernel.ids import UserId
from dossier.work import Work


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who wants to sign in.

    user: None where no account has the login; then the password is compared all the same.
    """

    user: UserId | None
    login: str
    address: str
    password_hash: str
    active: bool

    def fits(self, password: str) -> bool:
        """Tell whether ``password`` opens the account; takes as long for an unknown login."""
        right = passwords.fits(password, self.password_hash)
        return right and self.active and self.user is not None


def knock(work: Work, login: str, address: str) -> Candidate | timedelta:
    """Count a try; return who may go on, or how long to wait."""
    login = login.strip().lower()
    wait = throttle.count_try(work.session, login, address, work.now)
    if wait:
        return wait
    user = store.find_user(work.session, login)
    if user is None:
        return Candidate(None, login, address, passwords.NOBODY, active=False)
    password_hash = store.password_hash_of(work.session, user.id)
    return Candidate(user.id, login, address, password_hash, active=user.active)


def sign_in(
    work: Work, candidate: Candidate, limits: SessionLimits, *, replaced_token: str = ""
) -> SignIn:
    """Let the candidate in under a new token; a sign-in already in the browser ends.

    Raises Refused when the account or its password changed since the knock.
    """
    assert candidate.user is not None
    user = store.get_user(work.session, candidate.user)
    if (
        not user.active
        or store.password_hash_of(work.session, user.id) != candidate.password_hash
    ):
        raise refused()
    throttle.forgive(work.session, candidate.login, candidate.address, work.now)
    if replaced_token:
        sessions.end_session(work.session, replaced_token)
    opened = sessions.open_session(work.session, user.id, limits, work.now)
    work.record(SignedIn(user=user.id))
    return opened


def turn_away(work: Work, candidate: Candidate) -> None:
    """Write down that the candidate did not get in."""
    if candidate.user is None:
        work.record(SignInRefused(user=None, reason="unknown"))
    else:
        reason = "password" if candidate.active else "inactive"
        work.record(SignInRefused(user=candidate.user, reason=reason))


def refused() -> Refused:
    """Return the one answer to every failed sign-in, which tells nobody why."""
    return Refused("登录名或密码不对。请核对后再试。", code="sign_in_refused")


def sign_out(work: Work, token: str) -> None:
    """End the sign-in of ``token``; harmless when it has ended already."""
    user = sessions.end_session(work.session, token)
    if user is not None:
        work.record(SignedOut(user=user))


def change_password(
    work: Work, candidate: Candidate, new_hash: str, *, keep_token: str = ""
) -> None:
    """Replace the password of a candidate whom the present one fits; end the other sign-ins.

    Raises Refused when it was changed meanwhile.
    """
    assert candidate.user is not None
    user = candidate.user
    store.lock_user(work.session, user)
    if store.password_hash_of(work.session, user) != candidate.password_hash:
        raise Refused(
            "密码刚被改过。请用新密码重新登录后再试。", code="password_changed_meanwhile"
        )
    throttle.forgive(work.session, candidate.login, candidate.address, work.now)
    store.set_password(work.session, user, new_hash, work.now)
    sessions.end_sessions_of(work.session, user, keep_token=keep_token)
    work.record(PasswordChanged(user=user))
