"""Choices that look random and are the same in every run."""

from collections.abc import Sequence
from typing import TypeVar

_T = TypeVar("_T")
_FACTOR, _STEP, _WIDTH = 6364136223846793005, 1442695040888963407, 2**64
"""Source: Knuth, The Art of Computer Programming, vol. 2, 3.3.4 (MMIX)."""


class Draws:
    """A sequence of choices, told by its seed."""

    def __init__(self, seed: int) -> None:
        self._state = seed

    def below(self, limit: int) -> int:
        """Return a whole number from 0 up to but not ``limit``."""
        self._state = (self._state * _FACTOR + _STEP) % _WIDTH
        return (self._state >> 33) % limit

    def one_of(self, given: Sequence[_T]) -> _T:
        """Return one of ``given``, which is not empty."""
        return given[self.below(len(given))]
