"""Files as they should not be, for tests of what a counter hands over by mistake."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

import numpy as np

from dossier.samples.degrade import Degradation, degrade, jpeg, png
from dossier.samples.draw.id_card import portrait_side
from dossier.samples.draw.scan import Scan
from dossier.samples.households import demonstration_household
from dossier.samples.pdf import locked_pdf

PASSWORD = b"demo-2026"
_HUGE_SIDE = 30_000
_BAND = 100


@dataclass(frozen=True, slots=True)
class OddFile:
    """A file of the batch and the kind of what is wrong with it."""

    name: str
    fault: str
    content: bytes


def odd_files() -> tuple[OddFile, ...]:
    """Return one file of each kind; all together are less than 2 MB."""
    card = _card()
    return (
        OddFile("截断的照片.jpg", "truncated", truncated_jpeg(card)),
        OddFile("空文件.jpg", "empty", b""),
        OddFile("超大图片.png", "too_large", huge_png()),
        OddFile("加密文件.pdf", "encrypted", locked_pdf(PASSWORD)),
        OddFile("其实是压缩包.pdf", "zip_named_pdf", zip_archive()),
        OddFile("其实是PNG.jpg", "png_named_jpg", png(card)),
        OddFile("乱码文本.jpg", "text_named_jpg", gbk_text()),
    )


def truncated_jpeg(scan: Scan) -> bytes:
    """Return the first 40 % of a JPEG, cut inside the picture."""
    content = jpeg(scan)
    return content[: len(content) * 2 // 5]


def huge_png() -> bytes:
    """Return a valid grey PNG of 30 000 by 30 000 pixels in less than a megabyte."""
    row = bytes(1 + _HUGE_SIDE)
    packer = zlib.compressobj(9)
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    # after a full flush a block stands for itself, so the same one may follow 300 times
    band = packer.compress(row * _BAND) + packer.flush(zlib.Z_FULL_FLUSH)
    last = b"\x03\x00"
    # Adler-32 of nothing but zero bytes: the first sum stays 1, the second counts them
    check = struct.pack(">I", (len(row) * _HUGE_SIDE % 65521) << 16 | 1)
    header = struct.pack(">IIBBBBB", _HUGE_SIDE, _HUGE_SIDE, 8, 0, 0, 0, 0)
    data = head + band * (_HUGE_SIDE // _BAND) + last + check
    chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, part) for kind, part in chunks)


def zip_archive() -> bytes:
    """Return a zip archive of one text."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo("说明.txt", (2026, 3, 9, 9, 0, 0))
        archive.writestr(entry, "这是一个压缩包，不是扫描件。")
    return buffer.getvalue()


def gbk_text() -> bytes:
    """Return Chinese text in GBK, which is neither a picture nor UTF-8."""
    return ("姓名：王桂兰\r\n事项：最低生活保障申请\r\n" * 20).encode("gbk")


def _card() -> Scan:
    rng = np.random.default_rng(61)
    scan = portrait_side(rng, demonstration_household().head)
    return degrade(scan, rng, Degradation.DPI_200)


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)
