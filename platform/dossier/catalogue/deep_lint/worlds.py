"""One imagined form with its papers, and how one thing in it is changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dossier.catalogue.cel.expressions import activate
from dossier.catalogue.cel.running import Around
from dossier.catalogue.cel.shapes import Bound
from dossier.catalogue.deep_lint.draws import Draws
from dossier.catalogue.deep_lint.targets import Target

Row = Callable[[Draws], dict[str, Bound]]
"""How a new row of a list is made."""


@dataclass(frozen=True, slots=True)
class World:
    """One form with papers, on one day, with the figures of the office."""

    form: dict[str, Bound]
    papers: dict[str, Bound]
    figures: Mapping[str, int]
    day: date


def activation_of(world: World, form: Mapping[str, Bound], row: Bound | None = None) -> Around:
    """Return what an expression sees of ``world``; its papers are everybody's."""
    values: dict[str, Bound] = {
        **form,
        "form": dict(form),
        "docs": world.papers,
        "papers": world.papers,
    }
    if row is not None:
        values["item"] = row
    return activate(values, world.figures, world.day.isoformat())


def change(
    world: World, targets: Sequence[Target], bases: Mapping[str, dict[str, Bound]], draws: Draws
) -> World:
    """Return ``world`` with one of ``targets`` changed.

    bases: by the name of a list of the form, what a new row holds besides.
    """
    target = draws.one_of(targets)
    root = _copied(world.form if target.root == "form" else world.papers)
    assert isinstance(root, dict)
    row = _row_for(target, targets, bases)
    if target.counts:
        _resize(root, target, row, draws)
    else:
        others = [each for each in targets if each.values and each is not target]
        value = draws.one_of(target.values)
        if others and draws.below(4) == 0:
            _put(
                root,
                target.steps,
                _found(world, draws.one_of(others), value, draws),
                draws,
                row,
            )
        elif target.optional and draws.below(6) == 0:
            _put(root, target.steps, None, draws, row)
        else:
            _put(root, target.steps, value, draws, row)
    if target.root == "form":
        return replace(world, form=root)
    return replace(world, papers=root)


def _resize(root: dict[str, Bound], target: Target, row: Row, draws: Draws) -> None:
    listed = root.get(target.steps[0])
    rows = listed if isinstance(listed, list) else []
    count = draws.one_of(target.counts)
    while len(rows) < count:
        rows.append(_copied(draws.one_of(rows)) if rows else row(draws))
    root[target.steps[0]] = rows[:count]


def _row_for(
    target: Target, targets: Sequence[Target], bases: Mapping[str, dict[str, Bound]]
) -> Row:
    name = target.steps[0]
    base = bases.get(name, {}) if target.root == "form" else {}
    beside = [
        each
        for each in targets
        if each.root == target.root
        and each.steps[0] == name
        and each.values
        and len(each.steps) == len((name, "*", "field"))
    ]
    return lambda draws: {
        **base,
        **{each.steps[-1]: draws.one_of(each.values) for each in beside},
    }


def _copied(value: Bound) -> Bound:
    if isinstance(value, dict):
        return {name: _copied(inner) for name, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list) else value


def _found(world: World, target: Target, fallback: Bound, draws: Draws) -> Bound:
    """Return what stands at another place, when it is of the same type; a text maybe longer."""
    here: Bound | None = world.form if target.root == "form" else world.papers
    for step in target.steps:
        if isinstance(here, list):
            here = here[0] if here else None
        elif isinstance(here, dict):
            here = here.get(step)
    if here is None or type(here) is not type(fallback):
        return fallback
    if isinstance(here, str) and draws.below(2):
        return f"{here}{1 + draws.below(7)}{1 + draws.below(4)}"
    return here


def _put(
    root: dict[str, Bound],
    steps: Sequence[str],
    value: Bound | None,
    draws: Draws,
    row: Row,
) -> None:
    """Set what stands at ``steps``, or take it away when ``value`` is None."""
    if len(steps) == 1:
        _set(root, steps[0], value)
        return
    listed = root.get(steps[0])
    rows: list[Bound] = listed if isinstance(listed, list) and listed else [row(draws)]
    root[steps[0]] = rows
    chosen = rows if draws.below(2) else [rows[0] if draws.below(2) else draws.one_of(rows)]
    for each in chosen:
        if isinstance(each, dict):
            _set(each, steps[-1], value)


def _set(here: dict[str, Bound], name: str, value: Bound | None) -> None:
    if value is None:
        here.pop(name, None)
    else:
        here[name] = value
