"""Rows of a page that was taken from aside, and values of one character under one another."""

from dossier_ocr.text.flow import flow_of
from dossier_ocr.text.leaning import UPRIGHT, lean_of
from dossier_ocr.text.writing import Writing, evenly

EM = 30
LABELS = [
    "姓名",
    "与户主关系",
    "性别",
    "出生地",
    "民族",
    "籍贯",
    "文化程度",
    "婚姻状况",
    "兵役状况",
    "职业",
    "登记日期",
]
VALUES = [
    "方晨",
    "父亲",
    "男性",
    "北京市",
    "汉族",
    "北京市",
    "初中",
    "丧偶",
    "未服兵役",
    "保安",
    "2014/04/25",
]


def run(text: str, x: float, y: float) -> Writing:
    box = (round(x), round(y), round(x) + EM * len(text), round(y) + EM)
    return evenly(text, box, 1.0)


def table(fan: float, right: float = 500) -> tuple[Writing, ...]:
    """Write labels and values; the rows rise above the middle and fall below it by ``fan``."""
    pitch, middle = 2.2 * EM, (len(LABELS) - 1) / 2
    return tuple(
        run(text, x, 100 + row * pitch + (x - 100) * fan * (row - middle) / middle)
        for row, pair in enumerate(zip(LABELS, VALUES, strict=True))
        for text, x in zip(pair, (100, right), strict=True)
    )


def test_a_label_and_its_value_share_a_row_on_a_page_taken_from_aside() -> None:
    rows = flow_of(table(0.07)).text.split("\n")
    assert rows == [f"{label}\t{value}" for label, value in zip(LABELS, VALUES, strict=True)]


def test_level_rows_do_not_lean() -> None:
    assert lean_of(table(0.0)) == UPRIGHT


def test_panels_side_by_side_whose_rows_do_not_meet_do_not_lean() -> None:
    right = [run(text, 1000, y * 70) for y, text in enumerate(LABELS)]
    beside = [run(text, 1200, y * 70) for y, text in enumerate(VALUES)]
    assert lean_of((*table(0.0, 300), *right, *beside)) == UPRIGHT


def test_values_of_one_character_under_one_another_stay_beside_their_labels() -> None:
    page = (
        run("性别", 100, 100),
        run("女", 300, 100),
        run("民族", 100, 136),
        run("汉", 300, 136),
    )
    assert flow_of(page).text == "性别\t女\n民族\t汉"


def test_a_label_written_downwards_is_one_label() -> None:
    page = (run("备", 100, 100), run("注", 100, 134), run("已核对", 300, 117))
    assert flow_of(page).text == "备注\t已核对"
