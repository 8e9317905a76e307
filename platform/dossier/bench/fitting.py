"""From raw certainty to the probability of being right: isotonic curves, and where to fill.

Source: R. Barlow et al., "Statistical inference under order restrictions", 1972 (pool adjacent
violators).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

Sample = tuple[float, bool]
"""The raw certainty of a value, and whether it was right."""
WRONG_MAX = 0.003
"""At most this share of the values filled unasked may be wrong."""
_PRIOR = 24.0
"""So many values of all types together temper the curve of one."""
_SLOPE = 1e-4
_CEILING = 0.9995
_NEVER = 1.01
_MARGIN = 0.1
_UNPROVED, _MANY = 0.02, 200
RIGHT_MIN = 0.98
"""A value less likely right than this is never filled unasked, however few of its kind are wrong."""


@dataclass(frozen=True, slots=True)
class Curve:
    """points: raw → probability, both rising; linear between, level outside.

    fill_from: the probability from which a value is filled unasked; above 1 for never.
    """

    points: tuple[tuple[float, float], ...]
    fill_from: float

    def at(self, raw: float) -> float:
        """Return the probability of being right."""
        (x0, y0), *rest = self.points
        if raw <= x0:
            return y0
        for x1, y1 in rest:
            if raw <= x1:
                return y0 + (y1 - y0) * (raw - x0) / (x1 - x0) if x1 > x0 else y1
            x0, y0 = x1, y1
        return y0

    def fills(self, raw: float) -> bool:
        """Tell whether a value of this certainty is filled unasked."""
        return self.at(raw) >= self.fill_from


@dataclass(slots=True)
class _Block:
    low: float
    high: float
    right: float
    weight: float

    @property
    def share(self) -> float:
        return self.right / self.weight


def isotonic(samples: Iterable[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Return the best rising steps through ``samples``: (from, to, value).

    samples: (place, value, weight).
    """
    blocks: list[_Block] = []
    for place, value, weight in sorted(samples):
        if blocks and blocks[-1].high == place:
            blocks[-1].right += value * weight
            blocks[-1].weight += weight
        else:
            blocks.append(_Block(place, place, value * weight, weight))
        while len(blocks) > 1 and blocks[-2].share >= blocks[-1].share:
            last = blocks.pop()
            before = blocks[-1]
            before.high = last.high
            before.right += last.right
            before.weight += last.weight
    return [(block.low, block.high, block.share) for block in blocks]


def fit(samples: Sequence[Sample], others: Sequence[Sample], start: float | None) -> Curve:
    """Fit one type's curve; ``others`` are the values of all types and count little.

    start: the certainty from which its values are filled; None for never.
    """
    tempered = _PRIOR / max(1, len(others))
    weighed = [(raw, float(right), 1.0) for raw, right in samples]
    weighed += [(raw, float(right), tempered) for raw, right in others]
    points = _points(isotonic(weighed))
    if start is None:
        return Curve(points, _NEVER)
    return Curve(points, round(max(RIGHT_MIN, Curve(points, _NEVER).at(start)), 6))


def fill_starts(
    by_type: Mapping[str, Sequence[Sample]], *, strict: Collection[str], wrong_max: float
) -> dict[str, float | None]:
    """Return for each type from which certainty its values are filled, None for never.

    Together the most values are filled of which no more than ``wrong_max`` are wrong: a wrong
    one costs a price, the lowest at which the whole stays within bounds.  Of ``strict`` types
    none may be wrong.  Nothing is filled at a certainty so low that hardly a value vouches for it.
    """
    floor = _floor(by_type)
    ways = {
        kind: [way for way in _ways(samples, floor) if not (kind in strict and way.wrong)]
        for kind, samples in by_type.items()
    }
    wrong_prices = sorted({0.0, *(1.25**step for step in range(60))})
    for price in wrong_prices:
        chosen = {
            kind: max(held, key=lambda way: (way.count - price * way.wrong, -way.wrong))
            for kind, held in ways.items()
        }
        filled = sum(way.count for way in chosen.values())
        if sum(way.wrong for way in chosen.values()) <= wrong_max * filled:
            break
    return {kind: way.start for kind, way in chosen.items()}


@dataclass(frozen=True, slots=True)
class _Way:
    """To fill from ``start``: so many values, so many of them wrong."""

    start: float | None
    count: int
    wrong: int


def _floor(by_type: Mapping[str, Sequence[Sample]]) -> float:
    """Return the certainty below which only the least sure values of all types lie."""
    ordered = sorted(raw for samples in by_type.values() for raw, _ in samples)
    return ordered[int(len(ordered) * _UNPROVED)] if len(ordered) >= _MANY else 0.0


def _ways(samples: Sequence[Sample], floor: float) -> list[_Way]:
    """Return every way to cut ``samples`` above ``floor``: none of them, the surest ones, … all.

    A cut lies half-way to the next value below, so that it is not won by one lucky value.
    """
    ordered = [sample for sample in sorted(samples, reverse=True) if sample[0] >= floor]
    ways = [_Way(None, 0, 0)]
    wrong = 0
    for count, (raw, right) in enumerate(ordered, 1):
        wrong += not right
        below = ordered[count][0] if count < len(ordered) else max(0.0, raw - _MARGIN)
        if below < raw:
            ways.append(_Way(max(floor, (raw + below) / 2), count, wrong))
    return ways


def _points(steps: Sequence[tuple[float, float, float]]) -> tuple[tuple[float, float], ...]:
    """Return the corners of the steps, each step rising a little, for ties would fill all.

    They begin at 0 and end at 1, and both figures rise.
    """
    points: list[tuple[float, float]] = []
    for order, (low, high, share) in enumerate(steps):
        value = min(share, _CEILING)
        above = min(steps[order + 1][2], _CEILING) if order + 1 < len(steps) else 1.0
        top = value + min(_SLOPE * 4, max(0.0, above - value) / 2)
        if not points and low > 0:
            points.append((0.0, value * 0.5))
        points.append((low, value))
        if high > low:
            points.append((high, top))
    if points[-1][0] < 1:
        points.append((1.0, points[-1][1]))
    rising: list[tuple[float, float]] = []
    for raw, right in points:
        place = (round(raw, 6), round(min(1.0, right), 6))
        if rising and place[0] <= rising[-1][0]:
            continue
        rising.append((place[0], max(place[1], rising[-1][1] if rising else 0.0)))
    return tuple(rising) if len(rising) > 1 else ((0.0, 0.0), rising[-1])
