"""The effects of scanners and cameras."""

import numpy as np
import pytest
from PIL import Image

from dossier.samples.degrade import Degradation, Dose, degrade, degrade_all, jpeg
from dossier.samples.draw.id_card import emblem_side
from dossier.samples.draw.scan import Scan
from dossier.samples.households import demonstration_household

CARD = emblem_side(demonstration_household().head)
ALL = pytest.mark.parametrize("effect", list(Degradation), ids=lambda effect: effect.value)


def pixels(scan: Scan) -> bytes:
    return scan.image.tobytes()


@ALL
def test_an_effect_repeats_itself_and_leaves_the_original_alone(effect: Degradation) -> None:
    before = pixels(CARD)
    first, second = (degrade(CARD, np.random.default_rng(3), effect) for _ in range(2))
    assert pixels(first) == pixels(second)
    assert pixels(CARD) == before
    assert first.image.mode == "RGB"


def test_every_effect_but_the_own_resolution_changes_the_picture() -> None:
    unchanged = {
        effect
        for effect in Degradation
        if pixels(degrade(CARD, np.random.default_rng(3), effect)) == pixels(CARD)
    }
    assert unchanged == {Degradation.DPI_300}


def test_a_lower_resolution_means_fewer_pixels_of_the_same_paper() -> None:
    half = degrade(CARD, np.random.default_rng(1), Degradation.DPI_150)
    assert half.dpi == 150
    assert half.image.width == pytest.approx(CARD.image.width / 2, abs=1)


def test_turning_four_times_by_a_quarter_comes_back() -> None:
    turned = degrade_all(CARD, np.random.default_rng(1), [Dose(Degradation.TURN_90)] * 4)
    assert pixels(turned) == pixels(CARD)


def test_a_quarter_turn_is_clockwise() -> None:
    image = Image.new("RGB", (4, 2), (0, 0, 0))
    image.putpixel((0, 0), (255, 0, 0))
    turned = degrade(Scan(image, 300), np.random.default_rng(1), Degradation.TURN_90)
    assert turned.image.getpixel((1, 0)) == (255, 0, 0)


def test_a_seal_needs_ink_below_it() -> None:
    empty = Scan(Image.new("RGB", (600, 400), (255, 255, 255)), 300)
    sealed = degrade(empty, np.random.default_rng(1), Degradation.SEAL)
    assert pixels(sealed) == pixels(empty)


def test_a_picture_of_pure_noise_still_fits_into_the_limit() -> None:
    rng = np.random.default_rng(1)
    noise = Image.fromarray(rng.integers(0, 256, (700, 700, 3), np.uint8))
    assert len(jpeg(Scan(noise, 200), limit_bytes=200_000)) <= 200_000


def test_a_seal_is_pressed_before_the_paper_lies_on_a_desk() -> None:
    doses = (Dose(Degradation.DESK), Dose(Degradation.SEAL))
    either = [
        degrade_all(CARD, np.random.default_rng(5), order) for order in (doses, doses[::-1])
    ]
    assert pixels(either[0]) == pixels(either[1])
