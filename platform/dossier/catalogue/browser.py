"""A definition as the browser needs it: a plain JSON Schema and the hints of RJSF.

Formats that only the server knows become patterns; what a simple condition requires or shows
becomes if/then; the rest is left to the server's evaluation.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from dossier.catalogue.cel.tokens import tokens_of
from dossier.catalogue.compiling import rows_of
from dossier.catalogue.model import Definition, Hint

_PATTERNS: Mapping[str, str] = {
    "cn-id-18": r"^[1-9][0-9]{16}[0-9X]$",
    "cn-phone": r"^(1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})$",
    "disability-20": r"^[1-9][0-9]{16}[0-9X][1-7][1-4](B[0-9])?$",
    "bank-card": r"^[0-9]{13,19}$",
    "uscc-18": r"^[0-9A-HJ-NPQRTUWXY]{18}$",
    "year-month": r"^[0-9]{4}-(0[1-9]|1[0-2])$",
    "postcode": r"^[0-9]{6}$",
}
_KNOWN_FORMATS = frozenset({"date"})


@dataclass(frozen=True, slots=True)
class Simple:
    """A condition on one field: that it has, or has not, one of some values."""

    field: str
    values: tuple[JsonValue, ...]
    has: bool

    def schema(self) -> dict[str, JsonValue]:
        """Return the ``if`` of the condition."""
        inside: dict[str, JsonValue] = {"enum": [*self.values]}
        given: JsonValue = inside if self.has else {"not": inside}
        return {"properties": {self.field: given}, "required": [self.field]}


def schema_for_browser(definition: Definition) -> dict[str, JsonValue]:
    """Return ``{"schema": …, "ui": …}`` for RJSF with Ajv 2020."""
    schema = _plain(definition.form)
    for rule in definition.fields:
        rows = rows_of(rule.pointer)
        holder = _holder(schema, rows)
        name = rule.pointer.rpartition("/")[2]
        shown, required = simple(rule.visible_when), simple(rule.required_when)
        if shown:
            _show(holder, name, shown)
        if required:
            _branch(holder, required)["required"] = [*_required(holder, required), name]
    return {"schema": schema, "ui": _ui(definition)}


def simple(source: str) -> Simple | None:
    """Return a condition such as ``kind == 'a'`` or ``item.kind in ['a', 'b']``, else None."""
    if not source:
        return None
    words = [token.text for token in tokens_of(source)]
    if words[:2] == ["item", "."]:
        words = words[2:]
    match words:
        case [name, "==" | "!=" as sign, value]:
            literal = _literal(value)
            return Simple(name, (literal,), sign == "==") if literal is not None else None
        case [name, "in", "[", *values, "]"]:
            literals = [_literal(value) for value in values if value != ","]
            known = tuple(literal for literal in literals if literal is not None)
            return Simple(name, known, has=True) if len(known) == len(literals) else None
        case _:
            return None


def _literal(word: str) -> str | bool | int | None:
    if word[:1] in ("'", '"'):
        return word[1:-1]
    if word in ("true", "false"):
        return word == "true"
    return int(word) if word.isdigit() else None


def _plain(schema: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    plain: dict[str, JsonValue] = {}
    for name, value in schema.items():
        match name, value:
            case "properties", Mapping():
                plain[name] = {
                    key: _plain(inner)
                    for key, inner in value.items()
                    if isinstance(inner, Mapping)
                }
            case "items", Mapping():
                plain[name] = _plain(value)
            case "format", str() if value not in _KNOWN_FORMATS:
                if value in _PATTERNS:
                    plain["pattern"] = _PATTERNS[value]
            case "additionalProperties", _:
                continue  # fields move into branches; the server still refuses strange ones
            case _:
                plain[name] = value
    return plain


def _holder(schema: dict[str, JsonValue], rows: str) -> dict[str, JsonValue]:
    here = schema
    for name in rows.split("/")[1:]:
        inner = here["items"] if name == "*" else _of(here, "properties")[name]
        assert isinstance(inner, dict)
        here = inner
    return _of(here, "items") if rows else here


def _of(holder: dict[str, JsonValue], name: str) -> dict[str, JsonValue]:
    inner = holder.setdefault(name, {})
    assert isinstance(inner, dict)
    return inner


def _branch(holder: dict[str, JsonValue], condition: Simple) -> dict[str, JsonValue]:
    """Return the ``then`` of the branch for ``condition``, made when it is not there."""
    branches = holder.setdefault("allOf", [])
    assert isinstance(branches, list)
    wanted = condition.schema()
    for branch in branches:
        if isinstance(branch, dict) and branch["if"] == wanted:
            return _of(branch, "then")
    made: dict[str, JsonValue] = {"if": wanted, "then": {}}
    branches.append(made)
    return _of(made, "then")


def _required(holder: dict[str, JsonValue], condition: Simple) -> list[JsonValue]:
    given = _branch(holder, condition).get("required", [])
    assert isinstance(given, list)
    return given


def _show(holder: dict[str, JsonValue], name: str, condition: Simple) -> None:
    """Move a property into the branch in which it is shown."""
    properties = _of(holder, "properties")
    _of(_branch(holder, condition), "properties")[name] = properties.pop(name)


def _ui(definition: Definition) -> dict[str, JsonValue]:
    order: list[JsonValue] = [name for group in definition.ui.groups for name in group.fields]
    ui: dict[str, JsonValue] = {
        "ui:order": order,
        "ui:options": {
            "groups": [
                {
                    "code": group.code,
                    "title": group.title_zh,
                    "fields": [*group.fields],
                    "note": group.note_zh,
                }
                for group in definition.ui.groups
            ]
        },
    }
    for hint in definition.ui.hints:
        _place(ui, hint.pointer).update(_hinted(hint))
    for derived in definition.derived:
        _place(ui, derived.pointer)["ui:readonly"] = True
    for rule in definition.fields:
        if rule.filled_by != "resident":
            _place(ui, rule.pointer)["ui:filledBy"] = rule.filled_by
    return ui


def _hinted(hint: Hint) -> dict[str, JsonValue]:
    texts = {
        "ui:widget": hint.widget,
        "ui:help": hint.help_zh,
        "ui:placeholder": hint.placeholder_zh,
    }
    shown: dict[str, JsonValue] = {name: text for name, text in texts.items() if text}
    return shown | ({"ui:options": {"unit": hint.unit}} if hint.unit else {})


def _place(ui: dict[str, JsonValue], pointer: str) -> dict[str, JsonValue]:
    here = ui
    names: Sequence[str] = pointer.split("/")[1:]
    for name in names:
        here = _of(here, "items" if name == "*" else name)
    return here
