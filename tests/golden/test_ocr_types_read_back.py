"""Every document type, drawn, and read back by the engine that is used."""

import io
from pathlib import Path

import numpy as np
import pytest

from dossier.samples.draw.any_type import USUAL, draw_type
from dossier_ocr import load_types, read_file

pytestmark = pytest.mark.ocr

TYPES = load_types(Path(__file__).parents[2] / "form_schemas")
SEED = 1
SHARES = 4
"""Into how many tests the types are parted, so that they can run side by side."""
REQUIRED_MIN = 0.97


@pytest.mark.parametrize("share", range(SHARES))
def test_every_type_is_told_and_what_it_requires_is_read(share: int) -> None:
    asked = right = 0
    mistaken: list[str] = []
    wrong: list[str] = []
    unasked: list[str] = []
    for number, (code, document_type) in enumerate(sorted(TYPES.by_code.items())):
        if number % SHARES != share:
            continue
        rng = np.random.default_rng([SEED, number])
        paper = draw_type(document_type, USUAL[document_type.drawn], rng)
        content = io.BytesIO()
        paper.picture.save(content, "PNG")
        reading = read_file(content.getvalue(), f"{code}.png", TYPES)
        if {document.document_type for document in reading.documents} != {code}:
            mistaken.append(code)
        fields = {
            name: v for document in reading.documents for name, v in document.fields.items()
        }
        required = {
            spec.name for part in document_type.parts for spec in part.fields if spec.required
        }
        for name, value in paper.values.items():
            read = fields.get(name)
            if read is not None and read.auto and read.value != value:
                unasked.append(f"{code}.{name}: {value} / {read.value}")
            if name in required:
                asked += 1
                right += read is not None and read.value == value
                if read is None or read.value != value:
                    wrong.append(f"{code}.{name}: {value} / {read and read.value}")
    assert mistaken == []
    assert unasked == []
    assert right / asked >= REQUIRED_MIN, wrong
