"""Pictures of screens: the grid of a screen's pixels beats with that of the camera."""

import cv2
import numpy as np
from numpy.typing import NDArray

_PATCH = 256
_PATCHES_MAX = 4
_LOW, _HIGH = 0.12, 0.48
_AXIS = 3


def screen_of(grey: NDArray[np.uint8]) -> float:
    """Return how far the strongest regular fine pattern stands out, as a power of ten.

    Print is irregular at this scale; the grid of a screen leaves single peaks in the spectrum.
    """
    peaks = [_peak(patch) for patch in _patches(grey)]
    return float(np.median(peaks)) if peaks else 0.0


def _patches(grey: NDArray[np.uint8]) -> list[NDArray[np.uint8]]:
    height, width = grey.shape
    rows, columns = height // _PATCH, width // _PATCH
    places = [(row, column) for row in range(rows) for column in range(columns)]
    every = max(1, len(places) // _PATCHES_MAX)
    return [
        grey[row * _PATCH : (row + 1) * _PATCH, column * _PATCH : (column + 1) * _PATCH]
        for row, column in places[every // 2 :: every]
    ]


def _peak(patch: NDArray[np.uint8]) -> float:
    window = np.outer(np.hanning(_PATCH), np.hanning(_PATCH))
    flat = patch.astype(np.float32) - cv2.GaussianBlur(patch, (0, 0), 4).astype(np.float32)
    power = np.abs(np.fft.fftshift(np.fft.fft2(flat * window)))
    middle = _PATCH // 2
    y, x = np.mgrid[:_PATCH, :_PATCH] - middle
    far = np.hypot(x, y) / _PATCH
    ring = (far > _LOW) & (far < _HIGH)
    ring &= (np.abs(x) > _AXIS) | (np.abs(y) > _AXIS)
    around = cv2.blur(power.astype(np.float32), (25, 25))
    ratio = power / np.maximum(around, 1.0)
    return float(np.log10(max(1.0, float(ratio[ring].max()))))
