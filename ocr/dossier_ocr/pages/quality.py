"""How good a capture is: raw figures, and findings where a person should scan again."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier_ocr.definitions.capture import CaptureLimits
from dossier_ocr.files.raster import Picture, pixels
from dossier_ocr.model import Box, Finding, Quality, union
from dossier_ocr.pages.cards import card_dpi
from dossier_ocr.pages.screens import screen_of
from dossier_ocr.pages.skew import ink_of
from dossier_ocr.pages.upright import levelling, moved

_SIDE = 1000
_BLOWN = 250
_BLOB_SHARE_MIN, _BLOB_SHARE_MAX = 0.002, 0.3
_NEAR, _FAR_FROM, _FAR_TO = 7, 41, 81
_PAPER_PERCENT = 75
_NEAR_MIN, _FAR_MAX = 232, 222
_TEXT_PX = 32
_LINES_MAX = 16
_LINE_PX_MIN, _LINE_EMS_MAX = 8, 20
_NOISE_SPREAD = 0.8
_CONTRAST_MIN, _STEEP_PERCENT = 24.0, 97
_TOUCH, _ALONG, _CUT_MIN = 0.12, 0.25, 2
_COLOUR_SIDE = 400
_CHROMA, _WHITE = 14, 225
_COLOUR_SHARE_MIN = 0.003


def measure(picture: Picture) -> Quality:
    """Measure ``picture`` as captured; what needs its text is added by ``measured_with``."""
    height, width = picture.shape[:2]
    scale = min(1.0, _SIDE / max(height, width))
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    small = pixels(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    ink, _ = ink_of(picture)
    return Quality(
        width=width,
        height=height,
        blur=round(float(cv2.Laplacian(small, cv2.CV_64F).var()), 1),
        glare=round(_glare(small), 4),
        ink=round(float(ink.mean()), 5),
        contrast=round(float(np.subtract(*np.percentile(small, [99, 1]))), 1),
        colour=_coloured(picture),
        screen=round(screen_of(pixels(grey)), 3),
    )


def measured_with(
    quality: Quality,
    picture: Picture,
    boxes: Sequence[Box],
    *,
    skew: float = 0.0,
    dpi: float | None = None,
    card: bool = False,
) -> Quality:
    """Add the figures that need the page's text.

    picture: turned upright, its ``skew`` still in it; boxes: where the lines of text stand once
    it is taken out.  dpi: what the file says of itself.  card: a card of the size of an
    identity card lies on the page, whose outline tells the resolution.
    """
    height, width = picture.shape[:2]
    matrix, _ = levelling((width, height), skew)
    back = np.asarray(cv2.invertAffineTransform(matrix), np.float64)
    quads = [moved(_corners(box), back) for box in boxes]
    known = card_dpi(picture, quads) if card else None
    found = known or dpi
    return replace(
        quality,
        dpi=round(found, 1) if found else None,
        cut=round(_cut(quads, width, height), 4),
        sharp=round(_sharp(picture, quads), 3),
        colour=_coloured(_around(picture, quads)),
    )


def findings_of(
    quality: Quality, page: int, limits: CaptureLimits | None = None
) -> tuple[Finding, ...]:
    """Say what a clerk should do about a poor capture."""
    limits = limits or CaptureLimits()
    found = []
    if quality.ink < limits.ink_min and quality.contrast < limits.contrast_min:
        found.append(("blank_page", "是空白页。请确认没有放反，必要时重新扫描。"))
    elif _blurred(quality, limits):
        found.append(("blurred", "模糊。请擦净镜头、放稳后重新拍摄，或改用扫描仪。"))
    if quality.glare > limits.glare_max:
        found.append(("glare", "有反光，可能遮住文字。请避开灯光重新拍摄。"))
    if quality.cut > limits.cut_max:
        found.append(
            ("cut_off", "边缘的文字不完整，材料没有拍全。请把四边都放进画面，重新扫描。")
        )
    if _coarse(quality, limits):
        found.append(
            ("low_resolution", f"{_dpi_text(quality)}。请靠近拍摄，或以 300 dpi 重新扫描。")
        )
    if limits.screen_max is not None and quality.screen > limits.screen_max:
        found.append(("screen", "像是翻拍的屏幕。请扫描纸质原件。"))
    return tuple(Finding(code, None, f"第 {page} 页{text}", page) for code, text in found)


def copy_finding(page: int) -> Finding:
    """Say that a paper is a black-and-white copy; whether that is enough, the service knows."""
    text = "没有颜色，像是黑白复印件。如须提交原件，请扫描彩色原件；只需复印件的，可忽略。"
    return Finding("copy", None, f"第 {page} 页{text}", page)


def _blurred(quality: Quality, limits: CaptureLimits) -> bool:
    """Where there is no text to look at, the whole picture is asked."""
    if quality.sharp:
        return quality.sharp < limits.sharp_min
    return quality.blur < limits.blur_min


def _coarse(quality: Quality, limits: CaptureLimits) -> bool:
    few = max(quality.width, quality.height) < limits.side_min
    return few or (quality.dpi is not None and quality.dpi < limits.dpi_min)


def _dpi_text(quality: Quality) -> str:
    return f"只有约 {quality.dpi:.0f} dpi，清晰度不够" if quality.dpi else "像素太少"


def _corners(box: Box) -> NDArray[np.float32]:
    x0, y0, x1, y1 = box
    return np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], np.float32)


def _cut(quads: Sequence[NDArray[np.float32]], width: int, height: int) -> float:
    """Return the share of the lines of text that run into an edge of the picture.

    One short line at an edge may be a stain or a printer's mark: two at the same edge count, or
    one that runs along it.
    """
    touching = np.zeros((len(quads), 4), np.bool_)
    lengths = np.zeros(len(quads))
    for index, quad in enumerate(quads):
        em = float(np.linalg.norm(quad[3] - quad[0]))
        lengths[index] = float(np.linalg.norm(quad[1] - quad[0]))
        (left, top), (right, foot) = quad.min(axis=0), quad.max(axis=0)
        gaps = np.array([left, top, width - 1 - right, height - 1 - foot])
        touching[index] = gaps <= _TOUCH * em
    count = touching.sum(axis=0)
    along = (touching * lengths[:, None]).max(axis=0, initial=0.0) >= _ALONG * width
    cut = (count >= _CUT_MIN) | (along & np.array([False, True, False, True]))
    return float((touching & cut).any(axis=1).mean()) if len(quads) else 0.0


def _sharp(picture: Picture, quads: Sequence[NDArray[np.float32]]) -> float:
    """Return how steep the edges of the print are, 0 to 1; 0 without text.

    Each line of text is brought to one height, so that large print may be as soft as it is
    large: the steepest of its edges, as a share of its contrast for each 1/32 of its height.
    """
    every = max(1, len(quads) // _LINES_MAX)
    found = [
        steepness
        for quad in list(quads)[::every]
        if (steepness := _steepness(_crop(picture, quad))) is not None
    ]
    return float(np.median(found)) if found else 0.0


def _crop(picture: Picture, quad: NDArray[np.float32]) -> Picture:
    (x0, y0), (x1, y1) = quad.min(axis=0).round(), quad.max(axis=0).round()
    return picture[max(0, int(y0)) : max(0, int(y1)), max(0, int(x0)) : max(0, int(x1))]


def _steepness(crop: Picture) -> float | None:
    if min(crop.shape[:2]) < _LINE_PX_MIN:
        return None
    scale = _TEXT_PX / crop.shape[0]
    grey = cv2.cvtColor(crop[:, : _LINE_EMS_MAX * crop.shape[0]], cv2.COLOR_BGR2GRAY)
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    size = (max(1, round(grey.shape[1] * scale)), _TEXT_PX)
    level = cv2.resize(grey, size, interpolation=way).astype(np.float32)
    soft = cv2.GaussianBlur(level, (0, 0), _NOISE_SPREAD)
    contrast = float(np.subtract(*np.percentile(soft, [98, 2])))
    if contrast < _CONTRAST_MIN:
        return None
    across, down = (cv2.Sobel(soft, cv2.CV_32F, x, 1 - x, ksize=3) for x in (1, 0))
    return float(np.percentile(np.hypot(across, down), _STEEP_PERCENT)) / 8 / contrast


def _around(picture: Picture, quads: Sequence[NDArray[np.float32]]) -> Picture:
    """Return the part of the picture on which there is text: the paper without its desk."""
    if not quads:
        return picture
    boxes = [(*quad.min(axis=0).round(), *quad.max(axis=0).round()) for quad in quads]
    x0, y0, x1, y1 = (max(0, int(side)) for side in union(boxes))
    part = picture[y0:y1, x0:x1]
    return part if min(part.shape[:2]) > 16 else picture


def _coloured(picture: Picture) -> bool:
    """Tell whether there is a second colour, besides the tint of the paper or of the light."""
    scale = min(1.0, _COLOUR_SIDE / max(picture.shape[:2]))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    paper = np.percentile(small.reshape(-1, 3), _PAPER_PERCENT, axis=0)
    white = np.clip(small * (_WHITE / np.maximum(paper, 1.0)), 0, 255).astype(np.uint8)
    lab = cv2.cvtColor(white, cv2.COLOR_BGR2LAB)[..., 1:].astype(np.float32) - 128
    chroma = np.hypot(lab[..., 0], lab[..., 1])
    return float((chroma > _CHROMA).mean()) >= _COLOUR_SHARE_MIN


def _glare(grey: NDArray[np.uint8]) -> float:
    """Return the share of spots that fade out softly into something darker.

    White paper is blown out as well, but it ends sharply, or fills the page.
    """
    blown = pixels(
        cv2.morphologyEx((grey >= _BLOWN).astype(np.uint8), cv2.MORPH_OPEN, _disc(5))
    )
    _, labels, stats, _ = cv2.connectedComponentsWithStats(blown)
    total = 0
    for label, (x, y, width, height, area) in enumerate(stats.tolist()):
        if not label or not _BLOB_SHARE_MIN <= area / grey.size <= _BLOB_SHARE_MAX:
            continue
        rows = slice(max(0, y - _FAR_TO), y + height + _FAR_TO)
        columns = slice(max(0, x - _FAR_TO), x + width + _FAR_TO)
        spot = (labels[rows, columns] == label).astype(np.uint8)
        near = _ring(grey[rows, columns], spot, 1, _NEAR)
        far = _ring(grey[rows, columns], spot, _FAR_FROM, _FAR_TO)
        if near >= _NEAR_MIN and far <= _FAR_MAX:
            total += area
    return total / grey.size


def _ring(grey: NDArray[np.uint8], spot: NDArray[np.uint8], inner: int, outer: int) -> float:
    """Return how bright the paper is between two distances from the spot; 255 without any."""
    ring = cv2.dilate(spot, _disc(outer)) > cv2.dilate(spot, _disc(inner))
    return float(np.percentile(grey[ring], _PAPER_PERCENT)) if ring.any() else 255.0


def _disc(size: int) -> NDArray[np.uint8]:
    return pixels(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)))
