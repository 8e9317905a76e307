"""From what was found to values: how sure, whether to fill unasked, and what to tell."""

from collections.abc import Mapping
from dataclasses import dataclass

from dossier_ocr.definitions.confidence import Confidence
from dossier_ocr.definitions.document_types import Part
from dossier_ocr.extract.fields import Found
from dossier_ocr.model import Finding, Value

IDENTIFIED_MIN = 0.5
"""Below this confidence in the type nothing is filled unasked."""
MEASURED_NOTHING = Confidence()
_PROOF = 8
"""A check digit that holds leaves one of so many errors."""
_DISAGREED = 0.5
_BRACKETS = str.maketrans("〔〕（）", "()()")
_PROVED_PLACE = 0.98
"""What proves itself is hardly in the wrong place."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What another engine reads for a field.  found: None where it finds no value."""

    found: Found | None


def value_of(
    found: Found,
    page: int,
    *,
    certifies: bool,
    identified: float,
    confidence: Confidence = MEASURED_NOTHING,
    opinion: Opinion | None = None,
) -> Value:
    """Judge one value.

    certifies: the engine's confidences mean something.  opinion: None where no other engine
    was asked.  Two engines that read differently never fill a value unasked.
    """
    other = opinion.found if opinion else None
    chosen, rival = _chosen(found, other)
    curve = confidence.of(chosen.spec.value_type)
    right = curve.right(raw_of(chosen, rival))
    disputed = rival is not None and not _agree(chosen, rival)
    return Value(
        value=chosen.parsed.value,
        raw=chosen.chunk.text.replace("\t", " ").replace("\n", " "),
        confidence=round(right, 6),
        auto=(
            right >= curve.fill_from
            and (certifies or chosen.parsed.certain)
            and chosen.spec.auto
            and not disputed
            and not chosen.flaws
            and identified >= IDENTIFIED_MIN
        ),
        page=page,
        box=found.chunk.box,
        alternatives=(rival.parsed.value,) if rival is not None and disputed else (),
        sure=chosen.chunk.sure,
    )


def raw_of(found: Found, other: Found | None) -> float:
    """Return the raw figure of a value, 0 to 1, from which its curve tells how sure it is.

    It begins with the confidence of the least certain character.  Where two engines read the
    same, their doubts multiply: 1 - (1 - a)(1 - b); where they read differently it is halved.
    A value that proves itself (a check digit, figures and capitals that agree) keeps an eighth
    of the doubt.  All of it is multiplied with how sure the place is.
    """
    doubt = 1 - found.chunk.confidence
    if other is not None and _agree(found, other):
        doubt *= 1 - other.chunk.confidence
    elif other is not None:
        doubt = 1 - _DISAGREED * found.chunk.confidence
    if found.parsed.certain:
        doubt /= _PROOF
    place = max(_PROVED_PLACE, found.worth) if found.parsed.certain else found.worth
    return round((1 - doubt) * place, 6)


def findings_of(part: Part, found: Mapping[str, Found], page: int) -> tuple[Finding, ...]:
    """Tell what is wrong with the values, and which required ones were not legible."""
    told = [
        Finding(flaw.code, name, f"{one.spec.label_zh}：{flaw.message}", page)
        for name, one in found.items()
        for flaw in (*one.flaws, *one.parsed.remarks)
    ]
    told += [
        Finding("missing_field", spec.name, f"没有读到「{spec.label_zh}」，请人工填写。", page)
        for spec in part.fields
        if spec.required and spec.name not in found
    ]
    return tuple(told)


def _agree(a: Found, b: Found) -> bool:
    return a.parsed.value.translate(_BRACKETS) == b.parsed.value.translate(_BRACKETS)


def _chosen(found: Found, other: Found | None) -> tuple[Found, Found | None]:
    """Choose between two readings: the proved one, then the one in better form, then the first."""
    if other is not None and _form(other) < _form(found):
        return other, found
    if other is not None and _agree(found, other) and "〔" in other.parsed.value:
        return other, found  # engines take 〔〕 for round brackets, never the other way round
    return found, other


def _form(found: Found) -> tuple[bool, int]:
    return (not found.parsed.certain, len(found.flaws))
