"""Value types: the value in its normal form, and what is wrong with it."""

import pytest

from dossier_ocr.values import VALUE_TYPES, Options, Parsed

PLAIN = Options(choices={})


def read(value_type: str, text: str, options: Options = PLAIN) -> Parsed | None:
    return VALUE_TYPES[value_type](text, options)


def value(value_type: str, text: str, options: Options = PLAIN) -> str | None:
    parsed = read(value_type, text, options)
    return parsed.value if parsed else None


def flaws(value_type: str, text: str, options: Options = PLAIN) -> list[str]:
    parsed = read(value_type, text, options)
    assert parsed is not None
    return [flaw.code for flaw in parsed.flaws]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("1969年8月17日", "1969-08-17"),
        ("1969 年 8 月 17 日", "1969-08-17"),
        ("２０２６．０３．０９", "2026-03-09"),
        ("2026-3-9", "2026-03-09"),
        ("2026/03/09", "2026-03-09"),
        ("20260309", "2026-03-09"),
        ("二〇二六年三月九日", "2026-03-09"),
        ("二〇二五年十二月三十一日", "2025-12-31"),
        ("二〇二六年一月二十日", "2026-01-20"),
        ("1969年8月", "1969-08"),
        ("1969年", "1969"),
        ("二〇二六年三月", "2026-03"),
    ],
)
def test_a_date_becomes_iso_and_keeps_its_precision(printed: str, expected: str) -> None:
    assert value("date", printed) == expected


def test_a_partial_or_impossible_date_is_told() -> None:
    assert flaws("date", "1969年8月") == ["partial_date"]
    assert flaws("date", "2026年2月30日") == ["no_such_day"]
    assert flaws("date", "2026年13月1日") == ["no_such_day"]
    assert flaws("date", "2024年2月29日") == []
    assert read("date", "无") is None


def test_long_term_is_a_date_without_end() -> None:
    assert value("date_or_longterm", "长期") == "长期"
    assert value("date_or_longterm", "長 期") == "长期"
    assert value("date_or_longterm", "2036.05.12") == "2036-05-12"


def test_a_period_stands_as_printed_and_must_run_forward() -> None:
    assert value("period", "2025年12月至2026年2月") == "2025年12月至2026年2月"
    assert value("period", "2025 年 9 月 至 11 月") == "2025年9月至11月"
    assert flaws("period", "2026年2月至2025年12月") == ["not_a_period"]
    assert read("period", "近三个月") is None


@pytest.mark.parametrize(
    "printed",
    ["210108196908170425", "210108 19690817 0425", "２１０１０８１９６９０８１７０４２５"],
)
def test_a_valid_id_number_proves_itself(printed: str) -> None:
    parsed = read("id_number", printed)
    assert parsed is not None
    assert (parsed.value, parsed.certain, parsed.flaws) == ("210108196908170425", True, ())


def test_letters_for_digits_are_taken_only_when_the_check_character_agrees() -> None:
    assert value("id_number", "21O1O8I96908170425") == "210108196908170425"
    assert flaws("id_number", "21O1O8I96908170426") == ["id_check_digit"]


def test_a_wrong_id_number_is_told_and_never_repaired() -> None:
    parsed = read("id_number", "210108196908170426")
    assert parsed is not None
    assert (parsed.value, parsed.certain) == ("210108196908170426", False)
    assert flaws("id_number", "210108196913170426") == ["id_birth"]
    assert flaws("id_number", "21010819690817") == ["id_length"]
    assert read("id_number", "无") is None


def test_the_valid_one_of_two_id_numbers_is_taken() -> None:
    assert value("id_number", "210108196908170426 210108196908170425") == "210108196908170425"


def test_several_id_numbers_are_joined() -> None:
    parsed = read("id_numbers", "210108196908170425\n210108196908170426")
    assert parsed is not None
    assert parsed.value == "210108196908170425、210108196908170426"
    assert [flaw.code for flaw in parsed.flaws] == ["id_check_digit"]
    assert read("id_numbers", "无") is None


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("人民币1,320.00元", "1320.00"),
        ("¥3200", "3200.00"),
        ("3 200.5 元", "3200.50"),
        ("1.2万元", "12000.00"),
        ("叁仟贰佰元整", "3200.00"),
        ("壹拾万零伍佰元伍角", "100500.50"),
        ("贰仟零叁拾元零伍分", "2030.05"),
        ("１３２０元", "1320.00"),
    ],
)
def test_an_amount_becomes_plain_yuan(printed: str, expected: str) -> None:
    assert value("money", printed) == expected


def test_figures_and_capitals_prove_or_contradict_each_other() -> None:
    agreed = read("money", "1,320.00元(大写:壹仟叁佰贰拾元整)")
    assert agreed is not None
    assert (agreed.value, agreed.certain) == ("1320.00", True)
    assert flaws("money", "1,320.00元(大写:壹仟叁佰叁拾元整)") == ["amount_mismatch"]
    assert read("money", "若干") is None


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("王桂兰", "王桂兰"),
        ("王 磊", "王磊"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("㛃彧", "㛃彧"),
    ],
)
def test_a_name_is_taken_without_spaces(printed: str, expected: str) -> None:
    assert value("name", printed) == expected
    assert flaws("name", printed) == []


@pytest.mark.parametrize(
    "printed", ["王", "王桂兰2", "和安区春晖街道丁香", "申请人", "兹证明陈磊"]
)
def test_what_is_no_whole_name_is_told(printed: str) -> None:
    assert flaws("name", printed) == ["not_a_name"]


def test_several_names_are_joined() -> None:
    assert value("names", "王桂兰\n陈磊") == "王桂兰、陈磊"
    assert value("names", "王桂兰、陈磊") == "王桂兰、陈磊"
    assert flaws("names", "王桂兰、陈") == ["not_a_name"]
    assert read("names", "123") is None


def test_a_choice_is_the_longest_print_of_a_list() -> None:
    options = Options(choices={"土": ("土族",), "土家": ("土家族",), "汉": ("汉族",)})
    assert value("choice", "土家族", options) == "土家"
    assert value("choice", "漢", options) == "汉"
    assert flaws("choice", "火星", options) == ["not_a_choice"]
    assert read("choice", " ", options) is None


def test_a_bank_card_with_a_wrong_luhn_digit_is_only_a_warning() -> None:
    good = read("card_number", "6299 9901 0024 5061 247")
    assert good is not None
    assert good.value == "6299990100245061247"
    assert flaws("card_number", "6222021234567890123") in ([], ["luhn"])
    wrong = good.value[:-1] + str((int(good.value[-1]) + 1) % 10)
    assert flaws("card_number", wrong) == ["luhn"]
    assert read("card_number", "12345") is None


def test_a_disability_number_is_an_id_number_with_type_and_grade() -> None:
    parsed = read("disability_number", "21010819690817042542")
    assert parsed is not None
    assert (parsed.value, parsed.certain) == ("21010819690817042542", True)
    assert value("disability_number", "210108196908170425 4 2 B1") == "21010819690817042542B1"
    assert flaws("disability_number", "21010819690817042642") == ["id_check_digit"]
    assert flaws("disability_number", "21010819690817042589") == ["disability_digits"]
    assert read("disability_number", "无") is None


def test_phones_and_contacts() -> None:
    assert value("phone", "电话 138 0000 1234") == "13800001234"
    assert value("phone", "024-05512346") == "024-05512346"
    assert flaws("phone", "13800001") == []
    assert flaws("phone", "138000012") == ["phone_form"]
    assert read("phone", "无") is None
    assert value("contact", "周敏024-05512346") == "周敏 024-05512346"
    assert flaws("contact", "024-05512346") == ["no_name"]
    assert read("contact", "周敏") is None


def test_addresses_and_bodies_must_look_like_some() -> None:
    assert (
        value("address", "辽宁省沈阳市和安区\t丁香路18号 3-2-1")
        == "辽宁省沈阳市和安区丁香路18号3-2-1"
    )
    assert flaws("address", "无固定") == ["not_an_address"]
    assert value("organisation", "沈阳市公安局和安分局") == "沈阳市公安局和安分局"
    assert flaws("organisation", "和安银行(盖章)") == []
    assert flaws("organisation", "沈阳和安云") == ["not_a_body"]
    assert read("address", " ") is None
    assert read("organisation", "\t") is None


def test_text_must_match_its_pattern() -> None:
    options = Options(choices={}, pattern=r"B?J\d{6}-\d{4}-\d{6}")
    assert flaws("text", "J210108-1998-000417", options) == []
    assert flaws("text", "J210108-1998-17", options) == ["bad_form"]
    assert value("text", "：全日制\t大学\n本科。") == "全日制大学本科"
    assert value("text", "Grade A\tLevel B") == "Grade A Level B"


def test_every_flaw_says_in_chinese_what_to_do() -> None:
    printed = {
        "id_number": "210108196908170426",
        "date": "2026年2月30日",
        "money": "1元(大写:贰元整)",
        "name": "王",
        "phone": "138000012",
        "address": "无固定",
    }
    for value_type, text in printed.items():
        parsed = read(value_type, text)
        assert parsed is not None
        for flaw in parsed.flaws:
            assert flaw.message.endswith("。")
            assert "请" in flaw.message


@pytest.mark.parametrize(
    "raw", ["有限责任公司（自然人投资或控股)", "有限责任公司(自然人投资或控股）"]
)
def test_brackets_of_two_widths_become_a_pair(raw: str) -> None:
    parsed = VALUE_TYPES["text"](raw, Options({}))
    assert parsed is not None
    assert parsed.value == "有限责任公司（自然人投资或控股）"
