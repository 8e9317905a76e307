"""Working days, notice periods and suspended clocks; pure rules over a calendar that is data."""

from dossier.deadlines.model import Calendar, Deadline, Moment, Stop, Tally, TimeUnit
from dossier.deadlines.published import load_calendar
from dossier.deadlines.rules import (
    add_calendar_days,
    add_hours,
    add_months,
    add_working_days,
    at_once,
    due,
    next_working_day,
    working_days_between,
    working_days_used,
)

__all__ = [
    "Calendar",
    "Deadline",
    "Moment",
    "Stop",
    "Tally",
    "TimeUnit",
    "add_calendar_days",
    "add_hours",
    "add_months",
    "add_working_days",
    "at_once",
    "due",
    "load_calendar",
    "next_working_day",
    "working_days_between",
    "working_days_used",
]
