"""A day with its time: 2026-03-09T10:30, with seconds where they are printed."""

import re

from dossier_ocr.text.folding import folded
from dossier_ocr.values.calendar_day import day
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

_TIME = re.compile(
    r"(?P<half>上午|下午|晚上|凌晨|中午)?[ \tT日]*(?P<h>\d{1,2})[ \t]*(?:[时点]|:)[ \t]*"
    r"(?:(?P<m>\d{1,2})(?:[ \t]*(?::|分)[ \t]*(?P<s>\d{1,2})[ \t]*秒?|[ \t]*分)?)?"
)


_GLUED = re.compile(r"(?:19|20)\d\d[.\-/]\d\d[.\-/]\d\d(?=\d\d:\d\d)")
"""A day whose time follows without the blank between them."""


def moment(raw: str, options: Options) -> Parsed | None:
    """Find a day and its time; where no time stands, that is a flaw."""
    raw = folded(raw)
    glued = _GLUED.search(raw)
    found = day(raw[: glued.end()] if glued else raw, options)
    if found is None:
        return None
    time = _TIME.search(raw, found.end)
    if time is None:
        flaw = Flaw(
            "no_time", f"「{raw[found.start : found.end]}」没有读到时间，请对照原件补全。"
        )
        return Parsed(found.value, found.start, found.end, flaws=(*found.flaws, flaw))
    hour, minute, second = (int(time[part] or 0) for part in ("h", "m", "s"))
    if time["half"] in ("下午", "晚上") and hour < 12:
        hour += 12
    flaws = found.flaws
    if hour > 23 or minute > 59 or second > 59:
        flaws += (
            Flaw("no_such_time", f"时间「{time.group().strip()}」不存在，请对照原件核对。"),
        )
    value = f"{found.value}T{hour:02d}:{minute:02d}"
    if time["s"]:
        value += f":{second:02d}"
    return Parsed(value, found.start, time.end(), flaws=flaws)


normal = normal_by(moment)


def compare_moments(a: str, b: str) -> Comparison:
    """Compare two moments, of which one may be a day alone."""
    one, other = normal(a), normal(b)
    if one == other:
        return EQUAL if a == b else written_alike()
    short, long = sorted((one, other), key=len)
    if short and re.match(rf"{re.escape(short)}[T:-]", long):
        return Comparison("probably_same", "precision", f"一处只写到“{short}”，没有写全")
    return contradicting("时间不同")
