"""Free text and names of organisations: as printed."""

import re

from dossier_ocr.text.folding import folded
from dossier_ocr.values.characters import by_characters
from dossier_ocr.values.value_type import (
    EQUAL,
    Comparison,
    Flaw,
    Options,
    Parsed,
    contradicting,
    written_alike,
)

_EDGES = " \t\n\u3000\xa0:;,.：；，。、．_"
_BODY = re.compile(
    r"(公司|集团|厂|店|局|处|所|院|校|学|中心|站|社|会|部|委|银行|信用社|政府|办事处|联合会|残联|分行|支行|厅|署|总支|支部|党组|园|馆|队|超市|商行|商场|市场|药房)$"
)
_CLAUSE = re.compile(r"(?<=[司团厂店局处所院校学中心站社会部委行府])的|[(（][^()（）]*$")
"""Where a name ends in a sentence."""
_SIGNS = re.compile(r"[\s\W_]")
_FORM = re.compile(r"(?:股份|有限|责任)+公司")
_SHORT_MIN = 4
_WIDTHS = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}


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


def organisation(raw: str, options: Options) -> Parsed | None:
    """Take all of it; a body's name ends as bodies' names do."""
    if clause := _CLAUSE.search(raw):
        raw = raw[: clause.start()]
    parsed = text(raw, options)
    if parsed is None:
        return None
    name = re.sub(r"\(.*?\)$", "", folded(parsed.value))
    if _BODY.search(name) and len(name) >= _SHORT_MIN:
        return parsed
    flaw = Flaw("not_a_body", f"「{parsed.value}」不像完整的单位名称，请对照原件核对。")
    return Parsed(parsed.value, parsed.start, parsed.end, flaws=(*parsed.flaws, flaw))


def normal(text: str) -> str:
    """Return it half-width, without the spaces around and between its characters."""
    return "".join(folded(text).split()).strip(_EDGES)


def compare_texts(a: str, b: str) -> Comparison:
    """Compare two texts; spaces, widths, punctuation and brackets do not count."""
    if a == b:
        return EQUAL
    one, other = normal(a), normal(b)
    if one == other or _SIGNS.sub("", one) == _SIGNS.sub("", other):
        return _by_traditional(a, b) or written_alike()
    if not one or not other:
        return contradicting("有一处没有内容")
    return by_characters(one, other) or contradicting()


def compare_organisations(a: str, b: str) -> Comparison:
    """Compare two bodies' names; one may leave out its place or the words for its form."""
    compared = compare_texts(a, b)
    if compared.verdict != "different":
        return compared
    one, other = (_SIGNS.sub("", normal(text)) for text in (a, b))
    if not one or not other:
        return compared
    if _FORM.sub("公司", one) == _FORM.sub("公司", other):
        return Comparison("probably_same", "shortened", "只差公司形式的写法")
    short, long = sorted((one, other), key=len)
    if len(short) >= _SHORT_MIN and (long.endswith(short) or long.startswith(short)):
        return Comparison("probably_same", "shortened", "有一处的单位名称没有写全")
    return compared


def _by_traditional(a: str, b: str) -> Comparison | None:
    """Say so where nothing but traditional forms parts two texts that fold to one."""
    one, other = (_SIGNS.sub("", text).translate(_WIDTHS) for text in (a, b))
    return by_characters(one, other) if one != other and len(one) == len(other) else None


def _trimmed(raw: str) -> tuple[int, int]:
    start = len(raw) - len(raw.lstrip(_EDGES))
    return start, max(start, len(raw.rstrip(_EDGES)))


def _joined(raw: str) -> str:
    """Join cells and rows; a gap before a number or between words stays a space.

    Of a pair of brackets read in two widths the wide one is right: small print looks narrow.
    """
    joined = re.sub(r"[ ]*[\t\n][ ]*", "\t", raw)
    joined = re.sub(r"(?<=[A-Za-z0-9])\t(?=[A-Za-z0-9])", " ", joined)
    joined = re.sub(r"（([^（）()]*)\)|\(([^（）()]*)）", r"（\1\2）", joined)
    return re.sub(r" +", " ", joined.replace("\t", ""))
