"""Disability certificate numbers: the holder's ID number, the type digit, the grade digit."""

import re

from dossier_ocr.text.folding import folded
from dossier_ocr.values.id_number import compare_ids, is_valid, of_division
from dossier_ocr.values.value_type import (
    EQUAL,
    Comparison,
    Flaw,
    Options,
    Parsed,
    contradicting,
    written_alike,
)

CATEGORIES = dict(
    zip("1234567", ("视力", "听力", "言语", "肢体", "智力", "精神", "多重"), strict=True)
)
GRADES = dict(zip("1234", ("一级", "二级", "三级", "四级"), strict=True))
_NUMBER = re.compile(
    r"(?<!\d)(\d(?:[ \t]?\d){16}[ \t]?[\dXx])[ \t]?([0-9])[ \t]?([0-9])(?:[ \t]?(B\d))?(?!\d)"
)


def disability_number(raw: str, _options: Options) -> Parsed | None:
    """Find one number; its first 18 characters prove themselves."""
    raw = folded(raw)
    found = _NUMBER.search(raw)
    if found is None:
        return None
    number = re.sub(r"\s", "", found.group(1)).upper()
    value = number + found.group(2) + found.group(3) + (found.group(4) or "")
    flaws = []
    if not is_valid(number):
        flaws.append(
            Flaw("id_check_digit", f"残疾人证号「{value}」前 18 位校验不对，请对照原件核对。")
        )
    if found.group(2) not in CATEGORIES or found.group(3) not in GRADES:
        flaws.append(
            Flaw("disability_digits", f"残疾人证号「{value}」末两位不是类别和等级，请核对。")
        )
    return Parsed(
        value,
        found.start(),
        found.end(),
        certain=not flaws,
        flaws=tuple(flaws),
        remarks=() if flaws else of_division(number),
    )


def normal(text: str) -> str:
    """Return it without spaces, half-width, in capitals."""
    return "".join(folded(text).split()).upper()


def compare_certificates(a: str, b: str) -> Comparison:
    """Compare two numbers: the holder's, then type and grade; B and a figure mark a reissue."""
    one, other = normal(a), normal(b)
    if one == other:
        return EQUAL if a == b else written_alike()
    holder = compare_ids(one[:18], other[:18])
    if holder.verdict != "same":
        return holder
    if one[:20] == other[:20]:
        return Comparison("probably_same", "less_precise", "一处是补发的证，其余相同")
    return contradicting("残疾类别或等级不同")
