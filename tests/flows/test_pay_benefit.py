"""An approved benefit is paid by three people, once, from the fund that it belongs to."""

from dataclasses import replace

import pytest
from build import DIBAO, Home, press, with_definition

from dossier.cases.model import Status
from dossier.flows import pay
from dossier.flows.offers import offered_to
from dossier.kernel.errors import DossierError, NotFound, Refused
from dossier.kernel.ids import CaseId
from dossier.ledger import books, vouchers
from dossier.ledger.verify import verify
from dossier.work import look

Desk = tuple[Home, CaseId]


@pytest.fixture
def approved(accepted: Desk) -> Desk:
    home, case = accepted
    home.review(case)
    return home, case


def prepare(home: Home, case: CaseId, login: str = "bookkeeper") -> None:
    with home.acting(login) as (work, actor):
        pay.prepare_payment(work, home.parts.house, actor, case, press())


def approve(home: Home, case: CaseId, login: str = "leader") -> None:
    with home.acting(login) as (work, actor):
        pay.approve_payment(work, home.parts.house, actor, case, press())


def release(
    home: Home, case: CaseId, login: str = "cashier", reference: str = "回单-1"
) -> None:
    with home.acting(login) as (work, actor):
        pay.release_payment(work, home.parts.house, actor, case, press(), reference)


def test_three_people_pay_what_was_decided(approved: Desk) -> None:
    home, case = approved
    assert offered_to(home.actor("bookkeeper"), home.judged(case)) == ("prepare_payment",)
    assert offered_to(home.actor("leader"), home.judged(case)) == ()
    prepare(home, case)
    assert offered_to(home.actor("leader"), home.judged(case)) == ("approve_payment",)
    approve(home, case)
    assert offered_to(home.actor("cashier"), home.judged(case)) == ("release_payment",)
    release(home, case)
    assert home.judged(case).state.status is Status.PAID
    with look(home.parts.sessions) as session:
        (paid,) = vouchers.vouchers_of_case(session, case)
        assert verify(session, against_audit=False).sound
    assert paid.amount_fen == 42_000
    assert (paid.prepared_by, paid.approved_by) == (
        home.people["bookkeeper"],
        home.people["leader"],
    )


def test_each_hand_does_only_its_own_part(approved: Desk) -> None:
    home, case = approved
    for login in ("clerk", "leader", "cashier", "approver", "neighbour"):
        with pytest.raises(DossierError):
            prepare(home, case, login)
    with pytest.raises(Refused) as refused:
        approve(home, case)
    assert refused.value.code == "no_voucher"
    prepare(home, case)
    for login in ("bookkeeper", "cashier", "approver"):
        with pytest.raises(DossierError):
            approve(home, case, login)
    with pytest.raises(DossierError):
        release(home, case)
    approve(home, case)
    for login in ("bookkeeper", "leader"):
        with pytest.raises(DossierError):
            release(home, case, login)
    with pytest.raises(Refused) as refused:
        release(home, case, reference="  ")
    assert refused.value.code == "bank_reference_missing"


def test_a_benefit_is_prepared_once(approved: Desk) -> None:
    home, case = approved
    asked = press()
    for _ in range(2):
        with home.acting("bookkeeper") as (work, actor):
            pay.prepare_payment(work, home.parts.house, actor, case, asked)
    with pytest.raises(Refused):
        prepare(home, case)
    with look(home.parts.sessions) as session:
        assert len(vouchers.vouchers_of_case(session, case)) == 1


def test_a_case_that_is_not_approved_is_not_paid(accepted: Desk) -> None:
    home, case = accepted
    with pytest.raises(Refused) as refused:
        prepare(home, case)
    assert refused.value.code == "prepare_payment_refused"
    with look(home.parts.sessions) as session:
        assert vouchers.vouchers_of_case(session, case) == []


def test_without_a_fund_nobody_pays(approved: Desk) -> None:
    home, case = approved
    payment = home.parts.catalogue.get(DIBAO).payment
    assert payment is not None
    with_definition(home, DIBAO, payment=replace(payment, fund="nothing"))
    with pytest.raises(NotFound, match="没有设“社会救助资金-低保金”") as missing:
        prepare(home, case)
    assert missing.value.code == "fund_missing"
    with_definition(home, DIBAO, payment=None)
    with pytest.raises(Refused) as refused:
        prepare(home, case)
    assert refused.value.code == "prepare_payment_refused"


def test_a_decision_without_an_amount_pays_nothing(accepted: Desk) -> None:
    home, case = accepted
    with_definition(home, DIBAO, payment=None, benefit=None)
    home.review(case)
    with pytest.raises(Refused) as refused:
        prepare(home, case)
    assert refused.value.code == "prepare_payment_refused"


def test_the_purse_of_another_service_is_left_alone(approved: Desk) -> None:
    home, case = approved
    home.pay(case)
    with look(home.parts.sessions) as session:
        (paid,) = vouchers.vouchers_of_case(session, case)
        fund = books.get_fund(session, paid.entries[0].fund)
    assert fund.code == "dibao"
    assert {entry.fund for entry in paid.entries} == {fund.id}
