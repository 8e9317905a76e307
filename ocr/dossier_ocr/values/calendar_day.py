"""Dates in ISO 8601; a partial date keeps its precision, 长期 has no end."""

import re
from datetime import date

from dossier_ocr.folding import folded
from dossier_ocr.values.value_type import Flaw, Options, Parsed

LONG_TERM = "长期"
_HAN = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
    "O": "0",
}
_S = r"[ \t]*"
_Y = r"(?P<y>(?:18|19|20)\d\d)"
_FORMS = (
    re.compile(rf"{_Y}{_S}年{_S}(?P<m>\d{{1,2}}){_S}月{_S}(?P<d>\d{{1,2}})(?:{_S}[日号])?"),
    re.compile(rf"{_Y}{_S}[.\-/]{_S}(?P<m>\d{{1,2}}){_S}[.\-/]{_S}(?P<d>\d{{1,2}})(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)"),
    re.compile(rf"{_Y}{_S}年{_S}(?P<m>\d{{1,2}}){_S}月"),
    re.compile(rf"{_Y}{_S}[.\-/]{_S}(?P<m>\d{{1,2}})(?![\d.\-/])"),
    re.compile(rf"{_Y}{_S}年"),
)
_HAN_FORM = re.compile(
    r"(?P<y>[一二][〇零○O一二三四五六七八九]{3})年"
    r"(?:(?P<m>[一二三四五六七八九十]{1,2})月(?:(?P<d>[一二三四五六七八九十]{1,3})[日号])?)?"
)


def day(raw: str, _options: Options) -> Parsed | None:
    """Find one date; the most precise form first."""
    raw = folded(raw)
    for form in _FORMS:
        if found := form.search(raw):
            parts = [int(part) for part in found.groupdict().values()]
            return _parsed(parts, found)
    if found := _HAN_FORM.search(raw):
        year = int("".join(_HAN.get(c, c) for c in found["y"]))
        rest = [_han_number(found[key]) for key in ("m", "d") if found[key]]
        return _parsed([year, *rest], found)
    return None


def day_or_long_term(raw: str, options: Options) -> Parsed | None:
    """Find a date or 长期."""
    raw = folded(raw)
    if found := re.search(r"长\s*期", raw):
        return Parsed(LONG_TERM, found.start(), found.end())
    return day(raw, options)


def period(raw: str, _options: Options) -> Parsed | None:
    """Find a stretch of months, as printed: 2025年12月至2026年2月."""
    raw = folded(raw)
    found = re.search(
        rf"{_Y}{_S}[年.\-/]{_S}(?P<m>\d{{1,2}}){_S}月?(?:{_S}[.\-/]?{_S}\d{{1,2}}日?)?"
        rf"{_S}(?:至|到|-|起至){_S}(?:(?P<y2>(?:19|20)\d\d){_S}[年.\-/])?{_S}(?P<m2>\d{{1,2}}){_S}月?",
        raw,
    )
    if found is None:
        return None
    start = f"{found['y']}-{int(found['m']):02d}"
    end = f"{found['y2'] or found['y']}-{int(found['m2']):02d}"
    flaws: tuple[Flaw, ...] = ()
    if not (1 <= int(found["m"]) <= 12 and 1 <= int(found["m2"]) <= 12 and start <= end):
        flaws = (Flaw("not_a_period", f"期间「{found.group()}」不成立，请对照原件核对。"),)
    return Parsed(re.sub(r"\s", "", found.group()), found.start(), found.end(), flaws=flaws)


def _parsed(parts: list[int], found: re.Match[str]) -> Parsed:
    value = f"{parts[0]:04d}" + "".join(f"-{part:02d}" for part in parts[1:])
    flaws: tuple[Flaw, ...] = ()
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError:
        flaws = (Flaw("no_such_day", f"日期「{found.group()}」不存在，请对照原件核对。"),)
    if len(parts) < 3:
        flaws += (Flaw("partial_date", f"日期「{found.group()}」不完整，请补全。"),)
    return Parsed(value, found.start(), found.end(), flaws=flaws)


def _han_number(text: str) -> int:
    if "十" not in text:
        return int(_HAN.get(text[-1], "0"))
    tens, _, ones = text.partition("十")
    return int(_HAN.get(tens, "1")) * 10 + int(_HAN.get(ones, "0"))
