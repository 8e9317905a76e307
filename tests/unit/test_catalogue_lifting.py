"""Calls are taken out of expressions: the same answers, and nothing is kept for good."""

import gc
import sys
from collections.abc import Mapping

import pytest

from dossier.catalogue.cel.expressions import (
    activate,
    compile_expression,
    compile_template,
    open_scope,
)
from dossier.catalogue.cel.lifting import lift
from dossier.catalogue.cel.shapes import Bound, Shape
from dossier.catalogue.cel.tokens import tokens_of

ROW = Shape(
    "object",
    members={
        "name": Shape("string"),
        "id": Shape("string"),
        "on": Shape("string"),
        "fen": Shape("integer", money=True),
        "area": Shape("number"),
        "ok": Shape("boolean"),
        "tags": Shape("list", item=Shape("string")),
    },
)
FORM = {
    "rows": Shape("list", item=ROW),
    "others": Shape("list", item=ROW),
    "text": Shape("string"),
    "on": Shape("string"),
    "fen": Shape("integer", money=True),
    "area": Shape("number"),
    "item": ROW,
}
SCOPE = open_scope({**FORM, "form": Shape("object", members=FORM)})
MOTHER, SON = "210102196905120221", "210102199708200314"
VALUES: Mapping[str, Bound] = {
    "rows": [
        {"name": "王桂兰", "id": MOTHER, "on": "2020-02-29", "fen": 150, "area": 2.5, "ok": True,
         "tags": ["甲", "乙"]},
        {"name": "陈磊", "id": SON, "on": "2025-03-10", "fen": 275, "area": 3.0, "ok": False,
         "tags": []},
        {"name": "无号", "fen": -25, "area": 0.1},
    ],
    "others": [{"name": "甲", "on": "2026-03-09", "fen": 3}],
    "text": "王桂兰、 陈磊",
    "on": "2026-03-09",
    "fen": 12345,
    "area": 47.5,
}  # fmt: skip
FIGURES = {"limit": 200, "share": 300}


def say(source: str) -> Bound | None:
    around = activate({**VALUES, "form": dict(VALUES)}, FIGURES, "2026-03-09")
    return compile_expression(SCOPE, source).run(around)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("today()", "2026-03-09"),
        ("std('limit') + 1", 201),
        ("std(fen > 0 ? 'limit' : 'share')", 200),
        ("std('gone') > 1", None),
        ("std('gone') > 1 || fen > 1", True),
        ("age('2000-03-10') == 25 && age(rows[0].id) == 56", True),
        ("age(rows[2].id) > 1 || fen > 0", True),
        ("age(rows[2].id) > 1", None),
        ("rows.exists(r, age(r.id) < 30)", True),
        ("rows.filter(r, has(r.id)).all(r, id_valid(r.id) && age(r.id) > 20)", True),
        ("rows.filter(r, has(r.id)).map(r, sex(r.id))", ["female", "male"]),
        ("rows.map(r, money(r.fen)).join('；')", "1.50；2.75；-0.25"),
        ("rows.map(r, r.fen > std('limit'), per_mille(r.fen, std('share'), 'half_up'))", [83]),
        ("total(rows.map(r, r.fen))", 400),
        ("total(rows.filter(r, r.fen > 0).map(r, divide(r.fen, 2, 'down')))", 212),
        ("rows.all(r, total([r.fen, fen]) > 0)", True),
        ("total_number(rows.map(r, r.area))", 5.6),
        ("rows.all(r, plain(r.area).size() > 0)", True),
        ("rows.map(r, plain(r.area)).join(' ')", "2.5 3 0.1"),
        ("rows.map(r, has(r.ok) ? plain(r.ok) : '').join('')", "是否"),
        ("rows.exists(r, listed(text).exists(n, n == r.name))", True),
        ("listed(text).filter(n, rows.exists(r, r.name == n && age(r.id) > 30))", ["王桂兰"]),
        (
            "rows.filter(r, has(r.on)).map(r, others.map(o, days_between(r.on, o.on))[0])",
            [2200, 364],
        ),
        ("months_between(birth_date(rows[0].id), today())", 681),
        (
            "rows.filter(r, has(r.id)).map(r, months_between(birth_date(r.id), today()))",
            [681, 342],
        ),
        ("birth_date(rows[0].id).substring(0, 4) + text.substring(0, 3)", "1969王桂兰"),
        ("text.substring(4, 7)", " 陈磊"),
        ("text.substring(4, 8)", None),
        ("text.substring(5)", "陈磊"),
        ("rows.map(r, r.name.substring(0, r.name.size()))", ["王桂兰", "陈磊", "无号"]),
        ("listed(form.text)[1]", "陈磊"),
        ("('x' + text).substring(0, 2) == 'x王'", True),
        ("[age(rows[0].id)].map(a, a * 2)[0]", 112),
        ("divide(fen, 0, 'down') > 1", None),
        ("true", True),
        ("form.area", 47.5),
        ("has(form.gone)" if "gone" in FORM else "has(form.item)", False),
        ("item.fen", None),
    ],
)
def test_an_expression_says_what_it_says_in_cel(source: str, value: Bound | None) -> None:
    told = say(source)
    assert told == pytest.approx(value) if isinstance(value, float) else told == value


def test_a_call_is_made_once_however_often_it_stands_there() -> None:
    lifted = lift(
        tokens_of("age(text) > 1 && age(text) < 9 && rows.all(r, age(r.id) > age(text))")
    )
    assert [(call.name, call.arguments) for call in lifted.calls] == [
        ("_c0", ("text",)),
        ("_c1", ("r . id",)),
    ]
    assert [frame.variable for frame in lifted.calls[1].frames] == ["r"]


def test_a_template_writes_every_hole_plainly() -> None:
    around = activate(VALUES, FIGURES, "2026-03-09")
    text = "{area}㎡，{money(fen)}元，{rows.exists(r, r.fen < 0)}。"
    assert compile_template(SCOPE, text).run(around) == "47.5㎡，123.45元，是。"
    assert compile_template(SCOPE, "{item.name}和{area}").run(around) is None


def test_running_keeps_nothing_for_good() -> None:
    programs = [
        compile_expression(SCOPE, source)
        for source in (
            "rows.map(r, money(r.fen)).join('')",
            "age(rows[0].id) > 3",
            "total(rows.map(r, r.fen)) + std('limit')",
            "listed(text).exists(n, n.substring(0, 1) == '陈')",
        )
    ]
    around = activate(VALUES, FIGURES, "2026-03-09")

    def rounds(number: int) -> int:
        for _ in range(number):
            for program in programs:
                assert program.run(around) is not None
        gc.collect()
        return sys.getallocatedblocks()

    begun = rounds(20)
    assert rounds(400) - begun < 200  # one block kept per call would be 1600
