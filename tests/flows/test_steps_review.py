"""Review, public notice and decision, by other people than the clerk, and the days they may take."""

from datetime import date, timedelta

import pytest
from build import (
    FOUND_AT_HOME,
    Home,
    accept_dibao,
    dibao_papers,
    household,
    id_card,
    press,
    set_figure,
    with_definition,
)

from dossier.cases.model import Forward, Status
from dossier.catalogue.model import Limit
from dossier.flows import steps
from dossier.flows.letters import letter_of
from dossier.flows.offers import offered_to
from dossier.kernel.clock import civil_day
from dossier.kernel.errors import NotFound, Refused
from dossier.kernel.ids import CaseId
from dossier.notices import store as notices
from dossier.notices.model import DecisionLetter, PublicNoticeLetter, SupplementLetter
from dossier.notices.orders import orders_of
from dossier.work import look

MOTHER, SON = household().members
ALL = ("clerk", "director", "reviewer", "approver", "cashier", "auditor", "neighbour_director")


def ticks(home: Home, case: CaseId) -> list[str]:
    return [one.id for one in home.judged(case).evaluation.checklist]


def forward(home: Home, case: CaseId, login: str, *, ticked: bool = True) -> None:
    with home.acting(login) as (work, actor):
        asked = press("同意", ticks(home, case) if ticked else ())
        steps.forward(work, home.parts.house, actor, case, asked)


def approve(home: Home, case: CaseId, login: str = "approver") -> None:
    with home.acting(login) as (work, actor):
        steps.approve(work, home.parts.house, actor, case, press("", ticks(home, case)))


def publish(home: Home, case: CaseId, login: str = "director") -> None:
    with home.acting(login) as (work, actor):
        steps.publish(work, home.parts.house, actor, case, press())


def close_notice(home: Home, case: CaseId, login: str = "director") -> None:
    with home.acting(login) as (work, actor):
        steps.close_notice(work, home.parts.house, actor, case, press())


def send_back(home: Home, case: CaseId, login: str, reason: str = "缺银行回单") -> None:
    with home.acting(login) as (work, actor):
        steps.send_back(work, home.parts.house, actor, case, press(reason))


def refuse(home: Home, case: CaseId, login: str, reason: str = "家庭财产超过规定") -> None:
    with home.acting(login) as (work, actor):
        steps.refuse(work, home.parts.house, actor, case, press(reason))


def resubmit(home: Home, case: CaseId) -> None:
    with home.acting("clerk") as (work, actor):
        steps.resubmit(work, home.parts.house, actor, case, press())


def test_only_the_role_of_the_stage_acts_and_only_over_its_own_units(
    accepted: tuple[Home, CaseId],
) -> None:
    home, case = accepted
    for login in ("clerk", "reviewer", "approver", "auditor", "station_head"):
        with pytest.raises(Refused) as refused:
            forward(home, case, login)
        assert refused.value.code == "forbidden_stage_role"
    with pytest.raises(NotFound):
        forward(home, case, "neighbour_director")
    forward(home, case, "director")
    (done,) = [
        one.action for one in home.judged(case).actions if isinstance(one.action, Forward)
    ]
    assert (done.stage, done.opinion) == (1, "同意")


def test_what_is_offered_is_what_the_person_may_do(accepted: tuple[Home, CaseId]) -> None:
    home, case = accepted
    judged = home.judged(case)
    offered = {login: offered_to(home.actor(login), judged) for login in ALL}
    assert offered["clerk"] == ("withdraw",)
    assert set(offered["director"]) == {"forward", "return", "edit_office"}
    assert offered["reviewer"] == offered["approver"] == offered["auditor"] == ()
    assert offered["neighbour_director"] == ()
    home.review(case, until=3)
    judged = home.judged(case)
    assert set(offered_to(home.actor("reviewer"), judged)) == {
        "forward",
        "return",
        "refuse",
        "edit_office",
    }
    assert offered_to(home.actor("director"), judged) == ()


def test_a_stage_with_an_open_checklist_does_not_end(accepted: tuple[Home, CaseId]) -> None:
    home, case = accepted
    forward(home, case, "director", ticked=False)
    home.hang_notice(case, "director")
    with pytest.raises(Refused, match="请先逐项核查") as refused:
        forward(home, case, "director", ticked=False)
    assert refused.value.code == "checklist_open"


def test_what_was_ticked_at_a_stage_before_need_not_be_ticked_again(
    accepted: tuple[Home, CaseId],
) -> None:
    home, case = accepted
    home.review(case, until=3)
    forward(home, case, "reviewer", ticked=False)
    assert home.judged(case).state.now is not None


def test_a_notice_cannot_be_ended_early(accepted: tuple[Home, CaseId]) -> None:
    home, case = accepted
    home.review(case, until=2)
    publish(home, case)
    with look(home.parts.sessions) as session:
        (notice,) = notices.notices_of(session, case)
    assert notice.starts == civil_day(home.clock())
    assert (notice.ends - notice.starts).days >= 7
    home.clock.advance(notice.ends - notice.starts)
    assert civil_day(home.clock()) == notice.ends
    with pytest.raises(Refused) as refused:
        close_notice(home, case)
    assert refused.value.code == "notice_still_hangs"
    home.clock.advance(timedelta(days=1))
    close_notice(home, case)
    with look(home.parts.sessions) as session:
        (notice,) = notices.notices_of(session, case)
    assert notice.outcome == "undisturbed"


def test_an_objection_sends_the_case_back_and_the_notice_hangs_anew(
    accepted: tuple[Home, CaseId],
) -> None:
    home, case = accepted
    home.review(case, until=2)
    publish(home, case)
    send_back(home, case, "director", "有居民反映家庭有出租房")
    assert home.judged(case).state.status is Status.SUPPLEMENTING
    resubmit(home, case)
    with pytest.raises(Refused, match="须先公示"):
        forward(home, case, "director")
    home.hang_notice(case, "director")
    with look(home.parts.sessions) as session:
        hung = notices.notices_of(session, case)
    assert [one.outcome for one in hung] == ["undisturbed", "objected"]


def test_a_public_notice_shows_no_number_no_phone_no_account_and_no_address(
    accepted: tuple[Home, CaseId],
) -> None:
    home, case = accepted
    home.review(case, until=2)
    publish(home, case)
    with look(home.parts.sessions) as session:
        (notice,) = notices.notices_of(session, case)
        letter = letter_of(orders_of(session, case)[-1])
    assert isinstance(letter, PublicNoticeLetter)
    shown = letter.model_dump_json() + str(notice)
    for person in (MOTHER, SON):
        for secret in (person.id_number, person.phone, person.address, person.name):
            assert secret not in shown
    for secret in (household().bank_card_number, "残疾", "肢体"):
        assert secret not in shown
    assert {line.label: line.value for line in letter.lines} == {
        "户主（申请人）": "王**",
        "家庭人口": "2人",
        "拟保障人数": "2人",
        "人均收入": "不高于低保标准",
        "拟发月低保金": "420.00元",
        "申请类别": "低保",
    }


def test_only_street_and_district_refuse_with_reasons_and_remedies(
    accepted: tuple[Home, CaseId],
) -> None:
    home, case = accepted
    with pytest.raises(Refused) as refused:
        refuse(home, case, "director")
    assert refused.value.code == "refuse_refused"
    home.review(case, until=3)
    with pytest.raises(Refused) as refused:
        refuse(home, case, "reviewer", " ")
    assert refused.value.code == "reason_missing"
    refuse(home, case, "reviewer")
    assert home.judged(case).state.status is Status.REFUSED
    with look(home.parts.sessions) as session:
        letter = letter_of(orders_of(session, case)[-1])
    assert isinstance(letter, DecisionLetter)
    assert (letter.outcome, letter.amount_fen) == ("refused", None)
    assert "家庭财产超过规定" in letter.reasons
    assert letter.remedies
    home.work_off("typeset_letter")
    home.file(case)


def test_the_decision_shows_how_the_amount_was_worked_out(
    accepted: tuple[Home, CaseId],
) -> None:
    home, case = accepted
    home.review(case)
    with look(home.parts.sessions) as session:
        letter = letter_of(orders_of(session, case)[-1])
    assert isinstance(letter, DecisionLetter)
    assert (letter.outcome, letter.amount_fen) == ("approved", 42_000)
    assert letter.working == (
        "低保标准 800.00元 × 2人 = 1,600.00元",
        "1,600.00元 − 家庭月总收入 1,180.00元 = 420.00元",
    )


def test_nothing_is_granted_while_a_figure_is_unset(accepted: tuple[Home, CaseId]) -> None:
    home, case = accepted
    parameter = home.parts.catalogue.parameters["dibao_standard"]
    assert parameter.value is None, "the shipped table invents no standard"
    home.review(case, until=4)
    head = home.judged(case).case
    with home.acting("approver") as (work, actor):
        work.session.connection().exec_driver_sql("DELETE FROM local_setting")
        with pytest.raises(Refused, match="标准还没有设定") as refused:
            steps.approve(
                work, home.parts.house, actor, case, press("", ticks_of(home, head.id))
            )
        work.session.rollback()
    assert refused.value.code == "parameter_missing"


def test_who_is_not_entitled_is_not_granted(ready: tuple[Home, CaseId]) -> None:
    home, case = ready
    home.save(case, {"/other_income": 100_000})
    home.mark_materials(case)
    home.accept(case)
    home.save(case, FOUND_AT_HOME, login="director")
    home.review(case, until=4)
    with pytest.raises(Refused, match="人均收入") as refused:
        approve(home, case)
    assert refused.value.code == "not_entitled"


def test_what_is_not_known_is_not_granted(ready: tuple[Home, CaseId]) -> None:
    home, case = ready
    home.accept(case)
    home.review(case, until=4)
    with pytest.raises(Refused, match="实际生活水平") as refused:
        approve(home, case)
    assert refused.value.code == "entitlement_unknown"


def test_nothing_is_paid_to_whom_nothing_is_due(ready: tuple[Home, CaseId]) -> None:
    home, case = ready
    home.save(case, {"/other_income": 42_000})
    home.mark_materials(case)
    home.accept(case)
    home.save(case, FOUND_AT_HOME, login="director")
    home.review(case, until=4)
    with pytest.raises(Refused) as refused:
        approve(home, case)
    assert refused.value.code == "no_amount"


def test_the_figures_of_the_day_of_acceptance_count(accepted: tuple[Home, CaseId]) -> None:
    home, case = accepted
    home.clock.advance(timedelta(days=3))
    with home.acting("approver") as (work, _):
        set_figure(work, "dibao_standard", 90_000, home.people["approver"])
    benefit = home.judged(case).evaluation.benefit
    assert benefit is not None
    assert benefit.amount_fen == 42_000


def test_the_due_day_moves_by_the_days_for_which_the_clock_stood(
    ready: tuple[Home, CaseId],
) -> None:
    home, case = ready
    with_definition(home, "social-security.dibao", limit=Limit(20, "working_day"))
    accept_dibao(home, case)
    first = home.judged(case).case
    assert (first.due_on, first.due_provisional) == (date(2026, 4, 7), False)
    home.clock.advance(timedelta(days=1))
    send_back(home, case, "director", "请补水电费单据")
    letter = _last_letter(home, case)
    assert isinstance(letter, SupplementLetter)
    assert (letter.round, letter.supervisor) == (1, "")
    home.clock.advance(timedelta(days=7))
    resubmit(home, case)
    assert home.judged(case).case.due_on == date(2026, 4, 14)
    home.clock.advance(timedelta(days=1))
    send_back(home, case, "director", "请补租房合同")
    home.clock.advance(timedelta(days=14))
    resubmit(home, case)
    assert home.judged(case).case.due_on == date(2026, 4, 28)


def test_the_days_of_a_public_notice_do_not_count(ready: tuple[Home, CaseId]) -> None:
    home, case = ready
    with_definition(home, "social-security.dibao", limit=Limit(20, "working_day"))
    accept_dibao(home, case)
    before = home.judged(case).case.due_on
    home.review(case, until=3)
    after = home.judged(case).case.due_on
    assert before is not None
    assert after is not None
    assert after > before


def test_a_due_day_in_a_year_without_a_calendar_is_provisional(
    ready: tuple[Home, CaseId],
) -> None:
    home, case = ready
    with_definition(home, "social-security.dibao", limit=Limit(20, "working_day"))
    home.clock.advance(date(2026, 12, 21) - civil_day(home.clock()))
    accept_dibao(home, case)
    head = home.judged(case).case
    assert head.due_on is not None
    assert head.due_on.year == 2027
    assert head.due_provisional


def test_a_service_without_a_limit_in_days_has_no_due_day(ready: tuple[Home, CaseId]) -> None:
    home, case = ready
    with_definition(home, "social-security.dibao", limit=Limit(None, "yearly"))
    accept_dibao(home, case)
    assert home.judged(case).case.due_on is None


def test_what_comes_back_incomplete_is_not_taken_up_again(
    accepted: tuple[Home, CaseId],
) -> None:
    home, case = accepted
    send_back(home, case, "director")
    bank = next(one for one in home.judged(case).papers.files if one.name == "银行卡")
    home.remove(case, bank)
    with pytest.raises(Refused, match="银行卡"):
        resubmit(home, case)
    home.restore(case, bank)
    home.read_in(case, id_card(SON, copy=2), *dibao_papers()[:1])
    home.mark_materials(case)
    resubmit(home, case)
    assert home.judged(case).state.status is Status.UNDER_REVIEW


def test_a_step_at_no_stage_is_refused(ready: tuple[Home, CaseId]) -> None:
    home, case = ready
    for step in (forward, refuse, send_back):
        with pytest.raises(Refused) as refused:
            step(home, case, "director")
        assert refused.value.code == "no_stage"
    home.accept(case)
    with pytest.raises(Refused) as refused:
        publish(home, case)
    assert refused.value.code == "publish_refused"
    with pytest.raises(Refused) as refused:
        close_notice(home, case)
    assert refused.value.code == "no_notice"
    home.save(case, FOUND_AT_HOME, login="director")


def ticks_of(home: Home, case: CaseId) -> list[str]:
    return [one.id for one in home.judged(case).evaluation.checklist]


def _last_letter(home: Home, case: CaseId) -> object:
    with look(home.parts.sessions) as session:
        return letter_of(orders_of(session, case)[-1])
