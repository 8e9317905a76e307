"""Money is a whole number of fen.  Texts are what the office writes."""

import re
from decimal import Decimal, InvalidOperation
from typing import NewType

Fen = NewType("Fen", int)

_FIGURES = "零壹贰叁肆伍陆柒捌玖"
_VARIANTS = str.maketrans("〇○一二三四五六七八九两十百千圆", "零零壹贰叁肆伍陆柒捌玖贰拾佰仟元")
_UNITS = {"拾": 10, "佰": 100, "仟": 1000}
_FEN = Decimal("0.01")
_LIMIT_FEN = 10**14  # one million million yuan: beyond it a figure is a mistake


def yuan_text(amount_fen: int) -> str:
    """Return yuan with thousands separators and two decimals: ``1,234.50``."""
    sign = "-" if amount_fen < 0 else ""
    yuan, fen = divmod(abs(amount_fen), 100)
    return f"{sign}{yuan:,}.{fen:02d}"


def fen_of_yuan(text: str | Decimal | int) -> int:
    """Return fen for an amount in yuan such as ``1,234.5`` or ``￥600``.

    Raises ValueError when it is no amount, has more than two decimals or is out of range.
    """
    cleaned = re.sub(r"[,，\s￥¥元]", "", str(text))
    try:
        yuan = Decimal(cleaned)
    except InvalidOperation:
        raise ValueError(f"not an amount: {text!r}") from None
    if not yuan.is_finite() or abs(yuan) >= _LIMIT_FEN // 100 or yuan % _FEN:
        raise ValueError(f"not an amount in whole fen: {text!r}")
    return int(yuan * 100)


def capitals(amount_fen: int) -> str:
    """Return the amount in capital figures: ``壹仟贰佰叁拾肆元伍角整``.

    amount_fen: 0 up to below one million million yuan.
    Source: 正确填写票据和结算凭证的基本规定 (中国人民银行).
    """
    assert 0 <= amount_fen < _LIMIT_FEN
    yuan, rest = divmod(amount_fen, 100)
    jiao, fen = divmod(rest, 10)
    text = f"{_whole(yuan)}元" if yuan else ""
    if not rest:
        return (text or "零元") + "整"
    if jiao:
        text += f"{_FIGURES[jiao]}角"
    elif yuan:
        text += "零"
    return text + (f"{_FIGURES[fen]}分" if fen else "整")


def _whole(number: int) -> str:
    groups: list[tuple[int, str]] = []
    for unit in ("", "万", "亿"):
        number, group = divmod(number, 10_000)
        groups.append((group, unit))
    text, gap = "", False
    for group, unit in reversed(groups):
        if not group:
            gap = bool(text)
            continue
        if text and (gap or group < 1000):
            text += "零"
        text += _group(group) + unit
        gap = False
    return text


def _group(number: int) -> str:
    text, gap = "", False
    for unit, size in (("仟", 1000), ("佰", 100), ("拾", 10), ("", 1)):
        figure, number = divmod(number, size)
        if figure:
            text += ("零" if gap and text else "") + _FIGURES[figure] + unit
            gap = False
        else:
            gap = True
    return text


def parse_capitals(text: str) -> int:
    """Return fen for an amount in capital figures; accepts 一二三 and 圆 as well.

    Raises ValueError when it is none.
    """
    cleaned = re.sub(r"人民币|[\s:：整正]", "", text).translate(_VARIANTS)
    match = re.fullmatch(
        r"(?:(?P<yuan>[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+)元)?零?(?:(?P<jiao>[零壹贰叁肆伍陆柒捌玖])角)?零?(?:(?P<fen>[零壹贰叁肆伍陆柒捌玖])分)?",
        cleaned,
    )
    if not match or not any(match.groups()):
        raise ValueError(f"not an amount in capitals: {text!r}")
    yuan = _parse_whole(match["yuan"] or "零")
    jiao = _FIGURES.index(match["jiao"] or "零")
    fen = _FIGURES.index(match["fen"] or "零")
    return yuan * 100 + jiao * 10 + fen


def _parse_whole(text: str) -> int:
    total = group = figure = 0
    for sign in text:
        if sign in _FIGURES:
            if figure:
                raise ValueError(f"not an amount in capitals: {text!r}")
            figure = _FIGURES.index(sign)
        elif sign in _UNITS:
            group += (figure or 1) * _UNITS[sign]
            figure = 0
        elif sign == "万":
            total += (group + figure) * 10_000
            group = figure = 0
        else:  # 亿 counts everything before it
            total = (total + group + figure) * 10**8
            group = figure = 0
    return total + group + figure
