"""Rules between the fields of one paper; each proves, fills or doubts values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from dossier_ocr.model import Finding, Value
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
    """Prove or fill the birthday and the sex from a valid ID number (names: id, birth, sex)."""
    number = fields.get(names[0])
    if number is None or not number.value or not is_valid(number.value[:18]):
        return Checked(_doubted(fields, names[1:]))
    told = {names[1]: birth_of(number.value), names[2]: gender_of(number.value)}
    return _compared(fields, number, told, "id_contradiction", "与身份证号中的")


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


CHECKS: Mapping[str, Check] = {
    "person_of_id": person_of_id,
    "disability_of_number": disability_of_number,
    "days_in_order": days_in_order,
}


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
