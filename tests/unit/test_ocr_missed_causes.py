"""What once left a value unread: each cause in the smallest paper that shows it."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from dossier_ocr import load_types
from dossier_ocr.extract.fields import fields_of
from dossier_ocr.files.raster import Picture
from dossier_ocr.identify.regions import Region, regions_of
from dossier_ocr.pages.seals import seals_over_text, without_seals
from dossier_ocr.text.flow import flow_of
from dossier_ocr.text.simplifying import in_one_script
from dossier_ocr.text.writing import Writing, evenly, tidied, wide
from dossier_ocr.values import VALUE_TYPES, Options

TYPES = load_types(Path(__file__).parents[2] / "form_schemas")
EM = 20


def at(x: int, y: int, text: str, *, em: int = EM) -> Writing:
    width = sum(1.0 if wide(character) else 0.5 for character in text) * em
    return evenly(text, (x, y, x + round(width), y + em), 1.0)


def down(x: int, y: int, text: str) -> Writing:
    """Set a run from top to bottom, as an engine hands it on."""
    box = (x, y, x + EM, y + round(1.3 * EM * len(text)))
    return Writing(text, box, ((float(x), float(x + EM)),) * len(text), (1.0,) * len(text))


def read(code: str, part: str, *writings: Writing) -> dict[str, str]:
    document_type = TYPES.by_code[code]
    chosen = next(one for one in document_type.parts if one.code == part)
    region = Region(writings, document_type, chosen, 1.0)
    return {name: one.parsed.value for name, one in fields_of(chosen, region.flow).items()}


def test_first_characters_of_labels_that_were_read_from_top_to_bottom_go_back_to_them() -> None:
    found = read(
        "hukou_cancellation", "paper",
        at(200, 0, "户口注销证明", em=32),
        down(0, 60, "姓性"), at(60, 62, "名：金昊明"), at(60, 88, "别：男"),
        at(0, 120, "注销原因：参军入伍"),
    )  # fmt: skip
    assert found["name"] == "金昊明"


def test_labels_without_a_colon_get_their_first_characters_back_too() -> None:
    found = read(
        "admission_letter", "letter",
        at(200, 0, "录取通知书", em=32),
        at(0, 60, "姓"), at(80, 60, "名卢琳"),
        down(0, 88, "学专"), at(80, 90, "校辽宁和安大学"), at(80, 116, "业会计学"),
    )  # fmt: skip
    assert (found["name"], found["school"], found["major"]) == (
        "卢琳",
        "辽宁和安大学",
        "会计学",
    )


def test_single_characters_level_with_the_rests_of_their_labels_are_no_upright_word() -> None:
    flow = flow_of(
        (at(0, 0, "姓"), at(60, 0, "名：金昊明"), at(0, 22, "性"), at(60, 22, "别：男"))
    )
    assert flow.text == "姓\t名:金昊明\n性\t别:男"


def test_a_table_whose_cells_stand_left_of_their_heads_is_read_column_by_column() -> None:
    found = read(
        "land_ledger", "extract",
        at(400, 0, "承包土地台账", em=32),
        at(0, 80, "序号"), at(150, 80, "承包方"), at(400, 80, "身份证号码"),
        at(700, 80, "面积(亩)"), at(950, 80, "承包期"), at(1200, 80, "备注"),
        at(10, 120, "1"), at(80, 120, "白媛祎"), at(300, 120, "210106196102022447"),
        at(640, 120, "20.7"), at(830, 120, "1999-2029"),
    )  # fmt: skip
    assert found == {"holder": "白媛祎", "area_mu": "20.7", "period": "1999-2029"}


def test_a_column_of_labels_is_no_paper_beside_that_of_their_values() -> None:
    labels = ("姓名", "公民身份号码", "户籍地址", "居住地址", "有效期", "签发机关")
    values = (
        "潘磊春", "220102199410252551", "吉林省长春市南关区北陵大街112号",
        "辽宁省沈阳市铁西区民主路60号", "2025年1月7日", "沈阳市公安局铁西分局",
    )  # fmt: skip
    page = [at(400, 0, "居住证", em=40)]
    for row, (label, value) in enumerate(zip(labels, values, strict=True)):
        page += [at(0, 80 + 40 * row, label), at(400, 80 + 40 * row, value)]
    (region,) = regions_of(tuple(page), TYPES)
    assert region.document_type is not None
    assert region.document_type.code == "residence_permit"


def test_print_in_the_margin_is_no_word_of_a_sentence() -> None:
    flow = flow_of(
        (
            at(100, 0, "组织关系由沈阳市和安区工委转到丁香社区"), at(0, 22, "第"),
            at(60, 44, "党支部。"), at(0, 66, "联"),
        )
    )  # fmt: skip
    assert flow.prose.text == "组织关系由沈阳市和安区工委转到丁香社区党支部。"


def test_a_word_in_a_note_is_no_label() -> None:
    found = read(
        "death_cert", "form",
        at(0, 0, "居民死亡医学证明书", em=32),
        at(0, 60, "死者姓名：王建国"),
        at(0, 100, "注：死亡原因未查明的另附说明"),
    )  # fmt: skip
    assert found == {"name": "王建国"}


def test_the_body_under_a_paper_is_cut_from_the_rest_of_its_label() -> None:
    found = read(
        "graduation_cert", "cert",
        at(200, 0, "毕业证书", em=32),
        at(0, 80, "学生韩珠玉，性别女，在本校会计学专业普通全日制四年制本科学习，准予毕业。"),
        at(0, 200, "名：大连理工大学"), at(400, 200, "2021年7月20日"),
    )  # fmt: skip
    assert found["school"] == "大连理工大学"


@pytest.mark.parametrize(
    ("read_as", "printed"),
    [
        (
            ("於玉莹同志：", "於2022年6月18日见义勇为"),
            ["于玉莹同志：", "于2022年6月18日见义勇为"],
        ),
        (
            ("於玉莹同志：", "于2022年6月18日见义勇为"),
            ["於玉莹同志：", "于2022年6月18日见义勇为"],
        ),
    ],
)
def test_yu_is_misread_where_it_stands_before_a_day_and_may_be_a_name_elsewhere(
    read_as: tuple[str, ...], printed: list[str]
) -> None:
    page = tuple(at(0, 30 * row, text) for row, text in enumerate(read_as))
    assert [one.text for one in in_one_script(page)] == printed


def test_a_blot_in_a_day_leaves_the_day_and_is_told() -> None:
    found = VALUE_TYPES["date"]("2021年10.月22日", Options({}))
    assert found is not None
    assert found.value == "2021-10-22"
    assert [flaw.code for flaw in found.flaws] == ["blotted"]


def test_a_time_that_follows_its_day_without_a_blank_is_read() -> None:
    found = VALUE_TYPES["moment"]("2026.03.0210:23:45", Options({}))
    assert found is not None
    assert (found.value, found.flaws) == ("2026-03-02T10:23:45", ())


def test_a_pattern_says_that_the_year_of_a_number_stands_in_angled_brackets() -> None:
    pattern = r"[一-龥]{1,6}〔(?:19|20)\d\d〕\d{1,5}号"
    found = VALUE_TYPES["cert_number"]("和组通（2025）72号", Options({}, pattern))
    assert found is not None
    assert found.value == "和组通〔2025〕72号"


def sealed(*, light: float) -> Picture:
    """Draw thin print under a seal on a large page that lies in more or less light."""
    picture = np.full((2800, 2000, 3), 255, np.uint8)
    cv2.putText(
        picture, "2023-11-15", (900, 1440), cv2.FONT_HERSHEY_SIMPLEX, 1.6, (20, 20, 20), 2
    )
    stamp = np.full_like(picture, 255)
    cv2.circle(stamp, (1040, 1400), 300, (60, 60, 210), 26)
    return np.asarray(np.minimum(picture, stamp) * light, np.uint8)


@pytest.mark.parametrize("light", [1.0, 0.42])
def test_a_seal_over_thin_print_is_found_and_fades_in_shadow_too(light: float) -> None:
    picture = sealed(light=light)
    (box,) = seals_over_text(picture)
    faded = without_seals(picture, (box,))
    ring = faded[1400, 1340 - 5 : 1340 + 5, 2]
    assert (ring > 0.8 * 255 * light).all()


def test_all_numbers_of_a_list_are_read_though_a_name_among_them_has_a_dot() -> None:
    found = read(
        "economy_check_authorisation", "form",
        at(200, 0, "居民家庭经济状况核对授权书", em=32),
        at(0, 80, "授权人：佟梁永"), at(400, 80, "身份号码：130102195301124454"),
        at(0, 120, "授权人：古丽娜尔·艾山"), at(400, 120, "身份号码：13010219980328777X"),
    )  # fmt: skip
    assert found["signers"] == "佟梁永、古丽娜尔·艾山"
    assert found["id_numbers"] == "130102195301124454、13010219980328777X"


def test_a_letter_that_was_read_as_a_figure_is_given_and_asked() -> None:
    pattern = r"(?<![0-9A-Za-z])[A-Z]\d{9}(?!\d)"
    found = VALUE_TYPES["cert_number"]("0651387812", Options({}, pattern))
    assert found is not None
    assert found.value == "O651387812"
    assert [flaw.code for flaw in found.flaws] == ["look_alike"]


def test_a_dash_among_the_figures_of_a_year_is_one_of_them() -> None:
    assert tidied(at(0, 0, "二〇—一年四月")).text == "二〇一一年四月"
    assert tidied(at(0, 0, "二〇一—年四月")).text == "二〇一一年四月"
    assert tidied(at(0, 0, "2011—2012年")).text == "2011—2012年"


def test_japanese_forms_on_a_page_in_simplified_print_were_misread() -> None:
    page = (at(0, 0, "沈阳市鉄西区居民委员会"),)
    assert [one.text for one in in_one_script(page)] == ["沈阳市铁西区居民委员会"]
