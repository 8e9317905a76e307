"""One example case of every service goes its whole way: counter, offices, purse, archive.

No engine reads here: a paper comes as what a good reader makes of it.
"""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import count
from pathlib import Path

import pytest
from build import (
    CITY,
    COMMUNITY,
    DISTRICT,
    PEOPLE,
    STREET,
    Home,
    a_home,
    catalogue,
    leave,
    press,
)
from fakes import Slip
from sqlalchemy.orm import sessionmaker

from dossier.archive import store as archive
from dossier.archive.model import Scheme
from dossier.cases.model import Status
from dossier.catalogue import store as figures
from dossier.catalogue import without_derived
from dossier.catalogue.model import Definition, Example
from dossier.catalogue.owners import ID_FIELDS, NAME_FIELDS
from dossier.catalogue.verdicts import MaterialDue
from dossier.flows import desk, pointers, printed_forms, staff, steps
from dossier.flows.offers import offered_to
from dossier.identity import passwords
from dossier.identity import store as identity
from dossier.identity.model import Role
from dossier.kernel.canonical import Json
from dossier.kernel.clock import CIVIL, FixedClock, civil_day
from dossier.kernel.db import open_engine
from dossier.kernel.ids import SYSTEM, CaseId, UserId
from dossier.ledger import books, vouchers
from dossier.notices import store as notices
from dossier.notices.orders import orders_of
from dossier.work import begin, look

FURNISHED = datetime(2026, 1, 5, 8, 0, tzinfo=CIVIL)
STAFF: Mapping[Role, tuple[str, str]] = {
    Role.GRID_WORKER: ("grid", COMMUNITY),
    Role.COMMUNITY_PARTY_SECRETARY: ("party_secretary", COMMUNITY),
    Role.BRANCH_SECRETARY: ("branch_secretary", COMMUNITY),
    Role.BRANCH_COMMITTEE: ("branch_committee", COMMUNITY),
    Role.BRANCH_CONGRESS: ("branch_congress", COMMUNITY),
    Role.ACCOUNTANT: ("accountant", COMMUNITY),
    Role.FINANCE_SUPERVISORS: ("supervisors", COMMUNITY),
    Role.RESIDENT_ASSEMBLY: ("assembly", COMMUNITY),
    Role.MEDIATOR: ("mediator", COMMUNITY),
    Role.VOLUNTEER_MANAGER: ("volunteers", COMMUNITY),
    Role.STREET_PARTY_COMMITTEE: ("street_party", STREET),
    Role.DISTRICT_PARTY_ORG: ("district_party", DISTRICT),
    Role.LEADING_GROUP: ("leading_group", CITY),
}
_OF_PERSONS = frozenset(
    {
        *NAME_FIELDS,
        *ID_FIELDS,
        "mother_name",
        "mother_id",
        "father_name",
        "father_id",
        "guardian",
    }
)
_ROLES = {login: role for login, (_, role, _) in PEOPLE.items()} | {
    login: role for role, (login, _) in STAFF.items()
}
LEVEL_OF = {"community": "社区", "street": "街道", "district": "区县", "city": "市"}
SERVICES = catalogue().list()
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Office:
    """A furnished office on disk, to be copied for each case."""

    database: Path
    kept: Path
    people: dict[str, UserId]


@pytest.fixture(scope="module")
def office(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office with everybody, every fund and every archive class that the catalogue names."""
    folder = tmp_path_factory.mktemp("every")
    database = folder / "office.db"
    shutil.copy(sqlite_template, database)
    engine = open_engine(f"sqlite:///{database}")
    home = a_home(sessionmaker(engine), FixedClock(FURNISHED), folder / "home", kept=folder)
    _complete(home)
    people = dict(home.people)
    leave(home)
    engine.dispose()
    return Office(database, folder, people)


@pytest.fixture
def home(office: Office, tmp_path: Path, definition: Definition) -> Iterator[Home]:
    """A copy of the office on the day of the example."""
    database = tmp_path / "office.db"
    shutil.copy(office.database, database)
    engine = open_engine(f"sqlite:///{database}")
    clock = FixedClock(datetime.combine(_example(definition).day, time(9), CIVIL))
    made = a_home(
        sessionmaker(engine), clock, tmp_path / "home", kept=office.kept, people=office.people
    )
    yield made
    leave(made)
    engine.dispose()


@pytest.mark.parametrize("definition", SERVICES, ids=lambda one: one.code)
def test_a_case_goes_its_whole_way(home: Home, definition: Definition) -> None:
    example = _example(definition)
    _set_figures(home, example)
    brought, found = _parted(definition, example.form)
    case = home.open_case(definition.code)
    home.save_form(case, brought, home.judged(case).form.revision)
    judged = home.judged(case)
    if judged.evaluation.stages is None or any(one.undecided for one in judged.undecided):
        # What tells the papers and the way is put in at the counter, which is the community's.
        home.save(case, found.pop("社区"))
    _bring_papers(home, case)
    home.accept(case)
    _pass_stages(home, case, found)
    state = home.judged(case).state
    assert state.status is Status.APPROVED
    assert home.judged(case).evaluation.eligible != "no"
    assert _holds(home.judged(case).form.form, example.form)
    if state.pays:
        home.pay(case)
        with look(home.parts.sessions) as session:
            (paid,) = vouchers.vouchers_of_case(session, case)
        assert example.benefit_fen in (None, paid.amount_fen)
    with look(home.parts.sessions) as session:
        letters = orders_of(session, case)
    assert len(letters) >= 2
    assert all(letter.data.get("applicant", "公示") for letter in letters), "it names somebody"
    home.work_off("typeset_letter")
    home.file(case)
    home.work_off("file_case")
    with look(home.parts.sessions) as session:
        item = archive.find_item_of_case(session, case)
        assert item is not None
        (check,) = archive.checks_of(session, item.id)
    assert check.passed, [one for one in check.results if one.passed is False]


def _complete(home: Home) -> None:
    with begin(home.parts.sessions, SYSTEM, home.parts.clock) as work:
        units = {one.name: one.id for one in identity.units_within(work.session, ("0001/",))}
        for role, (login, place) in STAFF.items():
            user = staff.create_user(work, login, home_name(role), passwords.NOBODY)
            staff.grant(work, user, role, units[place])
            home.people[login] = user
        for category in ("WS", "KJ"):
            archive.set_scheme(work.session, "Z109", category, Scheme.DAT13)
        (book,) = books.books_of(work.session, units[STREET])
        bookkeeper, leader = home.people["bookkeeper"], home.people["leader"]
        for code, title in _funds().items():
            fund = books.open_fund(work.session, book.id, code, title, "", work.now)
            grant = vouchers.receive_grant(
                work.session,
                book.id,
                fund.id,
                50_000_000,
                day=work.today,
                summary="收到拨款",
                key=f"grant-{code}",
                preparer=bookkeeper,
                now=work.now,
            )
            vouchers.approve_voucher(work.session, grant.id, leader, work.now)
            vouchers.post_voucher(work.session, grant.id, leader, work.now)


def home_name(role: Role) -> str:
    return catalogue().roles[role.value].title_zh


def _funds() -> dict[str, str]:
    funds = {one.payment.fund: one.payment.fund_zh for one in SERVICES if one.payment}
    return {
        code: title for code, title in funds.items() if code not in ("dibao", "gongzu_subsidy")
    }


def _example(definition: Definition) -> Example:
    """The first valid example; of a service that pays, the first whose amount is known."""
    valid = [one for one in definition.examples if one.outcome == "valid"]
    paying = [one for one in valid if one.benefit_fen] if definition.payment else []
    return (paying or valid)[0]


def _set_figures(home: Home, example: Example) -> None:
    with home.acting("approver") as (work, _):
        for code, value in example.parameters.items():
            figures.set_figure(
                work.session, code, value, work.today, "测试", work.actor, work.now
            )


def _parted(
    definition: Definition, form: Mapping[str, Json]
) -> tuple[pointers.Form, dict[str, pointers.Form]]:
    """Part an example: what the counter puts in, and by level what the offices find later."""
    office = {one.pointer: one.filled_by for one in definition.fields}
    brought: pointers.Form = {}
    found: dict[str, pointers.Form] = {}
    for pointer, value in pointers.leaves(without_derived(definition, form)):
        pattern = "/".join("*" if part.isdigit() else part for part in pointer.split("/"))
        ways = [pattern[:end] for end, sign in enumerate(f"{pattern}/") if sign == "/" and end]
        by = next(
            (office[way] for way in ways if office.get(way, "resident") != "resident"), ""
        )
        if by:
            found.setdefault(LEVEL_OF[by], {})[pointer] = value
        else:
            brought = pointers.placed(brought, pointer, value)
    return brought, found


def _bring_papers(home: Home, case: CaseId) -> None:
    """Look up what may be looked up, bring every other paper, see the originals, ask for consent."""
    with home.acting("clerk") as (work, _):
        printed_forms.note_consent(work, home.parts.house, case, given=True)
    definition = home.judged(case).definition
    for round_ in range(3):
        due = home.judged(case).evaluation.materials
        slips = [
            slip
            for one in due
            if one.status == "missing"
            for slip in (_slip(home, case, definition, one), *_of_others(home, case, one))
        ]
        for one in due:
            if one.status == "unchecked":
                _mark(home, case, one, waived=True)
        if not slips:
            break
        home.read_in(case, *slips)
        assert round_ < 2, [one for one in due if one.status == "missing"]
    for one in home.judged(case).evaluation.materials:
        if one.status == "present":
            _mark(home, case, one, waived=False)


def _mark(home: Home, case: CaseId, due: MaterialDue, *, waived: bool) -> None:
    with home.acting("clerk") as (work, _):
        desk.mark_material(
            work,
            home.parts.catalogue,
            case,
            due.code,
            due.person_pointer,
            originals_seen=not waived,
            waived=waived,
            note=None,
        )


def _slip(home: Home, case: CaseId, definition: Definition, due: MaterialDue) -> Slip:
    """The paper that serves a material: it names its owner, as such papers do."""
    kind = due.document_types[0]
    form = home.judged(case).form.form
    name, number = due.person_name, ""
    for role in definition.persons.values():
        if due.person_pointer and role.list and due.person_pointer.startswith(f"{role.list}/"):
            row = f"{due.person_pointer}/"
            number = _text(form, row + role.id_number) if role.id_number else number
        elif not role.list and due.person_pointer in ("", role.name):
            name = name or _text(form, role.name)
            number = number or (_text(form, role.id_number) if role.id_number else "")
    truth = {
        source.field: text
        for source in reversed(definition.from_document)
        if source.document == kind
        and source.field.removeprefix("member_") in _OF_PERSONS
        and due.per == "application"
        and source.person == ""
        and (text := _text(form, source.pointer))
    }
    for field in (
        definition.papers[kind].fields if kind in definition.papers and not truth else {}
    ):
        if field in NAME_FIELDS and name:
            truth[field] = name
        elif field in ID_FIELDS and field != "cert_number" and number:
            truth[field] = number
    if not truth and name and due.per != "application":
        truth["name"] = name
    return Slip(f"{due.title_zh}-{due.person_pointer}", kind, (), truth)


def _of_others(home: Home, case: CaseId, due: MaterialDue) -> Iterator[Slip]:
    """Of a register everybody's page, of parents who have died both papers."""
    judged = home.judged(case)
    form, kind = judged.form.form, due.document_types[0]
    if due.per != "application":
        return
    if kind == "hukou_booklet":
        for role in judged.definition.persons.values():
            if not role.list and _text(form, role.id_number):
                truth = {
                    "member_name": _text(form, role.name),
                    "member_id_number": _text(form, role.id_number),
                }
                yield Slip(f"户口簿-{role.title_zh}", kind, ("member",), truth)
    if kind == "death_cert":
        for place in ("/father_name", "/mother_name"):
            if name := _text(form, place):
                yield Slip(f"死亡证明-{name}", kind, (), {"name": name})


def _text(form: Mapping[str, Json], pointer: str) -> str:
    value = pointers.get(form, pointer)
    return value if isinstance(value, str) else ""


def _pass_stages(home: Home, case: CaseId, found: dict[str, pointers.Form]) -> None:
    """Let everybody whose turn it is put in what they find, check, publish, agree or decide."""
    for _ in range(20):
        judged = home.judged(case)
        now = judged.state.now
        if judged.state.status is not Status.UNDER_REVIEW:
            return
        assert now is not None
        login = _whose_turn(home, case)
        late = now.kind != "check" or now is judged.state.route[-1]
        for level in [one for one in found if late or one == now.level]:
            values = found.pop(level)
            home.save(case, values, login=login)
        judged = home.judged(case)
        offered = offered_to(home.actor(login), judged)
        if "publish" in offered:
            _hang_notice(home, case, login)
            continue
        ticked = [one.id for one in judged.evaluation.checklist]
        step = steps.approve if "approve" in offered else steps.forward
        with home.acting(login) as (work, actor):
            step(work, home.parts.house, actor, case, press("情况属实", ticked))
        home.clock.advance(timedelta(hours=3))
    raise AssertionError("the case does not come to its end")


def _whose_turn(home: Home, case: CaseId) -> str:
    judged = home.judged(case)
    now = judged.state.now
    assert now is not None
    wanted = Role.WINDOW_CLERK if now.role == Role.OTHER_AGENCY else now.role
    for login in (login for login, role in _ROLES.items() if role == wanted):
        if "edit_office" in offered_to(home.actor(login), judged):
            return login
    raise AssertionError(f"nobody can act at {now}")


def _hang_notice(home: Home, case: CaseId, login: str) -> None:
    with home.acting(login) as (work, actor):
        steps.publish(work, home.parts.house, actor, case, press())
    with look(home.parts.sessions) as session:
        ends = max(one.ends for one in notices.notices_of(session, case))
    while civil_day(home.clock()) <= ends:
        home.clock.advance(timedelta(days=1))
    with home.acting(login) as (work, actor):
        steps.close_notice(work, home.parts.house, actor, case, press())


def _holds(form: Mapping[str, Json], wanted: Mapping[str, Json]) -> bool:
    return all(
        pointers.get(form, pointer) == value
        for pointer, value in pointers.leaves(wanted)
        if value not in (None, [], "")
    )
