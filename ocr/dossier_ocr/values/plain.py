"""Free text, addresses, names of organisations: as printed."""

import re

from dossier_ocr.folding import folded
from dossier_ocr.values.value_type import Flaw, Options, Parsed

_EDGES = " \t\n:;,.：；，。、．_"
_PLACE = re.compile(r"[省市区县旗乡镇村街路巷弄号楼栋室组屯]")
_BODY = re.compile(
    r"(公司|集团|厂|店|局|处|所|院|校|学|中心|站|社|会|部|委|银行|信用社|政府|办事处|联合会|残联|分行|支行)$"
)


def text(raw: str, options: Options) -> Parsed | None:
    """Take all of it; ``options.pattern`` says what it must look like."""
    start, end = _trimmed(raw)
    if start == end:
        return None
    value = _joined(raw[start:end])
    flaws: tuple[Flaw, ...] = ()
    if options.pattern and not re.fullmatch(options.pattern, folded(value)):
        flaws = (Flaw("bad_form", f"「{value}」的格式不对，请对照原件核对。"),)
    return Parsed(value, start, end, flaws=flaws)


def address(raw: str, options: Options) -> Parsed | None:
    """Take all of it; an address names at least one kind of place."""
    parsed = text(raw, options)
    if parsed is not None:
        value = parsed.value.replace(" ", "")
        parsed = Parsed(value, parsed.start, parsed.end, flaws=parsed.flaws)
    if parsed is None or _PLACE.search(parsed.value):
        return parsed
    flaw = Flaw("not_an_address", f"「{parsed.value}」不像地址，请对照原件核对。")
    return Parsed(parsed.value, parsed.start, parsed.end, flaws=(*parsed.flaws, flaw))


def organisation(raw: str, options: Options) -> Parsed | None:
    """Take all of it; a body's name ends as bodies' names do."""
    parsed = text(raw, options)
    if parsed is None or _BODY.search(re.sub(r"\(.*?\)$", "", folded(parsed.value))):
        return parsed
    flaw = Flaw("not_a_body", f"「{parsed.value}」不像完整的单位名称，请对照原件核对。")
    return Parsed(parsed.value, parsed.start, parsed.end, flaws=(*parsed.flaws, flaw))


def _trimmed(raw: str) -> tuple[int, int]:
    start = len(raw) - len(raw.lstrip(_EDGES))
    return start, max(start, len(raw.rstrip(_EDGES)))


def _joined(raw: str) -> str:
    """Join cells and rows; a gap before a number or between words stays a space."""
    joined = re.sub(r"[ ]*[\t\n][ ]*", "\t", raw)
    joined = re.sub(r"(?<=[A-Za-z0-9])\t(?=[A-Za-z0-9])", " ", joined)
    return re.sub(r" +", " ", joined.replace("\t", ""))
