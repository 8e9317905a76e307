"""One household, one application under way; one number, one entry in its register."""

from dataclasses import replace
from datetime import timedelta

import pytest
from build import Home, a_dibao_case, accept_dibao, press, with_definition

from dossier.api.present import case_view
from dossier.catalogue.model import UniqueRule
from dossier.flows import claims, steps
from dossier.kernel.errors import Refused
from dossier.kernel.ids import CaseId
from dossier.work import look

RULE = UniqueRule(
    id="one_household",
    zh="同一家庭的人只有一件在办",
    severity="block",
    remedy_zh="请先查清在办的那一件。",
    among="all",
    standing="open",
    pointers=("/household_members/*/member_id_no",),
)
CODE = "social-security.dibao"


@pytest.fixture
def two(ready: tuple[Home, CaseId]) -> tuple[Home, CaseId, CaseId]:
    """The same household twice; the first case is accepted."""
    home, first = ready
    with_definition(home, CODE, unique=(RULE,))
    second = a_dibao_case(home)
    assert home.judged(second).clashes == ()
    accept_dibao(home, first)
    return home, first, second


def withdraw(home: Home, case: CaseId) -> None:
    with home.acting("clerk") as (work, actor):
        steps.withdraw(work, home.parts.house, actor, case, press("申请人本人要求"))


def test_the_second_case_is_told_and_not_accepted(two: tuple[Home, CaseId, CaseId]) -> None:
    home, first, second = two
    judged = home.judged(second)
    told = [one for one in judged.problems if one.code == "unique.one_household"]
    assert [one.pointer for one in told] == [
        "/household_members/0/member_id_no",
        "/household_members/1/member_id_no",
    ]
    assert told[0].message.endswith("在另一件办件中已经登记：同一家庭的人只有一件在办。")
    assert judged.for_applicant == ()  # the counter's to find out, no letter speaks of it
    with pytest.raises(Refused, match="同一家庭的人只有一件在办"):
        home.accept(second)
    assert home.judged(first).clashes == ()


def test_its_number_is_told_to_those_who_may_see_it(two: tuple[Home, CaseId, CaseId]) -> None:
    home, first, second = two
    number = home.judged(first).case.case_no
    assert number is not None
    clash = home.judged(second).clashes[0]
    with look(home.parts.sessions) as session:
        here = claims.told_to(session, home.actor("clerk"), clash)
        away = claims.told_to(session, home.actor("neighbour_director"), clash)
        shown = case_view(
            session, home.parts.house, home.actor("clerk"), home.judged(second), home.clock()
        )
    assert here.message in {one.message for one in shown.evaluation.problems}
    assert f"在办件{number}中已经登记" in here.message
    assert away == clash.problem
    assert number not in away.message


def test_what_is_withdrawn_makes_room(two: tuple[Home, CaseId, CaseId]) -> None:
    home, first, second = two
    withdraw(home, first)
    assert home.judged(first).clashes == ()
    home.accept(second)
    assert home.judged(second).case.case_no is not None


def test_what_is_written_over_after_acceptance_is_kept_from_others(
    two: tuple[Home, CaseId, CaseId],
) -> None:
    home, first, second = two
    withdraw(home, first)
    home.accept(second)
    with look(home.parts.sessions) as session:
        judged = home.judged(second)
        with pytest.raises(Refused, match="已经登记"):
            claims.keep(
                session,
                replace(judged.case, id=first),
                judged.claims,
                judged.actions[-1].action,
            )


def test_a_rule_of_the_community_does_not_reach_the_next_one(
    two: tuple[Home, CaseId, CaseId],
) -> None:
    home, _, second = two
    judged = home.judged(second)
    local = tuple(
        replace(one, rule=replace(one.rule, among="community")) for one in judged.claims
    )
    with look(home.parts.sessions) as session:
        assert claims.clashes_of(session, judged.case, local) == ()
        assert len(claims.clashes_of(session, judged.case, judged.claims)) == 2


def test_a_warning_holds_nobody_up(two: tuple[Home, CaseId, CaseId]) -> None:
    home, first, second = two
    with_definition(home, CODE, unique=(replace(RULE, severity="warn"),))
    home.clock.advance(timedelta(minutes=1))
    home.accept(second)
    assert home.judged(second).clashes[0].other == first
