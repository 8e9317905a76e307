"""Whether a value may stand where an office wants to put it."""

import unicodedata
from collections.abc import Mapping

from dossier.catalogue.local.settable import Settable
from dossier.catalogue.model import FigureUnit
from dossier.kernel.canonical import Json
from dossier.kernel.money import yuan_text

MAX_TEXT_CHARACTERS = 300
MAX_TEXTS = 12
MAX_NOTICE_DAYS = 90
MAX_FIGURE = 10**13
MAX_RATE_PER_MILLE = 3_000
_FIRST_PICTOGRAM = 0x1F000
_NOTICE_UNITS = ("working_day", "calendar_day")
_LIMIT_UNITS = {"working_day": 250, "calendar_day": 365, "month": 12}
"""The longest limit that an office may set where the catalogue names none."""
_DAYS_ZH = {
    "working_day": "个工作日",
    "calendar_day": "天",
    "month": "个月",
    "year": "年",
    "hour": "小时",
}
_FIGURE_ZH: Mapping[FigureUnit, str] = {
    "integer": "",
    "month": "个月",
    "year": "年（周岁）",
    "day": "天",
    "m2": "平方米",
}


def refusal(settable: Settable, value: Json) -> str:
    """Return why ``value`` cannot stand there, in a sentence for staff; "" when it can."""
    if settable.kind == "text":
        return _text(value)
    if settable.kind == "texts":
        return _texts(value)
    if settable.kind == "figure":
        return _figure(settable, value)
    if settable.kind == "as_it_is":
        return f"“{settable.title_zh}”只能按原文确认，不能改写；要改请发布新版本。"
    return _days(settable, value)


def number_and_unit(value: Json) -> tuple[int, str] | None:
    """Return the number and the unit of days or of a limit; None when it is neither."""
    if not isinstance(value, Mapping) or set(value) != {"value", "unit"}:
        return None
    number, unit = value["value"], value["unit"]
    if isinstance(number, bool) or not isinstance(number, int) or not isinstance(unit, str):
        return None
    return number, unit


def days_text(value: Json) -> str:
    """Return days in words, "" where none are set."""
    found = number_and_unit(value)
    return f"{found[0]}{_DAYS_ZH.get(found[1], found[1])}" if found else ""


def figure_text(unit: FigureUnit, value: int) -> str:
    """Return a figure with its unit, as people say it."""
    if unit == "fen":
        return f"{yuan_text(value)}元"
    if unit == "per_mille":
        return f"{value / 10:g}%"
    return f"{value}{_FIGURE_ZH[unit]}"


def value_text(settable: Settable, value: Json) -> str:
    """Return a value in words, "" where there is none."""
    if isinstance(value, list):
        return "；".join(str(one) for one in value)
    if isinstance(value, int) and settable.unit is not None:
        return figure_text(settable.unit, value)
    if settable.kind in ("days", "limit", "open_limit"):
        return days_text(value) or settable.words
    return value if isinstance(value, str) else ""


def _text(value: Json) -> str:
    if not isinstance(value, str) or not value.strip():
        return "内容不能为空，请写上文字。"
    if len(value) > MAX_TEXT_CHARACTERS:
        return f"文字太长（最多{MAX_TEXT_CHARACTERS}字），请写得短些。"
    if value != value.strip() or any(_unprintable(character) for character in value):
        return "文字里有印不出来的符号、换行或首尾空格，请删去。"
    return ""


def _unprintable(character: str) -> bool:
    """Tell whether no letter could print the character."""
    kind = unicodedata.category(character)
    pictogram = kind == "So" and ord(character) >= _FIRST_PICTOGRAM
    return kind[0] == "C" or kind in ("Zl", "Zp") or pictogram


def _texts(value: Json) -> str:
    if not isinstance(value, list) or not value:
        return "至少要写一条。"
    if len(value) > MAX_TEXTS:
        return f"条数太多（最多{MAX_TEXTS}条），请合并。"
    return next((wrong for one in value if (wrong := _text(one))), "")


def _figure(settable: Settable, value: Json) -> str:
    if isinstance(value, bool) or not isinstance(value, int):
        return "请填一个数。"
    if not 0 <= value <= MAX_FIGURE:
        return "数值不能是负数，也不能大得离谱，请核对单位。"
    if settable.unit == "per_mille" and value > MAX_RATE_PER_MILLE:
        return f"比例不能超过{MAX_RATE_PER_MILLE // 10}%，请核对填的是不是百分数。"
    return ""


def _days(settable: Settable, value: Json) -> str:
    found = number_and_unit(value)
    if found is None or found[0] < 1:
        return "请填天数（至少1），并选工作日或自然日。"
    number, unit = found
    if settable.kind == "days":
        if unit not in _NOTICE_UNITS:
            return "公示的天数只能按工作日或自然日计算。"
        if number > MAX_NOTICE_DAYS:
            return f"公示天数最多{MAX_NOTICE_DAYS}，请核对。"
        return ""
    if settable.kind == "open_limit":
        if unit not in _LIMIT_UNITS or number > _LIMIT_UNITS[unit]:
            return "办理时限请按工作日、自然日或月填写，最长不超过一年。"
        return ""
    most = number_and_unit(settable.value)
    if most is None or unit != most[1] or number > most[0]:
        longest = days_text(settable.value)
        return f"承诺时限只能比规定的短（规定为{longest}），单位也要相同；不能延长。"
    return ""
