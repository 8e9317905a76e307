"""Who may do what where; which roles exclude each other.

A grant at a unit covers that unit and everything below it.  Nothing else gives a right.
"""

import re
from collections.abc import Iterable
from datetime import timedelta
from itertools import combinations

from dossier.identity.model import Actor, Exclusion, Grant, Level, Permission, Role
from dossier.kernel.errors import NotFound, Refused

P = Permission
_PATH = re.compile(r"(?:[0-9]{4}/)+")

_STAFF = frozenset({P.SELF, P.CATALOGUE_READ})
_BODY = _STAFF | {P.CASE_READ}
_READER = _STAFF | {P.CASE_READ, P.ARCHIVE_READ, P.SEARCH_READ}
_COUNTER = _READER | {P.CASE_OPEN, P.CASE_EDIT, P.CASE_NOTIFY, P.CASE_ACCEPT, P.CASE_CHECK}
_EDITOR = frozenset({P.CATALOGUE_EDIT, P.CATALOGUE_PUBLISH})

_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.WINDOW_CLERK: _COUNTER,
    Role.GRID_WORKER: _STAFF | {P.CASE_READ, P.CASE_CHECK},
    Role.STATION_HEAD: _READER | {P.CASE_CHECK, P.NOTICE_PUBLISH},
    Role.COMMUNITY_DIRECTOR: _READER
    | {P.CASE_CHECK, P.NOTICE_PUBLISH, P.PAYMENT_APPROVE, P.LEDGER_READ},
    Role.MEDIATOR: _STAFF | {P.CASE_READ, P.CASE_CHECK},
    Role.VOLUNTEER_MANAGER: _STAFF | {P.CASE_READ, P.CASE_CHECK},
    Role.ACCOUNTANT: _STAFF | {P.CASE_READ, P.PAYMENT_PREPARE, P.LEDGER_READ},
    Role.COMMUNITY_PARTY_SECRETARY: _BODY,
    Role.BRANCH_SECRETARY: _BODY,
    Role.BRANCH_COMMITTEE: _BODY,
    Role.BRANCH_CONGRESS: _BODY,
    Role.RESIDENT_ASSEMBLY: _BODY,
    Role.CASHIER: _BODY | {P.PAYMENT_RELEASE, P.LEDGER_READ},
    Role.FINANCE_SUPERVISORS: _BODY | {P.LEDGER_READ},
    Role.ARCHIVIST: _READER | {P.ARCHIVE_FILE},
    Role.STREET_REVIEWER: _READER | {P.CASE_NOTIFY, P.CASE_REVIEW, P.NOTICE_PUBLISH},
    Role.STREET_LEADER: _READER
    | {P.CASE_REVIEW, P.CASE_DECIDE, P.PAYMENT_APPROVE, P.LEDGER_READ},
    Role.STREET_BOOKKEEPER: _STAFF | {P.CASE_READ, P.PAYMENT_PREPARE, P.LEDGER_READ},
    Role.STREET_PARTY_COMMITTEE: _BODY,
    Role.DISTRICT_APPROVER: _READER | _EDITOR | {P.CASE_DECIDE, P.PARAMETER_EDIT},
    Role.DISTRICT_PARTY_ORG: _BODY,
    Role.LEADING_GROUP: _BODY,
    Role.CITY_APPROVER: _READER | _EDITOR | {P.CASE_DECIDE, P.PARAMETER_EDIT},
    Role.SYSADMIN: _STAFF | {P.USER_MANAGE, P.CATALOGUE_EDIT},
    Role.AUDITOR: _READER | {P.LEDGER_READ, P.AUDIT_READ},
    Role.APPLICANT: frozenset(),
}
"""Roles that are not named here (other agencies) look at the catalogue alone."""

_SEES_OWN_TURNS = frozenset(
    {
        Role.COMMUNITY_PARTY_SECRETARY,
        Role.BRANCH_SECRETARY,
        Role.BRANCH_COMMITTEE,
        Role.BRANCH_CONGRESS,
        Role.RESIDENT_ASSEMBLY,
        Role.CASHIER,
        Role.FINANCE_SUPERVISORS,
        Role.STREET_PARTY_COMMITTEE,
        Role.DISTRICT_PARTY_ORG,
        Role.LEADING_GROUP,
    }
)
"""Bodies that take part in some matters: they see a case while its turn is theirs, no other."""

_ANY_LEVEL = frozenset(Level)
_LEVELS: dict[Role, frozenset[Level]] = {
    Role.ARCHIVIST: frozenset({Level.COMMUNITY, Level.STREET}),
    Role.STREET_REVIEWER: frozenset({Level.STREET}),
    Role.STREET_LEADER: frozenset({Level.STREET}),
    Role.STREET_PARTY_COMMITTEE: frozenset({Level.STREET}),
    Role.STREET_BOOKKEEPER: frozenset({Level.STREET}),
    Role.DISTRICT_APPROVER: frozenset({Level.DISTRICT}),
    Role.DISTRICT_PARTY_ORG: frozenset({Level.DISTRICT}),
    Role.LEADING_GROUP: frozenset({Level.DISTRICT, Level.CITY}),
    Role.CITY_APPROVER: frozenset({Level.CITY}),
    Role.OTHER_AGENCY: _ANY_LEVEL,
    Role.SYSADMIN: _ANY_LEVEL,
    Role.AUDITOR: frozenset({Level.STREET, Level.DISTRICT, Level.CITY}),
    Role.APPLICANT: frozenset(),
}
_TITLES: dict[Role, str] = {
    Role.WINDOW_CLERK: "综合受理员（窗口）",
    Role.GRID_WORKER: "网格员",
    Role.STATION_HEAD: "社区工作站站长",
    Role.COMMUNITY_DIRECTOR: "社区居委会主任",
    Role.COMMUNITY_PARTY_SECRETARY: "社区党组织书记",
    Role.BRANCH_SECRETARY: "党支部书记",
    Role.BRANCH_COMMITTEE: "支部委员会",
    Role.BRANCH_CONGRESS: "支部党员大会",
    Role.ACCOUNTANT: "会计",
    Role.CASHIER: "出纳",
    Role.FINANCE_SUPERVISORS: "财务（居务）监督小组",
    Role.RESIDENT_ASSEMBLY: "社区成员代表大会",
    Role.MEDIATOR: "人民调解员",
    Role.VOLUNTEER_MANAGER: "志愿服务管理员",
    Role.ARCHIVIST: "档案员",
    Role.STREET_REVIEWER: "街道审核员",
    Role.STREET_LEADER: "街道分管主任",
    Role.STREET_PARTY_COMMITTEE: "街道党工委",
    Role.STREET_BOOKKEEPER: "街道社区财务专账会计",
    Role.DISTRICT_APPROVER: "区县（市）审批员",
    Role.DISTRICT_PARTY_ORG: "区委组织部",
    Role.LEADING_GROUP: "社区建设工作领导小组",
    Role.CITY_APPROVER: "市级主管部门",
    Role.OTHER_AGENCY: "相关部门（机构）",
    Role.SYSADMIN: "系统管理员",
    Role.AUDITOR: "审计员",
    Role.APPLICANT: "申请人（居民）",
}
_RANKS = (Level.COMMUNITY, Level.STREET, Level.DISTRICT, Level.CITY)


_ONE_PURSE = "会计与出纳必须由不同的人担任"
_COMMITTEE = "居委会成员和管钱管账的人不得进入财务监督小组"
_EXCLUDED_IN_ONE_PLACE = (
    Exclusion(Role.ACCOUNTANT, Role.CASHIER, _ONE_PURSE),
    Exclusion(Role.STREET_BOOKKEEPER, Role.CASHIER, _ONE_PURSE),
    Exclusion(Role.COMMUNITY_DIRECTOR, Role.CASHIER, "居委会主任不得兼任出纳"),
    Exclusion(Role.COMMUNITY_DIRECTOR, Role.FINANCE_SUPERVISORS, _COMMITTEE),
    Exclusion(Role.ACCOUNTANT, Role.FINANCE_SUPERVISORS, _COMMITTEE),
    Exclusion(Role.CASHIER, Role.FINANCE_SUPERVISORS, _COMMITTEE),
)
_ALONE = {
    Role.SYSADMIN: "系统管理员不得担任任何业务角色",
    Role.AUDITOR: "审计员只看不办，不得担任其他角色",
}


def title(role: Role) -> str:
    """Return the role's name in Chinese."""
    return _TITLES[role]


def permissions_of(role: Role) -> frozenset[Permission]:
    """Return what ``role`` may do at its unit and below."""
    return _PERMISSIONS.get(role, _STAFF)


def levels_of(role: Role) -> frozenset[Level]:
    """Return the levels at which ``role`` can be given; none for residents."""
    return _LEVELS.get(role, frozenset({Level.COMMUNITY}))


def below(level: Level, parent: Level) -> bool:
    """Tell whether a unit of ``level`` can stand under one of ``parent``."""
    return _RANKS.index(level) < _RANKS.index(parent)


def is_path(text: str) -> bool:
    """Tell whether ``text`` is a unit path: four-digit codes, each with a slash behind it."""
    return _PATH.fullmatch(text) is not None


def covers(unit_path: str, other: str) -> bool:
    """Tell whether ``other`` is the unit at ``unit_path`` or lies below it.

    A malformed path covers nothing and is covered by nothing.
    """
    return is_path(unit_path) and is_path(other) and other.startswith(unit_path)


def may(actor: Actor, permission: Permission, unit_path: str) -> bool:
    """Tell whether ``actor`` has ``permission`` over the things of the unit at ``unit_path``."""
    return any(
        permission in permissions_of(grant.role) and covers(grant.unit_path, unit_path)
        for grant in actor.grants
    )


def may_somewhere(actor: Actor, permission: Permission) -> bool:
    """Tell whether ``actor`` has ``permission`` at any unit; one's own account is everybody's."""
    return permission is P.SELF or any(
        permission in permissions_of(grant.role) for grant in actor.grants
    )


def scopes(actor: Actor, permission: Permission) -> tuple[str, ...]:
    """Return the fewest unit paths that together cover what ``actor`` may; sorted.

    For SQL and for the index: a thing may be seen when its path begins with one of them.
    """
    return _fewest(
        grant.unit_path for grant in actor.grants if permission in permissions_of(grant.role)
    )


def reading_scopes(actor: Actor) -> tuple[str, ...]:
    """Return the fewest unit paths all of whose cases ``actor`` may look at; sorted."""
    return _fewest(grant.unit_path for grant in actor.grants if _reads_all(grant))


def _reads_all(grant: Grant) -> bool:
    return P.CASE_READ in permissions_of(grant.role) and grant.role not in _SEES_OWN_TURNS


def _fewest(paths: Iterable[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for path in sorted({path for path in paths if is_path(path)}):
        if not kept or not covers(kept[-1], path):
            kept.append(path)
    return tuple(kept)


def holds(actor: Actor, role: Role, unit_path: str) -> bool:
    """Tell whether ``actor`` has ``role`` at the unit at ``unit_path`` or above it."""
    return any(
        grant.role is role and covers(grant.unit_path, unit_path) for grant in actor.grants
    )


def acts_as(actor: Actor, role: Role, unit_path: str) -> bool:
    """Tell whether ``actor`` takes the steps of ``role`` for the unit at ``unit_path``.

    What an agency outside has decided is put down by the counter that hears of it.
    """
    return holds(actor, role, unit_path) or (
        role is Role.OTHER_AGENCY and may(actor, P.CASE_ACCEPT, unit_path)
    )


def turns(actor: Actor) -> tuple[tuple[Role, str], ...]:
    """Return the (role, unit path) whose turns are ``actor``'s, for the lists."""
    own = tuple((grant.role, grant.unit_path) for grant in actor.grants)
    counters = tuple((Role.OTHER_AGENCY, path) for path in scopes(actor, P.CASE_ACCEPT))
    return own + counters


def check(
    actor: Actor, permission: Permission, unit_path: str, *, seen_by: Permission | None = None
) -> None:
    """Let pass what ``actor`` may do to a thing of the unit at ``unit_path``.

    seen_by: the permission that lets one know of the thing at all; by default ``permission``.
    Raises NotFound when the actor may not know of it, Refused when it may be seen but not done.
    """
    if may(actor, permission, unit_path):
        return
    if seen_by is not None and may(actor, seen_by, unit_path):
        raise Refused(
            "您的岗位没有办理这一步的权限，请转交有权限的同事办理。",
            code="forbidden_permission",
            permission=permission.value,
        )
    raise _not_known()


def check_sight(actor: Actor, unit_path: str, stage_role: str | None) -> None:
    """Let pass who may look at a case of ``unit_path``; raises NotFound for everybody else.

    stage_role: whose turn the case waits for; a body that takes part sees it while that is its own.
    """
    if any(_reads_all(grant) and covers(grant.unit_path, unit_path) for grant in actor.grants):
        return
    if stage_role is None or not holds(actor, Role(stage_role), unit_path):
        raise _not_known()
    check(actor, P.CASE_READ, unit_path)


def _not_known() -> NotFound:
    return NotFound(
        "没有找到这项内容：它不存在，或者不在您的管辖范围内。请核对编号。", code="not_found"
    )


def exclusive_conflicts(grants: Iterable[Grant]) -> tuple[Exclusion, ...]:
    """Return the pairs of ``grants`` that one person may not hold together; none is good.

    Money: the pair matters where one grant's unit covers the other's (two communities have
    two purses).  The administrator and the auditor stand alone everywhere.
    """
    found: dict[Exclusion, None] = {}
    for one, other in combinations(grants, 2):
        if exclusion := _exclusion(one, other):
            found[exclusion] = None
    return tuple(found)


def _exclusion(one: Grant, other: Grant) -> Exclusion | None:
    for role, reason in _ALONE.items():
        if role in (one.role, other.role) and one.role is not other.role:
            return Exclusion(one.role, other.role, reason)
    if not (covers(one.unit_path, other.unit_path) or covers(other.unit_path, one.unit_path)):
        return None
    for pair in _EXCLUDED_IN_ONE_PLACE:
        if {one.role, other.role} == {pair.first, pair.second}:
            return pair
    return None


_LONGEST_WAIT = timedelta(minutes=5)


def wait_after(failures: int, free: int) -> timedelta:
    """Return how long to wait after ``failures`` in a row: nothing at first, then doubling.

    free: how many failures cost nothing.
    """
    if failures < free:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(failures - free, 16)), _LONGEST_WAIT)
