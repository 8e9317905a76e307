"""Postcodes: six digits."""

import re

from dossier_ocr.text.folding import folded
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

_CODE = re.compile(r"(?<!\d)\d(?:[ \t]?\d){5}(?![ \t]?\d)")
_ANY = re.compile(r"\d(?:[ \t]?\d)*")


def postcode(raw: str, _options: Options) -> Parsed | None:
    """Find one code, printed in boxes or not."""
    raw = folded(raw)
    if found := _CODE.search(raw):
        return Parsed(re.sub(r"\s", "", found.group()), *found.span())
    if found := _ANY.search(raw):
        value = re.sub(r"\s", "", found.group())
        flaw = Flaw("postcode_length", f"邮政编码「{value}」不是6位，请对照原件核对。")
        return Parsed(value, *found.span(), flaws=(flaw,))
    return None


normal = normal_by(postcode)


def compare_postcodes(a: str, b: str) -> Comparison:
    """Compare two codes."""
    one, other = normal(a), normal(b)
    if one == other:
        return EQUAL if a == b else written_alike()
    return contradicting("邮政编码不同")
