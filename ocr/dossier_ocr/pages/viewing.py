"""A page as a viewer shows it: in the same pixels as the boxes of its reading."""

import cv2

from dossier_ocr.files.source import opened
from dossier_ocr.pages.upright import levelled
from dossier_ocr.pages.upright import turned as turn

_JPEG_QUALITY = 88


def render_page(
    content: bytes, page: int, *, turned: int, skew: float, name: str = "文件"
) -> bytes:
    """Return page ``page`` (from 1) upright, as JPEG.

    turned, skew: as its PageReading says.  Raises Unreadable; ValueError for a page that
    is not there.
    """
    with opened(content, name) as (source, _):
        if not 1 <= page <= source.count:
            raise ValueError(f"there is no page {page} of {source.count}")
        picture = levelled(turn(source.picture(page), turned), skew)
    done, encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    assert done
    return encoded.tobytes()
