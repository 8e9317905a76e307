"""The files as they should not be: each has exactly the fault that it is named after."""

import io
import zipfile

import pypdfium2
import pytest
from PIL import Image, ImageFile

from dossier.samples.odd_files import PASSWORD, huge_png, odd_files

FILES = {odd.fault: odd for odd in odd_files()}


def test_each_fault_occurs_once_and_all_are_small() -> None:
    assert len(FILES) == 7
    assert sum(len(odd.content) for odd in FILES.values()) < 2_000_000


def test_the_truncated_picture_has_a_head_and_no_end() -> None:
    assert not ImageFile.LOAD_TRUNCATED_IMAGES
    with Image.open(io.BytesIO(FILES["truncated"].content)) as image:
        assert image.width > 100
        with pytest.raises(OSError, match="truncated"):
            image.load()


def test_the_huge_picture_claims_nine_hundred_million_pixels_in_a_megabyte() -> None:
    content = huge_png()
    assert content == FILES["too_large"].content
    assert len(content) < 1_000_000
    assert int.from_bytes(content[16:20]) == int.from_bytes(content[20:24]) == 30_000


def test_the_locked_pdf_opens_with_its_password_only() -> None:
    content = FILES["encrypted"].content
    with pytest.raises(pypdfium2.PdfiumError, match="password"):
        pypdfium2.PdfDocument(content)
    document = pypdfium2.PdfDocument(content, password=PASSWORD.decode())
    assert "locked" in document[0].get_textpage().get_text_range()
    document.close()


def test_names_and_contents_disagree_where_they_should() -> None:
    assert zipfile.is_zipfile(io.BytesIO(FILES["zip_named_pdf"].content))
    assert FILES["zip_named_pdf"].name.endswith(".pdf")
    with Image.open(io.BytesIO(FILES["png_named_jpg"].content)) as image:
        assert image.format == "PNG"
    assert "最低生活保障" in FILES["text_named_jpg"].content.decode("gbk")
    with pytest.raises(UnicodeDecodeError):
        FILES["text_named_jpg"].content.decode("utf-8")
