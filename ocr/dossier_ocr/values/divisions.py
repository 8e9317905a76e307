"""Division codes (GB/T 2260) with the years in which they stood.

Source: the table that python-stdnum carries for identity numbers (LGPL-2.1).
"""

from dataclasses import dataclass
from functools import cache

from stdnum import numdb

FIRST_NUMBERS = 1984
"""Identity numbers have been given since; earlier codes are on none."""


@dataclass(frozen=True, slots=True)
class Division:
    """A county or district and its province; first, last: years, None where open."""

    province: str
    county: str
    first: int | None
    last: int | None


@cache
def divisions_of(code: str) -> tuple[Division, ...]:
    """Return what a code of six digits has stood for, one after another; empty if unknown."""
    found: dict[str, str] = {}
    for _, properties in numdb.get("cn/loc").info(code):
        found.update(properties)
    if "county" not in found:
        return ()
    return tuple(_division(found["province"], text) for text in found["county"].split(","))


def division_at(code: str, birth_year: int) -> Division | None:
    """Return the division that gave a number to somebody born in ``birth_year``.

    The code must not have ended before the birth, nor before numbers were given at all; it may
    have begun later, for many people were registered long after they were born.
    """
    since = max(birth_year, FIRST_NUMBERS)
    return next(
        (each for each in divisions_of(code) if each.last is None or each.last >= since), None
    )


def _division(province: str, text: str) -> Division:
    if not text.startswith("["):
        return Division(province, text, None, None)
    years, _, county = text[1:].partition("]")
    first, _, last = years.partition("-")
    return Division(
        province, county, int(first) if first else None, int(last) if last else None
    )
