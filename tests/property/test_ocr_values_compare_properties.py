"""What holds of every kind of value: its normal form, its comparison, what is printed of it."""

from datetime import date
from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from dossier.kernel.money import Fen, capitals
from dossier_ocr.values import KINDS, VALUE_TYPES, check, compare, normalise
from dossier_ocr.values.card_number import luhn
from dossier_ocr.values.ethnicity import GROUPS
from dossier_ocr.values.id_number import check_character, is_valid, upgraded
from dossier_ocr.values.org_code import is_valid as is_org_code
from dossier_ocr.values.relation import WORDS
from dossier_ocr.values.value_type import PLAIN

kinds = st.sampled_from(sorted(KINDS))
days = st.dates(date(1900, 1, 1), date(2099, 12, 31))
PRINT = (
    "王桂兰陳陈磊己已·•姓名男女汉满族长次子妻配偶省市区街道社区路小区号栋单元室村0123456789OXxlZ.-/()（）"
    "第字年月日至零壹贰叁肆拾佰仟万元整¥%√有无同意 \t\n　□?"
)
texts = st.text(PRINT, max_size=24)
names = st.text("王李张陈欧阳桂兰磊㛃彧慧敏小丽", min_size=2, max_size=4)
ids = st.builds(
    lambda area, day, order: (
        (first := f"{area}{day:%Y%m%d}{order:03d}") + check_character(first)
    ),
    st.integers(110000, 659999),
    days,
    st.integers(0, 999),
)


@given(kinds, texts)
@example("id_number", "１１")
@example("money", "壹万整元")
def test_a_normal_form_is_its_own_normal_form(kind: str, text: str) -> None:
    once = normalise(kind, text)
    assert normalise(kind, once) == once


@given(kinds, texts)
def test_every_value_is_the_same_as_itself_and_as_its_normal_form(kind: str, text: str) -> None:
    assert compare(kind, text, text).verdict == "same"
    assert compare(kind, normalise(kind, text), normalise(kind, text)).verdict == "same"


@given(kinds, texts, texts)
def test_it_does_not_matter_which_value_comes_first(kind: str, a: str, b: str) -> None:
    there, back = compare(kind, a, b), compare(kind, b, a)
    assert (there.verdict, there.reason) == (back.verdict, back.reason)
    assert there.message_zh
    assert not there.message_zh.endswith("。")


@given(names, names, names)
def test_names_compare_alike_in_both_orders_when_one_was_borne_before(
    a: str, b: str, former: str
) -> None:
    there, back = compare("name", a, b, (former,)), compare("name", b, a, (former,))
    assert (there.verdict, there.reason) == (back.verdict, back.reason)


@given(kinds, texts)
def test_what_is_found_is_found_again_in_its_own_print(kind: str, text: str) -> None:
    if kind in ("contact", "table_count", "yes_no", "choice"):
        return  # what is stored is shorter than what was printed
    found = VALUE_TYPES[kind](text, PLAIN)
    if found is not None and not found.flaws:
        again = VALUE_TYPES[kind](found.value, PLAIN)
        assert again is not None
        assert again.value == found.value


@given(ids)
def test_a_number_is_itself_in_any_print_and_its_old_form_is_the_same_person(
    number: str,
) -> None:
    spaced = f"{number[:6]} {number[6:14]}\t{number[14:]}".lower()
    assert normalise("id_number", spaced) == number
    assert compare("id_number", number, spaced).reason == "writing"
    if number[6:8] == "19":
        old = number[:6] + number[8:17]
        assert upgraded(old) == number
        assert compare("id_number", old, number).reason == "old_number"


@given(ids, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_two_numbers_that_both_check_are_never_taken_for_one(
    number: str, place: int, other: str
) -> None:
    wrong = number[:place] + other + number[place + 1 :]
    compared = compare("id_number", number, wrong)
    assert (compared.verdict == "same") == (number == wrong)
    if number != wrong:
        assert compared.reason == "misread"


@given(ids, ids)
def test_two_valid_numbers_are_the_same_only_when_they_are_one(one: str, other: str) -> None:
    assert is_valid(one)
    assert (compare("id_number", one, other).verdict == "same") == (one == other)
    assert compare("id_number", one, other).verdict != "probably_same"


@given(days, st.sampled_from(["{0.year}年{0.month}月{0.day}日", "{0:%Y.%m.%d}", "{0:%Y%m%d}"]))
def test_a_day_is_the_same_in_any_print(day: date, form: str) -> None:
    assert compare("date", form.format(day), day.isoformat()).verdict == "same"
    partial = compare("date", f"{day:%Y-%m}", day.isoformat())
    assert (partial.verdict, partial.reason) == ("probably_same", "precision")


@given(st.integers(1, 10**12))
def test_an_amount_is_the_same_in_figures_and_capitals(fen: int) -> None:
    amount = Decimal(fen) / 100
    assert compare("money", f"{amount:,.2f}元", capitals(Fen(fen))).verdict == "same"


@given(st.integers(1, 9999))
def test_a_whole_number_is_the_same_in_figures_and_capitals(number: int) -> None:
    printed = capitals(Fen(number * 100)).removesuffix("元整")
    assert compare("integer", printed, str(number)).verdict == "same"


@given(st.integers(1990, 2099), st.integers(1, 12))
def test_a_month_is_read_back_from_han_capitals(year: int, month: int) -> None:
    digits = "零壹贰叁肆伍陆柒捌玖"
    printed = "".join(digits[int(digit)] for digit in str(year))
    word = capitals(Fen(month * 100)).removesuffix("元整")
    assert normalise("year_month", f"{printed}年{word}月") == f"{year}-{month:02d}"


@given(st.sampled_from(GROUPS))
def test_each_of_the_ethnic_groups_is_known_with_and_without_its_word(group: str) -> None:
    assert check("ethnicity", group) == ()
    assert compare("ethnicity", f"{group}族", group).verdict == "same"


@given(st.sampled_from(sorted(WORDS)))
def test_each_word_of_the_register_is_a_relation(word: str) -> None:
    assert check("relation", word) == ()


@given(st.text("0123456789", min_size=12, max_size=18), st.integers(0, 17))
def test_a_card_with_one_wrong_figure_is_suspected_not_taken(body: str, place: int) -> None:
    number = next(body + last for last in "0123456789" if luhn(body + last))
    at = place % len(number)
    wrong = number[:at] + str((int(number[at]) + 1) % 10) + number[at + 1 :]
    assert compare("card_number", number, wrong).reason == "misread"


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=9, max_size=9))
def test_every_code_made_by_the_standard_proves_itself(body: str) -> None:
    first = "91210100" + body
    code = next(
        first + last for last in "0123456789ABCDEFGHJKLMNPQRTUWXY" if is_org_code(first + last)
    )
    found = VALUE_TYPES["org_code"](f"代码 {code[:9]} {code[9:]}", PLAIN)
    assert found is not None
    assert (found.value, found.certain) == (code, True)


@given(
    st.sampled_from(["和平区", "沈河区", "康平县"]),
    st.sampled_from(["", "春晖街道", "丁香街道"]),
    st.sampled_from(["南京北街", "丁香路"]),
    st.integers(1, 99),
    st.sampled_from(["", "1单元", "2单元301室"]),
)
def test_an_address_without_its_province_is_the_same_and_another_house_is_not(
    county: str, street: str, road: str, house: int, rest: str
) -> None:
    address = f"沈阳市{county}{street}{road}{house}号{rest}"
    assert compare("address", f"辽宁省{address}", address).verdict == "same"
    other = f"沈阳市{county}{street}{road}{house + 1}号{rest}"
    assert compare("address", address, other).reason == "component_contradicts"
