"""A month of a year: 2013-06, printed in figures or in Han digits, capitals among them."""

import re

from dossier_ocr.text.folding import folded
from dossier_ocr.values.han_number import PRINT, whole_number
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

_S = r"[ \t]*"
_FORMS = (
    re.compile(rf"(?P<y>(?:19|20)\d\d){_S}年{_S}(?P<m>\d{{1,2}}){_S}月(?:份|底|末)?"),
    re.compile(rf"(?<!\d)(?P<y>(?:19|20)\d\d){_S}[.\-/]{_S}(?P<m>\d{{1,2}})(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?!\d)"),
)
_DIGIT = "[〇零○O一二三四五六七八九壹贰叁肆伍陆柒捌玖]"
_HAN = re.compile(
    rf"(?P<y>[一二壹贰]{_S}{_DIGIT}{_S}{_DIGIT}{_S}{_DIGIT}){_S}年{_S}"
    rf"(?P<m>[{PRINT}](?:{_S}[{PRINT}]){{0,2}}){_S}月(?:份|底|末)?"
)


def year_month(raw: str, _options: Options) -> Parsed | None:
    """Find one month."""
    raw = folded(raw)
    for form in _FORMS:
        if found := form.search(raw):
            return _parsed(int(found["y"]), int(found["m"]), found)
    if found := _HAN.search(raw):
        year = whole_number("".join(found["y"].split()).replace("O", "〇"))
        month = whole_number("".join(found["m"].split()))
        if year is not None and month is not None:
            return _parsed(year, month, found)
    return None


def _parsed(year: int, month: int, found: re.Match[str]) -> Parsed:
    flaws: tuple[Flaw, ...] = ()
    if not 1 <= month <= 12:
        flaws = (Flaw("no_such_month", f"「{found.group()}」没有这个月份，请对照原件核对。"),)
    return Parsed(f"{year:04d}-{month:02d}", found.start(), found.end(), flaws=flaws)


normal = normal_by(year_month)


def compare_months(a: str, b: str) -> Comparison:
    """Compare two months."""
    one, other = normal(a), normal(b)
    if one == other:
        return EQUAL if a == b else written_alike()
    return contradicting("年月不同")
