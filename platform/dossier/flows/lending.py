"""What a new case may use of earlier ones: papers and household, as far as residents let it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from dossier import audit
from dossier.cases import store as cases
from dossier.cases.model import Case
from dossier.catalogue.loading import Catalogue
from dossier.catalogue.model import Definition, MaterialForm
from dossier.flows import desk, judge, pointers
from dossier.flows.house import House
from dossier.flows.judge import Judged
from dossier.flows.locker import Kept, papers_kept
from dossier.flows.residents import (
    RELATION,
    OnForm,
    find_resident,
    household_of,
    person_keys,
    persons_on,
    relations_of,
)
from dossier.identity import rules as rights
from dossier.identity.model import Actor, Permission
from dossier.kernel.canonical import Json
from dossier.kernel.errors import Conflict, Refused
from dossier.kernel.ids import CaseId, ResidentId
from dossier.people import rules, store
from dossier.people.events import HouseholdTaken, LockerLooked
from dossier.people.model import Consent, Link, LookUp, Standing
from dossier.ports import BlobStore
from dossier.work import Work

FRESH: frozenset[MaterialForm] = frozenset({"original", "filled_form_original"})
"""Materials of these forms are handed in on paper each time."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A paper that a material of the case may be satisfied with; consent None: not yet."""

    material: str
    material_title: str
    person_pointer: str
    kept: Kept
    consent: Consent | None


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the last registered household who is not on the form yet.

    values: fields of the form's row.  consent None: nothing of it may be shown yet.
    """

    link: Link
    case_no: str
    name: str
    number: str
    values: Mapping[str, Json]
    consent: Consent | None


@dataclass(frozen=True, slots=True)
class Borrower:
    """A person of the case of whom the centre has something that may be told here."""

    person: OnForm
    resident: ResidentId
    minor: bool
    consents: tuple[Consent, ...]
    offers: tuple[Offer, ...]
    members: tuple[Member, ...]


def look_up(
    work: Work, house: House, blobs: BlobStore, actor: Actor, case: CaseId
) -> tuple[Borrower, ...]:
    """Return what the centre has for the persons of a case; that it was asked is recorded.

    Raises Refused for whoever asks for too many people that are not known.
    """
    require_patience(work)
    judged = _judged(work, house, case)
    found = lending(work.session, house, blobs, actor, judged, work.today)
    told = {one.person.number: one.resident for one in found}
    persons = {one.number: one for one in persons_on(judged.definition, judged.form.form)}
    note_looks(work, blobs, judged.definition.code, case, list(persons.values()), told)
    return found


def lending_of(
    work: Work, house: House, blobs: BlobStore, actor: Actor, case: CaseId
) -> tuple[Borrower, ...]:
    """Return what the centre has for the persons of a case that was looked up a moment ago."""
    return lending(work.session, house, blobs, actor, _judged(work, house, case), work.today)


def note_page(work: Work, resident: ResidentId) -> None:
    """Record that somebody opened a resident's page."""
    store.add_look_up(work.session, LookUp(work.actor, work.now, resident, resident, "", None))
    work.record(LockerLooked(purpose="", case=None, residents=(resident,), unknown=()))


def require_patience(work: Work) -> None:
    """Raise Refused for whoever tries one person after the other."""
    since = work.now - rules.MISSES_WITHIN
    if store.count_misses(work.session, work.actor, since) >= rules.MISSES_MAX:
        raise Refused(
            "短时间内查了太多不在材料库中的人，请过十分钟再查。每次查询都有记录。",
            code="locker_too_many_look_ups",
        )


def note_looks(
    work: Work,
    blobs: BlobStore,
    purpose: str,
    case: CaseId | None,
    persons: Sequence[OnForm],
    told: Mapping[str, ResidentId],
) -> None:
    """Record who was looked up for what; of whom nothing was told only as a commitment."""
    for one in persons:
        _, key = person_keys(blobs, one.name, one.number)
        known = told.get(one.number)
        store.add_look_up(work.session, LookUp(work.actor, work.now, known, key, purpose, case))
    unknown = [one for one in persons if one.number not in told]
    if persons:
        work.record(
            LockerLooked(
                purpose=purpose,
                case=case,
                residents=tuple(dict.fromkeys(told.values())),
                unknown=tuple(
                    audit.commit_value(
                        work.session, f"{one.number} {one.name}".encode(), subject=case or ""
                    )
                    for one in unknown
                ),
            )
        )


def lending(
    session: Session,
    house: House,
    blobs: BlobStore,
    actor: Actor,
    judged: Judged,
    day: date,
) -> tuple[Borrower, ...]:
    """Return the persons of the case of whom the centre has something for it."""
    persons = persons_on(judged.definition, judged.form.form)
    found = []
    for number in dict.fromkeys(one.number for one in persons):
        roles = [one for one in persons if one.number == number]
        resident = find_resident(session, blobs, roles[0].name, number)
        if resident is None:
            continue
        consents = store.consents_of(session, resident)
        borrower = Borrower(
            person=roles[0],
            resident=resident,
            minor=rules.is_minor(number, day),
            consents=consents,
            offers=_offers(
                session, house.catalogue, actor, judged, roles, resident, consents, day
            ),
            members=_members(
                session, house.catalogue, actor, judged, roles, resident, consents, day
            ),
        )
        if borrower.offers or borrower.members:
            found.append(borrower)
    return tuple(found)


def reaches(actor: Actor, unit_path: str, consents: Sequence[Consent], day: date) -> bool:
    """Tell whether ``actor`` may know of what a unit has of a resident."""
    return rights.may(actor, Permission.CASE_OPEN, unit_path) or rules.may_reach(consents, day)


def require_taken(
    session: Session, house: House, blobs: BlobStore, actor: Actor, case: CaseId, day: date
) -> None:
    """Raise Refused where the centre would ask for what it has and may use.

    Source: rules P2 (what the office can see itself is not asked for).
    """
    judged = judge.judge(session, house.catalogue, cases.get_case(session, case), day)
    open_offers = [
        f"{offer.material_title}（{one.person.name}）"
        for one in lending(session, house, blobs, actor, judged, day)
        for offer in one.offers
        if offer.consent is not None and offer.kept.standing is Standing.GOOD
    ]
    if open_offers:
        raise Refused(
            "这些材料本中心已有，居民也已同意复用，请先带入，不要再请居民提交："
            + "、".join(dict.fromkeys(open_offers))
            + "。",
            code="locker_not_used",
        )


def take_household(
    work: Work,
    house: House,
    blobs: BlobStore,
    actor: Actor,
    case: CaseId,
    wanted: Sequence[str],
) -> None:
    """Put members of the last registered household into the form, as rows of the clerk's own.

    Raises Conflict where one of them is no longer offered, Refused without consent.
    """
    head = cases.lock_case(work.session, case)
    desk.require_open(head)
    judged = _judged(work, house, case)
    given = household_of(judged.definition)
    borrowers = lending(work.session, house, blobs, actor, judged, work.today)
    offered: dict[str, Member] = {
        one.link.id: one for each in borrowers for one in each.members
    }
    taken = [offered[link] for link in dict.fromkeys(wanted) if link in offered]
    if given is None or len(taken) != len(set(wanted)) or not taken:
        raise Conflict(
            "上次登记的家庭成员刚有变化，请刷新后再选。", code="locker_household_changed"
        )
    consents = [one.consent.id for one in taken if one.consent is not None]
    if len(consents) != len(taken):
        raise Refused(
            "申请人还没有同意复用，请先登记同意，再带入家庭成员。", code="locker_no_consent"
        )
    form = judged.form.form
    rows = pointers.get(form, given.list)
    after = len(rows) if isinstance(rows, list) else 0
    for number, member in enumerate(taken, after):
        form = pointers.placed(form, f"{given.list}/{number}", dict(member.values))
    desk.change_form(work, house.catalogue, case, judged.form.revision, form, ())
    work.record(
        HouseholdTaken(
            case=case, links=tuple(one.link.id for one in taken), consent=consents[0]
        )
    )


def _judged(work: Work, house: House, case: CaseId) -> Judged:
    head = cases.get_case(work.session, case)
    return judge.judge(work.session, house.catalogue, head, work.today)


def _offers(
    session: Session,
    catalogue: Catalogue,
    actor: Actor,
    judged: Judged,
    roles: Sequence[OnForm],
    resident: ResidentId,
    consents: Sequence[Consent],
    day: date,
) -> tuple[Offer, ...]:
    """Return the newest usable paper for each material that is still to be brought."""
    places = {one.pointer for one in roles}
    if any(one.role == "applicant" for one in roles):
        places.add("")
    kept = [
        one
        for one in papers_kept(session, catalogue, resident, day)
        if one.case.id != judged.case.id
        and one.usable
        and reaches(actor, one.case.unit_path, consents, day)
    ]
    found = []
    for due in judged.evaluation.materials:
        if due.status not in ("missing", "unchecked") or due.form in FRESH:
            continue
        if due.undecided or due.person_pointer not in places:
            continue  # what may not be needed at all is not told of
        for code in due.document_types:
            paper = next((one for one in kept if one.document_type == code), None)
            if paper is not None:
                consent = rules.covering(consents, judged.definition.code, paper.kinds, day)
                found.append(Offer(due.code, due.title_zh, due.person_pointer, paper, consent))
                break
    return tuple(found)


def _members(
    session: Session,
    catalogue: Catalogue,
    actor: Actor,
    judged: Judged,
    roles: Sequence[OnForm],
    resident: ResidentId,
    consents: Sequence[Consent],
    day: date,
) -> tuple[Member, ...]:
    given = household_of(judged.definition)
    if given is None or all(one.role != "applicant" for one in roles):
        return ()
    there = {
        one.number
        for one in persons_on(judged.definition, judged.form.form)
        if one.role == "each_member"
    }
    allowed = relations_of(judged.definition, given)
    consent = rules.covering(consents, judged.definition.code, (), day)
    found = []
    for link in rules.current(store.links_of(session, resident), day):
        if link.case == judged.case.id or not reaches(actor, link.unit_path, consents, day):
            continue
        who = row_of(session, catalogue, link)
        if who is None or who.number in there:
            continue
        values: dict[str, Json] = {given.name: who.name, given.id_number: who.number}
        if link.relation in allowed:
            values[RELATION] = link.relation
        source = cases.get_case(session, link.case)
        found.append(Member(link, source.case_no or "", who.name, who.number, values, consent))
    return tuple(found)


def row_of(session: Session, catalogue: Catalogue, link: Link) -> OnForm | None:
    """Return the person in the row of an earlier form that a link speaks of."""
    source: Case | None = cases.find_case(session, link.case)
    definition: Definition | None = (
        catalogue.definitions.get((source.service, source.version)) if source else None
    )
    if source is None or definition is None:
        return None
    form = cases.form_of(session, link.case).form
    return next((one for one in persons_on(definition, form) if one.pointer == link.row), None)
