"""Printed codes on a page, and which of them is our own."""

import cv2
import numpy as np
import zxingcpp

from dossier_ocr.files.raster import Picture, pixels
from dossier_ocr.model import Code
from dossier_ocr.pages.upright import levelling, moved

_SIDE = 1200
"""Pixels of the longer side: about 100 dpi for A4."""
_KINDS = zxingcpp.barcode_formats_from_str("QRCode")
OURS = "DOSSIER"
"""What the codes of our own letters and separator sheets begin with."""


def codes_of(picture: Picture, skew: float = 0.0) -> tuple[Code, ...]:
    """Return the QR codes of an upright ``picture``, top to bottom.

    skew: degrees that are taken out of the page; the boxes are where the codes stand then.
    """
    height, width = picture.shape[:2]
    scale = min(1.0, _SIDE / max(width, height))
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    if scale < 1:
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    matrix, _ = levelling((width, height), skew)
    found = []
    for one in zxingcpp.read_barcodes(pixels(grey), formats=_KINDS):
        at = one.position
        corners = np.array(
            [(p.x, p.y) for p in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)],
            np.float32,
        )
        corners = moved(corners / np.float32(scale), matrix)
        (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
        box = (round(float(x0)), round(float(y0)), round(float(x1)), round(float(y1)))
        found.append(Code(one.text, "qr", box))
    return tuple(sorted(found, key=lambda code: code.box[1]))


def is_ours(codes: tuple[Code, ...]) -> bool:
    """Tell whether a page with ``codes`` is a letter or a separator sheet of our own."""
    return any(code.text.startswith((f"{OURS}:", f"{OURS}-")) for code in codes)
