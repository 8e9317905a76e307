"""Entries of papers: dates, amounts and the rest, printed in the forms that offices use."""

from __future__ import annotations

from datetime import date

import numpy as np

from dossier.kernel.money import capitals, yuan_text
from dossier.samples.testset.printing import Entry
from dossier.samples.testset.residents import Resident, pick

_HAN = "〇一二三四五六七八九"
_DAY_FORMS = ("年", "年", "0年", "-", ".", "/")
_ISSUED = ("发证日期", "签发日期", "填发日期")
ID_LABELS = ("公民身份号码", "身份证号", "身份证号码", "公民身份证号码")


class Office:
    """A clerk with habits: writes days and amounts always in the same form."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self._day = pick(rng, _DAY_FORMS)
        self._amount = int(rng.integers(3))

    def written(self, day: date) -> str:
        """Return ``day`` as the office writes it."""
        match self._day:
            case "年":
                return f"{day.year}年{day.month}月{day.day}日"
            case "0年":
                return f"{day:%Y年%m月%d日}"
            case mark:
                return f"{day:%Y}{mark}{day:%m}{mark}{day:%d}"

    def day(self, name: str | None, labels: tuple[str, ...] | str, day: date) -> Entry:
        """Return a date."""
        return Entry(name, _all(labels), self.written(day), day.isoformat())

    def amount(self, name: str, labels: tuple[str, ...] | str, fen: int) -> Entry:
        """Return an amount."""
        plain = f"{fen // 100}.{fen % 100:02d}"
        forms = (f"{plain}元", f"¥{yuan_text(fen)}", f"{capitals(fen)}（¥{plain}）")
        return Entry(name, _all(labels), forms[self._amount], plain)

    def area(self, name: str, labels: tuple[str, ...] | str) -> Entry:
        """Return a floor area."""
        area = f"{self.rng.integers(30, 140)}.{self.rng.integers(10, 100)}"
        unit = pick(self.rng, ("平方米", "㎡", " 平方米", "m²"))
        return Entry(name, _all(labels), area + unit, area)


def words(name: str | None, labels: tuple[str, ...] | str, text: str, truth: str = "") -> Entry:
    """Return an entry as it stands."""
    return Entry(name, _all(labels), text, truth)


def person_of(who: Resident, name: str = "name") -> Entry:
    """Return the name of ``who``."""
    return Entry(name, ("姓名",), who.name)


def number_of(
    who: Resident, name: str | None = "id_number", labels: tuple[str, ...] = ID_LABELS
) -> Entry:
    """Return the citizen's number of ``who``."""
    return Entry(name, labels, who.number)


def gender_of(who: Resident, name: str | None = None) -> Entry:
    """Return the sex of ``who``."""
    return Entry(name, ("性别",), who.gender)


def issued(office: Office, day: date, name: str = "issued_on") -> Entry:
    """Return the day of issue of a certificate."""
    return office.day(name, _ISSUED, day)


def han_day(day: date) -> str:
    """Return ``day`` in Han digits: 二〇二六年三月九日."""
    year = "".join(_HAN[int(digit)] for digit in str(day.year))
    return f"{year}年{_han(day.month)}月{_han(day.day)}日"


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else _HAN[tens] + "十")
    return head + (_HAN[ones] if ones else "")


def _all(labels: tuple[str, ...] | str) -> tuple[str, ...]:
    return (labels,) if isinstance(labels, str) else labels
