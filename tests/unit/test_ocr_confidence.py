"""Curves of confidence: read from data, on lines between their points."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dossier_ocr.definitions.confidence import Confidence, Curve, load_confidence
from dossier_ocr.values import VALUE_TYPES

SCHEMAS = Path(__file__).parents[2] / "form_schemas"
CURVE = Curve(points=((0.2, 0.1), (0.8, 0.9), (1.0, 1.0)), fill_from=0.95)


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_surer_figure_is_never_less_often_right(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0.1 <= CURVE.right(low) <= CURVE.right(high) <= 1.0


@pytest.mark.parametrize(
    ("raw", "right"), [(0.0, 0.1), (0.5, 0.5), (0.8, 0.9), (0.9, 0.95), (1.0, 1.0)]
)
def test_a_figure_between_two_points_lies_on_their_line(raw: float, right: float) -> None:
    assert CURVE.right(raw) == pytest.approx(right)


@pytest.mark.parametrize(
    "points", [((0.5, 0.5), (0.5, 0.6)), ((0.1, 0.9), (0.5, 0.2)), ((0.1, 0.9),)]
)
def test_a_curve_that_does_not_rise_is_refused(points: tuple[tuple[float, float], ...]) -> None:
    with pytest.raises(ValidationError):
        Curve(points=points, fill_from=0.9)


def test_the_shipped_curves_are_of_value_types_that_exist() -> None:
    assert set(load_confidence(SCHEMAS).curves) <= set(VALUE_TYPES)


def test_a_type_without_a_curve_has_the_general_one(tmp_path: Path) -> None:
    assert load_confidence(tmp_path) == Confidence()
    assert Confidence().of("name") == Confidence().otherwise


def test_what_is_wrong_in_the_file_is_told_with_its_name(tmp_path: Path) -> None:
    shutil.copytree(SCHEMAS / "meta", tmp_path / "meta")
    (tmp_path / "reading").mkdir()
    for text in (
        "name: {points: [[0, 0], [1, 1]], fill_from: 0.9}",
        "otherwise: {points: [[0, 2]]}",
    ):
        (tmp_path / "reading" / "confidence.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(ValueError, match=r"confidence\.yaml"):
            load_confidence(tmp_path)
