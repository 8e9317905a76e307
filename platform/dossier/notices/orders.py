"""Letters that are ordered: their words stand with the step, their typesetting follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from dossier.kernel.canonical import Json
from dossier.kernel.errors import NotFound
from dossier.kernel.ids import CaseId, LetterId, UserId
from dossier.notices.model import LetterKind, Office
from dossier.notices.tables import LetterOrderRow, OfficeRow

_data = TypeAdapter(dict[str, Json])


@dataclass(frozen=True, slots=True)
class LetterOrder:
    """A letter as it is to be typeset.

    key: of the step that sends it; data: what the template prints, as JSON.
    """

    id: LetterId
    case_id: CaseId
    kind: LetterKind
    key: str
    number: str
    template: str
    data: Mapping[str, Json]
    ordered_at: datetime
    ordered_by: UserId


def add_order(session: Session, order: LetterOrder) -> None:
    """Keep an ordered letter."""
    session.add(
        LetterOrderRow(
            letter_id=order.id,
            case_id=order.case_id,
            kind=str(order.kind),
            key=order.key,
            number=order.number,
            template=order.template,
            data=order.data,
            ordered_at=order.ordered_at,
            ordered_by=order.ordered_by,
        )
    )
    session.flush()


def get_order(session: Session, letter: LetterId) -> LetterOrder:
    """Return an ordered letter.  Raises NotFound."""
    row = session.get(LetterOrderRow, letter)
    if row is None:
        raise NotFound("没有这份文书，或者您无权查看。", code="letter_missing")
    return _order(row)


def orders_of(session: Session, case: CaseId) -> tuple[LetterOrder, ...]:
    """Return the letters of ``case``, oldest first, whether typeset yet or not."""
    rows = session.scalars(
        select(LetterOrderRow)
        .where(LetterOrderRow.case_id == case)
        .order_by(LetterOrderRow.ordered_at, LetterOrderRow.letter_id)
    )
    return tuple(map(_order, rows))


def set_office(session: Session, unit_path: str, office: Office) -> None:
    """Note where and how residents reach a unit."""
    session.merge(
        OfficeRow(
            unit_path=unit_path,
            address=office.address,
            phone=office.phone,
            hours=office.hours,
            hotline=office.hotline,
        )
    )
    session.flush()


def find_office(session: Session, unit_path: str) -> tuple[str, str, str, str] | None:
    """Return (address, phone, hours, hotline) of a unit."""
    row = session.get(OfficeRow, unit_path)
    return (row.address, row.phone, row.hours, row.hotline) if row else None


def _order(row: LetterOrderRow) -> LetterOrder:
    return LetterOrder(
        id=LetterId(row.letter_id),
        case_id=CaseId(row.case_id),
        kind=LetterKind(row.kind),
        key=row.key,
        number=row.number,
        template=row.template,
        data=_data.validate_python(row.data),
        ordered_at=row.ordered_at,
        ordered_by=UserId(row.ordered_by),
    )
