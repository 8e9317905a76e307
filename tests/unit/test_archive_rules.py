"""Codes, retention and names."""

from datetime import date

import pytest

from dossier.archive.model import ReferenceCode, Scheme
from dossier.archive.rules import (
    format_code,
    keep_until,
    missing_numbers,
    parse_code,
    require_path,
    retention_years,
    retention_zh,
)
from dossier.kernel.errors import Refused

CODE = ReferenceCode("Z109", "WS", 2011, "Y", "BGS", 1)


@pytest.mark.parametrize(
    ("scheme", "organ", "text"),
    [
        (Scheme.DAT22, "BGS", "Z109-WS\u00b72011-Y-BGS-0001"),
        (Scheme.DAT13, "办公室", "Z109-WS\u00b72011\u00b7Y\u00b7办公室-0001"),
    ],
)
def test_codes_are_written_as_the_two_standards_print_them(
    scheme: Scheme, organ: str, text: str
) -> None:
    code = ReferenceCode("Z109", "WS", 2011, "Y", organ, 1)
    assert format_code(scheme, code) == text
    assert parse_code(text) == (scheme, code)


@pytest.mark.parametrize(
    ("code", "part"),
    [
        (ReferenceCode("z109", "WS", 2011, "Y", "BGS", 1), "fonds"),
        (ReferenceCode("Z109", "XX", 2011, "Y", "BGS", 1), "category"),
        (ReferenceCode("Z109", "WS", 11, "Y", "BGS", 1), "year"),
        (ReferenceCode("Z109", "WS", 2011, "D0", "BGS", 1), "retention"),
        (ReferenceCode("Z109", "WS", 2011, "Y", "../etc", 1), "organ"),
        (ReferenceCode("Z109", "WS", 2011, "Y", "BGS", 10**6), "item"),
    ],
)
def test_a_part_that_cannot_stand_in_a_code_is_refused(code: ReferenceCode, part: str) -> None:
    with pytest.raises(Refused) as refusal:
        format_code(Scheme.DAT22, code)
    assert refusal.value.facts["part"] == part


def test_item_numbers_begin_at_one() -> None:
    with pytest.raises(Refused):
        format_code(Scheme.DAT22, ReferenceCode("Z109", "WS", 2011, "Y", "BGS", 0))
    with pytest.raises(ValueError, match="not a reference code"):
        parse_code("Z109-WS·2011-Y-BGS-0000")


@pytest.mark.parametrize("text", ["", "Z109-WS.2011-Y-BGS-0001", "Z109-WS·2011-Y·BGS-0001"])
def test_what_is_no_code_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match="not a reference code"):
        parse_code(text)


def test_the_width_of_item_numbers_is_a_setting() -> None:
    assert format_code(Scheme.DAT22, CODE, digits=3).endswith("-001")


def test_retention_signs_are_read() -> None:
    assert retention_years("Y") is None
    assert retention_years("D30") == 30
    assert (retention_zh("Y"), retention_zh("D10")) == ("永久", "10年")
    with pytest.raises(Refused):
        retention_years("30年")


def test_years_count_from_the_first_day_after_the_fiscal_year() -> None:
    assert keep_until(date(2026, 3, 9), 30, counted_from="year_end") == date(2056, 12, 31)
    assert keep_until(date(2026, 12, 31), 10, counted_from="year_end") == date(2036, 12, 31)


def test_an_event_starts_its_period_on_its_day() -> None:
    assert keep_until(date(2027, 5, 3), 3, counted_from="event") == date(2030, 5, 3)
    assert keep_until(date(2028, 2, 29), 3, counted_from="event") == date(2031, 2, 28)


def test_permanent_things_are_kept_for_ever() -> None:
    assert keep_until(date(2026, 3, 9), None, counted_from="year_end") is None


def test_known_folders_take_plain_names() -> None:
    assert require_path("originals/001-original.png") == "originals/001-original.png"


@pytest.mark.parametrize(
    "path",
    [
        "originals/王桂兰.png",
        "originals/../../etc/passwd.txt",
        "/etc/passwd.txt",
        "elsewhere/001.png",
        "originals/001.zip",
        "originals/001",
        "originals/Wang.PNG",
        "originals/001.png\n",
    ],
)
def test_other_names_are_refused(path: str) -> None:
    with pytest.raises(Refused):
        require_path(path)


def test_gaps_in_numbers_show() -> None:
    assert missing_numbers([1, 2, 5]) == (3, 4)
    assert missing_numbers([]) == ()
