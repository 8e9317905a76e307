"""Builders: an office with its people, the papers of a household, a case at any point of its way."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from dbos import DBOSClient
from fakes import ReplayingReader, Slip
from sqlalchemy.orm import Session, sessionmaker

from dossier import jobs
from dossier.adapters.disk import DiskObjects
from dossier.adapters.sealed import open_sealed
from dossier.adapters.search import DiskSearch
from dossier.adapters.typst import TypstLetters
from dossier.archive import store as archive
from dossier.archive.model import Fonds, Scheme
from dossier.audit import create_key
from dossier.cases import store as cases
from dossier.cases.model import Status
from dossier.catalogue import store as figures
from dossier.catalogue.living import LivingCatalogue
from dossier.catalogue.loading import Catalogue, load
from dossier.deadlines.model import Calendar
from dossier.deadlines.published import load_calendar
from dossier.flows import (
    desk,
    file,
    judge,
    pay,
    pointers,
    printed_forms,
    receive,
    set_up,
    staff,
    steps,
)
from dossier.flows.judge import Judged
from dossier.flows.steps import Asked
from dossier.identity import passwords
from dossier.identity import store as identity
from dossier.identity.model import Actor, Level, Role
from dossier.intake.model import ReceivedFile
from dossier.kernel.canonical import Json
from dossier.kernel.clock import FixedClock, civil_day
from dossier.kernel.ids import SYSTEM, CaseId, DocumentId, UnitId, UserId, new_id
from dossier.kernel.settings import Settings, form_schemas_folder
from dossier.ledger import books, vouchers
from dossier.ledger.chart import read_chart
from dossier.ledger.model import Officers
from dossier.notices import orders
from dossier.notices import store as notices
from dossier.notices.model import Office
from dossier.samples.draw.application_form import truth_of_application_form
from dossier.samples.draw.bank_card import truth_of_bank_card
from dossier.samples.draw.disability_cert import truth_of_disability_cert
from dossier.samples.draw.economy_check_authorisation import truth_of_authorisation
from dossier.samples.draw.hukou_booklet import truth_of_home, truth_of_member
from dossier.samples.draw.id_card import truth_of_emblem, truth_of_portrait
from dossier.samples.draw.income_proof import truth_of_income_proof
from dossier.samples.forms import Circumstances, typed_form
from dossier.samples.households import demonstration_household
from dossier.samples.people import Household, Job, Person, id_number
from dossier.wiring import TEMPLATES, Parts
from dossier.work import Work, begin, look
from dossier.worker.functions import functions
from dossier_ocr import DocumentTypes, load_types

DIBAO, GONGZU = "social-security.dibao", "social-security.gongzu"
CITY, DISTRICT, STREET = "沈阳市", "和安区民政局", "春晖街道办事处"
COMMUNITY, NEIGHBOUR = "丁香社区", "云杉社区"
COMMUNITY_PATH = "0001/0001/0001/0001/"
STANDARD_FEN = 80_000
PEOPLE: Mapping[str, tuple[str, Role, str]] = {
    "clerk": ("林晓燕", Role.WINDOW_CLERK, COMMUNITY),
    "second_clerk": ("宋佳", Role.WINDOW_CLERK, COMMUNITY),
    "director": ("赵国强", Role.COMMUNITY_DIRECTOR, COMMUNITY),
    "station_head": ("许静", Role.STATION_HEAD, COMMUNITY),
    "cashier": ("冯楠", Role.CASHIER, COMMUNITY),
    "archivist": ("蒋文", Role.ARCHIVIST, COMMUNITY),
    "neighbour": ("韩冰", Role.WINDOW_CLERK, NEIGHBOUR),
    "neighbour_director": ("曹阳", Role.COMMUNITY_DIRECTOR, NEIGHBOUR),
    "reviewer": ("周敏", Role.STREET_REVIEWER, STREET),
    "leader": ("吴建平", Role.STREET_LEADER, STREET),
    "bookkeeper": ("郑丽", Role.STREET_BOOKKEEPER, STREET),
    "approver": ("沈涛", Role.DISTRICT_APPROVER, DISTRICT),
    "auditor": ("韩雪", Role.AUDITOR, DISTRICT),
    "city": ("邓超", Role.CITY_APPROVER, CITY),
}
DECIDER = {
    "community_director": "director",
    "street_reviewer": "reviewer",
    "district_approver": "approver",
    "city_approver": "city",
}
FUNDS = (
    ("dibao", "社会救助资金-低保金", DIBAO),
    ("gongzu_subsidy", "公共租赁住房租赁补贴", GONGZU),
)
LETTER_DAY, DISABLED_SINCE = date(2026, 3, 2), date(2021, 6, 18)
FOUND_AT_HOME: Mapping[str, Json] = {
    "/visit_living_ok": True,
    "/visit_date": "2026-03-10",
    "/visitors": "赵国强、许静",
}


@cache
def catalogue() -> Catalogue:
    """The shipped definitions."""
    return load(form_schemas_folder())


@cache
def document_types() -> DocumentTypes:
    """The shipped document types."""
    return load_types(form_schemas_folder())


@cache
def typesetter() -> TypstLetters:
    """The shipped templates."""
    return TypstLetters(TEMPLATES)


@cache
def calendar() -> Calendar:
    """The shipped calendar."""
    return load_calendar(form_schemas_folder() / "calendars" / "overrides.yaml")


def press(reason: str = "", checked: Sequence[str] = ()) -> Asked:
    """One press of a button."""
    return Asked(new_id(), reason, tuple(checked))


@dataclass
class Home:
    """An installation in a folder of its own, with the office and its people in it."""

    parts: Parts
    clock: FixedClock
    people: dict[str, UserId]
    reader: ReplayingReader
    client: DBOSClient
    done: set[str] = field(default_factory=set)

    @contextmanager
    def acting(self, login: str) -> Iterator[tuple[Work, Actor]]:
        """Work as one of the people."""
        user = self.people[login]
        with look(self.parts.sessions) as session:
            actor = identity.get_actor(session, user)
        with begin(self.parts.sessions, user, self.clock) as work:
            yield work, actor

    def actor(self, login: str) -> Actor:
        """Return one of the people."""
        with look(self.parts.sessions) as session:
            return identity.get_actor(session, self.people[login])

    def owed(self) -> list[str]:
        """Return the keys of the jobs that are owed and not done, oldest first."""
        waiting = self.client.list_workflows(status="ENQUEUED", load_input=False)
        return [one.workflow_id for one in waiting if one.workflow_id not in self.done]

    def work_off(self, *kinds: str, again: bool = False) -> list[str]:
        """Do the owed jobs (of ``kinds``, else all) until none is left; return their keys.

        again: each one twice, as after a crash between its commit and the worker's note of it.
        """
        known = functions(self.parts)
        worked: list[str] = []
        while keys := [key for key in self.owed() if not kinds or key.split(":")[0] in kinds]:
            for key in keys:
                kind, subject, attempt = key.split(":")
                for _ in range(2 if again else 1):
                    known[kind](subject, int(attempt))
                self.done.add(key)
                worked.append(key)
        return worked

    def judged(self, case: CaseId) -> Judged:
        """Return the case as the rules see it today."""
        with look(self.parts.sessions) as session:
            head = cases.get_case(session, case)
            return judge.judge(session, self.parts.catalogue, head, civil_day(self.clock()))

    def value(self, case: CaseId, pointer: str) -> Json:
        """Return what stands at ``pointer`` of the form."""
        return pointers.get(self.judged(case).form.form, pointer)

    def open_case(self, service: str = DIBAO, login: str = "clerk") -> CaseId:
        """Open a case at the counter."""
        with self.acting(login) as (work, actor):
            return desk.open_case(work, self.parts.catalogue, actor, service)

    def receive(
        self, case: CaseId, *slips: Slip, login: str = "clerk", pile: str | None = None
    ) -> list[ReceivedFile]:
        """Hand papers over the counter; the reader is prepared for them unless it is already.

        pile: they are handed in together under this name, in this order.
        """
        batch = self.judged(case).case.batch_id
        received = []
        for place, slip in enumerate(slips, 1):
            if pile is None or not self.reader.knows(slip):
                self.reader.prepare(slip)
            with self.acting(login) as (work, _):
                received.append(
                    receive.receive_file(
                        work,
                        self.parts.blobs,
                        batch,
                        slip.name,
                        slip.content,
                        1 << 20,
                        pile=(pile, place) if pile else None,
                    )
                )
        return received

    def remove(self, case: CaseId, taken: ReceivedFile) -> None:
        """Take a file out of the case, as the desk does."""
        with self.acting("clerk") as (work, _):
            receive.remove_file(work, taken.batch_id, taken.id)
            judge.assemble_case(work, self.parts.catalogue, case)

    def restore(self, case: CaseId, taken: ReceivedFile) -> None:
        """Put it back, as the desk does."""
        with self.acting("clerk") as (work, _):
            receive.restore_file(work, taken.batch_id, taken.id)
            judge.assemble_case(work, self.parts.catalogue, case)

    def read_in(self, case: CaseId, *slips: Slip) -> list[ReceivedFile]:
        """Hand papers over and let the worker read them."""
        received = self.receive(case, *slips)
        self.work_off(receive.READ_FILE, "assemble")
        return received

    def save(
        self,
        case: CaseId,
        values: Mapping[str, Json],
        *,
        confirmed: Sequence[str] = (),
        known: int | None = None,
        login: str = "clerk",
    ) -> None:
        """Change places of the form as it stands on the screen now, and save it."""
        present = self.judged(case).form
        self.save_form(
            case,
            changed(present.form, values),
            present.revision if known is None else known,
            confirmed=confirmed,
            login=login,
        )

    def save_form(
        self,
        case: CaseId,
        form: Mapping[str, Json],
        known: int,
        *,
        confirmed: Sequence[str] = (),
        base: Mapping[str, Json] | None = None,
        login: str = "clerk",
    ) -> None:
        """Save a whole form as it stood on a screen of revision ``known``."""
        with self.acting(login) as (work, _):
            desk.change_form(work, self.parts.catalogue, case, known, form, confirmed, base)

    def mark_materials(self, case: CaseId) -> None:
        """Settle what the counter settles by itself: originals, look-ups, questions, consent."""
        with self.acting("clerk") as (work, _):
            printed_forms.note_consent(work, self.parts.house, case, given=True)
        for due in self.judged(case).evaluation.materials:
            with self.acting("clerk") as (work, _):
                desk.mark_material(
                    work,
                    self.parts.catalogue,
                    case,
                    due.code,
                    due.person_pointer,
                    originals_seen=due.status == "present",
                    waived=due.status in ("unchecked", "waived"),
                    note=None,
                )

    def correct(self, case: CaseId, document: DocumentId, name: str, value: str) -> None:
        """Correct what was read."""
        with self.acting("clerk") as (work, _):
            desk.correct_value(work, self.parts.catalogue, case, document, name, value)

    def accept(self, case: CaseId, login: str = "clerk") -> None:
        """Accept the case."""
        with self.acting(login) as (work, actor):
            steps.accept(work, self.parts.house, actor, case, press())

    def hang_notice(self, case: CaseId, login: str) -> None:
        """Let the public notice of the stage hang its whole time."""
        with self.acting(login) as (work, actor):
            steps.publish(work, self.parts.house, actor, case, press())
        with look(self.parts.sessions) as session:
            ends = notices.notices_of(session, case)[0].ends
        while civil_day(self.clock()) <= ends:
            self.clock.advance(timedelta(days=1))
        with self.acting(login) as (work, actor):
            steps.close_notice(work, self.parts.house, actor, case, press())

    def review(self, case: CaseId, *, until: int | None = None) -> None:
        """Let each stage agree, the last one approve; stop before the stage of order ``until``."""
        while (judged := self.judged(case)).state.status is Status.UNDER_REVIEW:
            state = judged.state
            assert state.now is not None
            assert state.stage is not None
            if state.now.order == until:
                return
            login = DECIDER[state.now.role]
            if state.now.notice and not state.notice_ended:
                self.hang_notice(case, login)
                continue
            ticked = [one.id for one in judged.evaluation.checklist]
            step = steps.approve if state.stage + 1 == len(state.route) else steps.forward
            with self.acting(login) as (work, actor):
                step(work, self.parts.house, actor, case, press("情况属实", ticked))
            self.clock.advance(timedelta(hours=3))

    def pay(self, case: CaseId) -> None:
        """Prepare, approve and release the payment by three people."""
        house = self.parts.house
        with self.acting("bookkeeper") as (work, actor):
            pay.prepare_payment(work, house, actor, case, press())
        with self.acting("leader") as (work, actor):
            pay.approve_payment(work, house, actor, case, press())
        with self.acting("cashier") as (work, actor):
            pay.release_payment(work, house, actor, case, press(), "回单-0001")

    def file(self, case: CaseId) -> None:
        """File a closed case; its package is built by a job."""
        with self.acting("archivist") as (work, actor):
            file.file_case(work, self.parts.house, actor, case, press())


def a_home(
    sessions: sessionmaker[Session],
    clock: FixedClock,
    folder: Path,
    *,
    kept: Path | None = None,
    people: Mapping[str, UserId] | None = None,
) -> Home:
    """Return a furnished installation on a migrated database; end with ``leave``.

    kept: folder of objects and keys, by default ``folder`` itself.
    people: of a database that was furnished before.
    """
    settings = Settings(home=folder, database_url=_url(sessions))
    kept = kept or folder
    objects = DiskObjects(kept / "objects")
    index = DiskSearch(folder / "index", "tantivy")
    reader = ReplayingReader()
    living = LivingCatalogue(catalogue())
    parts = Parts(
        settings=settings,
        sessions=sessions,
        clock=clock,
        objects=objects,
        blobs=open_sealed(objects, sessions, kept / "keys", clock),
        index=index,
        letters=typesetter(),
        reader=reader,
        catalogue=living.catalogue,
        document_types=document_types(),
        calendar=calendar(),
        signing_key=create_key(kept / "keys", "dossier"),
        demonstration=True,
        close=index.close,
        refresh=living.refresh,
    )
    client = DBOSClient(system_database_url=_url(sessions), lazy=True)
    known = furnish(parts) if people is None else dict(people)
    return Home(parts, clock, known, reader, client)


def leave(home: Home) -> None:
    """Close what a home has opened; the database's engine is its owner's."""
    home.parts.close()
    home.client.destroy()
    jobs.release()


def furnish(parts: Parts) -> dict[str, UserId]:
    """Set up units, people, figures, the archive's scheme and the purse; return the people."""
    with begin(parts.sessions, SYSTEM, parts.clock) as work:
        admin = set_up.set_up(
            work,
            login="admin",
            name="系统管理员",
            password_hash=passwords.NOBODY,
            unit_name=CITY,
            level=Level.CITY,
        )
        root = identity.units_within(work.session, ("0001/",))[0]
        district = staff.create_unit(work, root.id, "0001", DISTRICT, Level.DISTRICT)
        street = staff.create_unit(work, district, "0001", STREET, Level.STREET)
        units = {
            CITY: root.id,
            DISTRICT: district,
            STREET: street,
            COMMUNITY: staff.create_unit(work, street, "0001", COMMUNITY, Level.COMMUNITY),
            NEIGHBOUR: staff.create_unit(work, street, "0002", NEIGHBOUR, Level.COMMUNITY),
        }
        people = {"admin": admin}
        for login, (name, role, place) in PEOPLE.items():
            people[login] = staff.create_user(work, login, name, passwords.NOBODY)
            staff.grant(work, people[login], role, units[place])
        for code, title, path in (
            ("Z109", COMMUNITY, COMMUNITY_PATH),
            ("Z110", NEIGHBOUR, "0001/0001/0001/0002/"),
        ):
            archive.add_fonds(work.session, Fonds(code, title, path))
            archive.set_scheme(work.session, code, "ZY", Scheme.DAT13)
            office = Office(
                name=title,
                address="沈阳市和安区春晖路1号（演示）",
                phone="024-05512300（演示）",
                hours="周一至周五",
                hotline="",
            )
            orders.set_office(work.session, path, office)
        set_figure(work, "dibao_standard", STANDARD_FEN, people["approver"])
        set_figure(work, "margin_standard", STANDARD_FEN * 2, people["approver"])
        _purse(work, parts, units[STREET], people)
    return people


def set_figure(work: Work, code: str, value: int, by: UserId) -> None:
    """Set one of the office's figures from today on."""
    figures.set_figure(work.session, code, value, work.today, "测试", by, work.now)


def with_definition(home: Home, code: str, **changes: object) -> None:
    """Let ``home`` have another definition of a service, as an office might write it."""
    known = home.parts.catalogue.get(code)
    made = replace(known, **changes)  # type: ignore[arg-type]
    definitions = {**home.parts.catalogue.definitions, (code, known.version): made}
    home.parts = replace(
        home.parts, catalogue=replace(home.parts.catalogue, definitions=definitions)
    )


def changed(form: Mapping[str, Json], values: Mapping[str, Json]) -> pointers.Form:
    """Return ``form`` with other values at some pointers."""
    after: pointers.Form = dict(form)
    for pointer, value in values.items():
        after = pointers.placed(after, pointer, value)
    return after


def typed_values(form: Mapping[str, Json]) -> dict[str, Json]:
    """Return a form as pointers and values."""
    return dict(pointers.leaves(form))


def household() -> Household:
    """王桂兰, widowed and disabled, and her son 陈磊."""
    return demonstration_household()


def id_card(person: Person, **changes: object) -> Slip:
    """Both sides of an identity card."""
    truth = truth_of_portrait(person) | truth_of_emblem(person)
    return _slip(f"身份证-{person.name}", "id_card", ("portrait", "emblem"), truth, changes)


def hukou_home(family: Household, **changes: object) -> Slip:
    """The home page of the register."""
    return _slip("户口簿首页", "hukou_booklet", ("home",), truth_of_home(family), changes)


def hukou_page(family: Household, person: Person, **changes: object) -> Slip:
    """A member's page of the register."""
    truth = truth_of_member(family, person)
    return _slip(f"户口簿-{person.name}", "hukou_booklet", ("member",), truth, changes)


def income_proof(person: Person, **changes: object) -> Slip:
    """A letter about a wage."""
    truth = truth_of_income_proof(person, LETTER_DAY)
    return _slip(f"收入证明-{person.name}", "income_proof", ("letter",), truth, changes)


def disability_cert(person: Person, **changes: object) -> Slip:
    """A disability certificate."""
    truth = truth_of_disability_cert(person, DISABLED_SINCE)
    return _slip(f"残疾人证-{person.name}", "disability_cert", ("page",), truth, changes)


def bank_card(family: Household, **changes: object) -> Slip:
    """The head's bank card."""
    return _slip("银行卡", "bank_card", ("front",), truth_of_bank_card(family), changes)


def application_form(family: Household, **changes: object) -> Slip:
    """The signed application."""
    truth = truth_of_application_form(family, date(2026, 3, 9))
    return _slip("申请表", "application_form", ("page",), truth, changes)


def authorisation(family: Household, **changes: object) -> Slip:
    """The signed authorisation."""
    truth = truth_of_authorisation(family.members, date(2026, 3, 9))
    return _slip("授权书", "economy_check_authorisation", ("page",), truth, changes)


def paper(document_type: str, truth: Mapping[str, str], **changes: object) -> Slip:
    """A paper of a kind that no generator draws."""
    return _slip(document_type, document_type, (), truth, changes)


def dibao_papers() -> tuple[Slip, ...]:
    """Every paper of the demonstration's household."""
    family = household()
    mother, son = family.members
    return (
        application_form(family),
        authorisation(family),
        id_card(mother),
        id_card(son),
        hukou_home(family),
        hukou_page(family, mother),
        hukou_page(family, son),
        income_proof(son),
        disability_cert(mother),
        bank_card(family),
    )


def dibao_typed() -> dict[str, Json]:
    """What no paper of the household says, as pointers and values."""
    at_home = Circumstances("none", "na", has_children=True)
    at_work = Circumstances("employed", "full", has_children=False)
    return typed_values(typed_form(household(), (at_home, at_work)))


def a_dibao_case(home: Home, *, without: Sequence[str] = ()) -> CaseId:
    """A case with every paper read, typed up and every original seen; ``without`` some papers."""
    case = home.open_case()
    home.read_in(case, *(one for one in dibao_papers() if one.name not in without))
    home.save(case, dibao_typed())
    home.mark_materials(case)
    return case


def accept_dibao(home: Home, case: CaseId) -> CaseId:
    """Accept a complete case and put down what the community found at the visit."""
    home.accept(case)
    home.save(case, FOUND_AT_HOME, login="director")
    return case


def a_single_person() -> Household:
    """孙立, thirty years old, who lives alone in a rented room."""
    born = date(1995, 10, 2)
    address = "辽宁省沈阳市和安区丁香路20号1-1-1"
    person = Person(
        name="孙立",
        gender="男",
        birth_date=born,
        ethnicity="汉",
        id_number=id_number(born, "男", 31),
        address=address,
        phone="14000240777",
        relation="户主",
        marital="未婚",
        education="大学专科",
        card_valid_from=date(2020, 1, 6),
        card_valid_to=date(2040, 1, 6),
        job=Job("沈阳和安云杉商贸有限公司", "店员", date(2022, 3, 1), 320_000),
    )
    bank = demonstration_household().bank_card_number
    return Household((person,), address, "010802999", bank, date(2018, 5, 4))


def gongzu_papers() -> tuple[Slip, ...]:
    """Every paper of the single person's application."""
    family = a_single_person()
    (person,) = family.members
    return (
        application_form(family),
        id_card(person),
        hukou_home(family),
        hukou_page(family, person),
        paper("marital_statement", {"name": person.name, "status": "未婚"}),
        paper(
            "income_verification",
            {"household_head": person.name, "per_capita_income": "3200.00"},
        ),
    )


def gongzu_typed() -> dict[str, Json]:
    """What the clerk types for the single person."""
    family = a_single_person()
    (person,) = family.members
    return {
        "/category": "local_family",
        "/applicant_phone": person.phone,
        "/residence_address": family.address,
        "/hukou_in_city": True,
        "/lives_in_city": True,
        "/has_stable_income": True,
        "/employer_name": "沈阳和安云杉商贸有限公司",
        "/household_members/0/employment_status": "employed",
        "/household_members/0/monthly_income": 320_000,
        "/household_members/0/labour_capacity": "full",
        "/household_members/0/is_disabled": False,
        "/household_members/0/is_student": False,
        "/household_members/0/has_children": False,
        "/owned_area": 0,
        "/public_rent_area": 0,
        "/compensated_area": 0,
        "/owns_house_in_city": False,
        "/household_income": 3_840_000,
        "/income_verified": True,
        "/assistance_mode": "subsidy",
        "/bank_name": "和安银行",
        "/bank_account": family.bank_card_number,
        "/bank_holder": person.name,
    }


def _slip(
    name: str,
    document_type: str,
    parts: tuple[str, ...],
    truth: Mapping[str, str],
    changes: Mapping[str, object],
) -> Slip:
    slip = Slip(name, document_type, parts, truth)
    return replace(slip, **changes)  # type: ignore[arg-type]


def _purse(work: Work, parts: Parts, street: UnitId, people: Mapping[str, UserId]) -> None:
    """Open the street's book with its funds, and take in what the district granted."""
    bookkeeper, leader = people["bookkeeper"], people["leader"]
    chart = read_chart(parts.settings.schemas / "accounts", "government")
    officers = Officers(bookkeeper, people["cashier"], leader)
    book = books.open_book(work.session, chart, street, "社区财务专账", officers, work.now)
    for code, title, purpose in FUNDS:
        fund = books.open_fund(work.session, book.id, code, title, purpose, work.now)
        grant = vouchers.receive_grant(
            work.session,
            book.id,
            fund.id,
            5_000_000,
            day=work.today,
            summary="收到拨款",
            key=f"grant-{code}",
            preparer=bookkeeper,
            purpose=purpose,
            now=work.now,
        )
        vouchers.approve_voucher(work.session, grant.id, leader, work.now)
        vouchers.post_voucher(work.session, grant.id, leader, work.now)


def _url(sessions: sessionmaker[Session]) -> str:
    url: str = sessions.kw["bind"].url.render_as_string(hide_password=False)
    return url
