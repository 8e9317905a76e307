"""What a public notice shows of a name or a number."""

from typing import Literal

Masking = Literal["", "surname_star", "id_mask", "phone_mask", "account_last4"]

_PAIRS = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台"
    "皇甫宗政濮阳公冶太叔申屠公孙慕容仲孙钟离长孙宇文司徒鲜于司空闾丘"
    "子车亓官司寇巫马公西颛孙壤驷公良漆雕乐正宰父谷梁拓跋夹谷轩辕令狐"
    "段干百里呼延东郭南门羊舌微生公户公玉梁丘左丘东门西门第五"
)
_DOUBLE_SURNAMES = frozenset(_PAIRS[at : at + 2] for at in range(0, len(_PAIRS), 2))


def masked(kind: Masking, text: str) -> str:
    """Return ``text`` as a public notice may show it; a name keeps the surname alone."""
    match kind:
        case "":
            return text
        case "surname_star":
            surname = text[:2] if text[:2] in _DOUBLE_SURNAMES and len(text) > 2 else text[:1]
            return surname + "*" * max(len(text) - len(surname), 1)
        case "id_mask":
            return _middle(text, 6, 4)
        case "phone_mask":
            return _middle(text, 3, 4)
        case _:
            return f"**** {text[-4:]}" if len(text) > 4 else "****"


def _middle(text: str, head: int, tail: int) -> str:
    hidden = len(text) - head - tail
    return text[:head] + "*" * hidden + text[-tail:] if hidden > 0 else "*" * len(text)
