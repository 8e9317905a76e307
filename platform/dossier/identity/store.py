"""Queries of units, accounts and roles."""

from datetime import datetime

from sqlalchemy import delete, false, or_, select
from sqlalchemy.orm import Session

from dossier.identity.model import Actor, Grant, Level, Role, Unit, User
from dossier.identity.tables import RoleGrantRow, UnitRow, UserAccountRow
from dossier.kernel.errors import Conflict, NotFound
from dossier.kernel.ids import UnitId, UserId

# -- units


def add_unit(session: Session, unit: Unit) -> None:
    """Add ``unit``.  Raises Conflict when its path is taken."""
    if find_unit_at(session, unit.path) is not None:
        raise Conflict(
            f"上级单位下已有代码为 {unit.code} 的单位。请换一个四位代码。", code="unit_exists"
        )
    session.add(
        UnitRow(
            id=unit.id,
            parent_id=unit.parent_id,
            code=unit.code,
            name=unit.name,
            level=unit.level.value,
            path=unit.path,
        )
    )
    session.flush()


def get_unit(session: Session, unit: UnitId) -> Unit:
    """Return the unit.  Raises NotFound."""
    row = session.get(UnitRow, unit)
    if row is None:
        raise NotFound("没有找到这个单位。请核对后再试。", code="unit_not_found")
    return _unit(row)


def find_unit_at(session: Session, path: str) -> Unit | None:
    """Return the unit at ``path``."""
    row = session.scalar(select(UnitRow).where(UnitRow.path == path))
    return None if row is None else _unit(row)


def units_within(session: Session, scopes: tuple[str, ...]) -> list[Unit]:
    """Return the units at ``scopes`` and below, by path; no scope, no unit."""
    within = or_(false(), *(UnitRow.path.startswith(scope) for scope in scopes))
    rows = session.scalars(select(UnitRow).where(within).order_by(UnitRow.path))
    return [_unit(row) for row in rows]


def units_above(session: Session, path: str) -> list[Unit]:
    """Return the unit at ``path`` and those above it, from the root down."""
    codes = path.split("/")[:-1]
    paths = ["/".join(codes[: end + 1]) + "/" for end in range(len(codes))]
    rows = session.scalars(
        select(UnitRow).where(UnitRow.path.in_(paths)).order_by(UnitRow.path)
    )
    return [_unit(row) for row in rows]


# -- accounts


def is_empty(session: Session) -> bool:
    """Tell whether there is no account yet."""
    return session.scalar(select(UserAccountRow.id).limit(1)) is None


def add_user(
    session: Session, user: UserId, login: str, name: str, password_hash: str, now: datetime
) -> None:
    """Open an account.  Raises Conflict when the login is taken."""
    if find_user(session, login) is not None:
        raise Conflict("这个登录名已有人使用。请换一个登录名。", code="login_taken")
    session.add(
        UserAccountRow(
            id=user,
            login=login,
            name=name,
            password_hash=password_hash,
            active=True,
            created_at=now,
            password_changed_at=now,
        )
    )
    session.flush()


def get_user(session: Session, user: UserId) -> User:
    """Return the account.  Raises NotFound."""
    return _user(_account(session, user))


def find_user(session: Session, login: str) -> User | None:
    """Return the account with ``login``, in lower case."""
    row = session.scalar(select(UserAccountRow).where(UserAccountRow.login == login))
    return None if row is None else _user(row)


def password_hash_of(session: Session, user: UserId) -> str:
    """Return the hash of the account's password.  Raises NotFound."""
    return _account(session, user).password_hash


def set_password(session: Session, user: UserId, password_hash: str, now: datetime) -> None:
    """Replace the account's password.  Raises NotFound."""
    row = _account(session, user)
    row.password_hash = password_hash
    row.password_changed_at = now
    session.flush()


def deactivate(session: Session, user: UserId) -> None:
    """Close the account.  Raises NotFound."""
    _account(session, user).active = False
    session.flush()


def names_of(session: Session, users: set[UserId]) -> dict[UserId, str]:
    """Return the names of ``users``; unknown ones are left out."""
    rows = session.execute(
        select(UserAccountRow.id, UserAccountRow.name).where(UserAccountRow.id.in_(users))
    )
    return {UserId(user): name for user, name in rows}


# -- roles


def grants_of(session: Session, user: UserId) -> tuple[Grant, ...]:
    """Return every role that the account holds, by unit path and role."""
    rows = session.execute(
        select(RoleGrantRow.role, RoleGrantRow.unit_id, UnitRow.path)
        .join(UnitRow, UnitRow.id == RoleGrantRow.unit_id)
        .where(RoleGrantRow.user_id == user)
        .order_by(UnitRow.path, RoleGrantRow.role)
    )
    return tuple(Grant(Role(role), UnitId(unit), path) for role, unit, path in rows)


def add_grant(session: Session, user: UserId, role: Role, unit: UnitId, now: datetime) -> None:
    """Give ``role`` at ``unit``."""
    session.add(RoleGrantRow(user_id=user, role=role.value, unit_id=unit, granted_at=now))
    session.flush()


def remove_grant(session: Session, user: UserId, role: Role, unit: UnitId) -> None:
    """Take ``role`` at ``unit`` back."""
    session.execute(
        delete(RoleGrantRow).where(
            RoleGrantRow.user_id == user,
            RoleGrantRow.role == role.value,
            RoleGrantRow.unit_id == unit,
        )
    )


def active_holders(session: Session, role: Role) -> int:
    """Return how many open accounts hold ``role``; they stay so until the transaction ends."""
    held = select(RoleGrantRow.user_id).where(RoleGrantRow.role == role.value)
    holders = (
        select(UserAccountRow.id)
        .where(UserAccountRow.active, UserAccountRow.id.in_(held))
        .order_by(UserAccountRow.id)
        .with_for_update()
    )
    return len(session.scalars(holders).all())


def get_actor(session: Session, user: UserId) -> Actor:
    """Return the account as one who acts, with every role.  Raises NotFound."""
    row = _account(session, user)
    return Actor(user, row.name, row.login, grants_of(session, user))


def _account(session: Session, user: UserId) -> UserAccountRow:
    row = session.get(UserAccountRow, user)
    if row is None:
        raise NotFound("没有找到这个用户。请核对后再试。", code="user_not_found")
    return row


def lock_user(session: Session, user: UserId) -> None:
    """Let nobody else change the account's roles until the transaction ends.  Raises NotFound."""
    locked = select(UserAccountRow.id).where(UserAccountRow.id == user).with_for_update()
    if session.scalar(locked) is None:
        raise NotFound("没有找到这个用户。请核对后再试。", code="user_not_found")


def _user(row: UserAccountRow) -> User:
    return User(UserId(row.id), row.login, row.name, row.active, row.created_at)


def _unit(row: UnitRow) -> Unit:
    return Unit(
        id=UnitId(row.id),
        code=row.code,
        name=row.name,
        level=Level(row.level),
        path=row.path,
        parent_id=None if row.parent_id is None else UnitId(row.parent_id),
    )
