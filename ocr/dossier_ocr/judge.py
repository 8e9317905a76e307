"""From what was found to values: how sure, whether to fill unasked, and what to tell."""

from dossier_ocr.document_types import Part
from dossier_ocr.extract import Found
from dossier_ocr.model import Finding, Value
from dossier_ocr.values import CERTAIN_SURE_MIN, SURE_MIN

IDENTIFIED_MIN = 0.5
"""Below this confidence in the type nothing is filled unasked."""


def value_of(found: Found, page: int, *, certifies: bool, identified: float) -> Value:
    """Judge one value.

    certifies: the engine's confidences mean something.  A value that proves itself needs less.
    """
    confidence = found.chunk.confidence
    if found.parsed.certain:
        sure = confidence >= CERTAIN_SURE_MIN
    else:
        sure = certifies and confidence >= SURE_MIN.get(found.spec.value_type, 1.1)
    return Value(
        value=found.parsed.value,
        raw=found.chunk.text.replace("\t", " ").replace("\n", " "),
        confidence=round(confidence, 4),
        auto=sure and found.spec.auto and not found.flaws and identified >= IDENTIFIED_MIN,
        page=page,
        box=found.chunk.box,
    )


def findings_of(part: Part, found: dict[str, Found], page: int) -> tuple[Finding, ...]:
    """Tell what is wrong with the values, and which required ones were not legible."""
    told = [
        Finding(flaw.code, name, f"{one.spec.label_zh}：{flaw.message}", page)
        for name, one in found.items()
        for flaw in one.flaws
    ]
    told += [
        Finding("missing_field", spec.name, f"没有读到「{spec.label_zh}」，请人工填写。", page)
        for spec in part.fields
        if spec.required and spec.name not in found
    ]
    return tuple(told)
