"""Conditions written the Python way come over to CEL with their meaning."""

import pytest

from dossier.catalogue.expressions import compile_expression, open_scope
from dossier.catalogue.shapes import Shape
from dossier.catalogue.translate import UntranslatableError, translate

TEXT, WHOLE, YES = Shape("string"), Shape("integer"), Shape("boolean")
MONEY, NUMBER = Shape("integer", money=True), Shape("number")
ROW = Shape(
    "object",
    members={
        "status": TEXT,
        "income": MONEY,
        "hours": NUMBER,
        "id_no": TEXT,
        "student": YES,
        "votes": WHOLE,
        "parts": Shape("list", item=Shape("object", members={"grade": WHOLE})),
    },
)
FORM = Shape(
    "object",
    members={
        "kind": TEXT,
        "kinds": Shape("list", item=TEXT),
        "size": WHOLE,
        "total": MONEY,
        "other": MONEY,
        "area": NUMBER,
        "ok": YES,
        "signed_on": TEXT,
        "id_no": TEXT,
        "cert": TEXT,
        "members": Shape("list", item=ROW),
    },
)
SCOPE = open_scope({**FORM.members, "form": FORM, "item": ROW})

EXPRESSIONS = {
    "ok == true": "ok == true",
    "not ok": "!ok",
    "kind != 'a' or size > 1": "(kind != 'a') || (size > 1)",
    "kind == 'a' and (ok or size >= 2)": "(kind == 'a') && (ok || (size >= 2))",
    "kind in ['a', 'b']": "kind in ['a', 'b']",
    "kind not in ['a']": "!(kind in ['a'])",
    "'a' in kinds": "'a' in kinds",
    "kinds != ''": "size(kinds) != 0",
    "kind != ''": "has(form.kind)",
    "'' == kind": "!has(form.kind)",
    "signed_on == null or signed_on >= today()": (
        "!has(form.signed_on) || (signed_on >= today())"
    ),
    "signed_on != null": "has(form.signed_on)",
    "any(members, status == 'x')": "members.exists(m, m.status == 'x')",
    "not any(members, student)": "!members.exists(m, m.student)",
    "all(members, student == false)": "members.all(m, m.student == false)",
    "any(members, age(id_no) >= 60 and student == true)": (
        "members.exists(m, (age(m.id_no) >= 60) && (m.student == true))"
    ),
    "any(members, any(parts, grade > 3))": (
        "members.exists(m, m.parts.exists(mm, mm.grade > 3))"
    ),
    "all(members, votes > size / 2)": (
        "members.all(m, double(m.votes) > (double(size) / 2.0))"
    ),
    "any(['a'], ok)": "['a'].exists(m, ok)",
    "count(members)": "size(members)",
    "count(members, student)": "members.filter(m, m.student).size()",
    "count_if(members, student) <= size": "members.filter(m, m.student).size() <= size",
    "count(members) >= size * 1.2": "double(size(members)) >= (double(size) * 1.2)",
    "sum(members, income) + other": "total(members.map(m, m.income)) + other",
    "sum(members, hours)": "total_number(members.map(m, m.hours))",
    "total <= 500": "total <= 50000",
    "500.5 < total": "50050 < total",
    "total <= std('limit')": "total <= std('limit')",
    "total - 3 >= -0.5": "(total - 300) >= -50",
    "total / size": "divide(total, size, 'half_up')",
    "total / other > 0.5": "(double(total) / double(other)) > 0.5",
    "total * 0.3": "per_mille(total, 300, 'half_up')",
    "2 * total": "2 * total",
    "(area + 1) / size": "(area + 1.0) / double(size)",
    "area < 16": "area < 16.0",
    "area >= std('limit')": "area >= double(std('limit'))",
    "0 < size <= 3": "(0 < size) && (size <= 3)",
    "2 if size == 1 else 3 if size <= 3 else 4": ("(size == 1) ? 2 : ((size <= 3) ? 3 : 4)"),
    "total == (0 if ok else other)": "total == (ok ? 0 : other)",
    "cert[0:18] == id_no": "cert.substring(0, 18) == id_no",
    "cert[18:] != cert[:2]": "cert.substring(18) != cert.substring(0, 2)",
    "cert[18] == kind": "cert.charAt(18) == kind",
    "kind == 'it\\'s \\\\'": "kind == 'it\\'s \\\\'",
    "months_between(signed_on, today()) <= 3": "months_between(signed_on, today()) <= 3",
    "-size < 3": "(-size) < 3",
    "ok == True": "ok == true",
    "kind != None": "has(form.kind)",
}


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_expressions_come_over_and_compile(expression: str) -> None:
    translated = translate(expression, FORM)
    assert translated == EXPRESSIONS[expression]
    compile_expression(SCOPE, translated)


def test_a_condition_on_any_member_becomes_one_on_each() -> None:
    expression = "any(members, status in ['a'] and size > 1 and income > 600)"
    translated = translate(expression, FORM, row_of="members")
    assert translated == "(item.status in ['a']) && (size > 1) && (item.income > 60000)"
    compile_expression(SCOPE, translated, wanted="BOOL")
    assert translate("ok", FORM, row_of="members") == "ok"
    assert translate("any(kinds, ok)", FORM, row_of="members") == "kinds.exists(m, ok)"
    assert translate("any(members, student)", FORM, row_of="none").startswith("members.exists")


@pytest.mark.parametrize(
    "expression",
    [
        "ok ==",
        "stranger > 1",
        "lambda: 1",
        "size ** 2",
        "size is 1",
        "open('x')",
        "kind.upper()",
        "any()",
        "any(size, ok)",
        "any(members)",
        "any(members, income)",
        "sum(members)",
        "sum(members, status)",
        "age(size)",
        "size == null + 1",
        "1 == null",
        "kind < null",
        "kind == size",
        "kind == ok",
        "total > 0.001",
        "total == area",
        "total * area",
        "total / area",
        "total * 0.00001",
        "kind / 2",
        "size and ok",
        "kind[0:2:1]",
        "size[0]",
        "size > 1j",
        "any(members, key=ok)",
    ],
)
def test_what_is_outside_the_subset_is_refused(expression: str) -> None:
    with pytest.raises(UntranslatableError):
        translate(expression, FORM)
