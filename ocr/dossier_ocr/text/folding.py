"""One character for each: folded texts keep their length, so positions stay true."""

from dossier_ocr.text.tables import texts_of

_ODD = {"－": "-", "—": "-", "–": "-", "―": "-", "−": "-", "～": "-", "~": "-", "〜": "-"} | {
    "。": ".", "·": ".", "•": ".", "．": ".", "、": ",", "，": ",", "：": ":", "；": ";",
    "（": "(", "）": ")", "【": "(", "】": ")", "〔": "(", "〕": ")", "￥": "¥", "〇": "〇",
    "｜": "|", "\u3000": " ",
    "參": "叁",  # on papers it is the figure
}  # fmt: skip


def _simplified() -> dict[int, str]:
    texts = texts_of("traditional")
    traditional, simplified = (
        "".join(texts[key].split()) for key in ("traditional", "simplified")
    )
    return {ord(a): b for a, b in zip(traditional, simplified, strict=True)}


SIMPLIFIED = _simplified()
"""Traditional characters to their simplified forms; none that simplified print has too."""

_TABLE = (
    SIMPLIFIED
    | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | {ord(a): b for a, b in _ODD.items()}
)


def folded(text: str) -> str:
    """Return ``text`` in half-width, simplified form, character by character."""
    return text.translate(_TABLE)
