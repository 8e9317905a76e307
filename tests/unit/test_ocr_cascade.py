"""Which engine reads what of a page, with engines that read from a script."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from dossier_ocr import load_types
from dossier_ocr.definitions.confidence import Confidence
from dossier_ocr.engines.engine import PictureReading, Quad
from dossier_ocr.files.raster import Picture
from dossier_ocr.identify.regions import Region, regions_of
from dossier_ocr.model import Value
from dossier_ocr.papers.documents import side_of
from dossier_ocr.reading.cascade import CROWDED_FROM, Alone, Cascade, PageText
from dossier_ocr.text.writing import Writing, evenly

ALL = load_types(Path(__file__).parents[2] / "form_schemas")
PICTURE: Picture = np.full((400, 600, 3), 255, np.uint8)
NAME, SEX, BIRTH, ADDRESS, NUMBER = range(5)
CARD = (
    "姓名王桂兰",
    "性别女民族汉",
    "出生1969年8月17日",
    "住址辽宁省沈阳市沈河区丁香路18号",
    "公民身份号码210102196908170427",
)


def lines(texts: Sequence[str], sure: float) -> tuple[Writing, ...]:
    return tuple(
        evenly(text, (0, 40 * row, 20 * len(text), 40 * row + 20), sure)
        for row, text in enumerate(texts)
    )


class Scripted:
    """An engine that reads what it is told to.  page, asked: what was wanted of it."""

    version = "1"
    certifies = True

    def __init__(self, name: str, texts: Sequence[str], sure: float = 0.96) -> None:
        self.name = name
        self.texts = texts
        self.sure = sure
        self.pages = 0
        self.asked: list[str] = []

    def read(self, picture: Picture) -> PictureReading:
        assert picture is PICTURE
        self.pages += 1
        writings = tuple(line for line in lines(self.texts, self.sure) if line.text)
        return PictureReading(0.0, writings, ((),) * len(writings))

    def read_lines(
        self, picture: Picture, writings: Sequence[Writing], quads: Sequence[Quad]
    ) -> tuple[Writing, ...]:
        assert len(writings) == len(quads)
        rows = [writing.box[1] // 40 for writing in writings]
        self.asked += [writing.text for writing in writings]
        return tuple(
            evenly(self.texts[row], writing.box, self.sure)
            for row, writing in zip(rows, writings, strict=True)
        )


def identify(writings: tuple[Writing, ...]) -> tuple[Region, ...]:
    return regions_of(writings, ALL, None)


def changed(row: int, text: str, texts: Sequence[str] = CARD) -> tuple[str, ...]:
    return (*texts[:row], text, *texts[row + 1 :])


def values(text: PageText) -> dict[str, Value]:
    (region,) = text.regions
    side = side_of(
        region, 1, certifies=True, confidence=Confidence(), opinions=text.opinions[0]
    )
    assert side is not None
    return side.fields


def engines_asked(text: PageText) -> list[str]:
    return [step.choice for step in text.steps if step.name == "engine"]


def test_the_lines_that_hold_values_are_read_twice_and_no_others() -> None:
    quick = Scripted("tiny", (*CARD, "演示样本"))
    thorough = Scripted("small", (*CARD, "演示样本"))
    text = Cascade(quick, thorough).read(PICTURE, identify)
    assert thorough.pages == 0
    assert thorough.asked == list(CARD)
    assert engines_asked(text) == ["tiny 1: page", "small 1: 5/6 lines"]


def test_two_engines_that_agree_are_surer_than_one() -> None:
    cascade = Cascade(Scripted("tiny", CARD, 0.9), Scripted("small", CARD, 0.9))
    both = values(cascade.read(PICTURE, identify))
    one = values(Alone(Scripted("small", CARD, 0.9)).read(PICTURE, identify))
    assert both["name"].confidence > one["name"].confidence
    assert (both["name"].auto, one["name"].auto) == (True, False)
    assert both["name"].alternatives == ()


def test_two_engines_that_disagree_fill_nothing_and_both_readings_are_kept() -> None:
    quick = Scripted("tiny", changed(NAME, "姓名王佳兰"))
    name = values(Cascade(quick, Scripted("small", CARD)).read(PICTURE, identify))["name"]
    assert (name.value, name.auto, name.alternatives) == ("王桂兰", False, ("王佳兰",))


def test_the_reading_whose_check_digit_holds_is_taken_whichever_engine_has_it() -> None:
    wrong = changed(NUMBER, "公民身份号码210102196908170421")
    for quick, thorough in ((CARD, wrong), (wrong, CARD)):
        cascade = Cascade(Scripted("tiny", quick), Scripted("small", thorough))
        number = values(cascade.read(PICTURE, identify))["id_number"]
        assert number.value == "210102196908170427"
        assert not number.auto
        assert number.alternatives == ("210102196908170421",)


def test_a_missing_required_field_is_looked_for_on_the_whole_page() -> None:
    quick, thorough = Scripted("tiny", changed(ADDRESS, "")), Scripted("small", CARD)
    text = Cascade(quick, thorough).read(PICTURE, identify)
    assert thorough.pages == 1
    assert "missing_field:address" in text.steps[2].reason
    assert values(text)["address"].value == "辽宁省沈阳市沈河区丁香路18号"
    assert text.steps[-1].choice == "small: page"


def test_the_quick_reading_stands_where_the_thorough_one_is_poorer() -> None:
    quick = Scripted("tiny", changed(ADDRESS, ""))
    thorough = Scripted("small", ("姓名王桂兰", "", "", "", ""))
    text = Cascade(quick, thorough).read(PICTURE, identify)
    assert text.steps[-1].choice == "tiny: page"
    assert values(text)["id_number"].value == "210102196908170427"


def test_a_page_that_nobody_knows_is_read_again_only_where_it_is_hardly_legible() -> None:
    letter = ("欢迎光临本店", "本店主营早点", "豆浆油条包子", "每日新鲜现做", "谢谢惠顾再来")
    for sure, pages in ((0.97, 0), (0.6, 1)):
        thorough = Scripted("small", letter, sure)
        text = Cascade(Scripted("tiny", letter, sure), thorough).read(PICTURE, identify)
        assert thorough.pages == pages
        assert [region.part for region in text.regions] == [None]


def test_a_page_without_any_text_is_read_by_both() -> None:
    thorough = Scripted("small", ())
    text = Cascade(Scripted("tiny", ()), thorough).read(PICTURE, identify)
    assert (thorough.pages, text.writings) == (1, ())
    assert text.steps[1].reason == "no_text"


def test_contradicting_fields_are_read_again_unless_they_prove_themselves() -> None:
    cards = changed(BIRTH, "出生1969年8月11日")
    text = Cascade(Scripted("tiny", cards), Scripted("small", cards)).read(PICTURE, identify)
    assert "id_contradiction:birth_date" in text.steps[2].reason


def test_a_cascade_names_its_engines_and_their_versions() -> None:
    cascade = Cascade(Scripted("tiny", CARD), Scripted("small", CARD))
    assert (cascade.name, cascade.version) == ("auto", "tiny 1 + small 1")


@pytest.mark.parametrize("row", range(5))
def test_a_line_that_the_thorough_engine_does_not_read_keeps_its_first_reading(
    row: int,
) -> None:
    thorough = Scripted("small", changed(row, ""))
    text = Cascade(Scripted("tiny", CARD), thorough).read(PICTURE, identify)
    assert tuple(writing.text for writing in text.writings) == CARD


def test_noise_that_looks_like_text_is_not_read_again() -> None:
    noise = tuple("乱字成片" for _ in range(CROWDED_FROM))
    thorough = Scripted("small", noise, 0.6)
    Cascade(Scripted("tiny", noise, 0.6), thorough).read(PICTURE, identify)
    assert (thorough.pages, thorough.asked) == (0, [])
