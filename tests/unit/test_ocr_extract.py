"""Fields of a paper, on lines written by hand."""

from pathlib import Path

from dossier_ocr import DocumentType, load_types
from dossier_ocr.definitions.document_types import FieldSpec, Part
from dossier_ocr.extract.fields import Found, fields_of
from dossier_ocr.identify.broken_labels import with_whole_labels
from dossier_ocr.text.flow import flow_of
from dossier_ocr.text.writing import Writing, evenly, tidied

TYPES = load_types(Path(__file__).parents[2] / "form_schemas")
EM = 20


def at(x: int, y: int, text: str, *, em: int = EM, sure: float = 1.0) -> Writing:
    return evenly(text, (x, y, x + em * len(text), y + em), sure)


def read(code: str, part: str, *writings: Writing) -> dict[str, str]:
    return {name: found.parsed.value for name, found in found_on(code, part, *writings).items()}


def found_on(code: str, part: str, *writings: Writing) -> dict[str, Found]:
    document_type: DocumentType = TYPES.by_code[code]
    chosen = next(one for one in document_type.parts if one.code == part)
    return fields_of(chosen, flow_of(writings))


def test_values_stand_right_of_their_labels_in_one_run_or_in_cells() -> None:
    apart = read(
        "id_card",
        "portrait",
        at(0, 0, "姓名"),
        at(100, 2, "王桂兰"),
        at(0, 40, "性别"),
        at(100, 40, "女"),
    )
    joined = read("id_card", "portrait", at(0, 0, "姓名王桂兰"), at(0, 40, "性别女民族汉"))
    assert apart == {"name": "王桂兰", "gender": "女"}
    assert joined == {"name": "王桂兰", "gender": "女", "ethnicity": "汉"}


def test_a_label_whose_characters_stand_apart_is_found() -> None:
    assert read(
        "id_card", "portrait", at(0, 0, "姓"), at(60, 0, "名"), at(120, 0, "王桂兰")
    ) == {"name": "王桂兰"}


def test_an_address_of_three_rows_is_put_together_and_ends_before_the_next_label() -> None:
    found = read(
        "id_card", "portrait",
        at(0, 100, "住址"), at(100, 100, "辽宁省沈阳市和安区"), at(100, 128, "春晖街道丁香路"), at(100, 156, "18号3-2-1"),
        at(0, 260, "公民身份号码"), at(200, 260, "210108196908170425"),
    )  # fmt: skip
    assert found["address"] == "辽宁省沈阳市和安区春晖街道丁香路18号3-2-1"
    assert found["id_number"] == "210108196908170425"


def test_an_address_whose_label_stands_between_its_two_rows_is_put_together() -> None:
    found = read(
        "id_card", "portrait",
        at(0, 113, "住址"), at(100, 100, "辽宁省沈阳市和安区"), at(100, 126, "丁香路18号"),
    )  # fmt: skip
    assert found["address"] == "辽宁省沈阳市和安区丁香路18号"


def test_a_large_title_above_a_value_is_not_taken_for_its_first_row() -> None:
    found = read(
        "id_card", "emblem",
        at(100, 0, "某某文字", em=60), at(0, 70, "签发机关"), at(100, 70, "沈阳市公安局和安分局"),
    )  # fmt: skip
    assert found["authority"] == "沈阳市公安局和安分局"


def test_both_days_of_the_validity_are_read_from_one_label() -> None:
    terms = {
        "2016.05.12-2036.05.12": "2036-05-12",
        "2016.05.12-长期": "长期",
        "2016 . 05 . 12 - 长 期": "长期",
    }
    for printed, end in terms.items():
        found = read("id_card", "emblem", at(0, 0, "有效期限"), at(100, 0, printed))
        assert (found["valid_from"], found["valid_to"]) == ("2016-05-12", end)


def test_the_number_is_found_even_when_its_label_is_not() -> None:
    assert read("id_card", "portrait", at(0, 0, "210108196908170425")) == {
        "id_number": "210108196908170425"
    }


def test_a_value_below_its_label_is_found() -> None:
    found = read(
        "disability_cert",
        "inner",
        at(100, 0, "残疾人证号"),
        at(20, 40, "21010819690817042542"),
        at(700, 40, "姓名王桂兰"),
    )
    assert found["cert_number"] == "21010819690817042542"


def test_cells_of_an_empty_row_stay_empty() -> None:
    found = read(
        "hukou_booklet",
        "member",
        at(0, 0, "曾用名"),
        at(300, 0, "性别"),
        at(400, 0, "男"),
        at(0, 40, "籍贯"),
        at(100, 40, "辽宁省"),
    )
    assert found == {"member_gender": "男", "member_native_place": "辽宁省"}


def test_what_stands_far_off_on_the_same_row_is_not_part_of_the_value() -> None:
    found = read(
        "bank_card", "number", at(0, 0, "持卡人"), at(0, 26, "王桂兰"), at(600, 26, "ATM")
    )
    assert found["holder_name"] == "王桂兰"


def test_a_column_under_its_head_is_a_list() -> None:
    found = read(
        "economy_check_authorisation", "form",
        at(40, 0, "授权人"), at(300, 0, "公民身份号码"), at(700, 0, "签字（手印）"),
        at(40, 90, "王桂兰"), at(220, 90, "210108196908170425"), at(760, 90, "王兰"),
        at(50, 180, "陈磊"), at(220, 180, "210108199705020419"), at(760, 180, "陈磊"),
        at(500, 300, "签署日期：2026年3月9日"),
    )  # fmt: skip
    assert found["signers"] == "王桂兰、陈磊"
    assert found["id_numbers"].startswith("210108196908170425、2101081997")
    assert found["signed_on"] == "2026-03-09"


def test_a_letter_is_read_as_its_sentences_run() -> None:
    found = read(
        "income_proof", "letter",
        at(300, 0, "收入证明", em=30),
        at(40, 60, "兹证明陈磊（性别：男，公民身份号码：2101081997"),
        at(0, 90, "05020419）系我单位职工，现任保洁"),
        at(0, 120, "员岗位。该职工2025年12月至2026年2月的月收入为人民币1,32"),
        at(0, 150, "0.00元（大写：壹仟叁佰贰拾元整）。"),
        at(40, 180, "特此证明。"),
        at(0, 220, "经办人及电话：周敏024-05512346"),
        at(500, 300, "沈阳和安丁香物业服务有限公司"),
        at(600, 330, "2026年3月2日"),
    )  # fmt: skip
    assert found["name"] == "陈磊"
    assert found["position"] == "保洁员"
    assert found["monthly_income"] == "1320.00"
    assert found["period"] == "2025年12月至2026年2月"
    assert found["signer"] == "周敏 024-05512346"
    assert found["employer"] == "沈阳和安丁香物业服务有限公司"
    assert found["issued_on"] == "2026-03-02"


def test_a_value_s_box_surrounds_its_own_characters_only() -> None:
    found = found_on("id_card", "portrait", at(0, 0, "性别女民族汉"))
    assert found["gender"].chunk.box == (40, 0, 60, 20)
    assert found["ethnicity"].chunk.box == (100, 0, 120, 20)


def test_a_value_is_only_as_sure_as_its_least_certain_character() -> None:
    run = at(0, 0, "姓名王桂兰")
    unsure = Writing(run.text, run.box, run.spans, (1.0, 1.0, 1.0, 0.4, 1.0))
    assert found_on("id_card", "portrait", unsure)["name"].chunk.confidence == 0.4


def test_spaces_between_han_characters_go_and_others_stay() -> None:
    assert tidied(at(0, 0, " 姓 名 王 桂 兰 ")).text == "姓名王桂兰"
    assert tidied(at(0, 0, "周敏 024 055")).text == "周敏 024 055"
    kept = at(0, 0, "姓名")
    assert tidied(kept) is kept


def test_a_field_that_may_stand_on_either_side_takes_the_one_in_good_form() -> None:
    spec = FieldSpec(
        name="n", label_zh="号", value_type="id_number", labels=("编号",), place="either"
    )
    part = Part(code="p", title_zh="p", anchors=(), needs=1, fields=(spec,))
    flow = flow_of(
        (at(0, 0, "编号"), at(80, 0, "12345678901234"), at(0, 40, "210108196908170425"))
    )
    assert fields_of(part, flow)["n"].parsed.value == "210108196908170425"


def test_noise_beside_a_clear_value_is_left_out() -> None:
    found = read(
        "hukou_booklet", "member",
        at(0, 0, "籍贯"), at(100, 0, "辽宁省", sure=0.99), at(170, 0, "nctf", sure=0.5),
    )  # fmt: skip
    assert found["member_native_place"] == "辽宁省"


def test_a_label_of_two_rows_finds_the_value_between_them() -> None:
    found = read(
        "hukou_booklet", "member",
        at(0, 0, "户主或与"), at(0, 26, "户主关系"), at(150, 13, "长女"),
    )  # fmt: skip
    assert found["member_relation"] == "长女"


def test_a_letter_in_other_words_is_read_too() -> None:
    found = read(
        "income_proof", "letter",
        at(0, 0, "收入证明"),
        at(0, 30, "兹有我单位员工张三，身份证号2101081970010100"),
        at(0, 60, "19，担任会计职务，月收入叁仟贰佰元整（￥3200.00元）。"),
        at(0, 90, "联系人：李四"),
        at(0, 120, "联系电话：13800001234"),
        at(300, 160, "沈阳和安热力有限责任公司"),
        at(400, 190, "二〇二六年二月二十日"),
    )  # fmt: skip
    assert found["name"] == "张三"
    assert found["position"] == "会计"
    assert found["monthly_income"] == "3200.00"
    assert found["signer"] == "李四 13800001234"
    assert found["employer"] == "沈阳和安热力有限责任公司"
    assert found["issued_on"] == "2026-02-20"


def test_a_misread_label_does_not_swallow_the_next_cell() -> None:
    found = read(
        "hukou_booklet", "member",
        at(0, 0, "户口专用"), at(200, 0, "登记日期：2008年11月12日"),
    )  # fmt: skip
    assert found["registered_on"] == "2008-11-12"


def test_a_label_broken_in_its_cell_is_put_together() -> None:
    part = TYPES.by_code["disability_cert"].parts[0]
    writings = (at(0, 0, "残疾"), at(0, 24, "类别"), at(200, 12, "肢体"))
    found = fields_of(part, flow_of(with_whole_labels(writings, part.around)))
    assert found["category"].parsed.value == "肢体"


def test_a_label_written_downwards_is_found() -> None:
    writings = (at(0, 80, "姓"), at(0, 104, "名"), at(200, 92, "王桂兰"))
    assert read("disability_cert", "inner", *writings) == {"name": "王桂兰"}


def test_values_under_a_row_of_labels_are_read_although_they_stand_close() -> None:
    found = read(
        "disability_cert", "inner",
        at(0, 0, "姓名"), at(100, 0, "残疾类别"), at(200, 0, "残疾等级"),
        at(0, 40, "王桂兰"), at(120, 40, "听力"), at(220, 40, "三级"),
    )  # fmt: skip
    assert found == {"name": "王桂兰", "category": "听力", "grade": "三级"}


def test_a_value_in_a_sentence_goes_on_over_the_end_of_its_row() -> None:
    found = read(
        "residence_proof", "letter",
        at(0, 0, "兹证明以下情况属实，居住地址为辽宁省沈阳市和安"),
        at(0, 30, "区丁香路18号3-2-1，特此证明。"),
    )  # fmt: skip
    assert found["address"] == "辽宁省沈阳市和安区丁香路18号3-2-1"


def test_a_number_and_the_height_after_it_do_not_run_together() -> None:
    found = read(
        "hukou_booklet", "member",
        evenly("公民身份号码 210108199705020411    160厘米", (0, 0, 900, 20), 1.0),
    )  # fmt: skip
    assert found["member_id_number"] == "210108199705020411"


def test_a_body_whose_first_characters_are_missing_is_not_filled_unasked() -> None:
    found = found_on(
        "enrolment_proof", "letter", at(0, 0, "在读证明"), at(0, 300, "市和安区第一中学"), at(0, 340, "2023年2月16日")
    )  # fmt: skip
    assert [flaw.code for flaw in found["school"].flaws] == ["cut_off"]


AUTHORISATION = ("economy_check_authorisation", "form")


def test_the_rest_of_a_sentence_is_not_taken_for_names() -> None:
    found = read(
        *AUTHORISATION,
        at(0, 0, "家庭经济状况核对授权书"),
        at(0, 60, "授权人已阅读并理"),
        at(0, 100, "解核对的内容"),
    )
    assert "signers" not in found


def test_a_day_in_the_middle_of_a_letter_is_not_the_day_at_its_foot() -> None:
    paper = (at(0, 0, "毕业证书"), at(0, 60, "学生王桂兰，女，一九九五年二月十四日生"))
    rest = [
        at(0, 100 + 40 * row, "于本校学习，修完教学计划规定的全部课程，成绩合格")
        for row in range(4)
    ]
    assert "graduation_date" not in read("graduation_cert", "cert", *paper, *rest)


def test_a_day_behind_which_figures_go_on_is_doubted() -> None:
    found = found_on(
        "party_intro_letter", "receipt", at(0, 0, "回执联"), at(0, 300, "2020-05-1 -11")
    )
    assert [flaw.code for flaw in found["issued_on"].flaws] == ["cut_off"]


def test_the_end_of_a_label_is_not_part_of_a_relation() -> None:
    found = read(
        "hukou_booklet", "member", at(0, 0, "户主或与户主关系"), at(300, 0, "户主次子")
    )
    assert found["member_relation"] == "次子"


def test_a_value_beside_its_label_is_surer_of_its_place_than_one_without_a_label() -> None:
    labelled = found_on("graduation_cert", "cert", at(0, 300, "发证日期：2023年2月16日"))
    foot = found_on(
        "graduation_cert", "cert", at(0, 0, "毕业证书"), at(0, 300, "2023年2月16日")
    )
    assert labelled["graduation_date"].worth > foot["graduation_date"].worth


def test_a_value_that_another_one_nearly_beats_is_doubted() -> None:
    alone = found_on("id_card", "portrait", at(0, 0, "姓名：王桂兰"))
    rivalled = found_on(
        "id_card", "portrait", at(0, 0, "姓名：王桂兰"), at(0, 40, "姓名：陈磊")
    )
    assert rivalled["name"].worth < alone["name"].worth
