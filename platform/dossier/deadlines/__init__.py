"""Working days, notice periods and suspended clocks; pure rules over a calendar that is data."""

from dossier.deadlines.model import Calendar, Deadline, Stop, Tally, TimeUnit
from dossier.deadlines.published import load_calendar
from dossier.deadlines.rules import (
    add_calendar_days,
    add_working_days,
    due,
    next_working_day,
    working_days_between,
    working_days_used,
)

__all__ = [
    "Calendar",
    "Deadline",
    "Stop",
    "Tally",
    "TimeUnit",
    "add_calendar_days",
    "add_working_days",
    "due",
    "load_calendar",
    "next_working_day",
    "working_days_between",
    "working_days_used",
]
