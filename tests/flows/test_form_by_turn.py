"""Who may write into the form: the counter, then whoever checks or whose turn it is."""

import pytest
from build import Home

from dossier.api.cases import change_form
from dossier.api.views import FormChange
from dossier.kernel.errors import NotFound, Refused
from dossier.kernel.ids import CaseId


def visited(home: Home, case: CaseId, login: str, text: str) -> str:
    """Let somebody write who visited the household; return what the form then says."""
    with home.acting(login) as (work, actor):
        before = home.judged(case)
        asked = FormChange(
            revision=before.form.revision,
            form={**before.evaluation.form, "visitors": text},
            base=dict(before.evaluation.form),
        )
        shown = change_form(case, asked, home.parts, actor, work)
    return str(shown.form["visitors"])


def test_during_review_who_checks_at_the_community_writes_what_was_found(
    accepted: tuple[Home, CaseId],
) -> None:
    home, case = accepted
    assert visited(home, case, "director", "赵国强、许静") == "赵国强、许静"
    assert visited(home, case, "station_head", "赵国强、许静、林晓燕").endswith("林晓燕")


def test_who_has_no_turn_may_read_and_not_write(accepted: tuple[Home, CaseId]) -> None:
    home, case = accepted
    for login in ("auditor", "approver", "reviewer"):
        with pytest.raises(Refused):
            visited(home, case, login, "改写")


def test_before_acceptance_the_offices_above_do_not_write(ready: tuple[Home, CaseId]) -> None:
    home, case = ready
    for login in ("reviewer", "leader", "approver"):
        with pytest.raises(Refused):
            visited(home, case, login, "改写")
    assert visited(home, case, "clerk", "林晓燕") == "林晓燕"


def test_to_another_community_the_case_does_not_exist(accepted: tuple[Home, CaseId]) -> None:
    home, case = accepted
    for login in ("neighbour", "neighbour_director"):
        with pytest.raises(NotFound):
            visited(home, case, login, "改写")
