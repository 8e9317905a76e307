"""Addresses: from the province down to the room, compared part by part.

Written here because no kept library reads below the county: see decision 0009.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dossier_ocr.text.folding import folded
from dossier_ocr.values.characters import by_characters, simplified
from dossier_ocr.values.han_number import DIGITS, UNITS, whole_number
from dossier_ocr.values.plain import text
from dossier_ocr.values.value_type import (
    EQUAL,
    Comparison,
    Flaw,
    Options,
    Parsed,
    contradicting,
    written_alike,
)

_PLACE = re.compile(r"[省市区县旗乡镇村街路巷弄号楼栋室组屯]")
_AREA = re.compile(r"[省市区县旗州盟乡镇村街路巷弄道屯里园院庄场厦苑城寨堡坊湾沟店]")
"""More than a house number."""
_ENDED = re.compile(
    r"(?:\d[A-Z]?|[号室楼户房村组栋幢座层元区县市省旗州盟乡镇街道路巷弄屯队院园里城苑校场所心厦店馆站部会处局厂司府庭庄坊"
    r"寓堡湾沟排门内东西南北侧旁边口段委居铺])[)]?$"
)
_STRANGE = re.compile(r"\d\.\d|[A-Za-z]{2,}-?\d{3,}|平方|:")
_NO_ROAD = r"(?!大?[街路]|[道巷]|小区)"
_LEVELS = (
    ("省", r".{2,8}?(?:省|自治区|特别行政区)"),
    ("市", r".{2,9}?(?:市(?!场|府|政)|自治州|地区|盟)"),
    ("区", r".{1,12}?(?:(?<![小社校园库厂])区|县|旗)|.{2,6}?市(?!场|府|政)"),
    ("街道", rf".{{1,10}}?(?:街道(?:办事处)?|(?:镇|乡|苏木){_NO_ROAD})"),
    (
        "社区",
        rf".{{1,10}}?(?:(?:社区|行政村|村)(?:居民委员会|居委会|村民委员会|村委会)?|嘎查"
        rf"|居委会|居民委员会|村委会|村民委员会){_NO_ROAD}",
    ),
)
_ROAD = r".{1,12}?(?:大街|大道|街|路|巷|胡同|弄|里|道|条)"
_LEVEL_NAMES = ("省", "市", "区", "街道", "社区", "路", "小区")
_UPPER = ("省", "市")
_KINDS = {
    "号": "号", "号院": "号", "附": "附号", "之": "附号", "号楼": "栋", "栋": "栋", "幢": "栋", "座": "栋",
    "楼": "栋", "单元": "单元", "门": "单元", "组": "组", "屯": "组", "层": "层", "室": "室",
    "户": "室", "房": "室",
}  # fmt: skip
_HAN = f"[{''.join([*DIGITS, *UNITS])}]"
_HOUSE = "|".join(sorted(_KINDS, key=len, reverse=True))
_HAN_HOUSE = re.compile(
    rf"(?P<n>{_HAN}{{1,4}})(?=(?:号楼|号院|号|栋|幢|单元|组|层|室)(?![路街巷]))"
)
_NUMBER = re.compile(rf"(?P<n>\d+[A-Za-z]?|[A-Za-z](?=座|栋|幢)){{1}}(?P<k>{_HOUSE})?")
_JOINTS = re.compile(r"^[\-#/ ]+|[\-#/ ]+$")


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of an address.

    names: by level (省 市 区 街道 社区 路 小区).  numbers: (kind, figure) in their order, the
    kind being "" where none is printed.
    """

    names: Mapping[str, str]
    numbers: tuple[tuple[str, str], ...]


def address(raw: str, options: Options) -> Parsed | None:
    """Take all of it; an address names at least one kind of place."""
    parsed = text(raw, options)
    if parsed is not None:
        value = parsed.value.replace(" ", "")
        parsed = Parsed(value, parsed.start, parsed.end, flaws=parsed.flaws)
    if parsed is None:
        return None
    plain = simplified(folded(parsed.value))
    if _PLACE.search(plain) is None:
        flaw = Flaw("not_an_address", f"「{parsed.value}」不像地址，请对照原件核对。")
    elif _AREA.search(plain) is None:
        flaw = Flaw("cut_off", f"「{parsed.value}」开头似乎缺字，请对照原件核对。")
    elif _ENDED.search(plain) is None:
        flaw = Flaw("cut_off", f"「{parsed.value}」结尾似乎缺字，请对照原件核对。")
    elif _STRANGE.search(plain):
        flaw = Flaw("not_an_address", f"「{parsed.value}」里混有别的内容，请对照原件核对。")
    else:
        return parsed
    return Parsed(parsed.value, parsed.start, parsed.end, flaws=(*parsed.flaws, flaw))


def normal(text: str) -> str:
    """Return it half-width, simplified and without spaces, house numbers in figures."""
    text = re.sub(r"[\s,.;:]", "", folded(text))
    return _HAN_HOUSE.sub(lambda found: str(whole_number(found["n"])), text)


def parts_of(text: str) -> Address:
    """Take an address apart; what no level claims stands under 小区."""
    text = normal(text)
    names: dict[str, str] = {}
    for level, pattern in _LEVELS:
        if found := re.match(pattern, text):
            names[level] = _bare(level, found.group())
            text = text[found.end() :]
    numbers: list[tuple[str, str]] = []
    end = 0
    for found in _NUMBER.finditer(text):
        _place(names, text[end : found.start()])
        numbers.append((_KINDS.get(found["k"] or "", ""), found["n"].upper()))
        end = found.end()
    _place(names, text[end:])
    return Address(names, tuple(numbers))


def compare_addresses(a: str, b: str) -> Comparison:
    """Compare two addresses part by part: a part may be missing, or contradict the other's."""
    if a == b:
        return EQUAL
    if normal(a) == normal(b):
        return written_alike()
    one, other = parts_of(a), parts_of(b)
    against: list[str] = []
    doubts: list[Comparison] = []
    for level in _LEVEL_NAMES:
        name, its = one.names.get(level), other.names.get(level)
        if name is None or its is None or name == its:
            continue
        if similar := by_characters(name, its):
            doubts.append(similar)
        else:
            against.append(f"{level}不同（“{name}”和“{its}”）")
    numbers = _compare_numbers(one.numbers, other.numbers)
    if numbers.verdict == "different":
        against.append(numbers.message_zh)
    if against:
        return Comparison("different", "component_contradicts", "、".join(against))
    if doubts:
        return doubts[0]
    return _of_missing(one, other, numbers)


def _of_missing(one: Address, other: Address, numbers: Comparison) -> Comparison:
    """Compare two addresses that do not contradict each other."""
    if not set(one.names) & set(other.names) and not (one.numbers and other.numbers):
        return contradicting("两处的地址没有共同的部分，无法比较")
    missing = [
        level for level in _LEVEL_NAMES if (level in one.names) != (level in other.names)
    ]
    if numbers.reason == "component_missing":
        missing.append(numbers.message_zh)
    if not missing:
        return numbers if numbers.verdict == "probably_same" else written_alike()
    if all(level in _UPPER for level in missing) and "区" in one.names and "区" in other.names:
        if numbers.verdict == "probably_same":
            return numbers
        return Comparison("same", "upper_left_out", "有一处没有写省、市")
    return Comparison("probably_same", "component_missing", f"有一处没有写{'、'.join(missing)}")


def _compare_numbers(
    one: tuple[tuple[str, str], ...], other: tuple[tuple[str, str], ...]
) -> Comparison:
    """Compare house numbers; message_zh names what is missing or what differs."""
    if one == other:
        return EQUAL
    figures, others = ([figure for _, figure in each] for each in (one, other))
    short, long = sorted((figures, others), key=len)
    labelled = all(kind for kind, _ in (*one, *other))
    if labelled:
        kinds, their_kinds = dict(one), dict(other)
        for kind in dict.fromkeys([*kinds, *their_kinds]):
            mine, theirs = kinds.get(kind), their_kinds.get(kind)
            if mine and theirs and mine != theirs:
                return contradicting(f"{kind}不同（“{mine}”和“{theirs}”）")
        missing = [kind for kind in _ORDER if (kind in kinds) != (kind in their_kinds)]
        return Comparison("probably_same", "component_missing", "、".join(missing) or "门牌")
    if figures == others:
        return Comparison("probably_same", "numbers_unlabelled", "门牌数字相同，写法不同")
    if long[: len(short)] == short:
        return Comparison("probably_same", "component_missing", "门牌的后半部分")
    return contradicting(f"门牌不同（“{'-'.join(figures)}”和“{'-'.join(others)}”）")


_ORDER = tuple(dict.fromkeys(_KINDS.values()))


def _place(names: dict[str, str], text: str) -> None:
    """Put the text between house numbers under 路 and 小区."""
    text = _JOINTS.sub("", text)
    if not text:
        return
    if "路" not in names and (found := re.match(_ROAD, text)):
        names["路"] = found.group()
        text = text[found.end() :]
    if text:
        names["小区"] = names.get("小区", "") + text


def _bare(level: str, name: str) -> str:
    """Return a name without the words for the body that runs the place."""
    if level == "街道":
        return name.removesuffix("办事处")
    if level == "社区":
        bare = re.sub(r"(?:居民|村民)委员会$|[居村]委会$", "", name)
        return bare if re.search(r"(?:社区|村|嘎查)$", bare) else f"{bare}社区"
    return name
