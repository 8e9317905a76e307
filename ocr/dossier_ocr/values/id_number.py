"""Citizen identity numbers: GB 11643, check character by ISO 7064 MOD 11-2."""

import re
from datetime import date

from dossier_ocr.folding import folded
from dossier_ocr.values.value_type import SEVERAL, Flaw, Options, Parsed

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_FIRST_YEAR, _LAST_YEAR = 1880, 2099
# Print that engines take for a letter; the check character proves or refutes the guess.
_MISREAD = str.maketrans({"O": "0", "o": "0", "D": "0", "I": "1", "l": "1", "|": "1"} | {
    "Z": "2", "S": "5", "B": "8", "x": "X", "×": "X", "К": "X",
})  # fmt: skip
_LIKE = r"[0-9OoDIl|ZSB]"
_NUMBER = re.compile(
    rf"(?<![0-9A-Za-z])({_LIKE}(?:[ \t]?{_LIKE}){{16}}[ \t]?[0-9OoDIl|ZSBXx×К])(?![0-9])"
)
_ANY = re.compile(r"[0-9][0-9A-Za-z× \t]{12,24}[0-9A-Za-z×]")


def check_character(first17: str) -> str:
    """Return the check character for 17 digits."""
    total = sum(int(d) * w for d, w in zip(first17, _WEIGHTS, strict=True))
    return _CHECKS[total % 11]


def is_valid(number: str) -> bool:
    """Tell whether ``number`` has 18 characters, a real birthday and the right check."""
    return (
        re.fullmatch(r"\d{17}[\dX]", number) is not None
        and birth_of(number) is not None
        and check_character(number[:17]) == number[17]
    )


def birth_of(number: str) -> str | None:
    """Return the birthday in ISO form, or None when digits 7 to 14 are no day."""
    try:
        day = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return day.isoformat() if _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def gender_of(number: str) -> str:
    """Return 男 or 女: the seventeenth digit is odd for men."""
    return "男" if int(number[16]) % 2 else "女"


def id_number(raw: str, _options: Options) -> Parsed | None:
    """Find one number; a valid one is preferred to an earlier invalid one."""
    raw = folded(raw)
    found = [_parsed(match) for match in _NUMBER.finditer(raw)]
    for parsed in found:
        if parsed.certain:
            return parsed
    if found:
        return found[0]
    rough = _ANY.search(raw)
    if rough is None:
        return None
    value = re.sub(r"\s", "", rough.group())
    flaw = Flaw("id_length", f"身份证号「{value}」不是 18 位，请对照原件核对。")
    return Parsed(value, rough.start(), rough.end(), flaws=(flaw,))


def id_numbers(raw: str, _options: Options) -> Parsed | None:
    """Find several numbers."""
    raw = folded(raw)
    found = [_parsed(match) for match in _NUMBER.finditer(raw)]
    if not found:
        return None
    return Parsed(
        SEVERAL.join(parsed.value for parsed in found),
        found[0].start,
        found[-1].end,
        certain=all(parsed.certain for parsed in found),
        flaws=tuple(flaw for parsed in found for flaw in parsed.flaws),
    )


def _parsed(match: re.Match[str]) -> Parsed:
    value = re.sub(r"\s", "", match.group(1)).translate(_MISREAD).upper()
    start, end = match.span(1)
    if is_valid(value):
        return Parsed(value, start, end, certain=True)
    if birth_of(value) is None:
        flaw = Flaw("id_birth", f"身份证号「{value}」第 7–14 位不是有效日期，请对照原件核对。")
    else:
        flaw = Flaw("id_check_digit", f"身份证号「{value}」的校验码不对，请对照原件核对。")
    return Parsed(value, start, end, flaws=(flaw,))
