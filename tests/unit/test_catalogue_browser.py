"""What the browser gets: plain JSON Schema that agrees with the server, and hints for RJSF."""

import pytest
from catalogue_sample import catalogue, dibao, form_of, gongzu, tiny
from jsonschema import Draft202012Validator
from pydantic import JsonValue

from dossier.catalogue import schema_for_browser
from dossier.catalogue.browser import simple
from dossier.catalogue.model import Definition

PLAIN = {
    "$schema", "type", "title", "properties", "items", "required", "oneOf", "const", "enum", "not",
    "format", "pattern", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum",
    "minItems", "maxItems", "default", "readOnly", "allOf", "if", "then",
}  # fmt: skip


def schema_of(definition: Definition) -> dict[str, JsonValue]:
    schema = schema_for_browser(definition)["schema"]
    assert isinstance(schema, dict)
    return schema


def words_of(schema: JsonValue, *, names: bool = False) -> set[str]:
    if isinstance(schema, list):
        return {word for each in schema for word in words_of(each)}
    if not isinstance(schema, dict):
        return set()
    inner = {
        word
        for name, value in schema.items()
        for word in words_of(value, names=not names and name == "properties")
    }
    return inner if names else inner | set(schema)


@pytest.mark.parametrize("code", ["social-security.dibao", "social-security.gongzu"])
def test_only_plain_keywords_reach_the_browser(code: str) -> None:
    schema = schema_of(catalogue().get(code))
    Draft202012Validator.check_schema(schema)
    assert words_of(schema) <= PLAIN


@pytest.mark.parametrize("code", ["social-security.dibao", "social-security.gongzu"])
def test_the_browser_takes_every_valid_example(code: str) -> None:
    definition = catalogue().get(code)
    validator = Draft202012Validator(schema_of(definition))
    for number, example in enumerate(definition.examples):
        if example.outcome == "valid":
            form = {k: v for k, v in form_of(definition, number).items() if v != ""}
            assert [error.message for error in validator.iter_errors(form)] == []


def test_what_a_simple_condition_requires_is_required_in_the_browser() -> None:
    validator = Draft202012Validator(schema_of(dibao()))
    assert not validator.is_valid(form_of(dibao(), residence_same_as_hukou=False))
    form = form_of(dibao(), residence_same_as_hukou=False, residence_months=8)
    assert validator.is_valid(form)
    members = form["household_members"]
    assert isinstance(members, list)
    assert isinstance(members[0], dict)
    del members[0]["disability_cert_no"]
    assert not validator.is_valid(form)


def test_what_is_not_shown_stands_in_its_branch() -> None:
    schema = schema_of(gongzu())
    assert isinstance(schema["properties"], dict)
    assert "graduation_date" not in schema["properties"]


def test_hints_stand_where_rjsf_looks_for_them() -> None:
    ui = schema_for_browser(dibao())["ui"]
    assert isinstance(ui, dict)
    members = ui["household_members"]
    assert isinstance(members, dict)
    assert members["items"] == {
        "monthly_income": {"ui:widget": "money", "ui:options": {"unit": "元/月"}}
    }
    income = ui["per_capita_income"]
    assert isinstance(income, dict)
    assert income["ui:readonly"] is True
    order = ui["ui:order"]
    assert isinstance(order, list)
    properties = dibao().form["properties"]
    assert isinstance(properties, dict)
    assert set(order) == set(properties)
    assert ui["visit_date"] == {"ui:filledBy": "community"}


def test_the_definition_itself_is_left_alone() -> None:
    before = catalogue().get("social-security.dibao").form
    schema_for_browser(dibao())
    assert before["additionalProperties"] is False
    form = {
        "type": "object",
        "title": "无",
        "properties": {"x": {"type": "string", "format": "zz"}},
    }
    assert schema_of(tiny(form=form, fields=[])) == {
        "type": "object",
        "title": "无",
        "properties": {"x": {"type": "string"}},
    }


@pytest.mark.parametrize(
    ("source", "field", "values", "has"),
    [
        ("kind == 'a'", "kind", ("a",), True),
        ('item.kind != "a"', "kind", ("a",), False),
        ("flag == true", "flag", (True,), True),
        ("flag == false", "flag", (False,), True),
        ("size == 3", "size", (3,), True),
        ("kind in ['a', 'b']", "kind", ("a", "b"), True),
    ],
)
def test_simple_conditions_are_understood(
    source: str, field: str, values: tuple[JsonValue, ...], *, has: bool
) -> None:
    found = simple(source)
    assert found is not None
    assert (found.field, found.values, found.has) == (field, values, has)


@pytest.mark.parametrize(
    "source",
    ["", "kind == other", "size > 3", "kind in other", "kind in ['a', b]", "a == 'x' || b"],
)
def test_other_conditions_are_left_to_the_server(source: str) -> None:
    assert simple(source) is None
