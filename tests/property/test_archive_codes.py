"""What we would state to an archivist about codes."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dossier.archive.model import ReferenceCode, Scheme
from dossier.archive.rules import CATEGORIES, format_code, keep_until, parse_code

_han = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
codes = st.builds(
    ReferenceCode,
    fonds=st.from_regex(r"[A-Z][A-Z0-9]{0,9}", fullmatch=True),
    category=st.sampled_from(sorted(CATEGORIES)),
    year=st.integers(1949, 2999),
    retention=st.one_of(st.just("Y"), st.integers(1, 999).map(lambda years: f"D{years}")),
    organ=st.text(_han | st.sampled_from("ABCXYZ0189"), min_size=1, max_size=20),
    item=st.integers(1, 999_999),
)


@given(codes, st.sampled_from(Scheme), st.integers(3, 6))
def test_reading_a_written_code_gives_the_code(
    code: ReferenceCode, scheme: Scheme, digits: int
) -> None:
    written = format_code(scheme, code, digits=digits)
    assert parse_code(written) == (scheme, code)
    assert "/" not in written
    assert "\n" not in written


@given(codes, codes, st.sampled_from(Scheme))
def test_two_codes_are_never_written_alike(
    one: ReferenceCode, other: ReferenceCode, scheme: Scheme
) -> None:
    alike = format_code(scheme, one) == format_code(scheme, other)
    assert alike == (one == other)


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)), st.integers(1, 100))
def test_nothing_may_be_destroyed_before_its_years_are_over(trigger: date, years: int) -> None:
    by_year = keep_until(trigger, years, counted_from="year_end")
    by_event = keep_until(trigger, years, counted_from="event")
    assert by_year is not None
    assert by_event is not None
    assert (by_year.month, by_year.day, by_year.year) == (12, 31, trigger.year + years)
    assert by_event <= by_year
