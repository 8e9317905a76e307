"""The measuring of ``dossier read`` on the test set, with each engine in the same run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from dossier.bench.drawing import draw_into, kept_or_passing
from dossier.bench.machine import MachineJson, machine, today
from dossier.bench.progress import counter, progress_bar
from dossier.bench.readings import read_with, store
from dossier.bench.report import EngineJson, RatioJson, engine_json, ratio
from dossier.bench.scoring import Score, score
from dossier.samples.testset.specimens import Specimen

_TITLES = {"auto": "卷宗（级联）", "rapidocr": "rapidocr small", "tesseract": "tesseract"}


class BenchJson(TypedDict):
    """What ``dossier bench read --json`` prints; keys are only ever added."""

    seed: int
    images: int
    processes: int
    date: str
    machine: MachineJson
    engines: dict[str, EngineJson]
    ratios: dict[str, RatioJson]


@dataclass(frozen=True, slots=True)
class Bench:
    """The figures, and the values of the first engine one by one."""

    figures: BenchJson
    score: Score


def bench(
    *,
    seed: int,
    images: int,
    engines: Sequence[str],
    processes: int,
    keep: Path | None,
    quiet: bool,
) -> Bench:
    """Draw the test set, read it with each engine, and return the figures.

    keep: where pictures, truth and readings stay; else they are gone afterwards.
    """
    with kept_or_passing(keep) as place, progress_bar(quiet=quiet) as progress:
        folder = Path(place)
        before = machine()
        told = counter(progress, "绘制测试图片", images)
        specimens = draw_into(folder, seed, range(images), told=told)
        reached: dict[str, EngineJson] = {}
        scores: list[Score] = []
        for engine in engines:
            told = counter(progress, f"识别：{_TITLES.get(engine, engine)}", images)
            result, reached[engine] = _measured(folder, engine, specimens, processes, told)
            scores.append(result)
    first, *others = reached
    figures = BenchJson(
        seed=seed,
        images=images,
        processes=processes,
        date=today(),
        machine=before,
        engines=reached,
        ratios={f"{first}/{other}": ratio(reached[first], reached[other]) for other in others},
    )
    return Bench(figures, scores[0])


def _measured(
    folder: Path,
    engine: str,
    specimens: Sequence[Specimen],
    processes: int,
    told: Callable[[], None],
) -> tuple[Score, EngineJson]:
    files = [folder / one.name for one in specimens]
    first = read_with(engine, files[:1], processes=1)
    run = read_with(engine, files, processes=processes, told=told)
    store(folder / f"{engine}.jsonl", run.lines)
    result = score(specimens, run.lines)
    return result, engine_json(result, run, first.first_line_seconds)
