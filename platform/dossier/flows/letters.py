"""Letters go out: ordered within the step that sends them, typeset right after it."""

from collections.abc import Callable
from datetime import date

from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from dossier.cases.model import Case
from dossier.catalogue.versions import title_of
from dossier.flows.house import House
from dossier.identity import store as staff
from dossier.jobs import Job
from dossier.kernel.canonical import Json
from dossier.kernel.ids import LetterId, UserId, new_id
from dossier.notices import orders, store
from dossier.notices.events import LetterIssued
from dossier.notices.model import (
    AcceptanceLetter,
    DecisionLetter,
    IssuedLetter,
    Letter,
    LetterKind,
    Office,
    PublicNoticeLetter,
    SeparatorLetter,
    SupplementLetter,
)
from dossier.notices.orders import LetterOrder
from dossier.notices.printing import typeset
from dossier.notices.rules import letter_number, separator_content
from dossier.ports import Blob, Letters
from dossier.work import Work

TYPESET = "typeset_letter"
NOT_SET = "（本单位尚未填写）"

_MODELS: dict[str, type[Letter]] = {
    model.template: model
    for model in (SupplementLetter, AcceptanceLetter, PublicNoticeLetter, DecisionLetter)
}
_json = TypeAdapter(dict[str, Json])


def office_of(session: Session, unit_path: str) -> Office:
    """Return the unit as its letters name it; what was never filled in says so."""
    unit = staff.find_unit_at(session, unit_path)
    above = [one for one in staff.units_above(session, unit_path) if one.path != unit_path]
    address, phone, hours, hotline = orders.find_office(session, unit_path) or (
        NOT_SET,
        NOT_SET,
        NOT_SET,
        "",
    )
    return Office(
        name=unit.name if unit else NOT_SET,
        parent=above[-1].name if above else "",
        address=address,
        phone=phone,
        hours=hours,
        hotline=hotline,
    )


def order(
    work: Work,
    case: Case,
    unit_path: str,
    kind: LetterKind,
    key: str,
    compose: Callable[[Office, str], Letter],
) -> LetterId:
    """Order the letter that ``compose`` makes of the office and the letter's number."""
    office = office_of(work.session, unit_path)
    serial = store.next_serial(work.session, unit_path, kind, work.today.year)
    letter = compose(office, letter_number(office.name, kind, work.today.year, serial))
    ordered = LetterOrder(
        id=LetterId(new_id()),
        case_id=case.id,
        kind=kind,
        key=key,
        number=letter.number,
        template=letter.template,
        data=_json.validate_python(letter.model_dump(mode="json")),
        ordered_at=work.now,
        ordered_by=work.actor,
    )
    orders.add_order(work.session, ordered)
    work.owe(Job(TYPESET, ordered.id))
    return ordered.id


def separator_of(session: Session, house: House, case: Case, today: date) -> SeparatorLetter:
    """Return the sheet that is laid before the papers of ``case`` in a pile.

    It is no letter of the case: anybody at its counter prints it as often as needed.
    """
    return SeparatorLetter(
        office=office_of(session, case.unit_path),
        number="",
        day=today,
        demonstration=house.demonstration,
        label=told_apart(case),
        case_no=case.case_no or "",
        service=title_of(house.catalogue, case.service, case.version),
        qr=separator_content(case.id),
    )


def told_apart(case: Case) -> str:
    """Return how people tell the case: by its applicant, or by the end of its id."""
    return case.applicant or f"登记号 {case.id[-6:]} 的办件"


def letter_of(ordered: LetterOrder) -> Letter:
    """Return what an ordered letter says."""
    return _MODELS[ordered.template].model_validate(dict(ordered.data))


def print_letter(letters: Letters, ordered: LetterOrder) -> bytes:
    """Return the letter as PDF/A; no transaction is open meanwhile."""
    return typeset(letters, letter_of(ordered))


def keep_letter(work: Work, ordered: LetterOrder, pdf: Blob) -> None:
    """Keep the typeset letter; doing it again is harmless."""
    if store.find_letter(work.session, ordered.case_id, ordered.kind, ordered.key):
        return
    store.add_letter(
        work.session,
        IssuedLetter(
            id=ordered.id,
            case_id=ordered.case_id,
            kind=ordered.kind,
            key=ordered.key,
            number=ordered.number,
            blob_name=pdf.name,
            sha256=pdf.sha256,
            created_at=ordered.ordered_at,
            created_by=UserId(ordered.ordered_by),
        ),
    )
    work.record(
        LetterIssued(
            letter=ordered.id,
            case=ordered.case_id,
            letter_kind=str(ordered.kind),
            number=ordered.number,
            sha256=pdf.sha256,
        )
    )
