"""The citizen identity number and what it tells; ages and spans in full months and years."""

import re
from datetime import date, timedelta
from operator import mul
from typing import Literal

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_NUMBER = re.compile(r"[1-9][0-9]{16}[0-9X]")


def is_id_number(text: str) -> bool:
    """Whether ``text`` is an 18-character number with a real birth date and a right check sign.

    Source: GB 11643-1999 (ISO 7064 MOD 11-2).
    """
    if (
        not _NUMBER.fullmatch(text)
        or _date(f"{text[6:10]}-{text[10:12]}-{text[12:14]}") is None
    ):
        return False
    total = sum(map(mul, _WEIGHTS, map(int, text[:17])))
    return _CHECK[total % 11] == text[17]


def birth_date(id_number: str) -> date:
    """Return the birth date inside a valid number; raises ValueError for any other."""
    if not is_id_number(id_number):
        raise ValueError("not a citizen identity number")
    return date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))


def sex(id_number: str) -> Literal["male", "female"]:
    """Return the sex inside a valid number (17th digit odd: male); raises ValueError."""
    if not is_id_number(id_number):
        raise ValueError("not a citizen identity number")
    return "male" if int(id_number[16]) % 2 else "female"


def born(id_or_date: str) -> date:
    """Return the birth date of an identity number or of an ISO date; raises ValueError."""
    return birth_date(id_or_date) if len(id_or_date) == 18 else date.fromisoformat(id_or_date)


def age(id_or_date: str, day: date) -> int:
    """Return full years on ``day``; the birthday itself counts. Raises ValueError.

    Who was born on 29 February is a year older on 1 March of a common year.
    """
    start = born(id_or_date)
    if day < start:
        raise ValueError("born after the day")
    return day.year - start.year - ((day.month, day.day) < (start.month, start.day))


def months_between(start: date, end: date) -> int:
    """Return full months from ``start`` to ``end``; negative when ``end`` lies before.

    Where the last month lacks the day, its last day completes it (Civil Code, art. 202).
    """
    if end < start:
        return -months_between(end, start)
    short = end.day < start.day and (end + timedelta(days=1)).month == end.month
    return (end.year - start.year) * 12 + end.month - start.month - short


def days_between(start: date, end: date) -> int:
    """Return the days from ``start`` to ``end``; negative when ``end`` lies before."""
    return (end - start).days


def years_between(start: date, end: date) -> int:
    """Return full years from ``start`` to ``end``; negative when ``end`` lies before."""
    months = months_between(start, end)
    return months // 12 if months >= 0 else -(-months // 12)


def is_disability_number(text: str) -> bool:
    """Whether ``text`` is a disability certificate number.

    Identity number, type 1-7, grade 1-4; a reissued card adds B and a digit.
    """
    return re.fullmatch(r".{18}[1-7][1-4](B[0-9])?", text) is not None and is_id_number(
        text[:18]
    )


def is_phone(text: str) -> bool:
    """Whether ``text`` is a mobile number or a fixed line with its area code."""
    return re.fullmatch(r"1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}", text) is not None


def is_bank_account(text: str) -> bool:
    """Whether ``text`` has the 13 to 19 digits of a card or passbook number."""
    return re.fullmatch(r"[0-9]{13,19}", text) is not None


def luhn(text: str) -> bool:
    """Whether the last digit of a card number checks (ISO/IEC 7812-1); passbooks have none."""
    if not text.isascii() or not text.isdigit():
        return False
    total = 0
    for place, sign in enumerate(reversed(text)):
        figure = int(sign) * (2 if place % 2 else 1)
        total += figure - 9 if figure > 9 else figure
    return total % 10 == 0


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
