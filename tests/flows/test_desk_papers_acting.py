"""Who acts for the applicant: the papers that are due then, and what becomes of them."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from build import Home, paper
from fakes import Slip

from dossier import audit
from dossier.cases.acting import Acting, By, Channel, Proof
from dossier.flows import acting, printed_forms
from dossier.kernel.errors import Refused
from dossier.kernel.ids import CaseId
from dossier.notices.orders import orders_of
from dossier.samples.people import id_number
from dossier.work import begin, look

DAY = date(2026, 3, 9)
AGENT_NUMBER = id_number(date(1992, 4, 16), "女", 6)
AGENT = Acting(
    By.AGENT,
    Channel.AGENCY,
    "孙悦",
    AGENT_NUMBER,
    "13900001111",
    "邻居",
    "代为申请并提交材料",
    date(2026, 12, 31),
)


def note(home: Home, case: CaseId, who: Acting) -> None:
    with home.acting("clerk") as (work, _):
        acting.note_acting(work, home.parts.catalogue, case, who)


def agent_card(part: str) -> Slip:
    truth = {"name": "孙悦", "id_number": AGENT_NUMBER} if part == "portrait" else {}
    return Slip(f"代办人身份证{part}", "id_card", (part,), truth)


def power(**values: str) -> Slip:
    truth = {"principal": "王桂兰", "agent": "孙悦", "valid_to": "2026-12-31", **values}
    return paper("power_of_attorney", truth, name=f"委托书{values}")


def extra(home: Home, case: CaseId) -> Mapping[str, str]:
    due = home.judged(case).evaluation.materials
    return {one.code: one.status for one in due if one.code.startswith("acting.")}


def blocks(home: Home, case: CaseId) -> list[str]:
    return [one.code for one in home.judged(case).problems if one.severity == "block"]


def test_an_agent_owes_an_authorisation_and_an_identity_card(
    ready: tuple[Home, CaseId],
) -> None:
    home, case = ready
    assert extra(home, case) == {}
    note(home, case, AGENT)
    assert extra(home, case) == {"acting.power": "missing", "acting.agent_id": "missing"}
    assert not home.judged(case).complete
    home.read_in(case, power(), agent_card("portrait"))
    assert extra(home, case) == {"acting.power": "present", "acting.agent_id": "missing"}
    home.read_in(case, agent_card("emblem"))
    assert extra(home, case) == {"acting.power": "present", "acting.agent_id": "present"}
    assert "original_unseen" in blocks(home, case)
    home.mark_materials(case)
    assert home.judged(case).complete, blocks(home, case)

    home.accept(case)
    with look(home.parts.sessions) as session:
        receipt = orders_of(session, case)[-1].data
    assert receipt["handed_in"] == "由孙悦代办"
    with pytest.raises(Refused):
        note(home, case, Acting(By.SELF, Channel.COUNTER))


def test_the_agents_card_is_no_paper_of_the_household(home: Home) -> None:
    case = home.open_case()
    note(home, case, AGENT)
    home.read_in(case, agent_card("portrait"), agent_card("emblem"))
    assert home.value(case, "/applicant_name") is None
    assert extra(home, case)["acting.agent_id"] == "present"


def test_a_card_that_was_taken_for_the_applicants_is_given_back(home: Home) -> None:
    case = home.open_case()
    home.read_in(case, agent_card("portrait"), agent_card("emblem"))
    assert home.value(case, "/applicant_name") == "孙悦"
    note(home, case, AGENT)
    assert home.value(case, "/applicant_name") is None


def test_a_member_of_the_household_acts_with_the_card_that_is_there(
    ready: tuple[Home, CaseId],
) -> None:
    home, case = ready
    son = home.value(case, "/household_members/1/member_id_no")
    assert isinstance(son, str)
    note(
        home,
        case,
        Acting(By.AGENT, Channel.COUNTER, "陈磊", son, "", "子女", "代为申请"),
    )
    assert extra(home, case) == {"acting.power": "missing"}
    home.read_in(case, power(agent="陈磊"))
    assert home.judged(case).complete, blocks(home, case)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"agent": "李四"}, "power_of_another"),
        ({"principal": "张三"}, "power_by_another"),
        ({"valid_to": "2026-03-08"}, "power_expired"),
    ],
)
def test_an_authorisation_that_does_not_fit_holds_the_case_up(
    ready: tuple[Home, CaseId], values: dict[str, str], code: str
) -> None:
    home, case = ready
    note(home, case, AGENT)
    home.read_in(case, power(**values))
    assert code in blocks(home, case)


def test_an_authorisation_that_ran_out_holds_the_case_up(ready: tuple[Home, CaseId]) -> None:
    home, case = ready
    note(
        home,
        case,
        Acting(By.AGENT, Channel.AGENCY, "孙悦", AGENT_NUMBER, "", "邻居", "代办", DAY),
    )
    assert "agent_expired" not in blocks(home, case)
    home.clock.advance(timedelta(days=1))
    assert "agent_expired" in blocks(home, case)


def test_the_authorisation_is_printed_prefilled_and_comes_back(
    ready: tuple[Home, CaseId],
) -> None:
    home, case = ready
    note(home, case, AGENT)
    with home.acting("clerk") as (work, _):
        (form,) = printed_forms.order_prints(
            work, home.parts.house, case, [("acting.power", "")]
        )
    assert form.values == {
        "principal": "王桂兰",
        "agent": "孙悦",
        "scope": "代为申请并提交材料",
        "valid_to": "2026-12-31",
    }
    _, pages = printed_forms.typeset_form(home.parts.letters, form)
    assert pages == 1


def test_what_is_wanting_stands_in_the_one_letter(ready: tuple[Home, CaseId]) -> None:
    home, case = ready
    note(home, case, AGENT)
    judged = home.judged(case)
    missing = [one.title_zh for one in judged.evaluation.materials if one.status == "missing"]
    assert missing == ["授权委托书", "代办人居民身份证"]


def test_the_services_own_question_is_answered_by_who_stands_there(home: Home) -> None:
    case = home.open_case("social-assistance.dibao-medical")

    def asked() -> str:
        due = home.judged(case).evaluation.materials
        return next(one.status for one in due if one.code == "agent")

    assert asked() == "unchecked"
    note(home, case, AGENT)
    assert asked() == "missing"
    assert "acting.power" not in extra(home, case)
    note(home, case, Acting(By.SELF, Channel.COUNTER))
    assert asked() == "waived"


def test_a_child_needs_a_guardian_whose_papers_are_due(home: Home) -> None:
    case = home.open_case()
    child = id_number(date(2016, 5, 1), "男", 3)
    home.save(case, {"/applicant_name": "刘子涵", "/applicant_id_no": child})
    assert "guardian_missing" in blocks(home, case)
    guardian = id_number(date(1980, 5, 1), "女", 3)
    who = Acting(By.GUARDIAN, Channel.COUNTER, "李芳", guardian, "", "母亲")
    note(home, case, who)
    assert "guardian_missing" not in blocks(home, case)
    assert extra(home, case)["acting.guardian_id"] == "missing"
    note(
        home,
        case,
        Acting(By.GUARDIAN, Channel.COUNTER, "李芳", guardian, "", "母亲", proof=Proof.PAPER),
    )
    proof = paper("guardian_proof", {"guardian": "李芳", "ward": "刘子涵"})
    home.read_in(case, proof)
    assert extra(home, case)["acting.guardian_proof"] == "present"


def test_it_is_recorded_without_a_name(ready: tuple[Home, CaseId]) -> None:
    home, case = ready
    note(home, case, AGENT)
    note(home, case, AGENT)
    with begin(home.parts.sessions, home.people["clerk"], home.clock) as work:
        bodies = [one.body for one in audit.events_about(work.session, case)]
    noted = [body for body in bodies if b'"acting_noted"' in body]
    assert len(noted) == 1
    assert AGENT_NUMBER.encode() not in noted[0]
    assert "孙悦".encode() not in noted[0]


def test_a_name_is_not_a_novel(ready: tuple[Home, CaseId]) -> None:
    home, case = ready
    with pytest.raises(Refused, match="太长"):
        note(home, case, Acting(By.AGENT, Channel.AGENCY, "孙" * 41, AGENT_NUMBER))
