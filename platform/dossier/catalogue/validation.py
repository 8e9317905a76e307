"""A form against its JSON Schema, with every violation as a problem in Chinese."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import jsonschema_rs
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema_specifications import REGISTRY
from stdnum.cn import uscc

from dossier.catalogue import citizen
from dossier.catalogue.cel.shapes import Shape
from dossier.catalogue.labels import label
from dossier.kernel.canonical import Json
from dossier.kernel.errors import Problem
from dossier.kernel.money import yuan_text


def _is_date(text: str) -> bool:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_month(text: str) -> bool:
    return _is_date(f"{text}-01")


def _is_postcode(text: str) -> bool:
    return re.fullmatch(r"[0-9]{6}", text) is not None


FORMATS: Mapping[str, tuple[Callable[[str], bool], str, str]] = {
    "cn-id-18": (
        citizen.is_id_number,
        "不是有效的公民身份号码（应为18位，出生日期真实，末位校验码正确）",
        "请对照居民身份证原件核对18位号码，末位字母用大写X。",
    ),
    "cn-phone": (
        citizen.is_phone,
        "不是有效的电话号码",
        "请填写11位手机号，或带区号的固定电话（如024-12345678）。",
    ),
    "disability-20": (
        citizen.is_disability_number,
        "不是有效的残疾人证号（应为身份号码加残疾类别和等级共20位，补办的再加B和数字）",
        "请对照残疾人证原件核对证号。",
    ),
    "bank-card": (
        citizen.is_bank_account,
        "不是有效的银行账号（应为13至19位数字）",
        "请对照银行卡或存折核对账号，不留空格。",
    ),
    "uscc-18": (uscc.is_valid, "不是有效的统一社会信用代码", "请对照证照核对18位代码。"),
    "date": (_is_date, "不是有效的日期", "请按“年-月-日”填写，如2026-03-09。"),
    "year-month": (_is_month, "不是有效的年月", "请按“年-月”填写，如2026-03。"),
    "postcode": (_is_postcode, "不是有效的邮政编码", "请填写6位数字。"),
}
_TYPES = {
    "string": "文字",
    "integer": "整数",
    "number": "数字",
    "boolean": "“是”或“否”",
    "array": "列表",
    "object": "一组项目",
}


def checker() -> FormatChecker:
    """Return the checker of the formats that forms use."""
    formats = FormatChecker(formats=())
    for name, (fits, _, _) in FORMATS.items():
        formats.checks(name)(
            lambda value, fits=fits: not isinstance(value, str) or bool(fits(value))
        )
    return formats


@dataclass(frozen=True, slots=True)
class FormValidator:
    """Two validators of one schema: one that is quick to say yes, one that explains."""

    _judge: jsonschema_rs.Validator
    _explainer: Draft202012Validator

    def errors(self, form: Json) -> Iterator[ValidationError]:
        """Return every violation of the schema; none costs the quick answer alone."""
        return iter(()) if self._judge.is_valid(form) else self._explainer.iter_errors(form)


def validator_of(form: Mapping[str, Json]) -> FormValidator:
    """Return the validator of a form; a list of titled constants is checked as an enumeration.

    It knows the specifications and fetches nothing: a reference to elsewhere cannot be resolved.
    """
    schema = _enumerated(form)
    assert isinstance(schema, dict)
    return FormValidator(
        jsonschema_rs.Draft202012Validator(
            schema,
            formats={name: fits for name, (fits, _, _) in FORMATS.items()},
            validate_formats=True,
            offline=True,
        ),
        Draft202012Validator(schema, registry=REGISTRY, format_checker=checker()),
    )


def _enumerated(schema: Json) -> Json:
    if isinstance(schema, list | tuple):
        return [_enumerated(each) for each in schema]
    if not isinstance(schema, Mapping):
        return schema
    options = schema.get("oneOf")
    given = options if isinstance(options, list | tuple) else ()
    titled = [each for each in given if isinstance(each, Mapping) and _is_titled(each)]
    if not titled or len(titled) != len(given):
        return {name: _enumerated(value) for name, value in schema.items()}
    plain = {name: _enumerated(value) for name, value in schema.items() if name != "oneOf"}
    titles = [each.get("title", each["const"]) for each in titled]
    return {**plain, "enum": [each["const"] for each in titled], "x-titles": titles}


def _is_titled(option: Mapping[str, Json]) -> bool:
    return "const" in option and option.keys() <= {"const", "title"}


def clean(value: Json) -> Json:
    """Return the form without what was left blank: nulls and empty texts."""
    if isinstance(value, Mapping):
        cleaned = {name: clean(inner) for name, inner in value.items()}
        return {name: inner for name, inner in cleaned.items() if inner not in (None, "")}
    if isinstance(value, list | tuple):
        return [clean(inner) for inner in value]
    return value.strip() if isinstance(value, str) else value


def violations(validator: FormValidator, shape: Shape, form: Json) -> tuple[Problem, ...]:
    """Return what is wrong with a cleaned form, ordered by place."""
    found = (_problem(shape, error) for error in validator.errors(form))
    return tuple(sorted(found, key=lambda problem: (problem.pointer, problem.code)))


def missing(shape: Shape, pointer: str) -> Problem:
    """Return the problem of a field that must be filled and is not."""
    name = label(shape, pointer)
    return Problem(pointer, "required", f"{name}没有填写。", f"请填写{name}。", "block")


def _problem(shape: Shape, error: ValidationError) -> Problem:
    pointer = "".join(f"/{part}" for part in error.absolute_path)
    if error.validator == "required":
        absent = re.match(r"'(.*)' is a required", error.message)
        assert absent is not None
        return missing(shape, f"{pointer}/{absent[1]}")
    name = label(shape, pointer) or "表单"
    what, remedy = _words(error)
    return Problem(pointer, _code(error), f"{name}{what}。", remedy, "block")


def _code(error: ValidationError) -> str:
    rule = str(error.validator)
    return f"format.{error.validator_value}" if rule == "format" else rule


def _words(error: ValidationError) -> tuple[str, str]:
    limit, value = error.validator_value, error.instance
    money = isinstance(error.schema, Mapping) and error.schema.get("format") == "money-fen"
    bound = f"{yuan_text(limit)}元" if money and isinstance(limit, int) else f"{limit}"
    match error.validator:
        case "format" if isinstance(limit, str) and limit in FORMATS:
            _, what, remedy = FORMATS[limit]
            return f"“{value}”{what}", remedy
        case "type":
            return "的内容不是" + _TYPES.get(str(limit), "所要的类型"), "请重新填写。"
        case "enum" | "const":
            return f"“{value}”不在可选项内", f"请从下列选项中选择：{_choices(error)}。"
        case "minimum":
            return f"小于{bound}", f"请填写{bound}或更大的数。"
        case "maximum":
            return f"大于{bound}", f"请填写{bound}或更小的数。"
        case "exclusiveMinimum":
            return f"不大于{bound}", f"请填写大于{bound}的数。"
        case "exclusiveMaximum":
            return f"不小于{bound}", f"请填写小于{bound}的数。"
        case "minLength":
            return f"少于{limit}个字", f"请至少填写{limit}个字。"
        case "maxLength":
            return f"超过{limit}个字", f"请缩短到{limit}个字以内。"
        case "minItems":
            return f"少于{limit}项", f"请至少填写{limit}项。"
        case "maxItems":
            return f"超过{limit}项", f"请减少到{limit}项以内。"
        case "uniqueItems":
            return "有重复的项目", "请删去重复的项目。"
        case "multipleOf":
            return f"“{value}”的小数位数不对", f"请按{limit}的整数倍填写。"
        case "additionalProperties":
            return "里有表单中没有的项目", "请删去多余的项目，或改用正确版本的表单。"
        case _:
            return "的内容不符合要求", "请核对后重新填写。"


def _choices(error: ValidationError) -> str:
    limit = error.validator_value
    titles = error.schema.get("x-titles") if isinstance(error.schema, Mapping) else None
    options = titles or (limit if isinstance(limit, list) else [limit])
    return "、".join(str(option) for option in options)
