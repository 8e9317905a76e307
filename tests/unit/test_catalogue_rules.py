"""The rules on small definitions: unknown is never yes, figures have their period."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from catalogue_sample import DAY, as_form, catalogue, paper, tiny

from dossier.catalogue import evaluate, without_derived
from dossier.catalogue.lint import check_definition
from dossier.catalogue.rules import figures_on
from dossier.catalogue.verdicts import DocumentFacts, Evaluation, Waiver

FIGURES = catalogue().parameters
CARD = paper("c", "id_card", name="王桂兰", months="3", paid="12.5", others="甲、乙", score="x")


def judge(
    changes: Mapping[str, object],
    form: Mapping[str, object] | None = None,
    *papers: DocumentFacts,
    waivers: tuple[Waiver, ...] = (),
) -> Evaluation:
    return evaluate(
        tiny(**changes), as_form(form or {"kind": "a"}), papers, FIGURES, DAY, waivers
    )


@pytest.mark.parametrize(
    ("day", "there"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_a_figure_holds_only_in_its_period(day: date, *, there: bool) -> None:
    figure = replace(
        FIGURES["gongzu_coefficient"],
        valid_from=date(2026, 1, 1),
        valid_to=date(2026, 12, 31),
    )
    assert ("gongzu_coefficient" in figures_on({figure.code: figure}, day)) is there


def test_a_broken_expression_is_unknown_and_the_lint_says_so() -> None:
    changes: dict[str, object] = {
        "eligibility": [{"id": "broken", "zh": "坏", "cel": "kindd == 'a'"}],
        "checks": [
            {"id": "broken", "zh": "坏", "severity": "block", "cel": "no(", "remedy_zh": "改"}
        ],
        "stages": [
            {
                "order": 1,
                "level": "社区",
                "action_zh": "查",
                "decider": "window_clerk",
                "kind": "check",
                "applies_when": "kind ==",
            }
        ],
    }
    result = judge(changes)
    assert [each.verdict for each in result.eligibility] == ["unknown"]
    assert [each.verdict for each in result.checks] == ["unknown"]
    assert result.stages is None
    found = check_definition(catalogue(), tiny(**changes), {})
    assert [each.code for each in found].count("cel.invalid") == 3


def test_a_condition_of_a_check_that_is_unknown_is_asked() -> None:
    check = {
        "id": "c",
        "zh": "核对",
        "severity": "block",
        "applies_when": "flag",
        "cel": "amount > 1",
        "remedy_zh": "改",
    }
    result = judge({"checks": [check]})
    assert [(ask.code, ask.pointers) for ask in result.asks] == [("check.c", ("/flag",))]
    applies = judge({"checks": [check]}, {"kind": "a", "flag": True, "amount": 1})
    assert [(each.code, each.message) for each in applies.problems] == [
        ("check.c", "不符合：核对。")
    ]
    assert judge({"checks": [check]}, {"kind": "a", "flag": False}).checks[0].verdict == "yes"


def test_rows_that_are_not_persons_have_conditions_too() -> None:
    changes: dict[str, object] = {
        "persons": {},
        "fields": [{"pointer": "/rows/*/name", "required_when": "item.age_years > 17"}],
    }
    form: dict[str, object] = {"kind": "a", "rows": [{"age_years": 18}, {"age_years": 3}, {}]}
    result = judge(changes, form)
    assert [each.pointer for each in result.problems] == ["/rows/0/name"]
    assert [ask.pointers for ask in result.asks] == [("/rows/2/age_years",)]


def test_what_is_asked_as_a_required_field_is_not_asked_again() -> None:
    changes: dict[str, object] = {
        "fields": [{"pointer": "/amount", "required_when": "kind == 'a'"}]
    }
    result = evaluate(tiny(**changes), {}, (), FIGURES, DAY)
    assert [each.pointer for each in result.problems] == ["/kind"]
    assert result.asks == ()


def test_an_unknown_condition_of_a_material_is_asked() -> None:
    material = {
        "code": "m",
        "title_zh": "证",
        "document_type": "id_card",
        "per": "application",
        "form": "original",
        "copies": 1,
        "when": "flag",
    }
    result = judge({"materials": [material]})
    assert [(due.status, due.reason_zh) for due in result.materials] == [
        ("unchecked", "必备材料：缺少“标记”")
    ]
    assert [ask.code for ask in result.asks] == ["material.unknown"]
    given = judge({"materials": [material]}, None, CARD)
    assert [due.status for due in given.materials] == ["present"]
    assert judge({"materials": [material]}, {"kind": "a", "flag": False}).materials == ()


def test_an_alternative_paper_needs_no_parts_and_an_incomplete_set_says_what() -> None:
    material = {
        "code": "m",
        "title_zh": "证",
        "document_type": "id_card",
        "alternatives": ["other"],
        "per": "each_member",
        "form": "copy",
        "copies": 2,
        "parts": ["portrait", "strange"],
    }
    changes: dict[str, object] = {
        "materials": [material],
        "papers": {"id_card": {"title_zh": "证"}, "other": {"title_zh": "别的"}},
    }
    form: dict[str, object] = {"kind": "a", "rows": [{"name": "王桂兰"}]}
    half = paper("c", "id_card", ("portrait",), name="王桂兰")
    (due,) = judge(changes, form, half).materials
    assert (due.status, due.missing_parts) == ("missing", ("strange",))
    other = paper("o", "other", ("x",), name="王桂兰")
    assert [each.status for each in judge(changes, form, half, other).materials] == ["present"]
    whole = paper("c", "id_card", name="王桂兰")
    assert [each.status for each in judge(changes, form, whole).materials] == ["present"]
    refused = Waiver("m", "/rows/0", "李", granted=False)
    (due,) = judge(changes, form, waivers=(refused,)).materials
    assert due.status == "missing"


def test_the_benefit_waits_for_what_is_not_known() -> None:
    benefit = {
        "title_zh": "补贴",
        "unit_zh": "元",
        "when": "flag",
        "steps": [
            {"name": "base", "type": "money", "cel": "amount * 2", "show": "{money(base)}元"},
            {"name": "label", "type": "string", "cel": "kind"},
        ],
    }
    waiting = judge({"benefit": benefit}, {"kind": "a", "amount": 100}).benefit
    assert waiting is not None
    assert (waiting.amount_fen, waiting.reason) == (None, "还不能计算：缺少“标记”")
    lacking = judge({"benefit": benefit}, {"kind": "a", "flag": True}).benefit
    assert lacking is not None
    assert lacking.reason == "还不能计算：缺少“金额”"
    assert judge({"benefit": benefit}, {"kind": "a", "flag": False}).benefit is None
    given = judge({"benefit": benefit}, {"kind": "a", "flag": True, "amount": 150}).benefit
    assert given is not None
    assert (given.amount_fen, given.working) == (300, ("3.00元",))


def test_values_of_papers_are_typed() -> None:
    cel = (
        "docs.id_card[0].months == 3 && docs.id_card[0].paid == 1250 "
        "&& '乙' in docs.id_card[0].others"
    )
    conditions = [
        {"id": "typed", "zh": "读", "cel": cel},
        {"id": "unread", "zh": "未读", "cel": "docs.id_card[0].score > 1.0"},
        {"id": "unset", "zh": "未读", "cel": "docs.id_card[0].signed"},
    ]
    strange = paper("s", "strange", name="王桂兰")
    result = judge({"eligibility": conditions}, None, CARD, strange)
    assert [each.verdict for each in result.eligibility] == ["yes", "unknown", "unknown"]
    assert result.eligibility[1].reason == "现有内容不能判断"


def test_a_number_is_rounded_where_the_definition_says() -> None:
    derived = {
        "pointer": "/share",
        "title_zh": "比例",
        "type": "number",
        "cel": "double(amount) / 3.0",
        "decimals": 2,
    }
    form: dict[str, object] = {"kind": "a", "amount": 1, "share": 5.0}
    result = judge({"derived": [derived]}, form)
    assert result.form["share"] == 0.33
    assert without_derived(tiny(derived=[derived]), as_form(form)) == {"kind": "a", "amount": 1}


def test_a_hidden_list_is_empty_and_a_hidden_value_is_gone() -> None:
    changes: dict[str, object] = {
        "fields": [
            {"pointer": "/rows", "visible_when": "kind == 'b'"},
            {"pointer": "/amount", "visible_when": "kind == 'b'"},
            {"pointer": "/flag", "visible_when": "kind == 'b'"},
        ],
        "derived": [
            {
                "pointer": "/share",
                "title_zh": "数",
                "type": "number",
                "cel": "double(size(rows))",
            }
        ],
        "eligibility": [{"id": "gone", "zh": "无", "cel": "amount > 0"}],
    }
    form: dict[str, object] = {"kind": "a", "amount": 5, "rows": [{"name": "王"}]}
    result = judge(changes, form)
    assert result.form == {"kind": "a", "share": 0.0}
    assert result.eligible == "unknown"
    assert judge(changes, {**form, "kind": "b"}).form["share"] == 1.0


def test_a_service_that_publishes_nothing_has_no_notice() -> None:
    line = {"code": "k", "title_zh": "类别", "text": "{kind}"}
    notice = {"publish": True, "fields": [line], "never_publish": [], "places_zh": []}
    assert judge({"public_notice": notice}).notice == {"类别": "a"}
    assert judge({"public_notice": {**notice, "publish": False}}).notice == {}


def test_a_check_by_materials_is_unknown_while_they_are() -> None:
    changes: dict[str, object] = {
        "materials": [
            {
                "code": "m",
                "title_zh": "证",
                "document_type": "id_card",
                "per": "application",
                "form": "electronic_lookup",
                "copies": 1,
                "waivable_by_platform": True,
            }
        ],
        "checks": [{"id": "c", "zh": "齐", "severity": "block", "materials": ["m"]}],
    }
    assert judge(changes).checks[0].verdict == "unknown"
    assert judge(changes, None, CARD).checks[0].verdict == "yes"


def comparison(name: str, *sources: str, **more: object) -> dict[str, object]:
    check = {
        "id": "c",
        "zh": "比",
        "severity": "warn",
        "compare": name,
        "persons": ["each_member"],
        "sources": [*sources],
        "remedy_zh": "改",
    }
    return {"checks": [{**check, **more}]}


def test_a_person_without_a_name_is_not_compared() -> None:
    form: dict[str, object] = {"kind": "a", "rows": [{"id_no": "210102196905120221"}, {}]}
    card = paper("c", "id_card", name="王桂兰", id_number="210102196905120221")
    assert judge(comparison("names_equal", "id_card.name"), form, card).problems == ()


def test_who_is_on_a_paper_but_not_on_the_form_is_told_at_the_paper() -> None:
    found = judge(comparison("listed_on_form", "id_card.name"), None, CARD).problems
    assert [each.pointer for each in found] == ["document:c"]
    form: dict[str, object] = {"kind": "a", "rows": [{"name": "王桂兰"}]}
    assert judge(comparison("listed_on_form", "id_card.name"), form, CARD).problems == ()


def test_only_adults_must_have_signed() -> None:
    rows = [
        {"name": "陈小雨", "id_no": "210102201503180268"},
        {"name": "陈磊", "id_no": "210102199708200314"},
        {"name": "无号"},
        {"id_no": "210102199901010280"},
    ]
    form: dict[str, object] = {"kind": "a", "rows": rows}
    found = judge(comparison("signed_by_adults", "id_card.others"), form, CARD).problems
    assert [each.pointer for each in found] == ["/rows/1/name"]
    assert found[0].evidence == (("c", "others"),)


def test_a_recomputed_number_is_shown_as_one() -> None:
    changes = comparison("recomputed", pointers=["/share", "/amount"]) | {
        "derived": [
            {
                "pointer": "/share",
                "title_zh": "数",
                "type": "number",
                "cel": "double(size(rows))",
            },
            {
                "pointer": "/amount",
                "title_zh": "额",
                "type": "money",
                "cel": "size(rows) * 100",
            },
        ]
    }
    found = judge(changes, {"kind": "a", "share": 2, "amount": 0}).problems
    assert [each.message for each in found] == ["填写的“比例”是2，按各项计算应为0。"]


def test_a_paper_of_a_type_unknown_to_the_definition_keeps_its_code() -> None:
    card = paper("s", "strange", name="王桂蓝")
    found = judge(comparison("listed_on_form", "strange.name"), None, card).problems
    assert [each.message for each in found] == ["strange上的“王桂蓝”没有列在表单里。"]


def test_an_illegible_date_is_asked() -> None:
    card = paper("c", "id_card", ("portrait",), name="王桂兰", valid_to="二〇三〇年")
    result = judge(comparison("not_expired", "id_card.valid_to"), None, card)
    assert [ask.pointers for ask in result.asks] == [("document:c",)]
    side = paper("c", "id_card", ("portrait",), name="王桂兰")
    assert judge(comparison("not_expired", "id_card.valid_to"), None, side).asks == ()
    whole = paper("c", "id_card", name="王桂兰")
    assert len(judge(comparison("not_expired", "id_card.valid_to"), None, whole).asks) == 1
