"""The same paper scanned twice: told, never dropped."""

import re
from collections.abc import Iterable, Mapping

_DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?")
_DIGITS_MIN = 6
_EQUAL_SHARE_MIN = 0.6
_EQUAL_MIN = 3


def same_paper(
    parts: Iterable[str],
    values: Mapping[str, str],
    other_parts: Iterable[str],
    other_values: Mapping[str, str],
) -> bool:
    """Tell whether two documents of one type are the same paper, by what was read from them.

    They must show a part in common, their numbers and days must not differ, and most of the
    rest must be the same: letters of one office about one person differ in the day.
    """
    if not set(parts) & set(other_parts):
        return False
    shared = [(values[name], other_values[name]) for name in values if name in other_values]
    if any(a != b and (_is_number(a) or _is_day(a) or _is_day(b)) for a, b in shared):
        return False
    equal = [a for a, b in shared if a == b]
    if len(equal) < _EQUAL_SHARE_MIN * len(shared):
        return False
    return any(_is_number(a) for a in equal) or len(equal) >= _EQUAL_MIN


def _is_number(text: str) -> bool:
    return not _is_day(text) and sum(c.isdigit() for c in text) >= _DIGITS_MIN


def _is_day(text: str) -> bool:
    return _DAY.fullmatch(text) is not None
