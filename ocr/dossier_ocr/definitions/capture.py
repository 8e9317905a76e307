"""From which figure on a capture is too poor, and what hands write like: data, not code."""

import json
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ConfigDict


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CaptureLimits(_Data):
    """Limits of the figures in ``Quality``.

    screen_max: None where nothing is said of pictures of screens.
    """

    sharp_min: float = 0.27
    blur_min: float = 60.0
    glare_max: float = 0.01
    cut_max: float = 0.0
    dpi_min: float = 140.0
    side_min: int = 400
    ink_min: float = 0.0005
    contrast_min: float = 30.0
    screen_max: float | None = None


class Hand(_Data):
    """How handwriting is told from print.

    weights: one for each figure of ``handwriting.strokes_of``; their sum with ``bias`` is the
    score.  line: above it a single value is taken for handwriting; paper: above it in the
    middle of three values or more, all values of a paper are.
    """

    line: float
    paper: float
    bias: float
    weights: tuple[float, ...]


class Capture(_Data):
    """What is known of captures.  cards: document types of the size of an identity card."""

    limits: CaptureLimits = CaptureLimits()
    cards: tuple[str, ...] = ()
    hand: Hand | None = None


def load_capture(folder: Path) -> Capture:
    """Return ``reading/quality.yaml`` and ``reading/handwriting.yaml`` under ``folder``.

    Without them the defaults hold, and nothing is taken for handwriting.  Raises ValueError
    naming the file and what is wrong in it.
    """
    quality = _checked(folder, "quality")
    hand = _checked(folder, "handwriting")
    return Capture.model_validate({**quality, "hand": hand or None})


def _checked(folder: Path, name: str) -> dict[str, object]:
    path = folder / "reading" / f"{name}.yaml"
    if not path.is_file():
        return {}
    data: dict[str, object] = yaml.safe_load(path.read_text(encoding="utf-8"))
    schema = folder / "meta" / f"reading_{name}.schema.json"
    validator = Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
    for error in validator.iter_errors(data):
        raise ValueError(f"{path.name}: {error.json_path}: {error.message}")
    return data
