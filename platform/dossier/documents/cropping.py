"""The region of a page that shows one value, cut out for a person's eyes."""

from io import BytesIO

from PIL import Image

from dossier.documents.model import Box, Page

_MARGIN_MIN_PX = 14.0
_ABOVE, _BESIDE = 0.7, 1.6
_WIDTH_MAX_PX = 1800
_QUALITY = 90


def cropped(content: bytes, page: Page, box: Box) -> bytes:
    """Return ``box`` with some room around it as JPEG.

    content: the upright page; the pixels of ``box`` are those of ``page``.
    """
    left, top, right, bottom = box
    height = bottom - top
    above = max(height * _ABOVE, _MARGIN_MIN_PX)
    beside = max(min(height, 60.0) * _BESIDE, _MARGIN_MIN_PX)
    with Image.open(BytesIO(content)) as image:
        across, down = image.width / page.width, image.height / page.height
        x0 = min(max(0, round((left - beside) * across)), image.width - 1)
        y0 = min(max(0, round((top - above) * down)), image.height - 1)
        x1 = min(image.width, max(x0 + 1, round((right + beside) * across)))
        y1 = min(image.height, max(y0 + 1, round((bottom + above) * down)))
        part = image.convert("RGB").crop((x0, y0, x1, y1))
    if part.width > _WIDTH_MAX_PX:
        part.thumbnail((_WIDTH_MAX_PX, _WIDTH_MAX_PX))
    out = BytesIO()
    part.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
