"""Which papers lie on a page, on lines written by hand."""

from pathlib import Path

import pytest

from dossier_ocr import load_types
from dossier_ocr.identify.regions import Region, regions_of
from dossier_ocr.text.writing import Writing, evenly

TYPES = load_types(Path(__file__).parents[2] / "form_schemas")
EM = 20


def lines(x: int, y: int, *texts: str) -> tuple[Writing, ...]:
    """Write ``texts`` under one another from (x, y) on; " | " parts cells."""
    found = []
    for row, text in enumerate(texts):
        across = x
        for cell in text.split(" | "):
            width = EM * len(cell)
            top = y + row * 2 * EM
            found.append(evenly(cell, (across, top, across + width, top + EM), 1.0))
            across += width + 2 * EM
    return tuple(found)


def portrait(x: int, y: int) -> tuple[Writing, ...]:
    return lines(
        x, y,
        "姓名 | 王桂兰", "性别 | 女 | 民族 | 汉", "出生 | 1969年8月17日", "住址 | 沈阳市和安区丁香路18号",
        "公民身份号码 | 210108196908170425",
    )  # fmt: skip


def emblem(x: int, y: int) -> tuple[Writing, ...]:
    return lines(
        x, y, "中华人民共和国", "居民身份证", "签发机关 | 沈阳市公安局和安分局", "有效期限 | 2016.05.12-长期"
    )  # fmt: skip


def member(x: int, y: int) -> tuple[Writing, ...]:
    return lines(
        x, y, "常住人口登记卡", "姓名 | 陈磊 | 户主或与户主关系 | 子", "曾用名 | 性别 | 男", "籍贯 | 辽宁省 | 出生日期 | 1997年5月2日",
        "公民身份号码 | 210108199705020419", "文化程度 | 大专 | 兵役状况 | 未服兵役", "服务处所 | 何时由何地迁来本址",
    )  # fmt: skip


def codes(regions: tuple[Region, ...]) -> list[str]:
    return [
        f"{region.document_type.code}.{region.part.code}"
        for region in regions
        if region.document_type and region.part
    ]


def test_one_side_of_a_card_is_told() -> None:
    assert codes(regions_of(portrait(50, 50), TYPES)) == ["id_card.portrait"]
    assert codes(regions_of(emblem(50, 50), TYPES)) == ["id_card.emblem"]


def test_both_sides_on_a_page_are_two_regions_above_or_beside_each_other() -> None:
    above = regions_of(portrait(50, 50) + emblem(50, 600), TYPES)
    beside = regions_of(portrait(50, 50) + emblem(900, 50), TYPES)
    assert codes(above) == codes(beside) == ["id_card.portrait", "id_card.emblem"]


def test_four_sides_of_two_cards_are_four_regions() -> None:
    page = portrait(50, 50) + emblem(50, 600) + portrait(900, 50) + emblem(900, 600)
    found = codes(regions_of(page, TYPES))
    assert sorted(found) == ["id_card.emblem"] * 2 + ["id_card.portrait"] * 2


def test_a_page_of_the_register_is_no_card_although_it_has_the_same_labels() -> None:
    assert codes(regions_of(member(50, 50), TYPES)) == ["hukou_booklet.member"]


def test_a_card_copied_beside_a_page_of_the_register_is_found() -> None:
    found = codes(regions_of(member(50, 50) + portrait(50, 700), TYPES))
    assert found == ["hukou_booklet.member", "id_card.portrait"]


def test_one_misread_character_of_a_long_anchor_does_no_harm() -> None:
    page = lines(
        50, 50, "常住人口登记长", "户主或与户王关系 | 子", "曾用名", "籍贯", "兵役伏况"
    )
    assert codes(regions_of(page, TYPES)) == ["hukou_booklet.member"]


@pytest.mark.parametrize(
    "page",
    [
        lines(50, 50, "春季爱国卫生运动倡议", "各位居民：", "请于三月底前清理楼道杂物。"),
        lines(50, 50, "购物小票", "合计 | 35.00", "欢迎光临"),
        lines(50, 50, "姓名 | 王桂兰"),
        (),
    ],
)
def test_an_unknown_paper_stays_unknown(page: tuple[Writing, ...]) -> None:
    (region,) = regions_of(page, TYPES)
    assert region.document_type is None
    assert region.score == 0.0


def test_a_named_type_is_taken_even_with_few_anchors_but_less_surely() -> None:
    page = lines(50, 50, "姓名 | 王桂兰", "住址 | 沈阳市")
    (region,) = regions_of(page, TYPES, "id_card")
    assert codes((region,)) == ["id_card.portrait"]
    assert region.score < 0.5


def test_a_named_type_keeps_others_out() -> None:
    assert codes(regions_of(emblem(50, 50), TYPES, "id_card")) == ["id_card.emblem"]
    assert "hukou" not in codes(regions_of(member(50, 50), TYPES, "income_proof"))[0]


def bank_card(x: int, y: int) -> tuple[Writing, ...]:
    return lines(x, y, "北原农村商业银行", "6299 9912 9987 6182", "06/32 | UnionPay银联")


@pytest.mark.parametrize("at", [(0, 600), (900, 0)])
def test_a_card_of_another_type_on_the_same_page_is_not_lost(at: tuple[int, int]) -> None:
    regions = regions_of((*portrait(0, 0), *bank_card(*at)), TYPES)
    codes = {region.document_type.code for region in regions if region.document_type}
    assert codes == {"id_card", "bank_card"}


def test_three_cards_on_one_page_are_three() -> None:
    regions = regions_of((*portrait(0, 0), *emblem(0, 500), *bank_card(0, 900)), TYPES)
    assert sorted(region.part.code for region in regions if region.part) == [
        "emblem", "number", "portrait",
    ]  # fmt: skip
