"""The invented office of the demonstration: a district, a street, a community and their people."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from dossier.archive import store as archive
from dossier.archive.model import Fonds, Scheme
from dossier.catalogue.local.local_settings import NO_SERVICE, pointer_of_parameter
from dossier.catalogue.model import Definition
from dossier.flows import local_settings, set_up, staff
from dossier.flows.local_settings import Wish
from dossier.identity import store as identity
from dossier.identity.model import Level, Role
from dossier.identity.passwords import hash_password
from dossier.kernel.ids import SYSTEM, UnitId, UserId
from dossier.ledger import books, events, vouchers
from dossier.ledger.chart import read_chart
from dossier.ledger.model import Officers
from dossier.notices import orders
from dossier.notices.model import Office
from dossier.wiring import Parts
from dossier.work import begin, look

DISTRICT, STREET, COMMUNITY = "和安区民政局", "春晖街道办事处", "丁香社区"
STANDARD_FEN = 80_000
GRANT_FEN = 50_000_00
_FIRST_FUND = "dibao"

_PEOPLE = (
    ("clerk", "林晓燕", Role.WINDOW_CLERK, COMMUNITY),
    ("director", "赵国强", Role.COMMUNITY_DIRECTOR, COMMUNITY),
    ("reviewer", "周敏", Role.STREET_REVIEWER, STREET),
    ("leader", "吴建平", Role.STREET_LEADER, STREET),
    ("bookkeeper", "郑丽", Role.STREET_BOOKKEEPER, STREET),
    ("cashier", "冯楠", Role.CASHIER, COMMUNITY),
    ("archivist", "蒋文", Role.ARCHIVIST, COMMUNITY),
    ("approver", "沈涛", Role.DISTRICT_APPROVER, DISTRICT),
    ("auditor", "韩雪", Role.AUDITOR, DISTRICT),
    ("second_clerk", "宋佳", Role.WINDOW_CLERK, COMMUNITY),
    ("station_head", "许静", Role.STATION_HEAD, COMMUNITY),
    ("grid_worker", "高远", Role.GRID_WORKER, COMMUNITY),
    ("party_secretary", "秦岚", Role.COMMUNITY_PARTY_SECRETARY, COMMUNITY),
    ("branch_secretary", "田野", Role.BRANCH_SECRETARY, COMMUNITY),
    ("branch_committee", "潘悦", Role.BRANCH_COMMITTEE, COMMUNITY),
    ("branch_congress", "杜鹃", Role.BRANCH_CONGRESS, COMMUNITY),
    ("accountant", "魏然", Role.ACCOUNTANT, COMMUNITY),
    ("supervisors", "任杰", Role.FINANCE_SUPERVISORS, COMMUNITY),
    ("assembly", "姜澜", Role.RESIDENT_ASSEMBLY, COMMUNITY),
    ("mediator", "丁宁", Role.MEDIATOR, COMMUNITY),
    ("volunteers", "夏青", Role.VOLUNTEER_MANAGER, COMMUNITY),
    ("street_party", "方正", Role.STREET_PARTY_COMMITTEE, STREET),
    ("district_party", "石磊", Role.DISTRICT_PARTY_ORG, DISTRICT),
    ("leading_group", "孟晨", Role.LEADING_GROUP, DISTRICT),
    ("second_approver", "顾岩", Role.DISTRICT_APPROVER, DISTRICT),
)


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the invented staff; the password is random and for this home alone."""

    login: str
    name: str
    role_title: str
    password: str
    user: UserId


def furnish(parts: Parts) -> dict[str, Member]:
    """Set the office up in an empty home; return its people by login."""
    administrator = secrets.token_urlsafe(9)
    hashed = hash_password(administrator)
    with begin(parts.sessions, SYSTEM, parts.clock) as work:
        admin = set_up.set_up(
            work,
            login="admin",
            name="系统管理员",
            password_hash=hashed,
            unit_name=DISTRICT,
            level=Level.DISTRICT,
        )
    units = _units(parts, admin)
    members = {
        "admin": Member("admin", "系统管理员", "系统管理员", administrator, admin),
    }
    for login, name, role, place in _PEOPLE:
        password = secrets.token_urlsafe(9)
        hashed = hash_password(password)
        with begin(parts.sessions, admin, parts.clock) as work:
            user = staff.create_user(work, login, name, hashed)
            staff.grant(work, user, role, units[place])
        title = parts.catalogue.roles[role.value].title_zh
        members[login] = Member(login, name, title, password, user)
    _offices(parts, units)
    _figures(parts, units[DISTRICT], members)
    _archive(parts, units)
    _purse(parts, units[STREET], members)
    return members


def _units(parts: Parts, admin: UserId) -> dict[str, UnitId]:
    with look(parts.sessions) as session:
        root = identity.units_within(session, ("0001/",))[0]
    with begin(parts.sessions, admin, parts.clock) as work:
        street = staff.create_unit(work, root.id, "0001", STREET, Level.STREET)
        community = staff.create_unit(work, street, "0001", COMMUNITY, Level.COMMUNITY)
    return {DISTRICT: root.id, STREET: street, COMMUNITY: community}


def _offices(parts: Parts, units: dict[str, UnitId]) -> None:
    with begin(parts.sessions, SYSTEM, parts.clock) as work:
        for name, unit in units.items():
            path = identity.get_unit(work.session, unit).path
            office = Office(
                name=name,
                address=f"沈阳市和安区春晖路{len(path)}号（演示）",
                phone="024-05512300（演示）",
                hours="周一至周五 7:00—19:00，双休日、节假日 9:00—16:00 值班",
                hotline="024-05512345（演示）",
            )
            orders.set_office(work.session, path, office)


def _figures(parts: Parts, district: UnitId, members: dict[str, Member]) -> None:
    """Let one approver set what 低保 needs and the other confirm it, as in any office."""
    with begin(parts.sessions, members["approver"].user, parts.clock) as work:
        path = identity.get_unit(work.session, district).path
        made = local_settings.propose(
            work,
            parts.catalogue,
            identity.get_actor(work.session, work.actor),
            path,
            [
                Wish(
                    service=NO_SERVICE,
                    pointer=pointer_of_parameter(code),
                    choice="set",
                    value=value,
                    basis="演示用数值，不是任何地方的标准",
                    valid_from=work.today,
                )
                for code, value in (
                    ("dibao_standard", STANDARD_FEN),
                    ("margin_standard", STANDARD_FEN * 2),
                )
            ],
        )
    with begin(parts.sessions, members["second_approver"].user, parts.clock) as work:
        second = identity.get_actor(work.session, work.actor)
        local_settings.confirm(work, parts.catalogue, second, made)


def _archive(parts: Parts, units: dict[str, UnitId]) -> None:
    with begin(parts.sessions, SYSTEM, parts.clock) as work:
        path = identity.get_unit(work.session, units[COMMUNITY]).path
        archive.add_fonds(work.session, Fonds("Z109", COMMUNITY, path))
        for category in sorted(
            {one.archive.category for one in _services(parts) if one.archive}
        ):
            archive.set_scheme(work.session, "Z109", category, Scheme.DAT13)


def _purse(parts: Parts, street: UnitId, members: dict[str, Member]) -> None:
    """Open the street's book with a fund for all that is paid; take in what the district granted."""
    bookkeeper, leader = members["bookkeeper"].user, members["leader"].user
    chart = read_chart(parts.settings.schemas / "accounts", "government")
    with begin(parts.sessions, bookkeeper, parts.clock) as work:
        officers = Officers(bookkeeper, members["cashier"].user, leader)
        book = books.open_book(
            work.session, chart, street, f"{STREET}社区财务专账", officers, work.now
        )
        work.record(events.book_opened(book))
        grants = []
        for code, title, purpose in funds_of(_services(parts)):
            fund = books.open_fund(work.session, book.id, code, title, purpose, work.now)
            grant = vouchers.receive_grant(
                work.session,
                book.id,
                fund.id,
                GRANT_FEN,
                day=work.today,
                summary=f"收到区级拨付{title}（演示）",
                key=f"demonstration-grant-{code}",
                preparer=bookkeeper,
                purpose=purpose,
                now=work.now,
            )
            work.record(events.fund_opened(fund))
            work.record(events.voucher_prepared(grant))
            grants.append(grant.id)
    with begin(parts.sessions, leader, parts.clock) as work:
        for granted in grants:
            approved = vouchers.approve_voucher(work.session, granted, leader, work.now)
            posted = vouchers.post_voucher(work.session, granted, leader, work.now)
            work.record(events.voucher_approved(approved))
            work.record(events.voucher_posted(posted))


def funds_of(services: Sequence[Definition]) -> list[tuple[str, str, str]]:
    """Return code, title and purpose of every fund that ``services`` pay from, 低保金 first.

    purpose: the one service that it serves; empty where several share it.
    """
    serving: dict[str, list[Definition]] = {}
    for one in services:
        if one.payment:
            serving.setdefault(one.payment.fund, []).append(one)
    found = [
        (code, ones[0].payment.fund_zh, ones[0].code if len(ones) == 1 else "")
        for code, ones in serving.items()
        if ones[0].payment
    ]
    return sorted(found, key=lambda one: (one[0] != _FIRST_FUND, one[0]))


def _services(parts: Parts) -> tuple[Definition, ...]:
    return parts.catalogue.list()
