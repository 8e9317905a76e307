"""How far readings are from print, and how curves are fitted."""

import pytest

from dossier.bench.fitting import Curve, fill_starts, fit, isotonic
from dossier.bench.metrics import lost, lost_of, plain, same
from dossier.bench.panels import Bin, Panel
from dossier.bench.plots import bars, reliability


@pytest.mark.parametrize(
    ("read", "truth"),
    [
        ("王桂兰", "王桂兰"),
        ("辽宁省沈阳市 和安区", "辽宁省沈阳市和安区"),
        ("（2016）辽0102民初123号", "(2016)辽0102民初123号"),
        ("3200", "3200.00"),
        ("86.50", "86.5"),
        ("2025-12/2026-02", "2025年12月至2026年2月"),
        ("2016-2017", "2016—2017"),
    ],
)
def test_width_space_and_the_way_of_writing_a_number_make_no_difference(
    read: str, truth: str
) -> None:
    assert same(read, truth)


@pytest.mark.parametrize(
    ("read", "truth"),
    [
        (None, "王桂兰"),
        ("王桂芝", "王桂兰"),
        ("2026-03-08", "2026-03-09"),
        ("3200.10", "3200.00"),
        ("2025年12月至2026年3月", "2025年12月至2026年2月"),
        ("1E3", "1000"),
    ],
)
def test_every_character_counts(read: str | None, truth: str) -> None:
    assert not same(read, truth)


def test_a_run_is_looked_for_anywhere_in_what_was_read() -> None:
    assert lost("残疾等级", "姓名王桂兰残疾等级二级") == 0
    assert lost("残疾等级", "姓名王桂兰残疾等圾二级") == 1
    assert lost("残疾等级", "姓名王桂兰残等级二级") == 1
    assert lost("残疾等级", "") == 4
    assert lost("", "残疾") == 0


def test_lost_characters_are_counted_over_all_runs() -> None:
    assert lost_of(("姓    名", "王桂兰"), "姓名 王桂") == (1, 5)
    assert plain("姓　名：A") == "姓名:A"


def test_falling_steps_are_pooled() -> None:
    steps = isotonic([(0.1, 0.0, 1.0), (0.4, 1.0, 1.0), (0.6, 0.0, 1.0), (0.9, 1.0, 1.0)])
    assert steps == [(0.1, 0.1, 0.0), (0.4, 0.6, 0.5), (0.9, 0.9, 1.0)]


def test_samples_of_one_place_make_one_step() -> None:
    assert isotonic([(0.5, 0.0, 1.0), (0.5, 1.0, 3.0)]) == [(0.5, 0.5, 0.75)]


def starts(samples: list[tuple[float, bool]], wrong_max: float) -> float | None:
    return fill_starts({"name": samples}, strict=(), wrong_max=wrong_max)["name"]


def test_filling_begins_above_the_last_value_that_may_not_be_wrong() -> None:
    samples = [(0.5, False), (0.8, True), (0.9, False), (0.94, True), (0.99, True)]
    assert starts(samples, 0.0) == pytest.approx((0.94 + 0.9) / 2)
    assert starts([(0.9, False)], 0.003) is None
    assert starts([(0.9, True)], 0.0) == pytest.approx(0.85)


def test_a_few_wrong_ones_among_many_may_be_filled() -> None:
    samples = [(0.9 + 0.0001 * order, True) for order in range(900)] + [(0.95005, False)]
    assert starts(samples, 0.003) == pytest.approx(0.9018, abs=0.0002)  # the floor
    assert (starts(samples, 0.0) or 0) > 0.95


def test_the_types_share_what_may_be_wrong_but_for_those_in_which_nothing_may() -> None:
    many = [(0.99, True)] * 900 + [(0.99, False)]
    few = [(0.99, True)] * 10 + [(0.99, False)] * 5
    chosen = fill_starts(
        {"text": many, "names": few, "id_number": many}, strict={"id_number"}, wrong_max=0.003
    )
    assert chosen["text"] == pytest.approx(0.99)
    assert chosen["names"] is None
    assert chosen["id_number"] is None


def test_a_curve_fills_what_it_was_told_to_fill() -> None:
    samples = [(0.5 + 0.001 * order, order > 300) for order in range(480)]
    curve = fit(samples, samples, 0.8005)
    assert curve.fills(0.95)
    assert not curve.fills(0.79)
    assert not any(curve.fills(raw) for raw, right in samples if not right)


def test_a_type_that_is_never_right_is_never_filled() -> None:
    curve = fit([(0.9, False)] * 5, [(0.9, True)], None)
    assert curve.fill_from > 1
    assert not curve.fills(0.99)


def test_a_curve_is_level_outside_its_points() -> None:
    curve = Curve(((0.2, 0.1), (0.8, 0.7), (0.8, 0.9)), 0.5)
    assert curve.at(0.0) == 0.1
    assert curve.at(0.5) == pytest.approx(0.4)
    assert curve.at(1.0) == 0.9


def test_plots_tell_what_they_show() -> None:
    panel = Panel("name<>", (Bin(0.6, 0.5, 9), Bin(0.99, 1.0, 900)), 0.98)
    drawn = reliability([panel] * 5)
    assert drawn.count("name&lt;&gt;") >= 5
    assert reliability([panel] * 5) == drawn, "the same figures give the same bytes"
    levels = bars(
        [("平整扫描", (0.98, None)), ("歪斜", (0.9, 0.5))], ("auto", "tesseract"), low=0.5
    )
    assert "50%" in levels
    assert "歪斜" in levels
