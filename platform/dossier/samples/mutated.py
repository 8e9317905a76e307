"""Broken and hostile files without end, for tests: each number gives one, the same every time."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from PIL import Image

from dossier.samples.degrade import jpeg
from dossier.samples.draw.id_card import portrait_side
from dossier.samples.draw.scan import Scan
from dossier.samples.households import demonstration_household
from dossier.samples.odd_files import OddFile, gbk_text, huge_png, truncated_jpeg, zip_archive
from dossier.samples.pdf import locked_pdf, scanned_pdf
from dossier.samples.telephone import HEIC

_WIDTH = 430
_BOMB_BYTES = 400_000_000
_PAGES = 500
_HUGE = (0x7FFFFFFF, 65_535, 0, 1)

Mutation = Callable[[np.random.Generator, bytes], bytes]


def mutated_file(number: int) -> OddFile:
    """Return the hostile file of ``number`` (from 0); every tenth is made by hand."""
    rng = np.random.default_rng([2026, number])
    crafted = _crafted()
    if number % 10 == 9:
        name, content = crafted[number // 10 % len(crafted)]
        return OddFile(f"{number}-{name}", "crafted", content)
    sound = _sound()
    name, content = sound[number % len(sound)]
    fault = sorted(_MUTATIONS)[int(rng.integers(len(_MUTATIONS)))]
    return OddFile(f"{number}-{name}", fault, _MUTATIONS[fault](rng, content))


@cache
def _sound() -> tuple[tuple[str, bytes], ...]:
    """Return small files of every kind that can be read."""
    scan = _small(portrait_side(np.random.default_rng(7), demonstration_household().head))
    kinds = {"jpg": "JPEG", "png": "PNG", "tif": "TIFF", "bmp": "BMP", "webp": "WEBP"}
    pictures = tuple((f"证.{ending}", _as(scan, kind)) for ending, kind in kinds.items())
    pdf = scanned_pdf([scan, scan])
    return (*pictures, ("证.pdf", pdf), ("证.heic", HEIC), ("无扩展名", jpeg(scan)))


@cache
def _crafted() -> tuple[tuple[str, bytes], ...]:
    """Return files made to do harm."""
    scan = _small(portrait_side(np.random.default_rng(7), demonstration_household().head))
    card, pdf = jpeg(scan), scanned_pdf([scan])
    return (
        ("空.jpg", b""),
        ("一字节.pdf", b"%"),
        ("超大.png", huge_png()),
        ("加密.pdf", locked_pdf(b"demo-2026")),
        ("压缩包.pdf", zip_archive()),
        ("文本.jpg", gbk_text()),
        ("截断.jpg", truncated_jpeg(scan)),
        ("五百页.pdf", scanned_pdf([_blank()] * _PAGES)),
        ("炸弹.pdf", _bomb()),
        ("绕圈.pdf", pdf.replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]")),
        ("虚报页数.pdf", pdf.replace(b"/Count 1", b"/Count 9")),
        ("图加包.jpg", card + zip_archive()),
        ("图加文.jpg", card + pdf),
        ("文加图.pdf", pdf + card),
        ("包加文.pdf", zip_archive() + pdf),
        ("尺寸不实.png", _png_of(0x7FFFFFFF, 0x7FFFFFFF)),
        ("零尺寸.png", _png_of(0, 0)),
        ("一像素.png", _png_of(1, 1)),
        ("长条.png", _as(Scan(Image.new("RGB", (30_000, 2), "white"), 200), "PNG")),
        ("深层.pdf", b"%PDF-1.7\n1 0 obj\n" + b"[" * 200_000),
        ("随机.jpg", np.random.default_rng(5).bytes(50_000)),
        ("头是图.jpg", b"\xff\xd8\xff\xe0" + np.random.default_rng(6).bytes(20_000)),
    )


def _bit_flips(rng: np.random.Generator, content: bytes) -> bytes:
    changed = bytearray(content)
    for place in rng.integers(len(changed), size=int(rng.integers(1, 65))):
        changed[place] ^= 1 << int(rng.integers(8))
    return bytes(changed)


def _head_flips(rng: np.random.Generator, content: bytes) -> bytes:
    head = min(len(content), 256)
    return _bit_flips(rng, content[:head]) + content[head:]


def _truncated(rng: np.random.Generator, content: bytes) -> bytes:
    return content[: int(rng.integers(len(content)))]


def _without_middle(rng: np.random.Generator, content: bytes) -> bytes:
    start, end = sorted(int(place) for place in rng.integers(len(content), size=2))
    return content[:start] + content[end:]


def _zeroed(rng: np.random.Generator, content: bytes) -> bytes:
    start, end = sorted(int(place) for place in rng.integers(len(content), size=2))
    return content[:start] + bytes(end - start) + content[end:]


def _repeated(rng: np.random.Generator, content: bytes) -> bytes:
    start, end = sorted(int(place) for place in rng.integers(len(content), size=2))
    return content[:end] + content[start:end] * int(rng.integers(1, 4)) + content[end:]


def _inserted(rng: np.random.Generator, content: bytes) -> bytes:
    place = int(rng.integers(len(content)))
    return content[:place] + rng.bytes(int(rng.integers(1, 4096))) + content[place:]


def _numbers(rng: np.random.Generator, content: bytes) -> bytes:
    """Put extreme numbers where the head may hold sizes and offsets."""
    changed = bytearray(content)
    for _ in range(4):
        place = int(rng.integers(max(1, min(len(changed), 512) - 4)))
        number = _HUGE[int(rng.integers(len(_HUGE)))]
        changed[place : place + 4] = struct.pack("<I" if rng.integers(2) else ">I", number)
    return bytes(changed)


def _polyglot(rng: np.random.Generator, content: bytes) -> bytes:
    others: Sequence[tuple[str, bytes]] = _sound()
    other = others[int(rng.integers(len(others)))][1]
    cut = int(rng.integers(len(other)))
    return content + other[cut:] if rng.integers(2) else other[:cut] + content


_MUTATIONS: dict[str, Mutation] = {
    "bit_flips": _bit_flips,
    "head_flips": _head_flips,
    "truncated": _truncated,
    "without_middle": _without_middle,
    "zeroed": _zeroed,
    "repeated": _repeated,
    "inserted": _inserted,
    "numbers": _numbers,
    "polyglot": _polyglot,
}


def _small(scan: Scan) -> Scan:
    height = round(scan.image.height * _WIDTH / scan.image.width)
    return Scan(
        scan.image.resize((_WIDTH, height)), round(scan.dpi * _WIDTH / scan.image.width)
    )


def _blank() -> Scan:
    return Scan(Image.new("RGB", (60, 40), "white"), 72)


def _as(scan: Scan, kind: str) -> bytes:
    buffer = io.BytesIO()
    scan.image.save(buffer, kind)
    return buffer.getvalue()


def _png_of(width: int, height: int) -> bytes:
    """Return a PNG that claims a size which its data do not have."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(64))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def _bomb() -> bytes:
    """Return a PDF of one page whose drawing unpacks to 400 MB."""
    packer = zlib.compressobj(9)
    block = b"0 0 m 1 1 l S\n" * 70_000
    packed = b"".join(packer.compress(block) for _ in range(_BOMB_BYTES // len(block)))
    packed += packer.flush()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed),
    ]
    parts, offsets = [b"%PDF-1.7\n"], []
    for number, body in enumerate(objects, 1):
        offsets.append(sum(map(len, parts)))
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = sum(map(len, parts))
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    parts.append(b"xref\n0 5\n0000000000 65535 f \n" + table)
    parts.append(b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start)
    return b"".join(parts)
