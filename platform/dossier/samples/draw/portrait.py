"""A photograph of nobody: a drawn head and shoulders."""

from __future__ import annotations

import cv2
import numpy as np
from PIL import Image, ImageDraw

from dossier.samples.draw.scan import MM_PER_INCH
from dossier.samples.draw.sheet import DPI


def photo(
    rng: np.random.Generator,
    gender: str,
    *,
    width_mm: float,
    height_mm: float,
    ground: tuple[int, int, int] = (232, 236, 240),
) -> Image.Image:
    """Return a drawn passport picture; tones and proportions differ from person to person."""
    width, height = (round(mm * DPI / MM_PER_INCH) for mm in (width_mm, height_mm))
    image = Image.new("RGB", (width, height), ground)
    draw = ImageDraw.Draw(image)
    middle, head = width / 2, width * float(rng.uniform(0.205, 0.235))
    eyes = height * 0.40
    skin = _tone(rng, (226, 190, 164), 12)
    hair = _tone(rng, (52, 46, 44), 14)
    coat = _tone(rng, (70, 84, 108) if gender == "男" else (128, 78, 92), 24)
    if gender == "女":
        draw.ellipse(_around(middle, eyes + head * 0.25, head * 1.28, head * 1.65), fill=hair)
    shoulders = (middle - width * 0.43, height * 0.72, middle + width * 0.43, height * 1.4)
    draw.rounded_rectangle(shoulders, width * 0.22, fill=coat)
    draw.rectangle((middle - head * 0.42, eyes, middle + head * 0.42, height * 0.77), fill=skin)
    draw.polygon(
        [
            (middle - head * 0.6, height * 0.72),
            (middle, height * 0.86),
            (middle + head * 0.6, height * 0.72),
        ],
        fill=skin,
    )
    draw.ellipse(_around(middle, eyes, head * 1.1, head * 1.4), fill=hair)
    draw.ellipse(_around(middle, eyes + head * 0.28, head * 0.94, head * 1.16), fill=skin)
    for side in (-1, 1):
        eye = middle + side * head * 0.4
        draw.ellipse(_around(eye, eyes + head * 0.2, head * 0.11, head * 0.06), fill=hair)
        brow = (eye - head * 0.2, eyes, eye + head * 0.2, eyes)
        draw.line(brow, hair, max(1, round(head * 0.06)))
    mouth = (middle - head * 0.24, eyes + head * 0.88, middle + head * 0.24, eyes + head * 0.88)
    draw.line(mouth, (176, 104, 98), max(1, round(head * 0.07)))
    soft = cv2.GaussianBlur(np.asarray(image), (0, 0), max(1.0, width * 0.008))
    return Image.fromarray(soft)


def _around(x: float, y: float, reach_x: float, reach_y: float) -> tuple[float, ...]:
    return (x - reach_x, y - reach_y, x + reach_x, y + reach_y)


def _tone(
    rng: np.random.Generator, colour: tuple[int, int, int], spread: int
) -> tuple[int, int, int]:
    shift = int(rng.integers(-spread, spread + 1))
    red, green, blue = (min(255, max(0, part + shift)) for part in colour)
    return red, green, blue
