"""From a letter to the data that a template prints."""

from datetime import date

import segno
from pydantic import BaseModel

from dossier.kernel.errors import Refused
from dossier.kernel.money import capitals, yuan_text
from dossier.notices.model import KIND_ZH, Letter
from dossier.notices.rules import office_date
from dossier.ports import Letters

_QR_LIMIT = 400
"""Characters; beyond it the squares get too small for a scan at 100 dpi."""


def typeset(letters: Letters, letter: Letter) -> bytes:
    """Return ``letter`` as PDF/A.  Raises Refused when a character has no glyph."""
    return letters.render(letter.template, printed(letter))


def printed(letter: Letter) -> dict[str, object]:
    """Return what the template prints: texts only, dates and amounts as offices write them.

    An amount ``x_fen`` becomes ``x`` (figures) and ``x_capitals``; a date ``x`` comes as ``x_digits`` (20260309) as well;
    ``qr`` becomes an SVG picture, ``qrs`` one for each page; ``dated`` is the day of the file in ISO 8601; an absent date
    or amount is "".
    """
    return {
        **_texts(letter),
        "dated": letter.day.isoformat(),
        "heading": KIND_ZH[letter.kind],
    }


def qr_svg(content: str) -> str:
    """Return a QR code (error correction M, quiet zone of four) as SVG; "" for no content."""
    if not content:
        return ""
    if len(content) > _QR_LIMIT:
        raise Refused("二维码内容过长，请缩短。", code="letter_qr_too_long")
    code = segno.make(content, error="m", micro=False)
    picture: str = code.svg_inline(omitsize=True, border=4)
    return picture


def _texts(value: BaseModel) -> dict[str, object]:
    data: dict[str, object] = {}
    for name in type(value).model_fields:
        item: object = getattr(value, name)
        if name.endswith("_fen"):
            assert item is None or isinstance(item, int)
            plain = name.removesuffix("_fen")
            data[plain] = "" if item is None else yuan_text(item)
            data[f"{plain}_capitals"] = "" if item is None else capitals(item)
        elif isinstance(item, date):
            data[name] = office_date(item)
            data[f"{name}_digits"] = f"{item:%Y%m%d}"
        elif name == "qr":
            data["qr"] = qr_svg(str(item))
        elif name == "qrs":
            assert isinstance(item, tuple)
            data["qrs"] = [qr_svg(str(one)) for one in item]
        else:
            data[name] = _text(item)
    return data


def _text(item: object) -> object:
    if isinstance(item, BaseModel):
        return _texts(item)
    if isinstance(item, tuple):
        return [_text(part) for part in item]
    return "" if item is None else item
