"""When a case is due, and when the stage whose turn it is: months, hours, at once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from build import Home, accept_dibao, press, with_definition

from dossier.api.present import case_view
from dossier.catalogue.model import Limit
from dossier.flows import steps
from dossier.flows.terms import Term, stage_due
from dossier.kernel.clock import civil_day
from dossier.kernel.ids import CaseId
from dossier.work import look

CODE = "social-security.dibao"


def limited(home: Home, whole: Limit | None, own: Sequence[Limit | None]) -> None:
    """低保 with other limits: of the whole, and of its stages."""
    stages = home.parts.catalogue.get(CODE).stages
    padded = [*own, *[None] * (len(stages) - len(own))]
    changed = [
        replace(stage, limit=limit, public_notice=None)
        for stage, limit in zip(stages, padded, strict=True)
    ]
    with_definition(home, CODE, limit=whole, stages=tuple(changed))


def term(home: Home, case: CaseId) -> Term | None:
    return stage_due(home.parts.house.calendar, home.judged(case))


def send_back(home: Home, case: CaseId) -> None:
    with home.acting("director") as (work, actor):
        asked = press("请补水电费单据")
        steps.send_back(work, home.parts.house, actor, case, asked)


def resubmit(home: Home, case: CaseId) -> None:
    with home.acting("clerk") as (work, actor):
        steps.resubmit(work, home.parts.house, actor, case, press())


@pytest.mark.parametrize(
    ("limit", "day"),
    [
        (Limit(1, "month"), date(2026, 4, 9)),
        (Limit(1, "year"), date(2027, 3, 9)),
        (Limit(7, "calendar_day"), date(2026, 3, 16)),
        (Limit(None, "immediate"), date(2026, 3, 9)),
        (Limit(None, "per_event"), None),
        (Limit(None, "month"), None),
        (None, None),
    ],
)
def test_a_case_is_due_by_the_limit_of_its_service(
    ready: tuple[Home, CaseId], limit: Limit | None, day: date | None
) -> None:
    home, case = ready
    stages = home.parts.catalogue.get(CODE).stages
    limited(home, limit, [Limit(None, "immediate")] * len(stages))
    accept_dibao(home, case)
    assert home.judged(case).case.due_on == day


def test_what_goes_on_to_slower_stages_is_not_late_on_the_next_day(
    ready: tuple[Home, CaseId],
) -> None:
    home, case = ready
    limited(home, Limit(None, "immediate"), [Limit(None, "immediate"), Limit(3, "working_day")])
    accept_dibao(home, case)
    assert home.judged(case).case.due_on is None
    first = term(home, case)
    assert first == Term(date(2026, 3, 9), None, provisional=False)
    assert first.text == "2026年3月9日前"
    assert not first.is_over(home.clock())
    home.clock.advance(timedelta(days=1))
    assert first.is_over(home.clock())


def test_a_stage_of_one_hour_is_due_on_the_minute(ready: tuple[Home, CaseId]) -> None:
    home, case = ready
    limited(home, None, [Limit(1, "hour")])
    accept_dibao(home, case)
    due = term(home, case)
    assert due is not None
    assert due.at == home.clock() + timedelta(hours=1)
    assert due.day == civil_day(home.clock())
    assert due.text.startswith("2026年3月9日")
    assert due.text.endswith(":00前")
    home.clock.advance(timedelta(minutes=61))
    assert due.is_over(home.clock())
    with look(home.parts.sessions) as session:
        director, judged = home.actor("director"), home.judged(case)
        shown = case_view(session, home.parts.house, director, judged, home.clock())
    assert [(one.due, one.overdue) for one in shown.stages[:2]] == [
        (due.text, True),
        (None, False),
    ]


def test_a_stage_counts_from_the_day_on_which_the_case_came_to_it(
    ready: tuple[Home, CaseId],
) -> None:
    home, case = ready
    limited(home, None, [None, Limit(1, "month")])
    assert term(home, case) is None
    accept_dibao(home, case)
    assert term(home, case) is None
    home.clock.advance(timedelta(days=3))
    with home.acting("director") as (work, actor):
        ticks = [one.id for one in home.judged(case).evaluation.checklist]
        steps.forward(work, home.parts.house, actor, case, press("同意", ticks))
    due = term(home, case)
    assert due == Term(date(2026, 4, 13), None, provisional=False)  # the 12th is a Sunday


def test_a_stage_stands_while_papers_are_missing(ready: tuple[Home, CaseId]) -> None:
    home, case = ready
    limited(home, None, [Limit(5, "working_day")])
    accept_dibao(home, case)
    assert term(home, case) == Term(date(2026, 3, 16), None, provisional=False)
    home.clock.advance(timedelta(days=1))
    send_back(home, case)
    assert term(home, case) is None
    home.clock.advance(timedelta(days=7))
    resubmit(home, case)
    assert term(home, case) == Term(date(2026, 3, 23), None, provisional=False)


def test_a_stage_that_ends_in_an_unknown_year_is_provisional(
    ready: tuple[Home, CaseId],
) -> None:
    home, case = ready
    limited(home, None, [Limit(1, "year")])
    accept_dibao(home, case)
    due = term(home, case)
    assert due is not None
    assert due.text == "2027年3月9日前（暂定）"
