"""From regions of pages to documents: fields, sides that belong together, checks."""

from collections.abc import Iterable
from dataclasses import dataclass

from dossier_ocr.checks import CHECKS
from dossier_ocr.document_types import DocumentType, Part
from dossier_ocr.extract import fields_of
from dossier_ocr.identify import Region
from dossier_ocr.judge import findings_of, value_of
from dossier_ocr.model import UNKNOWN, Box, Finding, ReadDocument, Value


@dataclass(frozen=True, slots=True)
class Side:
    """One part of one paper on one page, read."""

    document_type: DocumentType
    part: Part
    page: int
    box: Box
    score: float
    fields: dict[str, Value]
    findings: tuple[Finding, ...]


def side_of(region: Region, page: int, *, certifies: bool) -> Side | None:
    """Read the fields of ``region``; None for an unknown paper."""
    if region.document_type is None or region.part is None:
        return None
    found = fields_of(region.part, region.flow)
    fields = {
        name: value_of(one, page, certifies=certifies, identified=region.score)
        for name, one in found.items()
    }
    findings = findings_of(region.part, found, page)
    return Side(
        region.document_type, region.part, page, region.box, region.score, fields, findings
    )


def documents_of(
    sides: Iterable[Side], unknown_pages: dict[int, Box]
) -> tuple[ReadDocument, ...]:
    """Put sides together that belong together, check them, and add the unknown papers."""
    groups: list[list[Side]] = []
    for side in sides:
        group = _group_lacking(side, groups) if side.document_type.joined else None
        if group is None:
            groups.append([side])
        else:
            group.append(side)
    documents = [_document(group) for group in groups]
    documents += [_unknown(page, box) for page, box in unknown_pages.items()]
    return tuple(sorted(documents, key=lambda document: document.pages[0]))


def _unknown(page: int, box: Box) -> ReadDocument:
    message = f"第 {page} 页认不出是哪种材料，请人工选择材料类型。"
    finding = Finding("unknown_document", None, message, page)
    return ReadDocument(UNKNOWN, 0.0, (), (page,), box, {}, (finding,))


def _group_lacking(side: Side, groups: list[list[Side]]) -> list[Side] | None:
    """Return the nearest paper of the same type that lacks this side."""
    lacking = [
        group
        for group in groups
        if group[0].document_type.code == side.document_type.code
        and all(other.part.code != side.part.code for other in group)
    ]
    return min(lacking, key=lambda group: _distance(group[-1], side), default=None)


def _distance(a: Side, b: Side) -> tuple[int, float]:
    across = (a.box[0] + a.box[2] - b.box[0] - b.box[2]) / 2
    down = (a.box[1] + a.box[3] - b.box[1] - b.box[3]) / 2
    return abs(a.page - b.page), across * across + down * down


def _document(group: list[Side]) -> ReadDocument:
    document_type = group[0].document_type
    order = [part.code for part in document_type.parts]
    group = sorted(group, key=lambda side: order.index(side.part.code))
    fields: dict[str, Value] = {}
    for side in group:
        fields |= {name: value for name, value in side.fields.items() if name not in fields}
    findings = [finding for side in group for finding in side.findings]
    for check in document_type.checks:
        checked = CHECKS[check.check](fields, check.fields)
        fields = dict(checked.fields)
        findings += checked.findings
    filled = [f for f in findings if f.code != "missing_field" or f.field not in fields]
    first = min(group, key=lambda side: side.page)
    return ReadDocument(
        document_type=document_type.code,
        confidence=round(max(side.score for side in group), 4),
        parts=tuple(side.part.code for side in group),
        pages=tuple(sorted({side.page for side in group})),
        box=first.box,
        fields=fields,
        findings=tuple(filled),
    )
