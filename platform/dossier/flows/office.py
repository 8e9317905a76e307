"""What the offices put into a form themselves, and by which stage of the way they must have."""

import re

from dossier.cases.model import CaseState
from dossier.catalogue.model import Definition
from dossier.kernel.errors import Problem

LEVEL_ZH = {"community": "社区", "street": "街道", "district": "区县", "city": "市"}
_ROW = re.compile(r"/[0-9]+(?=/|$)")
"""The number of a row in a pointer."""


def level_of(definition: Definition, pointer: str) -> str | None:
    """Return the level whose office fills in ``pointer``, or the list that it stands in.

    None where the resident does.
    """
    filled = {rule.pointer: rule.filled_by for rule in definition.fields}
    place = _ROW.sub("/*", pointer)
    while place:
        if (by := filled.get(place, "resident")) != "resident":
            return LEVEL_ZH[by]
        place = place.rpartition("/")[0]
    return None


def is_left_to_office(definition: Definition, problem: Problem) -> bool:
    """Tell whether nothing is wrong but that an office has not put in its part yet."""
    return problem.code in ("required", "minItems") and bool(
        level_of(definition, problem.pointer)
    )


def due_now(
    definition: Definition, state: CaseState, problems: tuple[Problem, ...]
) -> tuple[Problem, ...]:
    """Return what an office must put right in its part before the present stage may end.

    An office has until the last stage of its level; one that the way does not pass, until the
    last stage of all.
    """
    assert state.stage is not None
    ahead = {stage.level for stage in state.route[state.stage + 1 :]}
    passed = {stage.level for stage in state.route}
    last = state.stage == len(state.route) - 1
    return tuple(
        problem
        for problem in problems
        if problem.severity == "block"
        and (level := level_of(definition, problem.pointer))
        and (level not in ahead if level in passed else last)
    )
