"""Disability certificate numbers: the holder's ID number, the type digit, the grade digit."""

import re

from dossier_ocr.folding import folded
from dossier_ocr.values.id_number import is_valid
from dossier_ocr.values.value_type import Flaw, Options, Parsed

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
    return Parsed(value, found.start(), found.end(), certain=not flaws, flaws=tuple(flaws))
