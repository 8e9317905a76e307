"""Rules between the fields of one paper; each proves, fills or doubts values."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from dossier_ocr.model import Finding, Value
from dossier_ocr.values import compare
from dossier_ocr.values.disability_number import CATEGORIES, GRADES
from dossier_ocr.values.id_number import birth_of, gender_of, is_valid

_PROVED_FROM = 0.6
"""How certain a value must be at least when another one proves it."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The fields after a check, and what it found."""

    fields: Mapping[str, Value]
    findings: tuple[Finding, ...] = ()


Check = Callable[[Mapping[str, Value], tuple[str, ...]], Checked]


def person_of_id(fields: Mapping[str, Value], names: tuple[str, ...]) -> Checked:
    """Prove or fill the birthday and the sex from a valid ID number.

    names: id, birth and, where it is printed, sex.
    """
    return _of_number(fields, names, (birth_of, gender_of))


def sex_of_id(fields: Mapping[str, Value], names: tuple[str, ...]) -> Checked:
    """Prove or fill the sex from a valid ID number (names: id, sex)."""
    return _of_number(fields, names, (gender_of,))


def after_birth(fields: Mapping[str, Value], names: tuple[str, ...]) -> Checked:
    """Doubt a day that lies before the birth in a valid ID number (names: id, day)."""
    number, day = (fields.get(name) for name in names)
    if number is None or day is None or not number.value or not day.value:
        return Checked(fields)
    born = birth_of(number.value[:18]) if is_valid(number.value[:18]) else None
    if born is None or not day.value[:1].isdigit() or born[: len(day.value)] <= day.value:
        return Checked(fields)
    message = f"日期「{day.value}」早于身份证号中的出生日期「{born}」，请对照原件核对。"
    finding = Finding("before_birth", names[1], message, day.page)
    return Checked(_doubted(fields, names[1:]), (finding,))


def disability_of_number(fields: Mapping[str, Value], names: tuple[str, ...]) -> Checked:
    """Prove or fill category and grade from the number (names: number, category, grade)."""
    number = fields.get(names[0])
    if number is None or not number.value or not number.auto:
        return Checked(_doubted(fields, names[1:]))
    told = {
        names[1]: CATEGORIES.get(number.value[18:19]),
        names[2]: GRADES.get(number.value[19:20]),
    }
    return _compared(
        fields, number, told, "disability_contradiction", "与残疾人证号末两位表示的"
    )


def days_in_order(fields: Mapping[str, Value], names: tuple[str, ...]) -> Checked:
    """Doubt two days that stand in the wrong order (names: earlier, later)."""
    first, second = (fields.get(name) for name in names)
    if first is None or second is None or not first.value or not second.value:
        return Checked(fields)
    if not second.value[:1].isdigit() or first.value <= second.value:
        return Checked(fields)
    message = f"日期「{first.value}」晚于「{second.value}」，请对照原件核对。"
    finding = Finding("days_out_of_order", names[1], message, second.page)
    return Checked(_doubted(fields, names), (finding,))


def amounts_in_order(fields: Mapping[str, Value], names: tuple[str, ...]) -> Checked:
    """Doubt a part that is larger than the whole (names: part, whole)."""
    part, whole = (_amount(fields.get(name)) for name in names)
    if part is None or whole is None or part <= whole:
        return Checked(fields)
    message = f"金额「{part}」大于「{whole}」，请对照原件核对。"
    finding = Finding("amounts_out_of_order", names[0], message, fields[names[0]].page)
    return Checked(_doubted(fields, names), (finding,))


def amounts_add_up(fields: Mapping[str, Value], names: tuple[str, ...]) -> Checked:
    """Doubt amounts that are more than their total, all read (names: total, parts…).

    Less is no contradiction: a settlement may name more parts than the paper shows us.
    """
    total, *parts = (_amount(fields.get(name)) for name in names)
    given = [part for part in parts if part is not None]
    if total is None or len(given) < len(parts) or sum(given) <= total:
        return Checked(fields)
    message = f"各项金额之和「{sum(given)}」大于总金额「{total}」，请对照原件核对。"
    finding = Finding("amounts_do_not_add_up", names[0], message, fields[names[0]].page)
    return Checked(_doubted(fields, names), (finding,))


def one_of_names(fields: Mapping[str, Value], names: tuple[str, ...]) -> Checked:
    """Prove a name that stands elsewhere on the paper, doubt one that does not.

    names: the holder, then the persons of whom it is one.
    """
    holder = fields.get(names[0])
    others = [fields[name].value for name in names[1:] if name in fields]
    known = [text for text in others if text]
    if holder is None or not holder.value or len(known) < len(names) - 1:
        return Checked(fields)
    if any(compare("name", holder.value, text).verdict == "same" for text in known):
        return Checked(fields)
    message = f"「{holder.value}」不是证上的「{'、'.join(known)}」之一，请对照原件核对。"
    finding = Finding("not_one_of", names[0], message, holder.page)
    return Checked(_doubted(fields, names), (finding,))


CHECKS: Mapping[str, Check] = {
    "person_of_id": person_of_id,
    "disability_of_number": disability_of_number,
    "days_in_order": days_in_order,
    "sex_of_id": sex_of_id,
    "after_birth": after_birth,
    "amounts_in_order": amounts_in_order,
    "amounts_add_up": amounts_add_up,
    "one_of_names": one_of_names,
}


def _of_number(
    fields: Mapping[str, Value],
    names: tuple[str, ...],
    tellers: tuple[Callable[[str], str | None], ...],
) -> Checked:
    number = fields.get(names[0])
    if number is None or not number.value or not is_valid(number.value[:18]):
        return Checked(_doubted(fields, names[1:]))
    told = {name: tell(number.value) for name, tell in zip(names[1:], tellers, strict=False)}
    return _compared(fields, number, told, "id_contradiction", "与身份证号中的")


def _amount(value: Value | None) -> Decimal | None:
    text = value.value if value else None
    return Decimal(text) if text and re.fullmatch(r"\d+(?:\.\d+)?", text) else None


def _compared(
    fields: Mapping[str, Value],
    number: Value,
    told: Mapping[str, str | None],
    code: str,
    against: str,
) -> Checked:
    after, findings = dict(fields), []
    for name, expected in told.items():
        printed = fields.get(name)
        if expected is None:
            continue
        if printed is None or printed.value is None:
            # The number proves it although it could not be read where it is printed.
            after[name] = replace(number, value=expected, raw=printed.raw if printed else "")
        elif printed.value == expected:
            after[name] = replace(
                printed,
                auto=printed.auto or (number.auto and printed.confidence >= _PROVED_FROM),
            )
        else:
            after[name] = replace(printed, auto=False)
            message = f"「{printed.value}」{against}「{expected}」不一致，请对照原件核对。"
            findings.append(Finding(code, name, message, printed.page))
    return Checked(after, tuple(findings))


def _doubted(fields: Mapping[str, Value], names: tuple[str, ...]) -> Mapping[str, Value]:
    return {
        name: replace(value, auto=False) if name in names else value
        for name, value in fields.items()
    }
