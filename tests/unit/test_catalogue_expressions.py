"""Expressions: types are checked, missing values are unknown, money loses no fen."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import pytest
from catalogue_sample import DAY, as_json

from dossier.catalogue import citizen
from dossier.catalogue.cel import functions
from dossier.catalogue.cel.expressions import (
    References,
    activate,
    compile_expression,
    compile_template,
    loses_fen,
    open_scope,
    paths,
)
from dossier.catalogue.cel.shapes import Bound, Shape, at, bind, bind_document, shape_of
from dossier.catalogue.cel.tokens import ExpressionError

FORM = shape_of(
    {
        "type": "object",
        "required": ["members"],
        "properties": {
            "size": {"type": "integer", "title": "人数"},
            "area": {"type": "number"},
            "name": {"type": "string", "enum": ["甲", "乙"]},
            "ok": {"type": "boolean"},
            "tags": {"type": "array", "items": {"type": "string"}},
            "members": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "income": {"type": "integer", "format": "money-fen"},
                        "name": {"type": "string"},
                    },
                },
            },
        },
    }
)
SCOPE = open_scope({**FORM.members, "form": FORM})


def say(
    source: str, figures: Mapping[str, int] = MappingProxyType({}), /, **form: Bound
) -> Bound | None:
    around = activate({**form, "form": form}, figures, DAY.isoformat())
    return compile_expression(SCOPE, source).run(around)


@pytest.mark.parametrize(
    "source",
    [
        "sise > 1",
        "size > 1.0",
        "area > 1",
        "members.exists(m, m.incom > 1)",
        "members.exists(m, m.income > 1.5)",
        "ok && size",
        "1 + 'x'",
        "std(size) > 1",
        "unheard(size)",
        "size >",
        "size @ 1",
        "size ~ 1",
    ],
)
def test_what_does_not_fit_the_form_does_not_compile(source: str) -> None:
    with pytest.raises(ExpressionError):
        compile_expression(SCOPE, source)


def test_a_wanted_type_is_insisted_on() -> None:
    with pytest.raises(ExpressionError):
        compile_expression(SCOPE, "size", wanted="BOOL")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("size > 1", None),
        ("size > 1 || ok", True),
        ("ok || size > 1", True),
        ("!ok && size > 1", False),
        ("members.exists(m, m.income > 10)", True),
        ("members.exists(m, m.income > 1000)", None),
        ("members.all(m, m.income > 10)", None),
        ("total(members.map(m, m.income)) > 1", None),
        ("1 / (size(members) - 2) > 0", None),
        ("std('limit') > 1", None),
        ("age(name) > 1", None),
        ("name == '甲'", None),
        ("has(form.size)", False),
        ("has(form.ok)", True),
        ("size(members)", 2),
        ("total_number([1.5, 2.0])", 3.5),
    ],
)
def test_what_is_not_there_is_unknown(source: str, expected: Bound | None) -> None:
    form: dict[str, Bound] = {"ok": True, "members": [{"income": 500}, {}]}
    assert say(source, **form) == expected


def test_figures_and_the_day_are_those_of_the_run() -> None:
    assert say("std('limit') * 2", {"limit": 21}) == 42
    assert say("today()") == "2026-03-09"
    assert say("age('2000-03-09')") == 26
    assert say("age('2000-03-10')") == 25


def test_templates_are_filled_and_quotes_are_kept() -> None:
    template = compile_template(SCOPE, "{size}人\\ 'a' {area}㎡ {ok}\n{yuan(size)}")
    around = activate({"size": 1500, "area": 2.50, "ok": True}, {}, "2026-03-09")
    assert template.run(around) == "1500人\\ 'a' 2.5㎡ 是\n15"
    assert compile_template(SCOPE, "没有空").run(around) == "没有空"


def test_what_an_expression_touches_is_known() -> None:
    program = compile_expression(
        SCOPE,
        "members.exists(m, m.name == '甲' && m.income > std('a') * std(\"b\")) "
        "&& form.name in ['甲', '丙'] && tags[0] == name && name != '乙' && size != 1",
    )
    assert program.references == References(
        (
            "/members",
            "/members/*",
            "/members/*/name",
            "/members/*/income",
            "/form/name",
            "/tags/*",
            "/name",
            "/size",
        ),
        ("a", "b"),
        (
            ("/members/*/name", "甲"),
            ("/form/name", "甲"),
            ("/form/name", "丙"),
            ("/name", "乙"),
        ),
    )


@pytest.mark.parametrize(
    ("source", "loses"),
    [
        ("a * 2", False),
        ("a * 0.3", True),
        ("a / 2", True),
        ("double(a)", True),
        ("'1/2'", False),
    ],
)
def test_what_could_lose_a_fen_is_found(source: str, *, loses: bool) -> None:
    assert loses_fen(source) is loses


@pytest.mark.parametrize(
    ("rounding", "down", "middle", "up"),
    [("down", 3, 3, 3), ("half_up", 3, 4, 4), ("up", 4, 4, 4)],
)
def test_rounding_is_named(rounding: str, down: int, middle: int, up: int) -> None:
    found = [functions.divide(amount, 100, rounding) for amount in (349, 350, 351)]
    assert found == [down, middle, up]
    assert functions.divide(300, 100, rounding) == 3


def test_an_exact_division_has_no_remainder_and_no_strange_rule() -> None:
    assert functions.divide(300, 100, "exact") == 3
    for amount, by, rule in ((301, 100, "exact"), (1, 0, "down"), (1, 1, "about")):
        with pytest.raises(ValueError, match=r"division|divisor"):
            functions.divide(amount, by, rule)
    assert functions.per_mille(48 * 1500, 300, "half_up") == 21600


def test_numbers_are_shown_as_people_write_them() -> None:
    assert functions.plain(value=False) == "否"
    assert functions.plain(2.0) == "2"
    assert functions.rate(305) == "0.305"
    assert functions.yuan(123450) == "1234.50"
    assert functions.yuan(100000) == "1000"


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("210102196905120221", True),
        ("210102196905120222", False),
        ("210102196913120221", False),
        ("21010219690512022X", False),
        ("21010219690512022", False),
        ("11010519491231002X", True),
        ("11010519491231002x", False),
        ("", False),
    ],
)
def test_identity_numbers_are_checked(text: str, *, valid: bool) -> None:
    assert citizen.is_id_number(text) is valid


def test_what_an_identity_number_tells() -> None:
    assert citizen.birth_date("210102196905120221") == date(1969, 5, 12)
    assert citizen.sex("210102196905120221") == "female"
    assert citizen.sex("210102199708200314") == "male"
    for ask in (citizen.birth_date, citizen.sex):
        with pytest.raises(ValueError, match="identity number"):
            ask("210102196905120222")
    with pytest.raises(ValueError, match="born after"):
        citizen.age("2026-03-10", DAY)


@pytest.mark.parametrize(
    ("start", "end", "months", "years"),
    [
        ("2023-03-09", "2026-03-09", 36, 3),
        ("2023-03-10", "2026-03-09", 35, 2),
        ("2026-01-31", "2026-02-28", 1, 0),
        ("2026-01-31", "2026-02-27", 0, 0),
        ("2026-03-09", "2026-01-31", -1, 0),
        ("2024-02-29", "2025-02-28", 12, 1),
        ("2026-03-09", "2023-03-09", -36, -3),
    ],
)
def test_spans_count_full_months_and_years(
    start: str, end: str, months: int, years: int
) -> None:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    assert citizen.months_between(first, last) == months
    assert citizen.years_between(first, last) == years


def test_card_numbers_are_checked() -> None:
    assert citizen.luhn("6217000720001234563")
    assert not citizen.luhn("6217000720001234564")
    assert not citizen.luhn("6217 0007")
    assert citizen.is_disability_number("21010219690512022142B1")
    assert not citizen.is_disability_number("21010219690512022182")
    assert not citizen.is_disability_number("21010219690512022242")


@pytest.mark.parametrize(
    ("schema", "value", "bound"),
    [
        ({"type": "string"}, " 甲 ", "甲"),
        ({"type": "string"}, " ", None),
        ({"type": "string"}, 5, None),
        ({"type": "integer"}, 5.0, 5),
        ({"type": "integer"}, 5.5, None),
        ({"type": "integer"}, True, None),
        ({"type": "integer"}, 2**60, None),
        ({"type": "integer"}, 1e300, None),
        ({"type": "number"}, 5, 5.0),
        ({"type": "number"}, True, None),
        ({"type": "number"}, float("inf"), None),
        ({"type": "boolean"}, "true", None),
        ({"type": "boolean"}, False, False),
        ({"type": "array", "items": {"type": "string"}}, ["a", 3, "b"], ["a", "b"]),
        ({"type": "array", "items": {"type": "string"}}, "a", None),
        ({"type": "array", "items": {"type": "object"}}, [{}, 3], [{}, {}]),
        ({"type": "object"}, 3, None),
    ],
)
def test_values_of_the_wrong_type_are_left_out(
    schema: dict[str, object], value: object, bound: object
) -> None:
    assert bind(shape_of(as_json(schema)), as_json(value)) == bound


def test_an_optional_list_that_is_absent_is_empty_and_a_required_one_is_unknown() -> None:
    assert bind(FORM, {}) == {"tags": []}
    assert bind(FORM, {"tags": 5}) == {}


@pytest.mark.parametrize(
    ("kind", "text", "bound"),
    [
        ("money", "1,500.5", 150050),
        ("money", "多", None),
        ("integer", "12", 12),
        ("integer", "12.5", None),
        ("number", "12.5", 12.5),
        ("number", "nan", None),
        ("boolean", "是", True),
        ("boolean", "也许", None),
        ("array", "甲、乙", ["甲", "乙"]),
        ("date", "2026-03-09", "2026-03-09"),
        ("string", "", None),
    ],
)
def test_printed_values_are_bound_by_their_type(kind: str, text: str, bound: object) -> None:
    assert bind_document(kind, text) == bound


@pytest.mark.parametrize(
    "schema", [None, {"type": "null"}, {"type": "object", "properties": []}, {"type": "array"}]
)
def test_schemas_that_forms_may_not_hold_are_refused(schema: object) -> None:
    with pytest.raises(ValueError, match=r"schema|type|properties"):
        shape_of(as_json(schema))


def test_places_are_found_by_pointer() -> None:
    assert at(FORM, "/members/*/income") == Shape("integer", money=True)
    assert at(FORM, "/members/0/none") is None
    assert at(FORM, "/none/deep") is None
    form: dict[str, Bound] = {"members": [{"name": "甲"}, {}]}
    assert list(paths("/members/*/name", form)) == [
        ("/members/0/name", "甲"),
        ("/members/1/name", None),
    ]
    assert list(paths("/members/1", form)) == [("/members/1", {})]
    assert list(paths("/members/2", form)) == [("/members/2", None)]
    assert list(paths("/members/x", form)) == [("/members/x", None)]
    assert list(paths("/other/*", form)) == []


def test_a_list_of_lists_is_refused() -> None:
    inner = Shape("list", item=Shape("string"))
    with pytest.raises(ExpressionError):
        open_scope({"deep": Shape("list", item=inner)})
