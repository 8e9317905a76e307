"""What kind of file it is: by its content, never by its name."""

import codecs
import unicodedata
from pathlib import PurePath

from dossier_ocr.files.faults import unreadable
from dossier_ocr.model import Finding

JPEG, PNG, TIFF, BMP, WEBP, HEIC, PDF = "jpeg", "png", "tiff", "bmp", "webp", "heic", "pdf"

_EXTENSIONS = {
    JPEG: {".jpg", ".jpeg", ".jpe", ".jfif"},
    PNG: {".png"},
    TIFF: {".tif", ".tiff"},
    BMP: {".bmp", ".dib"},
    WEBP: {".webp"},
    HEIC: {".heic", ".heif", ".hif"},
    PDF: {".pdf"},
}
_STARTS = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),
    (b"MM\x00+", TIFF),
    (b"BM", BMP),
)
_HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF_WITHIN_BYTES = 1024
_TEXT_PROBE_BYTES = 4096
_TEXT_SHARE_MIN = 0.95


def kind_of(content: bytes, name: str) -> str:
    """Return the kind of ``content``; raise Unreadable for what is no scan."""
    if not content:
        raise unreadable("empty_file", name)
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS:
        return HEIC
    if b"%PDF-" in content[:_PDF_WITHIN_BYTES]:
        return PDF
    raise unreadable(_fault_of(content), name)


def _fault_of(content: bytes) -> str:
    if content.startswith(_ARCHIVES):
        return "office_file" if b"[Content_Types].xml" in content[:2048] else "archive_file"
    if content.startswith(_OLE):
        return "office_file"
    if content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "text_file"
    return _text_fault(content[:_TEXT_PROBE_BYTES]) or "unknown_format"


def _text_fault(probe: bytes) -> str | None:
    if b"\x00" in probe:
        return None
    for encoding in ("utf-8", "gb18030"):
        # A character may be cut at the end of the probe: the decoder waits for its rest.
        text = codecs.getincrementaldecoder(encoding)("replace").decode(probe)
        printed = sum(_printable(character) for character in text)
        if "\ufffd" not in text and printed >= _TEXT_SHARE_MIN * len(text):
            return "text_file"
    plain = all(byte >= 32 or byte in b"\t\r\n" for byte in probe)
    return "garbled_text" if plain else None


def _printable(character: str) -> bool:
    return character in "\t\r\n" or unicodedata.category(character)[0] not in "C"


def extension_findings(kind: str, name: str) -> tuple[Finding, ...]:
    """Note a name that claims another kind than the content has."""
    extension = PurePath(name).suffix.lower()
    if not extension or extension in _EXTENSIONS[kind]:
        return ()
    message = (
        f"文件「{name}」的扩展名是 {extension}，内容其实是 {kind.upper()}，"
        "已按实际内容读取。请核对是否传错了文件。"
    )
    return (Finding("wrong_extension", None, message),)
