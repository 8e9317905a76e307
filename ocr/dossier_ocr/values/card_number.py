"""Bank card numbers: 13 to 19 digits; a wrong Luhn digit is only a warning."""

import re

from dossier_ocr.folding import folded
from dossier_ocr.values.value_type import Flaw, Options, Parsed

_NUMBER = re.compile(r"(?<!\d)\d(?:[ \t\-]?\d){12,18}(?![ \t]?\d)")


def luhn(number: str) -> bool:
    """Tell whether the last digit proves the others."""
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
