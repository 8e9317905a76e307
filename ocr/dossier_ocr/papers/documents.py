"""From regions of pages to documents: fields, sides that belong together, checks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from dossier_ocr.definitions.checks import CHECKS
from dossier_ocr.definitions.confidence import Confidence
from dossier_ocr.definitions.document_types import DocumentType, Part
from dossier_ocr.extract.fields import Found, fields_of
from dossier_ocr.identify.regions import Region
from dossier_ocr.model import UNKNOWN, Box, Finding, ReadDocument, Value
from dossier_ocr.papers.duplicates import same_paper
from dossier_ocr.papers.joining import Place, matches_of
from dossier_ocr.papers.judge import MEASURED_NOTHING, Opinion, findings_of, value_of


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


def side_of(
    region: Region,
    page: int,
    *,
    certifies: bool,
    confidence: Confidence = MEASURED_NOTHING,
    opinions: Mapping[str, Opinion] | None = None,
    found: Mapping[str, Found] | None = None,
) -> Side | None:
    """Read the fields of ``region``; None for an unknown paper.

    opinions: of a second engine, by field.  found: the fields, where they were looked for.
    """
    if region.document_type is None or region.part is None:
        return None
    if found is None:
        found = fields_of(region.part, region.flow)
    second = opinions or {}
    fields = {
        name: value_of(
            one,
            page,
            certifies=certifies,
            identified=region.score,
            confidence=confidence,
            opinion=second.get(name),
        )
        for name, one in found.items()
    }
    findings = findings_of(region.part, found, page)
    return Side(
        region.document_type, region.part, page, region.box, region.score, fields, findings
    )


def documents_of(
    sides: Iterable[Side], unknown_pages: dict[int, Box]
) -> tuple[ReadDocument, ...]:
    """Put sides together that belong together, check them, and add the unknown papers.

    A paper that lies there twice is told, and stays.
    """
    groups = _groups(list(sides))
    documents = [_document(group) for group in groups]
    documents += [_unknown(page, box) for page, box in unknown_pages.items()]
    return _repeated(sorted(documents, key=lambda document: document.pages[0]))


def _groups(sides: list[Side]) -> list[list[Side]]:
    """Return the sides of each paper, papers in the order of their first side."""
    groups = [[side] for side in sides if not side.document_type.joined]
    joined = {side.document_type.code: side.document_type for side in sides}
    for document_type in joined.values():
        if document_type.joined:
            own = [side for side in sides if side.document_type.code == document_type.code]
            groups += _joined(document_type, own)
    order = {(side.page, side.box): index for index, side in enumerate(sides)}
    return sorted(groups, key=lambda group: min(order[side.page, side.box] for side in group))


def _joined(document_type: DocumentType, sides: list[Side]) -> list[list[Side]]:
    """Begin a paper with each side of the part that is there most often, and give it the rest."""
    by_part = [
        [side for side in sides if side.part.code == part.code] for part in document_type.parts
    ]
    by_part.sort(key=len, reverse=True)
    groups: list[list[Side]] = []
    for others in by_part:
        matched = matches_of(
            [_place(side) for side in others],
            [[_place(side) for side in group] for group in groups],
        )
        taken = {match.index for match in matched}
        for match in matched:
            side = others[match.index]
            groups[match.to].append(side if match.sure else _unsure(side))
        groups += [[side] for index, side in enumerate(others) if index not in taken]
    return groups


def _place(side: Side) -> Place:
    return Place(side.page, side.box, side.fields)


def _unsure(side: Side) -> Side:
    """Leave it to a person whose side it is: nothing of it is filled without asking."""
    fields = {name: replace(value, auto=False) for name, value in side.fields.items()}
    message = (
        f"第 {side.page} 页的{side.part.title_zh}也可能属于另一张同类证件，"
        "请对照扫描件核对是否同一人；分不清时请逐人分开扫描。"
    )
    finding = Finding("sides_uncertain", None, message, side.page)
    return replace(side, fields=fields, findings=(*side.findings, finding))


def _repeated(documents: list[ReadDocument]) -> tuple[ReadDocument, ...]:
    """Tell of each document that stood in the file before."""
    told: list[ReadDocument] = []
    for document in documents:
        first = next((one for one in told if _same(one, document)), None)
        if first is not None:
            message = (
                f"与第 {first.pages[0]} 页是同一份材料，重复扫描了。"
                "两份都已保留，请对照确认；如果不是同一份，可以忽略。"
            )
            finding = Finding("duplicate_document", None, message, document.pages[0])
            document = replace(document, findings=(*document.findings, finding))
        told.append(document)
    return tuple(told)


def _same(one: ReadDocument, other: ReadDocument) -> bool:
    return one.document_type == other.document_type != UNKNOWN and same_paper(
        one.parts, _values(one), other.parts, _values(other)
    )


def _values(document: ReadDocument) -> dict[str, str]:
    return {name: one.value for name, one in document.fields.items() if one.value}


def _unknown(page: int, box: Box) -> ReadDocument:
    message = f"第 {page} 页认不出是哪种材料，请人工选择材料类型。"
    finding = Finding("unknown_document", None, message, page)
    return ReadDocument(UNKNOWN, 0.0, (), (page,), box, {}, (finding,))


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
    fields = {
        name: replace(value, auto=value.auto and not value.handwritten)
        for name, value in fields.items()
    }
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
