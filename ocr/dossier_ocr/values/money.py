"""Amounts in plain yuan; figures and capitals (大写) prove each other."""

import re
from decimal import Decimal

from dossier_ocr.folding import folded
from dossier_ocr.values.value_type import Flaw, Options, Parsed

_DIGITS = {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")} | {
    c: i for i, c in enumerate("〇一二三四五六七八九")
}
_UNITS = {"拾": 10, "十": 10, "佰": 100, "百": 100, "仟": 1000, "千": 1000}
_DIGIT = "[零壹贰叁肆伍陆柒捌玖]"
_CAPITALS = re.compile(
    r"[壹贰叁肆伍陆柒捌玖一二三四五六七八九][零壹贰叁肆伍陆柒捌玖拾佰仟万亿〇一二三四五六七八九十百千 \t]*"
    rf"[元圆]零?(?:{_DIGIT}角)?零?(?:{_DIGIT}分)?[整正]?"
    rf"|{_DIGIT}角(?:零?{_DIGIT}分)?[整正]?|{_DIGIT}分"
)
_FIGURES = re.compile(
    r"(?:¥|RMB|人民币)?[ \t]*(?P<n>\d{1,3}(?:[,. ]\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?)[ \t]*(?P<w>万?)元?"
)
_STRONG = re.compile(r"¥|RMB|元|万")


def money(raw: str, _options: Options) -> Parsed | None:
    """Find one amount; two that disagree are a flaw, two that agree are certain."""
    raw = folded(raw)
    figures = _figures(raw)
    capitals = _CAPITALS.search(raw)
    spoken = yuan_of_capitals(capitals.group()) if capitals else None
    if figures is None and (capitals is None or spoken is None):
        return None
    if figures is None:
        assert capitals is not None
        assert spoken is not None
        return Parsed(plain(spoken), capitals.start(), capitals.end())
    amount, start, end = figures
    if capitals is None:
        return Parsed(plain(amount), start, end)
    start, end = min(start, capitals.start()), max(end, capitals.end())
    if spoken == amount:
        return Parsed(plain(amount), start, end, certain=True)
    flaw = Flaw(
        "amount_mismatch",
        f"金额小写「{plain(amount)}」与大写「{capitals.group()}」不一致，请对照原件核对。",
    )
    return Parsed(plain(amount), start, end, flaws=(flaw,))


def plain(amount: Decimal) -> str:
    """Write an amount in plain yuan: 3200.50."""
    return f"{amount:.2f}"


def yuan_of_capitals(text: str) -> Decimal | None:
    """Read 叁仟贰佰元伍角整; None when it makes no sense."""
    text = re.sub(r"[\s整正]", "", text)
    whole, _, rest = text.replace("圆", "元").rpartition("元")
    number = _whole(whole)
    if number is None:
        return None
    amount = Decimal(number)
    for unit, worth in (("角", Decimal("0.1")), ("分", Decimal("0.01"))):
        if found := re.search(rf"(.){unit}", rest):
            amount += _DIGITS.get(found.group(1), 0) * worth
    return amount


def _whole(text: str) -> int | None:
    """Read a whole number in Han digits: the 亿, then the 万, then the rest."""
    for unit, worth in (("亿", 10**8), ("万", 10**4)):
        many, found, rest = text.rpartition(unit)
        if found:
            high, low = _whole(many), _whole(rest)
            return None if high is None or low is None else high * worth + low
    total, digit = 0, 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            return None
    return total + digit


def _figures(raw: str) -> tuple[Decimal, int, int] | None:
    """Return the amount most like one: with a currency mark, else the first number."""
    found = list(_FIGURES.finditer(raw))
    if not found:
        return None
    best = next((match for match in found if _STRONG.search(match.group())), found[0])
    number = best["n"]
    cents = re.search(r"\.(\d{1,2})$", number)
    whole = re.sub(r"[,. ]", "", number[: cents.start()] if cents else number)
    amount = Decimal(f"{whole}.{cents.group(1)}" if cents else whole)
    return amount * (10_000 if best["w"] else 1), best.start(), best.end()
