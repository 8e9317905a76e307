"""Invariants of counting, for any calendar."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dossier.deadlines import (
    Calendar,
    Stop,
    add_calendar_days,
    add_months,
    add_working_days,
    due,
    working_days_between,
    working_days_used,
)

days = st.dates(date(2025, 11, 1), date(2027, 3, 1))
lengths = st.integers(1, 60)
calendars = st.builds(
    Calendar,
    st.frozensets(st.sampled_from([2025, 2026, 2027])),
    st.dictionaries(days, st.booleans(), max_size=40),
)
stops = st.lists(
    st.tuples(days, st.integers(0, 40)).map(
        lambda pair: Stop(pair[0], pair[0] + timedelta(days=pair[1]))
    ),
    max_size=4,
)


@given(days, lengths, calendars)
def test_a_deadline_is_a_working_day_as_many_working_days_later(
    start: date, length: int, calendar: Calendar
) -> None:
    deadline = add_working_days(start, length, calendar)
    assert calendar.is_working(deadline.day)
    tally = working_days_between(start, deadline.day, calendar)
    assert (tally.days, tally.provisional) == (length, deadline.provisional)


@given(days, lengths, calendars, stops)
def test_suspended_days_are_given_back_exactly(
    start: date, length: int, calendar: Calendar, pauses: list[Stop]
) -> None:
    deadline = due(start, length, "working_day", pauses, calendar)
    assert deadline is not None
    assert working_days_used(start, deadline.day, pauses, calendar).days == length
    suspended = (
        working_days_between(start, deadline.day, calendar).days
        - working_days_used(start, deadline.day, pauses, calendar).days
    )
    assert add_working_days(start, length + suspended, calendar).day == deadline.day


@given(days, lengths, calendars, stops)
def test_a_stop_never_brings_the_end_nearer(
    start: date, length: int, calendar: Calendar, pauses: list[Stop]
) -> None:
    for unit, plain in (
        ("working_day", add_working_days(start, length, calendar)),
        ("calendar_day", add_calendar_days(start, length, calendar)),
    ):
        paused = due(start, length, unit, pauses, calendar)  # type: ignore[arg-type]
        assert paused is not None
        assert paused.day >= plain.day
        assert due(start, length, unit, [], calendar) == plain  # type: ignore[arg-type]


@given(days, lengths, calendars, stops, days)
def test_an_open_stop_means_no_end_or_one_before_it(
    start: date, length: int, calendar: Calendar, pauses: list[Stop], stopped: date
) -> None:
    deadline = due(start, length, "working_day", [*pauses, Stop(stopped)], calendar)
    assert deadline is None or deadline.day <= stopped


@given(days, lengths, calendars)
def test_calendar_days_end_on_a_working_day_and_never_early(
    start: date, length: int, calendar: Calendar
) -> None:
    deadline = add_calendar_days(start, length, calendar)
    last = start + timedelta(days=length)
    assert calendar.is_working(deadline.day)
    assert deadline.day >= last
    between = [last + timedelta(days=n) for n in range((deadline.day - last).days)]
    assert not any(calendar.is_working(day) for day in between)


@given(days, lengths, lengths, calendars)
def test_more_days_end_later(start: date, one: int, more: int, calendar: Calendar) -> None:
    assert (
        add_working_days(start, one, calendar).day
        < add_working_days(start, one + more, calendar).day
    )


@given(days, days, days, calendars)
def test_counts_add_up_and_change_sign_backwards(
    a: date, b: date, c: date, calendar: Calendar
) -> None:
    def count(start: date, end: date) -> int:
        return working_days_between(start, end, calendar).days

    assert count(a, b) == -count(b, a)
    assert count(a, b) + count(b, c) == count(a, c)


@given(days, lengths, st.dictionaries(days, st.booleans(), max_size=40))
def test_in_known_years_nothing_is_provisional(
    start: date, length: int, exceptions: dict[date, bool]
) -> None:
    calendar = Calendar(frozenset(range(2025, 2029)), exceptions)
    assert not add_working_days(start, length, calendar).provisional
    assert not add_calendar_days(start, length, calendar).provisional


@given(days, st.integers(1, 36), st.integers(1, 36), calendars)
def test_more_months_never_end_earlier(
    start: date, fewer: int, more: int, calendar: Calendar
) -> None:
    fewer, more = sorted((fewer, more))
    end = add_months(start, fewer, calendar)
    assert calendar.is_working(end.day)
    assert end.day <= add_months(start, more, calendar).day
    assert end.day > start + timedelta(days=27 * fewer)


@given(days, st.integers(1, 12), calendars, stops)
def test_a_stop_moves_the_end_of_months_by_its_days(
    start: date, months: int, calendar: Calendar, pauses: list[Stop]
) -> None:
    plain = Calendar(calendar.known_years, dict[date, bool]())
    every_day = Calendar(frozenset(), {start + timedelta(days=n): True for n in range(1500)})
    moved = due(start, months, "month", pauses, every_day)
    still = add_months(start, months, every_day)
    assert moved is not None
    stood = sum(
        any(pause.holds(start + timedelta(days=n)) for pause in pauses)
        for n in range(1, (moved.day - start).days + 1)
    )
    assert moved.day == still.day + timedelta(days=stood)
    rolled = due(start, months, "month", pauses, plain)
    assert rolled is not None
    assert rolled.day >= moved.day
