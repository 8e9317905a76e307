"""Units, accounts and who holds which role."""

import re

from dossier.identity import passwords, rules, sessions, store
from dossier.identity.events import (
    GrantGiven,
    GrantRevoked,
    PasswordChanged,
    UnitCreated,
    UserCreated,
    UserDeactivated,
)
from dossier.identity.model import Grant, Level, Role, Unit
from dossier.kernel.errors import Conflict, NotFound, Refused
from dossier.kernel.ids import UnitId, UserId, new_id
from dossier.work import Work

ROOT_CODE = "0001"


def create_root(work: Work, name: str, level: Level) -> UnitId:
    """Create the unit above all others.  Raises Conflict when there is one."""
    return _add_unit(work, None, ROOT_CODE, name, level)


def create_unit(work: Work, parent: UnitId, code: str, name: str, level: Level) -> UnitId:
    """Create a unit below ``parent``.

    code: four digits.  Raises Refused when the code or the level does not fit, Conflict when
    the code is taken.
    """
    if not re.fullmatch(r"[0-9]{4}", code):
        raise Refused("单位代码要用四位数字，例如 0003。请改正。", code="unit_code_malformed")
    above = store.get_unit(work.session, parent)
    if not rules.below(level, above.level):
        raise Refused(
            f"{above.name}是{above.level}一级，下面不能再设{level}一级的单位。请另选上级或级别。",
            code="unit_level",
        )
    return _add_unit(work, above, code, name, level)


def _add_unit(work: Work, above: Unit | None, code: str, name: str, level: Level) -> UnitId:
    unit = Unit(
        id=UnitId(new_id()),
        code=code,
        name=name,
        level=level,
        path=f"{above.path if above else ''}{code}/",
        parent_id=above.id if above else None,
    )
    store.add_unit(work.session, unit)
    work.record(UnitCreated(unit=unit.id, path=unit.path, level=level.value))
    return unit.id


def create_user(work: Work, login: str, name: str, password_hash: str) -> UserId:
    """Open an account.  Raises Refused for a malformed login, Conflict when it is taken.

    password_hash: made before the transaction, with ``identity.passwords``.
    """
    user = UserId(new_id())
    lower = passwords.check_login(login)
    store.add_user(work.session, user, lower, name, password_hash, work.now)
    work.record(UserCreated(user=user))
    return user


def deactivate(work: Work, user: UserId) -> None:
    """Close the account; its sign-ins end at once."""
    store.lock_user(work.session, user)
    if any(grant.role is Role.SYSADMIN for grant in store.grants_of(work.session, user)):
        _keep_an_administrator(work)
    store.deactivate(work.session, user)
    sessions.end_sessions_of(work.session, user)
    work.record(UserDeactivated(user=user))


def reset_password(work: Work, user: UserId, password_hash: str) -> None:
    """Set another password for an account; all its sign-ins end."""
    store.lock_user(work.session, user)
    store.set_password(work.session, user, password_hash, work.now)
    sessions.end_sessions_of(work.session, user)
    work.record(PasswordChanged(user=user))


def grant(work: Work, user: UserId, role: Role, unit: UnitId) -> None:
    """Give ``role`` at ``unit``.

    Raises Refused when the role does not belong at that level or excludes one that is held,
    Conflict when it is held already.
    """
    place = store.get_unit(work.session, unit)
    if place.level not in rules.levels_of(role):
        raise Refused(
            f"{rules.title(role)}不能设在{place.level}一级。请选择合适的单位。",
            code="role_level",
        )
    store.lock_user(work.session, user)
    held = store.grants_of(work.session, user)
    given = Grant(role, unit, place.path)
    if given in held:
        raise Conflict("此人在这个单位已有这个岗位，不用再授予。", code="grant_exists")
    if conflicts := rules.exclusive_conflicts((*held, given)):
        first = conflicts[0]
        raise Refused(
            f"不能授予：{first.reason}（{rules.title(first.first)}、"
            f"{rules.title(first.second)}）。请先收回其中一个岗位，或另选一人。",
            code="roles_exclude_each_other",
            first=first.first.value,
            second=first.second.value,
        )
    store.add_grant(work.session, user, role, unit, work.now)
    work.record(GrantGiven(user=user, role=role.value, unit=unit))


def revoke(work: Work, user: UserId, role: Role, unit: UnitId) -> None:
    """Take ``role`` at ``unit`` back.  Raises NotFound, Refused for the last administrator."""
    store.lock_user(work.session, user)
    held = store.grants_of(work.session, user)
    if not any(grant.role is role and grant.unit_id == unit for grant in held):
        raise NotFound("此人没有这个岗位，不用收回。", code="grant_not_found")
    if role is Role.SYSADMIN:
        _keep_an_administrator(work)
    store.remove_grant(work.session, user, role, unit)
    work.record(GrantRevoked(user=user, role=role.value, unit=unit))


def _keep_an_administrator(work: Work) -> None:
    if store.active_holders(work.session, Role.SYSADMIN) <= 1:
        raise Refused(
            "这是最后一位系统管理员，不能停用或收回。请先指定另一位系统管理员。",
            code="last_administrator",
        )
