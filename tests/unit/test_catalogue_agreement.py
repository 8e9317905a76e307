"""Papers and form of one person against each other, and what clerk and resident are told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from catalogue_sample import (
    DAY,
    SON,
    as_form,
    catalogue,
    dibao,
    figures,
    form_of,
    household,
    paper,
    tiny,
)

from dossier.catalogue import evaluate
from dossier.catalogue.lint import check_definition
from dossier.catalogue.papers import KnownPaper, Validity, last_day
from dossier.catalogue.verdicts import DocumentFacts, Evaluation, FieldFact
from dossier.kernel.errors import Problem

OTHER = "210102199708200330"


def judge(papers: dict[str, DocumentFacts], day: date = DAY) -> Evaluation:
    known = catalogue().papers
    standard = figures(dibao_standard=80000)
    return evaluate(dibao(), form_of(dibao()), tuple(papers.values()), standard, day, (), known)


def problems(papers: dict[str, DocumentFacts], day: date = DAY) -> list[Problem]:
    return [
        each for each in judge(papers, day).problems if not each.code.startswith("material.")
    ]


def changed(name: str, **values: str) -> dict[str, DocumentFacts]:
    papers = household()
    facts = {field: FieldFact(value, 0.97, auto=True) for field, value in values.items()}
    papers[name] = replace(papers[name], values={**papers[name].values, **facts})
    return papers


def only(papers: dict[str, DocumentFacts], day: date = DAY) -> Problem:
    (problem,) = problems(papers, day)
    return problem


def test_papers_that_agree_raise_nothing() -> None:
    assert problems(household()) == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [("陳磊", "繁体和简体"), ("阵磊", "字形相近"), ("陈□", "生僻字")],
)
def test_a_name_that_is_probably_the_same_only_warns_and_asks_to_confirm(
    name: str, reason: str
) -> None:
    result = judge(changed("page_son", member_name=name))
    problem = next(each for each in result.problems if each.code == "check.names")
    assert problem.severity == "warn"
    assert "可能是一致的" in problem.message
    assert reason in problem.message
    assert "确认" in problem.remedy
    assert problem.evidence == (("card_son", "name"), ("page_son", "member_name"))
    assert {each.id: each.verdict for each in result.checks}["names"] == "unknown"
    assert not result.blocked


def test_a_former_name_in_the_register_explains_an_older_paper() -> None:
    papers = changed("page_son", member_former_name="陈小磊")
    income = papers["income"]
    facts = {**income.values, "name": FieldFact("陈小磊", 0.97, auto=True)}
    papers["income"] = replace(income, values=facts)
    problem = only(papers)
    assert problem.code == "check.names_on_proofs"
    assert problem.severity == "warn"
    assert "“陈小磊”是登记过的曾用名" in problem.message


def test_each_paper_that_contradicts_is_told_with_both_sources_and_fields() -> None:
    problem = only(changed("page_son", member_name="陈蕾"))
    assert problem.severity == "block"
    assert problem.message == (
        "同一个人的姓名不一致：居民身份证（姓名）是“陈磊”，"
        "居民户口簿（姓名）是“陈蕾”；姓相同，名不同。"
    )


def test_the_resident_is_told_what_the_resident_can_do() -> None:
    blocking = [
        only(changed("page_son", member_name="陈蕾")),
        only(changed("page_son", member_id_number=SON[:-1] + "5")),
        only(changed("card_son", valid_to="2026-03-08")),
        *problems(changed("card_son", birth_date="1997-08-21")),
    ]
    for problem in blocking:
        assert problem.severity == "block"
        assert problem.advice.startswith(("请", "居民身份证已过有效期，请"))
        assert "识别" not in problem.advice
        assert "居民到" not in problem.advice
        assert "请" in problem.remedy


def test_a_number_one_figure_off_names_whose_it_probably_is() -> None:
    problem = only(changed("page_son", member_id_number=SON[:-1] + "5"))
    assert problem.code == "check.id_checksum"
    assert f"与表单上陈磊的“{SON}”只差一处" in problem.message


def test_an_old_number_of_fifteen_digits_is_the_same_person() -> None:
    old = SON[:6] + SON[8:17]
    papers = changed("income", id_number=old)
    assert problems(papers) == []
    assert judge(papers).materials == judge(household()).materials


def test_a_number_whose_owner_is_not_born_yet_is_told() -> None:
    early = [
        each for each in problems(household(), date(1996, 1, 1)) if "id_checksum" in each.code
    ]
    assert early
    assert all("出生日期在受理日" in each.message for each in early)


def test_a_paper_with_the_name_and_another_valid_number_is_told() -> None:
    found = problems(changed("card_son", id_number=OTHER))
    told = [each for each in found if each.code == "papers.id_number"]
    assert [each.severity for each in told] == ["block"]
    assert OTHER in told[0].message
    assert SON in told[0].message
    assert "顺序码不同" in told[0].message


def test_a_birth_date_that_is_not_the_numbers_blocks_and_a_partial_one_warns() -> None:
    problem = only(changed("card_son", birth_date="1997-08-21"))
    assert (problem.code, problem.severity) == ("papers.birth_date", "block")
    assert "居民身份证（出生）是“1997-08-21”" in problem.message
    partial = only(changed("card_son", birth_date="1997-08"))
    assert partial.severity == "warn"


def test_a_birth_date_that_was_not_read_for_certain_only_warns() -> None:
    papers = changed("card_son")
    card = papers["card_son"]
    facts = {**card.values, "birth_date": FieldFact("1997-03-20", 0.6)}
    papers["card_son"] = replace(card, values=facts)
    problem = only(papers)
    assert (problem.code, problem.severity) == ("papers.birth_date", "warn")


def test_another_address_on_the_card_warns_and_a_shorter_one_does_not() -> None:
    papers = changed("card_son", address="沈阳市沈河区青年大街1号")
    home = papers["home"]
    facts = {**home.values, "address": FieldFact("沈阳市和平区南京街1号", 0.97, auto=True)}
    papers["home"] = replace(home, values=facts)
    problem = only(papers)
    assert (problem.code, problem.severity) == ("papers.address", "warn")
    assert "区不同（“和平区”和“沈河区”）" in problem.message
    assert problems(changed("card_son", address="辽宁省沈阳市和安区丁香路18号")) == []


def test_a_paper_past_its_last_day_by_its_types_rule_warns() -> None:
    problem = only(changed("disability", valid_to="2026-03-08"))
    assert (problem.code, problem.severity) == ("papers.expired", "warn")
    assert problem.evidence == (("disability", "valid_to"),)
    assert problems(changed("disability", valid_to="2026-03-09")) == []
    stale = only(changed("income", issued_on="2025-06-01"))
    assert "规则待确认" in stale.message


def test_who_has_moved_away_by_the_register_is_told() -> None:
    problem = only(changed("page_son", change_notes="2025年11月3日迁出"))
    assert (problem.code, problem.severity) == ("papers.left_household", "warn")
    assert problem.pointer == "/household_members/1"


def test_the_last_day_counts_from_a_field_in_days_or_months() -> None:
    letter = paper("l", "letter", issued_on="2025-08-31", printed_at="2025-08-31T10:30")
    assert last_day(Validity(until="issued_on"), letter) == date(2025, 8, 31)
    assert last_day(Validity(since="issued_on", months=6), letter) == date(2026, 2, 28)
    assert last_day(Validity(since="issued_on", days=30), letter) == date(2025, 9, 30)
    assert last_day(Validity(since="printed_at", days=1), letter) == date(2025, 9, 1)
    assert last_day(Validity(until="none"), letter) is None


def comparison(name: str, *sources: str, **more: object) -> dict[str, object]:
    check = {
        "id": "c",
        "zh": "比",
        "severity": "block",
        "compare": name,
        "persons": ["each_member"],
        "sources": [*sources],
        "remedy_zh": "改",
    }
    return {"checks": [{**check, **more}]}


def of_tiny(
    changes: dict[str, object], papers: Sequence[DocumentFacts], **row: str
) -> Evaluation:
    known = {
        "id_card": KnownPaper("身份证", {"valid_to": "至"}, {}, Validity(until="valid_to"))
    }
    form = as_form({"kind": "a", "rows": [row]})
    return evaluate(tiny(**changes), form, papers, {}, DAY, (), known)


def test_a_definition_may_compare_numbers_births_and_addresses_itself() -> None:
    wrong = paper("c", "id_card", name="陈磊", id_number=OTHER, score="1997-08-21")
    found = of_tiny(
        comparison("ids_equal", "id_card.id_number"), [wrong], name="陈磊", id_no=SON
    ).problems
    assert [(each.code, each.pointer) for each in found] == [("check.c", "/rows/0/id_no")]
    card = paper("c", "id_card", name="陈磊", id_number=SON, birth_date="1997-08-21")
    found = of_tiny(
        comparison("births_equal", "id_card.birth_date"), [card], name="陈磊", id_no=SON
    ).problems
    assert [(each.code, each.severity) for each in found] == [("check.c", "block")]
    one = paper("c", "id_card", name="陈磊", address="和平区南京街1号")
    two = paper("d", "id_card", name="陈磊", address="和平区南京街1号301室")
    result = of_tiny(
        comparison("addresses_equal", "id_card.address", pointers=["/kind"]),
        [one, two],
        name="陈磊",
    )
    assert [(each.pointer, each.severity) for each in result.problems] == [("/kind", "warn")]
    assert result.checks[0].verdict == "unknown"


def test_a_definition_may_ask_that_papers_are_in_force() -> None:
    old = paper("c", "id_card", name="陈磊", valid_to="2026-03-08")
    checks = comparison("in_force", "id_card.valid_to", advice_zh="请换证")
    (found,) = of_tiny(checks, [old], name="陈磊").problems
    assert (found.code, found.severity, found.remedy, found.advice) == (
        "check.c",
        "block",
        "改",
        "请换证",
    )
    good = paper("c", "id_card", name="陈磊", valid_to="2026-03-09")
    assert of_tiny(checks, [good], name="陈磊").problems == ()


def test_somebody_listed_by_a_look_alike_name_is_asked_about() -> None:
    card = paper("c", "id_card", name="阵磊")
    result = of_tiny(comparison("listed_on_form", "id_card.name"), [card], name="陈磊")
    (found,) = result.problems
    assert found.severity == "warn"
    assert "可能就是表单上的“陈磊”" in found.message


def test_a_signature_by_a_look_alike_name_is_asked_about() -> None:
    signed = paper("c", "id_card", others="阵磊")
    result = of_tiny(
        comparison("signed_by_adults", "id_card.others"), [signed], name="陈磊", id_no=SON
    )
    (found,) = result.problems
    assert found.severity == "warn"
    assert "字形相近" in found.message


def test_a_check_with_words_for_the_resident_is_a_valid_definition() -> None:
    checks = comparison("names_equal", "id_card.name", advice_zh="请带证件到窗口")
    definition = tiny(**checks)
    assert [
        each
        for each in check_definition(catalogue(), definition, {})
        if each.code.startswith(("compare", "cel", "schema"))
    ] == []
    (found,) = of_tiny(
        checks, [paper("c", "id_card", name="王强", id_number=SON)], name="陈磊", id_no=SON
    ).problems
    assert found.advice == "请带证件到窗口"
