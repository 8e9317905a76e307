"""Whole numbers in Han digits, plain or in capitals: 玖拾, 一百二十, 贰零壹叁."""

DIGITS = {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")} | {
    c: i for i, c in enumerate("〇一二三四五六七八九")
} | {"两": 2, "○": 0}  # fmt: skip
UNITS = {"拾": 10, "十": 10, "佰": 100, "百": 100, "仟": 1000, "千": 1000}
LARGE = (("亿", 10**8), ("万", 10**4))
PRINT = "".join(dict.fromkeys([*DIGITS, *UNITS, *(unit for unit, _ in LARGE)]))
"""Every character that such a number is written with."""


def whole_number(text: str) -> int | None:
    """Read a number, None when it makes no sense; digits alone are read one by one."""
    if text and all(character in DIGITS for character in text):
        return int("".join(str(DIGITS[character]) for character in text))
    return _in_units(text)


def _in_units(text: str) -> int | None:
    for unit, worth in LARGE:
        many, found, rest = text.rpartition(unit)
        if found:
            high, low = _in_units(many), _in_units(rest)
            return None if high is None or low is None else high * worth + low
    total, digit = 0, 0
    for character in text:
        if character in DIGITS:
            digit = DIGITS[character]
        elif character in UNITS:
            total += (digit or 1) * UNITS[character]
            digit = 0
        else:
            return None
    return total + digit
