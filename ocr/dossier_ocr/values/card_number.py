"""Bank card numbers: 13 to 19 digits; a wrong Luhn digit is only a warning."""

import re

from dossier_ocr.text.folding import folded
from dossier_ocr.values.misreading import proved_misreading
from dossier_ocr.values.value_type import (
    EQUAL,
    Comparison,
    Flaw,
    Options,
    Parsed,
    contradicting,
    written_alike,
)

_NUMBER = re.compile(r"(?<!\d)\d(?:[ \t\-]?\d){12,18}(?![ \t]?\d)")


def luhn(number: str) -> bool:
    """Tell whether the last digit proves the others."""
    if not re.fullmatch(r"[0-9]+", number):
        return False
    digits = [int(digit) for digit in reversed(number)]
    doubled = [digit * 2 - 9 if digit > 4 else digit * 2 for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def card_number(raw: str, _options: Options) -> Parsed | None:
    """Find one number, printed in groups or not."""
    raw = folded(raw)
    found = _NUMBER.search(raw)
    if found is None:
        return None
    value = re.sub(r"\D", "", found.group())
    if luhn(value):
        return Parsed(value, found.start(), found.end(), certain=True)
    flaw = Flaw("luhn", f"银行卡号「{value}」的校验位不对（存折账号没有校验位），请核对。")
    return Parsed(value, found.start(), found.end(), flaws=(flaw,))


def normal(text: str) -> str:
    """Return the digits, and the stars of a masked number, alone."""
    return re.sub(r"[^0-9*]", "", folded(text).replace("×", "*"))


def compare_cards(a: str, b: str) -> Comparison:
    """Compare two numbers, of which one may be masked (6222 **** 1247)."""
    one, other = normal(a), normal(b)
    if one == other:
        return EQUAL if a == b else written_alike()
    if not one or not other:
        return contradicting("有一处没有卡号")
    if ("*" in one) != ("*" in other):
        return _masked(one, other)
    slip = proved_misreading(one, other, good_a=luhn(one), good_b=luhn(other))
    return slip or contradicting("卡号不同")


def _masked(one: str, other: str) -> Comparison:
    masked, whole = (one, other) if "*" in one else (other, one)
    shown = re.split(r"\*+", masked)
    if whole.startswith(shown[0]) and whole.endswith(shown[-1]) and (shown[0] or shown[-1]):
        return Comparison("probably_same", "masked", "有一处隐去了中间几位，其余相同")
    return contradicting("卡号露出的几位不同")
