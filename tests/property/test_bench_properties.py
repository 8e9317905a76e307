"""What holds for every curve, and for every picture of the test set."""

import io
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from dossier.bench.fitting import fill_starts, fit, isotonic
from dossier.bench.metrics import lost, same
from dossier.samples.degrade import Degradation, degrade
from dossier.samples.draw.scan import Scan
from dossier.samples.testset import letters, sheets
from dossier.samples.testset.printing import printed
from dossier.samples.testset.specimens import CONDITIONS, specimen, types_drawn

shares = st.floats(0, 1, allow_nan=False).map(lambda share: round(share, 3))
samples = st.lists(st.tuples(shares, st.booleans()), min_size=1, max_size=60)
KEEP_SIZE = [
    Degradation.SHADOW,
    Degradation.BLUR,
    Degradation.NOISE,
    Degradation.JPEG,
    Degradation.GREY,
    Degradation.SEAL,
    Degradation.SCREEN,
    Degradation.GLARE,
    Degradation.FADED,
    Degradation.BLACK_WHITE,
]


@settings(deadline=None)
@given(samples)
def test_a_fitted_curve_never_falls(values: list[tuple[float, bool]]) -> None:
    steps = isotonic([(raw, float(right), 1.0) for raw, right in values])
    assert all(before[2] < after[2] for before, after in pairwise(steps))
    points = fit(values, values, 0.9).points
    assert list(points) == sorted(points)
    assert all(0 <= y <= 1 for _, y in points)
    assert [y for _, y in points] == sorted(y for _, y in points)
    assert len({x for x, _ in points}) == len(points)


@settings(deadline=None)
@given(samples)
def test_of_what_it_was_fitted_on_a_curve_fills_nothing_wrong_where_none_may_be(
    values: list[tuple[float, bool]],
) -> None:
    start = fill_starts({"name": values}, strict=(), wrong_max=0.0)["name"]
    curve = fit(values, values, start)
    assert not any(curve.fills(raw) for raw, right in values if not right)


@settings(deadline=None)
@given(st.text("王桂兰3.年月", max_size=12), st.text("王桂兰3.年月", max_size=30))
def test_no_more_is_lost_than_was_printed(run: str, read: str) -> None:
    assert 0 <= lost(run, read) <= len(run)
    assert lost(run, read + run) == 0
    assert same(run, run)


@settings(deadline=None)
@given(st.sampled_from(KEEP_SIZE), st.integers(0, 2**32 - 1), st.floats(0, 1))
def test_light_and_ink_keep_the_size_and_follow_the_seed(
    effect: Degradation, seed: int, strength: float
) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (90, 130, 3), np.uint8)
    scan = Scan(Image.fromarray(noise), 150, 2.0, ("印",))
    one, other = (degrade(scan, np.random.default_rng(seed), effect, strength) for _ in "ab")
    assert one.image.tobytes() == other.image.tobytes()
    assert (one.image.size, one.dpi, one.text) == (scan.image.size, 150, ("印",))


@pytest.mark.parametrize("number", [2, 5, 19])
def test_a_specimen_is_the_same_for_the_same_seed(number: int) -> None:
    one, again = specimen(5, number), specimen(5, number)
    assert one == again
    assert one.condition == list(CONDITIONS)[number]
    assert Image.open(io.BytesIO(one.content)).mode == "RGB"


def test_another_seed_is_another_set() -> None:
    assert specimen(5, 0).content != specimen(6, 0).content


@pytest.mark.parametrize("draw", [letters.income_proof, sheets.business_licence])
def test_what_a_reader_is_to_find_stands_on_the_paper(draw) -> None:  # type: ignore[no-untyped-def]
    for seed in range(3):
        rng = np.random.default_rng(seed)
        blank = draw(rng)
        text = "".join(printed(rng, blank).text).replace(" ", "")
        for entry in (*blank.entries, *blank.foot):
            assert entry.printed.replace(" ", "") in text


def test_the_test_set_has_more_than_a_dozen_types_and_conditions() -> None:
    assert len(types_drawn()) > 30
    assert len(CONDITIONS) >= 12
