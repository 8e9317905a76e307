"""Signing in and out, who one is, and one's own password."""

from datetime import datetime, timedelta

from fastapi import APIRouter, Request, Response
from pydantic import Field, SecretStr

from dossier.api.deps import (
    COOKIE,
    Here,
    InParts,
    InWork,
    Look,
    Parts,
    address_of,
    limits_of,
    public,
    require,
)
from dossier.api.errors import seconds_up
from dossier.api.views import Command, View
from dossier.flows import sign_in as signing
from dossier.identity import passwords, rules, store
from dossier.identity.model import Actor, Permission, SignIn
from dossier.kernel.errors import Refused
from dossier.kernel.ids import SYSTEM
from dossier.kernel.settings import Settings
from dossier.work import begin

router = APIRouter(prefix="/auth", tags=["auth"])


class SignInCommand(Command):
    """A login and its password."""

    login: str = Field(min_length=1, max_length=100)
    password: SecretStr = Field(min_length=1, max_length=1000)


class PasswordCommand(Command):
    """One's password, and the one that shall take its place."""

    present: SecretStr = Field(min_length=1, max_length=1000)
    wanted: SecretStr = Field(min_length=1, max_length=1000)


class GrantView(View):
    """A role at a unit."""

    role: str
    role_title: str
    unit_id: str
    unit_name: str
    unit_path: str
    level: str


class MeView(View):
    """Who is signed in, and what may be done.

    csrf_token: to be sent as X-CSRF-Token with every change.
    """

    user_id: str
    name: str
    login: str
    grants: list[GrantView]
    permissions: list[str]
    csrf_token: str
    demonstration: bool


class SignedInView(View):
    """A fresh sign-in."""

    expires_at: datetime
    csrf_token: str


@router.post("/login", **public())
def sign_in(
    command: SignInCommand, request: Request, response: Response, parts: InParts
) -> SignedInView:
    """Sign in; the cookie is new each time."""
    candidate = _candidate(parts, command.login, address_of(request))
    # No transaction is open while the password is compared: that takes its time on purpose.
    fits = candidate.fits(command.password.get_secret_value())
    actor = candidate.user or SYSTEM
    if not fits:
        with begin(parts.sessions, actor, parts.clock) as work:
            signing.turn_away(work, candidate)
        raise signing.refused()
    with begin(parts.sessions, actor, parts.clock) as work:
        opened = signing.sign_in(
            work,
            candidate,
            limits_of(parts.settings),
            replaced_token=request.cookies.get(COOKIE, ""),
        )
    _set_cookie(response, opened, parts.settings)
    return SignedInView(expires_at=opened.expires_at, csrf_token=opened.csrf)


def _candidate(parts: Parts, login: str, address: str) -> signing.Candidate:
    with begin(parts.sessions, SYSTEM, parts.clock) as work:
        found = signing.knock(work, login, address)
    if isinstance(found, timedelta):
        seconds = seconds_up(found.total_seconds())
        raise Refused(
            f"登录尝试太频繁。请等 {seconds} 秒后再试。",
            code="sign_in_throttled",
            retry_seconds=seconds,
        )
    return found


@router.post("/logout", status_code=204, **require(Permission.SELF))
def sign_out(request: Request, response: Response, work: InWork) -> None:
    """End this sign-in."""
    signing.sign_out(work, request.cookies.get(COOKIE, ""))
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")


@router.get("/me", **require(Permission.SELF))
def me(here: Here, session: Look, parts: InParts) -> MeView:
    """Tell who is signed in, with roles, permissions and the token for changes."""
    actor = here.actor
    return MeView(
        user_id=actor.user_id,
        name=actor.name,
        login=actor.login,
        grants=[
            GrantView(
                role=grant.role.value,
                role_title=rules.title(grant.role),
                unit_id=grant.unit_id,
                unit_name=(unit := store.get_unit(session, grant.unit_id)).name,
                unit_path=grant.unit_path,
                level=unit.level.value,
            )
            for grant in actor.grants
        ],
        permissions=permissions_of(actor),
        csrf_token=here.csrf,
        demonstration=parts.demonstration,
    )


def permissions_of(actor: Actor) -> list[str]:
    """Return what ``actor`` may do somewhere, sorted: what the screens offer at all."""
    held = {Permission.SELF}.union(*(rules.permissions_of(g.role) for g in actor.grants))
    return sorted(permission.value for permission in held)


@router.post("/password", status_code=204, **require(Permission.SELF))
def change_password(
    command: PasswordCommand, request: Request, here: Here, parts: InParts
) -> None:
    """Change one's own password; all other sign-ins end."""
    actor = here.actor
    candidate = _candidate(parts, actor.login, address_of(request))
    if not candidate.fits(command.present.get_secret_value()):
        raise Refused("现在的密码不对。请重新输入。", code="password_wrong")
    wanted = command.wanted.get_secret_value()
    passwords.check_password(wanted, actor.login)
    hashed = passwords.hash_password(wanted)
    with begin(parts.sessions, actor.user_id, parts.clock) as work:
        signing.change_password(
            work, candidate, hashed, keep_token=request.cookies.get(COOKIE, "")
        )


def _set_cookie(response: Response, opened: SignIn, settings: Settings) -> None:
    response.set_cookie(
        COOKIE,
        opened.token,
        path="/",
        httponly=True,
        samesite="strict",
        secure=settings.public_origin.startswith("https://"),
    )
