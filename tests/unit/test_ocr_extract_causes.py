"""What once made a value wrong: each cause in the smallest paper that shows it."""

from pathlib import Path

import pytest

from dossier_ocr import load_types
from dossier_ocr.extract.fields import Found, fields_of
from dossier_ocr.identify.broken_labels import with_whole_labels
from dossier_ocr.text.flow import flow_of
from dossier_ocr.text.simplifying import in_one_script
from dossier_ocr.text.writing import Writing, evenly, wide
from dossier_ocr.values import VALUE_TYPES, Options

TYPES = load_types(Path(__file__).parents[2] / "form_schemas")
EM = 20
PLAIN = Options({})


def at(x: int, y: int, text: str, *, em: int = EM) -> Writing:
    width = sum(1.0 if wide(character) else 0.5 for character in text) * em
    return evenly(text, (x, y, x + round(width), y + em), 1.0)


def found_on(code: str, part: str, *writings: Writing) -> dict[str, Found]:
    chosen = next(one for one in TYPES.by_code[code].parts if one.code == part)
    return fields_of(chosen, flow_of(with_whole_labels(writings, chosen.around)))


def read(code: str, part: str, *writings: Writing) -> dict[str, str]:
    return {name: found.parsed.value for name, found in found_on(code, part, *writings).items()}


def test_a_value_wrapped_in_a_narrow_column_under_its_head_is_whole() -> None:
    found = read(
        "lease_contract", "contract",
        at(0, 0, "房屋租赁合同", em=32),
        at(0, 80, "出租方"), at(160, 80, "承租方"), at(360, 80, "房屋坐落"), at(640, 80, "租金"),
        at(0, 124, "周敏"), at(160, 124, "赵国强"), at(300, 112, "辽宁省沈阳市和安区"), at(640, 124, "800元"),
        at(320, 136, "春晖街86号3-3-3"),
    )  # fmt: skip
    assert found["location"] == "辽宁省沈阳市和安区春晖街86号3-3-3"


def test_a_value_indented_under_a_short_label_is_its_own() -> None:
    found = read(
        "marriage_cert", "inner",
        at(0, 0, "结婚证", em=32),
        at(0, 80, "男方："), at(40, 106, "徐志强"),
        at(0, 160, "女方："), at(40, 186, "司徒雪"),
    )  # fmt: skip
    assert (found["name_male"], found["name_female"]) == ("徐志强", "司徒雪")


def test_two_lines_around_the_height_of_their_label_are_one_value() -> None:
    found = read(
        "disability_cert", "inner",
        at(0, 0, "残疾人证", em=32),
        at(200, 87, "沈阳市和安区残疾人联合"), at(0, 100, "批准残联"), at(200, 113, "会"),
    )  # fmt: skip
    assert found["authority"] == "沈阳市和安区残疾人联合会"


def test_a_line_nearer_to_the_next_label_is_no_part_of_the_value_above_it() -> None:
    found = read(
        "lease_contract", "contract",
        at(0, 0, "房屋租赁合同", em=32),
        at(0, 80, "租赁房屋坐落"), at(160, 80, "辽宁省沈阳市和安区春晖街102号4-6-1"),
        at(160, 107, "76.06平方"), at(0, 120, "房屋建筑面积"), at(160, 133, "米"),
    )  # fmt: skip
    assert found["location"] == "辽宁省沈阳市和安区春晖街102号4-6-1"


def test_a_number_torn_by_the_end_of_its_line_is_read_whole_or_doubted() -> None:
    found = found_on(
        "demolition_agreement", "agreement",
        at(200, 0, "房屋征收与补偿协议", em=32),
        at(40, 80, "兹证明，被征收人姓名诸葛国栋，被征收房屋坐落辽宁省沈阳市"),
        at(0, 120, "和安区槐荫路40号2-6-2，被征收房屋的情况属实，被征收房屋建筑面积111"),
        at(0, 160, ".98平方米，补偿形式货币。特此证明。"),
    )["floor_area"]  # fmt: skip
    assert found.parsed.value == "111.98" or found.flaws


def test_an_id_number_whose_last_figure_stands_on_the_next_line_is_whole() -> None:
    found = read(
        "hukou_booklet", "member",
        at(0, 0, "常住人口登记卡", em=32),
        at(0, 80, "籍贯"), at(80, 80, "辽宁省"), at(240, 80, "公民身份号码"), at(380, 72, "21010819790415142"), at(380, 94, "4"),
    )  # fmt: skip
    assert found["member_id_number"] == "210108197904151424"


@pytest.mark.parametrize("label", ["填发日期", "单位负责人", "证件编号"])
def test_a_label_of_any_office_ends_the_value_before_it(label: str) -> None:
    found = read(
        "training_cert", "certificate",
        at(0, 0, "培训合格证", em=32),
        at(0, 80, f"课程：养老护理员{label}：2024年1月2日"),
        at(0, 120, "发证日期：2025年11月28日"),
    )  # fmt: skip
    assert (found["course"], found["issued_on"]) == ("养老护理员", "2025-11-28")


def test_the_name_of_a_field_before_a_colon_ends_the_value_before_it() -> None:
    found = read(
        "charter", "first_page",
        at(0, 0, "社会服务机构章程", em=32),
        at(0, 80, "本会名称：和安区丁香志愿者协会宗旨：弘扬志愿精神，服务社区居民"),
    )  # fmt: skip
    assert found["org_name"] == "和安区丁香志愿者协会"


def test_a_colon_inside_a_value_makes_no_label_of_the_word_before_it() -> None:
    found = read(
        "business_licence", "licence",
        at(0, 0, "营业执照", em=32),
        at(0, 80, "经营范围"), at(120, 80, "一般项目：信息技术咨询服务，软件开发"),
    )  # fmt: skip
    assert found["scope"] == "一般项目：信息技术咨询服务，软件开发"


def test_two_labels_with_a_value_each_are_not_one_label_of_two_lines() -> None:
    found = read(
        "mental_card", "page",
        at(0, 0, "精神疾病患者社区联系卡", em=32),
        at(0, 80, "诊断"), at(120, 80, "偏执性精神病"),
        at(0, 106, "医院"), at(120, 106, "沈阳市安宁医院"),
    )  # fmt: skip
    assert (found["diagnosis"], found["hospital"]) == ("偏执性精神病", "沈阳市安宁医院")


def test_a_neighbouring_head_is_no_value() -> None:
    found = read(
        "student_card", "inner",
        at(0, 0, "学生证", em=32),
        at(0, 80, "注册学期"), at(300, 80, "注册盖章"),
        at(0, 120, "2022-2023学年第二学期"), at(300, 120, "已注册"),
    )  # fmt: skip
    assert found["registered_term"] == "2022-2023学年第二学期"


def test_people_who_stand_beside_a_label_each_are_a_list() -> None:
    found = read(
        "economy_check_authorisation", "form",
        at(0, 0, "居民家庭经济状况核对授权书", em=32),
        at(0, 80, "授权人：仇立"), at(300, 80, "身份号码：210102197105097937"),
        at(0, 120, "授权人：董武"), at(300, 120, "身份号码：210102198712140217"),
    )  # fmt: skip
    assert found["signers"] == "仇立、董武"
    assert found["id_numbers"] == "210102197105097937、210102198712140217"


def test_a_word_at_the_start_of_a_line_of_running_text_is_no_label() -> None:
    found = read(
        "enrolment_proof", "letter",
        at(200, 0, "在读证明", em=32),
        at(40, 80, "兹证明赵艳惠，女，学号：202362977668，系我校机械专业大学二"),
        at(0, 120, "年级在读学生，学籍状态正常。"),
    )  # fmt: skip
    assert found["grade"] == "大学二年级"


def test_a_label_at_the_end_of_a_line_names_what_begins_the_next() -> None:
    found = read(
        "guardian_proof", "proof",
        at(200, 0, "监护关系证明", em=32),
        at(40, 80, "兹证明监护人董秀月（身份证号210105198811171341）与被监护人"),
        at(0, 120, "戴兰（身份证号210105196909059180）系祖孙关系，董秀月为戴兰的法"),
        at(0, 160, "定监护人。"),
    )  # fmt: skip
    assert (found["ward"], found["relation"]) == ("戴兰", "祖孙")


def test_an_amount_that_contradicts_the_capitals_elsewhere_is_doubted() -> None:
    found = found_on(
        "heating_invoice", "paper",
        at(0, 0, "采暖费收费发票", em=32),
        at(0, 80, "金额"), at(100, 80, "10"),
        at(0, 120, "合计大写"), at(120, 120, "贰仟捌佰捌拾贰元壹角"),
    )["amount"]  # fmt: skip
    assert [flaw.code for flaw in found.flaws] == ["amount_mismatch"]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("address", "辽宁省沈阳市和安区槐"),
        ("address", "楼5单元504室"),
        ("address", "辽宁省沈阳市和安区云杉巷175号2-1-2HA5599286"),
        ("organisation", "会"),
        ("name", "事项马文斌"),
    ],
)
def test_what_is_but_a_piece_or_more_than_one_value_is_in_no_good_form(
    kind: str, text: str
) -> None:
    parsed = VALUE_TYPES[kind](text, PLAIN)
    assert parsed is not None
    assert parsed.flaws


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("好邻居养老服务中心的单位在我行开立账户（", "好邻居养老服务中心"),
        ("沈阳和安理工大学（", "沈阳和安理工大学"),
    ],
)
def test_the_name_of_a_body_ends_where_the_sentence_goes_on(text: str, name: str) -> None:
    parsed = VALUE_TYPES["organisation"](text, PLAIN)
    assert parsed is not None
    assert (parsed.value, parsed.flaws) == (name, ())


def test_a_number_that_begins_with_ordinal_and_lacks_its_end_is_doubted() -> None:
    pattern = Options({}, r"[一-龥]{2,6}字第\d{4,8}号?")
    whole = VALUE_TYPES["cert_number"]("沈房字第0123456号", pattern)
    torn = VALUE_TYPES["cert_number"]("沈房字第012345", pattern)
    assert whole is not None
    assert torn is not None
    assert (whole.flaws, [flaw.code for flaw in torn.flaws]) == ((), ["cut_off"])


def test_print_of_one_page_is_in_one_script() -> None:
    page = (at(0, 0, "黃婕梅"), at(0, 40, "身份证号码"))
    assert [one.text for one in in_one_script(page)] == ["黄婕梅", "身份证号码"]
    traditional = (at(0, 0, "黃婕梅"), at(0, 40, "證明"))
    assert in_one_script(traditional) == traditional


def test_a_list_of_id_numbers_that_leaves_one_out_is_doubted() -> None:
    found = found_on(
        "economy_check_authorisation", "form",
        at(0, 0, "居民家庭经济状况核对授权书", em=32),
        at(0, 80, "身份号码：13010219980328777X、130102199706258600"),
        at(0, 160, "另有一人130102195301124454也已到场。"),
    )["id_numbers"]  # fmt: skip
    assert found.flaws


@pytest.mark.parametrize("opening", ["经核实", "兹有", "经审核"])
def test_the_opening_of_a_letter_is_no_name(opening: str) -> None:
    parsed = VALUE_TYPES["name"](opening, PLAIN)
    assert parsed is not None
    assert parsed.flaws
