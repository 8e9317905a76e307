"""How good a capture is: raw figures, and findings where a person should scan again."""

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier_ocr.model import Finding, Quality
from dossier_ocr.raster import Picture, pixels
from dossier_ocr.skew import ink_of

_SIDE = 1000
_BLOWN = 250
_BLOB_SHARE_MIN, _BLOB_SHARE_MAX = 0.002, 0.3
_NEAR, _FAR_FROM, _FAR_TO = 7, 41, 81
_PAPER_PERCENT = 75
_NEAR_MIN, _FAR_MAX = 232, 222
BLUR_MIN = 60.0
GLARE_MAX = 0.01
SIDE_MIN = 400
INK_MIN = 0.0005
CONTRAST_MIN = 30


def measure(picture: Picture) -> Quality:
    """Measure ``picture`` as captured."""
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
    )


def findings_of(quality: Quality, page: int) -> tuple[Finding, ...]:
    """Say what a clerk should do about a poor capture."""
    found = []
    if quality.ink < INK_MIN and quality.contrast < CONTRAST_MIN:
        found.append(("blank_page", "是空白页。请确认没有放反，必要时重新扫描。"))
    elif quality.blur < BLUR_MIN:
        found.append(("blurred", "模糊。请擦净镜头、放稳后重新拍摄，或改用扫描仪。"))
    if quality.glare > GLARE_MAX:
        found.append(("glare", "有反光，可能遮住文字。请避开灯光重新拍摄。"))
    if max(quality.width, quality.height) < SIDE_MIN:
        found.append(("low_resolution", "像素太少。请靠近拍摄，或以 300 dpi 重新扫描。"))
    return tuple(Finding(code, None, f"第 {page} 页{text}", page) for code, text in found)


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
