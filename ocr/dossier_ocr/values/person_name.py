"""Names of people: Han characters, with a middle dot in names of other peoples."""

import re

from dossier_ocr.values.value_type import SEVERAL, Flaw, Options, Parsed

_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af〇]"
_DOT = r"[.·•．・]"
_NAME = re.compile(rf"{_HAN}(?:[ \t]?{_HAN}|{_DOT}(?={_HAN}))*")
_LENGTH_MAX = 6
_NOT_NAMES = re.compile(r"证明|(签名|签字|盖章|手印|日期|本人|申请人|无)$")


def person_name(raw: str, _options: Options) -> Parsed | None:
    """Find one name."""
    found = _NAME.search(raw)
    if found is None:
        return None
    value = _plain(found.group())
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
    values = tuple(_plain(text) for _, _, text in found)
    odd = [v for v in values if not 2 <= len(v) <= _LENGTH_MAX and "·" not in v]
    flaws = tuple(
        Flaw("not_a_name", f"「{value}」不像完整的姓名，请对照原件核对。") for value in odd
    )
    return Parsed(SEVERAL.join(values), found[0][0], found[-1][1], flaws=flaws)


def _plain(text: str) -> str:
    return re.sub(_DOT, "·", re.sub(r"\s", "", text))
