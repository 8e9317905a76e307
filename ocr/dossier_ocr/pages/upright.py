"""Turning pages and taking out their skew."""

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier_ocr.files.raster import Picture, pixels

_TURNS = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}


def turned(picture: Picture, degrees: int) -> Picture:
    """Turn ``picture`` clockwise by 0, 90, 180 or 270 degrees."""
    return pixels(cv2.rotate(picture, _TURNS[degrees])) if degrees else picture


def levelling(
    size: tuple[int, int], skew: float
) -> tuple[NDArray[np.float64], tuple[int, int]]:
    """Return the matrix that takes ``skew`` out of a picture, and the picture's size then.

    size: width, height.
    """
    width, height = size
    matrix = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0), np.float64)
    cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
    grown = (round(width * cos + height * sin), round(width * sin + height * cos))
    matrix[:, 2] += (grown[0] - width) / 2, (grown[1] - height) / 2
    return matrix, grown


def moved(points: NDArray[np.float32], matrix: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return where ``points`` (…, 2) stand after ``matrix``."""
    return np.asarray(points @ matrix[:, :2].T + matrix[:, 2], dtype=np.float32)


def levelled(picture: Picture, skew: float) -> Picture:
    """Take ``skew`` degrees out of ``picture``; it grows so that no corner is lost."""
    if not skew:
        return picture
    height, width = picture.shape[:2]
    matrix, grown = levelling((width, height), skew)
    return pixels(
        cv2.warpAffine(
            picture, matrix, grown, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )
    )
