"""What we would state to an auditor about the rules, for every form."""

from decimal import ROUND_HALF_UP, Decimal

from catalogue_sample import DAY, as_form, catalogue, dibao, figures, form_of, gongzu, household
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.catalogue import evaluate, match, suggest, without_derived
from dossier.catalogue.cel.functions import divide, per_mille
from dossier.catalogue.citizen import is_id_number
from dossier.catalogue.masking import masked
from dossier.catalogue.model import Definition
from dossier.catalogue.verdicts import DocumentFacts

PAPERS = tuple(household().values())
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
QUICK = settings(max_examples=25, deadline=None)


def fields_of(definition: Definition) -> list[str]:
    properties = definition.form["properties"]
    assert isinstance(properties, dict)
    return sorted(properties)


@QUICK
@given(
    st.dictionaries(st.sampled_from(fields_of(dibao())), JSON, max_size=6),
    st.booleans(),
)
def test_no_form_makes_the_rules_crash_and_the_same_form_the_same_answer(
    changes: dict[str, object], with_papers: bool
) -> None:
    form = form_of(dibao()) | as_form(changes)
    papers = PAPERS if with_papers else ()
    first = evaluate(dibao(), form, papers, figures(dibao_standard=80000), DAY)
    again = evaluate(dibao(), form, papers, figures(dibao_standard=80000), DAY)
    assert first == again
    suggest(dibao(), form, papers)
    match(dibao(), form, papers)


@QUICK
@given(st.sets(st.sampled_from(fields_of(dibao()))))
def test_leaving_out_a_value_never_turns_a_no_into_a_yes(absent: set[str]) -> None:
    standard = figures(dibao_standard=80000)
    whole = form_of(dibao(), hukou_in_city=False, other_income=20000, property_ok=False)
    form = {name: value for name, value in whole.items() if name not in absent}
    refused = {
        each.id
        for each in evaluate(dibao(), whole, (), standard, DAY).eligibility
        if each.verdict == "no"
    }
    found = evaluate(dibao(), form, (), standard, DAY).eligibility
    assert not [each.id for each in found if each.id in refused and each.verdict == "yes"]


@QUICK
@given(
    st.lists(st.integers(0, 2_000_000), min_size=1, max_size=12),
    st.integers(0, 500_000),
    st.integers(1, 300_000),
)
def test_the_allowance_fills_the_household_up_to_the_standard_and_never_below_zero(
    incomes: list[int], other: int, standard: int
) -> None:
    form = form_of(dibao(), household_members=[{"monthly_income": each} for each in incomes])
    form["other_income"] = other
    result = evaluate(dibao(), form, (), figures(dibao_standard=standard), DAY)
    total = sum(incomes) + other
    assert result.benefit is not None
    assert result.benefit.amount_fen == max(0, standard * len(incomes) - total)
    exact = Decimal(total) / len(incomes)
    rounded = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    assert result.derived["/per_capita_income"] == rounded
    income = next(each for each in result.eligibility if each.id == "income")
    assert (income.verdict == "yes") == (total <= standard * len(incomes))


@QUICK
@given(st.integers(1, 30), st.integers(1, 50), st.integers(1, 10_000), st.integers(1, 2000))
def test_the_rent_subsidy_is_the_printed_formula(
    size: int, area: int, per_m2: int, coefficient: int
) -> None:
    given_figures = figures(
        gongzu_area_per_person=area,
        gongzu_subsidy_per_m2=per_m2,
        gongzu_coefficient=coefficient,
    )
    form = form_of(gongzu(), household_members=[{}] * size)
    persons = 2 if size == 1 else 3 if size <= 3 else 4
    exact = Decimal(persons * area * per_m2 * coefficient) / 1000
    result = evaluate(gongzu(), form, (), given_figures, DAY)
    assert result.derived["/subsidy"] == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@given(st.integers(0, 10**12), st.integers(1, 10**6))
def test_rounding_is_within_one_unit_and_ordered(amount: int, by: int) -> None:
    down, middle, up = (divide(amount, by, rule) for rule in ("down", "half_up", "up"))
    assert down <= middle <= up <= down + 1
    assert down * by <= amount <= up * by
    assert divide(down * by, by, "exact") == down


@given(st.integers(0, 10**9))
def test_the_whole_is_a_thousand_thousandths(amount: int) -> None:
    assert per_mille(amount, 1000, "exact") == amount


@given(st.text(min_size=1, max_size=6))
def test_a_masked_name_shows_no_given_name(name: str) -> None:
    shown = masked("surname_star", name)
    assert "*" in shown
    assert len(shown.replace("*", "")) <= 2


@given(st.from_regex(r"\A[1-9][0-9]{16}[0-9X]\Z"), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number: str, place: int, shift: int) -> None:
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert not (is_id_number(number) and is_id_number(wrong))


@QUICK
@given(st.permutations(PAPERS))
def test_the_order_of_the_papers_changes_no_problem(papers: list[DocumentFacts]) -> None:
    standard = figures(dibao_standard=80000)
    found = evaluate(dibao(), form_of(dibao()), tuple(papers), standard, DAY).problems
    usual = evaluate(dibao(), form_of(dibao()), PAPERS, standard, DAY).problems
    assert set(found) == set(usual)


@QUICK
@given(st.sets(st.integers(0, len(PAPERS) - 1)))
def test_taking_a_paper_away_never_completes_a_case(gone: set[int]) -> None:
    standard = figures(dibao_standard=80000)
    rest = tuple(paper for number, paper in enumerate(PAPERS) if number not in gone)
    whole = evaluate(dibao(), form_of(dibao()), PAPERS, standard, DAY)
    less = evaluate(dibao(), form_of(dibao()), rest, standard, DAY)
    there = {
        (due.code, due.person_pointer) for due in whole.materials if due.status == "present"
    }
    still = {
        (due.code, due.person_pointer) for due in less.materials if due.status == "present"
    }
    assert still <= there


@QUICK
@given(
    st.sets(st.sampled_from(sorted({each.pointer for each in suggest(dibao(), {}, PAPERS)})))
)
def test_nothing_typed_is_ever_proposed(typed: set[str]) -> None:
    assert not typed & {each.pointer for each in suggest(dibao(), {}, PAPERS, typed)}


def test_every_version_evaluates_its_own_examples_alike() -> None:
    for definition in catalogue().list():
        for example in definition.examples:
            given = without_derived(definition, example.form)
            first = evaluate(definition, given, (), catalogue().parameters, example.day)
            again = evaluate(
                definition, dict(first.form), (), catalogue().parameters, example.day
            )
            assert first == again
