"""Ethnic groups: the 56 of GB/T 3304, without the word 族.  Never corrected, only flagged."""

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

GROUPS = (
    "汉", "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗", "瑶", "白",
    "土家", "哈尼", "哈萨克", "傣", "黎", "傈僳", "佤", "畲", "高山", "拉祜", "水", "东乡",
    "纳西", "景颇", "柯尔克孜", "土", "达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬",
    "锡伯", "阿昌", "普米", "塔吉克", "怒", "乌孜别克", "俄罗斯", "鄂温克", "德昂", "保安",
    "裕固", "京", "塔塔尔", "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺",
)  # fmt: skip
_HAN = re.compile(r"[\u3400-\u9fff](?:[ \t]?[\u3400-\u9fff]){0,6}")
_OTHER = ("其他", "外国血统中国籍人士", "未识别民族")


def ethnicity(raw: str, _options: Options) -> Parsed | None:
    """Find one group, as printed; what is none of the 56 is a flaw."""
    raw = folded(raw)
    found = _HAN.search(raw)
    if found is None:
        return None
    value = normal(found.group())
    flaws: tuple[Flaw, ...] = ()
    if value not in GROUPS and value not in _OTHER:
        flaws = (Flaw("no_such_group", f"民族「{value}」不在56个民族之内，请对照原件核对。"),)
    return Parsed(value, found.start(), found.end(), flaws=flaws)


def normal(text: str) -> str:
    """Return the group without spaces and without 族."""
    text = "".join(text.split())
    return text[:-1] if len(text) > 1 and text.endswith("族") else text


def compare_groups(a: str, b: str) -> Comparison:
    """Compare two groups; 满 and 满族 are one."""
    one, other = normal(a), normal(b)
    if one == other:
        return EQUAL if a == b else written_alike()
    if one in GROUPS and other in GROUPS:
        return contradicting("民族不同")
    return by_characters(one, other) or contradicting("民族不同")
