"""Before the papers: which of them a resident need not bring, because the centre has them."""

from dataclasses import dataclass
from datetime import date

from dossier.catalogue.citizen import is_id_number
from dossier.catalogue.model import Definition
from dossier.flows import lending
from dossier.flows.house import House
from dossier.flows.locker import papers_kept
from dossier.flows.residents import HOUSEHOLD, OnForm, find_resident, household_of
from dossier.identity.model import Actor
from dossier.kernel.errors import Refused
from dossier.people import rules, store
from dossier.people.model import Standing
from dossier.ports import BlobStore
from dossier.work import Work

_OWN = ("applicant", "application", HOUSEHOLD)
"""An applicant's own papers serve these; the household's list holds the applicant, too."""


@dataclass(frozen=True, slots=True)
class Held:
    """A material for which the centre has a paper; nothing of what stands on it is told."""

    material: str
    title: str
    until: date | None
    check: bool
    consented: bool


@dataclass(frozen=True, slots=True)
class HeldForPerson:
    """What the centre has of one person for a service; household: members registered last."""

    held: tuple[Held, ...]
    household: int


def held_for(
    work: Work,
    house: House,
    blobs: BlobStore,
    actor: Actor,
    definition: Definition,
    name: str,
    number: str,
) -> HeldForPerson:
    """Return what the centre has of the person with this name and number for a service.

    Who is not known, has another name, or is known elsewhere only, is all the same answer.
    Raises Refused for a number that cannot be, and for whoever tries one after the other.
    """
    if not is_id_number(number):
        raise Refused("公民身份号码不对，请核对18位号码后再查。", code="locker_number_invalid")
    lending.require_patience(work)
    resident = find_resident(work.session, blobs, name, number)
    found = HeldForPerson((), 0)
    if resident is not None:
        consents = store.consents_of(work.session, resident)
        kept = [
            one
            for one in papers_kept(work.session, house.catalogue, resident, work.today)
            if one.usable and lending.reaches(actor, one.case.unit_path, consents, work.today)
        ]
        held = []
        for material in definition.materials:
            if material.form in lending.FRESH or material.per not in _OWN:
                continue
            types = material.document_types
            paper = next((one for one in kept if one.document_type in types), None)
            if paper is not None:
                consent = rules.covering(consents, definition.code, paper.kinds, work.today)
                check = paper.standing is Standing.CHECK
                held.append(
                    Held(
                        material.code,
                        paper.title,
                        paper.until,
                        check=check,
                        consented=consent is not None,
                    )
                )
        links = rules.current(store.links_of(work.session, resident), work.today)
        mates = [
            one
            for one in links
            if one.member != resident
            and lending.reaches(actor, one.unit_path, consents, work.today)
        ]
        found = HeldForPerson(tuple(held), len(mates) if household_of(definition) else 0)
    told = {number: resident} if resident and (found.held or found.household) else {}
    person = OnForm("applicant", "", "", "", name, number)
    lending.note_looks(work, blobs, definition.code, None, [person], told)
    return found
