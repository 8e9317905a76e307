"""What ``dossier bench evaluate`` does."""

from __future__ import annotations

import json
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from dossier.bench.evaluate_bench import EvaluateJson, measure


def run(
    *, folder: Path, rounds: int, show: int, memory_rounds: int, as_json: bool
) -> str | None:
    """Measure; tell in JSON or as a table."""
    screen = Console(stderr=True)
    with Progress(console=screen, disable=as_json or not screen.is_terminal) as progress:
        bar = progress.add_task("试算", total=None)
        figures = measure(
            folder,
            rounds,
            show,
            lambda done, of: progress.update(bar, completed=done, total=of),
            memory_rounds,
        )
    if as_json:
        return json.dumps(figures, ensure_ascii=False)
    _show(figures)
    return None


def _show(figures: EvaluateJson) -> None:
    table = Table(
        title=f"{figures['services']} 项服务，装入 {figures['load_seconds']:.2f} 秒，检查 {figures['check_seconds']:.2f} 秒；"
        f"每项试算 {figures['rounds']} 次，限 {figures['limit_ms']:g} 毫秒（p95）"
    )
    table.add_column("最慢的服务")
    for heading in ("材料", "中位 ms", "p95 ms", "仅校验 ms", "倍数"):
        table.add_column(heading, justify="right")
    for row in figures["slowest"]:
        table.add_row(
            row["code"],
            str(row["papers"]),
            f"{row['median_ms']:.2f}",
            f"{row['p95_ms']:.2f}",
            f"{row['schema_alone_ms']:.2f}",
            f"{row['ratio']:.1f}",
        )
    console = Console()
    console.print(table)
    if memory := figures["memory"]:
        steps = "，".join(
            f"{each['after']} {each['resident_mb']:g}" for each in memory["steps"]
        )
        word = "没有增长" if memory["flat"] else "有增长"
        console.print(f"内存（MB）：{steps}。{word}（限 {memory['limit_mb']:g} MB）。")
