"""Figures: areas and weights, whole numbers, shares, and how many rows a table has."""

import re
from decimal import Decimal

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

_FIGURE = re.compile(
    r"(?<![\d.])(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[ \t]?\.[ \t]?\d+)?)(?!\d)"
)
_WHOLE = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:,\d{3})+|\d+)(?![\d,]|\.\d)")
_HAN = re.compile(rf"[{PRINT}]+")
_PERCENT = re.compile(r"(?<![\d.])(?P<n>\d+(?:\.\d+)?)[ \t]*%|百分之(?P<h>[" + PRINT + "]+)")
_ROW = re.compile(r"[^\n]+")


def number(raw: str, _options: Options) -> Parsed | None:
    """Find one figure, as printed, without its unit and separators: 58.32."""
    found = _FIGURE.search(folded(raw))
    if found is None:
        return None
    return Parsed(re.sub(r"[, \t]", "", found["n"]), found.start("n"), found.end("n"))


def integer(raw: str, options: Options) -> Parsed | None:
    """Find one whole number, in figures or in Han digits; a fraction is a flaw."""
    raw = folded(raw)
    if found := _WHOLE.search(raw):
        value = str(int(found.group().replace(",", "")))
        return Parsed(value, found.start(), found.end())
    if fraction := number(raw, options):
        flaw = Flaw("not_whole", f"「{fraction.value}」不是整数，请对照原件核对。")
        return Parsed(fraction.value, fraction.start, fraction.end, flaws=(flaw,))
    for found in _HAN.finditer(raw):
        whole = whole_number(found.group())
        if whole is not None:
            return Parsed(str(whole), found.start(), found.end())
    return None


def percent(raw: str, _options: Options) -> Parsed | None:
    """Find a share in hundredths: 50%, 百分之五十; more than all is a flaw."""
    found = _PERCENT.search(folded(raw))
    if found is None:
        return None
    han = whole_number(found["h"]) if found["h"] else None
    figure = found["n"] or (None if han is None else str(han))
    if figure is None:
        return None
    flaws: tuple[Flaw, ...] = ()
    if float(figure) > 100:
        flaws = (Flaw("over_all", f"比例「{figure}%」超过100%，请对照原件核对。"),)
    return Parsed(f"{figure}%", found.start(), found.end(), flaws=flaws)


def table_count(raw: str, options: Options) -> Parsed | None:
    """Tell how many: the number where one is printed, else the rows of the table."""
    if told := integer(raw, options):
        return told
    rows = [found for found in _ROW.finditer(raw) if found.group().strip()]
    if not rows:
        return None
    return Parsed(str(len(rows)), rows[0].start(), rows[-1].end())


normal_number = normal_by(number)
normal_integer = normal_by(integer)
normal_percent = normal_by(percent)


def compare_figures(a: str, b: str) -> Comparison:
    """Compare two figures; 58.3 and 58.30 are one."""
    return _compared(a, b, normal_number(a), normal_number(b))


def compare_integers(a: str, b: str) -> Comparison:
    """Compare two whole numbers, in figures or in Han digits."""
    return _compared(a, b, normal_integer(a), normal_integer(b))


def compare_percents(a: str, b: str) -> Comparison:
    """Compare two shares."""
    return _compared(a, b, normal_percent(a), normal_percent(b))


def _compared(a: str, b: str, one: str, other: str) -> Comparison:
    if a == b:
        return EQUAL
    worth = _worth(one)
    if one == other or (worth is not None and worth == _worth(other)):
        return written_alike()
    return contradicting("数字不同")


def _worth(text: str) -> Decimal | None:
    text = text.removesuffix("%")
    return Decimal(text) if re.fullmatch(r"\d+(?:\.\d+)?", text) else None
