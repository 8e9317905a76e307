"""A value of a form as people read it."""

from collections.abc import Mapping
from datetime import date

from dossier.catalogue.model import Definition
from dossier.kernel.canonical import Json
from dossier.kernel.money import yuan_text
from dossier.notices.rules import office_date


def text_at(definition: Definition, pointer: str, value: Json) -> str:
    """Return what stands at ``pointer`` as it is printed: choices by their titles, days in words."""
    schema = schema_at(definition, pointer)
    if value is None:
        return ""
    if isinstance(value, list):
        return "、".join(text_at(definition, f"{pointer}/0", one) for one in value)
    if isinstance(value, Mapping):
        return "，".join(
            f"{_title(definition, f'{pointer}/{name}', name)}{text}"
            for name, inner in value.items()
            if (text := text_at(definition, f"{pointer}/{name}", inner))
        )
    if isinstance(value, bool):
        return "是" if value else "否"
    if schema.get("format") == "money-fen" and isinstance(value, int):
        return f"{yuan_text(value)}元"
    if schema.get("format") == "date" and isinstance(value, str):
        try:
            return office_date(date.fromisoformat(value))
        except ValueError:
            return value
    options = schema.get("oneOf")
    for option in options if isinstance(options, list | tuple) else ():
        if isinstance(option, Mapping) and option.get("const") == value:
            return str(option.get("title", value))
    return str(value).strip()


def schema_at(definition: Definition, pointer: str) -> Mapping[str, Json]:
    """Return the JSON Schema of a place, empty where there is none."""
    here: Json = definition.form
    for name in pointer.split("/")[1:]:
        if not isinstance(here, Mapping):
            return {}
        inner = here.get("items") if name.isdigit() else here.get("properties")
        here = inner if name.isdigit() or not isinstance(inner, Mapping) else inner.get(name)
    return here if isinstance(here, Mapping) else {}


def _title(definition: Definition, pointer: str, name: str) -> str:
    return str(schema_at(definition, pointer).get("title", name))
