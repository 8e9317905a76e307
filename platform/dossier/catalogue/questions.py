"""Before the papers: the few questions that decide which papers a resident must bring."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from pydantic import JsonValue

from dossier.catalogue.compiling import compiled, rows_of
from dossier.catalogue.model import Definition, Group


def questions(definition: Definition) -> tuple[str, ...]:
    """Return the pointers of the fields that decide about papers and entitlement, in form order.

    What a deciding field is computed from, or shown by, decides too; so does how many persons
    there are who bring a paper each.
    """
    ready = compiled(definition)
    computed = {each.pointer for each in definition.derived}
    deciding = {
        person.list: None
        for each in definition.materials
        if (person := definition.persons.get(each.per)) and person.list
    }
    open_places = [
        *(f"material:{each.code}" for each in definition.materials),
        *(f"condition:{each.id}" for each in definition.eligibility),
    ]
    seen: set[str] = set()
    while open_places:
        place = open_places.pop(0)
        program = ready.programs.get(place)
        if place in seen or program is None:
            continue
        seen.add(place)
        for pointer in _in_form(program.references.pointers, _list_of(definition, place)):
            if pointer in computed:
                open_places.append(f"derived:{pointer}")
            else:
                deciding[pointer] = None
                open_places += [f"visible:{pointer}", f"required:{pointer}"]
    known = _leaves(definition.form, "")
    return tuple(pointer for pointer in known if pointer in deciding)


def asking(definition: Definition) -> Definition:
    """Return the definition with no more of its form than the questions."""
    wanted = questions(definition)
    names = {pointer.split("/")[1] for pointer in wanted}
    groups = tuple(
        Group(group.code, group.title_zh, kept, group.note_zh)
        for group in definition.ui.groups
        if (kept := tuple(name for name in group.fields if name in names))
    )
    hints = tuple(hint for hint in definition.ui.hints if hint.pointer in wanted)
    return replace(
        definition,
        form=_restricted(definition.form, "", wanted),
        ui=replace(definition.ui, groups=groups, hints=hints),
        fields=tuple(rule for rule in definition.fields if rule.pointer in wanted),
        derived=(),
    )


def _list_of(definition: Definition, place: str) -> str:
    """Return the list in whose rows the expression at ``place`` stands; "" for none."""
    kind, _, name = place.partition(":")
    if kind == "material":
        per = next(each.per for each in definition.materials if each.code == name)
        person = definition.persons.get(per)
        return person.list if person else ""
    return rows_of(name) if name.startswith("/") else ""


def _in_form(pointers: tuple[str, ...], rows: str) -> Iterator[str]:
    for pointer in pointers:
        head, _, rest = pointer[1:].partition("/")
        if head == "item":
            yield f"{rows.removesuffix('/*')}/*/{rest}" if rows else f"/{rest}"
        else:
            yield f"/{rest}" if head == "form" else pointer


def _leaves(schema: Mapping[str, JsonValue], at: str) -> Iterator[str]:
    properties = schema.get("properties")
    for name, inner in properties.items() if isinstance(properties, Mapping) else ():
        if not isinstance(inner, Mapping):
            continue
        yield f"{at}/{name}"
        items = inner.get("items")
        if isinstance(items, Mapping):
            yield from _leaves(items, f"{at}/{name}/*")


def _row(
    items: Mapping[str, JsonValue], at: str, wanted: tuple[str, ...]
) -> dict[str, JsonValue]:
    """Return the row of a list; where only their number counts, its first field tells it."""
    row = _restricted(items, at, wanted)
    return row if row["properties"] else _restricted(items, at, (*_leaves(items, at),)[:1])


def _restricted(
    schema: Mapping[str, JsonValue], at: str, wanted: tuple[str, ...]
) -> dict[str, JsonValue]:
    """Return the schema with the wanted fields alone; a list is there with what it holds."""
    properties = schema.get("properties")
    given = properties if isinstance(properties, Mapping) else {}
    kept: dict[str, JsonValue] = {}
    for name, inner in given.items():
        here = f"{at}/{name}"
        if not isinstance(inner, Mapping):
            continue
        items = inner.get("items")
        if isinstance(items, Mapping) and "properties" in items:
            if any(each == here or each.startswith(f"{here}/") for each in wanted):
                kept[name] = {**inner, "items": _row(items, f"{here}/*", wanted)}
        elif here in wanted:
            kept[name] = dict(inner)
    required = schema.get("required")
    listed = required if isinstance(required, list | tuple) else ()
    return {**schema, "properties": kept, "required": [each for each in listed if each in kept]}
