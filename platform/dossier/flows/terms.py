"""When a case is due, and when the stage whose turn it is.

The clock stands while papers are missing and while a public notice hangs.
Source: organisation of the offices (期限计算); Civil Code, art. 200 to 203.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dossier.cases.model import (
    Accept,
    Approve,
    CloseNotice,
    Done,
    Forward,
    Publish,
    Resubmit,
    Return,
)
from dossier.catalogue.model import LimitUnit, Stage
from dossier.deadlines import rules as deadlines
from dossier.deadlines.model import Calendar, Deadline, Stop, TimeUnit
from dossier.flows.judge import Judged
from dossier.kernel.clock import CIVIL, civil_day

_COUNTED: Mapping[LimitUnit, TimeUnit] = {
    "working_day": "working_day",
    "calendar_day": "calendar_day",
    "month": "month",
    "year": "year",
}
_AT_ONCE: tuple[LimitUnit, ...] = ("immediate", "hour")


@dataclass(frozen=True, slots=True)
class Term:
    """The end of a stage's own time.

    at: the moment, where the limit counts hours.  provisional: (暂定) as of a deadline.
    """

    day: date
    at: datetime | None
    provisional: bool

    @property
    def text(self) -> str:
        """How staff read it."""
        hour = f" {self.at.astimezone(CIVIL):%-H:%M}" if self.at else ""
        doubt = "（暂定）" if self.provisional else ""
        return f"{self.day:%Y年%-m月%-d日}{hour}前{doubt}"

    def is_over(self, now: datetime) -> bool:
        """Whether the time is over."""
        return now > self.at if self.at else civil_day(now) > self.day


def case_due(
    calendar: Calendar, judged: Judged, accepted: date, stops: Sequence[Stop]
) -> Deadline | None:
    """Return the day by which the whole case must be done; None where no limit names one.

    What is done at once (即办) is due on the day itself, unless a stage on its way has a longer
    time or none of its own: then each stage is told its own.
    """
    limit = judged.definition.limit
    if limit is None:
        return None
    if limit.unit in _AT_ONCE:
        own = [stage.limit for stage in _way(judged)]
        quick = all(each is not None and each.unit in _AT_ONCE for each in own)
        return deadlines.at_once(accepted, stops) if quick else None
    unit = _COUNTED.get(limit.unit)
    if unit is None or limit.value is None:
        return None
    return deadlines.due(accepted, limit.value, unit, stops, calendar)


def stage_due(calendar: Calendar, judged: Judged) -> Term | None:
    """Return when the present stage must be done; None without a limit or while it stands."""
    now = judged.state.now
    stage = next((one for one in _way(judged) if now and one.order == now.order), None)
    limit = stage.limit if stage else None
    moves = [
        number
        for number, done in enumerate(judged.actions)
        if isinstance(done.action, Accept | Forward | Approve)
    ]
    if limit is None or not moves:
        return None
    came = judged.actions[moves[-1]].at
    stops = stops_in(judged.actions[moves[-1] :], None)
    if limit.unit == "hour" and limit.value is not None and not stops:
        moment = deadlines.add_hours(came, limit.value)
        return Term(moment.day, moment.at, provisional=False)
    unit = _COUNTED.get(limit.unit)
    end: Deadline | None = None
    if limit.unit in _AT_ONCE:
        end = deadlines.at_once(civil_day(came), stops)
    elif unit is not None and limit.value is not None:
        end = deadlines.due(civil_day(came), limit.value, unit, stops, calendar)
    return Term(end.day, None, provisional=end.provisional) if end else None


def stops_in(actions: Sequence[Done], today: date | None) -> list[Stop]:
    """Return when the clock stood; ``today`` ends a stop that the next action will end."""
    stops: list[Stop] = []
    stopped: date | None = None
    for done in actions:
        if isinstance(done.action, Return | Publish):
            stopped = stopped or civil_day(done.at)
        elif isinstance(done.action, Resubmit | CloseNotice) and stopped:
            stops.append(Stop(stopped, civil_day(done.at)))
            stopped = None
    if stopped:
        stops.append(Stop(stopped, today))
    return stops


def _way(judged: Judged) -> list[Stage]:
    """Return the stages that the case goes, as far as they are known."""
    orders = {one.order for one in judged.state.route} or set(judged.evaluation.stages or ())
    return [stage for stage in judged.definition.stages if stage.order in orders]
