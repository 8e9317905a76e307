"""Dates in ISO 8601; a partial date keeps its precision, 长期 has no end."""

import re
from dataclasses import replace
from datetime import date

from dossier_ocr.text.folding import folded
from dossier_ocr.values.han_number import DIGITS, UNITS, whole_number
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

LONG_TERM = "长期"
_S = r"[ \t]*"
_B = r"[ \t.,]*"
_Y = r"(?P<y>(?:18|19|20)\d\d)"
_FORMS = (
    re.compile(rf"{_Y}{_S}年{_S}(?P<m>\d{{1,2}}){_S}月{_S}(?P<d>\d{{1,2}})(?:{_S}[日号])?"),
    re.compile(rf"{_Y}{_S}[.,\-/]{_S}(?P<m>\d{{1,2}}){_S}[.,\-/]{_S}(?P<d>\d{{1,2}})(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)"),
    re.compile(rf"{_Y}{_S}年{_S}(?P<m>\d{{1,2}}){_S}月"),
    re.compile(rf"{_Y}{_S}[.\-/]{_S}(?P<m>\d{{1,2}})(?![\d.\-/])"),
    re.compile(rf"{_Y}{_S}年"),
)
_BLOTTED = re.compile(
    rf"{_Y}{_B}年{_B}(?P<m>\d{{1,2}}){_B}月{_B}(?P<d>\d(?:{_S}\d|{_S}[.,]{_S}\d)?){_B}[日号]"
)
"""A day among whose characters a blot was read as a point."""
_DIGIT = f"[{''.join(DIGITS)}O]"
_NUMBER = f"[{''.join([*DIGITS, *UNITS])}]"
_HAN_FORM = re.compile(
    rf"(?P<y>[一二壹贰]{_S}{_DIGIT}{_S}{_DIGIT}{_S}{_DIGIT}){_S}年"
    rf"(?:{_S}(?P<m>{_NUMBER}(?:{_S}{_NUMBER}){{0,2}}){_S}月"
    rf"(?:{_S}(?P<d>{_NUMBER}(?:{_S}{_NUMBER}){{0,2}}){_S}[日号])?)?"
)


def day(raw: str, _options: Options) -> Parsed | None:
    """Find one date; the most precise form first."""
    raw = folded(raw)
    blotted = _BLOTTED.search(raw)
    if blotted and not _FORMS[0].search(raw):
        return _unsure(blotted)
    for form in _FORMS:
        if found := form.search(raw):
            parts = [int(part) for part in found.groupdict().values()]
            return _parsed(parts, found)
    if found := _HAN_FORM.search(raw):
        parts = [_han(found[key]) for key in ("y", "m", "d") if found[key]]
        return _parsed(parts, found)
    return None


def day_or_long_term(raw: str, options: Options) -> Parsed | None:
    """Find a date or 长期."""
    raw = folded(raw)
    if found := re.search(r"长\s*期(?:\s*有\s*效)?", raw):
        return Parsed(LONG_TERM, found.start(), found.end())
    return day(raw, options)


normal = normal_by(day_or_long_term)


def compare_days(a: str, b: str) -> Comparison:
    """Compare two days, months or years, or 长期."""
    one, other = normal(a), normal(b)
    if one == other:
        return EQUAL if a == b else written_alike()
    if not one or not other:
        return contradicting("有一处没有日期")
    short, long = sorted((one, other), key=len)
    if short != LONG_TERM and long.startswith(f"{short}-"):
        return Comparison("probably_same", "precision", f"一处只写到“{short}”，没有写全")
    if LONG_TERM in (one, other):
        return contradicting("一处是长期，一处有到期日")
    return contradicting("日期不同")


def _unsure(found: re.Match[str]) -> Parsed:
    parts = [int(re.sub(r"\D", "", part)) for part in found.groupdict().values()]
    parsed = _parsed(parts, found)
    flaw = Flaw("blotted", f"日期「{found.group()}」中有污点，请对照原件核对。")
    return replace(parsed, flaws=(*parsed.flaws, flaw))


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


def _han(text: str) -> int:
    return whole_number("".join(text.split()).replace("O", "〇")) or 0
