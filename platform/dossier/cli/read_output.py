"""How ``dossier read`` tells what it read: stable JSON, or tables for people."""

from pathlib import Path
from typing import NotRequired, TypedDict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dossier_ocr import UNKNOWN, DocumentTypes, FileReading, Finding, ReadDocument, Value


class ValueJson(TypedDict):
    """One value; box: x0, y0, x1, y1 in pixels of the upright page."""

    value: str | None
    raw: str
    confidence: float
    auto: bool
    page: int
    box: list[int]


class FindingJson(TypedDict):
    """One thing that a clerk should know."""

    code: str
    field: str | None
    message: str
    page: int | None


class DocumentJson(TypedDict):
    """One paper of several in a file."""

    document_type: str
    document_confidence: float
    parts: list[str]
    pages: list[int]
    fields: dict[str, ValueJson]
    findings: list[FindingJson]


class PageJson(TypedDict):
    """How one page lay and how well it was captured."""

    page: int
    width: int
    height: int
    turned: int
    skew: float
    source: str
    blur: float | None
    glare: float | None


class FileJson(TypedDict):
    """One line of output.  With several papers the first one's type and fields stand here too."""

    file: str
    pages: int
    document_type: str
    document_confidence: float
    fields: dict[str, ValueJson]
    documents: NotRequired[list[DocumentJson]]
    findings: list[FindingJson]
    text: str
    seconds: float
    engine: str | None
    page_details: list[PageJson]


def as_json(file: Path, reading: FileReading | None, fault: Finding | None) -> FileJson:
    """Return what is known of ``file`` under stable keys."""
    if reading is None:
        return FileJson(
            file=str(file),
            pages=0,
            document_type=UNKNOWN,
            document_confidence=0.0,
            fields={},
            findings=[_finding(fault)] if fault else [],
            text="",
            seconds=0.0,
            engine=None,
            page_details=[],
        )
    first = _first(reading.documents)
    findings = [*reading.findings, *(f for d in reading.documents for f in d.findings)]
    line = FileJson(
        file=str(file),
        pages=len(reading.pages),
        document_type=first.document_type if first else UNKNOWN,
        document_confidence=first.confidence if first else 0.0,
        fields=_fields_of_file(reading.documents, first),
        findings=[_finding(finding) for finding in findings],
        text=reading.text,
        seconds=reading.seconds,
        engine=f"{reading.engine} {reading.engine_version}",
        page_details=[
            PageJson(
                page=page.number,
                width=page.width,
                height=page.height,
                turned=page.turned,
                skew=page.skew,
                source=page.source,
                blur=page.quality.blur if page.quality else None,
                glare=page.quality.glare if page.quality else None,
            )
            for page in reading.pages
        ],
    )
    if len(reading.documents) > 1:
        line["documents"] = [_document(document) for document in reading.documents]
    return line


def show(
    console: Console,
    types: DocumentTypes,
    file: Path,
    reading: FileReading | None,
    fault: Finding | None,
) -> None:
    """Print what is known of ``file`` for people."""
    console.print()
    if reading is None:
        console.print(Text(f"{file}：无法读取", style="bold red"))
        if fault:
            console.print(Text(f"  {fault.message}"))
        return
    console.print(
        Text(f"{file}：{len(reading.pages)} 页，{reading.seconds:.1f} 秒", style="bold")
    )
    for document in reading.documents:
        console.print(_table(types, document))
    for finding in (*reading.findings, *(f for d in reading.documents for f in d.findings)):
        console.print(Text(f"  • {finding.message}", style="yellow"))


def _table(types: DocumentTypes, document: ReadDocument) -> Table:
    pages = "、".join(str(page) for page in document.pages)
    title = f"{types.title(document.document_type)}（第 {pages} 页，{document.confidence:.0%}）"
    table = Table(title=title, title_justify="left")
    for heading in ("项目", "读到的值", "可信程度", "可直接填入"):
        table.add_column(heading)
    labels = types.labels(document.document_type)
    for name, value in document.fields.items():
        table.add_row(
            labels.get(name, name),
            value.value or "",
            f"{value.confidence:.0%}",
            "是" if value.auto else "请确认",
        )
    return table


def _first(documents: tuple[ReadDocument, ...]) -> ReadDocument | None:
    known = [document for document in documents if document.document_type != UNKNOWN]
    return next(iter(known or documents), None)


def _fields_of_file(
    documents: tuple[ReadDocument, ...], first: ReadDocument | None
) -> dict[str, ValueJson]:
    """Return the first paper's fields, with those of its type's other parts (not of a second one)."""
    if first is None:
        return {}
    fields: dict[str, ValueJson] = {}
    parts: set[str] = set()
    for document in documents:
        if document.document_type == first.document_type and not parts & set(document.parts):
            parts |= set(document.parts)
            fields |= {name: _value(v) for name, v in document.fields.items()}
    return fields


def _document(document: ReadDocument) -> DocumentJson:
    return DocumentJson(
        document_type=document.document_type,
        document_confidence=document.confidence,
        parts=list(document.parts),
        pages=list(document.pages),
        fields={name: _value(value) for name, value in document.fields.items()},
        findings=[_finding(finding) for finding in document.findings],
    )


def _value(value: Value) -> ValueJson:
    return ValueJson(
        value=value.value,
        raw=value.raw,
        confidence=value.confidence,
        auto=value.auto,
        page=value.page,
        box=list(value.box),
    )


def _finding(finding: Finding) -> FindingJson:
    return FindingJson(
        code=finding.code, field=finding.field, message=finding.message, page=finding.page
    )
