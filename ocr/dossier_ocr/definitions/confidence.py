"""How sure a value is, as data: for each value type, how often it is right at which raw figure."""

import json
from bisect import bisect_left
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ConfigDict, Field, model_validator


class Curve(BaseModel):
    """One value type.

    points: raw figure and the share of right values there, both rising.  fill_from: from this
    share on a value is filled without asking.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    points: tuple[tuple[float, float], ...] = Field(min_length=2)
    fill_from: float

    @model_validator(mode="after")
    def _rises(self) -> "Curve":
        for (raw, right), (next_raw, next_right) in pairwise(self.points):
            if raw >= next_raw or right > next_right:
                raise ValueError("points must rise")
        return self

    def right(self, raw: float) -> float:
        """Return the share of right values at ``raw``, on a line between two points."""
        at = bisect_left(self.points, (raw, 0.0))
        if at == 0:
            return self.points[0][1]
        if at == len(self.points):
            return self.points[-1][1]
        (x0, y0), (x1, y1) = self.points[at - 1], self.points[at]
        return y0 + (y1 - y0) * (raw - x0) / (x1 - x0)


class Confidence(BaseModel):
    """The curves of all value types; ``otherwise`` holds for a type without its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    otherwise: Curve = Curve(points=((0.0, 0.0), (0.97, 0.99), (1.0, 1.0)), fill_from=0.99)
    curves: Mapping[str, Curve] = Field(default_factory=dict)

    def of(self, value_type: str) -> Curve:
        """Return the curve of ``value_type``."""
        return self.curves.get(value_type, self.otherwise)


def load_confidence(folder: Path) -> Confidence:
    """Return ``reading/confidence.yaml`` under ``folder``; the default where there is none.

    Raises ValueError naming the file and what is wrong in it.
    """
    path = folder / "reading" / "confidence.yaml"
    if not path.is_file():
        return Confidence()
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    schema = folder / "meta" / "reading_confidence.schema.json"
    validator = Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
    for error in validator.iter_errors(data):
        raise ValueError(f"{path.name}: {error.json_path}: {error.message}")
    curves = {name: curve for name, curve in data.items() if name != "otherwise"}
    return Confidence.model_validate({"otherwise": data["otherwise"], "curves": curves})
