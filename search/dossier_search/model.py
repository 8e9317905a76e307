"""What goes in and what comes out, and what lies between analysis and an engine."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

_UNIT_PATH = re.compile(r"([^/\s]+/)+")

LIMIT_MAX = 1000


def check_unit_path(path: str) -> None:
    """Raise ValueError unless ``path`` looks like "0001/0003/"; "" is not "everything"."""
    if not _UNIT_PATH.fullmatch(path):
        raise ValueError(f"not a unit path: {path!r}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found.

    unit_path: the units above it, "0001/0003/0007/"; who may see one of them may find it.
    keywords: exact values to filter by; their words can be searched for as well.
    """

    id: str
    kind: str
    unit_path: str
    title: str
    text: str
    day: date
    keywords: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a path that would put the entry under the wrong unit."""
        check_unit_path(self.unit_path)


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for; every condition must hold.

    text: what a person typed; it has no operators.  Blank text finds everything, newest first.
    scopes: unit paths whose entries may be seen; none, no hit.
    kinds: any of them; none means every kind.
    since, until: days, both included.
    """

    text: str
    scopes: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    keywords: Mapping[str, str] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    limit: int = 20
    offset: int = 0

    def __post_init__(self) -> None:
        """Refuse what only a mistaken caller would ask for."""
        for scope in self.scopes:
            check_unit_path(scope)
        if not (1 <= self.limit <= LIMIT_MAX and self.offset >= 0):
            raise ValueError(f"limit is 1 to {LIMIT_MAX}, offset 0 or more")


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found.

    highlights: (start, end) in characters of ``snippet``, in order, not overlapping.
    """

    id: str
    kind: str
    title: str
    score: float
    snippet: str
    highlights: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of hits, best first; total: of all pages."""

    total: int
    items: tuple[Hit, ...]


NO_HITS = Hits(total=0, items=())


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query as an engine needs it.

    terms: stand one after another in the text.
    prefix: the term that follows them begins with it; None: no condition.
    pieces: the word as typed, cut into Han runs and other words, to highlight it.
    """

    terms: tuple[str, ...]
    prefix: str | None
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """An entry as an engine keeps it; terms are joined by spaces.

    scopes: the unit path and every path above it; keywords: digests; day: ordinal.
    """

    id: str
    kind: str
    scopes: tuple[str, ...]
    keywords: tuple[str, ...]
    day: int
    title: str
    text: str
    terms: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """A query as an engine runs it; no words: everything that may be seen, newest first."""

    words: tuple[Word, ...]
    scopes: tuple[str, ...]
    kinds: tuple[str, ...]
    keywords: tuple[str, ...]
    since: int | None
    until: int | None
    limit: int
    offset: int


@dataclass(frozen=True, slots=True)
class Match:
    """What an engine gives back for one hit: what it kept, and the score."""

    id: str
    kind: str
    title: str
    text: str
    score: float


def paths_above(unit_path: str) -> Iterator[str]:
    """Yield "0001/", "0001/0003/", … down to ``unit_path`` itself.

    Indexed as whole values, so that a scope matches at the borders of components only.
    """
    end = unit_path.find("/")
    while end >= 0:
        yield unit_path[: end + 1]
        end = unit_path.find("/", end + 1)
