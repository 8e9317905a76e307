"""How periods are counted.

Sources: Civil Code of the PRC (民法典) art. 201 — a period counted in days, months or years
begins on the day after the event, which itself is not counted, one counted in hours at once;
art. 202 — months and years end on the same day of the month, or on its last where it lacks that
day; art. 203 — a period whose last day is a statutory holiday ends on the day after it.  Time limits of the administration count working
days unless marked otherwise (行政许可法 art. 82); holidays and the weekends worked in exchange
(调休) are those that the State Council publishes each year.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from dossier.deadlines.model import Calendar, Deadline, Moment, Stop, Tally, TimeUnit
from dossier.kernel.clock import civil_day

_DAY = timedelta(days=1)
_MONTHS = {"month": 1, "year": 12}


def add_working_days(start: date, days: int, calendar: Calendar) -> Deadline:
    """Return the working day that lies ``days`` working days after ``start``.

    days: 1 or more; ``start`` itself is not counted.
    The deadline is provisional when the way there crosses a year that ``calendar`` does not
    know.
    Source: Civil Code, art. 201.
    """
    return _counted(start, days, "working_day", (), calendar)


def add_calendar_days(start: date, days: int, calendar: Calendar) -> Deadline:
    """Return the end of a period of ``days`` days, holidays included, after ``start``.

    A period that would end on a day that is not worked ends on the first working day after.
    Source: Civil Code, art. 201 and 203.
    """
    return _counted(start, days, "calendar_day", (), calendar)


def add_months(start: date, months: int, calendar: Calendar) -> Deadline:
    """Return the end of a period of ``months`` months after ``start``.

    It ends on the same day of the month, or on the last where that month lacks the day; on a
    day that is not worked it ends on the first working day after.
    Source: Civil Code, art. 201 to 203.
    """
    return _counted(start, months, "month", (), calendar)


def add_hours(start: datetime, hours: int) -> Moment:
    """Return the end of a period of ``hours`` hours, which begins at once.

    Hours run through the night and through holidays: what is urgent does not wait.
    Source: Civil Code, art. 201.
    """
    end = start + timedelta(hours=hours)
    return Moment(end, civil_day(end))


def at_once(start: date, stops: Sequence[Stop]) -> Deadline | None:
    """Return the day of what is done at once: the same day, or that on which it goes on.

    None while the clock stands.
    """
    if any(stop.resumed is None for stop in stops):
        return None
    return Deadline(max([start, *(stop.resumed or start for stop in stops)]), provisional=False)


def due(
    start: date, days: int, unit: TimeUnit, stops: Sequence[Stop], calendar: Calendar
) -> Deadline | None:
    """Return the end of a period during which the clock was stopped; None while it stands.

    days: how many of ``unit``, 1 or more.
    Days in a stop are not counted, so the end moves by as many days as were suspended;
    stops may overlap.  A stop that begins after the period has ended changes nothing.
    """
    open_since = min((stop.stopped for stop in stops if stop.resumed is None), default=None)
    closed = [stop for stop in stops if stop.resumed is not None]
    end = _counted(start, days, unit, closed, calendar)
    return None if open_since is not None and open_since < end.day else end


def next_working_day(day: date, calendar: Calendar) -> Deadline:
    """Return ``day`` itself when it is worked, else the first working day after it."""
    provisional = not calendar.is_known(day)
    while not calendar.is_working(day):
        day += _DAY
        provisional |= not calendar.is_known(day)
    return Deadline(day, provisional=provisional)


def working_days_between(start: date, end: date, calendar: Calendar) -> Tally:
    """Return how many working days lie after ``start`` up to and with ``end``.

    Negative when ``end`` lies before ``start``: a deadline that has been missed by so many.
    """
    if end < start:
        missed = working_days_between(end, start, calendar)
        return Tally(-missed.days, provisional=missed.provisional)
    return working_days_used(start, end, (), calendar)


def working_days_used(
    start: date, end: date, stops: Sequence[Stop], calendar: Calendar
) -> Tally:
    """Return how many working days after ``start`` up to and with ``end`` the clock ran.

    end: ``start`` or later.
    """
    assert start <= end
    way = [start + _DAY * step for step in range(1, (end - start).days + 1)]
    used = sum(calendar.is_working(day) and not _stopped(day, stops) for day in way)
    return Tally(used, provisional=not all(calendar.is_known(day) for day in way))


def _counted(
    start: date, days: int, unit: TimeUnit, stops: Sequence[Stop], calendar: Calendar
) -> Deadline:
    assert days >= 1
    if unit in _MONTHS:  # so many days as the months have; the stopped ones come on top
        last = _same_day(start, days * _MONTHS[unit])
        days, unit = (last - start).days, "calendar_day"
    day = start
    provisional = False
    while days:
        day += _DAY
        provisional |= not calendar.is_known(day)
        worked = unit == "calendar_day" or calendar.is_working(day)
        days -= worked and not _stopped(day, stops)
    end = next_working_day(day, calendar)
    return Deadline(end.day, provisional=provisional or end.provisional)


def _same_day(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _stopped(day: date, stops: Sequence[Stop]) -> bool:
    return any(stop.holds(day) for stop in stops)
