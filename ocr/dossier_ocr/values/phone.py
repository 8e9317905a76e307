"""Telephone numbers: mobile, or fixed line with its area code."""

import re

from dossier_ocr.text.folding import folded
from dossier_ocr.values.person_name import person_name
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

_NUMBER = re.compile(
    r"(?<!\d)(1[3-9]\d[ \t-]?\d{4}[ \t-]?\d{4}|0\d{2,3}[ \t-]?\d{7,8}|\d{7,8})(?!\d)"
)
_ANY = re.compile(r"\d[\d \t-]{5,}")


_COUNTRY = re.compile(r"^(?:\+|00)86[ \t-]?")
_CALLED = re.compile(r"(?:联系)?(?:电话|手机)[号码]*|经办人|联系人")


def phone(raw: str, _options: Options) -> Parsed | None:
    """Find one number."""
    raw = folded(raw)
    if found := _NUMBER.search(raw):
        return Parsed(re.sub(r"[ \t]", "", found.group()), *found.span())
    if found := _ANY.search(raw):
        value = re.sub(r"[ \t]", "", found.group())
        flaw = Flaw("phone_form", f"电话「{value}」的位数不对，请对照原件核对。")
        return Parsed(value, *found.span(), flaws=(flaw,))
    return None


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def contact(raw: str, options: Options) -> Parsed | None:
    """Find a name and a telephone number, as "周敏 024-05512346"."""
    number = phone(raw, options)
    if number is None:
        return None
    name = person_name(_CALLED.sub(_blank, raw[: number.start]), options)
    if name is None:
        flaw = Flaw("no_name", f"「{raw.strip()}」没有读到姓名，请对照原件核对。")
        return Parsed(number.value, number.start, number.end, flaws=(*number.flaws, flaw))
    return Parsed(
        f"{name.value} {number.value}",
        name.start,
        number.end,
        flaws=(*name.flaws, *number.flaws),
    )


def normal(text: str) -> str:
    """Return the digits alone, without the country's 86."""
    return re.sub(r"\D", "", _COUNTRY.sub("", folded(text).strip()))


normal_contact = normal_by(contact)


def compare_phones(a: str, b: str) -> Comparison:
    """Compare two numbers, of which one may lack its area code."""
    one, other = normal(a), normal(b)
    if one == other:
        return EQUAL if a == b else written_alike()
    short, long = sorted((one, other), key=len)
    if len(short) in (7, 8) and re.fullmatch(rf"0\d{{2,3}}{short}", long):
        return Comparison("probably_same", "area_code", "有一处没有写区号")
    return contradicting("电话号码不同")


def compare_contacts(a: str, b: str) -> Comparison:
    """Compare two names with their numbers."""
    one, other = normal_contact(a), normal_contact(b)
    if one == other:
        return EQUAL if a == b else written_alike()
    return contradicting("联系人或电话不同")
