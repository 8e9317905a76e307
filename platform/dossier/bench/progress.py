"""Progress on the terminal."""

from __future__ import annotations

from collections.abc import Callable

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TimeElapsedColumn


def progress_bar(*, quiet: bool) -> Progress:
    """Return the bars, on the terminal's error side."""
    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), disable=quiet)


def counter(progress: Progress, title: str, total: int) -> Callable[[], None]:
    """Return what is to be called after each of ``total``."""
    task = progress.add_task(title, total=total)
    return lambda: progress.advance(task)
