"""可用性: whoever comes after us can open it."""

from collections.abc import Iterator

import pypdfium2

from dossier.archive.bag import Bag, parse_json
from dossier.archive.model import CheckResult, Property
from dossier.archive.rules import FORMATS
from dossier.archive.verdict import verdict

_USABLE = Property.USABILITY
_SIGNATURES = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "tif": (b"II*\x00", b"MM\x00*"),
}


def usability(bag: Bag) -> Iterator[CheckResult]:
    """Yield the checks of usability."""
    yield verdict(
        _USABLE,
        "metadata-readable",
        "元数据可以正常读取。",
        "元数据无法读取。",
        [] if bag.elements else ["data/metadata/metadata.json"],
    )
    yield verdict(
        _USABLE,
        "formats",
        "文件格式均在允许之列，内容与扩展名相符。",
        "{n}个文件的格式不允许，或内容与扩展名不符。",
        [path for path in bag.payload if not _is_format(bag, path)],
    )
    yield verdict(
        _USABLE,
        "openable",
        "PDF文件均可打开，没有加密。",
        "{n}个PDF文件已加密或无法打开。",
        [path for path in bag.payload if path.endswith(".pdf") and not _opens(bag, path)],
    )
    yield verdict(
        _USABLE,
        "sizes",
        "没有空文件。",
        "有{n}个空文件。",
        [path for path, file in bag.payload.items() if not file.size_bytes],
    )


def _is_format(bag: Bag, path: str) -> bool:
    extension = path.rpartition(".")[2]
    if extension not in FORMATS:
        return False
    if extension == "heic":
        return _head(bag, path)[4:8] == b"ftyp"
    if extension in _SIGNATURES:
        return _head(bag, path).startswith(_SIGNATURES[extension])
    content = bag.content(path)
    if extension == "json":
        return parse_json(content) is not None
    if extension == "jsonl":
        return all(parse_json(line) is not None for line in content.splitlines())
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _head(bag: Bag, path: str) -> bytes:
    with (bag.folder / path).open("rb") as content:
        return content.read(8)


def _opens(bag: Bag, path: str) -> bool:
    try:
        document = pypdfium2.PdfDocument(bag.folder / path)
    except pypdfium2.PdfiumError:
        return False
    try:
        return len(document) > 0
    finally:
        document.close()
