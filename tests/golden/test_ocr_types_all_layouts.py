"""All document types in all layouts, read from perfect print: what is left is ours to read."""

from pathlib import Path

import numpy as np
import pytest

from dossier.samples.draw.any_type import LAYOUTS, draw_type
from dossier_ocr import load_types
from dossier_ocr.linting.examples import read_writings
from dossier_ocr.text.writing import Writing, tidied

TYPES = load_types(Path(__file__).parents[2] / "form_schemas")
SEEDS = (11, 12)
FIELDS_MIN = 0.97


@pytest.mark.parametrize("layout", LAYOUTS)
def test_types_are_told_and_their_values_read(layout: str) -> None:
    asked = right = 0
    mistaken: list[str] = []
    wrong: list[str] = []
    for number, (code, document_type) in enumerate(sorted(TYPES.by_code.items())):
        rng = np.random.default_rng([SEEDS[number % len(SEEDS)], number])
        paper = draw_type(document_type, layout, rng)
        writings = tuple(
            tidied(Writing(p.text, p.box, p.spans, (1.0,) * len(p.text))) for p in paper.prints
        )
        documents = read_writings(writings, TYPES)
        if {document.document_type for document in documents} != {code}:
            mistaken.append(code)
        values = {
            name: v.value for document in documents for name, v in document.fields.items()
        }
        for name, value in paper.values.items():
            asked += 1
            right += values.get(name) == value
            if values.get(name) != value:
                wrong.append(f"{code}.{name}: {value} / {values.get(name)}")
    assert mistaken == []
    assert right / asked >= FIELDS_MIN, wrong
