"""Round red seals, and signatures."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from dossier.samples.draw.scan import MM_PER_INCH
from dossier.samples.draw.sheet import DPI, face

RED = (206, 32, 38)
BLUE_BLACK = (34, 40, 92)
_SPAN_DEGREES = 250.0


def round_seal(
    rng: np.random.Generator,
    organisation: str,
    *,
    caption: str = "",
    diameter_mm: float = 40.0,
    strength: float = 0.8,
) -> NDArray[np.float32]:
    """Return the ink of a seal: ring, star, ``organisation`` on the arc, ``caption`` below.

    Its ink is uneven and it is turned a little, as seals pressed by hand are.
    """
    size = round(diameter_mm * DPI / MM_PER_INCH)
    plate = Image.new("L", (size, size), 0)
    draw = ImageDraw.Draw(plate)
    edge = max(2, round(size * 0.028))
    draw.ellipse((1, 1, size - 2, size - 2), outline=255, width=edge)
    draw.polygon(_star(size / 2, size * 0.15), fill=255)
    _arc_text(plate, organisation)
    if caption:
        font = face("SansBold", round(size * 0.095))
        draw.text((size / 2, size * 0.77), caption, 255, font, anchor="mm")
    turned = plate.rotate(float(rng.uniform(-9, 9)), Image.Resampling.BICUBIC)
    ink = np.asarray(turned, np.float32) / 255
    return np.asarray(ink * _uneven(rng, ink.shape) * strength, np.float32)


def signature(
    rng: np.random.Generator, name: str, *, height_mm: float = 9.0
) -> NDArray[np.float32]:
    """Return the ink of ``name`` written by hand: slanted, running together, never twice alike."""
    size = round(height_mm * DPI / MM_PER_INCH)
    font = face("Serif", size)
    step = int(size * 0.86)
    plate = Image.new("L", (step * len(name) + 2 * size, 2 * size), 0)
    for order, letter in enumerate(name):
        glyph = Image.new("L", (2 * size, 2 * size), 0)
        ImageDraw.Draw(glyph).text((size, size), letter, 255, font, anchor="mm")
        glyph = glyph.rotate(float(rng.uniform(-7, 7)), Image.Resampling.BICUBIC)
        left = step * order + int(rng.integers(-size // 16, size // 16 + 1))
        top = int(rng.integers(-size // 12, size // 12 + 1))
        plate.paste(255, (left, top), glyph)
    ink = np.asarray(plate, np.float32)
    height, width = ink.shape
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    slant = float(rng.uniform(0.18, 0.3))
    sway = np.sin(x / size * 2.1 + float(rng.uniform(0, 6))) * size * 0.035
    lean = x + slant * (y - height / 2) + np.sin(y / size * 3.3) * size * 0.03
    bent = cv2.remap(
        ink, lean.astype(np.float32), (y + sway).astype(np.float32), cv2.INTER_LINEAR
    )
    soft = cv2.GaussianBlur(bent, (0, 0), size * 0.012 + 0.4)
    return np.asarray(np.clip(soft / 255 * 1.15, 0, 1) * 0.92, np.float32)


def _star(middle: float, radius: float) -> list[tuple[float, float]]:
    turns = np.arange(10) * np.pi / 5 - np.pi / 2
    reach = np.where(np.arange(10) % 2 == 0, radius, radius * 0.382)
    return [
        (middle + float(r * np.cos(t)), middle + float(r * np.sin(t)))
        for t, r in zip(turns, reach, strict=True)
    ]


def _arc_text(plate: Image.Image, text: str) -> None:
    size = plate.width
    span = min(_SPAN_DEGREES, 24.0 * (len(text) - 1))
    letter_px = round(size * min(0.135, 1.62 / max(len(text), 1)))
    font = face("SerifBold", letter_px)
    radius = size * 0.5 - size * 0.045 - letter_px * 0.62
    for order, letter in enumerate(text):
        share = order / (len(text) - 1) - 0.5 if len(text) > 1 else 0.0
        degrees = share * span
        tile = Image.new("L", (2 * letter_px, 2 * letter_px), 0)
        ImageDraw.Draw(tile).text((letter_px, letter_px), letter, 255, font, anchor="mm")
        tile = tile.rotate(-degrees, Image.Resampling.BICUBIC)
        angle = np.radians(degrees - 90)
        x = size / 2 + radius * float(np.cos(angle)) - letter_px
        y = size / 2 + radius * float(np.sin(angle)) - letter_px
        plate.paste(255, (round(x), round(y)), tile)


def _uneven(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float32]:
    coarse = rng.uniform(0.55, 1.05, (7, 7)).astype(np.float32)
    grain = rng.uniform(0.6, 1.15, (shape[0] // 3, shape[1] // 3)).astype(np.float32)
    size = (shape[1], shape[0])
    cloud = cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC)
    dust = cv2.resize(grain, size, interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.clip(cloud * dust, 0.15, 1), np.float32)
