"""Which lines are titles, and what they name."""

from dossier_ocr.text.flow import flow_of
from dossier_ocr.text.titles import likeness, titles_of
from dossier_ocr.text.writing import Writing, evenly


def at(x: int, y: int, text: str, em: int = 20) -> Writing:
    return evenly(text, (x, y, x + em * len(text), y + em), 1.0)


def texts(*writings: Writing) -> list[str]:
    return [title.text for title in titles_of(flow_of(writings)) if title.names_a_paper]


def test_large_print_at_the_head_is_a_title_and_a_mention_below_is_none() -> None:
    assert texts(
        at(200, 0, "收入证明", 36),
        at(0, 80, "一、申请人居民身份证及户口簿复印件各一份"),
        at(0, 120, "二、结婚证"),
        at(0, 160, "三、残疾人证（有残疾人的家庭提供）"),
    ) == ["收入证明"]


def test_a_title_in_two_rows_is_read_as_one() -> None:
    found = texts(
        at(100, 0, "城市居民最低生活保障金", 30),
        at(200, 44, "领取证", 30),
        at(0, 140, "户主：王桂兰"),
    )
    assert "城市居民最低生活保障金领取证" in found


def test_a_title_whose_characters_stand_apart_is_one() -> None:
    spread = [at(200 + 100 * index, 0, letter, 36) for index, letter in enumerate("结婚证")]
    assert texts(*spread, at(0, 80, "持证人"), at(200, 80, "陈磊")) == ["结婚证"]


def test_a_title_ends_with_its_name_and_may_have_a_slip() -> None:
    assert likeness("结婚证", "中华人民共和国结婚证") == 1.0
    assert likeness("收入证明", "收人证明") == 0.9
    assert likeness("居民户口簿", "居民户口") < 0.8
    assert likeness("结婚证", "结婚证遗失补领申请表") < 0.6
    assert likeness("离婚证", "结婚证") == 0.0
