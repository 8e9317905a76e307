"""Invented values for the fields of any document type, as printed and as they must be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from stdnum.cn import uscc

from dossier.kernel.money import capitals
from dossier.samples.check_digits import with_luhn_check
from dossier.samples.people import (
    CATEGORIES,
    GRADES,
    Person,
    disability,
    invent_address,
    invent_bank_card,
    invent_name,
    invent_person,
    invent_phone,
)
from dossier_ocr import DocumentType
from dossier_ocr.definitions.document_types import FieldSpec, Part
from dossier_ocr.text.folding import folded

_FIRST_DAY, _DAYS = date(2017, 1, 1).toordinal(), 3350
_HAN = "〇一二三四五六七八九"
_BODIES = (
    ("学校|院校|校", "沈阳和安职业技术学院"),
    ("医院|接生|医疗", "沈阳市和安区人民医院"),
    ("银行|开户", "和安银行春晖支行"),
    ("法院", "沈阳市和安区人民法院"),
    ("公安|派出所|签发机关|出具机关", "沈阳市公安局和安分局"),
    ("党|支部", "中共和安区委组织部"),
    ("残联", "沈阳市和安区残疾人联合会"),
    ("登记机关|发证|民政", "沈阳市和安区民政局"),
)
_FIRMS = ("沈阳和安云杉商贸有限公司", "沈阳春晖物业服务有限公司", "和安槐荫餐饮管理有限公司")
_RELATIONS = ("配偶", "长子", "次女", "父亲", "母亲", "孙女", "儿媳")
_GROUPS = ("汉", "满", "回", "朝鲜", "蒙古", "锡伯")
_TEXTS = ("丁香路东侧", "按规定办理", "春晖街道", "一般事项", "和安小区")
_PLAIN_CODE = "91210108MA0YU"


@dataclass(frozen=True, slots=True)
class Invented:
    """A value: as it is printed, and as a reader is to give it."""

    printed: str
    value: str


def invent_values(
    document_type: DocumentType, part: Part, rng: np.random.Generator
) -> dict[str, Invented]:
    """Return a value for every field of ``part``; values that check each other agree."""
    shown = _shown(document_type, part)
    values = {spec.name: _invent(spec, shown.get(spec.name, ()), rng) for spec in part.fields}
    for check in document_type.checks:
        if set(check.fields) <= values.keys():
            _agree(check.check, check.fields, values, rng)
    return values


def _shown(document_type: DocumentType, part: Part) -> Mapping[str, tuple[str, ...]]:
    """Return the values that the examples of the part show, by field."""
    found: dict[str, list[str]] = {}
    for example in document_type.examples:
        if example.part == part.code and example.to_be is None:
            for name, value in example.fields.items():
                found.setdefault(name, []).append(value)
    return {name: tuple(values) for name, values in found.items()}


def _invent(spec: FieldSpec, shown: tuple[str, ...], rng: np.random.Generator) -> Invented:
    if spec.choices:
        value = _one(rng, tuple(spec.choices))
        return Invented(value, value)
    if spec.value_type == "integer" and shown and re.fullmatch(r"\d+", shown[0]):
        return _same(str(int(int(_one(rng, shown)) * rng.uniform(0.85, 1.1)) or 1))
    if spec.value_type in _MAKERS:
        return _MAKERS[spec.value_type](spec, rng)
    if spec.value_type == "organisation":
        return _same(_body(spec, rng))
    value = _one(rng, shown) if shown else _one(rng, _TEXTS)
    if spec.value_type in ("cert_number", "text") and re.search(r"\d{4}", value):
        value = _renumbered(value, spec.pattern, rng)
    return _same(value)


def _same(value: str) -> Invented:
    return Invented(value, value)


def _one(rng: np.random.Generator, of: tuple[str, ...]) -> str:
    return of[int(rng.integers(len(of)))]


def _body(spec: FieldSpec, rng: np.random.Generator) -> str:
    for words, body in _BODIES:
        if re.search(words, spec.label_zh):
            return body
    return _one(rng, _FIRMS)


def _renumbered(value: str, pattern: str | None, rng: np.random.Generator) -> str:
    """Return ``value`` with other figures at its end, where its pattern allows."""
    tail = re.search(r"\d{3,}(?=\D*$)", value)
    if tail is None:
        return value
    count = min(4, len(tail.group()) - 1)
    end = tail.end()
    new = (
        value[: end - count] + "".join(str(d) for d in rng.integers(0, 10, count)) + value[end:]
    )
    return new if pattern is None or re.fullmatch(pattern, folded(new)) else value


def _person(rng: np.random.Generator) -> Person:
    gender = _one(rng, ("男", "女"))
    return invent_person(
        rng, age=int(rng.integers(20, 70)), gender=gender, address=invent_address(rng)
    )


def _day(rng: np.random.Generator) -> date:
    return date.fromordinal(_FIRST_DAY + int(rng.integers(_DAYS)))


def print_day(day: date, rng: np.random.Generator, *, written: bool = False) -> str:
    """Return the day in one of the ways in which papers print it; written: in Han digits too."""
    ways = (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y年%m月%d日}",
        f"{day:%Y-%m-%d}",
        f"{day:%Y.%m.%d}",
        f"{''.join(_HAN[int(d)] for d in str(day.year))}年{_han(day.month)}月{_han(day.day)}日",
    )
    return _one(rng, ways if written else ways[:-1])


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else f"{_HAN[tens]}十") + (
        _HAN[ones] if ones else ""
    )


def _date(spec: FieldSpec, rng: np.random.Generator) -> Invented:
    day = _day(rng)
    return Invented(print_day(day, rng, written=spec.at == "foot"), day.isoformat())


def _money(_spec: FieldSpec, rng: np.random.Generator) -> Invented:
    fen = int(rng.integers(300, 90000)) * int(rng.choice([10, 50, 100]))
    plain = f"{fen // 100}.{fen % 100:02d}"
    ways = (
        f"{plain}元",
        f"￥{plain}",
        f"人民币{capitals(fen)}（￥{plain}）",
        f"{fen // 100:,}.{fen % 100:02d}元",
    )
    return Invented(_one(rng, ways), plain)


def _number(spec: FieldSpec, rng: np.random.Generator) -> Invented:
    value = f"{rng.uniform(2, 140):.2f}"
    unit = "亩" if "亩" in spec.label_zh else "平方米" if "面积" in spec.label_zh else ""
    return Invented(value + (unit if rng.random() < 0.6 else ""), value)


def _integer(_spec: FieldSpec, rng: np.random.Generator) -> Invented:
    return _same(str(rng.integers(1, 90)))


def _percent(_spec: FieldSpec, rng: np.random.Generator) -> Invented:
    return _same(f"{rng.integers(1, 100)}%")


def _month(_spec: FieldSpec, rng: np.random.Generator) -> Invented:
    day = _day(rng)
    return Invented(f"{day.year}年{day.month}月", f"{day:%Y-%m}")


def _moment(_spec: FieldSpec, rng: np.random.Generator) -> Invented:
    day, hour, minute = _day(rng), int(rng.integers(24)), int(rng.integers(60))
    printed = _one(rng, (f"{hour}时{minute:02d}分", f"{hour:02d}:{minute:02d}"))
    value = f"{day:%Y-%m-%d}T{hour:02d}:{minute:02d}"
    return Invented(f"{day.year}年{day.month}月{day.day}日{printed}", value)


def _period(_spec: FieldSpec, rng: np.random.Generator) -> Invented:
    day = _day(rng)
    return _same(f"{day.year}年{day.month}月至{day.year + 1}年{day.month}月")


def _gender_name(_spec: FieldSpec, rng: np.random.Generator) -> Invented:
    return _same(invent_name(rng, _one(rng, ("男", "女"))))


def _names(_spec: FieldSpec, rng: np.random.Generator) -> Invented:
    return _same("、".join(invent_name(rng, gender) for gender in ("男", "女")))


def _id(_spec: FieldSpec, rng: np.random.Generator) -> Invented:
    return _same(_person(rng).id_number)


def _ids(_spec: FieldSpec, rng: np.random.Generator) -> Invented:
    return _same("、".join(_person(rng).id_number for _ in range(2)))


def _disability_number(_spec: FieldSpec, rng: np.random.Generator) -> Invented:
    return _same(f"{_person(rng).id_number}{rng.integers(1, 8)}{rng.integers(1, 5)}")


def _address(_spec: FieldSpec, rng: np.random.Generator) -> Invented:
    return _same(invent_address(rng))


def _phone(_spec: FieldSpec, rng: np.random.Generator) -> Invented:
    return _same(invent_phone(rng))


def _contact(_spec: FieldSpec, rng: np.random.Generator) -> Invented:
    return _same(f"{invent_name(rng, '女')} 024-0551{rng.integers(1000, 9999)}")


def _card(_spec: FieldSpec, rng: np.random.Generator) -> Invented:
    number = invent_bank_card(rng)
    groups = " ".join(re.findall(r".{1,4}", number))
    return Invented(_one(rng, (number, groups)), number)


def _account(_spec: FieldSpec, rng: np.random.Generator) -> Invented:
    return _same(with_luhn_check("629999" + "".join(str(d) for d in rng.integers(0, 10, 12))))


def _code(_spec: FieldSpec, rng: np.random.Generator) -> Invented:
    first = _PLAIN_CODE + "".join(str(d) for d in rng.integers(0, 10, 17 - len(_PLAIN_CODE)))
    return _same(first + uscc.calc_check_digit(first))


def _relation(_spec: FieldSpec, rng: np.random.Generator) -> Invented:
    return _same(_one(rng, _RELATIONS))


def _ethnicity(_spec: FieldSpec, rng: np.random.Generator) -> Invented:
    group = _one(rng, _GROUPS)
    return Invented(_one(rng, (group, f"{group}族")), group)


def _yes_no(_spec: FieldSpec, rng: np.random.Generator) -> Invented:
    return _same(_one(rng, ("是", "否")))


def _postcode(_spec: FieldSpec, rng: np.random.Generator) -> Invented:
    return _same(f"110{rng.integers(100, 999)}")


_MAKERS: Mapping[str, Callable[[FieldSpec, np.random.Generator], Invented]] = {
    "name": _gender_name,
    "names": _names,
    "id_number": _id,
    "id_or_passport": _id,
    "id_numbers": _ids,
    "disability_number": _disability_number,
    "date": _date,
    "date_or_longterm": _date,
    "year_month": _month,
    "moment": _moment,
    "period": _period,
    "money": _money,
    "number": _number,
    "integer": _integer,
    "table_count": _integer,
    "percent": _percent,
    "address": _address,
    "phone": _phone,
    "contact": _contact,
    "card_number": _card,
    "bank_account": _account,
    "org_code": _code,
    "relation": _relation,
    "ethnicity": _ethnicity,
    "yes_no": _yes_no,
    "postcode": _postcode,
}


def _agree(
    check: str, names: tuple[str, ...], values: dict[str, Invented], rng: np.random.Generator
) -> None:
    """Make the values of a check agree."""
    if check == "person_of_id":
        person = _person(rng)
        day = print_day(person.birth_date, rng)
        told = (
            _same(person.id_number),
            Invented(day, person.birth_date.isoformat()),
            _same(person.gender),
        )
        values.update(zip(names, told, strict=False))
    elif check == "disability_of_number":
        told_of = disability(_one(rng, CATEGORIES), _one(rng, GRADES))
        number = f"{_person(rng).id_number}{told_of.category_digit}{told_of.grade_digit}"
        told = (_same(number), _same(told_of.category), _same(told_of.grade))
        values.update(zip(names, told, strict=True))
    elif check == "days_in_order":
        first, last = (values[name] for name in names)
        if first.value > last.value:
            values[names[0]], values[names[1]] = last, first
