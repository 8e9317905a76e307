"""What a case claims for itself: which values, told apart how."""

import pytest
from catalogue_sample import as_json, catalogue, paper, tiny

from dossier.catalogue.claims import claims_of
from dossier.catalogue.lint import check_definition
from dossier.catalogue.model import Definition

RULE = {
    "id": "one",
    "zh": "不重复",
    "severity": "block",
    "among": "all",
    "standing": "open",
    "remedy_zh": "请核对。",
}


def ruled(*rules: dict[str, object]) -> Definition:
    return tiny(unique=[{**RULE, **rule} for rule in rules])


def test_every_value_is_claimed_once_where_it_stands_first() -> None:
    definition = ruled({"pointers": ["/kind", "/rows/*/id_no"]})
    form = as_json({"kind": "a", "rows": [{"id_no": "x 1"}, {"id_no": " Ｘ1"}, {"name": "甲"}]})
    assert isinstance(form, dict)
    found = claims_of(definition, form, ())
    assert [(each.pointer, each.value) for each in found] == [
        ("/kind", "A"),
        ("/rows/0/id_no", "X1"),
    ]
    assert {each.pool for each in found} == {"trial.small.one"}


def test_a_paper_claims_what_was_read_from_it() -> None:
    definition = ruled({"papers": ["id_card.id_number"], "pool": "people"})
    cards = (
        paper("one", "id_card", id_number="210102196905120221"),
        paper("two", "id_card", id_number="210102196905120221"),
        paper("three", "id_card", name="甲"),
        paper("four", "passport", id_number="E1"),
    )
    (found,) = claims_of(definition, {}, cards)
    assert (found.pool, found.pointer) == ("people", "document:one")


def test_what_is_told_apart_by_another_field_waits_for_it() -> None:
    definition = ruled({"pointers": ["/amount"], "beside": ["/kind"]})
    assert claims_of(definition, {"amount": 3}, ()) == ()
    (first,) = claims_of(definition, {"amount": 3, "kind": "a"}, ())
    (second,) = claims_of(definition, {"amount": 3, "kind": "b"}, ())
    assert first.digest != second.digest


def test_nothing_is_claimed_where_no_rule_says_so() -> None:
    assert claims_of(tiny(), {"kind": "a"}, ()) == ()
    assert claims_of(ruled({"pointers": ["/flag"]}), {"flag": "ja"}, ()) == ()


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({"pointers": ["/gone"]}, "pointer.unknown"),
        ({"pointers": ["/kind"], "beside": ["/gone"]}, "pointer.unknown"),
        ({"papers": ["id_card.gone"]}, "paper.field"),
        ({"papers": ["gone.name"]}, "paper.unknown"),
    ],
)
def test_the_lint_finds_what_is_not_there(rule: dict[str, object], code: str) -> None:
    assert code in {each.code for each in check_definition(catalogue(), ruled(rule), {})}


def test_the_lint_finds_a_rule_that_stands_twice() -> None:
    found = check_definition(
        catalogue(), ruled({"pointers": ["/kind"]}, {"pointers": ["/kind"]}), {}
    )
    assert "code.twice" in {each.code for each in found}
