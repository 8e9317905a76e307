"""What a condition touches, and what is worth trying there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dossier.catalogue.cel.expressions import Program
from dossier.catalogue.cel.shapes import Bound, at, document_shape
from dossier.catalogue.compiling import Compiled
from dossier.catalogue.deep_lint.candidates import values_for
from dossier.catalogue.deep_lint.clauses import Literals, literals_of
from dossier.catalogue.model import Definition
from dossier.kernel.canonical import Json

_COUNT_LIMIT = 100
_PAPER_FIELD = len(("papers", "type", "*", "field"))


@dataclass(frozen=True, slots=True)
class Target:
    """A place that the search may change.

    root: "form" or "papers".  steps: names, with ``*`` for the rows of a list.
    values: what is tried there.  counts: how many rows are tried, for a list of objects.
    finite: nothing else can stand there.  optional: it may be absent.
    """

    root: str
    steps: tuple[str, ...]
    values: tuple[Bound, ...]
    counts: tuple[int, ...] = ()
    finite: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Reach:
    """All that a condition depends on.

    pointers: the fields, also those behind computed values and behind what hides a field.
    names: the fields at the top, with the computed ones.  literals: of all expressions.
    """

    pointers: tuple[str, ...]
    names: tuple[str, ...]
    literals: Literals


def reach_of(
    ready: Compiled, computed: Mapping[str, str], programs: Sequence[Program], rows: str
) -> Reach:
    """Follow ``programs``.

    computed: the place of the expression behind each computed field.
    rows: the name of the list whose rows are called ``item``, "" for none.
    """
    pointers: dict[str, None] = {}
    names: dict[str, None] = {}
    found: list[Literals] = []
    waiting = list(programs)
    while waiting:
        program = waiting.pop(0)
        found.append(literals_of(program.source))
        for given in program.references.pointers:
            pointer = _resolved(given, rows)
            if pointer in pointers:
                continue
            pointers[pointer] = None
            top = pointer[1:].split("/")[0]
            if top not in names:
                names[top] = None
                places = (computed.get(top, ""), f"visible:/{top}")
                waiting += [
                    ready.programs[place] for place in places if place in ready.programs
                ]
    literals = Literals(
        tuple(number for each in found for number in each.whole),
        tuple(number for each in found for number in each.decimal),
        tuple(text for each in found for text in each.texts),
    )
    return Reach(tuple(pointers), tuple(names), literals)


def targets_of(
    definition: Definition,
    ready: Compiled,
    reach: Reach,
    computed: Mapping[str, str],
    figures: Sequence[int],
    day: date,
) -> Iterator[Target]:
    """Yield what may be changed to bring a condition to another answer."""
    for pointer in reach.pointers:
        steps = tuple(pointer[1:].split("/"))
        if steps[0] in ("docs", "papers"):
            yield from _of_papers(definition, steps, reach.literals, day)
            continue
        shape = at(ready.shape, pointer) if steps[0] not in computed else None
        if shape is None or shape.kind == "object":
            continue
        schema = schema_at(definition.form, steps)
        if shape.kind == "list" and shape.item and shape.item.kind == "object":
            yield Target("form", steps, (), _counts(schema, reach.literals))
            continue
        kind = str(schema.get("format", ""))
        values, finite = values_for(shape, schema, kind, reach.literals, figures, day)
        required = schema_at(definition.form, steps[:-1]).get("required")
        optional = not isinstance(required, list | tuple) or steps[-1] not in required
        if values:
            yield Target("form", steps, values, (), finite, optional)


def schema_at(schema: Json, steps: Sequence[str]) -> Mapping[str, Json]:
    """Return the schema of a field; empty when there is none."""
    here = schema
    for step in steps:
        if not isinstance(here, Mapping):
            return {}
        inner = here.get("items") if step == "*" else here.get("properties")
        here = inner.get(step) if step != "*" and isinstance(inner, Mapping) else inner
    return here if isinstance(here, Mapping) else {}


def _resolved(pointer: str, rows: str) -> str:
    name, _, rest = pointer[1:].partition("/")
    if name == "item" and rows:
        return f"/{rows}/*/{rest}".removesuffix("/")
    return f"/{rest}" if name == "form" and rest else pointer


def _of_papers(
    definition: Definition, steps: Sequence[str], literals: Literals, day: date
) -> Iterator[Target]:
    paper = definition.papers.get(steps[1]) if len(steps) > 1 else None
    if paper is None:
        return
    yield Target("papers", (steps[1],), (), _counts({}, literals))
    kind = paper.fields.get(steps[-1], "")
    if len(steps) == _PAPER_FIELD and kind:
        values, _ = values_for(document_shape(kind), {}, kind, literals, (), day)
        yield Target("papers", (steps[1], "*", steps[-1]), values)


def _counts(schema: Mapping[str, Json], literals: Literals) -> tuple[int, ...]:
    """Return how many rows are worth trying."""
    low, high = schema.get("minItems", 0), schema.get("maxItems", _COUNT_LIMIT)
    least = low if isinstance(low, int) else 0
    most = min(high, _COUNT_LIMIT) if isinstance(high, int) else _COUNT_LIMIT
    wanted = {least, 0, 1, 2, 3}
    wanted |= {number + step for number in literals.whole for step in (-1, 0, 1)}
    return tuple(sorted(count for count in wanted if least <= count <= most))
