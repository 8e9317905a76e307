"""What an office has set for itself, and which of it holds where on a day.

An entry never changes: it waits, a second person confirms it or it is taken back.  What was
confirmed ends when a later entry takes its place; an entry may say "as before" (revert).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from dossier.kernel.canonical import Json
from dossier.kernel.ids import UserId

EVERYWHERE = ""
"""The unit path of what an installation brings along: it holds in every unit."""
NO_SERVICE = ""
"""The service of a figure: figures are shared by all services."""

Choice = Literal["set", "confirm", "revert"]
"""set: another value; confirm: as the catalogue says it; revert: what was set here ends."""
State = Literal["pending", "confirmed", "taken_back"]
Place = tuple[str, str]
"""(service, pointer)."""


@dataclass(frozen=True, slots=True)
class LocalSetting:
    """One entry of one unit.

    pointer: a settable of the service, or ``/parameters/<code>``.
    value: None unless the choice is "set".
    of_sha256: digest of what the catalogue said there when the entry was made.
    basis: the paper that it rests on, or the reason.
    """

    id: str
    unit_path: str
    service: str
    pointer: str
    choice: Choice
    value: Json
    of_sha256: str
    basis: str
    valid_from: date
    set_by: UserId
    set_at: datetime
    confirmed_by: UserId | None = None
    confirmed_at: datetime | None = None
    taken_back_by: UserId | None = None
    taken_back_at: datetime | None = None

    @property
    def state(self) -> State:
        """How far the entry has come."""
        if self.taken_back_at is not None:
            return "taken_back"
        return "pending" if self.confirmed_at is None else "confirmed"

    @property
    def place(self) -> Place:
        """What it is about."""
        return self.service, self.pointer


def pointer_of_parameter(code: str) -> str:
    """Return the pointer under which a figure is set."""
    return f"/parameters/{code}"


def paths_above(unit_path: str) -> tuple[str, ...]:
    """Return the paths whose entries reach the unit at ``unit_path``, from everywhere down."""
    codes = [code for code in unit_path.split("/") if code]
    return (EVERYWHERE, *("/".join(codes[:end]) + "/" for end in range(1, len(codes) + 1)))


def holding(
    entries: Iterable[LocalSetting],
    unit_path: str,
    day: date,
    known_at: datetime | None = None,
) -> Mapping[Place, LocalSetting]:
    """Return what holds for the unit at ``unit_path`` on ``day``: the nearest unit's own entry.

    known_at: only what had been confirmed by then counts, so that what was decided stays as it
    was decided; None: all that is known today.
    """
    nearest: dict[Place, dict[str, LocalSetting]] = {}
    reaching = set(paths_above(unit_path))
    for entry in sorted(entries, key=_turn):
        if entry.unit_path in reaching and _counts(entry, day, known_at):
            nearest.setdefault(entry.place, {})[entry.unit_path] = entry
    found = {}
    for place, by_unit in nearest.items():
        own = [one for one in by_unit.values() if one.choice != "revert"]
        if own:
            found[place] = max(own, key=lambda one: len(one.unit_path))
    return found


def _counts(entry: LocalSetting, day: date, known_at: datetime | None) -> bool:
    return (
        entry.confirmed_at is not None
        and entry.taken_back_at is None
        and entry.valid_from <= day
        and (known_at is None or entry.confirmed_at <= known_at)
    )


def _turn(entry: LocalSetting) -> tuple[date, datetime, str]:
    return entry.valid_from, entry.confirmed_at or entry.set_at, entry.id
