"""What cases have for themselves, kept so that no two of them can have the same.

The database decides: of two cases that claim at the same moment one waits and is told.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from dossier.cases.tables import ClaimRow
from dossier.kernel.ids import CaseId, new_id


@dataclass(frozen=True, slots=True)
class Held:
    """One value of a pool at a place; ``lasting`` beyond the closing of the case."""

    pool: str
    place: str
    digest: str
    lasting: bool

    @property
    def key(self) -> tuple[str, str, str]:
        """What no two cases may share."""
        return self.pool, self.place, self.digest


def holders_of(session: Session, wanted: Iterable[Held]) -> dict[tuple[str, str, str], CaseId]:
    """Return which case has each of ``wanted``; nobody's are left out."""
    keys = [each.key for each in wanted]
    if not keys:
        return {}
    columns = tuple_(ClaimRow.pool, ClaimRow.place, ClaimRow.digest)
    rows = session.scalars(select(ClaimRow).where(columns.in_(keys)))
    return {(row.pool, row.place, row.digest): CaseId(row.case_id) for row in rows}


def keep(session: Session, case: CaseId, wanted: Sequence[Held]) -> None:
    """Let ``case`` have ``wanted`` and nothing else, as far as they are nobody's.

    A rival waits here until this transaction ends; always in the same order, so that no two
    wait for each other.
    """
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    keys = {each.key for each in wanted}
    for row in session.scalars(select(ClaimRow).where(ClaimRow.case_id == case)):
        if (row.pool, row.place, row.digest) not in keys:
            session.delete(row)
    session.flush()
    for each in sorted(wanted, key=lambda held: held.key):
        values = {
            "id": new_id(),
            "case_id": case,
            "pool": each.pool,
            "place": each.place,
            "digest": each.digest,
            "lasting": each.lasting,
        }
        session.execute(
            dialect.insert(ClaimRow)
            .values(values)
            .on_conflict_do_nothing(index_elements=["pool", "place", "digest"])
        )


def give_up(session: Session, case: CaseId, *, lasting: bool) -> None:
    """Take from ``case`` what it has, the lasting ones only when ``lasting``."""
    statement = delete(ClaimRow).where(ClaimRow.case_id == case)
    session.execute(statement if lasting else statement.where(ClaimRow.lasting.is_(False)))
