"""Amounts in plain yuan; figures and capitals (大写) prove each other."""

import re
from decimal import Decimal

from dossier_ocr.text.folding import folded
from dossier_ocr.values.han_number import DIGITS, whole_number
from dossier_ocr.values.value_type import (
    EQUAL,
    Comparison,
    Flaw,
    Options,
    Parsed,
    contradicting,
    normal_by,
    written_alike,
)

_DIGIT = "[零壹贰叁肆伍陆柒捌玖]"
_CAPITALS = re.compile(
    r"[壹贰叁肆伍陆柒捌玖一二三四五六七八九][零壹贰叁肆伍陆柒捌玖拾佰仟万亿〇一二三四五六七八九十百千 \t]*"
    rf"[元圆]零?(?:{_DIGIT}角)?零?(?:{_DIGIT}分)?[整正]?"
    rf"|{_DIGIT}角(?:零?{_DIGIT}分)?[整正]?|{_DIGIT}分"
)
_FORMAL = re.compile(
    rf"[壹贰叁肆伍陆柒捌玖][零壹贰叁肆伍陆柒捌玖拾佰仟万亿 \t]*[元圆]零?(?:{_DIGIT}角)?零?(?:{_DIGIT}分)?[整正]?"
)
_FIGURES = re.compile(
    r"(?:¥|RMB|人民币)?[ \t]*(?P<n>\d{1,3}(?:[,. ]\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?)[ \t]*(?P<w>万?)元?"
)
_PLAIN = re.compile(r"\d+\.\d\d")
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


def amounts_in_capitals(text: str) -> frozenset[str]:
    """Return every amount that stands in capitals (大写) in ``text``, in plain yuan."""
    found = (yuan_of_capitals(each.group()) for each in _FORMAL.finditer(folded(text)))
    return frozenset(plain(amount) for amount in found if amount is not None)


normal = normal_by(money)


def compare_amounts(a: str, b: str) -> Comparison:
    """Compare two amounts in figures or capitals; a lost decimal point is named."""
    one, other = normal(a), normal(b)
    if one == other:
        return EQUAL if a == b else written_alike()
    if not (_PLAIN.fullmatch(one) and _PLAIN.fullmatch(other)):
        return contradicting("有一处不是金额")
    low, high = sorted((Decimal(one), Decimal(other)))
    if low and high / low in (10, 100, 1000, 10_000):
        message = f"金额不同，一处是另一处的{high / low:f}倍，可能漏了小数点或单位"
        return Comparison("different", "decimal_place", message)
    return contradicting("金额不同")


def plain(amount: Decimal) -> str:
    """Write an amount in plain yuan: 3200.50."""
    return f"{amount:.2f}"


def yuan_of_capitals(text: str) -> Decimal | None:
    """Read 叁仟贰佰元伍角整; None when it makes no sense."""
    text = re.sub(r"[\s整正]", "", text)
    whole, _, rest = text.replace("圆", "元").rpartition("元")
    number = whole_number(whole)
    if number is None:
        return None
    amount = Decimal(number)
    for unit, worth in (("角", Decimal("0.1")), ("分", Decimal("0.01"))):
        if found := re.search(rf"(.){unit}", rest):
            amount += DIGITS.get(found.group(1), 0) * worth
    return amount


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
