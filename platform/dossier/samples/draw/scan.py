"""A picture of a paper, as it passes from the drawing to what happens to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Colour = tuple[int, int, int]
MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True)
class Scan:
    """A picture of a paper and how many of its pixels make an inch.

    corner_mm: radius of the paper's corners, seen where it lies on a desk.
    text: what is printed on it, run by run, for measuring how much of it is read.
    """

    image: Image.Image
    dpi: int
    corner_mm: float = 0.0
    text: tuple[str, ...] = ()


def outline(size: tuple[int, int], corner_px: int) -> Image.Image:
    """Return the shape of a paper of ``size`` pixels: 255 inside, 0 outside its corners."""
    shape = Image.new("L", size, 0)
    edge = (0, 0, size[0] - 1, size[1] - 1)
    ImageDraw.Draw(shape).rounded_rectangle(edge, corner_px, fill=255)
    return shape


def stamped(
    image: Image.Image, ink: NDArray[np.float32], x_px: int, y_px: int, colour: Colour
) -> Image.Image:
    """Return ``image`` with ``ink`` multiplied into it around the pixel (x_px, y_px)."""
    height, width = ink.shape
    left, top = x_px - width // 2, y_px - height // 2
    x0, y0 = max(left, 0), max(top, 0)
    x1, y1 = min(left + width, image.width), min(top + height, image.height)
    if x0 >= x1 or y0 >= y1:
        return image
    part = np.asarray(image.crop((x0, y0, x1, y1)), np.float32)
    cover = ink[y0 - top : y1 - top, x0 - left : x1 - left, None]
    shade = 1 - cover * (1 - np.asarray(colour, np.float32) / 255)
    image.paste(Image.fromarray((part * shade).astype(np.uint8)), (x0, y0))
    return image
