"""Before the papers: what the counter tells a resident, of whom nothing is kept."""

import sqlalchemy as sa
from build import DIBAO, Home
from pydantic import JsonValue

from dossier.api.services import FormOnly, evaluate_form, explain_service
from dossier.api.views import EvaluationView, MaterialView
from dossier.cases.tables import CaseRow
from dossier.work import look


def told(home: Home, form: dict[str, JsonValue]) -> EvaluationView:
    """Judge the answers of a resident."""
    with look(home.parts.sessions) as session:
        return evaluate_form(
            DIBAO, FormOnly(form=form), home.parts, session, home.actor("clerk")
        )


def paper(evaluation: EvaluationView, code: str) -> MaterialView:
    """Return one paper of the list."""
    return next(one for one in evaluation.materials if one.code == code)


def test_what_nobody_has_asked_yet_is_told_apart_from_what_must_be_looked_up(
    home: Home,
) -> None:
    member: dict[str, JsonValue] = {"is_disabled": True}
    asked = told(home, {"household_members": [{}]})
    answered = told(home, {"household_members": [member]})
    assert paper(asked, "disability").undecided
    disability = paper(answered, "disability")
    assert (disability.undecided, disability.status, disability.waivable) == (
        False,
        "unchecked",
        True,
    )
    assert not paper(asked, "bank_card").undecided


def test_the_list_says_where_a_paper_is_made_out(home: Home) -> None:
    evaluation = told(home, {"household_members": [{"employment_status": "employed"}]})
    assert "单位人事" in paper(evaluation, "income_employed").issuer


def test_judging_answers_keeps_nothing(home: Home) -> None:
    told(home, {"has_contracted_land": True})
    with look(home.parts.sessions) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(CaseRow)) == 0


def test_the_guide_tells_whom_it_is_for_how_it_goes_and_what_is_unconfirmed(
    home: Home,
) -> None:
    with look(home.parts.sessions) as session:
        guide = explain_service(DIBAO, home.parts, session, home.actor("clerk"))
    definition = home.parts.catalogue.get(DIBAO)
    assert guide.target == definition.target_zh
    assert len(guide.steps) == len(definition.stages)
    assert [one.text for one in guide.conditions] == [one.zh for one in definition.eligibility]
    assert guide.unconfirmed > 0
