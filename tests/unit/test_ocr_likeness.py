"""Whether two pages are scans of the same page, by their print alone."""

import pytest

from dossier_ocr import Line
from dossier_ocr.papers.likeness import alike, likeness_of

LETTER = (
    "情况说明",
    "春晖街道丁香社区居民王桂兰，身份证号210108196908170425，家住丁香路18号3单元502室。",
    "本月因住院治疗共支出医药费3260.50元，其中自付1180.00元，情况属实。",
    "特此说明，请有关部门按照规定予以办理。",
    "和安区春晖街道丁香社区居民委员会",
    "2026年3月2日",
)


def scanned(*texts: str) -> str:
    return likeness_of(Line(text, 0.9, (0, 0, 10, 10)) for text in texts)


def test_the_same_page_is_alike_in_any_order_of_its_lines() -> None:
    assert alike(scanned(*LETTER), scanned(*reversed(LETTER)))


def test_a_character_misread_and_other_signs_make_no_difference() -> None:
    again = (LETTER[0], LETTER[1].replace("，", ",").replace("丁香路", "丁 香路"), *LETTER[2:])
    again = (*again[:3], "特此说明，请有关部门按照规走予以办理", *again[4:])
    assert alike(scanned(*LETTER), scanned(*again))


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("2026年3月2日", "2026年4月7日"),
        ("王桂兰，身份证号210108196908170425", "陈磊，身份证号21010819971022003X"),
        ("3260.50元，其中自付1180.00元", "980.00元，其中自付655.20元"),
    ],
)
def test_another_paper_of_the_form_has_other_numbers_or_days(text: str, other: str) -> None:
    assert not alike(scanned(*LETTER), scanned(*(one.replace(text, other) for one in LETTER)))


def test_a_page_with_hardly_any_print_is_like_nothing() -> None:
    for texts in ((), ("免冠照片",), ("一二三", "1234567")):
        assert scanned(*texts) == ""
        assert not alike(scanned(*texts), scanned(*texts))


def test_what_no_page_gave_is_like_nothing() -> None:
    for wrong in ("%", "AAAA", "AAA", "一"):
        assert not alike(wrong, wrong)
        assert not alike(scanned(*LETTER), wrong)


def test_nothing_of_the_page_stands_in_what_it_is_compared_by() -> None:
    assert len(scanned(*LETTER)) == len(scanned(*LETTER * 30)) == 512
