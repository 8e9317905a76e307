"""What a version changes against another one, in words of the office.

Nothing is left out: what has no words of its own is told as changed where it stands.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Literal

from dossier.catalogue.change_words import AREAS, COUNTER_AREAS, MECHANICS, VALUES, WORDS
from dossier.catalogue.model import Definition
from dossier.kernel.canonical import Json

_NONE = "（无）"
_NOT_COMPARED = frozenset({"code", "version", "digest", "form"})


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs.

    area: part of the definition, in words.  place: its code or pointer there.
    what: the item's name; with ``property_zh`` where one property of it was changed.
    before, after: in words, "" for what was not there.
    """

    area: str
    kind: Literal["added", "removed", "changed"]
    place: str
    what: str
    property_zh: str = ""
    before: str = ""
    after: str = ""


def changes(before: Definition, after: Definition) -> tuple[Change, ...]:
    """Return what ``after`` changes; the number of the version itself is not told."""
    told = [*_form_changes(before.form, after.form)]
    for each in fields(Definition):
        if each.name in _NOT_COMPARED:
            continue
        old, new = plain(getattr(before, each.name)), plain(getattr(after, each.name))
        if old != new:
            told += _of_area(each.name, old, new)
    return tuple(told)


def sentence(change: Change) -> str:
    """Return the change as one line."""
    if change.kind == "added":
        return f"新增{change.area}“{change.what}”" + (
            f"：{change.after}" if change.after else ""
        )
    if change.kind == "removed":
        return f"去掉{change.area}“{change.what}”"
    where = f"{change.area}“{change.what}”" if change.what else change.area
    name = f"的{change.property_zh}" if change.property_zh else ""
    return f"{where}{name}：{change.before or _NONE} → {change.after or _NONE}"


def plain(value: object) -> Json:
    """Return a part of a definition as JSON; what is empty is left out."""
    if is_dataclass(value):
        given = {each.name: plain(getattr(value, each.name)) for each in fields(value)}
        return {name: inner for name, inner in given.items() if inner not in _EMPTY}
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


_EMPTY: tuple[Json, ...] = (None, "", [], {})


def _of_area(name: str, old: Json, new: Json) -> Iterator[Change]:
    area, key = AREAS[name]
    if key:
        yield from _items(area, _keyed(old, key), _keyed(new, key))
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        known = name in ("persons", "tables", "papers")
        if known:
            yield from _items(area, old, new)
        else:
            yield from _properties(area, "", "", old, new)
    elif name in ("parameters", "related"):
        before, after = _texts(old), _texts(new)
        for code in (code for code in after if code not in before):
            yield Change(area, "added", code, code)
        for code in (code for code in before if code not in after):
            yield Change(area, "removed", code, code)
        if sorted(before) == sorted(after):
            yield Change(area, "changed", name, "", "顺序", _said("", old), _said("", new))
    else:
        words = WORDS.get(name, "")
        yield Change(area, "changed", name, "", words, _said(name, old), _said(name, new))


def _items(area: str, old: Mapping[str, Json], new: Mapping[str, Json]) -> Iterator[Change]:
    for code in dict.fromkeys((*new, *old)):
        before, after = old.get(code), new.get(code)
        if before == after:
            continue
        what = _called(code, after if after is not None else before)
        if before is None:
            yield Change(area, "added", code, what, after=_summary(after))
        elif after is None:
            yield Change(area, "removed", code, what)
        elif isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from _properties(area, code, what, before, after)
        else:
            yield Change(area, "changed", code, what, "", _said("", before), _said("", after))
    if set(old) == set(new) and [*old] != [*new]:
        order = "、".join(_called(code, given) for code, given in old.items())
        now = "、".join(_called(code, given) for code, given in new.items())
        yield Change(area, "changed", "", "", "顺序", order, now)


def _properties(
    area: str, place: str, what: str, old: Mapping[str, Json], new: Mapping[str, Json]
) -> Iterator[Change]:
    for name in dict.fromkeys((*new, *old)):
        before, after = old.get(name), new.get(name)
        if before == after:
            continue
        if name in ("mark", "limit", "public_notice", "period", "unit_mark") and (
            isinstance(before, Mapping) or isinstance(after, Mapping)
        ):
            inner = (given if isinstance(given, Mapping) else {} for given in (before, after))
            word = WORDS.get(name, name)
            within = f"{what}·{word}" if name != "mark" and what else what or word
            yield from _properties(area, place, within, *inner)
        else:
            word = WORDS.get(name, name)
            yield Change(
                area, "changed", place, what, word, _said(name, before), _said(name, after)
            )


def _keyed(items: Json, key: str) -> dict[str, Json]:
    """Return the items by their key; the same key twice is told apart by its number."""
    keyed: dict[str, Json] = {}
    for item in items if isinstance(items, list) else ():
        code = str(item.get(key)) if isinstance(item, Mapping) else str(item)
        number = 1
        while code in keyed:
            number += 1
            code = f"{code.partition('#')[0]}#{number}"
        keyed[code] = item
    return keyed


def _form_changes(before: Json, after: Json) -> Iterator[Change]:
    old, new = dict(_places(before)), dict(_places(after))
    yield from _items("字段", old, new)


def _places(
    schema: Json, pointer: str = "", *, required: bool = False
) -> Iterator[tuple[str, Json]]:
    """Yield (pointer, own properties) of every place of a form's schema, rows as ``*``."""
    if not isinstance(schema, Mapping):
        return
    own: dict[str, Json] = {
        name: value
        for name, value in schema.items()
        if name not in ("properties", "items", "required")
    }
    yield pointer or "/", {**own, "required": required}
    properties, needed = schema.get("properties"), schema.get("required")
    if isinstance(properties, Mapping):
        names = needed if isinstance(needed, list | tuple) else ()
        for name, inner in properties.items():
            yield from _places(inner, f"{pointer}/{name}", required=name in names)
    if "items" in schema:
        yield from _places(schema["items"], f"{pointer}/*")


def _called(code: str, item: Json) -> str:
    if isinstance(item, Mapping):
        for name in ("title_zh", "title", "zh", "action_zh"):
            title = item.get(name)
            if isinstance(title, str) and title:
                return title
    return code


def _summary(item: Json) -> str:
    """Return what is most worth knowing of a new item."""
    if not isinstance(item, Mapping):
        return _said("", item)
    told = [
        "必填" if item.get("required") is True else "",
        *(
            _said(name, item[name])
            for name in ("type", "when_zh", "form", "review", "cel")
            if item.get(name)
        ),
    ]
    return "，".join(part for part in told if part)


def _texts(items: Json) -> list[str]:
    return [str(item) for item in items] if isinstance(items, list) else []


def _said(name: str, value: Json) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str):
        return VALUES.get(name, {}).get(value, value)
    if isinstance(value, list) and value and all(_is_option(each) for each in value):
        return "、".join(_option(each) for each in value)
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return "、".join(str(each) for each in value)
    return json.dumps(value, ensure_ascii=False)


def _is_option(value: Json) -> bool:
    return isinstance(value, Mapping) and value.keys() == {"const", "title"}


def _option(value: Json) -> str:
    assert isinstance(value, Mapping)
    return f"{value['title']}（{value['const']}）"


def for_the_counter(told: Iterable[Change]) -> tuple[Change, ...]:
    """Return the changes that the counter and the resident meet; the others are mechanics."""
    return tuple(
        each
        for each in told
        if each.area in COUNTER_AREAS and each.property_zh not in MECHANICS
    )


def lines(told: Iterable[Change]) -> tuple[str, ...]:
    """Return the changes as lines, each once."""
    return tuple(dict.fromkeys(sentence(each) for each in told))
