"""Images to arrays of pixels, within limits, never half an image."""

import io
import struct
import warnings
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import cv2
import numpy as np
import pi_heif
from numpy.typing import NDArray
from PIL import (
    BmpImagePlugin,
    Image,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
)

from dossier_ocr.files import media
from dossier_ocr.files.faults import unreadable

Picture = NDArray[np.uint8]
"""(height, width, 3) in the order blue, green, red."""

PIXELS_MAX = 90_000_000
"""A3 at 600 dpi has 70 million."""
WORKING_PIXELS_MAX = 40_000_000
"""Above it a page is halved; A4 at 600 dpi has 35 million."""
PAGES_MAX = 200
SIDE_MIN = 32

# The plugins' own classes read only the header, and leave the pixel limit to us.
_OPENERS: dict[str, Callable[[io.BytesIO], Image.Image]] = {
    media.JPEG: JpegImagePlugin.JpegImageFile,
    media.PNG: PngImagePlugin.PngImageFile,
    media.TIFF: TiffImagePlugin.TiffImageFile,
    media.BMP: BmpImagePlugin.BmpImageFile,
}


class Frames:
    """The frames of one image file, decoded one at a time."""

    def __init__(self, content: bytes, kind: str, name: str) -> None:
        self._name = name
        with _translated(name):
            self._image = _open(content, kind)
            self._check_size()
            self.count = _frame_count(self._image)
            if kind == media.JPEG and not _closed(content):
                raise unreadable("truncated_image", name)
        if self.count > PAGES_MAX:
            raise unreadable("too_many_pages", name, pages=self.count, limit=PAGES_MAX)

    def writings(self, number: int) -> None:
        """Return None: an image has no text of its own."""

    def picture(self, number: int) -> Picture:
        """Return frame ``number`` (from 1) as it is meant to be seen."""
        with _translated(self._name):
            if number > 1:
                self._image.seek(number - 1)
                self._check_size()
            self._image.load()
            return _picture(ImageOps.exif_transpose(self._image))

    def close(self) -> None:
        """Let the decoder go."""
        self._image.close()

    def _check_size(self) -> None:
        width, height = self._image.size
        if width * height > PIXELS_MAX:
            raise unreadable("too_many_pixels", self._name, width=width, height=height)
        if min(width, height) < SIDE_MIN:
            raise unreadable("too_few_pixels", self._name, width=width, height=height)


def _open(content: bytes, kind: str) -> Image.Image:
    if kind == media.HEIC:
        heif: Image.Image = pi_heif.HeifImageFile(io.BytesIO(content))
        return heif
    return _OPENERS[kind](io.BytesIO(content))


def _closed(content: bytes) -> bool:
    """Tell whether an end-of-image mark follows the last scan of a JPEG.

    A transfer that broke off may have left zeros in place of the rest, which decode as grey.
    """
    last_scan = content.rfind(b"\xff\xda\x00")
    return content.find(b"\xff\xd9", max(0, last_scan)) >= 0


def _frame_count(image: Image.Image) -> int:
    """Return the pages of a TIFF; other kinds hold one picture and perhaps previews of it."""
    return image.n_frames if isinstance(image, TiffImagePlugin.TiffImageFile) else 1


@contextmanager
def _translated(name: str) -> Iterator[None]:
    """Bring the decoders' many ways to fail down to ours."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (
        OSError,
        EOFError,
        SyntaxError,
        ValueError,
        KeyError,
        IndexError,
        TypeError,
        struct.error,
        zlib.error,
    ) as error:
        cut = isinstance(error, EOFError) or "truncated" in str(error)
        raise unreadable("truncated_image" if cut else "damaged_image", name) from error


def _picture(image: Image.Image) -> Picture:
    if image.mode.startswith("I;16"):
        image = Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    elif image.mode in ("I", "F"):
        plain = np.asarray(image, dtype=np.float64)
        scale = 255 / max(255.0, float(plain.max(initial=0)))
        image = Image.fromarray((plain * scale).clip(0, 255).astype(np.uint8))
    if "transparency" in image.info or image.mode in ("RGBA", "LA", "PA"):
        image = Image.alpha_composite(
            Image.new("RGBA", image.size, "white"), image.convert("RGBA")
        )
    picture = cv2.cvtColor(np.asarray(image.convert("RGB")), cv2.COLOR_RGB2BGR)
    return _within_working_size(pixels(picture))


def _within_working_size(picture: Picture) -> Picture:
    height, width = picture.shape[:2]
    if height * width <= WORKING_PIXELS_MAX:
        return picture
    return pixels(cv2.resize(picture, (width // 2, height // 2), interpolation=cv2.INTER_AREA))


def pixels(array: NDArray[np.generic]) -> Picture:
    """Return an array of OpenCV's as what it is: bytes of blue, green and red."""
    return np.asarray(array, dtype=np.uint8)
