"""Which sides make one paper: by what stands on both, and by how near they lie."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from dossier_ocr.model import Box, Value

_PAGE_WEIGHT = 2.0
_BACKWARD = 0.1
_AGREE, _NEVER = 5.0, 1e6
_CLEAR = 0.15
_EXACT_MAX = 6
_DIGITS_MIN, _DIGITS_OFF_MAX = 6, 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where a side lies and what stands on it."""

    page: int
    box: Box
    fields: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Match:
    """The side ``index`` belongs to the paper ``to``; sure: nothing else is as likely."""

    index: int
    to: int
    sure: bool


def matches_of(sides: Sequence[Place], papers: Sequence[Sequence[Place]]) -> list[Match]:
    """Give each of ``sides`` (all of one part) at most one of ``papers`` that lack this part.

    The pairs are chosen together: those of which the sides are nearest over all.  Sides that
    name different persons are never put together.
    """
    costs = [[_cost(side, paper) for paper in papers] for side in sides]
    if not sides or not papers:
        return []
    if max(len(sides), len(papers)) > _EXACT_MAX:
        return _nearest_first(costs)
    plans = sorted(_plans(costs), key=lambda plan: plan[0])
    best = plans[0][1]
    found = []
    for index, to in best.items():
        if costs[index][to] >= _NEVER:
            continue
        other = next((cost for cost, plan in plans if plan.get(index) != to), math.inf)
        sure = other - plans[0][0] >= _CLEAR
        found.append(Match(index, to, sure))
    return found


def _plans(costs: list[list[float]]) -> list[tuple[float, dict[int, int]]]:
    sides, papers = range(len(costs)), range(len(costs[0]))
    if len(costs) <= len(costs[0]):
        chosen = [dict(zip(sides, to, strict=True)) for to in permutations(papers, len(costs))]
    else:
        chosen = [
            dict(zip(of, papers, strict=True)) for of in permutations(sides, len(costs[0]))
        ]
    return [(sum(costs[a][b] for a, b in plan.items()), plan) for plan in chosen]


def _nearest_first(costs: list[list[float]]) -> list[Match]:
    """Take the nearest pair, then the nearest of the rest; there are too many to try all."""
    pairs = sorted(
        (cost, side, paper)
        for side, row in enumerate(costs)
        for paper, cost in enumerate(row)
        if cost < _NEVER
    )
    found: list[Match] = []
    for cost, side, paper in pairs:
        if any(one.index == side or one.to == paper for one in found):
            continue
        rivals = [costs[side][other] for other in range(len(costs[side])) if other != paper]
        found.append(Match(side, paper, all(rival - cost >= _CLEAR for rival in rivals)))
    return found


def _cost(side: Place, paper: Sequence[Place]) -> float:
    """Return how far the side is from the paper: less where both name the same person."""
    if any(_contradicts(side.fields, other.fields) for other in paper):
        return _NEVER
    agreed = any(_agrees(side.fields, other.fields) for other in paper)
    return min(_far(other, side) for other in paper) - (_AGREE if agreed else 0.0)


def _far(first: Place, second: Place) -> float:
    """Return the distance, which grows ever slower: nested pairs are as near as their middle."""
    pages = second.page - first.page
    if pages:
        return math.sqrt(_PAGE_WEIGHT * abs(pages)) + (_BACKWARD if pages < 0 else 0.0)
    a, b = first.box, second.box
    across = (a[0] + a[2] - b[0] - b[2]) / 2
    down = (a[1] + a[3] - b[1] - b[3]) / 2
    size = max(1.0, math.hypot(a[2] - a[0], a[3] - a[1]))
    return math.sqrt(math.hypot(across, down) / size)


def _contradicts(one: Mapping[str, Value], other: Mapping[str, Value]) -> bool:
    return any(
        _differ(mine, theirs)
        for name, mine, theirs in _shared(one, other)
        if _identifies(name, mine)
    )


def _agrees(one: Mapping[str, Value], other: Mapping[str, Value]) -> bool:
    return any(
        mine == theirs for name, mine, theirs in _shared(one, other) if _identifies(name, mine)
    )


def _shared(one: Mapping[str, Value], other: Mapping[str, Value]) -> list[tuple[str, str, str]]:
    return [
        (name, value.value, theirs)
        for name, value in one.items()
        if value.value and name in other and (theirs := other[name].value)
    ]


def _identifies(name: str, text: str) -> bool:
    """Tell whether a value says whose paper it is: a name or a long number, but no day."""
    digits = sum(character.isdigit() for character in text)
    return name.endswith("name") or (digits >= _DIGITS_MIN and "-" not in text)


def _differ(mine: str, theirs: str) -> bool:
    """Tell whether two values differ by more than a slip of the reader."""
    if len(mine) != len(theirs):
        return not (mine in theirs or theirs in mine)
    off = sum(a != b for a, b in zip(mine, theirs, strict=True))
    return off > (_DIGITS_OFF_MAX if len(mine) >= _DIGITS_MIN else len(mine) // 2)
