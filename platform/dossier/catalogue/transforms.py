"""From what is printed on a paper to what the form holds."""

from collections.abc import Callable, Mapping

from dossier.catalogue import citizen
from dossier.catalogue.cel.shapes import Shape, bind
from dossier.kernel.canonical import Json
from dossier.kernel.money import fen_of_yuan


def _sex(text: str) -> str | None:
    return {"男": "male", "女": "female"}.get(text.removesuffix("性"))


def _marital(text: str) -> str | None:
    words = {
        "single": ("未婚",),
        "married": ("已婚", "有配偶", "初婚", "再婚", "复婚", "结婚"),
        "divorced": ("离婚", "离异"),
        "widowed": ("丧偶",),
    }
    return next((value for value, known in words.items() if text in known), None)


def _labour(text: str) -> str | None:
    words = {
        "total_lost": "完全丧失",
        "most_lost": "大部分丧失",
        "partial_lost": "部分丧失",
        "full": "有劳动能力",
    }
    return next((value for value, known in words.items() if text.startswith(known)), None)


def _id_number(text: str) -> str | None:
    number = text.replace(" ", "").upper()
    return number if citizen.is_id_number(number) else None


def _birth_date(text: str) -> str | None:
    number = _id_number(text)
    return citizen.birth_date(number).isoformat() if number else None


def _sex_of_id(text: str) -> str | None:
    number = _id_number(text)
    return citizen.sex(number) if number else None


def _digits(text: str) -> str | None:
    digits = "".join(sign for sign in text if not sign.isspace() and sign != "-")
    return digits if digits.isascii() and digits.isdigit() else None


def _fen(text: str) -> int | None:
    try:
        return fen_of_yuan(text)
    except ValueError:
        return None


TRANSFORMS: Mapping[str, Callable[[str], Json]] = {
    "sex": _sex,
    "marital": _marital,
    "labour": _labour,
    "id_number": _id_number,
    "birth_date_of_id": _birth_date,
    "sex_of_id": _sex_of_id,
    "digits": _digits,
    "fen": _fen,
}


def transformed(
    name: str, tables: Mapping[str, Mapping[str, str]], shape: Shape, text: str
) -> Json:
    """Return the form value for a printed text, None when it has none.

    name: a transform, a table of the definition, or "" for the text in the field's own type.
    """
    if name in tables:
        return tables[name].get(text)
    if name in TRANSFORMS:
        return TRANSFORMS[name](text)
    if shape.money:
        return _fen(text)
    if shape.kind == "string":
        return text
    try:
        number = float(text)
    except ValueError:
        return None
    return bind(shape, number)
