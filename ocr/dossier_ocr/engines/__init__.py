"""The reading engines behind one interface; each is loaded and opened once in a process.

Engines are named by their modules and imported when they are first opened: a process that reads
nothing loads no model and no library of one.
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module

from dossier_ocr.engines.engine import Engine, LineReader
from dossier_ocr.files.raster import Picture

__all__ = [
    "AUTO",
    "ENGINES",
    "Engine",
    "LineReader",
    "check_engine",
    "engine_named",
    "line_reader_named",
    "turn_of",
]

AUTO = "auto"
_MODULES = {
    "rapidocr": "dossier_ocr.engines.rapid",
    "tesseract": "dossier_ocr.engines.tesseract",
}
_LINE_READERS = {"tiny": "open_tiny", "small": "open_small"}
ENGINES = (AUTO, *_MODULES, *_LINE_READERS)


def engine_named(name: str) -> Engine:
    """Return the engine; "auto" is no engine but two of them (``dossier_ocr.reading.cascade``).

    Raises ValueError for a name that is none, EngineMissing where it is not installed.
    """
    _check_name(name)
    if name == AUTO:
        raise ValueError("auto is not one engine")
    return line_reader_named(name) if name in _LINE_READERS else _opened(name)


@cache
def line_reader_named(name: str) -> LineReader:
    """Return the engine "tiny" or "small", which also read single lines."""
    module = import_module("dossier_ocr.engines.ppocr")
    reader: LineReader = getattr(module, _LINE_READERS[name])()
    return reader


def check_engine(name: str) -> None:
    """Raise what ``engine_named`` would raise, without loading large models."""
    _check_name(name)
    if name == "tesseract":
        _opened(name)


def turn_of(picture: Picture) -> int:
    """Return the degrees clockwise (0, 90, 180, 270) that make ``picture`` upright."""
    answer: int = import_module("dossier_ocr.engines.orientation").turn_of(picture)
    return answer


def _check_name(name: str) -> None:
    if name not in ENGINES:
        raise ValueError(f"no engine {name!r}; there are {', '.join(ENGINES)}")


@cache
def _opened(name: str) -> Engine:
    open_engine: Callable[[], Engine] = import_module(_MODULES[name]).open_engine
    return open_engine()
