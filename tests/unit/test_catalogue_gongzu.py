"""公租房: the subsidy with its working, strict limits, who may apply at the community."""

from collections.abc import Mapping

import pytest
from catalogue_sample import DAY, catalogue, figures, form_of, gongzu
from pydantic import JsonValue

from dossier.catalogue import evaluate
from dossier.catalogue.verdicts import Evaluation, Waiver

EXAMPLES = {example.title_zh: number for number, example in enumerate(gongzu().examples)}


def judge(form: Mapping[str, JsonValue], *waivers: Waiver) -> Evaluation:
    return evaluate(gongzu(), form, (), catalogue().parameters, DAY, waivers)


@pytest.mark.parametrize(
    ("size", "subsidy", "persons"),
    [(1, 14400, 2), (2, 21600, 3), (3, 21600, 3), (4, 28800, 4), (6, 28800, 4)],
)
def test_the_subsidy_counts_persons_as_the_book_does(
    size: int, subsidy: int, persons: int
) -> None:
    member: dict[str, JsonValue] = {"member_name": "赵强", "member_id_no": "210102198509090170"}
    form = form_of(gongzu(), household_members=[member for _ in range(size)])
    result = judge(form)
    assert result.derived["/subsidy"] == subsidy
    assert result.derived["/calc_persons"] == persons
    assert result.benefit is not None
    assert result.benefit.amount_fen == subsidy
    shown = f"{persons}人 × 16㎡ × 15元 × 0.3 = {subsidy // 100}.00元"
    assert result.benefit.working[-1] == shown
    assert ("由公式推出" in result.benefit.working[0]) == (size >= 4)


def test_owned_area_is_not_subtracted() -> None:
    without = judge(form_of(gongzu(), owned_area=0, public_rent_area=0))
    with_some = judge(form_of(gongzu(), owned_area=40, public_rent_area=0))
    assert without.derived["/subsidy"] == with_some.derived["/subsidy"] == 21600


@pytest.mark.parametrize(("area", "verdict"), [(47.99, "yes"), (48, "no"), (48.01, "no")])
def test_the_area_must_be_strictly_below_sixteen(area: float, verdict: str) -> None:
    result = judge(form_of(gongzu(), public_rent_area=area))
    assert {each.id: each.verdict for each in result.eligibility}["area"] == verdict


def test_tenths_of_square_metres_do_not_slip_below_the_limit() -> None:
    # 15.9 + 0.1 per head is 16 exactly; binary fractions must not make it less
    form = form_of(gongzu(), owned_area=47.7, public_rent_area=0.3)
    assert {each.id: each.verdict for each in judge(form).eligibility}["area"] == "no"


def test_only_local_families_apply_at_the_community() -> None:
    number = EXAMPLES["外来务工人员不由社区受理"]
    result = judge(form_of(gongzu(), number))
    problem = next(each for each in result.problems if each.code == "check.local_only")
    assert problem.severity == "block"
    assert "住房保障" in problem.remedy
    assert result.stages == (3, 4)
    assert judge(form_of(gongzu())).stages == (1, 2, 3, 4)


def test_a_young_single_graduate_is_a_question_not_a_refusal() -> None:
    number = EXAMPLES["新就业毕业生不由社区受理；单身不满28周岁只提醒"]
    result = judge(form_of(gongzu(), number))
    severities = {each.code: each.severity for each in result.problems}
    assert severities["check.single28_graduate"] == "warn"
    assert "check.single28" not in severities


def test_graduates_are_checked_by_a_reviewer() -> None:
    number = EXAMPLES["新就业毕业生不由社区受理；单身不满28周岁只提醒"]
    assert [each.id for each in judge(form_of(gongzu(), number)).checklist] == [
        "full_time",
        "no_house",
        "no_other_benefit",
    ]
    assert [each.id for each in judge(form_of(gongzu())).checklist] == ["no_other_benefit"]


def test_what_no_expression_decides_is_asked_of_the_clerk() -> None:
    result = judge(form_of(gongzu()))
    other = next(due for due in result.materials if due.code == "other")
    assert other.status == "unchecked"
    assert [ask.zh for ask in result.asks] == [other.question_zh]
    settled = judge(form_of(gongzu()), Waiver("other", "", "李经办"))
    assert settled.asks == ()


def test_figures_of_another_office_change_the_subsidy() -> None:
    given = figures(gongzu_coefficient=500)
    result = evaluate(gongzu(), form_of(gongzu()), (), given, DAY)
    assert result.derived["/subsidy"] == 36000
    assert result.benefit is not None
    assert "× 0.5 =" in result.benefit.working[-1]


def test_the_unconfirmed_stays_marked() -> None:
    definition = gongzu()
    assert definition.benefit is not None
    assert definition.payment is not None
    assert definition.benefit.unit_mark.to_confirm
    assert definition.payment.mark.to_confirm
    assert definition.payment.periodicity == "to_confirm"
    marked = {each.id for each in definition.eligibility if each.mark.to_confirm}
    assert marked == {"single28", "income"}
    assert catalogue().parameters["gongzu_coefficient"].mark.to_confirm
