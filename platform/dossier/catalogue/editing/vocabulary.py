"""The words that a definition may use: keys of its schema, codes, and functions of expressions."""

import json
from collections.abc import Mapping

from dossier.catalogue.cel.functions import NAMES
from dossier.catalogue.change_words import AREAS, WORDS
from dossier.kernel.canonical import Json

FUNCTIONS: Mapping[str, str] = {
    "std": "std('参数编码')：本单位定的标准或参数；金额为分，系数为千分数",
    "age": "age(身份证号或出生日期)：到受理日的周岁",
    "today": "today()：受理日，如 2026-03-09",
    "days_between": "days_between(起, 止)：两个日期之间的天数",
    "months_between": "months_between(起, 止)：两个日期之间的整月数",
    "years_between": "years_between(起, 止)：两个日期之间的整年数",
    "birth_date": "birth_date(身份证号)：出生日期",
    "sex": "sex(身份证号)：男或女",
    "id_valid": "id_valid(文字)：是否为校验正确的公民身份号码",
    "luhn": "luhn(文字)：银行卡号校验是否正确",
    "divide": "divide(数, 除以, '舍入')：整数相除；舍入为 exact、down、up、half_up",
    "per_mille": "per_mille(金额, 千分数, '舍入')：金额乘系数",
    "total": "total(列表)：整数之和",
    "total_number": "total_number(列表)：小数之和",
    "listed": "listed(文字)：把顿号、逗号隔开的文字分成列表",
    "money": "money(分)：写成 1,234.50",
    "yuan": "yuan(分)：写成 15 或 15.5",
    "rate": "rate(千分数)：写成 0.3",
    "plain": "plain(值)：按平常的写法写成文字",
}


def functions() -> tuple[tuple[str, str], ...]:
    """Return the functions of expressions with what each gives."""
    return tuple((name, FUNCTIONS.get(name, name)) for name in sorted(NAMES))


def described(meta: str) -> dict[str, Json]:
    """Return the meta-schema with the office's word for each property as its description."""
    whole: Json = json.loads(meta)
    told = _described(whole, _words())
    assert isinstance(told, dict), "a meta-schema is an object"
    properties = told.get("properties")
    if isinstance(properties, dict):
        for name, inner in properties.items():
            if name in AREAS and isinstance(inner, dict):
                properties[name] = {**inner, "description": _area(name)}
    return told


def _area(name: str) -> str:
    area, word = AREAS[name][0], WORDS.get(name, "")
    return f"{area}：{word}" if word and word != area else area


def _words() -> Mapping[str, str]:
    return {"code": "编码", "version": "版本号", "id": "编码", "order": "顺序", **WORDS}


def _described(schema: Json, words: Mapping[str, str]) -> Json:
    if isinstance(schema, list):
        return [_described(inner, words) for inner in schema]
    if not isinstance(schema, Mapping):
        return schema
    told: dict[str, Json] = {}
    for name, value in schema.items():
        if name == "properties" and isinstance(value, Mapping):
            told[name] = {
                key: _with_word(_described(inner, words), words.get(key))
                for key, inner in value.items()
            }
        else:
            told[name] = _described(value, words)
    return told


def _with_word(schema: Json, word: str | None) -> Json:
    if not isinstance(schema, dict) or word is None or "description" in schema:
        return schema
    return {**schema, "description": word}
