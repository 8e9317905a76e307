"""What ``dossier bench read`` does."""

from __future__ import annotations

import json
from pathlib import Path

from rich.console import Console

from dossier.bench.page import write_page
from dossier.bench.reading_bench import bench
from dossier.bench.showing import show
from dossier.kernel.settings import load_settings
from dossier_ocr import load_types


def run(
    *,
    seed: int,
    images: int,
    engines: list[str],
    processes: int,
    keep: Path | None,
    docs: Path | None,
    as_json: bool,
) -> str | None:
    """Measure and tell: JSON to return, or tables on the terminal."""
    measured = bench(
        seed=seed,
        images=images,
        engines=engines,
        processes=processes,
        keep=keep,
        quiet=as_json or not Console(stderr=True).is_terminal,
    )
    if docs is not None:
        write_page(docs, measured, load_types(load_settings().schemas))
    if as_json:
        return json.dumps(measured.figures, ensure_ascii=False)
    show(Console(), measured.figures)
    return None
