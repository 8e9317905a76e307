"""The number of an identity card or, for foreigners, of a passport or permit."""

import re

from dossier_ocr.text.folding import folded
from dossier_ocr.values.id_number import id_number
from dossier_ocr.values.value_type import Flaw, Options, Parsed

_PASSPORT = re.compile(r"(?<![0-9A-Za-z])[A-Z]{1,3}(?:[ \t]?\d){6,9}(?![0-9A-Za-z])")


def id_or_passport(raw: str, options: Options) -> Parsed | None:
    """Find an identity number, else a passport's, else what stands there, as a flaw."""
    raw = folded(raw)
    found = id_number(raw, options)
    if found and found.certain:
        return found
    if passport := _PASSPORT.search(raw):
        return Parsed(re.sub(r"\s", "", passport.group()), *passport.span())
    if found:
        return found
    rough = re.search(r"[0-9A-Za-z](?:[ \t]?[0-9A-Za-z]){4,}", raw)
    if rough is None:
        return None
    value = re.sub(r"\s", "", rough.group())
    flaw = Flaw("id_form", f"证件号码「{value}」的格式不对，请对照原件核对。")
    return Parsed(value, *rough.span(), flaws=(flaw,))
