"""The raw figure of a value, and when it fills a form without asking."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier_ocr.definitions.confidence import Confidence, Curve
from dossier_ocr.definitions.document_types import FieldSpec
from dossier_ocr.extract.fields import Found
from dossier_ocr.papers.judge import Opinion, raw_of, value_of
from dossier_ocr.text.flow import flow_of
from dossier_ocr.text.writing import evenly
from dossier_ocr.values import Flaw, Parsed

CURVES = Confidence(
    curves={"name": Curve(points=((0.0, 0.0), (0.9, 0.9), (1.0, 1.0)), fill_from=0.95)}
)
SPEC = FieldSpec(name="name", label_zh="姓名", value_type="name")
shares = st.floats(0, 1)


def found(text: str = "王桂兰", sure: float = 0.97, *, certain: bool = False) -> Found:
    chunk = flow_of((evenly(text, (0, 0, 60, 20), sure),)).whole
    return Found(SPEC, Parsed(text, 0, len(text), certain), chunk)


def auto(one: Found, opinion: Opinion | None = None, *, identified: float = 1.0) -> bool:
    return value_of(
        one,
        1,
        certifies=True,
        identified=identified,
        confidence=CURVES,
        opinion=opinion,
    ).auto


@given(shares, shares)
def test_agreement_never_makes_a_value_less_sure_nor_disagreement_surer(
    mine: float, theirs: float
) -> None:
    one = found(sure=mine)
    alone = raw_of(one, None)
    assert 0 <= raw_of(one, found("王佳兰", theirs)) <= alone
    assert alone <= raw_of(one, found(sure=theirs)) + 1e-9
    assert raw_of(one, found(sure=theirs)) <= 1


@given(shares)
def test_a_value_that_proves_itself_is_surer(sure: float) -> None:
    assert raw_of(found(sure=sure), None) <= raw_of(found(sure=sure, certain=True), None) <= 1


def test_a_value_is_filled_from_the_share_on_that_its_curve_names() -> None:
    assert [auto(found(sure=sure)) for sure in (0.94, 0.96)] == [False, True]


@pytest.mark.parametrize(
    "one",
    [
        replace(found(sure=1.0), spec=SPEC.model_copy(update={"auto": False})),
        replace(found(sure=1.0), parsed=Parsed("王桂兰", 0, 3, flaws=(Flaw("x", "…"),))),
    ],
)
def test_a_flaw_or_a_field_that_a_person_confirms_is_never_filled(one: Found) -> None:
    assert not auto(one)


def test_nothing_is_filled_from_a_paper_that_is_hardly_told() -> None:
    assert not auto(found(sure=1.0), identified=0.4)


def test_another_engine_that_finds_nothing_neither_helps_nor_hinders() -> None:
    assert auto(found(sure=0.96), Opinion(None)) == auto(found(sure=0.96))


def test_an_engine_whose_figures_mean_nothing_fills_only_what_proves_itself() -> None:
    values = [
        value_of(one, 1, certifies=False, identified=1.0, confidence=CURVES)
        for one in (found(sure=1.0), found(sure=1.0, certain=True))
    ]
    assert [value.auto for value in values] == [False, True]
