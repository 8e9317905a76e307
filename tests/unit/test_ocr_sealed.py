"""Values under seals are left to a person where a piece of them may be gone."""

from pathlib import Path

import pytest

from dossier_ocr import Value, load_types
from dossier_ocr.extract.fields import Found
from dossier_ocr.papers.sealed import doubted_under_seals
from dossier_ocr.text.flow import flow_of
from dossier_ocr.text.writing import evenly
from dossier_ocr.values import Parsed

TYPES = load_types(Path(__file__).parents[2] / "form_schemas")
SEAL = (300, 0, 500, 200)


def under(seal: tuple[int, int, int, int], text: str, kind: str, *, certain: bool) -> bool:
    """Tell whether a value of ``kind`` from 100 to 350 is still filled unasked."""
    spec = TYPES.by_code["id_card"].parts[0].fields[0].model_copy(update={"value_type": kind})
    chunk = flow_of((evenly(text, (100, 80, 350, 100), 1.0),)).whole
    found = Found(spec, Parsed(text, 0, len(text), certain=certain), chunk)
    value = Value(text, text, 1.0, True, 1, (100, 80, 350, 100))
    (after,) = doubted_under_seals(
        {"it": value}, {"it": found}, (seal,), (1000, 1000), 0.0
    ).values()
    return after.auto


@pytest.mark.parametrize(
    ("kind", "text", "certain", "filled"),
    [
        ("cert_number", "3702022018314", False, False),
        ("id_number", "210108196908170425", True, True),
        ("date", "2022年10月11日", False, True),
        ("date", "2022-10-1", False, False),
        ("organisation", "沈阳市第四人民医院", False, True),
        ("choice", "二级", False, True),
    ],
)
def test_what_ends_under_a_seal_is_asked_unless_its_form_proves_it_whole(
    kind: str, text: str, *, certain: bool, filled: bool
) -> None:
    assert under(SEAL, text, kind, certain=certain) is filled


def test_a_name_that_begins_under_a_seal_is_asked_and_one_beside_it_is_not() -> None:
    assert not under((50, 0, 150, 200), "春市第二高级中学", "organisation", certain=False)
    assert under((500, 0, 700, 200), "3702022018314", "cert_number", certain=False)
