"""Relations within a family, in the words of GB/T 4761 as registers print them."""

import re

from dossier_ocr.text.folding import folded
from dossier_ocr.values.value_type import (
    EQUAL,
    Comparison,
    Flaw,
    Options,
    Parsed,
    contradicting,
    written_alike,
)

_SAME = {
    "本人": ("本人",), "户主": ("户主",), "配偶": ("配偶",),
    "夫": ("夫", "丈夫"), "妻": ("妻", "妻子"),
    "子": ("子", "儿子"), "女": ("女", "女儿"), "子女": ("子女",),
    "独生子": ("独生子", "独子"), "独生女": ("独生女", "独女"),
    "养子": ("养子",), "养女": ("养女",), "继子": ("继子",), "继女": ("继女",),
    "养子或继子": ("养子或继子",), "养女或继女": ("养女或继女",),
    "女婿": ("女婿",), "儿媳": ("儿媳", "儿媳妇"), "非婚生子": ("非婚生子",),
    "孙子": ("孙子", "孙"), "孙女": ("孙女",), "外孙子": ("外孙子", "外孙"),
    "外孙女": ("外孙女",), "孙媳妇": ("孙媳妇", "孙媳"), "外孙媳妇": ("外孙媳妇", "外孙媳"),
    "孙女婿": ("孙女婿",), "外孙女婿": ("外孙女婿",), "曾孙子": ("曾孙子", "曾孙"),
    "曾孙女": ("曾孙女",), "父母": ("父母",),
    "父亲": ("父亲", "父"), "母亲": ("母亲", "母"), "公公": ("公公", "公"),
    "婆婆": ("婆婆", "婆"), "岳父": ("岳父",), "岳母": ("岳母",), "继父": ("继父", "养父"),
    "继母": ("继母", "养母"), "祖父": ("祖父", "爷爷"), "祖母": ("祖母", "奶奶"),
    "外祖父": ("外祖父", "外公", "姥爷"), "外祖母": ("外祖母", "外婆", "姥姥"),
    "曾祖父": ("曾祖父",), "曾祖母": ("曾祖母",), "兄": ("兄", "哥哥"), "弟": ("弟", "弟弟"),
    "姐": ("姐", "姐姐"), "妹": ("妹", "妹妹"), "兄弟姐妹": ("兄弟姐妹",),
    "嫂": ("嫂", "嫂子"), "弟媳": ("弟媳",), "姐夫": ("姐夫",), "妹夫": ("妹夫",),
    "伯父": ("伯父",), "伯母": ("伯母",), "叔父": ("叔父", "叔叔"), "婶母": ("婶母",),
    "舅父": ("舅父", "舅舅"), "舅母": ("舅母",), "姨父": ("姨父",), "姨母": ("姨母",),
    "姑父": ("姑父",), "姑母": ("姑母",), "侄子": ("侄子", "侄儿"), "侄女": ("侄女",),
    "外甥": ("外甥",), "外甥女": ("外甥女",), "其他亲属": ("其他亲属", "其他"),
    "监护人": ("监护人",), "非亲属": ("非亲属",), "夫妻": ("夫妻", "夫妻关系"),
    "父子": ("父子", "父子关系"), "父女": ("父女", "父女关系"), "母子": ("母子", "母子关系"),
    "母女": ("母女", "母女关系"), "兄弟": ("兄弟", "兄弟关系"), "姐妹": ("姐妹", "姐妹关系"),
    "兄妹": ("兄妹", "兄妹关系"), "姐弟": ("姐弟", "姐弟关系"), "祖孙": ("祖孙", "祖孙关系"),
}  # fmt: skip
WORDS = {word: meaning for meaning, words in _SAME.items() for word in words}
_WIDER = {
    "配偶": ("夫", "妻", "夫妻"),
    "子女": ("子", "女", "独生子", "独生女", "养子", "养女"),
    "子": ("独生子",),
    "女": ("独生女",),
    "父母": ("父亲", "母亲"),
    "兄弟姐妹": ("兄", "弟", "姐", "妹", "兄弟", "姐妹"),
    "户主": ("本人",),
}
_BORN = ("子", "女", "孙子", "孙女", "儿子", "女儿", "孙", "外孙子", "外孙女", "外孙")
_ORDINALS = "长大次二三四五六七八九小"
_HAN = re.compile(r"[\u3400-\u9fff](?:[ \t]?[\u3400-\u9fff]){0,8}")


def relation(raw: str, _options: Options) -> Parsed | None:
    """Find one word, as printed; a word that registers do not use is a flaw."""
    raw = folded(raw)
    found = _HAN.search(raw)
    if found is None:
        return None
    value = normal(found.group())
    flaws: tuple[Flaw, ...] = ()
    if meaning_of(value) is None:
        flaws = (Flaw("no_such_relation", f"「{value}」不是亲属关系用语，请对照原件核对。"),)
    return Parsed(value, found.start(), found.end(), flaws=flaws)


def normal(text: str) -> str:
    """Return the word without spaces."""
    return "".join(text.split())


def meaning_of(word: str) -> tuple[str, str] | None:
    """Return the relation and the order of birth that a word tells, None for an unknown one."""
    if word in WORDS:
        return WORDS[word], ""
    order, bare = word[:1], word[1:]
    if order in _ORDINALS and bare in _BORN:
        return WORDS[bare], {"大": "长", "二": "次"}.get(order, order)
    return None


def compare_relations(a: str, b: str) -> Comparison:
    """Compare two words: 儿子 and 子 are one, 子 and 长子 may be, 妻 and 配偶 too."""
    one, other = normal(a), normal(b)
    if one == other:
        return EQUAL if a == b else written_alike()
    means, others = meaning_of(one), meaning_of(other)
    if means is None or others is None:
        return contradicting("关系的写法不同")
    if means == others:
        return Comparison("same", "writing", "同一种关系的不同说法")
    (word, order), (its_word, its_order) = means, others
    if word == its_word and not (order and its_order):
        return Comparison("probably_same", "less_precise", "有一处没有写排行")
    if its_word in _WIDER.get(word, ()) or word in _WIDER.get(its_word, ()):
        return Comparison("probably_same", "less_precise", "有一处写得较笼统")
    return contradicting("关系不同")
