"""What the reliability plot shows of one kind of value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bin:
    """Values that were given about the same probability: its mean, the share right, how many."""

    predicted: float
    right: float
    count: int


@dataclass(frozen=True, slots=True)
class Panel:
    """The reliability of one kind of value."""

    title: str
    bins: tuple[Bin, ...]
    fill_from: float | None
