"""Where the rules are easily got wrong: each boundary from both sides."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from catalogue_sample import catalogue

from dossier.catalogue import evaluate
from dossier.catalogue.verdicts import DocumentFacts, Evaluation, FieldFact
from dossier.kernel.canonical import Json

DAY = date(2026, 3, 9)


def judge(
    code: str,
    changes: Mapping[str, Json] | None = None,
    *,
    example: int = 0,
    figures: Mapping[str, int] | None = None,
    papers: tuple[DocumentFacts, ...] = (),
    day: date | None = None,
) -> Evaluation:
    """Judge the example of a service with some of its values changed."""
    definition = catalogue().get(code)
    given = definition.examples[example]
    shipped = catalogue().parameters
    set_figures = {**given.parameters, **(figures or {})}
    return evaluate(
        definition,
        {**given.form, **(changes or {})},
        papers,
        {
            **shipped,
            **{
                name: replace(shipped[name], value=value) for name, value in set_figures.items()
            },
        },
        day or given.day,
    )


def verdict(result: Evaluation, condition: str) -> str:
    """Return how a condition came out."""
    return next(one.verdict for one in result.eligibility if one.id == condition)


def codes(result: Evaluation) -> set[str]:
    """Return what is wrong, besides papers that are not there."""
    return {one.code for one in result.problems if not one.code.startswith("material.")}


def paper(kind: str, **values: str) -> DocumentFacts:
    """Return a paper as it was read."""
    read = {name: FieldFact(value, 0.99, auto=True) for name, value in values.items()}
    return DocumentFacts(f"{kind}-1", kind, (), read)


def rows(number: int) -> list[Json]:
    """Return the household of the rental example, cut or grown to ``number`` persons."""
    given = catalogue().get("social-security.gongzu").examples[0].form["household_members"]
    assert isinstance(given, list)
    more: list[Json] = [
        {**row, "member_id_no": f"{at}"}
        for at in range(number)
        if isinstance(row := given[-1], dict)
    ]
    return [*given, *more][:number]


# 1. The subsidy for a rented flat counts at least two persons and at most four.
@pytest.mark.parametrize(
    ("persons", "yuan"), [(1, 144), (2, 216), (3, 216), (4, 288), (6, 288)]
)
def test_the_rental_subsidy_counts_one_more_person_up_to_four(persons: int, yuan: int) -> None:
    result = judge(
        "social-security.gongzu", {"household_members": rows(persons), "public_rent_area": 0}
    )
    assert result.benefit is not None
    assert result.benefit.amount_fen == yuan * 100


def test_the_rental_subsidy_does_not_take_off_what_the_family_owns() -> None:
    amounts = {
        result.benefit.amount_fen
        for area in (0, 20, 40)
        if (result := judge("social-security.gongzu", {"owned_area": area})).benefit
    }
    assert amounts == {21600}


def test_that_four_persons_get_288_is_marked_as_derived() -> None:
    benefit = catalogue().get("social-security.gongzu").benefit
    assert benefit is not None
    assert benefit.mark.to_confirm or benefit.unit_mark.to_confirm


# 2. Only local families apply for a public flat through the community.
@pytest.mark.parametrize("category", ["migrant", "graduate"])
def test_who_is_not_of_the_city_applies_elsewhere(category: str) -> None:
    assert "check.local_only" not in codes(judge("social-security.gongzu"))
    assert "check.local_only" in codes(judge("social-security.gongzu", {"category": category}))


# 3. 16 square metres: 以下 includes it, 低于 does not.
@pytest.mark.parametrize(("area", "met"), [(32, "yes"), (32.02, "no")])
def test_the_cheap_flat_includes_sixteen_square_metres(area: float, met: str) -> None:
    result = judge("social-security.lianzu", {"public_rent_area": area})
    assert verdict(result, "area") == met


@pytest.mark.parametrize(("area", "met"), [(47.97, "yes"), (48, "no")])
def test_the_public_flat_excludes_sixteen_square_metres(area: float, met: str) -> None:
    result = judge("social-security.gongzu", {"public_rent_area": area})
    assert verdict(result, "area") == met


# 4. The minimum allowance: up to the standard; approved above the community, paid by the month.
@pytest.mark.parametrize(("standard", "met"), [(75000, "yes"), (74999, "no")])
def test_an_income_equal_to_the_standard_is_entitled(standard: int, met: str) -> None:
    result = judge("social-security.dibao", figures={"dibao_standard": standard})
    assert verdict(result, "income") == met


def test_towns_approve_by_the_month_and_villages_by_the_quarter_and_both_pay_monthly() -> None:
    definition = catalogue().get("social-security.dibao")
    stages = {stage.order: stage for stage in definition.stages}
    for area, unit in (("urban", "monthly_batch"), ("rural", "quarterly_batch")):
        passed = judge("social-security.dibao", {"area_kind": area}).stages
        assert passed is not None
        (deciding,) = [stages[order] for order in passed if stages[order].kind == "decide"]
        assert deciding.limit is not None
        assert (deciding.level, deciding.limit.unit) == ("区县", unit)
    assert definition.payment is not None
    assert definition.payment.periodicity == "monthly"


def test_no_community_decides_what_an_authority_grants() -> None:
    deciding = [
        (definition.code, stage.order)
        for definition in catalogue().list()
        for stage in definition.stages
        if definition.kind == "service"
        and definition.benefit
        and stage.kind == "decide"
        and stage.level == "社区"
    ]
    assert deciding == []


# 5. What the city's platform shows is looked up first; all children's papers are due.
def test_what_the_platform_can_show_is_not_asked_of_the_resident() -> None:
    due = {one.code: one for one in judge("social-security.dibao").materials}
    assert due["disability"].status == "unchecked"
    assert due["id_cards"].status == "missing"


def test_elders_bring_ids_and_incomes_of_all_children_wherever_they_live() -> None:
    definition = catalogue().get("social-security.dibao")
    result = judge("social-security.dibao", example=len(definition.examples) - 1)
    for code in ("children_ids", "children_income"):
        named = {one.person_name for one in result.materials if one.code == code}
        assert named == {"陈芳", "赵强"}


# 6. Resolutions count who should have come, elections who came.
VOTE: dict[str, Json] = {
    "item": "报告",
    "item_kind": "resolution",
    "method": "secret",
    "votes_abstain": 0,
}


def congress(kind: str, votes_for: int, present: int, **figures: int) -> set[str]:
    """Return what is wrong with a vote that is noted as passed; twenty should have come."""
    vote: dict[str, Json] = {
        **VOTE,
        "item_kind": kind,
        "votes_for": votes_for,
        "votes_against": present - votes_for,
        "passed": True,
    }
    return codes(
        judge(
            "party.branch-congress-minutes",
            {"present_voters": present, "votes": [vote]},
            figures=figures,
        )
    )


def test_a_resolution_needs_more_than_half_of_those_expected() -> None:
    assert "check.passed" not in congress("resolution", 11, 16)
    assert "check.passed" in congress("resolution", 10, 16)


def test_an_election_needs_more_than_half_of_those_present() -> None:
    assert "check.elected" not in congress("election", 9, 16)
    assert "check.elected" in congress("election", 8, 16)


def test_four_fifths_must_come_to_an_election_and_whether_more_is_a_setting() -> None:
    assert "check.election_attendance" not in congress("election", 9, 16)
    assert "check.election_attendance" in congress("election", 9, 15)
    strict = congress("election", 9, 16, party_election_attendance_exceed=1)
    assert "check.election_attendance" in strict


# 7. Up to the line the director alone; above it assembly, street and filing, all three.
ABOVE = {"assembly_on": "2026-03-09", "street_opinion": "同意", "filed_on": "2026-03-09"}


def test_exactly_five_hundred_yuan_is_the_directors_by_default() -> None:
    assert "check.authority_complete" not in codes(
        judge("gov.expense-approval", {"amount": 50000})
    )


def test_where_five_hundred_belongs_is_a_setting() -> None:
    definition = catalogue().get("gov.expense-approval")
    line = next(code for code in definition.parameters)
    result = judge("gov.expense-approval", {"amount": 50000}, figures={line: 49999})
    assert result.blocked
    assert {"/assembly_on", "check.authority_complete"} & {
        *(one.pointer for one in result.problems),
        *codes(result),
    }


@pytest.mark.parametrize("lacking", ABOVE)
def test_above_the_line_all_three_are_needed(lacking: str) -> None:
    given = {name: value for name, value in ABOVE.items() if name != lacking}
    assert judge("gov.expense-approval", {"amount": 50001, **given}).blocked


# 8. A mixed organisation has thirty members in all.
def organisation(persons: int, units: int) -> str:
    """Return whether so many members make an association."""
    changes: dict[str, Json] = {"individual_members": persons, "unit_members": units}
    return verdict(judge("other.social-org-filing", changes), "assoc")


def test_a_mixed_organisation_needs_thirty_members_in_total() -> None:
    assert organisation(25, 5) == "yes"
    assert organisation(5, 25) == "yes"
    assert organisation(20, 9) == "no"


def test_an_unmixed_organisation_needs_twenty_persons() -> None:
    assert (organisation(20, 0), organisation(19, 0)) == ("yes", "no")


# 9. The number of a disability certificate is the ID, the kind and the grade.
@pytest.mark.parametrize(
    ("number", "wrong"),
    [
        ("21010219690512022142", False),
        ("21010219690512022132", True),  # another kind
        ("21010219690512022143", True),  # another grade
        ("21010219970820031442", True),  # somebody else's
    ],
)
def test_a_disability_number_tells_person_kind_and_grade(number: str, *, wrong: bool) -> None:
    changes: dict[str, Json] = {
        "applicant_id_no": "210102196905120221",
        "disability_cert_no": number,
        "disability_kind": "4",
        "disability_grade": "2",
    }
    definition = catalogue().get("disability.wheelchair")
    names = {name for name in changes if name in definition.form["properties"]}  # type: ignore[operator]
    assert names == set(changes)
    result = judge("disability.wheelchair", changes)
    told = {one.pointer for one in result.problems if one.severity == "block"}
    about = {"/disability_cert_no", "/disability_kind", "/disability_grade"}
    assert bool(told & about) == wrong


def test_the_sides_of_an_id_card_are_portrait_and_emblem() -> None:
    for definition in catalogue().list():
        for material in definition.materials:
            if material.document_type == "id_card" and not material.alternatives:
                assert {*material.parts, *material.shared_parts} <= {"portrait", "emblem"}


# 10. Days that are easily counted wrongly.
@pytest.mark.parametrize(
    ("half", "year", "day", "late"),
    [
        ("h1", 2026, "2026-07-10", False),
        ("h1", 2026, "2026-07-11", True),
        ("h2", 2026, "2026-01-10", False),
        ("h2", 2026, "2026-01-11", True),
    ],
)
def test_dues_are_published_by_the_tenth(half: str, year: int, day: str, *, late: bool) -> None:
    result = judge(
        "party.dues-publication",
        {"period": half, "year": year, "published_on": day, "filed_on": day},
        day=date.fromisoformat(day),
    )
    assert ("check.on_time" in codes(result)) == late


@pytest.mark.parametrize(
    ("day", "void"), [(date(2026, 5, 31), False), (date(2026, 6, 1), True)]
)
def test_a_transfer_letter_is_good_for_ninety_days(day: date, *, void: bool) -> None:
    result = judge("party.org-relation-transfer", day=day)
    assert ("check.letter_valid" in codes(result)) == void


def test_the_three_parts_of_a_transfer_letter_bear_one_number() -> None:
    number = "和组介〔2026〕000123"
    same, other = (
        paper("party_intro_letter", letter_no=one) for one in (number, "和组介〔2026〕000124")
    )
    code = "party.intro-letter-register"
    assert "check.three_parts" not in codes(judge(code, papers=(same, same, same)))
    assert "check.three_parts" in codes(judge(code, papers=(same, same, other)))


def test_a_weekend_on_duty_is_no_working_day() -> None:
    assert "check.kind_of_day" not in codes(judge("gov.duty-log"))
    weekday = judge("gov.duty-log", {"duty_kind": "weekday", "from_time": "09:00"})
    assert "check.kind_of_day" in codes(weekday)


def test_the_whole_catalogue_is_there_by_its_groups() -> None:
    groups: dict[str, int] = {}
    for definition in catalogue().list():
        head = definition.code.partition(".")[0]
        groups[head] = groups.get(head, 0) + 1
    assert groups == {
        "party": 16,
        "social-security": 9,
        "social-assistance": 11,
        "elderly": 10,
        "disability": 7,
        "employment": 5,
        "family-planning": 11,
        "legal": 5,
        "other": 5,
        "gov": 36,
    }
