"""Units, accounts, roles and sign-ins: who may do what where.

Business things know a unit path and a permission; ``check`` and ``scopes`` answer the rest.
"""

from dossier.identity.model import (
    Actor,
    Exclusion,
    Grant,
    Level,
    OpenSession,
    Permission,
    Role,
    SessionLimits,
    SignIn,
    Unit,
    User,
)
from dossier.identity.rules import (
    check,
    covers,
    exclusive_conflicts,
    holds,
    levels_of,
    may,
    may_somewhere,
    permissions_of,
    scopes,
    title,
)
from dossier.identity.store import (
    find_unit_at,
    find_user,
    get_actor,
    get_unit,
    get_user,
    is_empty,
    names_of,
    units_above,
    units_within,
)

__all__ = [
    "Actor",
    "Exclusion",
    "Grant",
    "Level",
    "OpenSession",
    "Permission",
    "Role",
    "SessionLimits",
    "SignIn",
    "Unit",
    "User",
    "check",
    "covers",
    "exclusive_conflicts",
    "find_unit_at",
    "find_user",
    "get_actor",
    "get_unit",
    "get_user",
    "holds",
    "is_empty",
    "levels_of",
    "may",
    "may_somewhere",
    "names_of",
    "permissions_of",
    "scopes",
    "title",
    "units_above",
    "units_within",
]
