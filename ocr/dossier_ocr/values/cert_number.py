"""Certificate numbers: as printed, without spaces; the document type's pattern decides."""

import re
from dataclasses import replace

from dossier_ocr.text.folding import folded
from dossier_ocr.values.characters import simplified
from dossier_ocr.values.misreading import only_look_alikes
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
_LABEL = re.compile(r"[\u4e00-\u9fff \t]{1,10}[:：]")
_CELL = re.compile(r"[^\t\n]+")
_FORM = re.compile(r"(?=.*\d)[\w()\[\]〔〕（）《》/.·#*+\-]{3,}")
_NUMBER_END = re.compile(r"\d[ \t]*号(?=[\u4e00-\u9fff])")
_BEGUN = re.compile(r"第[0-9A-Za-z-]+$")
_SIGNS = re.compile(r"[\W_第字号]|编号|证号")
_HALF_PAIR = re.compile(r"(?:〔((?:19|20)\d\d)[\])】]|[\[(【]((?:19|20)\d\d)〕)")
_ROUND_PAIR = re.compile(r"[\[(【]((?:19|20)\d\d)[\])】]")
_ZERO = re.compile(r"(?<![0-9A-Za-z])0(?=\d{8})")
_BRACKETS = str.maketrans("[]", "()")
_DASHES = str.maketrans(dict.fromkeys("－—–―−", "-"))


def cert_number(raw: str, options: Options) -> Parsed | None:
    """Find one number; with a pattern, what matches it, wherever it stands."""
    if options.pattern:
        exact = _matching(raw, options.pattern) or _with_letter(raw, options.pattern)
        if exact:
            return exact
    cell = next((each for each in _CELL.finditer(raw) if re.search(r"\d", each.group())), None)
    if cell is None:
        return None
    start, end = _trimmed(raw, *cell.span())
    if start == end:
        return None
    if ended := _NUMBER_END.search(raw, start, end):
        end = ended.end()
    value = normal(raw[start:end])
    if options.pattern or not _FORM.fullmatch(value):
        flaw = Flaw("bad_number", f"证件编号「{value}」的格式不对，请对照原件核对。")
        return Parsed(value, start, end, flaws=(flaw,))
    return Parsed(value, start, end)


def normal(text: str) -> str:
    """Return it half-width and without spaces, with dashes and brackets that are pairs.

    Of 〔2011〕 engines often give one bracket as another; the one that they know tells the pair.
    """
    text = "".join(text.split()).translate(_DASHES)
    text = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)
    return _HALF_PAIR.sub(lambda found: f"〔{found[1] or found[2]}〕", text)


def compare_numbers(a: str, b: str) -> Comparison:
    """Compare two numbers; brackets, 第 and 号 around and within them do not count."""
    one, other = normal(a), normal(b)
    if one == other:
        return EQUAL if a == b else written_alike()
    bare, its = (_SIGNS.sub("", simplified(text)).upper() for text in (one, other))
    if not bare or not its:
        return contradicting("有一处没有编号")
    if bare == its:
        return Comparison("same", "writing", "只是括号、横线、字号的写法不同")
    if only_look_alikes(bare, its):
        return Comparison("probably_same", "confusable", "只差字形相近的字，可能看错或读错")
    return contradicting("编号不同")


def _matching(raw: str, pattern: str) -> Parsed | None:
    """Find what matches ``pattern`` once spaces are gone; places are those of ``raw``.

    A pattern with 〔〕 is of numbers whose year always stands in them: engines read others.
    """
    official = "〔" in pattern
    pattern = pattern.replace("〔", r"\(").replace("〕", r"\)")
    places = [at for at, character in enumerate(raw) if not character.isspace()]
    dense = folded("".join(raw[at] for at in places)).translate(_BRACKETS)
    for found in re.finditer(pattern, dense):
        if found.end() > found.start() and not _inside(dense, found):
            start, end = places[found.start()], places[found.end() - 1] + 1
            value = normal(raw[start:end])
            if official:
                value = _ROUND_PAIR.sub(lambda year: f"〔{year[1]}〕", value)
            return Parsed(value, start, end, flaws=_flaws_of(value))
    return None


def _with_letter(raw: str, pattern: str) -> Parsed | None:
    """Find a number that has the letter O before its figures, which was read as one of them."""
    found = _matching(_ZERO.sub("O", raw), pattern)
    if found is None or found.value == normal(raw[found.start : found.end]):
        return None
    message = f"「{found.value}」的首位是字母还是数字看不清，请对照原件核对。"
    return replace(found, flaws=(*found.flaws, Flaw("look_alike", message)))


def _flaws_of(value: str) -> tuple[Flaw, ...]:
    """Return what is wrong with a number in good form: what begins with 第 ends with 号."""
    if _BEGUN.search(value) is None or "号" in value:
        return ()
    return (
        Flaw("cut_off", f"「{value}」后面似乎缺「号」字，编号可能不完整，请对照原件核对。"),
    )


def _inside(text: str, found: re.Match[str]) -> bool:
    """Whether the match is a piece of a longer number."""
    before, after = text[: found.start()][-1:], text[found.end() :][:1]
    return ((before + found.group()[0]).isdigit() and before != "") or (
        (found.group()[-1] + after).isdigit() and after != ""
    )


def _trimmed(raw: str, start: int, end: int) -> tuple[int, int]:
    if label := _LABEL.match(raw, start, end):
        start = label.end()
    text = raw[start:end]
    left = start + len(text) - len(text.lstrip(_EDGES))
    return left, max(left, start + len(text.rstrip(_EDGES)))
