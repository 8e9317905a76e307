"""The invented people: well-formed, consistent, and nobody's."""

from datetime import date

import numpy as np
from stdnum import luhn
from stdnum.iso7064 import mod_11_2

from dossier.samples.households import couple, demonstration_household, mother_and_daughter
from dossier.samples.people import (
    DEMONSTRATION_DAY,
    DIVISION,
    card_valid_to,
    disability,
    invent_household,
    surname_of,
)

HOUSEHOLDS = (demonstration_household(), couple(), mother_and_daughter())


def test_the_demonstration_is_about_a_disabled_mother_and_her_working_son() -> None:
    mother, son = demonstration_household().members
    assert (mother.name, mother.gender, mother.age(DEMONSTRATION_DAY)) == ("王桂兰", "女", 56)
    assert (mother.marital, mother.disability) == ("丧偶", disability("肢体", "二级"))
    assert (son.name, son.relation, son.age(DEMONSTRATION_DAY)) == ("陈磊", "长子", 28)
    assert son.job is not None
    assert son.job.monthly_income_fen == 118_000


def test_every_number_of_the_three_households_passes_a_foreign_check() -> None:
    for household in HOUSEHOLDS:
        assert luhn.is_valid(household.bank_card_number)
        for person in household.members:
            assert mod_11_2.is_valid(person.id_number)
            assert person.id_number.startswith(DIVISION)


def test_no_two_people_of_the_three_households_share_a_number() -> None:
    people = [person for household in HOUSEHOLDS for person in household.members]
    assert len({person.id_number for person in people}) == len(people)
    assert len({person.phone for person in people}) == len(people)


def test_every_card_of_the_three_households_was_issued_for_the_lawful_term() -> None:
    for household in HOUSEHOLDS:
        for person in household.members:
            end = card_valid_to(person.birth_date, person.card_valid_from)
            assert person.card_valid_to == end
            assert end is None or end > DEMONSTRATION_DAY


def test_the_disability_number_is_the_persons_number_with_type_and_grade() -> None:
    mother = demonstration_household().head
    assert mother.disability_number == mother.id_number + "42"


def test_the_term_of_a_card_depends_on_the_age_at_issue() -> None:
    birth = date(1980, 2, 29)
    assert card_valid_to(birth, date(1990, 1, 1)) == date(1995, 1, 1)
    assert card_valid_to(birth, date(1996, 2, 29)) == date(2006, 2, 28)
    assert card_valid_to(birth, date(2006, 3, 1)) == date(2026, 3, 1)
    assert card_valid_to(birth, date(2026, 3, 1)) is None


def test_a_surname_may_have_two_characters() -> None:
    assert [surname_of(name) for name in ("欧阳文华", "孙静", "司徒彧", "王桂兰")] == [
        "欧阳",
        "孙",
        "司徒",
        "王",
    ]


def test_the_same_seed_invents_the_same_household() -> None:
    first, second = (invent_household(np.random.default_rng(7), size=3) for _ in range(2))
    assert first == second
    assert first != invent_household(np.random.default_rng(8), size=3)
