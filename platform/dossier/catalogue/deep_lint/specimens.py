"""Values that fit a JSON Schema: the ends of its ranges, its choices, one of each format.

They are tried on the schema before they are given, so that what comes out fits; a schema for
which nothing comes out most likely cannot be satisfied.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import jsonschema_rs

from dossier.catalogue import citizen
from dossier.catalogue.deep_lint.patterns import matching
from dossier.catalogue.validation import FORMATS
from dossier.kernel.canonical import Json

_ROWS_TRIED = 3
_FAR = 10**7
_FORMATTED: Mapping[str, Sequence[str]] = {
    "cn-phone": ("13900001234", "024-12345678"),
    "bank-card": ("6217000720001234562", "6217000720001234567", "1234567890123"),
    "uscc-18": ("91110108MA01KPGK0L",),
    "date": ("2000-02-29", "2026-03-09"),
    "year-month": ("2026-03", "2000-02"),
    "postcode": ("110000",),
}


def fits(schema: Mapping[str, Json]) -> jsonschema_rs.Validator:
    """Return the judge of a schema, with the formats that forms use."""
    return jsonschema_rs.Draft202012Validator(
        dict(schema),
        formats={name: test for name, (test, _, _) in FORMATS.items()},
        validate_formats=True,
        offline=True,
    )


def identity_number(born: date, place: int = 1) -> str:
    """Return a valid number of somebody born on that day; odd places are men's."""
    head = f"210102{born:%Y%m%d}{place:03d}"
    return next(text for sign in "0123456789X" if citizen.is_id_number(text := head + sign))


def specimens(schema: Mapping[str, Json], more: Iterable[Json] = ()) -> list[Json]:
    """Return values that fit ``schema``, each once; ``more`` are tried as well.

    Objects come with all their properties and with the required ones only.
    """
    judge = fits(schema)
    found: list[Json] = []
    for value in (*_raw(schema), *more):
        if value not in found and judge.is_valid(value):
            found.append(value)
    return found


def unsatisfiable(schema: Mapping[str, Json], at: str = "") -> Iterator[tuple[str, str]]:
    """Yield the place of each part of ``schema`` that no value fits, and what is asked there.

    Of parts within parts the innermost is told; a part behind ``if`` is judged together with
    the schema that it narrows.
    """
    inner = list(_inner(schema, at))
    told = [found for place, part in inner for found in unsatisfiable(part, place)]
    yield from told
    if not told and not specimens(schema):
        bounds = {name: schema[name] for name in schema if name not in _SPOKEN}
        yield at, "，".join(f"{name}：{value}" for name, value in bounds.items())
    for place, branch in _branches(schema, at):
        if not told and not _possible(_narrowed(schema, branch), branch):
            yield place, "这一分支与表单的其他规定不能同时满足"


def _possible(narrowed: Mapping[str, Json], branch: Mapping[str, Json]) -> bool:
    """Whether something fits, and every field that the branch speaks of can be filled."""
    parts = dict(_inner(narrowed, ""))
    spoken = [parts[place] for place, _ in _inner(branch, "") if place in parts]
    return all(map(specimens, spoken)) and any(map(fits(branch).is_valid, specimens(narrowed)))


_SPOKEN = ("title", "description", "default", "properties", "items", "oneOf", "$schema")


def _inner(schema: Mapping[str, Json], at: str) -> Iterator[tuple[str, Mapping[str, Json]]]:
    properties = schema.get("properties")
    if isinstance(properties, Mapping):
        for name, part in properties.items():
            if isinstance(part, Mapping):
                yield f"{at}/{name}", part
    if isinstance(items := schema.get("items"), Mapping):
        yield f"{at}/*", items


def _branches(schema: Mapping[str, Json], at: str) -> Iterator[tuple[str, Mapping[str, Json]]]:
    """Yield what applies under a condition or besides: each must leave something possible."""
    for name in ("then", "else"):
        if isinstance(part := schema.get(name), Mapping):
            yield f"{at} {name}", part
    for name in ("allOf", "anyOf"):
        parts = schema.get(name)
        for number, part in enumerate(parts if isinstance(parts, list) else ()):
            if isinstance(part, Mapping):
                yield f"{at} {name}/{number}", part
                yield from _branches(part, f"{at} {name}/{number}")


def _narrowed(schema: Mapping[str, Json], branch: Mapping[str, Json]) -> dict[str, Json]:
    """Return ``schema`` as ``branch`` narrows it, without any other branch."""
    whole = {name: part for name, part in schema.items() if name not in _COMBINING}
    for name, part in branch.items():
        old = whole.get(name)
        if name == "properties" and isinstance(old, Mapping) and isinstance(part, Mapping):
            whole[name] = {
                **old,
                **{
                    key: _narrowed(given, asked)
                    if isinstance(given := old.get(key), Mapping) and isinstance(asked, Mapping)
                    else asked
                    for key, asked in part.items()
                },
            }
        elif name == "required" and isinstance(old, list) and isinstance(part, list):
            whole[name] = [*old, *(each for each in part if each not in old)]
        elif name == "enum" and isinstance(old, list) and isinstance(part, list):
            whole[name] = [each for each in old if each in part]
        elif name in ("minimum", "minLength", "minItems") and isinstance(old, int | float):
            whole[name] = max(old, part) if isinstance(part, int | float) else old
        elif name in ("maximum", "maxLength", "maxItems") and isinstance(old, int | float):
            whole[name] = min(old, part) if isinstance(part, int | float) else old
        elif name not in _COMBINING:
            whole[name] = part
    return whole


_COMBINING = ("if", "then", "else", "allOf", "anyOf", "not")


def _raw(schema: Mapping[str, Json]) -> Iterator[Json]:
    """Yield values that are likely to fit."""
    given = schema.get("oneOf", schema.get("enum"))
    if isinstance(given, list):
        for each in given:
            yield each.get("const") if isinstance(each, Mapping) else each
        return
    if "const" in schema:
        yield schema["const"]
        return
    match schema.get("type"):
        case "boolean":
            yield from (True, False)
        case "integer" | "number" as kind:
            yield from _numbers(schema, whole=kind == "integer")
        case "string":
            yield from _texts(schema)
        case "array":
            yield from _lists(schema)
        case "object":
            yield from _objects(schema)
        case _:
            return


def _numbers(schema: Mapping[str, Json], *, whole: bool) -> Iterator[Json]:
    low, high = _bound(schema, "minimum", 1), _bound(schema, "maximum", -1)
    step = schema.get("multipleOf")
    ends = [*low, *high, 0, 1, 2, 5, 12, 60, 100, 1000, 100_000, _FAR]
    if isinstance(step, int | float) and not isinstance(step, bool) and step > 0:
        ends += [
            step,
            *(end // step * step for end in ends),
            *(-(-end // step) * step for end in ends),
        ]
    if low and high:
        ends.append((low[0] + high[0]) / 2)
    for end in ends:
        yield int(end) if whole or isinstance(end, int) else end


def _bound(schema: Mapping[str, Json], name: str, inward: int) -> list[float]:
    found: list[float] = []
    exclusive = f"exclusive{name.capitalize()}"
    if isinstance(end := schema.get(exclusive), int | float):
        found += [end + inward, end + inward * 0.01]
    if isinstance(end := schema.get(name), int | float):
        found += [end, end + inward]
    return found


def _texts(schema: Mapping[str, Json]) -> Iterator[Json]:
    kind = schema.get("format")
    if kind in ("cn-id-18", "disability-20"):
        tail = "" if kind == "cn-id-18" else "42"
        for place, year in enumerate((1952, 1969, 1985, 1997, 2015), 1):
            yield identity_number(date(year, 5, 12), place) + tail
    elif isinstance(kind, str) and kind in _FORMATTED:
        yield from _FORMATTED[kind]
    elif isinstance(pattern := schema.get("pattern"), str):
        yield from matching(pattern)
    low, high = schema.get("minLength", 0), schema.get("maxLength", 40)
    if isinstance(low, int) and isinstance(high, int) and low <= high:
        yield "样例文字"[: max(low, min(high, 4))].ljust(low, "字")
        yield "字" * min(max(low, 1), high)
        yield "字" * min(high, 200)


def _lists(schema: Mapping[str, Json]) -> Iterator[Json]:
    items = schema.get("items")
    rows = specimens(items) if isinstance(items, Mapping) else []
    low, high = schema.get("minItems", 0), schema.get("maxItems", _ROWS_TRIED)
    low = low if isinstance(low, int) else 0
    high = high if isinstance(high, int) else _ROWS_TRIED
    for length in sorted({low, min(high, low + 1), min(high, _ROWS_TRIED)}):
        if length and not rows:
            continue
        if schema.get("uniqueItems") is True and length > len(rows):
            continue
        yield [rows[place % len(rows)] for place in range(length)]


def _objects(schema: Mapping[str, Json]) -> Iterator[Json]:
    properties = schema.get("properties")
    parts = properties if isinstance(properties, Mapping) else {}
    values = {
        name: found
        for name, part in parts.items()
        if isinstance(part, Mapping) and (found := specimens(part))
    }
    required = schema.get("required")
    wanted = required if isinstance(required, list | tuple) else ()
    for turn in range(2):
        yield {name: found[turn % len(found)] for name, found in values.items()}
    yield {name: values[name][0] for name in wanted if isinstance(name, str) and name in values}
