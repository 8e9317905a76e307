"""Steps at the counter: one notice, acceptance, withdrawal; each once per press."""

from datetime import timedelta

import pytest
from build import (
    Home,
    a_dibao_case,
    dibao_papers,
    dibao_typed,
    household,
    id_card,
    press,
)

from dossier.cases.model import Accept, Status, Supplement
from dossier.flows import letters, steps
from dossier.flows.letters import letter_of
from dossier.flows.offers import offered_to
from dossier.flows.steps import Asked
from dossier.kernel.clock import civil_day
from dossier.kernel.errors import Conflict, NotFound, Refused
from dossier.kernel.ids import CaseId
from dossier.notices import store as notices
from dossier.notices.model import AcceptanceLetter, SupplementLetter
from dossier.notices.orders import LetterOrder, orders_of
from dossier.work import look

MOTHER, SON = household().members


def ordered(home: Home, case: CaseId) -> list[LetterOrder]:
    with look(home.parts.sessions) as session:
        return list(orders_of(session, case))


def supplement(
    home: Home, case: CaseId, login: str = "clerk", asked: Asked | None = None
) -> None:
    with home.acting(login) as (work, actor):
        steps.supplement(work, home.parts.house, actor, case, asked or press())


def resubmit(home: Home, case: CaseId, login: str = "clerk") -> None:
    with home.acting(login) as (work, actor):
        steps.resubmit(work, home.parts.house, actor, case, press())


def withdraw(home: Home, case: CaseId, reason: str, login: str = "clerk") -> None:
    with home.acting(login) as (work, actor):
        steps.withdraw(work, home.parts.house, actor, case, press(reason))


def a_case_that_lacks(home: Home, *names: str) -> CaseId:
    return a_dibao_case(home, without=names)


def test_one_notice_names_everything_that_is_wanting(home: Home) -> None:
    case = a_case_that_lacks(home, f"身份证-{SON.name}", "银行卡", "授权书")
    home.save(case, {"/authorisation_signed": False, "/bank_account": None})
    supplement(home, case)
    judged = home.judged(case)
    assert judged.state.status is Status.SUPPLEMENTING
    (order,) = ordered(home, case)
    letter = letter_of(order)
    assert isinstance(letter, SupplementLetter)
    wanted = {
        (one.title_zh, one.person_name)
        for one in judged.evaluation.materials
        if one.status in ("missing", "unchecked")
    }
    named = {(one.title.split("（缺")[0], one.person) for one in letter.missing}
    assert named == wanted
    assert {("居民身份证", SON.name), ("银行卡", "")} <= named
    assert all(one.reason and one.remedy and one.form and one.copies for one in letter.missing)
    reasons = [one.reason for one in letter.problems]
    assert "委托授权书还没有由全部成年成员签名。" in reasons
    assert len(reasons) == len(set(reasons)) == len(judged.for_applicant)
    assert any("银行账号" in one.where for one in letter.problems)
    assert (letter.applicant, letter.round, letter.supervisor) == (MOTHER.name, 1, "")
    assert letter.clock_stopped_on == civil_day(home.clock())
    assert letter.legal_basis
    assert letter.process
    assert letter.place.text
    assert letter.contact.text
    (action,) = [one.action for one in judged.actions if isinstance(one.action, Supplement)]
    assert (action.letter, action.items) == (order.id, len(named) + len(reasons))


def test_a_notice_waits_until_the_platform_was_asked(home: Home) -> None:
    case = home.open_case()
    home.read_in(case, *dibao_papers()[:-1])
    home.save(case, dibao_typed())
    with pytest.raises(Refused, match=f"参保证明（{SON.name}）") as refused:
        supplement(home, case)
    assert refused.value.code == "materials_undecided"
    home.mark_materials(case)
    supplement(home, case)


def test_what_only_the_counter_must_look_at_is_not_asked_of_the_resident(home: Home) -> None:
    case = home.open_case()
    home.read_in(case, *dibao_papers())
    home.save(case, dibao_typed())
    home.mark_materials(case)
    with pytest.raises(Refused) as refused:
        supplement(home, case)
    assert refused.value.code == "nothing_missing"
    assert "supplement" not in offered_to(home.actor("clerk"), home.judged(case))


def test_a_second_notice_needs_a_supervisor(home: Home) -> None:
    case = a_case_that_lacks(home, "银行卡")
    assert "supplement" in offered_to(home.actor("clerk"), home.judged(case))
    assert "supplement" not in offered_to(home.actor("station_head"), home.judged(case))
    with pytest.raises(Refused):
        supplement(home, case, "station_head")
    supplement(home, case)
    resubmit(home, case)
    with pytest.raises(Refused) as refused:
        supplement(home, case)
    assert refused.value.code == "forbidden_second_supplement"
    assert "supplement" not in offered_to(home.actor("clerk"), home.judged(case))
    assert "supplement" in offered_to(home.actor("station_head"), home.judged(case))
    supplement(home, case, "station_head", press("新发现的缺项"))
    letter = letter_of(ordered(home, case)[-1])
    assert isinstance(letter, SupplementLetter)
    assert (letter.round, letter.supervisor) == (2, "许静")
    assert "新发现的缺项" in [one.reason for one in letter.problems]


def test_the_same_press_twice_is_one_step_and_one_letter(home: Home) -> None:
    case = a_case_that_lacks(home, "银行卡")
    asked = press()
    supplement(home, case, asked=asked)
    supplement(home, case, asked=asked)
    assert len(ordered(home, case)) == 1
    assert home.judged(case).state.supplements == 1
    assert len([key for key in home.owed() if key.startswith("typeset_letter")]) == 1
    home.work_off("typeset_letter", again=True)
    with look(home.parts.sessions) as session:
        (issued,) = notices.letters_of(session, case)
    assert home.parts.blobs.get(issued.blob_name).startswith(b"%PDF-")


def test_a_press_that_stood_for_another_step_is_not_taken_for_this_one(home: Home) -> None:
    case = a_case_that_lacks(home, "银行卡")
    asked = press("申请人本人要求")
    supplement(home, case, asked=asked)
    with (
        pytest.raises(Conflict, match="刷新") as refused,
        home.acting("clerk") as (work, actor),
    ):
        steps.withdraw(work, home.parts.house, actor, case, asked)
    assert refused.value.code == "step_key_used"
    assert home.judged(case).state.supplements == 1


def test_an_incomplete_case_is_not_accepted(home: Home) -> None:
    case = a_case_that_lacks(home, "银行卡")
    with pytest.raises(Refused, match="银行卡") as refused:
        home.accept(case)
    assert refused.value.code == "case_incomplete"
    assert refused.value.facts == {"missing": 1, "blocking": 3}
    assert "accept" not in offered_to(home.actor("clerk"), home.judged(case))
    assert ordered(home, case) == []


def test_a_case_with_many_gaps_names_the_first_ones(home: Home) -> None:
    case = home.open_case()
    with pytest.raises(Refused, match=r"等 \d+ 项"):
        home.accept(case)


def test_an_unseen_original_or_an_unchecked_value_keeps_a_case_from_acceptance(
    home: Home,
) -> None:
    case = home.open_case()
    unsure = [one for one in dibao_papers() if one.name != f"身份证-{MOTHER.name}"]
    home.read_in(case, *unsure, id_card(MOTHER, unsure=("ethnicity",)))
    home.save(case, dibao_typed())
    codes = {one.code for one in home.judged(case).problems if one.severity == "block"}
    assert codes >= {"value_unconfirmed", "original_unseen"}
    home.mark_materials(case)
    with pytest.raises(Refused, match="把握不足"):
        home.accept(case)
    home.save(case, {}, confirmed=["/applicant_ethnicity"])
    home.accept(case)


def test_a_case_whose_papers_are_still_being_read_is_not_accepted(
    ready: tuple[Home, CaseId],
) -> None:
    home, case = ready
    home.receive(case, id_card(MOTHER, copy=2))
    with pytest.raises(Refused) as refused:
        home.accept(case)
    assert refused.value.code == "still_reading"


def test_an_accepted_case_has_its_number_its_way_and_its_receipt(home: Home) -> None:
    first, second = a_dibao_case(home), a_dibao_case(home)
    home.accept(first)
    home.accept(second)
    heads = [home.judged(case).case for case in (first, second)]
    assert [head.case_no for head in heads] == [
        "2026-0001000100010001-00001",
        "2026-0001000100010001-00002",
    ]
    assert [head.stage_role for head in heads] == ["community_director"] * 2
    judged = home.judged(first)
    (accepted,) = [one.action for one in judged.actions if isinstance(one.action, Accept)]
    assert [stage.order for stage in accepted.route] == [1, 2, 3, 4]
    assert [stage.may_refuse for stage in accepted.route] == [False, False, True, True]
    assert accepted.pays
    (order,) = ordered(home, first)
    letter = letter_of(order)
    assert isinstance(letter, AcceptanceLetter)
    assert letter.case_no == heads[0].case_no
    kind, case_no, token = letter.qr.split(":")
    assert (kind, case_no) == ("DOSSIER", heads[0].case_no)
    with look(home.parts.sessions) as session:
        assert notices.find_case_of_receipt(session, token) == first
    assert len(letter.materials) == len(judged.evaluation.materials)


def test_only_the_counter_of_the_case_accepts_it(ready: tuple[Home, CaseId]) -> None:
    home, case = ready
    with pytest.raises(NotFound):
        home.accept(case, "neighbour")
    with pytest.raises(Refused):
        home.accept(case, "reviewer")
    home.accept(case, "second_clerk")


def test_a_withdrawn_case_is_over_and_can_be_filed(home: Home) -> None:
    case = home.open_case()
    with pytest.raises(Refused) as refused:
        withdraw(home, case, "  ")
    assert refused.value.code == "reason_missing"
    withdraw(home, case, "本人要求")
    assert home.judged(case).state.status is Status.WITHDRAWN
    with pytest.raises(Refused) as refused:
        withdraw(home, case, "再撤一次")
    assert refused.value.code == "step_not_allowed"
    home.file(case)
    home.work_off()
    assert home.judged(case).case.reference_code


def test_a_step_that_is_refused_leaves_nothing_behind(ready: tuple[Home, CaseId]) -> None:
    home, case = ready
    home.accept(case)
    home.work_off()
    before = home.judged(case)
    owed = home.owed()
    with pytest.raises(Refused):
        home.accept(case)
    with pytest.raises(Refused):
        home.file(case)
    after = home.judged(case)
    assert (after.actions, after.case) == (before.actions, before.case)
    assert home.owed() == owed
    assert len(ordered(home, case)) == 1


def test_a_service_whose_way_is_unknown_is_not_accepted_half(
    ready: tuple[Home, CaseId],
) -> None:
    home, case = ready
    home.save(case, {"/area_kind": None})
    with pytest.raises(Refused) as refused:
        home.accept(case)
    assert refused.value.code in ("case_incomplete", "route_unknown")
    assert ordered(home, case) == []


def test_days_pass_at_the_counter_without_anybody_losing_their_place(home: Home) -> None:
    case = a_case_that_lacks(home, "银行卡")
    supplement(home, case)
    home.clock.advance(timedelta(days=40))
    home.read_in(case, *[one for one in dibao_papers() if one.name == "银行卡"])
    resubmit(home, case)
    assert home.judged(case).state.status is Status.OPEN
    home.accept(case)
    assert home.judged(case).state.status is Status.UNDER_REVIEW


def test_an_office_that_filled_nothing_in_says_so_on_its_letters(home: Home) -> None:
    with look(home.parts.sessions) as session:
        assert letters.office_of(session, "0001/0001/0001/").phone == letters.NOT_SET
        assert letters.office_of(session, "0009/").name == letters.NOT_SET
