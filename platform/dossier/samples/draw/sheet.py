"""A sheet of paper measured in millimetres."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from dossier.kernel.errors import Unavailable
from dossier.samples.draw.scan import MM_PER_INCH, Colour, Scan, outline, stamped

DPI = 300
INK = (28, 28, 32)
MARK = "演示样本"
FONTS = Path("/usr/share/fonts/opentype/noto")
_SIMPLIFIED = 2
"""Place of the simplified Chinese face inside the collection files."""


@lru_cache(maxsize=256)
def face(family: str, size_px: int) -> ImageFont.FreeTypeFont:
    """Return a face of ``family``: Sans, SansBold, Serif or SerifBold.

    Raises Unavailable where the machine has no Noto CJK fonts.
    """
    weight = "Bold" if family.endswith("Bold") else "Regular"
    name = f"Noto{family.removesuffix('Bold')}CJK-{weight}.ttc"
    try:
        return ImageFont.truetype(FONTS / name, size_px, index=_SIMPLIFIED)
    except OSError:
        raise Unavailable(
            f"找不到字体{name}，无法绘制演示材料。请安装软件包 fonts-noto-cjk 后重试。",
            code="font_missing",
            font=name,
        ) from None


def long_date(day: date) -> str:
    """Return the date as papers print it: 1985年3月7日."""
    return f"{day.year}年{day.month}月{day.day}日"


def dotted_date(day: date) -> str:
    """Return the date as cards print it: 1985.03.07."""
    return f"{day:%Y.%m.%d}"


class Sheet:
    """A white sheet to print on; positions and sizes are millimetres from the upper left."""

    def __init__(
        self, width_mm: float, height_mm: float, *, paper: Colour = (255, 255, 255)
    ) -> None:
        self.width_mm = width_mm
        self.height_mm = height_mm
        self.image = Image.new("RGB", (self.px(width_mm), self.px(height_mm)), paper)
        self._draw = ImageDraw.Draw(self.image)
        self._printed: list[str] = []

    def px(self, mm: float) -> int:
        """Return ``mm`` in whole pixels."""
        return round(mm * DPI / MM_PER_INCH)

    def scan(self, *, corner_mm: float = 0.0) -> Scan:
        """Return the sheet as a picture; ``corner_mm`` rounds the corners."""
        printed = tuple(text for text in dict.fromkeys(self._printed) if text != MARK)
        return Scan(self.image, DPI, corner_mm, printed)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        family: str = "Sans",
        fill: Colour = INK,
        anchor: str = "la",
        spacing: float = 0.0,
    ) -> float:
        """Print ``text`` of ``size`` mm (em) and return its width; ``spacing`` is between letters."""
        self._printed.append(text)
        font = face(family, self.px(size))
        if not spacing:
            self._draw.text((self.px(x), self.px(y)), text, fill, font, anchor=anchor)
            return self.measure(text, size, family)
        width = sum(self.measure(letter, size, family) for letter in text)
        width += spacing * (len(text) - 1)
        left = x - {"l": 0.0, "m": width / 2, "r": width}[anchor[0]]
        for letter in text:
            self._draw.text(
                (self.px(left), self.px(y)), letter, fill, font, anchor="l" + anchor[1]
            )
            left += self.measure(letter, size, family) + spacing
        return width

    def measure(self, text: str, size: float, family: str = "Sans") -> float:
        """Return the printed width of ``text`` in mm."""
        return face(family, self.px(size)).getlength(text) * MM_PER_INCH / DPI

    def block(
        self,
        x: float,
        y: float,
        width: float,
        text: str,
        size: float,
        *,
        leading: float = 1.4,
        indent: int = 0,
        family: str = "Sans",
        fill: Colour = INK,
    ) -> float:
        """Print ``text`` broken into lines of ``width`` and return the y below the last line.

        indent: letters left free at the beginning of the first line.
        """
        left = indent * size
        for line in self._lines(text, width, size, family, left):
            self.text(x + left, y, line, size, family=family, fill=fill)
            left = 0.0
            y += size * leading
        return y

    def cell(
        self,
        box: tuple[float, float, float, float],
        text: str,
        size: float,
        *,
        family: str = "Sans",
        fill: Colour = INK,
        align: str = "m",
    ) -> None:
        """Print ``text`` in the middle of ``box`` (x0, y0, x1, y1), in lines where it is too long."""
        x0, y0, x1, y1 = box
        lines = list(self._lines(text, x1 - x0 - 1.2, size, family, 0.0))
        leading = size * 1.22
        y = (y0 + y1) / 2 - leading * (len(lines) - 1) / 2
        x = (x0 + x1) / 2 if align == "m" else x0 + 1.0
        for line in lines:
            self.text(x, y, line, size, family=family, fill=fill, anchor=align + "m")
            y += leading

    def _lines(
        self, text: str, width: float, size: float, family: str, indent: float
    ) -> list[str]:
        lines, line, room = [], "", width - indent
        for letter in text:
            # closing marks hang over the edge, as in Chinese typesetting
            if (
                line
                and letter not in "，。；、）：,.;)"
                and self.measure(line + letter, size, family) > room
            ):
                lines.append(line)
                line, room = "", width
            line += letter
        return [*lines, line]

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        *,
        width: float = 0.2,
        fill: Colour = INK,
    ) -> None:
        """Draw a ruled line."""
        points = [(self.px(start[0]), self.px(start[1])), (self.px(end[0]), self.px(end[1]))]
        self._draw.line(points, fill, max(1, self.px(width)))

    def box(
        self,
        box: tuple[float, float, float, float],
        *,
        width: float = 0.2,
        outline: Colour | None = INK,
        fill: Colour | None = None,
        radius: float = 0.0,
    ) -> None:
        """Draw a rectangle."""
        self._draw.rounded_rectangle(
            [self.px(edge) for edge in box],
            self.px(radius),
            fill=fill,
            outline=outline,
            width=max(1, self.px(width)),
        )

    def waves(
        self, colour: Colour, *, step: float, swing: float, length: float, phase: float = 0.0
    ) -> None:
        """Print the fine waves of security paper over the whole sheet."""
        across = np.arange(0.0, self.width_mm + 0.5, 0.5)
        for base in np.arange(-swing, self.height_mm + swing, step):
            down = base + swing * np.sin(2 * np.pi * across / length + phase + base * 0.35)
            points = [
                (self.px(x), self.px(y))
                for x, y in zip(across.tolist(), down.tolist(), strict=True)
            ]
            self._draw.line(points, colour, 1)

    def paste(self, image: Image.Image, x: float, y: float) -> None:
        """Lay ``image`` on the sheet with its upper left corner at (x, y)."""
        self.image.paste(image, (self.px(x), self.px(y)))

    def lay(self, scan: Scan, x: float, y: float) -> None:
        """Lay a card on the sheet, its rounded corners cut."""
        assert scan.dpi == DPI
        self._printed.extend(scan.text)
        mask = outline(scan.image.size, self.px(scan.corner_mm))
        self.image.paste(scan.image, (self.px(x), self.px(y)), mask)

    def stamp(self, ink: NDArray[np.float32], x: float, y: float, colour: Colour) -> None:
        """Press ``ink`` on what is printed; its middle is at (x, y).

        ink: (height, width) of 0 (none) to 1 (full); darker print shines through.
        """
        self.image = stamped(self.image, ink, self.px(x), self.px(y), colour)
        self._draw = ImageDraw.Draw(self.image)

    def mark(self, x: float, y: float, *, size: float = 1.9, anchor: str = "ra") -> None:
        """Print the small mark that tells the paper from a real one."""
        self.text(x, y, MARK, size, fill=(168, 168, 172), anchor=anchor)
