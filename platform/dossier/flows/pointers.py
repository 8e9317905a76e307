"""JSON pointers (RFC 6901) into a form; a list grows by one row at a time."""

from collections.abc import Iterator, Mapping

from dossier.kernel.canonical import Json

Form = dict[str, Json]


def get(form: Mapping[str, Json], pointer: str) -> Json:
    """Return the value at ``pointer``, None when there is none."""
    here: Json = form
    for name in _names(pointer):
        if isinstance(here, Mapping):
            here = here.get(name)
        elif isinstance(here, list) and name.isdigit() and int(name) < len(here):
            here = here[int(name)]
        else:
            return None
    return here


def placed(form: Mapping[str, Json], pointer: str, value: Json) -> Form:
    """Return ``form`` with ``value`` at ``pointer``; rows and objects on the way are made.

    Raises ValueError when a row would leave a gap before it, or where the way is barred.
    """
    made = _placed(form, list(_names(pointer)), value)
    assert isinstance(made, dict)
    return made


def leaves(value: Json, pointer: str = "") -> Iterator[tuple[str, Json]]:
    """Yield (pointer, value) of everything that is neither an object nor a list of objects."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from leaves(inner, f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list) and any(isinstance(row, Mapping) for row in value):
        for number, inner in enumerate(value):
            yield from leaves(inner, f"{pointer}/{number}")
    else:
        yield pointer, value


def pruned(form: Mapping[str, Json]) -> Form:
    """Return ``form`` without nulls, and without the empty rows at the end of lists."""
    made = _pruned(form)
    assert isinstance(made, dict)
    return made


def merged(
    base: Mapping[str, Json], mine: Mapping[str, Json], theirs: Mapping[str, Json]
) -> Form:
    """Return ``theirs`` with what ``mine`` changed since ``base``; a null is as good as absent.

    Where both changed the same place, mine stands.  Rows are matched by position; once mine has
    fewer of them than base, the whole list is mine.
    """
    made = _merged(dict(base), dict(mine), dict(theirs))
    assert isinstance(made, dict)
    return made


def _merged(base: Json, mine: Json, theirs: Json) -> Json:
    if mine == theirs or theirs == base:
        return mine
    if mine == base:
        return theirs
    if isinstance(mine, Mapping) and (isinstance(theirs, Mapping) or isinstance(base, Mapping)):
        before = base if isinstance(base, Mapping) else {}
        now = theirs if isinstance(theirs, Mapping) else {}
        joined = {
            name: _merged(before.get(name), mine.get(name), now.get(name))
            for name in dict.fromkeys((*now, *mine))
        }
        return {name: value for name, value in joined.items() if value is not None}
    if _are_rows(mine) and _are_rows(theirs) and isinstance(mine, list):
        before_rows = base if isinstance(base, list) else []
        now_rows = theirs if isinstance(theirs, list) else []
        if len(mine) >= len(before_rows):
            return [
                _merged(_at(before_rows, row), _at(mine, row), _at(now_rows, row))
                for row in range(max(len(mine), len(now_rows)))
            ]
    return mine


def _are_rows(value: Json) -> bool:
    return value is None or (
        isinstance(value, list)
        and all(row is None or isinstance(row, Mapping) for row in value)
    )


def _at(rows: list[Json], row: int) -> Json:
    return rows[row] if row < len(rows) else None


def _pruned(value: Json) -> Json:
    if isinstance(value, Mapping):
        return {name: _pruned(inner) for name, inner in value.items() if inner is not None}
    if isinstance(value, list):
        rows = [_pruned(row) for row in value]
        while rows and rows[-1] in (None, {}):
            rows.pop()
        return rows
    return value


def _placed(here: Json, names: list[str], value: Json) -> Json:
    if not names:
        return value
    name, *rest = names
    if isinstance(here, Mapping) or (here is None and not name.isdigit()):
        inside = dict(here) if isinstance(here, Mapping) else {}
        return {**inside, name: _placed(inside.get(name), rest, value)}
    rows = list(here) if isinstance(here, list) else []
    if (
        not name.isdigit()
        or int(name) > len(rows)
        or (here is not None and not isinstance(here, list))
    ):
        raise ValueError("no such place in the form")
    if int(name) == len(rows):
        rows.append(None)
    rows[int(name)] = _placed(rows[int(name)], rest, value)
    return rows


def _names(pointer: str) -> Iterator[str]:
    for name in pointer.split("/")[1:]:
        yield name.replace("~1", "/").replace("~0", "~")
