"""What is wrong with a form is told in Chinese, per field, with what to do next."""

from collections.abc import Mapping

import pytest
from catalogue_sample import as_form, as_json, dibao, tiny

from dossier.catalogue.cel.shapes import shape_of
from dossier.catalogue.compiling import compiled
from dossier.catalogue.labels import label, row_pointer
from dossier.catalogue.masking import Masking, masked
from dossier.catalogue.validation import FORMATS, checker, clean, validator_of, violations
from dossier.kernel.errors import Problem


def told(schema: Mapping[str, object], value: object) -> Problem:
    whole = {"type": "object", "properties": {"x": {"title": "项目", **schema}}}
    validator = validator_of(as_form(whole))
    (problem,) = violations(validator, shape_of(as_json(whole)), as_json({"x": value}))
    assert problem.pointer.startswith("/x")
    assert problem.severity == "block"
    assert problem.remedy
    return problem


@pytest.mark.parametrize(
    ("schema", "value", "code", "word"),
    [
        ({"type": "string"}, 5, "type", "文字"),
        ({"type": "integer"}, "x", "type", "整数"),
        ({"type": "number"}, "x", "type", "数字"),
        ({"type": "boolean"}, "x", "type", "“是”或“否”"),
        ({"type": "array", "items": {"type": "string"}}, "x", "type", "列表"),
        ({"type": "string", "enum": ["甲"]}, "乙", "enum", "可选项"),
        ({"type": "string", "oneOf": [{"const": "a", "title": "甲"}]}, "b", "enum", "可选项"),
        ({"type": "string", "const": "a"}, "b", "const", "可选项"),
        ({"type": "integer", "minimum": 0}, -1, "minimum", "小于0"),
        ({"type": "integer", "maximum": 5}, 6, "maximum", "大于5"),
        ({"type": "integer", "format": "money-fen", "maximum": 500}, 501, "maximum", "5.00元"),
        ({"type": "number", "exclusiveMinimum": 0}, 0, "exclusiveMinimum", "不大于0"),
        ({"type": "number", "exclusiveMaximum": 1}, 1, "exclusiveMaximum", "不小于1"),
        ({"type": "number", "multipleOf": 0.5}, 0.7, "multipleOf", "小数位数"),
        ({"type": "string", "minLength": 2}, "一", "minLength", "少于2个字"),
        ({"type": "string", "maxLength": 2}, "一二三", "maxLength", "超过2个字"),
        ({"type": "string", "pattern": "^a"}, "b", "pattern", "不符合要求"),
        (
            {"type": "array", "items": {"type": "string"}, "minItems": 1},
            [],
            "minItems",
            "少于1",
        ),
        (
            {"type": "array", "items": {"type": "string"}, "maxItems": 0},
            ["a"],
            "maxItems",
            "超过0",
        ),
        (
            {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
            ["a", "a"],
            "uniqueItems",
            "重复",
        ),
        (
            {"type": "object", "properties": {}, "additionalProperties": False},
            {"z": 1},
            "additionalProperties",
            "没有的项目",
        ),
        ({"type": "string", "format": "cn-id-18"}, "1", "format.cn-id-18", "公民身份号码"),
    ],
)
def test_every_violation_has_words(
    schema: dict[str, object], value: object, code: str, word: str
) -> None:
    problem = told(schema, value)
    assert problem.code == code
    assert word in problem.message
    assert "项目" in problem.message


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("cn-id-18", "210102196905120221", "210102196905120222"),
        ("cn-phone", "13900001234", "12900001234"),
        ("cn-phone", "024-12345678", "24-1234567"),
        ("disability-20", "21010219690512022142", "210102196905120221"),
        ("bank-card", "6217000720001234563", "621700072000"),
        ("uscc-18", "91110000600037341L", "91110000600037341M"),
        ("date", "2026-02-28", "2026-02-30"),
        ("date", "2026-02-28", "20260228"),
        ("year-month", "2026-02", "2026-13"),
        ("postcode", "110000", "11000"),
    ],
)
def test_formats_tell_good_from_bad(name: str, good: str, bad: str) -> None:
    formats = checker()
    assert formats.conforms(good, name)
    assert not formats.conforms(bad, name)
    assert formats.conforms(5, name)
    assert FORMATS[name][1]


def test_blank_is_the_same_as_absent() -> None:
    assert clean({"a": None, "b": " ", "c": [{"d": ""}, " x "], "e": 0}) == {
        "c": [{}, "x"],
        "e": 0,
    }


def test_places_have_names() -> None:
    shape = compiled(dibao()).shape
    assert label(shape, "/applicant_name") == "“姓名”"
    name = label(shape, "/household_members/1/member_id_no")
    assert name == "“共同生活家庭成员”第2项的“公民身份号码”"
    assert label(compiled(tiny()).shape, "/stranger") == "“stranger”"


def test_the_row_takes_the_place_of_the_star() -> None:
    assert row_pointer("/rows/*/name", "/rows/3") == "/rows/3/name"
    assert row_pointer("/kind", "/rows/3") == "/kind"
    assert row_pointer("/other/*/name", "/rows/3") == "/other/*/name"


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        ("", "张三", "张三"),
        ("surname_star", "张三", "张*"),
        ("surname_star", "欧阳明月", "欧阳**"),
        ("surname_star", "欧阳", "欧*"),
        ("surname_star", "张", "*"),
        ("id_mask", "210102199001011234", "210102********1234"),
        ("id_mask", "2101", "****"),
        ("phone_mask", "13812345678", "138****5678"),
        ("account_last4", "6217000720001234", "**** 1234"),
        ("account_last4", "1234", "****"),
    ],
)
def test_masks_hide_all_but_what_is_allowed(kind: Masking, text: str, shown: str) -> None:
    assert masked(kind, text) == shown


def test_choices_are_told_by_their_titles() -> None:
    options = {"type": "string", "oneOf": [{"const": "a", "title": "甲"}, {"const": "b"}]}
    assert "甲、b" in told(options, "c").remedy
    assert "丙" in told({"type": "string", "enum": ["丙"]}, "c").remedy
