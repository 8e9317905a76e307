"""What we would state to a resident about masks."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dossier.catalogue.masking import (
    account_last4,
    address_to_community,
    id_mask,
    phone_mask,
    surname_star,
)
from dossier.kernel.money import fen_of_yuan, parse_capitals
from dossier.notices.model import Office, PaymentLetter
from dossier.notices.printing import printed
from dossier.notices.rules import (
    parse_receipt,
    receipt_content,
)
from dossier_ocr.values.surnames import COMPOUND_SURNAMES

_han = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
names = st.text(_han, min_size=2, max_size=8)
digits = st.characters(min_codepoint=48, max_codepoint=57)


@given(names)
def test_the_given_name_never_shows(name: str) -> None:
    shown = surname_star(name)
    kept = 2 if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else 1
    assert shown == name[:kept] + "*" * (len(name) - kept)
    assert shown.endswith("*")


@given(st.text(digits, min_size=18, max_size=18))
def test_the_birthday_in_an_id_number_never_shows(number: str) -> None:
    assert id_mask(number)[6:14] == "*" * 8
    assert len(id_mask(number)) == 18


@given(st.text(max_size=30))
def test_masks_take_any_text_and_show_at_most_what_they_may(text: str) -> None:
    assert sum(sign.isdigit() for sign in account_last4(text)) <= 4
    if len(text) != 18:
        assert set(id_mask(text)) <= {"*"}
    phone_mask(text)
    surname_star(text)


@given(names, st.integers(1, 99), st.integers(1, 30), st.integers(1, 9), st.integers(101, 3299))
def test_the_room_never_shows(road: str, number: int, house: int, unit: int, room: int) -> None:
    shown = address_to_community(f"{road}路{number}号{house}号楼{unit}单元{room}室")
    assert "单元" not in shown
    assert "室" not in shown.removeprefix(road)


@given(
    st.from_regex(r"[A-Z0-9\-]{1,40}", fullmatch=True),
    st.from_regex(r"[A-Za-z0-9_\-]{16,64}", fullmatch=True),
)
def test_a_receipt_gives_back_what_was_put_in(case_no: str, token: str) -> None:
    content = receipt_content(case_no, token)
    assert parse_receipt(content) == (case_no, token)


@given(st.integers(0, 10**10 - 1))
def test_figures_and_capitals_on_a_letter_are_the_same_amount(amount: int) -> None:
    data = printed(a_payment(amount))
    assert fen_of_yuan(str(data["amount"])) == amount
    assert parse_capitals(str(data["amount_capitals"])) == amount


def a_payment(amount: int) -> PaymentLetter:
    office = Office(
        name="丁香社区", address="丁香路18号", phone="024-88880001", hours="早七晚七"
    )
    return PaymentLetter(
        office=office,
        number="记-1",
        day=date(2026, 3, 9),
        case_no="1",
        decision_number="1",
        fund="低保金",
        summary="发放",
        payee="王桂兰",
        payee_bank="",
        payee_account="",
        method="转账",
        amount_fen=amount,
        preparer="甲",
        approver="乙",
    )
