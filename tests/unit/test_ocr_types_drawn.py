"""Every document type, drawn and read back without an engine; and papers that are none."""

from pathlib import Path

import numpy as np
import pytest

from dossier.samples.draw.any_type import LAYOUTS, USUAL, Drawn, draw_type
from dossier.samples.draw.counter_examples import COUNTER_EXAMPLES
from dossier.samples.draw.press import Print
from dossier_ocr import UNKNOWN, ReadDocument, load_types
from dossier_ocr.linting.examples import read_writings
from dossier_ocr.text.writing import Writing, tidied

TYPES = load_types(Path(__file__).parents[2] / "form_schemas")
SEED = 5


def read(prints: tuple[Print, ...]) -> tuple[ReadDocument, ...]:
    """Read print as an engine that errs nowhere would hand it on."""
    return read_writings(
        tuple(tidied(Writing(p.text, p.box, p.spans, (1.0,) * len(p.text))) for p in prints),
        TYPES,
    )


def drawn(code: str, layout: str | None = None) -> Drawn:
    document_type = TYPES.by_code[code]
    chosen = layout or USUAL[document_type.drawn]
    return draw_type(document_type, chosen, np.random.default_rng(SEED))


@pytest.mark.parametrize("code", sorted(TYPES.by_code))
def test_every_type_is_told_in_its_usual_layout(code: str) -> None:
    found = {document.document_type for document in read(drawn(code).prints)}
    assert found == {code}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_invoice_is_read_in_every_layout(layout: str) -> None:
    paper = drawn("labour_termination", layout)
    (document,) = read(paper.prints)
    values = {name: value.value for name, value in document.fields.items()}
    assert {name: values.get(name) for name in paper.values} == paper.values


@pytest.mark.parametrize("name", sorted(COUNTER_EXAMPLES))
def test_a_paper_of_everyday_life_is_unknown(name: str) -> None:
    _, prints = COUNTER_EXAMPLES[name](np.random.default_rng(SEED))
    assert [document.document_type for document in read(prints)] == [UNKNOWN]


def test_a_drawing_is_the_same_for_the_same_seed_and_knows_where_its_values_stand() -> None:
    one, two = drawn("divorce_cert"), drawn("divorce_cert")
    assert one.values == two.values
    assert one.picture.tobytes() == two.picture.tobytes()
    assert one.boxes.keys() == one.values.keys()
    for x0, y0, x1, y1 in one.boxes.values():
        assert 0 <= x0 < x1 <= one.picture.width
        assert 0 <= y0 < y1 <= one.picture.height
