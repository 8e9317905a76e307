"""What the counter should know of the papers of a case, besides what its rules say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from dossier.catalogue.verdicts import Evaluation
from dossier.documents.model import Document, Reading
from dossier.flows.page_numbers import numbers_text
from dossier.intake.model import ReceivedFile, Routing
from dossier.kernel.errors import Problem
from dossier.kernel.ids import BatchId, FileId
from dossier.notices.printed_forms import ReturnedForm
from dossier_ocr import UNKNOWN
from dossier_ocr.papers.duplicates import same_paper
from dossier_ocr.papers.likeness import alike

ROUTED = "pages_routed"
ALONE_REMEDY = (
    "请把分隔页放在材料前面，和材料一起选中上传，或一起扫描成一个多页 PDF 或 TIFF 文件。"
)
ALONE = f"这个文件只有一张分隔页，后面没有材料。{ALONE_REMEDY}"
NO_PRINTS: Mapping[str, ReturnedForm] = MappingProxyType({})
_COPY = "copy"


@dataclass(frozen=True, slots=True)
class _Paper:
    file: ReceivedFile
    page: int
    document: Document
    likeness: str

    @property
    def unknown(self) -> bool:
        """Nothing is read of it but its print."""
        return self.document.document_type == UNKNOWN


def notes_of(
    batch: BatchId,
    files: Sequence[ReceivedFile],
    readings: Mapping[FileId, Reading],
    routings: Sequence[Routing],
    evaluation: Evaluation,
    printed: Mapping[str, ReturnedForm] = NO_PRINTS,
) -> tuple[Problem, ...]:
    """Return notes, none of which holds a case up.

    printed: by document, the printed forms that came back; their pages are told apart by code.
    """
    return (
        *_duplicates(files, readings, printed),
        *_copies(readings, evaluation),
        *_routed(batch, files, routings),
        *_unsorted(files, readings, routings),
        *_alone(batch, files, readings),
    )


def _duplicates(
    files: Sequence[ReceivedFile],
    readings: Mapping[FileId, Reading],
    printed: Mapping[str, ReturnedForm],
) -> list[Problem]:
    """Tell of papers that lie in two files; both stay until a person takes one out."""
    seen: list[_Paper] = []
    found = []
    for paper in _papers(files, readings):
        first = next((one for one in seen if _same(one, paper, printed)), None)
        seen.append(paper)
        if first is not None:
            looks = paper.unknown or first.unknown
            found.append(
                Problem(
                    f"document:{paper.document.id}",
                    "duplicate_document",
                    f"“{paper.file.name}”第 {paper.page} 页与“{first.file.name}”第 {first.page} 页"
                    + (
                        "印的内容相同，像是重复扫描了。"
                        if looks
                        else "是同一份材料，重复扫描了。"
                    ),
                    "请对照确认，多余的一份可以移出；如果不是同一份，可以忽略。",
                    "warn",
                )
            )
    return found


def _papers(files: Sequence[ReceivedFile], readings: Mapping[FileId, Reading]) -> list[_Paper]:
    return [
        _paper(file, readings[file.id], document)
        for file in files
        if file.removed_at is None and file.id in readings
        for document in readings[file.id].documents
    ]


def _paper(file: ReceivedFile, reading: Reading, document: Document) -> _Paper:
    pages = [page for page in reading.pages if page.id in document.page_ids]
    first = min(pages, key=lambda page: page.number, default=None)
    return _Paper(file, first.number if first else 1, document, first.likeness if first else "")


def _same(one: _Paper, other: _Paper, printed: Mapping[str, ReturnedForm]) -> bool:
    """Tell whether two papers are one: by what was read, or by their print where none is known.

    Within one file the reader tells of those that it knows.
    """
    a, b = one.document, other.document
    forms = printed.get(a.id), printed.get(b.id)
    if forms[0] or forms[1]:
        return (
            forms[0] is not None
            and forms[1] is not None
            and forms[0].form.id == forms[1].form.id
            and not set(forms[0].pages).isdisjoint(forms[1].pages)
        )
    if one.unknown or other.unknown:
        return (one.file.id, one.page) != (other.file.id, other.page) and alike(
            one.likeness, other.likeness
        )
    return (
        one.file.id != other.file.id
        and a.document_type == b.document_type
        and same_paper(a.parts, _values(a), b.parts, _values(b))
    )


def _values(document: Document) -> dict[str, str]:
    return {value.name: value.value for value in document.values if value.value}


def _copies(readings: Mapping[FileId, Reading], evaluation: Evaluation) -> list[Problem]:
    """Tell where an original is due and the scan shows a black-and-white copy."""
    grey = {
        finding.document_id
        for reading in readings.values()
        for finding in reading.findings
        if finding.code == _COPY and finding.document_id
    }
    return [
        Problem(
            f"material:{due.code}",
            "original_is_copy",
            f"“{due.title_zh}”要收原件，扫描件却没有颜色，像是黑白复印件。",
            "请收取原件，用彩色重新扫描；确认收到的就是原件的，可以忽略。",
            "warn",
        )
        for due in evaluation.materials
        if due.form == "original" and any(one in grey for one in due.document_ids)
    ]


def _routed(
    batch: BatchId, files: Sequence[ReceivedFile], routings: Sequence[Routing]
) -> list[Problem]:
    """Tell on both sides of pages that a separator sheet sent into another case."""
    by_id = {file.id: file for file in files}
    found = []
    for one in routings:
        if one.from_batch == one.to_batch:
            continue
        pages = numbers_text(one.pages)
        if one.from_batch == batch:
            name = by_id[one.source].name if one.source in by_id else "扫描件"
            found.append(
                Problem(
                    f"file:{one.source}",
                    "pages_routed_away",
                    f"“{name}”第 {pages} 页属于另一件（在那一件的分隔页之后，或是那一件打印的表格），"
                    "已转入那一件。",
                    "原文件留在“已移出”里。转错的，请在那一件移出，并把原文件放回本件。",
                    "warn",
                )
            )
        elif one.target in by_id and by_id[one.target].removed_at is None:
            found.append(
                Problem(
                    f"file:{one.target}",
                    "pages_routed_here",
                    f"“{by_id[one.target].name}”是按分隔页或表格上的二维码从另一件的扫描件转来的。",
                    "请核对是否属于本件；不属于的请移出。",
                    "warn",
                )
            )
    return found


def _unsorted(
    files: Sequence[ReceivedFile],
    readings: Mapping[FileId, Reading],
    routings: Sequence[Routing],
) -> list[Problem]:
    """Tell of a pile that should have been taken apart and was not."""
    sorted_before = {one.source for one in routings}
    return [
        Problem(
            f"file:{file.id}",
            "pages_not_routed",
            f"“{file.name}”里有另一件的分隔页，但没有拆开，全部留在本件。",
            "请按办件分别扫描后上传，再移出这一份；也可以点“重新识别”再试。",
            "warn",
        )
        for file in files
        if file.removed_at is None
        and file.id not in sorted_before
        and (reading := readings.get(file.id))
        and reading.assembled
        and any(finding.code == ROUTED for finding in reading.findings)
    ]


def _alone(
    batch: BatchId, files: Sequence[ReceivedFile], readings: Mapping[FileId, Reading]
) -> list[Problem]:
    """Tell of a sheet of another case after which nothing was handed in."""
    return [
        Problem(
            f"file:{file.id}",
            "separator_alone",
            f"“{file.name}”是另一件的分隔页，后面没有材料。",
            ALONE_REMEDY,
            "warn",
        )
        for file in files
        if file.removed_at is None
        and file.leads_to not in (None, batch)
        and (reading := readings.get(file.id))
        and len(reading.pages) == 1
        and not reading.documents
    ]
