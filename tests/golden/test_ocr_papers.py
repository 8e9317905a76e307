"""The demonstration's papers, read for real: every field right, none filled wrongly."""

from datetime import date
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest

from dossier.samples import papers
from dossier.samples.cases import complete_case
from dossier.samples.degrade import Degradation, Dose
from dossier.samples.households import couple, demonstration_household
from dossier.samples.papers import Paper
from dossier_ocr import FileReading, ReadDocument, load_types, read_file, render_page
from dossier_ocr.engines import engine_named

pytestmark = pytest.mark.ocr

INVENTED_DISTRICT = "id_division_unknown"  # 和安区 is in no table, and the clerk is told
TYPES = load_types(Path(__file__).parents[2] / "form_schemas")
MOTHER, SON = demonstration_household().members
CASE = {paper.name: paper for paper in complete_case().papers}


@cache
def reading_of(name: str) -> FileReading:
    return read_file(CASE[name].content, name, TYPES)


def only_document(reading: FileReading) -> ReadDocument:
    (document,) = reading.documents
    return document


def wrong(document: ReadDocument, truth: dict[str, str]) -> dict[str, tuple[str, str | None]]:
    """Return the fields that were read otherwise than printed."""
    read = {name: value.value for name, value in document.fields.items()}
    return {
        name: (printed, read.get(name))
        for name, printed in truth.items()
        if read.get(name) != printed
    }


def filled_wrongly(document: ReadDocument, truth: dict[str, str]) -> list[str]:
    return [
        name
        for name, value in document.fields.items()
        if value.auto and value.value != truth.get(name)
    ]


@pytest.mark.parametrize("name", sorted(CASE))
def test_a_paper_of_the_complete_case_is_told_and_read(name: str) -> None:
    paper = CASE[name]
    reading = reading_of(name)
    document = only_document(reading)
    assert (document.document_type, document.parts) == (paper.document_type, paper.parts)
    assert document.confidence > 0.6
    assert wrong(document, paper.truth) == {}
    assert filled_wrongly(document, paper.truth) == []
    asked = len(paper.truth) - sum(value.auto for value in document.fields.values())
    assert asked <= max(1, 0.2 * len(paper.truth))
    assert reading.findings == ()
    # Forms printed and signed in black show no colour; whether that is a copy the service asks.
    assert {finding.code for finding in document.findings} <= {INVENTED_DISTRICT, "copy"}
    for value in document.fields.values():
        x0, y0, x1, y1 = value.box
        assert 0 <= x0 < x1 <= reading.pages[0].width
        assert 0 <= y0 < y1 <= reading.pages[0].height


def test_a_box_shows_its_value_on_the_page_that_a_viewer_draws() -> None:
    name = next(name for name in CASE if name.startswith("身份证"))
    reading = reading_of(name)
    (page,) = reading.pages
    drawn = render_page(CASE[name].content, 1, turned=page.turned, skew=page.skew)
    picture = cv2.imdecode(np.frombuffer(drawn, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    assert picture.shape[:2] == (page.height, page.width)
    values = only_document(reading).fields
    for field in ("name", "id_number", "authority"):
        x0, y0, x1, y1 = values[field].box
        cut = np.asarray(picture[y0 - 12 : y1 + 12, x0 - 12 : x1 + 12], np.uint8)
        texts = [writing.text for writing in engine_named("small").read(cut).writings]
        assert "".join(texts).replace(" ", "") == values[field].value


@pytest.mark.parametrize(
    ("effect", "turned"),
    [(Degradation.TURN_90, 270), (Degradation.TURN_180, 180), (Degradation.TURN_270, 90)],
)
def test_a_card_laid_sideways_or_upside_down_is_read(effect: Degradation, turned: int) -> None:
    paper = papers.id_card_portrait(
        np.random.default_rng(71), SON, doses=(Dose(Degradation.DPI_200), Dose(effect))
    )
    reading = read_file(paper.content, paper.name, TYPES)
    assert reading.pages[0].turned == turned
    assert wrong(only_document(reading), paper.truth) == {}


def test_print_beneath_a_seal_is_read() -> None:
    doses = (Dose(Degradation.DPI_200), Dose(Degradation.SEAL, 0.6))
    paper = papers.hukou_member(
        np.random.default_rng(72), demonstration_household(), MOTHER, doses=doses
    )
    document = only_document(read_file(paper.content, paper.name, TYPES))
    assert wrong(document, paper.truth) == {}
    assert filled_wrongly(document, paper.truth) == []


def test_a_rough_photograph_fills_nothing_wrongly() -> None:
    doses = (
        Dose(Degradation.DESK, 0.9),
        Dose(Degradation.SHADOW, 0.9),
        Dose(Degradation.BLUR, 0.8),
        Dose(Degradation.JPEG, 0.8),
    )
    paper = papers.id_card_portrait(np.random.default_rng(73), MOTHER, doses=doses)
    for document in read_file(paper.content, paper.name, TYPES).documents:
        assert filled_wrongly(document, paper.truth) == []


def test_every_page_of_a_scanned_pdf_is_a_document_of_the_register() -> None:
    household = couple()
    paper = papers.hukou_pdf(np.random.default_rng(74), household, household.members[:1])
    reading = read_file(paper.content, paper.name, TYPES)
    assert [document.parts for document in reading.documents] == [("home",), ("member",)]
    for document, page in zip(reading.documents, paper.pages, strict=True):
        assert document.pages == (reading.documents.index(document) + 1,)
        assert wrong(document, page.truth) == {}


def test_a_pdf_with_a_text_layer_is_read_without_an_engine_s_guesses() -> None:
    paper: Paper = papers.income_proof_pdf(SON, date(2026, 3, 2))
    reading = read_file(paper.content, paper.name, TYPES)
    assert [page.source for page in reading.pages] == ["pdf_text"]
    document = only_document(reading)
    assert wrong(document, paper.truth) == {}
    assert sum(value.auto for value in document.fields.values()) >= 0.8 * len(paper.truth)
