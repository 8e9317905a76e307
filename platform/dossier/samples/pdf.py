"""PDF files of a scanner, of an office program, and one that is locked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from dossier.samples.degrade import jpeg
from dossier.samples.draw.scan import Scan

_POINTS_PER_INCH = 72
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
"""Source: ISO 32000-1:2008, algorithm 2."""


def scanned_pdf(scans: Iterable[Scan], *, limit_bytes: int = 330_000) -> bytes:
    """Return a PDF of pictures without any text; ``limit_bytes`` is for each page."""
    pages: list[bytes] = []
    images: list[bytes] = []
    contents: list[bytes] = []
    for number, scan in enumerate(scans):
        width, height = (side * _POINTS_PER_INCH / scan.dpi for side in scan.image.size)
        data = jpeg(scan, limit_bytes=limit_bytes)
        first = 3 + 3 * number
        pages.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.2f %.2f]/Contents %d 0 R"
            b"/Resources<</XObject<</P %d 0 R>>>>>>" % (width, height, first + 1, first + 2)
        )
        contents.append(_stream(b"", b"%.2f 0 0 %.2f 0 0 cm /P Do" % (width, height)))
        entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d" % scan.image.size
        entries += b"/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode"
        images.append(_stream(entries, data))
    kids = b" ".join(b"%d 0 R" % (3 + 3 * number) for number in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids),
    ]
    for page, content, image in zip(pages, contents, images, strict=True):
        objects += [page, content, image]
    return _file(objects, b"")


def locked_pdf(password: bytes) -> bytes:
    """Return a PDF of one page that opens with ``password`` only.

    Source: ISO 32000-1:2008, 7.6.3, standard security handler, revision 2 (RC4, 40 bits).
    """
    padded = (password + _PADDING)[:32]
    file_id = hashlib.md5(password, usedforsecurity=False).digest()
    owner_key = hashlib.md5(padded, usedforsecurity=False).digest()[:5]
    owner = _rc4(owner_key, padded)
    permissions = (-4).to_bytes(4, "little", signed=True)
    seed = padded + owner + permissions + file_id
    key = hashlib.md5(seed, usedforsecurity=False).digest()[:5]
    user = _rc4(key, _PADDING)
    drawing = b"BT /F 24 Tf 72 700 Td (locked) Tj ET"
    salt = (4).to_bytes(3, "little") + (0).to_bytes(2, "little")
    drawing_key = hashlib.md5(key + salt, usedforsecurity=False).digest()[:10]
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        _stream(b"", _rc4(drawing_key, drawing)),
        b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>"
        % (owner.hex().encode(), user.hex().encode()),
    ]
    identity = file_id.hex().encode()
    return _file(objects, b"/Encrypt 5 0 R/ID[<%s><%s>]" % (identity, identity))


def _stream(entries: bytes, data: bytes) -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def _file(objects: list[bytes], trailer: bytes) -> bytes:
    body = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    body += b"trailer\n<</Size %d/Root 1 0 R%s>>\n" % (len(objects) + 1, trailer)
    body += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(body)


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
