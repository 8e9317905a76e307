"""The plots of the docs, drawn with matplotlib; the same figures give the same bytes.

matplotlib belongs to the developers' tools: only ``dossier bench read --docs`` loads this module.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from contextlib import AbstractContextManager

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from dossier.bench.panels import Panel

_INK, _GRID, _BLUE, _ORANGE, _GREY = "#222222", "#d9dde3", "#1f6fb2", "#d9742b", "#8a929c"
COLOURS = (_BLUE, _ORANGE, _GREY)


def reliability(panels: Sequence[Panel], *, columns: int = 4) -> str:
    """Draw, panel by panel, how often values were right against how probable that was called."""
    rows = -(-len(panels) // columns)
    with _style():
        figure = Figure(figsize=(2.1 * columns, 2.35 * rows))
        figure.subplots_adjust(0.05, 0.03, 0.99, 1 - 0.28 / max(rows, 1), 0.32, 0.4)
        for order, panel in enumerate(panels, 1):
            _panel(figure.add_subplot(rows, columns, order), panel)
        return _written(figure)


def bars(
    rows: Sequence[tuple[str, Sequence[float | None]]],
    names: Sequence[str],
    *,
    low: float = 0.0,
) -> str:
    """Draw shares (``low`` to 1) as level bars, one group for each row."""
    with _style():
        height = 0.14 * len(rows) * (len(names) + 1) + 0.8
        figure = Figure(figsize=(7.2, height))
        axes = figure.add_subplot()
        figure.subplots_adjust(0.2, 0.4 / height, 0.97, 1 - 0.4 / height)
        for index, name in enumerate(names):
            axes.barh(
                [order + (index - (len(names) - 1) / 2) * 0.27 for order in range(len(rows))],
                [(shares[index] or low) - low for _, shares in rows],
                height=0.22,
                left=low,
                color=COLOURS[index % len(COLOURS)],
                label=name,
            )
        axes.set_yticks(range(len(rows)), [title for title, _ in rows])
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_xlim(low, 1)
        axes.grid(visible=False, axis="y")
        axes.tick_params(length=0)
        axes.xaxis.set_major_formatter(PercentFormatter(1))
        figure.legend(
            *axes.get_legend_handles_labels(),
            loc="upper center",
            ncols=max(len(names), 1),
            frameon=False,
        )
        return _written(figure)


def _style() -> AbstractContextManager[None]:
    return mpl.rc_context(
        {
            "svg.hashsalt": "dossier",
            "svg.fonttype": "none",  # text stays text: the reader's own fonts show Chinese
            "font.family": "sans-serif",
            "font.size": 9,
            "axes.edgecolor": _GRID,
            "axes.grid": True,
            "axes.axisbelow": True,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "grid.color": _GRID,
            "xtick.color": _INK,
            "ytick.color": _INK,
            "text.color": _INK,
        }
    )


def _panel(axes: Axes, panel: Panel) -> None:
    axes.set_title(panel.title, loc="left", fontsize=10, fontweight="bold")
    axes.set(xlim=(-0.03, 1.03), ylim=(-0.03, 1.03), aspect="equal")
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1])
    axes.tick_params(length=0, labelsize=7)
    axes.plot([0, 1], [0, 1], color=_GREY, linestyle="--", linewidth=1)
    if panel.fill_from is not None and panel.fill_from <= 1:
        axes.axvline(panel.fill_from, color=_ORANGE, linewidth=1)
    across = [one.predicted for one in panel.bins]
    right = [one.right for one in panel.bins]
    axes.plot(across, right, color=_BLUE, linewidth=1.2)
    sizes = [(4 + min(10.0, one.count**0.5 / 2)) ** 2 for one in panel.bins]
    axes.scatter(across, right, s=sizes, color=_BLUE, linewidths=0, clip_on=False)


def _written(figure: Figure) -> str:
    """Return the figure as SVG, without the day on which it was drawn."""
    out = io.StringIO()
    FigureCanvasSVG(figure)
    with warnings.catch_warnings():
        # It measures Chinese with a font that has none; the places do not hang on the measure.
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"
