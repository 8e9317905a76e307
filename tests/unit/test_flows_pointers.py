"""Places in a form."""

import pytest

from dossier.flows import pointers
from dossier.kernel.canonical import Json

FORM: dict[str, Json] = {
    "name": "王桂兰",
    "members": [{"name": "王桂兰"}, {"name": "陈磊"}],
    "tags": ["a", "b"],
    "a/b": {"c~d": 1},
}


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/name", "王桂兰"),
        ("/members/1/name", "陈磊"),
        ("/members/2/name", None),
        ("/members/x/name", None),
        ("/name/first", None),
        ("/nothing", None),
        ("/tags/1", "b"),
        ("/a~1b/c~0d", 1),
        ("", FORM),
    ],
)
def test_a_place_has_its_value_or_none(pointer: str, value: Json) -> None:
    assert pointers.get(FORM, pointer) == value


def test_rows_and_objects_on_the_way_are_made() -> None:
    made = pointers.placed({}, "/members/0/address/street", "丁香路")
    assert made == {"members": [{"address": {"street": "丁香路"}}]}
    assert pointers.placed(made, "/members/1/name", "x")["members"] == [
        {"address": {"street": "丁香路"}},
        {"name": "x"},
    ]


def test_the_form_that_was_given_is_not_touched() -> None:
    before = {"members": [{"name": "a"}]}
    pointers.placed(before, "/members/0/name", "b")
    assert before == {"members": [{"name": "a"}]}


@pytest.mark.parametrize(
    "pointer", ["/members/3/name", "/members/x", "/name/first", "/tags/0/x"]
)
def test_a_way_that_is_barred_is_refused(pointer: str) -> None:
    with pytest.raises(ValueError, match="no such place"):
        pointers.placed(FORM, pointer, 1)


def test_leaves_are_what_is_neither_an_object_nor_a_list_of_objects() -> None:
    assert dict(pointers.leaves(FORM)) == {
        "/name": "王桂兰",
        "/members/0/name": "王桂兰",
        "/members/1/name": "陈磊",
        "/tags": ["a", "b"],
        "/a~1b/c~0d": 1,
    }


def test_nothing_and_the_empty_rows_at_the_end_are_pruned() -> None:
    form: dict[str, Json] = {"a": None, "rows": [{}, {"b": None}, {"c": 1}, {"d": None}, None]}
    assert pointers.pruned(form) == {"rows": [{}, {}, {"c": 1}]}
