"""Stretches of time as printed: 2025年12月至2026年2月, 2025.09.01-2026.08.31, 2016-2017."""

import re

from dossier_ocr.text.folding import folded
from dossier_ocr.values.value_type import (
    EQUAL,
    Comparison,
    Flaw,
    Options,
    Parsed,
    contradicting,
    written_alike,
)

_S = r"[ \t\n]*"
_TO = r"(?:起?至|到|-)"
_YEAR = r"(?:18|19|20)\d\d"
_MONTHS = re.compile(
    rf"(?<!\d)(?P<y>{_YEAR}){_S}[年.\-/]{_S}(?P<m>\d{{1,2}})(?!\d){_S}月?"
    rf"(?:{_S}[.\-/]?{_S}(?P<d>\d{{1,2}})(?!\d){_S}日?)?{_S}起?{_S}{_TO}{_S}"
    rf"(?:(?P<y2>{_YEAR}){_S}[年.\-/]{_S})?(?P<m2>\d{{1,2}})(?!\d){_S}月?"
    rf"(?:{_S}[.\-/]?{_S}(?P<d2>\d{{1,2}})(?!\d)(?:{_S}日)?)?(?:{_S}止)?"
)
_YEARS = re.compile(
    rf"(?<!\d)(?P<y>{_YEAR}){_S}年?{_S}{_TO}{_S}(?P<y2>{_YEAR})(?!\d)(?:{_S}年度?)?"
)
_WITHOUT_END = re.compile(
    rf"(?<!\d)(?P<y>{_YEAR}){_S}[年.\-/]{_S}(?P<m>\d{{1,2}}){_S}月?"
    rf"(?:{_S}[.\-/]?{_S}(?P<d>\d{{1,2}}){_S}日?)?{_S}起?{_S}{_TO}{_S}(?:今|长{_S}期)"
)


def period(raw: str, _options: Options) -> Parsed | None:
    """Find one stretch, without the spaces in it; one that does not run forward is a flaw."""
    text = folded(raw)
    found = _MONTHS.search(text) or _YEARS.search(text) or _WITHOUT_END.search(text)
    if found is None:
        return None
    value = re.sub(r"\s", "", raw[found.start() : found.end()])
    ends = ends_of(value)
    flaws: tuple[Flaw, ...] = ()
    if ends is None or not _runs(*ends):
        flaws = (Flaw("not_a_period", f"期间「{value}」不成立，请对照原件核对。"),)
    return Parsed(value, found.start(), found.end(), flaws=flaws)


def ends_of(text: str) -> tuple[str, str] | None:
    """Return the first and the last day, month or year of a stretch, "" where it has no end."""
    text = folded(text)
    if found := _MONTHS.search(text):
        last = found["y2"] or found["y"]
        return (
            _joined(found["y"], found["m"], found["d"]),
            _joined(last, found["m2"], found["d2"]),
        )
    if found := _YEARS.search(text):
        return found["y"], found["y2"]
    if found := _WITHOUT_END.search(text):
        return _joined(found["y"], found["m"], found["d"]), ""
    return None


def normal(text: str) -> str:
    """Return it half-width and without spaces, with one kind of dash."""
    return "".join(folded(text).split())


def compare_periods(a: str, b: str) -> Comparison:
    """Compare two stretches, in whatever way they are printed."""
    one, other = normal(a), normal(b)
    if one == other:
        return EQUAL if a == b else written_alike()
    ends, others = ends_of(one), ends_of(other)
    if ends is None or others is None:
        return contradicting("期间不同")
    if ends == others:
        return written_alike()
    if all(_same_start(*pair) for pair in zip(ends, others, strict=True)):
        return Comparison("probably_same", "precision", "一处的期间没有写到日")
    return contradicting("期间不同")


def _joined(year: str, month: str, day: str | None) -> str:
    return f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")


def _runs(first: str, last: str) -> bool:
    months = [int(end[5:7]) for end in (first, last) if len(end) > 4]
    days = [int(end[8:10]) for end in (first, last) if len(end) > 7]
    return (
        all(1 <= month <= 12 for month in months)
        and all(1 <= day <= 31 for day in days)
        and (not last or first[: len(last)] <= last[: len(first)])
    )


def _same_start(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return short == long or (bool(short) and long.startswith(f"{short}-"))
