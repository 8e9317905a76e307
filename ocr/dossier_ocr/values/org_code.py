"""Unified social credit codes of organisations: GB 32100, check character MOD 31."""

import re

from stdnum.cn import uscc

from dossier_ocr.text.folding import folded
from dossier_ocr.values.misreading import proved_misreading
from dossier_ocr.values.value_type import (
    EQUAL,
    Comparison,
    Flaw,
    Options,
    Parsed,
    contradicting,
    written_alike,
)

_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z](?:[ \t-]?[0-9A-Za-z]){17}(?![0-9A-Za-z])")
_ANY = re.compile(r"[0-9A-Za-z][0-9A-Za-z \t-]{6,22}[0-9A-Za-z]")
# Letters that the standard leaves out because they look like these figures.
_MISREAD = str.maketrans("OISZ", "0152")


def org_code(raw: str, _options: Options) -> Parsed | None:
    """Find one code; a valid one proves itself, an invalid one is told."""
    raw = folded(raw)
    found = list(_CODE.finditer(raw))
    for match in found:
        value = normal(match.group())
        if is_valid(value):
            return Parsed(value, *match.span(), certain=True)
    rough = found[0] if found else _ANY.search(raw)
    if rough is None:
        return None
    value = normal(rough.group())
    if len(value) == 18:
        flaw = Flaw("org_check", f"统一社会信用代码「{value}」的校验码不对，请对照原件核对。")
    else:
        flaw = Flaw("org_length", f"统一社会信用代码「{value}」不是18位，请对照原件核对。")
    return Parsed(value, *rough.span(), flaws=(flaw,))


def is_valid(code: str) -> bool:
    """Tell whether ``code`` has its form and the right check character."""
    return bool(uscc.is_valid(code))


def normal(text: str) -> str:
    """Return it in capitals without separators, 0 for O and 1 for I, which it never holds."""
    return re.sub(r"[\s-]", "", folded(text)).upper().translate(_MISREAD)


def compare_codes(a: str, b: str) -> Comparison:
    """Compare two codes; the check character tells a misreading from another body."""
    one, other = normal(a), normal(b)
    if one == other:
        return EQUAL if a == b else written_alike()
    if not one or not other:
        return contradicting("有一处没有代码")
    slip = proved_misreading(one, other, good_a=is_valid(one), good_b=is_valid(other))
    return slip or contradicting("统一社会信用代码不同")
