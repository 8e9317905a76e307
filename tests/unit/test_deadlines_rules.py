"""How periods are counted, on days of the real calendar."""

from datetime import date, datetime

import pytest

from dossier.deadlines import (
    Calendar,
    Deadline,
    Moment,
    Stop,
    Tally,
    TimeUnit,
    add_calendar_days,
    add_hours,
    add_months,
    add_working_days,
    at_once,
    due,
    load_calendar,
    next_working_day,
    working_days_between,
    working_days_used,
)
from dossier.deadlines.published import OVERRIDES
from dossier.kernel.clock import CIVIL
from dossier.kernel.settings import form_schemas_folder


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return load_calendar(form_schemas_folder() / OVERRIDES)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 3, 9), 1, date(2026, 3, 10)),
        (date(2026, 3, 9), 5, date(2026, 3, 16)),
        (date(2026, 3, 13), 1, date(2026, 3, 16)),
        # Qingming 4–6 April
        (date(2026, 4, 3), 1, date(2026, 4, 7)),
        # 14 and 28 February are Saturdays worked for the Spring Festival of 15–23 February
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
        (date(2026, 2, 27), 1, date(2026, 2, 28)),
        # begun on a holiday
        (date(2026, 10, 1), 1, date(2026, 10, 8)),
        (date(2026, 10, 1), 3, date(2026, 10, 10)),
    ],
)
def test_a_working_day_is_one_of_the_published_arrangement(
    calendar: Calendar, start: date, days: int, end: date
) -> None:
    assert add_working_days(start, days, calendar) == Deadline(end, provisional=False)


def test_a_deadline_that_crosses_into_an_unknown_year_is_provisional(
    calendar: Calendar,
) -> None:
    assert add_working_days(date(2026, 12, 30), 1, calendar) == Deadline(
        date(2026, 12, 31), provisional=False
    )
    # 1 January is a Friday: nobody has published that it is free
    assert add_working_days(date(2026, 12, 30), 2, calendar) == Deadline(
        date(2027, 1, 1), provisional=True
    )
    assert add_calendar_days(date(2026, 12, 20), 14, calendar) == Deadline(
        date(2027, 1, 4), provisional=True
    )


def test_a_period_that_rolls_into_an_unknown_year_is_provisional() -> None:
    new_year = Calendar(frozenset({2021}), {})
    assert add_calendar_days(date(2021, 12, 30), 1, new_year) == Deadline(
        date(2021, 12, 31), provisional=False
    )
    closed = Calendar(frozenset({2021}), {date(2021, 12, 31): False})
    assert add_calendar_days(date(2021, 12, 30), 1, closed) == Deadline(
        date(2022, 1, 3), provisional=True
    )


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 3, 9), 7, date(2026, 3, 16)),
        (date(2026, 3, 9), 5, date(2026, 3, 16)),  # the 14th is a Saturday
        (date(2026, 9, 28), 5, date(2026, 10, 8)),  # in the National Day week
        (date(2026, 2, 11), 3, date(2026, 2, 14)),  # a Saturday that is worked
    ],
)
def test_calendar_days_end_on_the_first_working_day_after_a_holiday(
    calendar: Calendar, start: date, days: int, end: date
) -> None:
    assert add_calendar_days(start, days, calendar) == Deadline(end, provisional=False)


def test_the_next_working_day_of_a_working_day_is_itself(calendar: Calendar) -> None:
    assert next_working_day(date(2026, 3, 9), calendar).day == date(2026, 3, 9)
    assert next_working_day(date(2026, 3, 7), calendar).day == date(2026, 3, 9)


def test_a_suspended_clock_moves_the_end_by_the_days_it_stood(calendar: Calendar) -> None:
    start = date(2026, 3, 9)
    assert add_working_days(start, 5, calendar).day == date(2026, 3, 16)
    # asked for a paper on Tuesday, got it on Thursday: Wednesday and Thursday do not count
    waiting = Stop(date(2026, 3, 10), date(2026, 3, 12))
    assert due(start, 5, "working_day", [waiting], calendar) == Deadline(
        date(2026, 3, 18), provisional=False
    )
    over_the_weekend = Stop(date(2026, 3, 13), date(2026, 3, 15))
    assert due(start, 5, "working_day", [over_the_weekend], calendar) == Deadline(
        date(2026, 3, 16), provisional=False
    )


def test_stops_that_overlap_count_once(calendar: Calendar) -> None:
    stops = [
        Stop(date(2026, 3, 10), date(2026, 3, 12)),
        Stop(date(2026, 3, 11), date(2026, 3, 12)),
        Stop(date(2026, 3, 12), date(2026, 3, 12)),
    ]
    end = due(date(2026, 3, 9), 5, "working_day", stops, calendar)
    assert end == Deadline(date(2026, 3, 18), provisional=False)


@pytest.mark.parametrize("unit", ["working_day", "calendar_day"])
def test_while_the_clock_stands_there_is_no_deadline(
    calendar: Calendar, unit: TimeUnit
) -> None:
    start = date(2026, 3, 9)
    assert due(start, 5, unit, [Stop(date(2026, 3, 11))], calendar) is None
    stopped_too_late = Stop(date(2026, 3, 20))
    assert due(start, 5, unit, [stopped_too_late], calendar) == Deadline(
        date(2026, 3, 16), provisional=False
    )


def test_a_clock_cannot_go_on_before_it_stopped() -> None:
    with pytest.raises(AssertionError):
        Stop(date(2026, 3, 10), date(2026, 3, 9))


def test_days_left_are_negative_when_the_deadline_is_missed(calendar: Calendar) -> None:
    deadline = date(2026, 3, 16)
    assert working_days_between(date(2026, 3, 9), deadline, calendar) == Tally(
        5, provisional=False
    )
    assert working_days_between(deadline, deadline, calendar) == Tally(0, provisional=False)
    assert working_days_between(date(2026, 3, 18), deadline, calendar) == Tally(
        -2, provisional=False
    )
    assert working_days_between(date(2026, 12, 31), date(2027, 1, 4), calendar) == Tally(
        2, provisional=True
    )


def test_used_days_leave_out_the_stops(calendar: Calendar) -> None:
    stops = [Stop(date(2026, 3, 10), date(2026, 3, 12)), Stop(date(2026, 3, 13))]
    used = working_days_used(date(2026, 3, 9), date(2026, 3, 20), stops, calendar)
    assert used == Tally(2, provisional=False)


@pytest.mark.parametrize("days", [0, -1])
def test_a_period_has_at_least_one_day(calendar: Calendar, days: int) -> None:
    with pytest.raises(AssertionError):
        add_working_days(date(2026, 3, 9), days, calendar)
    with pytest.raises(AssertionError):
        working_days_used(date(2026, 3, 9), date(2026, 3, 8), [], calendar)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 3, 9), 1, date(2026, 4, 9)),
        (date(2026, 5, 31), 1, date(2026, 6, 30)),  # June has no 31st
        (date(2026, 1, 31), 1, date(2026, 2, 28)),  # a Saturday that is worked
        (date(2024, 1, 30), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2025, 12, 31), 1, date(2026, 2, 2)),  # 31 January is a Saturday
        (date(2026, 8, 14), 2, date(2026, 10, 14)),
        (date(2026, 9, 1), 1, date(2026, 10, 8)),  # the National Day holidays end on the 7th
    ],
)
def test_months_end_on_the_same_day_or_the_last_and_never_on_a_holiday(
    calendar: Calendar, start: date, months: int, end: date
) -> None:
    assert add_months(start, months, calendar) == Deadline(end, provisional=False)


def test_a_year_is_twelve_months(calendar: Calendar) -> None:
    start = date(2025, 3, 10)
    assert due(start, 1, "year", (), calendar) == add_months(start, 12, calendar)
    assert due(start, 1, "year", (), calendar) == Deadline(date(2026, 3, 10), provisional=False)
    # 28 February 2027 is a Sunday, and of 2027 nothing is published
    leap = due(date(2024, 2, 29), 3, "year", (), calendar)
    assert leap == Deadline(date(2027, 3, 1), provisional=True)


def test_stopped_days_are_added_to_months(calendar: Calendar) -> None:
    stop = Stop(date(2026, 3, 16), date(2026, 3, 20))
    assert due(date(2026, 3, 9), 1, "month", (stop,), calendar) == Deadline(
        date(2026, 4, 13), provisional=False
    )
    standing = Stop(date(2026, 3, 16))
    assert due(date(2026, 3, 9), 1, "month", (standing,), calendar) is None


def test_hours_begin_at_once_and_run_through_the_night() -> None:
    friday = datetime(2026, 3, 13, 23, 30, tzinfo=CIVIL)
    assert add_hours(friday, 1) == Moment(
        datetime(2026, 3, 14, 0, 30, tzinfo=CIVIL), date(2026, 3, 14)
    )
    assert add_hours(friday.replace(hour=9), 1).day == date(2026, 3, 13)


def test_what_is_done_at_once_is_due_on_the_day_itself() -> None:
    day = date(2026, 3, 9)
    assert at_once(day, ()) == Deadline(day, provisional=False)
    back = Stop(day, date(2026, 3, 12))
    assert at_once(day, (back,)) == Deadline(date(2026, 3, 12), provisional=False)
    assert at_once(day, (back, Stop(date(2026, 3, 12)))) is None
