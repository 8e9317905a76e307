"""The document locker: what the centre has of residents, their consents, their households."""

from datetime import date, datetime
from typing import Literal

from fastapi import APIRouter
from pydantic import Field
from sqlalchemy.orm import Session

from dossier.api.deps import InParts, InWork, Me, Parts, require
from dossier.api.views import Command, View
from dossier.cases import store as cases
from dossier.cases.model import Case
from dossier.catalogue.masking import id_mask
from dossier.catalogue.model import Definition
from dossier.catalogue.versions import get_present
from dossier.flows import before_papers, lending, residents, taking
from dossier.flows import reuse_consents as consents
from dossier.flows.judge import definition_of
from dossier.flows.lending import Borrower, Member, Offer
from dossier.flows.locker import Kept, papers_kept
from dossier.identity import rules as rights
from dossier.identity import store as staff
from dossier.identity.model import Actor, Permission
from dossier.kernel.clock import civil_day
from dossier.kernel.ids import CaseId, ConsentId, FileId, LinkId, ResidentId, UserId
from dossier.people import rules, store
from dossier.people.model import EVERYTHING, Consent, Given, Kind, Link
from dossier.work import Work, look

router = APIRouter(tags=["locker"])
_LOOKS_SHOWN = 20


class KindView(View):
    """Something sensitive that a consent must name."""

    code: str
    title: str


class ConsentView(View):
    """A consent as it was given; purpose_title is empty for all services."""

    id: str
    purpose: str
    purpose_title: str
    kinds: list[KindView]
    how: str
    how_title: str
    guardian: str
    given_on: date
    until: date
    by: str
    in_force: bool
    revoked_on: date | None
    revoked_because: str


class OfferView(View):
    """A paper of an earlier case that a material may be satisfied with.

    consented: it may be taken over; else only that there is one is told.
    """

    key: str
    material: str
    material_title: str
    person_pointer: str
    document_type: str
    title: str
    case_id: str | None
    case_no: str
    accepted_on: date
    until: date | None
    check: bool = Field(description="a person must say that it still holds")
    original_seen: bool
    waiting: int = Field(description="values at which nobody has looked yet")
    pages: int
    kinds: list[KindView]
    consented: bool


class MemberView(View):
    """A member of the last registered household; name and number are empty without consent."""

    link: str
    name: str
    number: str
    relation: str
    case_no: str
    since: date
    consented: bool


class BorrowerView(View):
    """A person of the case of whom the centre has something."""

    resident: str
    name: str
    number_at: str
    minor: bool
    may_open: bool = Field(description="the resident's page may be opened")
    consents: list[ConsentView]
    offers: list[OfferView]
    members: list[MemberView]


class StrangerView(View):
    """A person of the case of whom nothing is told: not known, or known elsewhere only."""

    name: str
    number_at: str
    minor: bool


class LockerView(View):
    """What the centre has for a case."""

    persons: list[BorrowerView]
    others: list[StrangerView]
    service: str
    service_title: str
    longest_until: date | None
    taken: int = Field(description="papers that the case has taken over")


class ConsentTextView(View):
    """The words of a consent."""

    purpose_title: str
    text: str
    until: date | None


class HousemateView(View):
    """A link of a household; name is empty where the actor may not see it."""

    id: str
    resident: str
    name: str
    relation: str
    since: date
    until: date | None
    reason: str
    case_no: str


class PaperView(View):
    """A paper of a resident as it stands today."""

    key: str
    title: str
    case_id: str
    case_no: str
    accepted_on: date
    until: date | None
    standing: Literal["good", "check", "expired", "never"]
    original_seen: bool
    apart: bool
    kinds: list[KindView]


class ResidentCaseView(View):
    """A case of a resident."""

    id: str
    case_no: str
    service_title: str
    status_title: str
    accepted_on: date
    role: str


class LookView(View):
    """Somebody looked a resident up; purpose_title is empty for the resident's page."""

    by: str
    at: datetime
    purpose_title: str


class ResidentView(View):
    """A resident, to whoever may see a case of theirs."""

    id: str
    name: str
    number_masked: str
    minor: bool
    may_edit: bool
    longest_until: date | None
    household: list[HousemateView]
    papers: list[PaperView]
    consents: list[ConsentView]
    cases: list[ResidentCaseView]
    looks: list[LookView]


class HeldView(View):
    """A material of a service for which the centre has a paper of this person."""

    material: str
    title: str
    until: date | None
    check: bool
    consented: bool


class BeforePapersView(View):
    """What need not be brought; known: the centre has something of this person that may be told."""

    known: bool
    household: int = Field(description="members of the last registration")
    held: list[HeldView]
    name_at: str | None
    number_at: str | None


class TakeCommand(Command):
    """Offers to take over, by their keys."""

    offers: list[str] = Field(min_length=1, max_length=100)


class HouseholdCommand(Command):
    """Links whose members become rows of the form."""

    links: list[str] = Field(min_length=1, max_length=50)


class ConsentCommand(Command):
    """A consent as the clerk notes it.  key: made once per press of the button."""

    key: str = Field(min_length=8, max_length=100)
    number_at: str = Field(max_length=200, description="place of the person's number")
    for_all: bool
    kinds: list[Kind] = Field(max_length=3)
    how: Given
    guardian: str = Field(max_length=40)
    file_id: str | None = Field(max_length=36)
    until: date | None


class GeneralConsentCommand(Command):
    """A consent for all services, given at the counter without a case."""

    key: str = Field(min_length=8, max_length=100)
    until: date | None


class ReasonCommand(Command):
    """Why something is taken back or has ended."""

    reason: str = Field(min_length=1, max_length=500)


class PersonCommand(Command):
    """Who is looked up: the whole number and the name, both right."""

    name: str = Field(min_length=1, max_length=40)
    id_number: str = Field(min_length=15, max_length=18)


@router.post("/cases/{case_id}/locker", **require(Permission.CASE_EDIT))
def look_into_locker(case_id: CaseId, parts: InParts, me: Me, work: InWork) -> LockerView:
    """Return what the centre has for the persons of a case; every look is recorded."""
    _editable(work.session, me, case_id)
    found = lending.look_up(work, parts.house, parts.blobs, me, case_id)
    return _locker(work, parts, me, case_id, found)


@router.post("/cases/{case_id}/locker/take", **require(Permission.CASE_EDIT))
def take_from_locker(
    case_id: CaseId, asked: TakeCommand, parts: InParts, me: Me, work: InWork
) -> LockerView:
    """Let the case hold papers of earlier cases, with where they came from."""
    with look(parts.sessions) as session:
        case = _editable(session, me, case_id)
        wanted = taking.wanted_of(
            session,
            parts.house,
            parts.blobs,
            me,
            case_id,
            asked.offers,
            civil_day(parts.clock()),
        )
    copied = [taking.bring(parts.blobs, parts.reader, case, one) for one in wanted]
    taking.take_over(work, parts.house, parts.blobs, me, case_id, copied)
    return _again(work, parts, me, case_id)


@router.post("/cases/{case_id}/locker/household", **require(Permission.CASE_EDIT))
def take_household(
    case_id: CaseId, asked: HouseholdCommand, parts: InParts, me: Me, work: InWork
) -> LockerView:
    """Put members of the last registered household into the form."""
    _editable(work.session, me, case_id)
    lending.take_household(work, parts.house, parts.blobs, me, case_id, asked.links)
    return _again(work, parts, me, case_id)


@router.post(
    "/cases/{case_id}/locker/consents", status_code=201, **require(Permission.CASE_EDIT)
)
def give_consent(
    case_id: CaseId, asked: ConsentCommand, parts: InParts, me: Me, work: InWork
) -> LockerView:
    """Keep the consent of a person of the case."""
    case = _editable(work.session, me, case_id)
    consents.give_consent(
        work,
        parts.catalogue,
        parts.blobs,
        case_id,
        asked.number_at,
        consents.Agreed(
            key=asked.key,
            purpose=EVERYTHING if asked.for_all else case.service,
            kinds=asked.kinds,
            how=asked.how,
            guardian=asked.guardian,
            until=asked.until,
            file=FileId(asked.file_id) if asked.file_id else None,
        ),
    )
    return _again(work, parts, me, case_id)


@router.get("/locker/consent-text", **require(Permission.CASE_OPEN))
def consent_text(
    parts: InParts,
    me: Me,
    service: str = "",
    kinds: str = "",
    until: date | None = None,
) -> ConsentTextView:
    """Return the words of a consent: for a service, or for all where none is named."""
    named = {kind for kind in Kind if str(kind) in kinds.split(",")}
    with look(parts.sessions) as session:
        today = civil_day(parts.clock())
        path = rights.scopes(me, Permission.CASE_OPEN)[0]
        end = until or consents.longest_until(session, parts.catalogue, today, path)
        title = get_present(parts.catalogue, service, today).title_zh if service else ""
    return ConsentTextView(
        purpose_title=title, text=rules.consent_text(title, named, end), until=end
    )


@router.post("/services/{code}/locker", **require(Permission.CASE_OPEN))
def look_before_papers(
    code: str, asked: PersonCommand, parts: InParts, me: Me, work: InWork
) -> BeforePapersView:
    """Tell which materials a person need not bring; the look is recorded, found or not."""
    definition = get_present(parts.catalogue, code, work.today)
    found = before_papers.held_for(
        work, parts.house, parts.blobs, me, definition, asked.name, asked.id_number.upper()
    )
    applicant = definition.persons.get("applicant")
    return BeforePapersView(
        known=bool(found.held or found.household),
        household=found.household,
        held=[
            HeldView(
                material=one.material,
                title=one.title,
                until=one.until,
                check=one.check,
                consented=one.consented,
            )
            for one in found.held
        ],
        name_at=applicant.name if applicant else None,
        number_at=applicant.id_number if applicant else None,
    )


@router.post("/residents/{resident_id}/look", **require(Permission.CASE_READ))
def show_resident(
    resident_id: ResidentId, parts: InParts, me: Me, work: InWork
) -> ResidentView:
    """Return a resident's household, papers, consents and cases; the look is recorded."""
    view = _resident(work, parts, me, resident_id)
    lending.note_page(work, resident_id)
    return view


@router.post(
    "/residents/{resident_id}/consents", status_code=201, **require(Permission.CASE_EDIT)
)
def give_general_consent(
    resident_id: ResidentId,
    asked: GeneralConsentCommand,
    parts: InParts,
    me: Me,
    work: InWork,
) -> ResidentView:
    """Keep a resident's consent for all services, given in person."""
    consents.give_general_consent(
        work,
        parts.catalogue,
        me,
        resident_id,
        consents.Agreed(
            key=asked.key,
            purpose=EVERYTHING,
            kinds=(),
            how=Given.IN_PERSON,
            until=asked.until,
        ),
    )
    return _resident(work, parts, me, resident_id)


@router.post(
    "/residents/{resident_id}/consents/{consent_id}/revoke", **require(Permission.CASE_EDIT)
)
def revoke_consent(
    resident_id: ResidentId,
    consent_id: ConsentId,
    asked: ReasonCommand,
    parts: InParts,
    me: Me,
    work: InWork,
) -> ResidentView:
    """Take a consent back at the resident's wish."""
    consents.revoke_consent(work, me, resident_id, consent_id, asked.reason)
    return _resident(work, parts, me, resident_id)


@router.post("/residents/{resident_id}/links/{link_id}/end", **require(Permission.CASE_EDIT))
def end_link(
    resident_id: ResidentId,
    link_id: LinkId,
    asked: ReasonCommand,
    parts: InParts,
    me: Me,
    work: InWork,
) -> ResidentView:
    """Note that a member is no longer of the household."""
    consents.end_link(work, me, resident_id, link_id, asked.reason)
    return _resident(work, parts, me, resident_id)


def _editable(session: Session, me: Actor, case_id: CaseId) -> Case:
    case = cases.get_case(session, case_id)
    rights.check(me, Permission.CASE_EDIT, case.unit_path, seen_by=Permission.CASE_READ)
    return case


def _again(work: Work, parts: Parts, me: Actor, case_id: CaseId) -> LockerView:
    found = lending.lending_of(work, parts.house, parts.blobs, me, case_id)
    return _locker(work, parts, me, case_id, found)


def _locker(
    work: Work, parts: Parts, me: Actor, case_id: CaseId, found: tuple[Borrower, ...]
) -> LockerView:
    case = cases.get_case(work.session, case_id)
    shown = _Shown(work, parts, me)
    told = {one.person.number for one in found}
    definition = definition_of(parts.catalogue, case)
    form = cases.form_of(work.session, case_id).form
    others = {
        one.number: StrangerView(
            name=one.name,
            number_at=one.number_at,
            minor=rules.is_minor(one.number, work.today),
        )
        for one in reversed(residents.persons_on(definition, form))
        if one.number not in told
    }
    return LockerView(
        persons=[shown.borrower(one) for one in found],
        others=list(reversed(others.values())),
        service=case.service,
        service_title=consents.purpose_title(parts.catalogue, case.service),
        longest_until=consents.longest_until(
            work.session, parts.catalogue, work.today, case.unit_path
        ),
        taken=len(store.takings_of(work.session, case_id)),
    )


def _resident(work: Work, parts: Parts, me: Actor, resident: ResidentId) -> ResidentView:
    head, number = consents.own_case(work.session, me, resident, Permission.CASE_READ)
    return _Shown(work, parts, me).resident(resident, head, number)


class _Shown:
    """Residents on their way to the browser, as far as one person may see them."""

    def __init__(self, work: Work, parts: Parts, me: Actor) -> None:
        self._session = work.session
        self._today = work.today
        self._parts = parts
        self._me = me
        self._names: dict[UserId, str] = {}

    def borrower(self, one: Borrower) -> BorrowerView:
        """Return a person of the case with what is offered."""
        return BorrowerView(
            resident=one.resident,
            name=one.person.name,
            number_at=one.person.number_at,
            minor=one.minor,
            may_open=bool(consents.visible_cases(self._session, self._me, one.resident)),
            consents=[
                self.consent(consent)
                for consent in one.consents
                if rules.in_force(consent, self._today)
            ],
            offers=[self.offer(offer) for offer in one.offers],
            members=[self.member(member) for member in one.members],
        )

    def offer(self, one: Offer) -> OfferView:
        """Return a paper that is offered."""
        kept = one.kept
        return OfferView(
            key=kept.key,
            material=one.material,
            material_title=one.material_title,
            person_pointer=one.person_pointer,
            document_type=kept.document_type,
            title=kept.title,
            case_id=kept.case.id if consents.sees(self._me, kept.case) else None,
            case_no=kept.case.case_no or "",
            accepted_on=kept.accepted_on,
            until=kept.until,
            check=kept.standing == "check",
            original_seen=kept.original_seen_by is not None,
            waiting=kept.waiting,
            pages=sum(len(sheet.pages) for sheet in kept.sheets),
            kinds=_kinds(kept.kinds),
            consented=one.consent is not None,
        )

    def member(self, one: Member) -> MemberView:
        """Return a member of the household; nothing personal without consent."""
        consented = one.consent is not None
        return MemberView(
            link=one.link.id,
            name=one.name if consented else "",
            number=id_mask(one.number) if consented else "",
            relation=one.link.relation_zh,
            case_no=one.case_no,
            since=one.link.since,
            consented=consented,
        )

    def consent(self, one: Consent) -> ConsentView:
        """Return a consent."""
        return ConsentView(
            id=one.id,
            purpose=one.purpose,
            purpose_title=consents.purpose_title(self._parts.catalogue, one.purpose),
            kinds=_kinds(one.kinds),
            how=str(one.how),
            how_title=rules.GIVEN_ZH[one.how],
            guardian=one.guardian,
            given_on=one.given_on,
            until=one.until,
            by=self._name(one.by),
            in_force=rules.in_force(one, self._today),
            revoked_on=civil_day(one.revoked_at) if one.revoked_at else None,
            revoked_because=one.revoked_because,
        )

    def resident(self, resident: ResidentId, head: Case, number: str) -> ResidentView:
        """Return everything of a resident that the actor may see."""
        catalogue = self._parts.catalogue
        cases_seen = consents.visible_cases(self._session, self._me, resident)
        ids = {case.id for case, _ in cases_seen}
        appearances = store.appearances_of(self._session, resident)
        first = {one.case: one for one in reversed(appearances)}
        return ResidentView(
            id=resident,
            name=self._name_on(head, number),
            number_masked=id_mask(number),
            minor=rules.is_minor(number, self._today),
            may_edit=any(
                rights.may(self._me, Permission.CASE_EDIT, case.unit_path)
                for case, _ in cases_seen
            ),
            longest_until=consents.longest_until(
                self._session, catalogue, self._today, head.unit_path
            ),
            household=[
                self._housemate(link)
                for link in store.links_of(self._session, resident)
                if link.case in ids and link.member != resident
            ],
            papers=[
                _paper(kept)
                for kept in papers_kept(self._session, catalogue, resident, self._today)
                if kept.case.id in ids
            ],
            consents=[self.consent(one) for one in store.consents_of(self._session, resident)],
            cases=[
                ResidentCaseView(
                    id=case.id,
                    case_no=case.case_no or "",
                    service_title=consents.purpose_title(catalogue, case.service),
                    status_title=case.status_zh,
                    accepted_on=first[case.id].accepted_on,
                    role=_role(
                        catalogue.definitions.get((case.service, case.version)),
                        first[case.id].role,
                    ),
                )
                for case, _ in cases_seen
            ],
            looks=[
                LookView(
                    by=self._name(one.by),
                    at=one.at,
                    purpose_title=consents.purpose_title(catalogue, one.purpose)
                    if one.purpose
                    else "",
                )
                for one in store.look_ups_of(self._session, resident, _LOOKS_SHOWN)
            ],
        )

    def _housemate(self, link: Link) -> HousemateView:
        source = cases.get_case(self._session, link.case)
        person = lending.row_of(self._session, self._parts.catalogue, link)
        return HousemateView(
            id=link.id,
            resident=link.member,
            name=person.name if person else "",
            relation=link.relation_zh,
            since=link.since,
            until=link.until,
            reason=link.reason,
            case_no=source.case_no or "",
        )

    def _name_on(self, head: Case, number: str) -> str:
        definition = self._parts.catalogue.definitions.get((head.service, head.version))
        form = cases.form_of(self._session, head.id).form
        persons = residents.persons_on(definition, form) if definition else ()
        return next((one.name for one in persons if one.number == number), "")

    def _name(self, user: UserId) -> str:
        if user not in self._names:
            self._names |= staff.names_of(self._session, {user})
        return self._names.get(user, "")


def _kinds(kinds: frozenset[Kind] | tuple[Kind, ...]) -> list[KindView]:
    return [KindView(code=kind, title=rules.KIND_ZH[kind]) for kind in Kind if kind in kinds]


def _paper(kept: Kept) -> PaperView:
    return PaperView(
        key=kept.key,
        title=kept.title,
        case_id=kept.case.id,
        case_no=kept.case.case_no or "",
        accepted_on=kept.accepted_on,
        until=kept.until,
        standing=kept.standing.value,
        original_seen=kept.original_seen_by is not None,
        apart=kept.apart,
        kinds=_kinds(kept.kinds),
    )


def _role(definition: Definition | None, role: str) -> str:
    given = (
        {str(code): one.title_zh for code, one in definition.persons.items()}
        if definition
        else {}
    )
    return given.get(role, "")
