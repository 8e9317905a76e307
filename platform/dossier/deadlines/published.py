"""The calendar as published: the library's table, and what the office has entered beside it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeGuard, TypeVar

import yaml
from chinese_calendar.constants import holidays, workdays

from dossier.deadlines.model import Calendar
from dossier.kernel.errors import Refused

OVERRIDES = Path("calendars") / "overrides.yaml"
"""Where the office's table stands among the definitions."""

_YEAR_FIELDS = {"year", "source", "holidays", "working_weekends"}
_HOLIDAY_FIELDS = {"name", "from", "to"}
_DAY_FIELDS = {"day", "working", "reason", "source"}
_SPAN_LIMIT_DAYS = 31
_SATURDAY = 5


def load_calendar(overrides: Path) -> Calendar:
    """Return the calendar: the library's table with ``overrides`` laid over it.

    A year of the overrides replaces the library's whole year; single days win over both.
    Raises Refused, with everything that is wrong with the file.
    Source: yearly notices of the General Office of the State Council on holidays (国务院办公厅
    关于部分节假日安排的通知), from 2004 on as collected by chinesecalendar.
    """
    years, days = _read(overrides)
    exceptions = dict.fromkeys(holidays, False) | dict.fromkeys(workdays, True)
    known = frozenset(day.year for day in exceptions)
    replaced = {entry.year for entry in years}
    exceptions = {day: worked for day, worked in exceptions.items() if day.year not in replaced}
    for entry in years:
        exceptions |= entry.exceptions
    return Calendar(known | replaced, exceptions | days)


_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Year:
    year: int
    exceptions: Mapping[date, bool]


class _Faults(list[str]):
    """What is wrong with the file, in words; each with the place in the file."""


def _read(path: Path) -> tuple[list[_Year], dict[date, bool]]:
    faults = _Faults()
    content = _mapping(_parsed(path), "文件", {"years", "days"}, faults)
    years = [
        year
        for at, entry in enumerate(_sequence(content.get("years"), "years", faults), 1)
        if (year := _year(entry, f"years 第{at}项", faults))
    ]
    days = [
        day
        for at, entry in enumerate(_sequence(content.get("days"), "days", faults), 1)
        if (day := _single_day(entry, f"days 第{at}项", faults))
    ]
    faults.extend(f"years：{year} 年写了不止一次" for year in _repeated(y.year for y in years))
    faults.extend(f"days：{day} 写了不止一次" for day in _repeated(day for day, _ in days))
    if faults:
        raise Refused(
            f"日历文件 {path.name} 有 {len(faults)} 处错误，请改正后重试："
            + "；".join(faults)
            + "。",
            code="calendar_invalid",
        )
    return years, dict(days)


def _repeated(values: Iterable[_T]) -> list[_T]:
    return [value for value, times in Counter(values).items() if times > 1]


def _parsed(path: Path) -> object:
    try:
        content: object = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValueError) as error:
        raise Refused(
            f"日历文件 {path.name} 无法读取，请检查文件是否存在、是否为 UTF-8 编码的 YAML：{error}",
            code="calendar_unreadable",
        ) from error
    return content if content is not None else {}


def _year(entry: object, place: str, faults: _Faults) -> _Year | None:
    before = len(faults)
    fields = _mapping(entry, place, _YEAR_FIELDS, faults)
    year = fields.get("year")
    if not isinstance(year, int) or isinstance(year, bool) or not 2000 <= year <= 2199:
        faults.append(f"{place}：year 应为四位年份")
        return None
    _text(fields, "source", place, faults)
    off = {
        day
        for at, item in enumerate(_sequence(fields.get("holidays"), place, faults), 1)
        for day in _span(item, f"{place} holidays 第{at}项", faults)
    }
    if not off:
        faults.append(f"{place}：holidays 不能为空，请按国务院办公厅通知逐项填写")
    worked = set()
    for at, day in enumerate(_sequence(fields.get("working_weekends"), place, faults), 1):
        where = f"{place} working_weekends 第{at}项"
        if not _is_day(day):
            faults.append(f"{where}：应为 2027-01-31 这样的日期")
        elif day.weekday() < _SATURDAY:
            faults.append(f"{where}：{day} 不是周末，调休上班日应为周六或周日")
        else:
            worked.add(day)
    faults.extend(
        f"{place}：{day} 不在 {year} 年" for day in sorted(off | worked) if day.year != year
    )
    faults.extend(f"{place}：{day} 既是假日又是上班日" for day in sorted(off & worked))
    if len(faults) > before:
        return None
    return _Year(year, dict.fromkeys(off, False) | dict.fromkeys(worked, True))


def _span(item: object, place: str, faults: _Faults) -> Iterator[date]:
    fields = _mapping(item, place, _HOLIDAY_FIELDS, faults)
    _text(fields, "name", place, faults)
    first, last = fields.get("from"), fields.get("to")
    if not (_is_day(first) and _is_day(last)):
        faults.append(f"{place}：from 和 to 应为 2027-01-31 这样的日期")
    elif not first <= last < first + timedelta(days=_SPAN_LIMIT_DAYS):
        faults.append(f"{place}：to 应不早于 from，且一次放假不超过 {_SPAN_LIMIT_DAYS} 天")
    else:
        yield from (first + timedelta(days=step) for step in range((last - first).days + 1))


def _single_day(entry: object, place: str, faults: _Faults) -> tuple[date, bool] | None:
    fields = _mapping(entry, place, _DAY_FIELDS, faults)
    _text(fields, "reason", place, faults)
    _text(fields, "source", place, faults)
    day, working = fields.get("day"), fields.get("working")
    if not _is_day(day):
        faults.append(f"{place}：day 应为 2027-01-31 这样的日期")
        return None
    if not isinstance(working, bool):
        faults.append(f"{place}：working 应为 true（上班）或 false（不上班）")
        return None
    return day, working


def _is_day(value: object) -> TypeGuard[date]:
    return isinstance(value, date) and not isinstance(value, datetime)


def _text(fields: Mapping[str, object], name: str, place: str, faults: _Faults) -> None:
    value = fields.get(name)
    if not isinstance(value, str) or not value.strip():
        faults.append(f"{place}：缺少 {name}")


def _mapping(
    value: object, place: str, allowed: set[str], faults: _Faults
) -> Mapping[str, object]:
    if not isinstance(value, dict):
        faults.append(f"{place}：应为“名称: 值”的形式")
        return {}
    faults.extend(f"{place}：不认识的字段 {name}" for name in value if name not in allowed)
    return value


def _sequence(value: object, place: str, faults: _Faults) -> Sequence[object]:
    if value is None:
        return ()
    if not isinstance(value, list):
        faults.append(f"{place}：应为列表")
        return ()
    return value
