"""What is planted is found: contradictory schemas and conditions that never change."""

from collections.abc import Iterator

import pytest
from catalogue_sample import figures, gongzu, tiny
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.catalogue.deep_lint.deep import try_definition
from dossier.catalogue.deep_lint.patterns import matching
from dossier.catalogue.deep_lint.probing import Prober
from dossier.catalogue.deep_lint.specimens import fits, specimens, unsatisfiable
from dossier.catalogue.model import Definition
from dossier.kernel.canonical import Json

QUICK = settings(max_examples=25, deadline=None)
LISTED = ["kind", "amount", "share", "flag", "rows"]


def told(definition: Definition) -> dict[str, str]:
    """The codes of what is found, with their severity."""
    return {each.code: each.severity for each in try_definition(definition, figures())}


def planted(**part: object) -> Definition:
    """A small definition with one more field."""
    properties = {
        "kind": {"type": "string", "title": "类别", "enum": ["a", "b"]},
        "amount": {"type": "integer", "title": "金额", "minimum": 0, "maximum": 100},
        "flag": {"type": "boolean", "title": "标记"},
        "note": {"type": "string", "title": "说明", "maxLength": 20},
        "planted": part or {"type": "string"},
    }
    return tiny(
        form={"type": "object", "required": ["kind", "amount"], "properties": properties},
        persons={},
        ui={"groups": []},
    )


@QUICK
@given(st.integers(-1000, 1000), st.integers(1, 1000))
def test_an_impossible_range_is_found(low: int, gap: int) -> None:
    found = list(try_definition(planted(type="integer", minimum=low, maximum=low - gap), {}))
    assert [(each.code, each.severity) for each in found] == [("schema.unsatisfiable", "error")]
    assert found[0].place.endswith("form /planted")


@QUICK
@given(st.integers(-1000, 1000), st.integers(0, 1000))
def test_a_possible_range_is_passed_over(low: int, gap: int) -> None:
    assert told(planted(type="integer", minimum=low, maximum=low + gap)) == {}


@pytest.mark.parametrize(
    "part",
    [
        {"type": "string", "enum": ["甲", "乙"], "minLength": 2},
        {"type": "string", "enum": []},
        {"type": "string", "pattern": "^[0-9]{6}$", "maxLength": 3},
        {"type": "string", "format": "cn-id-18", "maxLength": 15},
        {"type": "array", "items": {"type": "string"}, "minItems": 3, "maxItems": 2},
        {"type": "array", "items": {"type": "integer", "minimum": 2, "maximum": 1}},
        {"type": "string", "enum": ["甲"], "const": "乙"},
        {"type": "integer", "minimum": 1, "maximum": 2, "multipleOf": 7},
        {"type": "string", "minLength": 9, "maxLength": 3},
    ],
)
def test_a_contradiction_is_found(part: dict[str, object]) -> None:
    assert told(planted(**part)) == {"schema.unsatisfiable": "error"}


@pytest.mark.parametrize(
    "schema",
    [
        {"required": ["a", "gone"], "additionalProperties": False},
        {"if": {"required": ["b"]}, "then": {"properties": {"a": {"minimum": 6}}}},
        {"if": {"required": ["b"]}, "else": {"properties": {"a": {"maximum": -1}}}},
        {"allOf": [{"properties": {"b": {"enum": ["z"]}}}]},
        {"allOf": [{"if": {}, "then": {"properties": {"b": {"minLength": 5}}}}]},
    ],
)
def test_a_branch_that_leaves_nothing_is_found(schema: dict[str, Json]) -> None:
    properties: dict[str, Json] = {
        "a": {"type": "integer", "minimum": 0, "maximum": 5},
        "b": {"type": "string", "enum": ["x", "y"]},
    }
    whole: dict[str, Json] = {"type": "object", "properties": properties, **schema}
    assert list(unsatisfiable(whole))


def test_a_branch_that_narrows_is_passed_over() -> None:
    whole: dict[str, Json] = {
        "type": "object",
        "required": ["a"],
        "properties": {
            "a": {"type": "integer", "minimum": 0, "maximum": 5},
            "b": {"type": "string", "enum": ["x", "y"]},
            "c": {"type": "array", "uniqueItems": True, "items": {"enum": ["x", "y"]}},
        },
        "if": {"properties": {"a": {"const": 3}}},
        "then": {"required": ["b"], "properties": {"a": {"minimum": 3, "maximum": 4}}},
        "else": {"properties": {"b": {"enum": ["y"]}}},
        "anyOf": [{"properties": {"c": {"maxItems": 1}}}],
    }
    assert list(unsatisfiable(whole)) == []


@pytest.mark.parametrize(
    ("cel", "code", "severity"),
    [
        ("false && amount > 3", "condition.never", "error"),
        ("amount > 100", "condition.never", "error"),
        ("amount > 50 && amount < 50", "condition.never", "error"),
        ("kind == 'a' && kind == 'b'", "condition.never", "error"),
        ("flag && !flag", "condition.never", "error"),
        ("kind == 'c'", "condition.never", "error"),
        ("amount * 2 > 400", "condition.never", "warn"),
        ("size(note) > 20", "condition.never", "warn"),
        ("true || amount > 3", "condition.always", "error"),
        ("amount >= 0", "condition.always", "error"),
        ("kind != 'c'", "condition.always", "error"),
        ("kind in ['a', 'b']", "condition.always", "error"),
    ],
)
def test_a_condition_that_never_changes_is_found(cel: str, code: str, severity: str) -> None:
    condition = {"id": "one", "zh": "条件", "cel": cel}
    definition = planted_with(eligibility=[condition])
    assert told(definition) == {code: severity}


@pytest.mark.parametrize(
    "cel",
    [
        "amount > 99",
        "amount == 17 && kind == 'b' && flag",
        "kind == 'a' ? amount > 40 : flag",
        "size(note) == 20",
        "note.matches('^[0-9]{4}$') || note.startsWith('街道')",
        "note == kind",
        "has(form.note)",
        "docs.id_card.exists(d, d.name == note && d.months == 3)",
        "today() == '2026-07-10' || today().substring(5) > '06-30' || flag",
    ],
)
def test_a_condition_that_changes_is_passed_over(cel: str) -> None:
    definition = planted_with(eligibility=[{"id": "one", "zh": "条件", "cel": cel}])
    assert told(definition) == {}


@QUICK
@given(st.integers(-50, 150))
def test_a_threshold_is_judged_by_the_range(threshold: int) -> None:
    condition = {"id": "one", "zh": "条件", "cel": f"amount > {threshold}"}
    codes = {"condition.never"} if threshold >= 100 else set[str]()
    codes |= {"condition.always"} if threshold < 0 else set()
    assert set(told(planted_with(eligibility=[condition]))) == codes


def planted_with(**changes: object) -> Definition:
    """The planted definition with rules and one example as a beginning."""
    base = planted()
    example = {
        "title_zh": "一例",
        "outcome": "valid",
        "day": "2026-03-09",
        "form": {"kind": "a", "amount": 3, "flag": True, "note": "样例"},
    }
    raw = {"form": dict(base.form), "persons": {}, "ui": {"groups": []}, "examples": [example]}
    return tiny(**{**raw, **changes})


def test_materials_stages_and_checks_are_looked_into() -> None:
    material = {
        "code": "m",
        "title_zh": "材料",
        "document_type": "id_card",
        "per": "application",
        "form": "copy",
        "copies": 1,
        "when": "amount > 200",
    }
    stage = {
        "order": 1,
        "level": "社区",
        "action_zh": "核查",
        "decider": "clerk",
        "kind": "check",
        "applies_when": "amount < 0",
    }
    check = {"id": "c", "zh": "核对", "severity": "warn", "cel": "amount >= 0"}
    gated = {**check, "id": "g", "cel": "flag || amount > 3", "applies_when": "amount > 500"}
    definition = planted_with(materials=[material], stages=[stage], checks=[check, gated])
    assert told(definition) == {
        "material.never": "error",
        "stage.never": "error",
        "check.always": "error",
        "check.applies.never": "error",
        "check.never": "warn",
    }


def test_rows_are_looked_into() -> None:
    rule = {"pointer": "/rows/*/name", "required_when": "item.age_years > 18 && flag"}
    never = {"pointer": "/rows/*/id_no", "required_when": "item.age_years > 18 && 1 > 2"}
    found = list(try_definition(tiny(fields=[rule, never]), {}))
    assert [each.code for each in found] == ["field.never"]


def test_the_search_gives_the_same_result_in_every_run() -> None:
    once, again = (Prober(gongzu(), figures()) for _ in range(2))
    for place in list(_conditions(once))[:30]:
        assert once.probe(place) == again.probe(place)


def _conditions(prober: Prober) -> Iterator[str]:
    for place in prober.ready.programs:
        if place.split(":")[0] in ("condition", "material", "check"):
            yield place


@QUICK
@given(
    st.integers(0, 40),
    st.integers(0, 40),
    st.sampled_from(["integer", "number", "string", "array"]),
)
def test_every_specimen_fits(low: int, high: int, kind: str) -> None:
    bounds = {"string": "Length", "array": "Items"}.get(kind, "imum")
    schema: dict[str, Json] = {
        "type": kind,
        f"min{bounds}": low,
        f"max{bounds}": high,
        "items": {"type": "boolean"},
    }
    found = specimens(schema)
    assert all(fits(schema).is_valid(each) for each in found)
    assert bool(found) == (low <= high)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("^([01][0-9]|2[0-3]):[0-5][0-9]$", "00:00"),
        ("^[^0-9]{2}$", "甲甲"),
        (r"^\d{3}-\d+$", "000-0"),
        (r"^(?:ab|c)?x\.$", "x."),
        (r"^[\d]z*$", "0"),
    ],
)
def test_a_simple_pattern_has_a_text(pattern: str, text: str) -> None:
    assert text in list(matching(pattern))


@pytest.mark.parametrize("pattern", ["a(?=b)", r"(a)\1", "[", "(a", "a{", "a)"])
def test_a_difficult_pattern_is_left_alone(pattern: str) -> None:
    assert list(matching(pattern)) == []
