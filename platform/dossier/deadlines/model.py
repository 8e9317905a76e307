"""The values of this package.  Days are civil days of Asia/Shanghai."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

TimeUnit = Literal["working_day", "calendar_day", "month", "year"]

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked.

    known_years: years whose arrangement has been published; in others Monday to Friday are
        taken for working days, and what is computed with them is provisional.
    exceptions: days that are not as their day of the week says: True for a working day.
        Weekend duty hours make no working day (rules of procedure: they are a service).
    """

    known_years: frozenset[int]
    exceptions: Mapping[date, bool] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        """Tell whether ``day`` is worked, as far as is known."""
        return self.exceptions.get(day, day.weekday() < _SATURDAY)

    def is_known(self, day: date) -> bool:
        """Tell whether the arrangement of that year has been published."""
        return day.year in self.known_years


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a period.

    provisional: (暂定) a day on the way lies in a year whose arrangement is not published yet;
        to be computed again when it is.
    """

    day: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """The end of a period that is counted in hours, on its civil day."""

    at: datetime
    day: date


@dataclass(frozen=True, slots=True)
class Tally:
    """A number of working days; provisional as in ``Deadline``."""

    days: int
    provisional: bool


@dataclass(frozen=True, slots=True)
class Stop:
    """A time in which the clock stands still, because it waits for somebody else.

    stopped: the day on which it was stopped, still counted.
    resumed: the day on which it went on, not counted; None while it stands.
    Source: Civil Code, art. 201: the day of an event is not counted in what follows it.
    """

    stopped: date
    resumed: date | None = None

    def __post_init__(self) -> None:
        """Refuse a clock that goes on before it stopped."""
        assert self.resumed is None or self.stopped <= self.resumed

    def holds(self, day: date) -> bool:
        """Tell whether ``day`` is not counted because of this stop."""
        return self.stopped < day and (self.resumed is None or day <= self.resumed)
