"""Compares what was read with what was printed, value by value and page by page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dossier.bench.metrics import lost_of, same
from dossier.bench.readings import ReadLine, ReadPaper, ReadValue
from dossier.samples.testset.specimens import Specimen, Told

ID_FIELDS = frozenset(
    [
        "id_number",
        "member_id_number",
        "id_male",
        "id_female",
        "mother_id",
        "father_id",
        "ss_number",
        "id_numbers",
    ]
)
"""Fields that hold citizens' numbers."""
NUMBER_FIELDS = ID_FIELDS | frozenset(
    [
        "cert_number",
        "uscc",
        "card_number",
        "bank_account",
        "card_no",
        "conclusion_no",
        "invoice_no",
        "case_no",
        "report_no",
        "student_no",
        "letter_no",
        "household_no",
        "filing_no",
        "register_no",
    ]
)
"""Fields that hold numbers of papers, cards and bodies."""


@dataclass(frozen=True, slots=True)
class ValueScore:
    """One value.  truth: None where nothing was printed and yet something was read."""

    specimen: str
    source: str
    condition: str
    document_type: str
    field: str
    truth: str | None
    read: str | None
    confidence: float
    auto: bool
    right: bool


@dataclass(frozen=True, slots=True)
class PageScore:
    """One picture: the types, and the printed characters that were lost."""

    specimen: str
    source: str
    condition: str
    document_types: tuple[str, ...]
    read_types: tuple[str, ...]
    type_right: bool
    lost: int
    printed: int


@dataclass(frozen=True, slots=True)
class Score:
    """All pictures with one engine."""

    pages: tuple[PageScore, ...]
    values: tuple[ValueScore, ...]

    @property
    def asked(self) -> tuple[ValueScore, ...]:
        """The values that were printed."""
        return tuple(value for value in self.values if value.truth is not None)

    @property
    def wrong_auto(self) -> tuple[ValueScore, ...]:
        """The values that were filled unasked and are wrong."""
        return tuple(value for value in self.values if value.auto and not value.right)


def score(specimens: Sequence[Specimen], lines: Sequence[ReadLine]) -> Score:
    """Score ``lines``, one for each of ``specimens`` in their order."""
    pages: list[PageScore] = []
    values: list[ValueScore] = []
    for specimen, line in zip(specimens, lines, strict=True):
        matched, right = _matched(specimen.papers, line)
        away, printed = lost_of(specimen.text, line.text)
        pages.append(
            PageScore(
                specimen=specimen.name,
                source=specimen.source,
                condition=specimen.condition,
                document_types=tuple(paper.document_type for paper in specimen.papers),
                read_types=tuple(paper.document_type for paper in line.papers),
                type_right=right,
                lost=away,
                printed=printed,
            )
        )
        for told, fields in matched:
            values += _values(specimen, told, fields)
    return Score(tuple(pages), tuple(values))


def _matched(
    papers: tuple[Told, ...], line: ReadLine
) -> tuple[list[tuple[Told, Mapping[str, ReadValue]]], bool]:
    """Pair each printed paper with the fields read for it; tell whether the types are right."""
    if len(papers) == 1:
        (told,) = papers
        return [(told, line.fields)], line.document_type == told.document_type
    left: list[ReadPaper] = list(line.papers)
    pairs: list[tuple[Told, Mapping[str, ReadValue]]] = []
    right = True
    for told in papers:
        found = next((one for one in left if one.document_type == told.document_type), None)
        right = right and found is not None
        pairs.append((told, found.fields if found else {}))
        if found:
            left.remove(found)
    return pairs, right


def _values(
    specimen: Specimen, told: Told, fields: Mapping[str, ReadValue]
) -> Iterable[ValueScore]:
    nothing = ReadValue(value=None, raw="", confidence=0.0, auto=False)
    for name in (*told.truth, *(name for name in fields if name not in told.truth)):
        truth, value = told.truth.get(name), fields.get(name, nothing)
        yield ValueScore(
            specimen=specimen.name,
            source=specimen.source,
            condition=specimen.condition,
            document_type=told.document_type,
            field=name,
            truth=truth,
            read=value.value,
            confidence=value.confidence,
            auto=value.auto,
            right=truth is not None and same(value.value, truth),
        )
