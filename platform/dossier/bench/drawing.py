"""Draws the test set into a folder, on all cores."""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from dossier.samples.testset.specimens import Specimen, specimen


def draw_into(
    folder: Path, seed: int, numbers: range, *, told: Callable[[], None] = lambda: None
) -> list[Specimen]:
    """Write the pictures ``numbers`` of the test set of ``seed``; return them without content."""
    workers = min(len(numbers), os.cpu_count() or 1)
    drawn: list[Specimen] = []
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        for one in pool.map(partial(_drawn, folder, seed), numbers, chunksize=4):
            drawn.append(one)
            told()
    truth = [
        {
            "image": one.name,
            "source": one.source,
            "condition": one.condition,
            "papers": [
                {"document_type": paper.document_type, "fields": dict(paper.truth)}
                for paper in one.papers
            ],
        }
        for one in drawn
    ]
    lines = (json.dumps(one, ensure_ascii=False) for one in truth)
    (folder / "truth.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return drawn


def _drawn(folder: Path, seed: int, number: int) -> Specimen:
    one = specimen(seed, number)
    (folder / one.name).write_bytes(one.content)
    return replace(one, content=b"")


def kept_or_passing(keep: Path | None) -> AbstractContextManager[str | Path]:
    """Return the folder ``keep``, made where needed, or one that is gone afterwards."""
    if keep is None:
        return TemporaryDirectory(prefix="dossier-bench-")
    keep.mkdir(parents=True, exist_ok=True)
    return nullcontext(keep)
