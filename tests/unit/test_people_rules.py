"""Which consent can stand, what makes a paper sensitive, and what residents are shown."""

from datetime import date
from typing import Any

import pytest

from dossier.kernel.errors import Refused
from dossier.people import rules
from dossier.people.model import EVERYTHING, Given, Kind
from dossier.samples.people import id_number

TODAY = date(2026, 3, 9)
WELL: dict[str, Any] = {
    "how": Given.IN_PERSON,
    "kinds": (),
    "purpose": "other.errand",
    "guardian": "",
    "given_on": TODAY,
    "until": date(2027, 3, 9),
    "today": TODAY,
    "longest": date(2027, 3, 9),
    "minor": False,
    "paper": False,
}


def test_a_plain_consent_stands() -> None:
    rules.check_consent(**WELL)
    rules.check_consent(**{**WELL, "purpose": EVERYTHING})
    rules.check_consent(**{**WELL, "how": Given.PAPER, "paper": True})
    rules.check_consent(**{**WELL, "how": Given.GUARDIAN, "guardian": "王桂兰", "minor": True})


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"given_on": date(2026, 3, 10)}, "consent_in_future"),
        ({"until": date(2026, 3, 8)}, "consent_ends_early"),
        ({"until": date(2027, 3, 10)}, "consent_too_long"),
        ({"how": Given.PAPER}, "consent_paper_missing"),
        ({"minor": True}, "consent_by_whom"),
        ({"how": Given.GUARDIAN, "guardian": "王桂兰"}, "consent_by_whom"),
        ({"how": Given.GUARDIAN, "minor": True}, "consent_guardian_missing"),
        ({"purpose": EVERYTHING, "kinds": (Kind.HEALTH,)}, "consent_sensitive_for_all"),
    ],
)
def test_a_consent_that_cannot_stand_says_what_to_do(wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        rules.check_consent(**{**WELL, **wrong})
    assert refused.value.code == code


def test_health_bank_and_minors_must_be_named() -> None:
    assert rules.kinds_of("sensitive_health", minor=False) == {Kind.HEALTH}
    assert rules.kinds_of("sensitive_financial", minor=True) == {Kind.BANK, Kind.MINOR}
    assert rules.kinds_of("sensitive_personal", minor=False) == frozenset()


def test_a_minor_is_one_until_the_eighteenth_birthday() -> None:
    number = id_number(date(1997, 5, 2), "男", 17)
    assert not rules.is_minor("21010819970502017", date(2005, 1, 1))
    assert not rules.is_minor(number, date(1997, 5, 1))
    assert rules.is_minor(number, date(2015, 5, 1))
    assert not rules.is_minor(number, date(2015, 5, 2))


def test_the_words_name_the_purpose_the_kinds_the_end_and_the_way_back() -> None:
    text = rules.consent_text("低保申请", (Kind.BANK,), date(2027, 3, 9))
    for words in ("“低保申请”这一项", "银行账户", "单独同意", "2027年3月9日", "撤回"):
        assert words in text
    general = rules.consent_text("", (), None)
    assert "各项" in general
    assert "不包括健康" in general
    assert "有效期" not in general
