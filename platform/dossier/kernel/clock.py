"""Time: instants are UTC, civil days are those of China Standard Time."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from threading import Lock
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

CIVIL = ZoneInfo("Asia/Shanghai")


def system_clock() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)


def shifted_clock(shift: timedelta) -> Clock:
    """Return a clock that goes with the system's, ``shift`` ahead of it (or behind, negative)."""
    return lambda: system_clock() + shift


class FixedClock:
    """A clock that stands still until it is moved; for the demonstration and tests."""

    def __init__(self, start: datetime) -> None:
        assert start.tzinfo is not None
        self._now = start.astimezone(UTC)
        self._lock = Lock()

    def __call__(self) -> datetime:
        """Return the instant at which the clock stands."""
        with self._lock:
            return self._now

    def advance(self, step: timedelta) -> None:
        """Move the clock forward by ``step``."""
        assert step >= timedelta(0)
        with self._lock:
            self._now += step


def civil_day(moment: datetime) -> date:
    """Return the civil day (Asia/Shanghai) on which ``moment`` falls."""
    return moment.astimezone(CIVIL).date()


def civil_start(day: date) -> datetime:
    """Return the first instant of the civil ``day``, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=CIVIL).astimezone(UTC)
