"""HEIC, as telephones send it."""

import pytest

from dossier.samples.telephone import HEIC
from dossier_ocr import Unreadable
from dossier_ocr.files.source import opened


def test_a_telephone_s_picture_is_read() -> None:
    with opened(HEIC, "照片.heic") as (source, kind):
        picture = source.picture(1)
    assert (kind, source.count) == ("heic", 1)
    assert picture.shape == (48, 64, 3)
    assert picture[:, :24].mean() < 60
    assert picture[:, 40:].mean() > 195


def test_half_a_telephone_s_picture_is_refused() -> None:
    with pytest.raises(Unreadable) as caught, opened(HEIC[:-12], "照片.heic") as (source, _):
        source.picture(1)
    assert caught.value.code in ("damaged_image", "truncated_image")
    assert "照片.heic" in caught.value.message_zh
