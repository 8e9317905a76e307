"""Who stands on a form, and how the centre knows them again; households as lists tell them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from dossier.cases import store as cases
from dossier.cases.model import Case
from dossier.catalogue.citizen import is_id_number
from dossier.catalogue.loading import Catalogue
from dossier.catalogue.model import Definition, Per, PersonList
from dossier.flows import pointers
from dossier.kernel.canonical import Json
from dossier.kernel.clock import civil_day
from dossier.kernel.events import Event
from dossier.kernel.ids import CaseId, LinkId, ResidentId, new_id
from dossier.people import store as people
from dossier.people.events import HouseholdLinked, ResidentKnown
from dossier.people.model import Appearance, Link
from dossier.ports import BlobStore
from dossier.work import Work
from dossier_ocr.values.person_name import normal

KNOW_RESIDENTS = "know_residents"
HOUSEHOLD: Per = "each_member"
RELATION = "relation_to_applicant"
"""A list whose rows tell their relation to the applicant is one of a household."""


@dataclass(frozen=True, slots=True)
class OnForm:
    """A person on a form, with a name and a valid number.

    pointer: of the row, or of the name for a single person, as materials name their persons.
    """

    role: str
    pointer: str
    name_at: str
    number_at: str
    name: str
    number: str


def persons_on(definition: Definition, form: Mapping[str, Json]) -> tuple[OnForm, ...]:
    """Return the persons of every role whose name and number the form has."""
    found = []
    for role, given in definition.persons.items():
        for pointer, name_at, number_at in _places(given, form):
            name, number = pointers.get(form, name_at), pointers.get(form, number_at)
            if (
                isinstance(name, str)
                and normal(name)
                and isinstance(number, str)
                and is_id_number(number)
            ):
                found.append(OnForm(role, pointer, name_at, number_at, name, number))
    return tuple(found)


def person_keys(blobs: BlobStore, name: str, number: str) -> tuple[str, str]:
    """Return the keyed digests of a number, and of a name together with it."""
    return (
        blobs.digest("resident-number", number),
        blobs.digest("resident-name", f"{number}\n{normal(name)}"),
    )


def find_resident(
    session: Session, blobs: BlobStore, name: str, number: str
) -> ResidentId | None:
    """Return the resident of that name and number; both must be right."""
    number_key, name_key = person_keys(blobs, name, number)
    return people.find_resident(session, number_key, name_key)


def meet_resident(work: Work, blobs: BlobStore, name: str, number: str) -> ResidentId | None:
    """Return the resident of that name and number, known from now on.

    None where the number is known under another name: only an accepted case adds a name.
    """
    number_key, _ = person_keys(blobs, name, number)
    found = find_resident(work.session, blobs, name, number)
    if found is None and not people.is_known(work.session, number_key):
        return know_resident(work, blobs, name, number)
    return found


def know_resident(work: Work, blobs: BlobStore, name: str, number: str) -> ResidentId:
    """Return the resident of that number, known by that name from now on."""
    number_key, name_key = person_keys(blobs, name, number)
    return people.know(work.session, number_key, name_key, work.now)[0]


def know_residents(work: Work, catalogue: Catalogue, blobs: BlobStore, case: CaseId) -> int:
    """Know the persons of an accepted case and link its household; return how many are new.

    Doing it again is harmless; a case that was never accepted makes nobody known.
    """
    head = cases.get_case(work.session, case)
    accepted = next(
        (
            civil_day(done.at)
            for done in cases.actions_of(work.session, case)
            if done.action.kind == "accept"
        ),
        None,
    )
    definition = catalogue.definitions.get((head.service, head.version))
    if accepted is None or definition is None:
        return 0
    form = cases.form_of(work.session, case).form
    events: list[Event] = []
    known: dict[str, ResidentId] = {}
    for person in persons_on(definition, form):
        resident = known.setdefault(
            person.number, know_resident(work, blobs, person.name, person.number)
        )
        appearance = Appearance(
            resident=resident,
            case=case,
            unit_path=head.unit_path,
            role=person.role,
            name_at=person.name_at,
            number_at=person.number_at,
            accepted_on=accepted,
        )
        if people.add_appearance(work.session, appearance):
            events.append(ResidentKnown(resident=resident, case=case, role=person.role))
    many = len(events)
    events += [
        HouseholdLinked(link=link.id, head=link.head, member=link.member, case=case)
        for link in _links(head, definition, form, known, since=accepted)
        if people.add_link(work.session, link)
    ]
    for event in events:
        work.record(event)
    return many


def household_of(definition: Definition) -> PersonList | None:
    """Return the list of the applicant's household, where the service has one."""
    given = definition.persons.get(HOUSEHOLD)
    return given if given and given.list and relations_of(definition, given) else None


def relations_of(definition: Definition, given: PersonList) -> Mapping[str, str]:
    """Return the relations that a list's rows may name, with what people call them."""
    rows = pointers.get(definition.form, f"/properties{given.list}")
    items = rows.get("items") if isinstance(rows, Mapping) else None
    fields = items.get("properties") if isinstance(items, Mapping) else None
    field = fields.get(RELATION) if isinstance(fields, Mapping) else None
    choices = field.get("oneOf") if isinstance(field, Mapping) else None
    return {
        str(one.get("const")): str(one.get("title"))
        for one in (choices if isinstance(choices, list) else [])
        if isinstance(one, Mapping)
    }


def _links(
    head: Case,
    definition: Definition,
    form: Mapping[str, Json],
    known: Mapping[str, ResidentId],
    *,
    since: date,
) -> list[Link]:
    given = household_of(definition)
    persons = persons_on(definition, form)
    applicant = next((one for one in persons if one.role == "applicant"), None)
    if given is None or applicant is None:
        return []
    titles = relations_of(definition, given)
    found = []
    for person in persons:
        relation = pointers.get(form, f"{person.pointer}/{RELATION}")
        if person.role == HOUSEHOLD and isinstance(relation, str):
            found.append(
                Link(
                    id=LinkId(new_id()),
                    head=known[applicant.number],
                    member=known[person.number],
                    relation=relation,
                    relation_zh=titles.get(relation, relation),
                    case=head.id,
                    unit_path=head.unit_path,
                    row=person.pointer,
                    since=since,
                    until=None,
                    reason="",
                    ended_by=None,
                )
            )
    return found


def _places(given: PersonList, form: Mapping[str, Json]) -> list[tuple[str, str, str]]:
    """Return (pointer, place of the name, place of the number) of each person of a role."""
    if not given.list:
        return [(given.name, given.name, given.id_number)]
    rows = pointers.get(form, given.list)
    return [
        (
            f"{given.list}/{number}",
            f"{given.list}/{number}/{given.name}",
            f"{given.list}/{number}/{given.id_number}",
        )
        for number in range(len(rows) if isinstance(rows, list) else 0)
    ]
