"""低保: the twelve checks, the papers, the benefit; on the papers of an invented household."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from catalogue_sample import (
    DAY,
    MOTHER,
    SON,
    as_form,
    dibao,
    figures,
    form_of,
    household,
    paper,
)
from pydantic import JsonValue

from dossier.catalogue import evaluate
from dossier.catalogue.verdicts import DocumentFacts, Evaluation, FieldFact, Waiver
from dossier.kernel.errors import Problem

LOOKED_UP = Waiver("insurance", "/household_members/1", "李经办")


def judge(
    papers: dict[str, DocumentFacts] | None = None,
    form: Mapping[str, JsonValue] | None = None,
    *waivers: Waiver,
    day: date = DAY,
    standard: int = 80000,
) -> Evaluation:
    given = form_of(dibao()) if form is None else form
    documents = tuple((household() if papers is None else papers).values())
    return evaluate(
        dibao(),
        given,
        documents,
        figures(dibao_standard=standard),
        day,
        waivers or (LOOKED_UP,),
    )


def codes(result: Evaluation, severity: str = "block") -> list[str]:
    return [each.code for each in result.problems if each.severity == severity]


def changed(name: str, **values: str | tuple[str, ...]) -> dict[str, DocumentFacts]:
    papers = household()
    facts = {field: FieldFact(value, 0.97, auto=True) for field, value in values.items()}
    papers[name] = replace(papers[name], values={**papers[name].values, **facts})
    return papers


def only(result: Evaluation, code: str) -> Problem:
    found = [each for each in result.problems if each.code == code]
    assert len(found) == 1
    return found[0]


def test_the_complete_case_has_nothing_wrong() -> None:
    result = judge()
    assert result.problems == ()
    assert result.asks == ()
    assert {due.status for due in result.materials} == {"present", "waived"}
    assert result.eligible == "yes"
    assert result.stages == (1, 2, 3, 4)
    assert {each.verdict for each in result.checks} == {"yes"}


def test_the_benefit_shows_its_working() -> None:
    benefit = judge().benefit
    assert benefit is not None
    assert benefit.amount_fen == 10000
    assert benefit.working == (
        "低保标准 800.00元 × 2人 = 1,600.00元",
        "1,600.00元 − 家庭月总收入 1,500.00元 = 100.00元",
    )


def test_an_unset_standard_is_asked_for_and_never_invented() -> None:
    result = evaluate(dibao(), form_of(dibao()), (), figures(), DAY)
    assert [each.code for each in result.missing_parameters] == ["dibao_standard"]
    assert result.benefit is not None
    assert result.benefit.amount_fen is None
    assert "最低生活保障标准" in result.benefit.reason
    assert "parameter:dibao_standard" in [at for ask in result.asks for at in ask.pointers]


def test_a_rural_case_goes_to_the_quarterly_stage() -> None:
    assert judge(form=form_of(dibao(), area_kind="rural")).stages == (1, 2, 3, 5)


def test_a_name_that_differs_on_two_papers_blocks_and_names_both() -> None:
    problem = only(judge(changed("page_son", member_name="陈蕾")), "check.names")
    assert problem.severity == "block"
    assert problem.pointer == "/household_members/1/member_name"
    for word in ("居民身份证", "陈磊", "居民户口簿", "陈蕾"):
        assert word in problem.message
    assert problem.evidence == (("card_son", "name"), ("page_son", "member_name"))


def test_the_applicants_contradiction_is_told_once() -> None:
    problem = only(judge(changed("page_mother", member_name="王桂蓝")), "check.names")
    assert problem.pointer == "/household_members/0/member_name"


def test_a_name_typed_otherwise_than_on_the_papers_blocks() -> None:
    form = form_of(dibao(), applicant_name="王桂蓝", bank_holder="王桂蓝")
    problem = only(judge(form=form), "check.names")
    assert problem.pointer == "/applicant_name"
    assert "王桂蓝" in problem.message


def test_a_wrong_check_digit_on_a_paper_blocks_with_its_evidence() -> None:
    problem = only(
        judge(changed("page_son", member_id_number=SON[:-1] + "5")), "check.id_checksum"
    )
    assert problem.pointer == "document:page_son"
    assert problem.evidence == (("page_son", "member_id_number"),)


def test_a_wrong_check_digit_on_the_form_blocks() -> None:
    result = judge(form=form_of(dibao(), applicant_id_no=MOTHER[:-1] + "2"))
    assert "format.cn-id-18" in codes(result)


def test_an_expired_card_blocks_and_the_last_day_still_counts() -> None:
    problem = only(judge(changed("card_son", valid_to="2026-03-08")), "check.not_expired")
    assert problem.pointer == "document:card_son"
    assert judge(changed("card_son", valid_to="2026-03-09")).problems == ()


def test_an_unread_expiry_date_is_asked_not_passed() -> None:
    result = judge(changed("card_son", valid_to=""))
    assert [ask.pointers for ask in result.asks] == [("document:card_son",)]
    assert {each.id: each.verdict for each in result.checks}["not_expired"] == "unknown"


def test_a_member_without_a_register_page_is_a_blocking_gap() -> None:
    papers = household()
    del papers["page_son"]
    result = judge(papers)
    assert codes(result) == ["material.incomplete"]
    assert "陈磊" in result.problems[0].message
    assert {each.id: each.verdict for each in result.checks}["members_have_papers"] == "no"


def test_somebody_in_the_register_who_is_not_on_the_form_is_pointed_out() -> None:
    papers = household()
    papers["more"] = paper("more", "hukou_booklet", ("member",), member_name="陈小雨")
    papers["again"] = paper("again", "hukou_booklet", ("member",), member_name="陈小雨")
    problem = only(judge(papers), "check.living_together")
    assert problem.severity == "warn"
    assert problem.pointer == "/household_members"


def test_an_unsigned_authorisation_blocks() -> None:
    result = judge(form=form_of(dibao(), authorisation_signed=False))
    problem = only(result, "check.authorisation_signed")
    assert problem.evidence == (("authorisation", "signers"),)


def test_a_signature_that_cannot_be_read_is_a_warning() -> None:
    result = judge(changed("authorisation", signers=("王桂兰",)))
    assert codes(result, "warn") == ["check.authorisation_signers"]
    papers = household()
    papers["authorisation"] = paper("authorisation", "economy_check_authorisation")
    assert [ask.code for ask in judge(papers).asks] == ["check.authorisation_signers"]


def test_an_entered_total_must_be_the_sum() -> None:
    form = form_of(dibao(), total_monthly_income=140000, household_size=2)
    problem = only(judge(form=form), "check.income_recomputed")
    assert problem.pointer == "/total_monthly_income"
    assert "1,400.00元" in problem.message
    assert "1,500.00元" in problem.message
    assert judge(form=form).form["total_monthly_income"] == 150000


def test_elders_must_name_their_children_and_bring_all_papers() -> None:
    form = form_of(dibao(), 8)
    result = judge({}, form)
    assert "check.children_declared" in codes(result)
    form["supporting_children"] = [
        {
            "child_name": "赵强",
            "child_id_no": "210102198509090170",
            "child_monthly_income": 450000,
            "child_in_household": False,
        }
    ]
    result = judge({}, form)
    due = {each.code for each in result.materials if each.person_name == "赵强"}
    assert due == {"children_ids", "children_income"}
    assert "check.children_declared" not in codes(result)


def test_a_disability_number_must_be_the_members_own() -> None:
    form = form_of(dibao(), 10)
    problem = only(judge(form=form), "check.disability_number")
    assert problem.pointer == "/household_members/0/disability_cert_no"
    assert problem.evidence == (("card_mother", "id_number"), ("disability", "cert_number"))


def test_income_on_the_proof_is_compared_with_the_line() -> None:
    problem = only(judge(changed("income", monthly_income="1800")), "check.income_paper")
    assert problem.severity == "warn"
    assert problem.pointer == "/household_members/1/monthly_income"
    assert problem.evidence == (("income", "monthly_income"),)
    assert "1,800.00元" in problem.message
    assert "1,500.00元" in problem.message


def test_checks_that_a_machine_cannot_make_are_the_reviewers() -> None:
    checklist = {each.id: each.stage for each in judge().checklist}
    assert checklist == {"finance_check": 4, "visitors_related": 2}


def test_one_visitor_is_too_few_and_none_yet_is_asked() -> None:
    alone = judge(form=form_of(dibao(), visitors="刘芳"))
    assert only(alone, "check.visitors").pointer == "/visitors"
    later = judge(form=form_of(dibao(), visitors=None))
    assert [(ask.code, ask.stage) for ask in later.asks] == [("check.visitors", 2)]


def test_what_the_platform_shows_is_not_asked_of_the_resident() -> None:
    papers = household()
    del papers["disability"]
    looked_up = Waiver("disability", "/household_members/0", "李经办")
    nothing = Waiver("disability", "/household_members/0", "李经办", granted=False)
    status = {
        label: next(due.status for due in result.materials if due.code == "disability")
        for label, result in {
            "not asked yet": judge(papers),
            "found": judge(papers, None, LOOKED_UP, looked_up),
            "nothing there": judge(papers, None, LOOKED_UP, nothing),
        }.items()
    }
    assert status == {
        "not asked yet": "unchecked",
        "found": "waived",
        "nothing there": "missing",
    }
    assert codes(judge(papers), "warn") == ["material.unchecked"]
    assert codes(judge(papers)) == []


def test_income_proofs_are_due_only_of_those_who_earn() -> None:
    due = [(each.code, each.person_name) for each in judge().materials]
    assert ("income_employed", "陈磊") in due
    assert ("income_employed", "王桂兰") not in due


def test_both_sides_of_a_card_are_needed() -> None:
    papers = household()
    papers["card_son"] = replace(papers["card_son"], parts=("portrait",))
    result = judge(papers)
    assert [due.missing_parts for due in result.materials if due.missing_parts] == [("国徽面",)]
    assert "国徽面" in only(result, "material.incomplete").remedy
    papers["back"] = paper("back", "id_card", ("emblem",), valid_to="2030-01-01")
    assert judge(papers).problems == ()


def test_the_registers_home_page_is_asked_once() -> None:
    papers = household()
    del papers["home"]
    result = judge(papers)
    assert codes(result) == ["material.incomplete"]
    assert "首页" in result.problems[0].message


def test_the_land_ledger_is_fetched_not_asked_of_the_resident() -> None:
    form = form_of(dibao(), has_contracted_land=True, land_area_mu=2.5)
    assert "街道" in only(judge(form=form), "material.missing").remedy


def test_the_public_notice_shows_only_the_whitelist() -> None:
    notice = judge().notice
    assert notice["户主（申请人）"] == "王**"
    assert notice["拟发月低保金"] == "100.00元"
    shown = "".join(notice.values())
    for secret in (MOTHER, SON, "13900001234", "6217000720001234563", "丁香", "陈磊"):
        assert secret not in shown


def test_a_missing_value_is_unknown_and_never_met() -> None:
    result = judge(form=form_of(dibao(), other_income=None, hukou_in_city=None))
    verdicts = {each.id: each.verdict for each in result.eligibility}
    assert verdicts["hukou"] == verdicts["income"] == "unknown"
    assert result.eligible == "unknown"
    assert result.blocked
    assert result.benefit is not None
    assert result.benefit.amount_fen is None


def test_a_margin_household_has_no_benefit() -> None:
    assert judge(form=form_of(dibao(), 5)).benefit is None


def test_before_anything_is_known_nothing_crashes_and_nothing_passes() -> None:
    result = evaluate(dibao(), {}, (), figures(), DAY)
    assert {each.verdict for each in result.eligibility} == {"unknown"}
    assert result.blocked
    assert result.stages is None


def test_hidden_values_do_not_count() -> None:
    form = form_of(dibao(), residence_months=3)
    assert "residence_months" not in judge(form=form).form


@pytest.mark.parametrize(
    "garbage", [None, 5, "x", [], {}, [None], [{"member_name": 7}], {"a": 1}]
)
def test_garbage_in_the_form_is_a_problem_not_a_crash(garbage: object) -> None:
    for name in ("household_members", "applicant_id_no", "other_income", "property_savings"):
        form = form_of(dibao()) | as_form({name: garbage})
        result = judge(form=form)
        if garbage is not None or name != "property_savings":
            assert name == "property_savings" or result.blocked or garbage == 5
