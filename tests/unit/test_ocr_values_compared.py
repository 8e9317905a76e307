"""Two values of a kind: the same, probably the same, or different, and for what reason."""

from pathlib import Path

import pytest

from dossier_ocr.text import tables
from dossier_ocr.values import KINDS, VALUE_TYPES, check, compare, normalise
from dossier_ocr.values.address import parts_of
from dossier_ocr.values.divisions import division_at, divisions_of
from dossier_ocr.values.surnames import surname_of
from dossier_ocr.values.value_type import PLAIN


@pytest.mark.parametrize(
    ("kind", "a", "b", "reason"),
    [
        ("name", "王 磊", "王磊", "writing"),
        ("name", "买买提•吐尔逊", "买买提·吐尔逊", "writing"),
        ("names", "王桂兰、陈磊", "陈磊、王桂兰", "list"),
        ("id_number", "11010519491231002x", "110105 19491231 002X", "writing"),
        ("id_number", "110105491231002", "11010519491231002X", "old_number"),
        ("id_numbers", "110105491231002、x", "X、11010519491231002X", "list"),
        ("date", "2026年3月9日", "二〇二六年三月九日", "writing"),
        ("date", "贰零贰陆年叁月玖日", "2026-03-09", "writing"),
        ("date_or_longterm", "长 期", "长期有效", "writing"),
        ("period", "2025年12月至2026年2月", "2025.12-2026.2", "writing"),
        ("period", "2016-2017", "2016年至2017年度", "writing"),
        ("money", "叁仟贰佰元整", "¥3,200", "writing"),
        ("address", "辽宁省沈阳市和平区南京街12号", "和平区南京街12号", "upper_left_out"),
        ("address", "和平区三好街九号楼一单元", "和平区三好街9号楼1单元", "writing"),
        ("address", "和平区丁香社区居委会", "和平区丁香社区", "writing"),
        ("card_number", "6222 0000-1", "622200001", "writing"),
        ("cert_number", "辽（2019）沈阳市不动产权第0012号", "辽(2019)沈阳市不动产权第0012号", "writing"),
        ("cert_number", "第0012号", "0012", "writing"),
        ("ethnicity", "满族", "满", "writing"),
        ("phone", "+86 138-0000-1234", "13800001234", "writing"),
        ("org_code", "9111 0000 6000 37341L", "91110000600037341l", "writing"),
        ("relation", "儿子", "子", "writing"),
        ("relation", "二女", "次女", "writing"),
        ("year_month", "贰零壹叁年陆月", "2013-06", "writing"),
        ("number", "58.30㎡", "58.3", "writing"),
        ("integer", "玖拾天", "90", "writing"),
        ("percent", "百分之五十", "50.0%", "writing"),
        ("moment", "2026年1月2日 下午3:05", "2026-01-02T15:05", "writing"),
        ("organisation", "沈阳和安(集团)公司", "沈阳和安（集团）公司", "writing"),
        ("yes_no", "同意", "是", "writing"),
        ("bank_account", "0334 0101 0012", "033401010012", "writing"),
        ("postcode", "1 1 0 0 0 1", "110001", "writing"),
        ("contact", "周敏 024-05512346", "经办人 周敏 024-05512346", "writing"),
        ("disability_number", "11010519491231002x42", "11010519491231002X42", "writing"),
    ],
)  # fmt: skip
def test_what_is_only_written_otherwise_is_the_same(
    kind: str, a: str, b: str, reason: str
) -> None:
    compared = compare(kind, a, b)
    assert (compared.verdict, compared.reason) == ("same", reason)


@pytest.mark.parametrize(
    ("kind", "a", "b", "reason"),
    [
        ("name", "陳磊", "陈磊", "traditional"),
        ("name", "王己", "王已", "confusable"),
        ("name", "买买提吐尔逊", "买买提·吐尔逊", "separator"),
        ("name", "王□", "王㛃", "rare_character"),
        ("name", "王yan兰", "王㛃兰", "rare_character"),
        ("name", "买买提·吐尔", "买买提·吐尔逊", "shortened"),
        ("names", "王己、陈磊", "陈磊、王已", "confusable"),
        ("id_number", "11010519491231002X", "110105194912310021", "misread"),
        ("id_number", "110105194912310021", "110105194912310022", "misread"),
        ("id_number", "1101051949123100X2", "11010519491231002X", "misread"),
        ("date", "2026-03", "2026-03-09", "precision"),
        ("period", "2025.9-2026.8", "2025年9月1日至2026年8月31日", "precision"),
        ("address", "和平区南京街12号", "和平区春晖街道南京街12号", "component_missing"),
        ("address", "和平区南京街12号", "和平区南京街12号301室", "component_missing"),
        ("address", "和平区南京街12号3-2-1", "和平区南京街12号3栋2单元1室", "numbers_unlabelled"),
        ("address", "和平区末名路12号", "和平区未名路12号", "confusable"),
        ("card_number", "6222 **** 1247", "6222000011241247", "masked"),
        ("card_number", "4539148803436467", "4539148803436461", "misread"),
        ("cert_number", "J210102-2O10-000417", "J210102-2010-000417", "confusable"),
        ("phone", "024-23456789", "23456789", "area_code"),
        ("org_code", "91110000600037341L", "91110000600037341K", "misread"),
        ("relation", "子", "长子", "less_precise"),
        ("relation", "妻", "配偶", "less_precise"),
        ("organisation", "沈阳和安商贸有限公司", "沈阳和安商贸有限责任公司", "shortened"),
        ("organisation", "和安区民政局", "沈阳市和安区民政局", "shortened"),
        ("text", "二年級", "二年级", "traditional"),
        ("moment", "2026-01-02", "2026-01-02T15:05", "precision"),
        ("disability_number", "11010519491231002X42B1", "11010519491231002X42", "less_precise"),
    ],
)  # fmt: skip
def test_what_may_be_misread_or_shortened_is_probably_the_same(
    kind: str, a: str, b: str, reason: str
) -> None:
    compared = compare(kind, a, b)
    assert (compared.verdict, compared.reason) == ("probably_same", reason)


@pytest.mark.parametrize(
    ("kind", "a", "b", "reason", "told"),
    [
        ("name", "陈磊", "陈蕾", "contradicts", "姓相同，名不同"),
        ("name", "欧阳磊", "欧磊", "contradicts", "姓名不同"),
        ("name", "", "陈磊", "contradicts", "没有姓名"),
        ("name", "□", "陈", "contradicts", ""),
        ("names", "王桂兰、陈磊", "王桂兰", "contradicts", "“陈磊”只在一处有"),
        ("names", "王桂兰", "王桂兰、陈磊", "contradicts", "“陈磊”只在一处有"),
        ("id_number", "11010519491231002X", "110101194912310024", "contradicts", "行政区划码"),
        ("id_number", "11010519491231002X", "", "contradicts", "没有号码"),
        ("id_number", "12", "11010519491231002X", "contradicts", "号码不同"),
        ("id_numbers", "1", "2", "contradicts", "“1”"),
        ("id_numbers", "1、1", "1", "contradicts", "个数"),
        ("date", "2026-03-09", "2026-03-10", "contradicts", "日期不同"),
        ("date", "", "2026-03-10", "contradicts", "没有日期"),
        ("date_or_longterm", "长期", "2036-03-10", "contradicts", "长期"),
        ("period", "2016-2017", "2017-2018", "contradicts", "期间不同"),
        ("period", "近三个月", "2017-2018", "contradicts", "期间不同"),
        ("money", "320.00", "3200.00", "decimal_place", "10倍"),
        ("money", "320.00", "321.00", "contradicts", "金额不同"),
        ("money", "若干", "321.00", "contradicts", "不是金额"),
        ("address", "沈阳市和平区南京街12号", "沈阳市沈河区南京街12号", "component_contradicts", "区不同"),
        ("address", "和平区南京街12号", "和平区南京街13号", "component_contradicts", "号不同"),
        ("address", "和平区南京街12-3", "和平区南京街12-4", "component_contradicts", "门牌不同"),
        ("address", "无", "和平区南京街12号", "contradicts", "没有共同的部分"),
        ("card_number", "6222 **** 1247", "6222000011241248", "contradicts", "露出"),
        ("card_number", "4539148803436467", "6011000990139424", "contradicts", "卡号不同"),
        ("card_number", "", "6011000990139424", "contradicts", "没有卡号"),
        ("cert_number", "沈民1", "沈民2", "contradicts", "编号不同"),
        ("cert_number", "", "沈民2", "contradicts", "没有编号"),
        ("ethnicity", "土", "土家", "contradicts", "民族不同"),
        ("ethnicity", "火星", "满", "contradicts", "民族不同"),
        ("phone", "13800001234", "13800001235", "contradicts", "电话"),
        ("org_code", "91110000600037341L", "", "contradicts", "没有代码"),
        ("org_code", "91110000600037341L", "12210100000000000A", "contradicts", "不同"),
        ("relation", "长子", "次子", "contradicts", "关系不同"),
        ("relation", "朋友", "次子", "contradicts", "写法"),
        ("year_month", "2013-06", "2013-07", "contradicts", "年月"),
        ("number", "58.3", "58.4", "contradicts", "数字"),
        ("organisation", "", "民政局", "contradicts", ""),
        ("organisation", "和安区民政局", "和安区残联", "contradicts", ""),
        ("text", "", "甲", "contradicts", "没有内容"),
        ("yes_no", "同意", "不同意", "contradicts", ""),
        ("bank_account", "033401010012", "033401010013", "contradicts", "账号"),
        ("postcode", "110001", "110002", "contradicts", "邮政编码"),
        ("contact", "周敏 024-05512346", "周敏 024-05512347", "contradicts", ""),
        ("moment", "2026-01-02T15:05", "2026-01-02T15:06", "contradicts", "时间"),
        ("disability_number", "11010519491231002X42", "11010519491231002X43", "contradicts", "等级"),
        ("disability_number", "11010519491231002X42", "11010119491231002442", "contradicts", ""),
    ],
)  # fmt: skip
def test_what_contradicts_is_different_and_says_in_what(
    kind: str, a: str, b: str, reason: str, told: str
) -> None:
    compared = compare(kind, a, b)
    assert (compared.verdict, compared.reason) == ("different", reason)
    assert told in compared.message_zh


def test_a_name_that_was_borne_before_is_probably_the_same() -> None:
    compared = compare("name", "王招娣", "王丽", ("王招娣",))
    assert (compared.verdict, compared.reason) == ("probably_same", "former_name")
    assert "“王招娣”" in compared.message_zh
    assert compare("name", "王招娣", "王丽", ("王翠",)).verdict == "different"


def test_a_compound_surname_is_one_surname_when_a_given_name_follows() -> None:
    assert [surname_of(name) for name in ("欧阳磊", "欧阳", "王桂兰")] == ["欧阳", "欧", "王"]


def test_an_address_falls_into_its_parts() -> None:
    address = parts_of("辽宁省沈阳市和平区春晖街道办事处丁香社区三好街丁香小区九号楼2单元301室")
    assert address.names == {
        "省": "辽宁省",
        "市": "沈阳市",
        "区": "和平区",
        "街道": "春晖街道",
        "社区": "丁香社区",
        "路": "三好街",
        "小区": "丁香小区",
    }
    assert address.numbers == (("栋", "9"), ("单元", "2"), ("室", "301"))
    assert parts_of("法库县大孤家子镇半拉山子村村委会三组").names == {
        "区": "法库县",
        "街道": "大孤家子镇",
        "社区": "半拉山子村",
    }
    assert parts_of("北京市海淀区中关村大街27号").names["路"] == "中关村大街"


def test_a_division_code_belongs_to_its_years() -> None:
    assert {each.county for each in divisions_of("210112")} == {"东陵区", "浑南区"}
    ended = division_at("210122", 2020)
    assert ended is None
    stood = division_at("210122", 1969)
    assert stood is not None
    assert (stood.province, stood.county) == ("辽宁省", "辽中县")
    early = division_at("110102", 1930)
    assert early is not None
    assert divisions_of("210108") == ()


def test_an_unknown_division_is_remarked_on_and_the_number_still_proves_itself() -> None:
    parsed = VALUE_TYPES["id_number"]("210108196908170425", PLAIN)
    assert parsed is not None
    assert (parsed.certain, parsed.flaws) == (True, ())
    assert [remark.code for remark in parsed.remarks] == ["id_division_unknown"]
    assert [flaw.code for flaw in check("id_number", "210102196908170427")] == []
    assert [flaw.code for flaw in check("disability_number", "21010819690817042542")] == [
        "id_division_unknown"
    ]


def test_a_division_that_had_ended_before_the_birth_is_remarked_on() -> None:
    (remark,) = check("id_number", "210122202003090012")
    assert remark.code == "id_division_ended"
    assert "辽中县" in remark.message


def test_an_old_number_is_read_and_told() -> None:
    parsed = VALUE_TYPES["id_number"]("身份证 110105 491231 002", PLAIN)
    assert parsed is not None
    assert (parsed.value, [flaw.code for flaw in parsed.flaws]) == (
        "110105491231002",
        ["id_old"],
    )


@pytest.mark.parametrize(
    ("kind", "printed", "value", "flaws"),
    [
        ("cert_number", "证号：J210102-2010-000417", "J210102-2010-000417", []),
        ("cert_number", "辽 沈 〔2024〕 12 号", "辽沈〔2024〕12号", []),
        ("cert_number", "文号：长办发〔2011]39号", "长办发〔2011〕39号", []),
        ("cert_number", "沈民发[2023]7号", "沈民发[2023]7号", []),
        ("cert_number", "（2016）辽0102民初123号", "(2016)辽0102民初123号", []),
        ("ethnicity", "民 族 满 族", "民族满", ["no_such_group"]),
        ("ethnicity", "维吾尔族", "维吾尔", []),
        ("org_code", "91110000600037341K", "91110000600037341K", ["org_check"]),
        ("org_code", "9111000060003", "9111000060003", ["org_length"]),
        ("relation", "长 女", "长女", []),
        ("relation", "同事", "同事", ["no_such_relation"]),
        ("number", "建筑面积 1,058.32 平方米", "1058.32", []),
        ("integer", "叁人", "3", []),
        ("integer", "共 12 个月", "12", []),
        ("integer", "58.5", "58.5", ["not_whole"]),
        ("percent", "150%", "150%", ["over_all"]),
        ("table_count", "王桂兰\n陈磊\n\n", "2", []),
        ("table_count", "保障人口 3 人", "3", []),
        ("year_month", "2013年13月", "2013-13", ["no_such_month"]),
        ("year_month", "201306", "2013-06", []),
        ("moment", "2026年1月2日 25时", "2026-01-02T25:00", ["no_such_time"]),
        ("moment", "2026.01.02 10:30:05", "2026-01-02T10:30:05", []),
        ("moment", "2026年1月2日10时30分5秒", "2026-01-02T10:30:05", []),
        ("moment", "2026年1月2日10时30分", "2026-01-02T10:30", []),
        ("moment", "2026年1月2日", "2026-01-02", ["no_time"]),
        ("yes_no", "□同意 ☑不同意", "否", []),
        ("yes_no", "另议", "另议", ["not_an_answer"]),
        ("bank_account", "0334 0101 0012 3456", "0334010100123456", []),
        ("bank_account", "12345", "12345", ["account_length"]),
        ("postcode", "1 1 0 0 0 1", "110001", []),
        ("postcode", "1100", "1100", ["postcode_length"]),
        ("id_or_passport", "护照 E12345678", "E12345678", []),
        ("id_or_passport", "1101 05194912 31002X", "11010519491231002X", []),
        ("id_or_passport", "ABCDEF", "ABCDEF", ["id_form"]),
        ("id_or_passport", "210102196908170426", "210102196908170426", ["id_check_digit"]),
        ("date", "2016,05.12", "2016-05-12", []),
        ("date", "二〇一三 年 六 月 九 日", "2013-06-09", []),
        ("period", "2026年1月1日至2026年12月31日", "2026年1月1日至2026年12月31日", []),
        ("period", "2016—2017年度", "2016—2017年度", []),
        ("period", "2025年9月起至今", "2025年9月起至今", []),
        ("period", "2017-2016", "2017-2016", ["not_a_period"]),
    ],
)  # fmt: skip
def test_a_value_is_found_in_its_print(
    kind: str, printed: str, value: str, flaws: list[str]
) -> None:
    parsed = VALUE_TYPES[kind](printed, PLAIN)
    assert parsed is not None
    assert (parsed.value, [flaw.code for flaw in parsed.flaws]) == (value, flaws)
    assert all("请" in flaw.message for flaw in parsed.flaws)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"text", "choice", "organisation"}))
def test_where_nothing_stands_nothing_is_found(kind: str) -> None:
    assert VALUE_TYPES[kind]("  \t", PLAIN) is None
    assert [flaw.code for flaw in check(kind, " ")] == ["nothing"]


def test_a_pattern_finds_the_number_among_other_print_and_its_absence_is_told() -> None:
    marriage = KINDS["cert_number"].parse
    options = type(PLAIN)(choices={}, pattern=r"B?J\d{6}-\d{4}-\d{6}")
    found = marriage("结婚证字号 J210102-2010- 000417 号", options)
    assert found is not None
    assert (found.value, found.flaws) == ("J210102-2010-000417", ())
    longer = marriage("J210102-2010-0004171", options)
    assert longer is not None
    assert [flaw.code for flaw in longer.flaws] == ["bad_number"]


def test_the_tables_are_found_where_the_package_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "dossier_data" / "form_schemas" / "reading"
    folder.mkdir(parents=True)
    (folder / "some.yaml").write_text("known: 己已", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(tables, "_CHECKOUT", tmp_path / "none")
    tables.folder_of_definitions.cache_clear()
    try:
        assert tables.texts_of("some") == {"known": "己已"}
    finally:
        tables.folder_of_definitions.cache_clear()


def test_a_normal_form_is_half_width_and_dense() -> None:
    assert normalise("id_number", "１１０１０５ 19491231 002x") == "11010519491231002X"
    assert normalise("card_number", "6222 **** 1247") == "6222****1247"
    assert normalise("names", "王桂兰 , 陈 磊") == "王桂兰、陈磊"
