"""Bodies that take part in some matters see a case while its turn is theirs, and no other."""

import pytest
from build import Home

from dossier.api.cases import View, list_cases, show_case
from dossier.cases import store as cases
from dossier.cases.tables import CaseRow
from dossier.identity import store as people
from dossier.identity.model import Actor, Grant, Role
from dossier.kernel.errors import NotFound
from dossier.kernel.ids import CaseId, UserId
from dossier.work import look


def body(home: Home, case: CaseId, role: Role) -> Actor:
    """Return somebody who holds ``role`` where the case lies."""
    with look(home.parts.sessions) as session:
        path = cases.get_case(session, case).unit_path
        unit = people.find_unit_at(session, path)
        assert unit is not None
    return Actor(UserId("body"), "田野", "body", (Grant(role, unit.id, path),))


def seen(home: Home, actor: Actor, view: View) -> list[str]:
    """Return the cases that a list shows."""
    with look(home.parts.sessions) as session:
        return [one.id for one in list_cases(home.parts, actor, session, view).items]


def test_a_party_body_sees_no_resident_s_case(accepted: tuple[Home, CaseId]) -> None:
    home, case = accepted
    secretary = body(home, case, Role.BRANCH_SECRETARY)
    for view in ("desk", "review", "all"):
        assert seen(home, secretary, view) == []
    with look(home.parts.sessions) as session, pytest.raises(NotFound):
        show_case(case, home.parts, secretary, session)


def test_who_reads_the_unit_s_cases_still_sees_it(accepted: tuple[Home, CaseId]) -> None:
    home, case = accepted
    with look(home.parts.sessions) as session:
        assert show_case(case, home.parts, home.actor("clerk"), session).summary.id == case


def test_a_body_sees_the_case_that_waits_for_it(accepted: tuple[Home, CaseId]) -> None:
    home, case = accepted
    secretary = body(home, case, Role.BRANCH_SECRETARY)
    with home.acting("clerk") as (work, _):
        row = work.session.get(CaseRow, case)
        assert row is not None
        row.stage_role = Role.BRANCH_SECRETARY
    assert seen(home, secretary, "review") == [case]
    with look(home.parts.sessions) as session:
        assert show_case(case, home.parts, secretary, session).summary.id == case


def test_a_clerk_who_is_also_of_a_body_loses_nothing(accepted: tuple[Home, CaseId]) -> None:
    home, case = accepted
    clerk, secretary = home.actor("clerk"), body(home, case, Role.BRANCH_SECRETARY)
    both = Actor(clerk.user_id, clerk.name, clerk.login, (*clerk.grants, *secretary.grants))
    assert case in seen(home, both, "all")
