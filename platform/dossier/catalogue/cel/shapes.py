"""The types of a form: from JSON Schema to the types of expressions, and values bound to them.

A value that is absent, empty or of the wrong type is left out when it is bound, so that an
expression that touches it gives no answer instead of a wrong one.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from dossier.catalogue.cel.listing import listed
from dossier.kernel.canonical import Json
from dossier.kernel.money import fen_of_yuan

Scalar = Literal["string", "integer", "number", "boolean"]
Bound = bool | int | float | str | list["Bound"] | dict[str, "Bound"]

_WHOLE_LIMIT = 2**53  # JSON numbers above it are not exact in the browser
_OF_DOCUMENT: Mapping[str, Scalar] = {
    "money": "integer",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """The type of one value: a scalar, a list of one shape, or an object of named shapes.

    options: the only texts that a closed field may hold; empty for an open one.
    """

    kind: Scalar | Literal["list", "object"]
    title_zh: str = ""
    money: bool = False
    item: "Shape | None" = None
    members: Mapping[str, "Shape"] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    options: tuple[str, ...] = ()


def shape_of(schema: Json) -> Shape:
    """Return the shape of a JSON Schema; raises ValueError for what forms may not hold."""
    if not isinstance(schema, Mapping):
        raise ValueError("a schema must be an object")
    title = schema.get("title")
    title_zh = title if isinstance(title, str) else ""
    match schema.get("type"):
        case "object":
            properties = schema.get("properties", {})
            required = schema.get("required", ())
            if not isinstance(properties, Mapping) or not isinstance(required, Sequence):
                raise ValueError("an object needs its properties")
            return Shape(
                "object",
                title_zh,
                members={name: shape_of(given) for name, given in properties.items()},
                required=frozenset(name for name in required if isinstance(name, str)),
            )
        case "array":
            return Shape("list", title_zh, item=shape_of(schema.get("items")))
        case "string" | "integer" | "number" | "boolean" as kind:
            money = schema.get("format") == "money-fen"
            return Shape(kind, title_zh, money=money, options=_options(schema))
        case other:
            raise ValueError(f"type {other!r} is not one that forms may hold")


def _options(schema: Mapping[str, Json]) -> tuple[str, ...]:
    given = schema.get("oneOf", schema.get("enum", ()))
    choices = given if isinstance(given, list | tuple) else ()
    texts = (each.get("const") if isinstance(each, Mapping) else each for each in choices)
    return tuple(text for text in texts if isinstance(text, str))


def document_shape(kind: str) -> Shape:
    """Return the shape of a document's field: money as whole fen, dates as ISO text."""
    if kind == "array":
        return Shape("list", item=Shape("string"))
    return Shape(_OF_DOCUMENT.get(kind, "string"), money=kind == "money")


def bind(shape: Shape, value: Json) -> Bound | None:
    """Return ``value`` as expressions see it, None when it is absent or of the wrong type.

    A list that its object does not require is empty when it is absent.
    """
    match shape.kind:
        case "object":
            return _bind_object(shape, value) if isinstance(value, Mapping) else None
        case "list":
            return _bind_list(shape, value)
        case "string":
            return value.strip() or None if isinstance(value, str) else None
        case "boolean":
            return value if isinstance(value, bool) else None
        case "integer":
            return _whole(value)
        case _:
            if isinstance(value, bool) or not isinstance(value, int | float):
                return None
            return float(value) if math.isfinite(value) else None


def bind_document(kind: str, text: str) -> Bound | None:
    """Return a document's value as expressions see it, None when it cannot be understood."""
    if kind == "array":
        return [*listed(text)]
    try:
        match _OF_DOCUMENT.get(kind, "string"):
            case "string":
                return text or None
            case "boolean":
                return {"是": True, "true": True, "否": False, "false": False}.get(text)
            case "number":
                number = float(text)
                return number if math.isfinite(number) else None
            case _:
                return fen_of_yuan(text) if kind == "money" else _whole(int(text))
    except ValueError:
        return None


def at(shape: Shape, pointer: str) -> Shape | None:
    """Return the shape at ``pointer`` (``*`` or a number for a row), None when there is none."""
    here: Shape | None = shape
    for name in pointer.split("/")[1:]:
        if here is None:
            return None
        here = here.item if here.kind == "list" else here.members.get(name)
    return here


def _whole(value: Json) -> int | None:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > _WHOLE_LIMIT:
        return None
    return value


def _bind_object(shape: Shape, value: Mapping[str, Json]) -> dict[str, Bound]:
    bound: dict[str, Bound] = {}
    for name, inner in shape.members.items():
        given = bind(inner, value.get(name))
        if given is not None:
            bound[name] = given
        elif inner.kind == "list" and name not in shape.required and value.get(name) is None:
            bound[name] = []
    return bound


def _bind_list(shape: Shape, value: Json) -> list[Bound] | None:
    if not isinstance(value, list | tuple):
        return None
    assert shape.item is not None
    rows = [bind(shape.item, row) for row in value]
    if shape.item.kind == "object":  # a broken row keeps its place
        return [{} if row is None else row for row in rows]
    return [row for row in rows if row is not None]
