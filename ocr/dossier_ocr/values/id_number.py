"""Citizen identity numbers: GB 11643, check character by ISO 7064 MOD 11-2.

Until 1999 they had 15 digits: the year in two, and no check character.
"""

import re
from datetime import date

from dossier_ocr.text.folding import folded
from dossier_ocr.values.divisions import division_at, divisions_of
from dossier_ocr.values.misreading import proved_misreading
from dossier_ocr.values.value_type import (
    EQUAL,
    SEVERAL,
    Comparison,
    Flaw,
    Options,
    Parsed,
    contradicting,
    written_alike,
)

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
_OLD = re.compile(r"(?<![0-9A-Za-z])\d(?:[ \t]?\d){14}(?![ \t]?[0-9A-Za-z])")


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


def upgraded(old: str) -> str | None:
    """Return the 18-character number of an old one of 15 digits, None for any other text."""
    if not re.fullmatch(r"\d{15}", old):
        return None
    first17 = f"{old[:6]}19{old[6:]}"
    number = first17 + check_character(first17)
    return number if birth_of(number) else None


def normal(text: str) -> str:
    """Return it without spaces, half-width, with a capital X."""
    return "".join(folded(text).split()).upper()


def normal_several(text: str) -> str:
    """Return several numbers in their order, joined as they are stored."""
    parts = (normal(part) for part in re.split(r"[,;\t\n/]+", folded(text)))
    return SEVERAL.join(part for part in parts if part)


def compare_ids(a: str, b: str) -> Comparison:
    """Compare two numbers, old ones of 15 digits among them."""
    one, other = normal(a), normal(b)
    if one == other:
        return EQUAL if a == b else written_alike()
    if not one or not other:
        return contradicting("有一处没有号码")
    now, then = upgraded(one) or one, upgraded(other) or other
    if now == then:
        return Comparison("same", "old_number", "一处是15位旧号码，与18位号码是同一个人")
    slip = proved_misreading(now, then, good_a=is_valid(now), good_b=is_valid(then))
    if slip and not upgraded(one) and not upgraded(other):
        return slip
    if not (is_valid(now) and is_valid(then)):
        return contradicting("号码不同")
    parts = (("行政区划码", slice(6)), ("出生日期", slice(6, 14)), ("顺序码", slice(14, 17)))
    told = "、".join(name for name, part in parts if now[part] != then[part])
    return contradicting(f"两个号码都有效，但{told}不同，是两个号码")


def compare_id_lists(a: str, b: str) -> Comparison:
    """Compare two lists of numbers, whatever their order."""
    one, other = ([part for part in normal_several(x).split(SEVERAL) if part] for x in (a, b))
    if one == other:
        return EQUAL if a == b else written_alike()
    if sorted(upgraded(each) or each for each in one) == sorted(
        upgraded(each) or each for each in other
    ):
        return Comparison("same", "list", "号码相同，次序或写法不同")
    only = sorted(set(one) ^ set(other))
    return contradicting(f"“{only[0]}”只在一处有" if only else "号码的个数不同")


def id_number(raw: str, _options: Options) -> Parsed | None:
    """Find one number; a valid one is preferred to an earlier invalid one."""
    raw = folded(raw)
    found = [_parsed(match) for match in _NUMBER.finditer(raw)]
    for parsed in found:
        if parsed.certain:
            return parsed
    if found:
        return found[0]
    if old := _OLD.search(raw):
        value = re.sub(r"\s", "", old.group())
        if upgraded(value):
            flaw = Flaw("id_old", f"「{value}」是15位旧身份证号，请核对现在的18位号码。")
            return Parsed(value, *old.span(), flaws=(flaw,))
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
        remarks=tuple(remark for parsed in found for remark in parsed.remarks),
    )


def _parsed(match: re.Match[str]) -> Parsed:
    value = re.sub(r"\s", "", match.group(1)).translate(_MISREAD).upper()
    start, end = match.span(1)
    if is_valid(value):
        return Parsed(value, start, end, certain=True, remarks=of_division(value))
    if birth_of(value) is None:
        flaw = Flaw("id_birth", f"身份证号「{value}」第 7–14 位不是有效日期，请对照原件核对。")
    else:
        flaw = Flaw("id_check_digit", f"身份证号「{value}」的校验码不对，请对照原件核对。")
    return Parsed(value, start, end, flaws=(flaw,))


def of_division(number: str) -> tuple[Flaw, ...]:
    """Remark on a division code that the table does not know, or that had ended by the birth."""
    code = number[:6]
    if division_at(code, int(number[6:10])):
        return ()
    if ended := divisions_of(code):
        message = f"身份证号前6位「{code}」（{ended[-1].county}）在出生前已经停用，请留意。"
        return (Flaw("id_division_ended", message),)
    message = f"身份证号前6位「{code}」不在行政区划代码表内，请留意。"
    return (Flaw("id_division_unknown", message),)
