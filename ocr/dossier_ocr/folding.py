"""One character for each: folded texts keep their length, so positions stay true."""

# Traditional forms that engines give for simplified print, and that labels and lists need.
_TRADITIONAL = "漢證號簽機關區縣姓業職務戶貫歷國籍當記載變項單銀開殘疾級類別監護聯繫電話額億萬圓貳參陸東華門陽長"
_SIMPLIFIED = "汉证号签机关区县姓业职务户贯历国籍当记载变项单银开残疾级类别监护联系电话额亿万圆贰叁陆东华门阳长"
_ODD = {"－": "-", "—": "-", "–": "-", "―": "-", "−": "-", "～": "-", "~": "-", "〜": "-"} | {
    "。": ".", "·": ".", "•": ".", "．": ".", "、": ",", "，": ",", "：": ":", "；": ";",
    "（": "(", "）": ")", "【": "(", "】": ")", "〔": "(", "〕": ")", "￥": "¥", "〇": "〇",
    "｜": "|", "\u3000": " ",
}  # fmt: skip
_TABLE = {
    ord(a): b
    for a, b in [
        *zip(_TRADITIONAL, _SIMPLIFIED, strict=True),
        *((chr(code), chr(code - 0xFEE0)) for code in range(0xFF01, 0xFF5F)),
        *_ODD.items(),
    ]
}


def folded(text: str) -> str:
    """Return ``text`` in half-width, simplified form, character by character."""
    return text.translate(_TABLE)
