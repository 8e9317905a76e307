"""The first administrator of an empty home: once, on this machine, with the console's code."""

from fastapi import APIRouter, Request
from pydantic import Field, SecretStr

from dossier.api.deps import InParts, Look, Parts, is_loopback, public
from dossier.api.views import Command, View
from dossier.flows import set_up as setting_up
from dossier.identity import passwords, setup_code, store
from dossier.identity.model import Level
from dossier.identity.setup_code import issue_setup_code
from dossier.kernel.errors import Refused
from dossier.kernel.ids import SYSTEM
from dossier.work import begin, look

__all__ = ["issue_setup_code", "router"]

router = APIRouter(prefix="/setup", tags=["setup"])


class SetupView(View):
    """Whether the home is still empty; here: whether it can be set up from this browser."""

    needed: bool
    here: bool


class SetupCommand(Command):
    """code: as printed on the console by ``dossier serve``."""

    code: str = Field(min_length=1, max_length=64)
    login: str = Field(min_length=1, max_length=32)
    password: SecretStr = Field(min_length=1, max_length=1000)
    name: str = Field(min_length=1, max_length=50, pattern=r"\S")
    unit_name: str = Field(min_length=1, max_length=100, pattern=r"\S")
    unit_level: Level


@router.get("", **public())
def setup_state(request: Request, session: Look) -> SetupView:
    """Tell whether there is nobody yet who could sign in."""
    return SetupView(needed=store.is_empty(session), here=is_loopback(request))


@router.post("", status_code=204, **public())
def set_up(command: SetupCommand, request: Request, parts: InParts) -> None:
    """Create the root unit and the first administrator; afterwards this is closed for ever."""
    if not is_loopback(request):
        raise Refused(
            "只能在运行本系统的电脑上进行首次设置。请在那台电脑的浏览器里打开。",
            code="forbidden_not_local",
        )
    _check_empty(parts)
    home = parts.settings.home
    setup_code.check_setup_code(home, command.code)
    login = passwords.check_login(command.login)
    password = command.password.get_secret_value()
    passwords.check_password(password, login)
    hashed = passwords.hash_password(password)
    with begin(parts.sessions, SYSTEM, parts.clock) as work:
        setting_up.set_up(
            work,
            login=login,
            name=command.name.strip(),
            password_hash=hashed,
            unit_name=command.unit_name.strip(),
            level=command.unit_level,
        )
    setup_code.forget_setup_code(home)


def _check_empty(parts: Parts) -> None:
    with look(parts.sessions) as session:
        if not store.is_empty(session):
            raise Refused("系统已经设置过了。请直接登录。", code="forbidden_set_up_done")
