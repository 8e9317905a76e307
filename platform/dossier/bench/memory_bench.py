"""How much memory the catalogue takes, and whether it grows with use."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypedDict

from dossier.catalogue import examples, lint
from dossier.catalogue.loading import Catalogue, load

_MB = 1024**2
GROWTH_LIMIT_MB = 8.0
"""What the allocator may still move once everything has run; the process itself takes ten times it."""


class MemoryStepJson(TypedDict):
    """What the process held after a step, in megabytes that are really there (RSS)."""

    after: str
    resident_mb: float


class MemoryJson(TypedDict):
    """The steps in order; ``growth_mb`` from the first round of all services to the last.

    reload_mb: what a second loading and checking in the same process leaves behind.
    """

    steps: list[MemoryStepJson]
    growth_mb: float
    reload_mb: float
    limit_mb: float
    flat: bool


def measure_memory(folder: Path, rounds: int, tell: Callable[[int, int], None]) -> MemoryJson:
    """Load, evaluate every example of every service ``rounds`` times, load and check again twice.

    tell: progress, done and all rounds.
    """
    steps = [_step("开始")]
    catalogue = load(folder)
    steps.append(_step("装入"))
    marks = {1, rounds // 10, rounds} - {0}
    for number in range(1, rounds + 1):
        _round(catalogue)
        tell(number, rounds)
        if number in marks:
            steps.append(_step(f"{number}轮"))
    first, last = (each["resident_mb"] for each in _ends(steps))
    del catalogue
    again: list[MemoryStepJson] = []
    for time in ("第二次装入和检查", "第三次装入和检查"):
        lint.check(folder)
        again.append(_step(time))
    growth, reload = last - first, again[1]["resident_mb"] - again[0]["resident_mb"]
    return MemoryJson(
        steps=steps + again,
        growth_mb=round(growth, 1),
        reload_mb=round(reload, 1),
        limit_mb=GROWTH_LIMIT_MB,
        flat=max(growth, reload) <= GROWTH_LIMIT_MB,
    )


def _ends(steps: list[MemoryStepJson]) -> Iterator[MemoryStepJson]:
    yield next(each for each in steps if each["after"] == "1轮")
    yield steps[-1]


def _round(catalogue: Catalogue) -> None:
    for definition in catalogue.definitions.values():
        for example in definition.examples:
            examples.run(definition, example, catalogue.parameters)


def _step(after: str) -> MemoryStepJson:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    resident = pages * os.sysconf("SC_PAGE_SIZE") / _MB
    return MemoryStepJson(after=after, resident_mb=round(resident, 1))
