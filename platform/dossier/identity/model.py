"""Who works here, where, and as what."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dossier.kernel.ids import UnitId, UserId


class Level(StrEnum):
    """A level of administration, from the neighbourhood up."""

    COMMUNITY = "社区"
    STREET = "街道"
    DISTRICT = "区县"
    CITY = "市"


class Role(StrEnum):
    """What a person is at a unit; the codes are those of the organisation's table."""

    WINDOW_CLERK = "window_clerk"
    GRID_WORKER = "grid_worker"
    STATION_HEAD = "station_head"
    COMMUNITY_DIRECTOR = "community_director"
    COMMUNITY_PARTY_SECRETARY = "community_party_secretary"
    BRANCH_SECRETARY = "branch_secretary"
    BRANCH_COMMITTEE = "branch_committee"
    BRANCH_CONGRESS = "branch_congress"
    ACCOUNTANT = "accountant"
    CASHIER = "cashier"
    FINANCE_SUPERVISORS = "finance_supervisors"
    RESIDENT_ASSEMBLY = "resident_assembly"
    MEDIATOR = "mediator"
    VOLUNTEER_MANAGER = "volunteer_manager"
    ARCHIVIST = "archivist"
    STREET_REVIEWER = "street_reviewer"
    STREET_LEADER = "street_leader"
    STREET_PARTY_COMMITTEE = "street_party_committee"
    STREET_BOOKKEEPER = "street_bookkeeper"
    DISTRICT_APPROVER = "district_approver"
    DISTRICT_PARTY_ORG = "district_party_org"
    LEADING_GROUP = "leading_group"
    CITY_APPROVER = "city_approver"
    OTHER_AGENCY = "other_agency"
    SYSADMIN = "sysadmin"
    AUDITOR = "auditor"
    APPLICANT = "applicant"


class Permission(StrEnum):
    """What a role may do to the things of its unit and of the units below."""

    SELF = "self"
    CASE_OPEN = "case.open"
    CASE_READ = "case.read"
    CASE_EDIT = "case.edit"
    CASE_NOTIFY = "case.notify"
    CASE_ACCEPT = "case.accept"
    CASE_CHECK = "case.check"
    CASE_REVIEW = "case.review"
    CASE_DECIDE = "case.decide"
    NOTICE_PUBLISH = "notice.publish"
    PAYMENT_PREPARE = "payment.prepare"
    PAYMENT_APPROVE = "payment.approve"
    PAYMENT_RELEASE = "payment.release"
    ARCHIVE_FILE = "archive.file"
    ARCHIVE_READ = "archive.read"
    SEARCH_READ = "search.read"
    LEDGER_READ = "ledger.read"
    AUDIT_READ = "audit.read"
    CATALOGUE_READ = "catalogue.read"
    CATALOGUE_EDIT = "catalogue.edit"
    CATALOGUE_PUBLISH = "catalogue.publish"
    PARAMETER_EDIT = "parameter.edit"
    USER_MANAGE = "user.manage"


@dataclass(frozen=True, slots=True)
class Unit:
    """A body of the tree: a city, a district, a street office, a community.

    code: four digits, unique among the children of one parent.
    path: the codes from the root down, each with a slash behind it ("0001/0003/0007/").
    """

    id: UnitId
    code: str
    name: str
    level: Level
    path: str
    parent_id: UnitId | None


@dataclass(frozen=True, slots=True)
class Grant:
    """A role at a unit; it reaches the unit and everything below it."""

    role: Role
    unit_id: UnitId
    unit_path: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person, with every role held now."""

    user_id: UserId
    name: str
    login: str
    grants: tuple[Grant, ...]


@dataclass(frozen=True, slots=True)
class User:
    """An account of a member of staff."""

    id: UserId
    login: str
    name: str
    active: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long a sign-in lasts: without a request, and at all."""

    idle: timedelta
    absolute: timedelta


@dataclass(frozen=True, slots=True)
class SignIn:
    """A fresh sign-in; the token exists here and in the browser, nowhere else."""

    user_id: UserId
    token: str
    csrf: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A sign-in that still holds, as a request finds it."""

    id: str
    actor: Actor
    csrf: str
    last_seen_at: datetime


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Two roles that one person may not hold together, and why."""

    first: Role
    second: Role
    reason: str
