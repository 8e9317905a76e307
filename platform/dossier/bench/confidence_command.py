"""What ``dossier bench confidence`` does."""

from __future__ import annotations

import json
from pathlib import Path

from rich.console import Console
from rich.table import Table

from dossier.bench.confidence_bench import FILE, Calibration, ConfidenceJson, as_yaml, calibrate
from dossier.bench.machine import today
from dossier.bench.showing import written
from dossier.kernel.settings import load_settings


def run(
    *,
    seed: int,
    images: int,
    processes: int,
    keep: Path | None,
    write: bool,
    as_json: bool,
) -> str | None:
    """Fit and judge; write the curves where asked; tell in JSON or as a table."""
    quiet = as_json or not Console(stderr=True).is_terminal
    calibration = calibrate(
        seed=seed, images=images, processes=processes, keep=keep, quiet=quiet
    )
    if write:
        write_curves(calibration)
    if as_json:
        return json.dumps(calibration.figures, ensure_ascii=False)
    _show(calibration.figures)
    return None


def write_curves(calibration: Calibration) -> None:
    """Write the curves into the definitions."""
    figures = calibration.figures
    header = (
        "From the certainty of a reading to the probability that the value is right, by value type.",
        f"Measured by `dossier bench confidence --seed {figures['seed']} --images {figures['images']}"
        f" --write` on {today()}; see platform/docs/reading.md.",
        "points: raw certainty, probability.  fill_from: the probability from which a value is",
        "filled unasked.  Value types that are not named follow the entry `otherwise`.",
    )
    file = load_settings().schemas / FILE
    file.parent.mkdir(exist_ok=True)
    file.write_text(as_yaml(calibration.curves, header=header), encoding="utf-8")


def _show(figures: ConfidenceJson) -> None:
    table = Table(title=f"可信程度：{figures['images']} 张图片，种子 {figures['seed']}")
    for heading in ("值的类型", "拟合", "检验", "填入界限", "自动填入", "填错"):
        table.add_column(heading, justify="left" if heading == "值的类型" else "right")
    for kind, one in figures["value_types"].items():
        table.add_row(
            kind,
            str(one["fitted_on"]),
            str(one["judged_on"]),
            f"{one['fill_from']:.4f}",
            written(one["auto_share"], "share"),
            str(one["wrong_auto"]),
        )
    console = Console()
    console.print(table)
    console.print(
        f"检验的一半图片：自动填入 {written(figures['auto_share'], 'share')}，"
        f"其中填错 {figures['wrong_auto']} 个（{written(figures['wrong_auto_share'], 'share')}）。"
    )
