"""Files to pages: the kind by content, limits before decoding, never half an image."""

import io
import zlib
from collections.abc import Callable

import numpy as np
import pikepdf
import pytest
from PIL import Image

from dossier_ocr import Unreadable
from dossier_ocr.files import media, raster
from dossier_ocr.files.drawings import UNPACKED_BYTES_MAX
from dossier_ocr.files.raster import Picture
from dossier_ocr.files.source import opened


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def grain(width: int = 300, height: int = 200) -> Image.Image:
    noise = np.random.default_rng(5).integers(0, 255, (height, width, 3), np.uint8)
    return Image.fromarray(noise)


def first_page(content: bytes, name: str = "材料.jpg") -> Picture:
    with opened(content, name) as (source, _):
        return source.picture(1)


def fault_of(content: bytes, name: str = "材料.jpg") -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        first_page(content, name)
    return caught.value


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"PK\x03\x04" + b"\x00" * 40, "archive_file"),
        (b"PK\x03\x04\x14\x00[Content_Types].xml" + b"\x00" * 40, "office_file"),
        (b"Rar!\x1a\x07\x00", "archive_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 40, "office_file"),
        ("姓名：王桂兰\r\n".encode(), "text_file"),
        ("姓名：王桂兰\r\n".encode("gbk"), "text_file"),
        ("姓名：王桂兰".encode("utf-16"), "text_file"),
        ("姓名：王桂兰，住址：沈阳市".encode() + b"\xe5\xe5\x81\xff\xff\xff", "garbled_text"),
        (b"\x7fELF\x02\x01\x01" + b"\x00" * 40, "unknown_format"),
        (b"\x89PNG\r\n\x1a\n", "damaged_image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "damaged_image"),
        (b"%PDF-1.7\nnothing", "damaged_pdf"),
    ],
)
def test_what_is_no_scan_is_told_by_name_with_what_to_do(content: bytes, code: str) -> None:
    fault = fault_of(content, "王桂兰的材料.jpg")
    assert fault.code == code
    assert "王桂兰的材料.jpg" in fault.message_zh
    assert "请" in fault.message_zh


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "BMP"])
def test_an_image_cut_off_anywhere_is_refused(kind: str) -> None:
    content = encoded(grain(), kind)
    for share in (0.02, 0.3, 0.6, 0.99):
        assert fault_of(content[: int(len(content) * share)]).code in (
            "truncated_image",
            "damaged_image",
        )


@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_whose_rest_is_zeros_is_refused(progressive: bool) -> None:
    content = encoded(grain(), "JPEG", progressive=progressive)
    half = len(content) // 2
    assert fault_of(content[:half] + bytes(half)).code == "truncated_image"


def test_a_jpeg_with_something_after_its_end_is_read() -> None:
    assert first_page(encoded(grain(), "JPEG") + b"camera maker's notes").shape == (200, 300, 3)


def test_a_tiff_that_claims_compressed_data_it_lacks_is_refused() -> None:
    content = encoded(grain(), "TIFF", compression="tiff_lzw")
    assert fault_of(content[: len(content) // 2]).code == "damaged_image"


def test_too_many_pixels_are_refused_by_the_header_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(raster, "PIXELS_MAX", 300 * 200 - 1)
    for kind in ("JPEG", "PNG", "TIFF", "BMP"):
        head = encoded(grain(), kind)
        fault = fault_of(head[:2000] if kind == "PNG" else head)
        assert fault.code == "too_many_pixels"
        assert "300×200" in fault.message_zh


def test_a_picture_too_small_to_read_is_refused() -> None:
    assert fault_of(encoded(grain(20, 400), "PNG")).code == "too_few_pixels"


def test_a_large_page_is_halved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raster, "WORKING_PIXELS_MAX", 300 * 200)
    assert first_page(encoded(grain(300, 200), "PNG")).shape == (200, 300, 3)
    assert first_page(encoded(grain(400, 300), "PNG")).shape == (150, 200, 3)


def test_the_camera_s_note_on_orientation_is_obeyed() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = first_page(encoded(grain(300, 200), "JPEG", exif=exif))
    assert picture.shape == (300, 200, 3)


def test_every_frame_of_a_tiff_is_a_page() -> None:
    frames = [Image.new("L", (60 + 10 * number, 50), "white") for number in range(3)]
    content = encoded(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    with opened(content, "多页.tif") as (source, kind):
        assert (kind, source.count) == (media.TIFF, 3)
        assert [source.picture(n).shape[1] for n in (1, 2, 3)] == [60, 70, 80]
        assert source.writings(1) is None


def test_a_tiff_with_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raster, "PAGES_MAX", 1)
    frames = [Image.new("1", (40, 40), "white") for _ in range(2)]
    content = encoded(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    assert fault_of(content).code == "too_many_pages"


def test_a_frame_of_a_tiff_with_too_many_pixels_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(raster, "PIXELS_MAX", 2000)
    frames = [Image.new("1", (40, 40), "white"), Image.new("1", (400, 400), "white")]
    content = encoded(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    with opened(content, "多页.tif") as (source, _), pytest.raises(Unreadable) as caught:
        source.picture(2)
    assert caught.value.code == "too_many_pixels"


@pytest.mark.parametrize(
    "image",
    [
        Image.new("RGBA", (40, 40), (0, 0, 0, 0)),
        Image.new("LA", (40, 40), (0, 0)),
        Image.new("P", (40, 40), 0),
        Image.new("1", (40, 40), 1),
        Image.new("L", (40, 40), 255),
        Image.new("I;16", (40, 40), 65535),
        Image.new("I", (40, 40), 70000),
    ],
)
def test_every_mode_becomes_blue_green_red_on_white(image: Image.Image) -> None:
    if image.mode == "P":
        image.putpalette([255, 255, 255])
    picture = first_page(encoded(image, "TIFF" if image.mode == "I" else "PNG"))
    assert picture.shape == (40, 40, 3)
    assert picture.dtype == np.uint8
    assert picture.min() == 255


@pytest.mark.parametrize(
    ("name", "told"),
    [("扫描.jpg", True), ("扫描.png", False), ("扫描.PNG", False), ("扫描", False)],
)
def test_a_name_that_claims_another_kind_is_noted(name: str, told: bool) -> None:
    findings = media.extension_findings(media.PNG, name)
    assert [finding.code for finding in findings] == ["wrong_extension"] * told
    assert all(name in finding.message for finding in findings)


def test_the_kind_is_told_by_content() -> None:
    save: dict[str, Callable[[], bytes]] = {
        media.JPEG: lambda: encoded(grain(), "JPEG"),
        media.PNG: lambda: encoded(grain(), "PNG"),
        media.TIFF: lambda: encoded(grain(), "TIFF"),
        media.BMP: lambda: encoded(grain(), "BMP"),
        media.HEIC: lambda: b"\x00\x00\x00\x18ftypheic" + bytes(40),
        media.PDF: lambda: b"\n%PDF-1.4",
    }
    for kind, content in save.items():
        assert media.kind_of(content(), "没有扩展名") == kind
    assert fault_of(save[media.HEIC](), "照片.heic").code == "damaged_image"


def test_faults_survive_the_way_between_processes() -> None:
    fault = Unreadable("empty_file", "文件是空的")
    kind, arguments = fault.__reduce__()
    again = kind(*arguments)
    assert (again.code, again.message_zh, str(again)) == (
        "empty_file",
        "文件是空的",
        "文件是空的",
    )


def drawn_pdf(drawing: bytes, *filters: str) -> bytes:
    """A page whose drawing is stored as it is given, under the named filters."""
    with pikepdf.new() as document:
        page = document.add_blank_page()
        stream = pikepdf.Stream(document, b"")
        stream.write(drawing, filter=pikepdf.Array([pikepdf.Name(one) for one in filters]))
        page.obj["/Contents"] = pikepdf.Array([stream])
        buffer = io.BytesIO()
        document.save(buffer, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        return buffer.getvalue()


@pytest.mark.parametrize("times", [1, 2])
def test_a_drawing_that_unpacks_to_more_than_a_page_may_is_told_before_it_is_drawn(
    times: int,
) -> None:
    packed = b"0 0 m 1 1 l S\n" * (UNPACKED_BYTES_MAX // 14 + 1)
    for _ in range(times):
        packed = zlib.compress(packed, 9)
    fault = fault_of(drawn_pdf(packed, *["/FlateDecode"] * times), "户型图.pdf")
    assert fault.code == "too_much_drawn"
    assert "户型图.pdf" in fault.message_zh
    assert "第 1 页" in fault.message_zh


def test_a_drawing_that_a_page_may_hold_is_drawn() -> None:
    lines = zlib.compress(b"0 0 m 400 400 l S\n" * 1000)
    assert first_page(drawn_pdf(lines, "/FlateDecode"), "户型图.pdf").size
    assert first_page(drawn_pdf(lines[:40], "/FlateDecode"), "户型图.pdf").size


def test_only_the_page_that_is_opened_is_measured() -> None:
    with pikepdf.new() as document:
        document.add_blank_page()
        page = document.add_blank_page()
        packed = zlib.compress(b"0 0 m 1 1 l S\n" * (UNPACKED_BYTES_MAX // 14 + 1), 9)
        stream = pikepdf.Stream(document, b"")
        stream.write(packed, filter=pikepdf.Name("/FlateDecode"))
        page.obj["/Contents"] = stream
        buffer = io.BytesIO()
        document.save(buffer, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    with opened(buffer.getvalue(), "两页.pdf") as (source, _):
        assert source.picture(1).size
        with pytest.raises(Unreadable, match="第 2 页"):
            source.picture(2)
