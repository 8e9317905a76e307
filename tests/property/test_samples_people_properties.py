"""What holds for every invented household, whatever the seed."""

import json

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.iso7064 import mod_11_2

from dossier.samples.check_digits import with_id_check, with_luhn_check
from dossier.samples.forms import Circumstances, typed_form, whole_form
from dossier.samples.people import DEMONSTRATION_DAY, invent_household

seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(1, 4)


@given(st.text("0123456789", min_size=17, max_size=17))
def test_the_check_character_of_a_citizens_number_convinces_a_foreign_check(body: str) -> None:
    assert mod_11_2.is_valid(with_id_check(body))


@given(st.text("0123456789", min_size=12, max_size=18))
def test_the_check_digit_of_a_bank_card_convinces_a_foreign_check(body: str) -> None:
    assert luhn.is_valid(with_luhn_check(body))


@given(seeds, sizes)
@settings(max_examples=60)
def test_the_number_of_an_invented_person_tells_birth_and_sex(seed: int, size: int) -> None:
    for person in invent_household(np.random.default_rng(seed), size=size).members:
        assert mod_11_2.is_valid(person.id_number)
        assert person.id_number[6:14] == person.birth_date.strftime("%Y%m%d")
        assert (int(person.id_number[16]) % 2 == 1) == (person.gender == "男")


@given(seeds, sizes)
@settings(max_examples=60)
def test_an_invented_household_has_one_head_and_tells_its_members_apart(
    seed: int, size: int
) -> None:
    members = invent_household(np.random.default_rng(seed), size=size).members
    assert [person.relation for person in members].count("户主") == 1
    assert len({person.name for person in members}) == size
    assert len({person.relation for person in members}) == size
    assert all(person.age(DEMONSTRATION_DAY) >= 18 for person in members)


@given(seeds, sizes)
@settings(max_examples=60)
def test_no_invented_card_has_expired_at_the_demonstration(seed: int, size: int) -> None:
    for person in invent_household(np.random.default_rng(seed), size=size).members:
        assert person.birth_date <= person.card_valid_from <= DEMONSTRATION_DAY
        assert person.card_valid_to is None or person.card_valid_to > DEMONSTRATION_DAY


@given(seeds, sizes)
@settings(max_examples=30)
def test_the_whole_form_contains_all_that_is_typed(seed: int, size: int) -> None:
    household = invent_household(np.random.default_rng(seed), size=size)
    told = [
        Circumstances("employed" if person.job else "none", "na", has_children=False)
        for person in household.members
    ]
    typed, whole = typed_form(household, told), whole_form(household, told)
    assert json.loads(json.dumps(whole)) == whole
    for name, value in typed.items():
        if name != "household_members":
            assert whole[name] == value
    members = whole["household_members"]
    assert isinstance(members, list)
    assert len(members) == size
