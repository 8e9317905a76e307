"""Searchable PDF/A: the picture of each page with what was read laid under it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from pikepdf import Dictionary, Name, Object, Pdf, Stream, pdfa
from PIL import Image

from dossier_ocr.files.glyphless import ASCENT, DESCENT, GlyphlessFont
from dossier_ocr.model import Line

FLAVOUR = "1b"
"""ISO 19005-1 level B, which is GB/T 23286.1: what DA/T 47 asks of files that are kept for good."""
DPI = 200.0
"""Taken where nobody knows how large the paper was."""
_INVISIBLE = 3
_POINTS_PER_INCH = 72


@dataclass(frozen=True, slots=True)
class SearchablePage:
    """One page: its upright picture and the lines on it.

    picture: JPEG.  lines: boxes in its pixels.  dpi: pixels per inch of the paper, None where
    that is not known.
    """

    picture: bytes
    lines: Sequence[Line]
    dpi: float | None = None


def searchable_pdf(pages: Sequence[SearchablePage], *, title: str, made_at: datetime) -> bytes:
    """Return ``pages`` (at least one) as PDF/A-1b; the same bytes for the same pages.

    made_at: stands in the file as its date.  The pictures go in as they are, without another
    loss.  Raises ValueError for a picture that is no grey or RGB JPEG; pikepdf.pdfa.PdfaError
    should the file not be valid, so that none that is not is ever returned.
    """
    pdf = Pdf.new()
    font = GlyphlessFont()
    for page in pages:
        _add_page(pdf, page, font)
    shared = font.put_into(pdf)
    for added in pdf.pages:
        added.Resources.Font = Dictionary(F=shared)
    _describe(pdf, title, made_at)
    pdfa.prepare(pdf, FLAVOUR)
    # Preparing writes the present moment into the metadata: the same pages shall give the same file.
    _describe(pdf, title, made_at)
    out = BytesIO()
    pdfa.save(pdf, out, FLAVOUR, repair=False, deterministic_id=True)
    return out.getvalue()


def _describe(pdf: Pdf, title: str, made_at: datetime) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = title
        for date in ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"):
            metadata[date] = made_at.isoformat(timespec="seconds")


def _add_page(pdf: Pdf, page: SearchablePage, font: GlyphlessFont) -> None:
    picture, (width, height) = _picture(pdf, page.picture)
    scale = _POINTS_PER_INCH / (page.dpi or DPI)
    size = (round(width * scale, 3), round(height * scale, 3))
    text = [_shown(line, font, scale, size[1]) for line in page.lines]
    content = [
        f"q {size[0]} 0 0 {size[1]} 0 0 cm /Im Do Q",
        f"BT {_INVISIBLE} Tr",
        *(one for one in text if one),
        "ET",
    ]
    added = pdf.add_blank_page(page_size=size)
    added.obj.Resources = Dictionary(XObject=Dictionary(Im=picture))
    added.obj.Contents = pdf.make_indirect(Stream(pdf, "\n".join(content).encode()))


def _shown(line: Line, font: GlyphlessFont, scale: float, page_height: float) -> str:
    """Return the operators that stretch the line's text over its box."""
    text = "".join(c for c in line.text if c.isprintable())
    x0, y0, x1, y1 = line.box
    if not text.strip() or x1 <= x0 or y1 <= y0:
        return ""
    size = (y1 - y0) * scale
    stretch = 100 * (x1 - x0) * scale / (len(text) * size)
    baseline = page_height - y1 * scale - size * DESCENT / (ASCENT - DESCENT)
    return (
        f"/F {size:.3f} Tf {stretch:.3f} Tz 1 0 0 1 {x0 * scale:.3f} {baseline:.3f} Tm "
        f"<{font.encode(text).hex()}> Tj"
    )


def _picture(pdf: Pdf, jpeg: bytes) -> tuple[Object, tuple[int, int]]:
    with Image.open(BytesIO(jpeg)) as image:
        if image.format != "JPEG" or image.mode not in ("L", "RGB"):
            raise ValueError("a page's picture must be a grey or RGB JPEG")
        grey, size = image.mode == "L", image.size
    stream = Stream(pdf, jpeg)
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    stream.Width, stream.Height = size
    stream.ColorSpace = Name.DeviceGray if grey else Name.DeviceRGB
    stream.BitsPerComponent = 8
    stream.Filter = Name.DCTDecode
    return pdf.make_indirect(stream), size
