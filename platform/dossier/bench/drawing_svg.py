"""Small plots as SVG, written plainly: they look the same wherever the docs are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_INK, _GRID, _BLUE, _ORANGE, _GREY = "#222", "#d9dde3", "#1f6fb2", "#d9742b", "#8a929c"
COLOURS = (_BLUE, _ORANGE, _GREY)


@dataclass(frozen=True, slots=True)
class Bin:
    """Values that were given about the same probability: its mean, the share right, how many."""

    predicted: float
    right: float
    count: int


@dataclass(frozen=True, slots=True)
class Panel:
    """The reliability of one kind of value."""

    title: str
    bins: tuple[Bin, ...]
    fill_from: float | None


def reliability(panels: Sequence[Panel], *, columns: int = 4) -> str:
    """Draw, panel by panel, how often values were right against how probable that was called."""
    side, gap, head = 150, 44, 34
    rows = -(-len(panels) // columns)
    width = columns * (side + gap) + gap
    height = rows * (side + gap + head) + gap
    parts = []
    for order, panel in enumerate(panels):
        left = gap + order % columns * (side + gap)
        top = head + order // columns * (side + gap + head)
        parts.append(_panel(panel, left, top, side))
    return _svg(width, height, parts)


def bars(
    rows: Sequence[tuple[str, Sequence[float | None]]],
    names: Sequence[str],
    *,
    low: float = 0.0,
) -> str:
    """Draw shares (``low`` to 1) as level bars, one group for each row."""
    thick, label, span, gap = 9, 150, 460, 10
    group = thick * len(names) + gap
    height = group * len(rows) + 60
    parts = [
        _text(label + index * 150, 18, name, colour=COLOURS[index % 3])
        for index, name in enumerate(names)
    ]
    for tick in range(6):
        share = low + (1 - low) * tick / 5
        x = label + span * tick / 5
        parts.append(_line(x, 26, x, height - 26, _GRID))
        parts.append(_text(x, height - 10, f"{share:.0%}", anchor="middle"))
    for order, (title, shares) in enumerate(rows):
        top = 32 + order * group
        parts.append(_text(label - 8, top + group / 2 - 1, title, anchor="end"))
        for index, reached in enumerate(shares):
            reach = span * max(0.0, ((reached or 0.0) - low) / (1 - low))
            parts.append(
                f'<rect x="{label}" y="{top + index * thick}" width="{reach:.1f}"'
                f' height="{thick - 2}" fill="{COLOURS[index % 3]}"/>'
            )
    return _svg(label + span + 50, height, parts)


def _panel(panel: Panel, left: float, top: float, side: float) -> str:
    def at(x: float, y: float) -> tuple[float, float]:
        return left + x * side, top + (1 - y) * side

    parts = [_text(left, top - 8, panel.title, weight="bold")]
    for tick in range(5):
        share = tick / 4
        parts.append(_line(*at(share, 0), *at(share, 1), _GRID))
        parts.append(_line(*at(0, share), *at(1, share), _GRID))
        x, y = at(share, 0)
        parts.append(_text(x, y + 13, f"{share:.2g}", anchor="middle", size=9))
        x, y = at(0, share)
        parts.append(_text(x - 4, y + 3, f"{share:.2g}", anchor="end", size=9))
    parts.append(_line(*at(0, 0), *at(1, 1), _GREY, dashed=True))
    if panel.fill_from is not None and panel.fill_from <= 1:
        parts.append(_line(*at(panel.fill_from, 0), *at(panel.fill_from, 1), _ORANGE))
    track = " ".join(
        f"{x:.1f},{y:.1f}" for x, y in (at(one.predicted, one.right) for one in panel.bins)
    )
    parts.append(
        f'<polyline points="{track}" fill="none" stroke="{_BLUE}" stroke-width="1.5"/>'
    )
    for one in panel.bins:
        x, y = at(one.predicted, one.right)
        radius = 2 + min(5.0, one.count**0.5 / 4)
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{_BLUE}"/>')
    return "".join(parts)


def _svg(width: float, height: float, parts: Sequence[str]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}"'
        f' width="{width:.0f}" height="{height:.0f}" font-family="sans-serif" font-size="12">'
    )
    ground = f'<rect width="{width:.0f}" height="{height:.0f}" fill="#fff"/>'
    return head + ground + "\n".join(parts) + "</svg>\n"


def _text(
    x: float,
    y: float,
    text: str,
    *,
    anchor: str = "start",
    colour: str = _INK,
    size: int = 12,
    weight: str = "normal",
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}"'
        f' font-size="{size}" font-weight="{weight}">{escape(text)}</text>'
    )


def _line(
    x0: float, y0: float, x1: float, y1: float, colour: str, *, dashed: bool = False
) -> str:
    dash = ' stroke-dasharray="4 3"' if dashed else ""
    return (
        f'<line x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}"'
        f' stroke="{colour}"{dash}/>'
    )
