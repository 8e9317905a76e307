"""What holds of every value, however it is printed."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from dossier.kernel.money import Fen, capitals
from dossier_ocr.files.faults import Unreadable
from dossier_ocr.files.media import kind_of
from dossier_ocr.values import VALUE_TYPES, Options
from dossier_ocr.values.id_number import birth_of, check_character, is_valid
from dossier_ocr.values.money import plain, yuan_of_capitals

PLAIN = Options(choices={"男": (), "女": ()})
days = st.dates(date(1900, 1, 1), date(2099, 12, 31))
id_numbers = st.builds(
    lambda area, day, order: (
        (first := f"{area}{day:%Y%m%d}{order:03d}") + check_character(first)
    ),
    st.integers(110000, 659999),
    days,
    st.integers(0, 999),
)


@given(id_numbers)
def test_every_number_made_by_the_standard_is_valid_and_tells_its_birthday(number: str) -> None:
    assert is_valid(number)
    assert birth_of(number) == f"{number[6:10]}-{number[10:12]}-{number[12:14]}"


@given(id_numbers, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_any_single_wrong_character_is_noticed(number: str, place: int, other: str) -> None:
    wrong = number[:place] + other + number[place + 1 :]
    assert is_valid(wrong) == (wrong == number)


@given(id_numbers, st.integers(0, 16))
def test_any_two_neighbours_that_changed_places_are_noticed(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert is_valid(swapped) == (swapped == number)


@given(
    days,
    st.sampled_from(
        ["{0.year}年{0.month}月{0.day}日", "{0:%Y.%m.%d}", "{0:%Y%m%d}", "{0:%Y-%m-%d}"]
    ),
)
def test_a_printed_day_is_read_back(day: date, form: str) -> None:
    parsed = VALUE_TYPES["date"](form.format(day), PLAIN)
    assert parsed is not None
    assert (parsed.value, parsed.flaws) == (day.isoformat(), ())


@given(st.integers(1, 10**12))
def test_an_amount_in_capitals_is_read_back_and_proves_its_figures(fen: int) -> None:
    amount = Decimal(fen) / 100
    words = capitals(Fen(fen))
    assert yuan_of_capitals(words) == amount
    parsed = VALUE_TYPES["money"](f"¥{amount:,.2f}元（大写：{words}）", PLAIN)
    assert parsed is not None
    assert parsed.value == plain(amount)
    assert parsed.flaws == ()


@given(
    st.sampled_from(sorted(VALUE_TYPES)),
    st.text("姓名王桂兰男0123456789Xx.-年月日¥元壹仟万整\t\n ：（）长期", max_size=40),
)
def test_no_text_breaks_a_value_type_and_a_value_lies_within_it(
    value_type: str, text: str
) -> None:
    parsed = VALUE_TYPES[value_type](text, PLAIN)
    if parsed is not None:
        assert 0 <= parsed.start < parsed.end <= len(text)
        assert not (parsed.certain and parsed.flaws)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_known_kind_or_told_in_chinese(content: bytes) -> None:
    try:
        told = kind_of(content, "材料")
    except Unreadable as fault:
        told = fault.message_zh
    assert told in ("jpeg", "png", "tiff", "bmp", "heic", "pdf") or "「材料」" in told
