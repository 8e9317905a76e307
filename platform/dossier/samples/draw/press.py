"""A sheet that remembers where each run of print stands on it."""

from __future__ import annotations

from dataclasses import dataclass

from dossier.samples.draw.scan import Colour
from dossier.samples.draw.sheet import INK, Sheet

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Print:
    """One run of print.  spans: x0 and x1 of each character, in pixels.  field: what it says."""

    text: str
    box: Box
    spans: tuple[tuple[float, float], ...]
    field: str | None = None


class Press:
    """Prints on a sheet; positions and sizes are millimetres, heights are of the middle."""

    def __init__(self, sheet: Sheet, *, family: str, size: float) -> None:
        self.sheet = sheet
        self.family = family
        self.size = size
        self.prints: list[Print] = []

    def run(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float | None = None,
        family: str | None = None,
        spacing: float = 0.0,
        align: str = "l",
        field: str | None = None,
        fill: Colour = INK,
    ) -> float:
        """Print one run with its middle at height ``y`` and return where it ends."""
        size, family = size or self.size, family or self.family
        widths = [self.sheet.measure(letter, size, family) for letter in text]
        width = sum(widths) + spacing * max(0, len(text) - 1)
        left = x - {"l": 0.0, "m": width / 2, "r": width}[align]
        self.sheet.text(
            left, y, text, size, family=family, fill=fill, anchor="lm", spacing=spacing
        )
        spans, at = [], left
        for letter in widths:
            spans.append((float(self.sheet.px(at)), float(self.sheet.px(at + letter))))
            at += letter + spacing
        box = (
            self.sheet.px(left),
            self.sheet.px(y - size / 2),
            self.sheet.px(left + width),
            self.sheet.px(y + size / 2),
        )
        self.prints.append(Print(text, box, tuple(spans), field))
        return left + width

    def lines(self, text: str, width: float, *, indent: float = 0.0) -> list[str]:
        """Break ``text`` into lines of ``width``; figures and letters stay together."""
        lines, line, room = [], "", width - indent
        for word in _words(text):
            if line and self.sheet.measure(line + word, self.size, self.family) > room:
                if word in "，。；：、）":
                    line += word
                    continue
                lines.append(line)
                line, room = "", width
            line += word
        return [*lines, line]

    def measure(self, text: str) -> float:
        """Return the width of ``text`` in mm."""
        return self.sheet.measure(text, self.size, self.family)


def _words(text: str) -> list[str]:
    words: list[str] = []
    for letter in text:
        if words and letter.isascii() and letter.isalnum() and words[-1][-1:].isascii():
            words[-1] += letter
        else:
            words.append(letter)
    return words
