"""Amounts as the office writes them: figures, and capitals that nobody can alter."""

from decimal import Decimal

import pytest

from dossier.kernel.money import capitals, fen_of_yuan, parse_capitals, yuan_text

WRITTEN = {
    0: "零元整",
    5: "伍分",
    10: "壹角整",
    15: "壹角伍分",
    100: "壹元整",
    101: "壹元零壹分",
    110: "壹元壹角整",
    1_000: "壹拾元整",
    1_500: "壹拾伍元整",
    10_00_00: "壹仟元整",
    100_500: "壹仟零伍元整",
    101_000: "壹仟零壹拾元整",
    123_450: "壹仟贰佰叁拾肆元伍角整",
    640_945: "陆仟肆佰零玖元肆角伍分",
    1_000_000: "壹万元整",
    10_000_050: "壹拾万元伍角整",
    10_700_053: "壹拾万柒仟元伍角叁分",
    10_050_000: "壹拾万零伍佰元整",
    100_001_000: "壹佰万零壹拾元整",
    10_000_000_000: "壹亿元整",
    10_000_000_100: "壹亿零壹元整",
    10_001_000_000: "壹亿零壹万元整",
    12_000_000_300: "壹亿贰仟万零叁元整",
    10**14 - 1: "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
}


@pytest.mark.parametrize(("amount_fen", "text"), WRITTEN.items())
def test_amounts_are_written_as_the_rules_of_the_central_bank_say(
    amount_fen: int, text: str
) -> None:
    assert capitals(amount_fen) == text


@pytest.mark.parametrize(("amount_fen", "text"), WRITTEN.items())
def test_what_is_written_in_capitals_is_read_back(amount_fen: int, text: str) -> None:
    assert parse_capitals(text) == amount_fen


@pytest.mark.parametrize(
    ("text", "amount_fen"),
    [
        ("人民币：壹仟圆正", 100_000),
        ("一千二百三十四元五角", 123_450),
        ("两万元整", 2_000_000),
        ("拾元整", 1_000),
        ("十五元", 1_500),
        ("壹万贰仟亿元", 1_200_000_000_000_00),
        ("叁角", 30),
        ("零元", 0),
    ],
)
def test_how_people_write_capitals_is_understood_too(text: str, amount_fen: int) -> None:
    assert parse_capitals(text) == amount_fen


@pytest.mark.parametrize(
    "text",
    ["", "整", "元", "一千", "12元", "壹元壹元", "壹分壹角", "人民币", "一○○元", "一二元"],
)
def test_what_is_no_amount_in_capitals_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        parse_capitals(text)


def test_capitals_stop_below_a_million_million_yuan() -> None:
    with pytest.raises(AssertionError):
        capitals(10**14)
    with pytest.raises(AssertionError):
        capitals(-1)


@pytest.mark.parametrize(
    ("amount_fen", "text"),
    [
        (0, "0.00"),
        (5, "0.05"),
        (-5, "-0.05"),
        (123_450, "1,234.50"),
        (-100_000_000, "-1,000,000.00"),
    ],
)
def test_figures_have_separators_and_two_decimals(amount_fen: int, text: str) -> None:
    assert yuan_text(amount_fen) == text


@pytest.mark.parametrize(
    ("text", "amount_fen"),
    [
        ("1,234.5", 123_450),
        ("￥600", 60_000),
        ("¥ 600.00 元", 60_000),
        ("１２３，４５６", 12_345_600),
        ("0.05", 5),
        ("-3", -300),
        ("999999999999.99", 10**14 - 1),
        (Decimal("0.10"), 10),
        (Decimal("1E+3"), 100_000),
        (118, 11_800),
    ],
)
def test_yuan_in_any_usual_writing_become_fen(
    text: str | Decimal | int, amount_fen: int
) -> None:
    assert fen_of_yuan(text) == amount_fen


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "1.234",
        "1.0000000000000000000000000000000000001",
        "NaN",
        "sNaN",
        "Infinity",
        "-inf",
        "1e999999",
        "1000000000000",
        "1.2.3",
    ],
)
def test_what_is_no_amount_in_whole_fen_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        fen_of_yuan(text)
