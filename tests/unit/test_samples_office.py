"""The invented office has everybody and every fund that the catalogue needs."""

from build import catalogue

from dossier.identity.model import Role
from dossier.samples import office

ELSEWHERE = {Role.CITY_APPROVER, Role.OTHER_AGENCY}
"""The demonstration ends at the district; what an agency outside decides the counter puts down."""


def test_every_stage_has_somebody() -> None:
    wanted = {Role(stage.decider) for one in catalogue().list() for stage in one.stages}
    held = {role for _, _, role, _ in office._PEOPLE}
    assert wanted - held == ELSEWHERE


def test_the_counter_has_two_people() -> None:
    clerks = [login for login, _, role, _ in office._PEOPLE if role is Role.WINDOW_CLERK]
    assert len(clerks) > 1, "who accepts a case does not decide on it"


def test_every_payment_has_its_fund_and_a_shared_one_serves_all() -> None:
    services = catalogue().list()
    funds = {code: purpose for code, _, purpose in office.funds_of(services)}
    paid = [(one.payment.fund, one.code) for one in services if one.payment]
    assert {fund for fund, _ in paid} == set(funds)
    assert all(funds[fund] in ("", code) for fund, code in paid)
    assert next(iter(funds)) == "dibao"
