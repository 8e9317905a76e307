"""Where in a definition's text that stands of which the check tells."""

import re
from collections.abc import Mapping

from dossier.kernel.canonical import Json

Path = tuple[str | int, ...]

_BY_EXPRESSION: Mapping[str, tuple[str, str, str]] = {
    "required": ("fields", "pointer", "required_when"),
    "visible": ("fields", "pointer", "visible_when"),
    "derived": ("derived", "pointer", "cel"),
    "condition": ("eligibility", "id", "cel"),
    "shows": ("eligibility", "id", "shows"),
    "material": ("materials", "code", "when"),
    "applies": ("checks", "id", "applies_when"),
    "check": ("checks", "id", "cel"),
    "message": ("checks", "id", "message_zh"),
    "remedy": ("checks", "id", "remedy_zh"),
    "advice": ("checks", "id", "advice_zh"),
    "stage": ("stages", "order", "applies_when"),
    "step": ("benefit/steps", "name", "cel"),
    "show": ("benefit/steps", "name", "show"),
    "notice": ("public_notice/fields", "code", "text"),
}
_BY_WORD: Mapping[str, tuple[str, str]] = {
    "fields": ("fields", "pointer"),
    "from_document": ("from_document", "pointer"),
    "derived": ("derived", "pointer"),
    "hints": ("ui/hints", "pointer"),
    "example": ("examples", "title_zh"),
}
_WHOLE: Mapping[str, tuple[str, str]] = {
    "archive": ("archive/retention", ""),
    "material": ("materials", "code"),
    "check": ("checks", "id"),
    "eligibility": ("eligibility", "id"),
    "stage": ("stages", "order"),
    "derived": ("derived", "pointer"),
    "output": ("outputs", "code"),
}
_PART_OF_CODE: Mapping[str, str] = {
    "paper.unknown": "document_type",
    "paper.field": "sources",
    "paper.part": "parts",
    "person.unknown": "per",
    "role.unknown": "decider",
    "role.level": "decider",
    "compare.unknown": "compare",
    "material.unknown": "materials",
    "transform.unknown": "transform",
}
_QUOTED = re.compile("“([^”]*)”")


def path_of(raw: Mapping[str, Json], place: str, code: str, message: str = "") -> Path:
    """Return the path to what a finding of the check is about; () is the whole definition.

    place, code, message: as the check tells them, without the definition's name.
    """
    if not place:
        return ("form",) if code == "schema.invalid" else ()
    kind, _, rest = place.partition(":")
    if rest and kind in _BY_EXPRESSION:
        where, key, part = _BY_EXPRESSION[kind]
        return _item(raw, where, key, rest, _PART_OF_CODE.get(code, part))
    if place == "benefit:when":
        return ("benefit", "when")
    word, _, rest = place.partition(" ")
    if word == "ui":
        return ("form", "properties", rest) if code == "ui.group" else ("ui", "groups")
    if word in ("persons", "papers") and rest:
        return (word, rest)
    if rest and word in _BY_WORD:
        where, key = _BY_WORD[word]
        return _item(raw, where, key, rest.strip("“”"), _PART_OF_CODE.get(code, ""))
    where, key = _WHOLE.get(place, (place, ""))
    found = _QUOTED.search(message) if key else None
    if found:
        return _item(raw, where, key, found[1], key, last=True)
    return tuple(where.split("/"))


def _item(
    raw: Mapping[str, Json], where: str, key: str, wanted: str, part: str, *, last: bool = False
) -> Path:
    path: Path = tuple(where.split("/"))
    here: Json = raw
    for step in path:
        here = here.get(str(step)) if isinstance(here, Mapping) else None
    rows = here if isinstance(here, list) else []
    numbers = [
        number
        for number, row in enumerate(rows)
        if isinstance(row, Mapping) and str(row.get(key)) == wanted
    ]
    if not numbers:
        return path
    number = numbers[-1 if last else 0]
    row = rows[number]
    inner = (part,) if part and isinstance(row, Mapping) and part in row else ()
    return (*path, number, *inner)
