"""Who acts for an applicant: what is asked of whom, and when it no longer holds."""

from dataclasses import replace
from datetime import date

import pytest

from dossier.cases.acting import (
    Acting,
    By,
    Channel,
    Proof,
    acting_problems,
    birth_years,
    minor_problem,
    settled,
)
from dossier.samples.people import id_number

DAY = date(2026, 3, 9)
GROWN = id_number(date(1992, 4, 16), "女", 6)
APPLICANT = id_number(date(1950, 1, 1), "男", 5)
AGENT = Acting(
    By.AGENT, Channel.AGENCY, "孙悦", GROWN, "13900001111", "邻居", "代为申请", date(2026, 3, 9)
)
GUARDIAN = Acting(By.GUARDIAN, Channel.COUNTER, "孙悦", GROWN, "", "母亲")


def codes(acting: Acting, day: date = DAY) -> list[str]:
    return [one.code for one in acting_problems(acting, APPLICANT, day)]


def test_a_full_note_has_nothing_wrong() -> None:
    assert codes(AGENT) == codes(GUARDIAN) == []
    assert codes(Acting(By.SELF, Channel.COUNTER)) == []
    assert codes(Acting(By.STAFF, Channel.VISIT)) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": "孙"}, "acting_name"),
        ({"id_number": ""}, "acting_id_number"),
        ({"id_number": GROWN[:-1] + ("0" if GROWN[-1] != "0" else "1")}, "acting_id_number"),
        ({"id_number": APPLICANT}, "acting_id_number"),
        ({"id_number": id_number(date(2008, 3, 10), "女", 6)}, "acting_id_number"),
        ({"id_number": id_number(date(2030, 1, 1), "女", 6)}, "acting_id_number"),
        ({"relation": ""}, "acting_relation"),
        ({"phone": "123"}, "acting_phone"),
        ({"scope": ""}, "acting_scope"),
        ({"valid_until": date(2026, 3, 8)}, "agent_expired"),
    ],
)
def test_each_thing_that_is_wrong_is_told(changes: dict[str, object], code: str) -> None:
    assert codes(replace(AGENT, **changes)) == [code]  # type: ignore[arg-type]


def test_an_authorisation_holds_to_the_end_of_its_last_day() -> None:
    assert codes(AGENT, date(2026, 3, 9)) == []
    assert codes(AGENT, date(2026, 3, 10)) == ["agent_expired"]
    assert codes(replace(AGENT, valid_until=None), date(2036, 3, 10)) == []


def test_who_is_eighteen_today_may_act() -> None:
    assert codes(replace(AGENT, id_number=id_number(date(2008, 3, 9), "女", 6))) == []


@pytest.mark.parametrize(
    ("born", "by", "severity"),
    [
        (date(2010, 3, 10), By.SELF, "block"),
        (date(2010, 3, 10), By.AGENT, "block"),
        (date(2010, 3, 10), By.STAFF, "warn"),
        (date(2010, 3, 10), By.GUARDIAN, None),
        (date(2010, 3, 9), By.SELF, "warn"),
        (date(2008, 3, 10), By.SELF, "warn"),
        (date(2008, 3, 9), By.SELF, None),
        (date(2030, 1, 1), By.SELF, None),
    ],
)
def test_a_young_applicant_needs_a_guardian(born: date, by: By, severity: str | None) -> None:
    number = id_number(born, "男", 5)
    acting = Acting(by, Channel.COUNTER)
    found = minor_problem(acting, number, DAY, provided_for=False)
    assert (found.severity if found else None) == severity
    assert minor_problem(acting, number, DAY, provided_for=True) is None


def test_nobody_noted_is_the_applicant_alone_and_no_number_says_nothing() -> None:
    child = id_number(date(2016, 1, 1), "男", 5)
    found = minor_problem(None, child, DAY, provided_for=False)
    assert found is not None
    assert found.code == "guardian_missing"
    assert minor_problem(None, "", DAY, provided_for=False) is None


def test_what_does_not_belong_to_who_acts_is_left_out() -> None:
    alone = settled(replace(AGENT, by=By.SELF))
    assert alone == Acting(By.SELF, Channel.COUNTER)
    assert settled(replace(AGENT, by=By.STAFF)) == Acting(By.STAFF, Channel.VISIT)
    guardian = settled(replace(AGENT, by=By.GUARDIAN, proof=Proof.PAPER))
    assert (guardian.scope, guardian.valid_until, guardian.channel) == (
        "",
        None,
        Channel.COUNTER,
    )
    assert guardian.proof is Proof.PAPER
    agent = settled(replace(AGENT, name=" 孙悦 ", id_number="11010519491231002x"))
    assert (agent.name, agent.id_number, agent.proof) == (
        "孙悦",
        "11010519491231002X",
        Proof.HUKOU,
    )
    assert settled(Acting(By.SELF, Channel.ONLINE)).channel is Channel.ONLINE


def test_receipts_say_who_came() -> None:
    assert AGENT.told == "由孙悦代办"
    assert GUARDIAN.told == "由监护人孙悦办理"
    assert Acting(By.STAFF, Channel.VISIT).told == "由工作人员上门办理"
    assert Acting(By.SELF, Channel.COUNTER).told == ""
    assert replace(AGENT, name="").told == "由（尚未登记姓名）代办"


def test_somebody_not_born_yet_is_no_years_old() -> None:
    assert birth_years(id_number(date(2030, 1, 1), "女", 6), DAY) == 0
