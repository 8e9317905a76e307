"""What every value type gives: the value, where in the text it stood, and what is wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

SEVERAL = "、"
"""Joins the values of a list."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a document type may say about a value.

    choices: value → the ways it is printed.  pattern: the whole value must match it.
    """

    choices: Mapping[str, tuple[str, ...]]
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong with a value, for the clerk."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A value found in a text.

    start, end: where.  certain: proved by its own check (a check digit, figures and capitals
    that agree).  flaws: empty when it is in good form.
    """

    value: str
    start: int
    end: int
    certain: bool = False
    flaws: tuple[Flaw, ...] = ()


Parse = Callable[[str, Options], Parsed | None]
"""Find the value in a text (folded: half-width, simplified); None when there is none."""
