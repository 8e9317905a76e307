"""Check characters of invented numbers, written apart from the checks that they are to test."""

from __future__ import annotations

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"


def with_id_check(digits: str) -> str:
    """Return the 17 ``digits`` of a citizen's number with their check character.

    Source: GB 11643-1999 (ISO 7064 MOD 11-2).
    """
    assert len(digits) == len(_ID_WEIGHTS)
    total = sum(int(digit) * weight for digit, weight in zip(digits, _ID_WEIGHTS, strict=True))
    return digits + _ID_CHECKS[total % 11]


def with_luhn_check(digits: str) -> str:
    """Return ``digits`` of a bank card with their check digit.

    Source: ISO/IEC 7812-1, annex B.
    """
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return digits + str(-total % 10)
