"""Names of people: Han characters, with a middle dot in names of other peoples."""

import re
from collections.abc import Collection

from dossier_ocr.values.characters import by_characters, simplified
from dossier_ocr.values.surnames import surname_of
from dossier_ocr.values.value_type import (
    EQUAL,
    SEVERAL,
    Comparison,
    Flaw,
    Options,
    Parsed,
    contradicting,
    written_alike,
)

_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af〇]"
_DOT = r"[.·•．・‧∙]"
_NAME = re.compile(rf"{_HAN}(?:[ \t]?{_HAN}|[ \t]?{_DOT}[ \t]?(?={_HAN}))*")
_LENGTH_MAX = 4
_NOT_NAMES = re.compile(
    r"^(?:经(?:核实|核查|审核|调查|了解|查)|兹|现有|特此|根据|该同志)|证明|(签名|签字|盖章|手印|日期|本人|申请人|无)$"
)
# What stands where a printer had no type for a rare character: a mark, a private character of
# the printer's own, or the character's sound in Latin letters.
_WANTING = re.compile(r"[□■◇?？*＊〓囗�\ue000-\uf8ff]|[A-Za-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+[1-4]?")


def person_name(raw: str, _options: Options) -> Parsed | None:
    """Find one name."""
    found = _NAME.search(raw)
    if found is None:
        return None
    value = normal(found.group())
    flaws: tuple[Flaw, ...] = ()
    long = len(value) > _LENGTH_MAX and "·" not in value
    rest = raw[: found.start()] + raw[found.end() :]
    if len(value) < 2 or long or _NOT_NAMES.search(value) or re.search(r"\w", rest):
        flaws = (Flaw("not_a_name", f"「{value}」不像完整的姓名，请对照原件核对。"),)
    return Parsed(value, found.start(), found.end(), flaws=flaws)


def person_names(raw: str, _options: Options) -> Parsed | None:
    """Find several names, separated by commas or wide gaps."""
    found = [
        (match.start() + piece.start(), match.start() + piece.end(), piece.group())
        for match in re.finditer(r"[^,;，、；\t\n/]+", raw)
        if (piece := re.search(rf"{_HAN}+(?:{_DOT}{_HAN}+)*", match.group()))
    ]
    if not found:
        return None
    values = tuple(normal(text) for _, _, text in found)
    odd = [v for v in values if not 2 <= len(v) <= _LENGTH_MAX and "·" not in v]
    flaws = tuple(
        Flaw("not_a_name", f"「{value}」不像完整的姓名，请对照原件核对。") for value in odd
    )
    return Parsed(SEVERAL.join(values), found[0][0], found[-1][1], flaws=flaws)


def normal(text: str) -> str:
    """Return the name without spaces, with one kind of middle dot."""
    return re.sub(_DOT, "·", "".join(text.split()))


def normal_names(text: str) -> str:
    """Return several names in their order, joined as they are stored."""
    return SEVERAL.join(
        normal(part) for part in re.split(r"[,;，、；\t\n/]+", text) if part.strip()
    )


def compare_names(a: str, b: str, former: Collection[str] = ()) -> Comparison:
    """Compare two names of which each may be printed otherwise than the other.

    former: names that the person is known to have borne before (曾用名).
    """
    one, other = normal(a), normal(b)
    if one == other:
        return EQUAL if a == b else written_alike()
    old = {simplified(normal(name)) for name in former}
    if not one or not other:
        return contradicting("有一处没有姓名")
    if (simplified(one) in old) != (simplified(other) in old):
        known = one if simplified(one) in old else other
        return Comparison("probably_same", "former_name", f"“{known}”是登记过的曾用名")
    if similar := by_characters(one, other):
        return similar
    if one.replace("·", "") == other.replace("·", ""):
        return Comparison("probably_same", "separator", "只差姓名中间的分隔点")
    if _fills(one, other) or _fills(other, one):
        return Comparison(
            "probably_same", "rare_character", "有一处的生僻字没有打印出来，或用拼音、符号代替"
        )
    if "·" in one and "·" in other and (one.startswith(other) or other.startswith(one)):
        return Comparison("probably_same", "shortened", "有一处的姓名没有打印完整")
    if surname_of(one) == surname_of(other):
        return contradicting("姓相同，名不同")
    return contradicting("姓名不同")


def compare_lists(a: str, b: str) -> Comparison:
    """Compare two lists of names, whatever their order."""
    one, other = (
        [part for part in normal_names(text).split(SEVERAL) if part] for text in (a, b)
    )
    if one == other:
        return EQUAL if a == b else written_alike()
    if sorted(one) == sorted(other):
        return Comparison("same", "list", "人员相同，次序不同")
    left = [name for name in other if name not in one]
    doubts: list[Comparison] = []
    for name in (name for name in one if name not in other):
        near = next(
            (x for x in left if compare_names(name, x).verdict == "probably_same"), None
        )
        if near is None:
            return contradicting(f"“{name}”只在一处有")
        doubts.append(compare_names(name, near))
        left.remove(near)
    if left:
        return contradicting(f"“{left[0]}”只在一处有")
    return doubts[0] if doubts else Comparison("same", "list", "人员相同，次序不同")


def _fills(printed: str, whole: str) -> bool:
    """Whether ``whole`` is ``printed`` with one character in each place where one is wanting."""
    if not _WANTING.search(printed):
        return False
    pieces = _WANTING.split(printed)
    if not any(pieces):
        return False
    return re.fullmatch(".".join(re.escape(piece) for piece in pieces), whole) is not None
