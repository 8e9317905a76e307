"""How much a PDF page draws, found before anything draws it.

A drawing of a few hundred kilobytes may unpack to gigabytes of lines; the drawing library keeps
every line and ends its process when memory runs out.
"""

import io
import zlib

import pikepdf

UNPACKED_BYTES_MAX = 64 * 2**20
"""Of one page's drawing; plans and maps of a whole district stay below a tenth of it."""

_FLATE = ("/FlateDecode", "/Fl")
_PIECE_BYTES = 2**20


def overdraws(content: bytes, number: int) -> bool:
    """Tell whether page ``number`` (from 1) draws more than a page may.

    One page at a time: whoever reads a file is watched page by page.  What is no PDF to this
    library is left to the one that draws.
    """
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            room = UNPACKED_BYTES_MAX
            for stream in _drawings(document.pages[number - 1]):
                room -= _unpacked(stream, room)
                if room < 0:
                    return True
    except (
        pikepdf.PdfError,
        pikepdf.PasswordError,
        IndexError,
        ValueError,
        TypeError,
        RuntimeError,
    ):
        return False
    return False


def _drawings(page: pikepdf.Page) -> list[pikepdf.Stream]:
    drawn = page.obj.get("/Contents")
    streams = list(drawn) if isinstance(drawn, pikepdf.Array) else [drawn]
    return [stream for stream in streams if isinstance(stream, pikepdf.Stream)]


def _unpacked(stream: pikepdf.Stream, room: int) -> int:
    """Return the length of a drawing as it unpacks, counted no further than past ``room``."""
    given = stream.get("/Filter")
    filters = [str(one) for one in given] if isinstance(given, pikepdf.Array) else [str(given)]
    content = stream.read_raw_bytes()
    for name in filters:
        if name not in _FLATE:
            break
        content = _inflated(content, room)
    return len(content)


def _inflated(packed: bytes, room: int) -> bytes:
    """Unpack until the end, the first fault, or just past ``room``."""
    unpacker = zlib.decompressobj()
    found = bytearray()
    try:
        while packed and not unpacker.eof and len(found) <= room:
            found += unpacker.decompress(packed, _PIECE_BYTES)
            packed = unpacker.unconsumed_tail
    except zlib.error:
        pass
    return bytes(found)
