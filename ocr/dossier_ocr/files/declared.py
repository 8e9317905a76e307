"""The resolution that a file says of itself."""

import io
import warnings

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from dossier_ocr.files import media
from dossier_ocr.files.drawings import overdraws

_CAMERA_DPI = 96
"""Cameras write 72 or 96 whatever they took."""
_DPI_MAX = 2400
_IMAGE_SHARE_MIN = 0.2
_POINTS_PER_INCH = 72


def declared_dpi(content: bytes, kind: str, number: int) -> float | None:
    """Return the pixels per inch of page ``number`` (from 1); None where nothing is said."""
    dpi = _of_pdf(content, number) if kind == media.PDF else _of_image(content, number)
    return dpi if dpi is not None and _CAMERA_DPI < dpi <= _DPI_MAX else None


def _of_image(content: bytes, number: int) -> float | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(
                io.BytesIO(content), formats=("JPEG", "PNG", "TIFF", "BMP")
            ) as image:
                if number > 1:
                    image.seek(number - 1)
                told = image.info.get("dpi")
    except (OSError, EOFError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
    return float(min(told)) if isinstance(told, tuple) and len(told) == 2 else None


def _of_pdf(content: bytes, number: int) -> float | None:
    """Return the resolution of the largest image on the page."""
    if overdraws(content, number):
        return None  # whoever draws the page tells of it
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return None
    try:
        page = document[number - 1]
        page_area = float(page.get_width() * page.get_height())
        best: tuple[float, float] | None = None
        for image in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
            left, bottom, right, top = image.get_bounds()
            area = float((right - left) * (top - bottom))
            if area < _IMAGE_SHARE_MIN * page_area or (best and area <= best[0]):
                continue
            shown, stored = max(right - left, top - bottom), max(image.get_px_size())
            best = (area, float(stored) / float(shown) * _POINTS_PER_INCH)
        page.close()
    except (pypdfium2.PdfiumError, ZeroDivisionError):
        return None
    finally:
        document.close()
    return best[1] if best else None
