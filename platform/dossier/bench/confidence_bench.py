"""Measures how far a raw certainty can be believed: half of the pictures fit, half judge."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypedDict

import yaml

from dossier.bench.drawing import draw_into, kept_or_passing
from dossier.bench.fitting import WRONG_MAX, Curve, Sample, fill_starts, fit
from dossier.bench.progress import counter, progress_bar
from dossier.bench.readings import read_with, store, stored
from dossier.bench.scoring import Score, ValueScore, score
from dossier.kernel.settings import load_settings
from dossier_ocr import DocumentTypes, load_types
from dossier_ocr.values import VALUE_TYPES

FILE = Path("reading") / "confidence.yaml"
OTHERWISE = "otherwise"
_NONE_WRONG = frozenset({"id_number", "id_numbers", "disability_number", "org_code"})
"""Of these not one may be filled wrongly."""


class TypeJson(TypedDict):
    """One value type, on the half of the pictures that judged."""

    fitted_on: int
    judged_on: int
    fill_from: float
    auto_share: float | None
    wrong_auto: int
    expected_error: float | None


class ConfidenceJson(TypedDict):
    """What ``dossier bench confidence --json`` prints."""

    seed: int
    images: int
    values: int
    auto_share: float | None
    wrong_auto: int
    wrong_auto_share: float | None
    value_types: dict[str, TypeJson]


@dataclass(frozen=True, slots=True)
class Calibration:
    """The curves by value type, the values that judged them, and the figures."""

    curves: Mapping[str, Curve]
    judging: Mapping[str, Sequence[Sample]]
    figures: ConfidenceJson

    def curve(self, value_type: str) -> Curve:
        """Return the curve of ``value_type`` or the common one."""
        return self.curves.get(value_type, self.curves[OTHERWISE])


def calibrate(
    *, seed: int, images: int, processes: int, keep: Path | None, quiet: bool
) -> Calibration:
    """Draw, read with raw certainties, fit on the even pictures and judge on the odd ones.

    keep: where pictures, truth and readings stay; readings that are already there for the same
    pictures are not made again.
    """
    schemas = load_settings().schemas
    with kept_or_passing(keep) as place, progress_bar(quiet=quiet) as bar:
        folder = Path(place)
        numbers = range(images)
        specimens = draw_into(folder, seed, numbers, told=counter(bar, "绘制测试图片", images))
        file = folder / "raw.jsonl"
        lines = stored(file)
        if len(lines) != images:
            with TemporaryDirectory(prefix="dossier-bench-") as definitions:
                run = read_with(
                    "auto",
                    [folder / one.name for one in specimens],
                    processes=processes,
                    schemas=_with_raw_certainty(schemas, Path(definitions) / "form_schemas"),
                    told=counter(bar, "识别", images),
                )
            store(file, run.lines)
            lines = run.lines
    return calibration_of(score(specimens, lines), load_types(schemas), seed)


def calibration_of(result: Score, types: DocumentTypes, seed: int) -> Calibration:
    """Fit and judge the scored values."""
    kinds = {
        (code, spec.name): spec.value_type
        for code, document_type in types.by_code.items()
        for part in document_type.parts
        for spec in part.fields
    }
    fitting: dict[str, list[Sample]] = defaultdict(list)
    judging: dict[str, list[Sample]] = defaultdict(list)
    for value in result.values:
        if value.auto:
            kind = kinds.get((value.document_type, value.field), "text")
            half = fitting if _number(value) % 2 == 0 else judging
            half[kind].append((value.confidence, value.right))
    together = [sample for samples in fitting.values() for sample in samples]
    starts = fill_starts(fitting, strict=_NONE_WRONG, wrong_max=WRONG_MAX)
    curves = {
        kind: fit(samples, together, starts[kind]) for kind, samples in sorted(fitting.items())
    }
    sound = [
        s for kind, samples in fitting.items() if starts[kind] is not None for s in samples
    ]
    common = fill_starts({OTHERWISE: sound}, strict=(), wrong_max=WRONG_MAX)
    curves[OTHERWISE] = fit(together, together, common[OTHERWISE])
    judged = Calibration(curves, judging, _empty(seed, len(result.pages)))
    return Calibration(curves, judging, _figures(judged, fitting, result))


def as_yaml(curves: Mapping[str, Curve], *, header: Sequence[str]) -> str:
    """Return the curves as the file that reading loads."""
    body = {
        kind: {"points": [list(point) for point in curve.points], "fill_from": curve.fill_from}
        for kind, curve in curves.items()
    }
    text = yaml.safe_dump(body, allow_unicode=True, sort_keys=True, default_flow_style=None)
    return "".join(f"# {line}\n" for line in header) + text


def _number(value: ValueScore) -> int:
    return int(Path(value.specimen).stem)


def _with_raw_certainty(schemas: Path, copy: Path) -> Path:
    """Copy the definitions; in the copy a certainty is told as it is, and everything is filled."""
    shutil.copytree(schemas, copy)
    plain = Curve(((0.0, 0.0), (1.0, 1.0)), 0.0)
    curves = dict.fromkeys((*VALUE_TYPES, OTHERWISE), plain)
    (copy / FILE).parent.mkdir(exist_ok=True)
    (copy / FILE).write_text(as_yaml(curves, header=()), encoding="utf-8")
    return copy


def _figures(
    judged: Calibration, fitting: Mapping[str, Sequence[Sample]], result: Score
) -> ConfidenceJson:
    figures = judged.figures
    filled = wrong = 0
    for kind in sorted({*fitting, *judged.judging}):
        samples, curve = judged.judging.get(kind, ()), judged.curve(kind)
        auto = [right for raw, right in samples if curve.fills(raw)]
        filled += len(auto)
        wrong += auto.count(False)
        error = sum(abs(curve.at(raw) - right) for raw, right in samples)
        figures["value_types"][kind] = TypeJson(
            fitted_on=len(fitting.get(kind, ())),
            judged_on=len(samples),
            fill_from=curve.fill_from,
            auto_share=round(len(auto) / len(samples), 4) if samples else None,
            wrong_auto=auto.count(False),
            expected_error=round(error / len(samples), 4) if samples else None,
        )
    asked = sum(1 for value in result.asked if _number(value) % 2)
    figures["values"] = asked
    figures["auto_share"] = round(filled / asked, 4) if asked else None
    figures["wrong_auto"] = wrong
    figures["wrong_auto_share"] = round(wrong / filled, 5) if filled else None
    return figures


def _empty(seed: int, images: int) -> ConfidenceJson:
    return ConfidenceJson(
        seed=seed,
        images=images,
        values=0,
        auto_share=None,
        wrong_auto=0,
        wrong_auto_share=None,
        value_types={},
    )
