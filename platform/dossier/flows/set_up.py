"""The first steps in an empty home: the root unit and the first administrator."""

from dossier.flows import staff
from dossier.identity import store
from dossier.identity.model import Level, Role
from dossier.kernel.errors import Refused
from dossier.kernel.ids import UserId
from dossier.work import Work


def set_up(
    work: Work, *, login: str, name: str, password_hash: str, unit_name: str, level: Level
) -> UserId:
    """Create the root unit and the first administrator.

    Raises Refused when there is an account already.  The root's code is always 0001, so that
    of two set-ups at once the database lets one through.
    """
    if not store.is_empty(work.session):
        raise Refused("系统已经设置过了。请直接登录。", code="forbidden_set_up_done")
    root = staff.create_root(work, unit_name, level)
    user = staff.create_user(work, login, name, password_hash)
    staff.grant(work, user, Role.SYSADMIN, root)
    return user
