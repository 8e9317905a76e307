"""What is taken at the counter, judged by the first bytes and never by the name."""

import re
import unicodedata

from dossier.kernel.errors import Refused

NAME_LIMIT = 200
UNKNOWN = "application/octet-stream"

_SIGNATURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"%PDF-", "application/pdf"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"BM", "image/bmp"),
)
_HEIF_BRANDS = (b"heic", b"heix", b"mif1", b"heif", b"hevc", b"msf1")


def media_type(content: bytes) -> str:
    """Return the media type that the first bytes tell, ``application/octet-stream`` if none."""
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            return kind
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS:
        return "image/heic"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return UNKNOWN


def check_size(name: str, size_bytes: int, limit_bytes: int) -> None:
    """Raise Refused for an empty file and for one over the limit."""
    if not size_bytes:
        raise Refused(f"文件“{name}”是空的(0 字节)，请重新扫描后再上传。", code="file_empty")
    if size_bytes > limit_bytes:
        raise Refused(
            f"文件“{name}”有 {size_bytes / 1048576:.1f} MB，超过 {limit_bytes // 1048576} MB 的上限，"
            "请降低扫描分辨率(300 dpi 即可)或拆成几份上传。",
            code="file_too_large",
        )


def clean_name(name: str) -> str:
    """Return the name as people see it: no folders, no control or direction marks, not endless."""
    base = re.split(r"[\\/]", name)[-1]
    shown = "".join(sign for sign in base if unicodedata.category(sign)[0] != "C").strip()
    if len(shown) > NAME_LIMIT:
        stem, dot, ending = shown.rpartition(".")
        shown = f"{stem[: NAME_LIMIT - 10]}…{dot}{ending[:8]}" if dot else shown[:NAME_LIMIT]
    return shown or "未命名"
