"""Queries of the catalogue's figures."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dossier.catalogue.tables import ParameterValueRow
from dossier.kernel.ids import UserId


def figures_on(session: Session, day: date) -> dict[str, int]:
    """Return the figures that offices have set, as they hold on ``day``."""
    rows = session.scalars(
        select(ParameterValueRow)
        .where(ParameterValueRow.valid_from <= day)
        .order_by(ParameterValueRow.valid_from)
    )
    return {row.code: row.value for row in rows}


def set_figure(
    session: Session,
    code: str,
    value: int,
    valid_from: date,
    legal_source: str,
    by: UserId,
    now: datetime,
) -> None:
    """Set a figure from a day on; a figure of the same day is replaced."""
    session.merge(
        ParameterValueRow(
            code=code,
            valid_from=valid_from,
            value=value,
            legal_source=legal_source,
            set_by=by,
            set_at=now,
        )
    )
    session.flush()
