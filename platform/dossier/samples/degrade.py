"""What scanners, cameras, copiers and seals do to a paper, each effect on its own and repeatable."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import Enum

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dossier.samples.draw.scan import MM_PER_INCH, Scan, outline, stamped
from dossier.samples.draw.seal import RED, round_seal

LIMIT_BYTES = 400_000
_TILE_PX = 640
_LID = (240, 240, 237)
"""Colour of the scanner's lid."""

_Effect = Callable[[Scan, np.random.Generator, float], Scan]


class Degradation(Enum):
    """An effect; the value is its name in reports of benchmarks."""

    DESK = "desk"
    TILT = "tilt"
    SHADOW = "shadow"
    BLUR = "blur"
    NOISE = "noise"
    JPEG = "jpeg"
    GREY = "grey"
    DPI_300 = "dpi_300"
    DPI_200 = "dpi_200"
    DPI_150 = "dpi_150"
    TURN_90 = "turn_90"
    TURN_180 = "turn_180"
    TURN_270 = "turn_270"
    SEAL = "seal"
    PERSPECTIVE = "perspective"
    SCREEN = "screen"
    GLARE = "glare"
    CUT = "cut"
    FADED = "faded"
    BLACK_WHITE = "black_white"


@dataclass(frozen=True, slots=True)
class Dose:
    """An effect and how strong it is: 0 (hardly seen) to 1 (as bad as a counter sees it)."""

    effect: Degradation
    strength: float = 0.5


def degrade(
    scan: Scan, rng: np.random.Generator, effect: Degradation, strength: float = 0.5
) -> Scan:
    """Return ``scan`` after ``effect``; the same generator state gives the same picture.

    strength: 0 to 1; the resolutions and the turns do not depend on it.
    """
    assert 0 <= strength <= 1
    return _EFFECTS[effect](scan, rng, strength)


def degrade_all(scan: Scan, rng: np.random.Generator, doses: Iterable[Dose]) -> Scan:
    """Return ``scan`` after all ``doses``, in their order, but a seal is pressed before all else.

    A seal is on the paper before it is scanned; after a desk it could land on the wood.
    """
    for dose in sorted(doses, key=lambda dose: dose.effect is not Degradation.SEAL):
        scan = degrade(scan, rng, dose.effect, dose.strength)
    return scan


def jpeg(scan: Scan, *, quality: int = 80, limit_bytes: int = LIMIT_BYTES) -> bytes:
    """Return ``scan`` as JPEG, of a lower quality where it would exceed ``limit_bytes``."""
    while True:
        buffer = io.BytesIO()
        scan.image.save(buffer, "JPEG", quality=quality, dpi=(scan.dpi, scan.dpi))
        if buffer.tell() <= limit_bytes or quality <= 20:
            return buffer.getvalue()
        quality -= 8


def png(scan: Scan) -> bytes:
    """Return ``scan`` as PNG."""
    buffer = io.BytesIO()
    scan.image.save(buffer, "PNG", dpi=(scan.dpi, scan.dpi))
    return buffer.getvalue()


def _desk(scan: Scan, rng: np.random.Generator, strength: float) -> Scan:
    """Lay the paper on a wooden desk and look at it from a little aside."""
    picture = np.asarray(scan.image)
    height, width = picture.shape[:2]
    margin = round(0.11 * max(width, height) + 0.04 * width)
    out_w, out_h = width + 2 * margin, height + 2 * margin
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    turn = np.radians(float(rng.uniform(-1, 1)) * (1 + 5 * strength))
    around = corners - (width / 2, height / 2)
    spin = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    pulled = rng.uniform(-1, 1, (4, 2)) * min(width, height) * 0.075 * strength
    target = (around @ spin + pulled + (out_w / 2, out_h / 2)).astype(np.float32)
    warp = cv2.getPerspectiveTransform(corners, target)
    paper = cv2.warpPerspective(picture, warp, (out_w, out_h), flags=cv2.INTER_LINEAR)
    sheet = np.asarray(outline((width, height), round(scan.corner_mm * scan.dpi / MM_PER_INCH)))
    cover = cv2.warpPerspective(sheet, warp, (out_w, out_h))
    desk = _wood(rng, out_h, out_w)
    reach = max(3.0, margin * 0.06)
    fallen = cv2.warpAffine(
        cover, np.array([[1, 0, reach], [0, 1, reach * 1.3]], np.float32), (out_w, out_h)
    )
    small = cv2.resize(fallen, (out_w // 4, out_h // 4), interpolation=cv2.INTER_AREA)
    soft = cv2.resize(cv2.GaussianBlur(small, (0, 0), reach / 4), (out_w, out_h))
    dim = cv2.multiply(desk, cv2.merge([255 - soft // 2] * 3), scale=1 / 255)
    return _shown(scan, np.where(cover[..., None] > 127, paper, dim))


def _wood(rng: np.random.Generator, height: int, width: int) -> NDArray[np.uint8]:
    """Return a desk top with a lengthwise grain."""
    fine = rng.uniform(-1, 1, (height // 3 + 1, 9)).astype(np.float32)
    broad = rng.uniform(-1, 1, (height // 40 + 2, 4)).astype(np.float32)
    size = (width, height)
    streaks = cv2.resize(fine, size, interpolation=cv2.INTER_LINEAR)
    bands = cv2.resize(broad, size, interpolation=cv2.INTER_CUBIC)
    grain = 9 * streaks + 17 * bands
    tone = np.array((146, 104, 68), np.float32) + float(rng.uniform(-16, 16))
    shares = np.array((1.0, 0.86, 0.7), np.float32)
    return np.clip(tone + grain[..., None] * shares, 0, 255).astype(np.uint8)


def _tilt(scan: Scan, rng: np.random.Generator, strength: float) -> Scan:
    side = 1.0 if rng.random() < 0.5 else -1.0
    degrees = side * (0.2 + 4.3 * strength * float(rng.uniform(0.7, 1)))
    width, height = scan.image.size
    turn = np.radians(degrees)
    out_w = round(width * np.cos(turn) + height * abs(np.sin(turn)))
    out_h = round(height * np.cos(turn) + width * abs(np.sin(turn)))
    warp = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    warp[:, 2] += ((out_w - width) / 2, (out_h - height) / 2)
    turned = cv2.warpAffine(
        np.asarray(scan.image), warp, (out_w, out_h), flags=cv2.INTER_CUBIC, borderValue=_LID
    )
    return _shown(scan, turned)


def _shadow(scan: Scan, rng: np.random.Generator, strength: float) -> Scan:
    """Darken one side with the soft shadow of a hand or a lamp."""
    picture = np.asarray(scan.image)
    height, width = picture.shape[:2]
    angle = float(rng.uniform(0, 2 * np.pi))
    y, x = np.mgrid[0:48, 0:48].astype(np.float32) / 47 - 0.5
    along = x * np.cos(angle) + y * np.sin(angle) + float(rng.uniform(-0.15, 0.15))
    depth = 0.12 + 0.45 * strength
    light = (1 - depth / (1 + np.exp(-along * 9))).astype(np.float32)
    shade = cv2.resize(light, (width, height), interpolation=cv2.INTER_CUBIC)
    return _shown(scan, picture * shade[..., None])


def _blur(scan: Scan, rng: np.random.Generator, strength: float) -> Scan:
    radius = (0.3 + 1.5 * strength * float(rng.uniform(0.85, 1))) * scan.dpi / 200
    return _shown(scan, cv2.GaussianBlur(np.asarray(scan.image), (0, 0), radius))


def _noise(scan: Scan, rng: np.random.Generator, strength: float) -> Scan:
    picture = np.asarray(scan.image)
    tile = rng.standard_normal((_TILE_PX, _TILE_PX), np.float32) * (2 + 20 * strength)
    down, across = (side // _TILE_PX + 1 for side in picture.shape[:2])
    grain = np.tile(tile, (down, across))[: picture.shape[0], : picture.shape[1]]
    return _shown(scan, cv2.add(picture, cv2.merge([grain] * 3), dtype=cv2.CV_8U))


def _jpeg(scan: Scan, rng: np.random.Generator, strength: float) -> Scan:
    quality = round(70 - 58 * strength + float(rng.uniform(-2, 2)))
    again = Image.open(io.BytesIO(jpeg(scan, quality=max(quality, 8))))
    return replace(scan, image=again.convert("RGB"))


def _grey(scan: Scan, rng: np.random.Generator, strength: float) -> Scan:
    """Copy on a photocopier: grey, harder in contrast, with specks of toner."""
    grey = np.asarray(scan.image.convert("L"), np.float32)
    middle = 150 - 25 * strength
    hard = (grey - middle) * (1.05 + 0.55 * strength) + middle + 18
    specks = rng.random(grey.shape, np.float32) < 0.00002 + 0.0002 * strength
    dotted = np.where(specks, 60, np.clip(hard, 12, 252)).astype(np.uint8)
    return replace(scan, image=Image.fromarray(dotted).convert("RGB"))


def _seal(scan: Scan, rng: np.random.Generator, strength: float) -> Scan:
    """Press a seal on text: its middle is on printed ink."""
    grey = np.asarray(scan.image.convert("L"))
    step = max(1, scan.dpi // 50)
    dark = (grey[::step, ::step] < 110).astype(np.float32)
    crowd = cv2.blur(dark, (9, 9))  # lines of text leave paper between them, pictures do not
    rows, columns = np.nonzero((dark > 0) & (crowd < 0.45))
    inner = (rows * step > grey.shape[0] * 0.15) & (rows * step < grey.shape[0] * 0.85)
    rows, columns = rows[inner], columns[inner]
    if not rows.size:
        return scan
    chosen = int(rng.integers(rows.size))
    smaller = min(scan.image.size) / scan.dpi * MM_PER_INCH
    ink = round_seal(
        rng,
        "沈阳市和安区春晖街道丁香社区居民委员会",
        diameter_mm=min(40.0, smaller * 0.5),
        strength=0.4 + 0.55 * strength,
    )
    if scan.dpi != 300:
        share = scan.dpi / 300
        shrunk = cv2.resize(ink, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
        ink = np.asarray(shrunk, np.float32)
    at = (int(columns[chosen]) * step, int(rows[chosen]) * step)
    return replace(scan, image=stamped(scan.image.copy(), ink, at[0], at[1], RED))


def _perspective(scan: Scan, rng: np.random.Generator, strength: float) -> Scan:
    """Look at the paper from one side: the far edge is shorter; a plain table lies around it."""
    picture = np.asarray(scan.image)
    height, width = picture.shape[:2]
    margin = round(0.04 * max(width, height))
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    away = 0.02 + 0.11 * strength * float(rng.uniform(0.8, 1))
    side = int(rng.integers(4))  # the far edge runs from this corner to the next
    far = [side, (side + 1) % 4]
    target = corners.copy()
    middle = corners[far].mean(axis=0)
    target[far] += (middle - corners[far]) * 2 * away
    inward = np.array((width / 2, height / 2), np.float32) - middle
    target[far] += inward * away
    target += margin
    size = (width + 2 * margin, height + 2 * margin)
    warp = cv2.getPerspectiveTransform(corners, target.astype(np.float32))
    table = tuple(int(tone) for tone in rng.integers(96, 200, 3))
    seen = cv2.warpPerspective(picture, warp, size, flags=cv2.INTER_AREA)
    sheet = np.asarray(outline((width, height), round(scan.corner_mm * scan.dpi / MM_PER_INCH)))
    cover = cv2.warpPerspective(sheet, warp, size)[..., None]
    return _shown(scan, np.where(cover > 127, seen, np.array(table, np.uint8)))


def _screen(scan: Scan, rng: np.random.Generator, strength: float) -> Scan:
    """Photograph the paper off a screen: its grid of dots beats with the camera's."""
    picture = np.asarray(scan.image, np.float32)
    height, width = picture.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    turn = float(rng.uniform(0.03, 0.12))
    wave = float(rng.uniform(9, 17)) * scan.dpi / 200
    across = np.sin(2 * np.pi * (x * np.cos(turn) + y * np.sin(turn)) / wave)
    down = np.sin(2 * np.pi * (y * np.cos(turn) - x * np.sin(turn)) / (wave * 1.13))
    fine = np.where((x.astype(np.int32) % 3) == 0, -1.0, 0.5) * 5 * strength
    beat = (across * down)[..., None] * np.array((9, -7, 8), np.float32)
    lit = picture * 0.9 + 14 + beat * (0.5 + 1.2 * strength) + fine[..., None]
    tinted = lit * np.array((0.96, 1.0, 1.05), np.float32)
    soft = cv2.GaussianBlur(np.clip(tinted, 0, 255), (0, 0), 0.55 + 0.35 * strength)
    return _shown(scan, soft)


def _glare(scan: Scan, rng: np.random.Generator, strength: float) -> Scan:
    """Let a lamp mirror itself in the film of the card: what lies in the spot is gone."""
    picture = np.asarray(scan.image, np.float32)
    height, width = picture.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    at_x, at_y = (float(rng.uniform(0.25, 0.75)) * side for side in (width, height))
    reach = (0.07 + 0.15 * strength) * min(width, height)
    stretch = float(rng.uniform(1.0, 1.9))
    far = np.hypot((x - at_x) / stretch, y - at_y) / reach
    light = 1 / (1 + np.exp(np.minimum((far - 1) * 9, 50)))
    halo = np.exp(-np.square(far / 2.4)) * 60
    return _shown(
        scan, np.clip(picture * 0.93 + light[..., None] * 330 + halo[..., None], 0, 255)
    )


def _cut(scan: Scan, rng: np.random.Generator, strength: float) -> Scan:
    """Miss one edge of the paper."""
    width, height = scan.image.size
    share = 0.04 + 0.2 * strength * float(rng.uniform(0.7, 1))
    edges = [0, 0, width, height]
    side = int(rng.integers(4))
    lost = round(share * (width if side % 2 == 0 else height))
    edges[side] += lost if side < 2 else -lost
    left, top, right, bottom = edges
    return replace(scan, image=scan.image.crop((left, top, right, bottom)))


def _faded(scan: Scan, rng: np.random.Generator, strength: float) -> Scan:
    """Fade the print: little ink left on a greyish paper."""
    picture = np.asarray(scan.image, np.float32)
    paper = float(rng.uniform(205, 235))
    share = 0.75 - 0.5 * strength
    return _shown(scan, paper + (picture - 255) * share * paper / 255)


def _black_white(scan: Scan, rng: np.random.Generator, strength: float) -> Scan:
    """Copy in two tones, as fax machines and old copiers do; strokes fray at their edges."""
    grey = np.asarray(scan.image.convert("L"), np.float32)
    around = cv2.GaussianBlur(grey, (0, 0), scan.dpi / 12)
    grain = rng.standard_normal(grey.shape, np.float32) * (2 + 10 * strength)
    dark = grey + grain < np.minimum(around - 22 + 8 * strength, 190)
    return _shown(scan, cv2.merge([np.where(dark, 12, 250).astype(np.uint8)] * 3))


def _resolution(dpi: int) -> _Effect:
    def reduce(scan: Scan, rng: np.random.Generator, strength: float) -> Scan:
        del rng, strength
        picture = np.asarray(scan.image)
        share = dpi / scan.dpi
        way = cv2.INTER_AREA if share < 1 else cv2.INTER_CUBIC
        smaller = cv2.resize(picture, None, fx=share, fy=share, interpolation=way)
        return replace(scan, image=Image.fromarray(smaller), dpi=dpi)

    return reduce


def _turn(way: Image.Transpose) -> _Effect:
    def turn(scan: Scan, rng: np.random.Generator, strength: float) -> Scan:
        del rng, strength
        return replace(scan, image=scan.image.transpose(way))

    return turn


def _shown(scan: Scan, picture: NDArray[np.generic]) -> Scan:
    return replace(scan, image=Image.fromarray(picture.astype(np.uint8)))


_EFFECTS: dict[Degradation, _Effect] = {
    Degradation.DESK: _desk,
    Degradation.TILT: _tilt,
    Degradation.SHADOW: _shadow,
    Degradation.BLUR: _blur,
    Degradation.NOISE: _noise,
    Degradation.JPEG: _jpeg,
    Degradation.GREY: _grey,
    Degradation.DPI_300: _resolution(300),
    Degradation.DPI_200: _resolution(200),
    Degradation.DPI_150: _resolution(150),
    Degradation.TURN_90: _turn(Image.Transpose.ROTATE_270),
    Degradation.TURN_180: _turn(Image.Transpose.ROTATE_180),
    Degradation.TURN_270: _turn(Image.Transpose.ROTATE_90),
    Degradation.SEAL: _seal,
    Degradation.PERSPECTIVE: _perspective,
    Degradation.SCREEN: _screen,
    Degradation.GLARE: _glare,
    Degradation.CUT: _cut,
    Degradation.FADED: _faded,
    Degradation.BLACK_WHITE: _black_white,
}
