"""A font without glyphs: for text that can be found and copied but is not seen.

The page's picture shows the writing; this font only says which characters stand where.  Each
character that is used gets a code of its own, so that rare ones beyond 16 bits work as well.
"""

from functools import cache
from io import BytesIO

from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

EM = 1000
"""Every character is this wide, in thousandths of the font's size."""
ASCENT, DESCENT = 880, -120
_NAME = "AAAAAA+Glyphless"
_EPOCH = 3_000_000_000
"""Seconds since 1904; any fixed moment: the same font has the same bytes."""
_BLOCK = 100
"""So many characters a ToUnicode block may hold (Adobe Technical Note 5014)."""


class GlyphlessFont:
    """The codes of the characters that one PDF uses."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}

    def encode(self, text: str) -> bytes:
        """Return ``text`` as this font's codes, two bytes a character."""
        return b"".join(
            self._codes.setdefault(character, len(self._codes) + 1).to_bytes(2, "big")
            for character in text
        )

    def put_into(self, pdf: Pdf) -> Object:
        """Add the font to ``pdf`` once all text is encoded; return it."""
        count = len(self._codes) + 1
        program = Stream(pdf, _program())
        program.Length1 = len(_program())
        # A subset names the characters that are in it (ISO 19005-1, 6.3.5): all of the codes.
        used = Stream(pdf, _bits(count))
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name("/" + _NAME),
            Flags=4,
            FontBBox=Array([0, DESCENT, EM, ASCENT]),
            ItalicAngle=0,
            Ascent=ASCENT,
            Descent=DESCENT,
            CapHeight=ASCENT,
            StemV=80,
            FontFile2=pdf.make_indirect(program),
            CIDSet=pdf.make_indirect(used),
        )
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name("/" + _NAME),
            CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
            FontDescriptor=pdf.make_indirect(descriptor),
            DW=EM,
            CIDToGIDMap=pdf.make_indirect(Stream(pdf, b"\0\0" + b"\0\1" * (count - 1))),
        )
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=Name("/" + _NAME),
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([pdf.make_indirect(descendant)]),
                ToUnicode=pdf.make_indirect(Stream(pdf, self._to_unicode())),
            )
        )

    def _to_unicode(self) -> bytes:
        pairs = [
            f"<{code:04X}> <{character.encode('utf-16-be').hex().upper()}>"
            for character, code in self._codes.items()
        ]
        blocks = [pairs[start : start + _BLOCK] for start in range(0, len(pairs), _BLOCK)]
        middle = "\n".join(
            f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
        )
        return (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
            "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
            f"{middle}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
        ).encode()


@cache
def _program() -> bytes:
    """Return a TrueType font of two empty glyphs, the same bytes every time."""
    names = [".notdef", "blank"]
    font = FontBuilder(EM, isTTF=True)
    font.setupGlyphOrder(names)
    font.setupCharacterMap({0x20: "blank"})
    font.setupGlyf({name: Glyph() for name in names})
    font.setupHorizontalMetrics(dict.fromkeys(names, (EM, 0)))
    font.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    font.setupNameTable({"familyName": "Glyphless", "styleName": "Regular"})
    font.setupOS2(sTypoAscender=ASCENT, sTypoDescender=DESCENT)
    font.setupPost()
    font.font["head"].created = font.font["head"].modified = _EPOCH
    font.font.recalcTimestamp = False
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def _bits(count: int) -> bytes:
    """Return a set of the numbers below ``count``, most significant bit first."""
    bits = bytearray((count + 7) // 8)
    for number in range(count):
        bits[number // 8] |= 0x80 >> number % 8
    return bytes(bits)
