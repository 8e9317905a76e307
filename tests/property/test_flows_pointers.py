"""Placing and reading a value agree, whatever the form."""

from hypothesis import given
from hypothesis import strategies as st

from dossier.flows import pointers
from dossier.kernel.canonical import Json

names = st.text(st.sampled_from("ab/~1"), min_size=1, max_size=3).filter(
    lambda name: not name.isdigit()
)
scalars = st.booleans() | st.integers() | st.text(max_size=3)
rows = st.lists(st.dictionaries(names, scalars, min_size=1, max_size=3), min_size=1, max_size=3)
forms: st.SearchStrategy[dict[str, Json]] = st.dictionaries(
    names, scalars | rows | st.dictionaries(names, scalars, min_size=1, max_size=3), max_size=4
)


@given(forms)
def test_a_form_is_its_leaves(form: dict[str, Json]) -> None:
    made: pointers.Form = {}
    for pointer, value in pointers.leaves(form):
        assert pointers.get(form, pointer) == value
        made = pointers.placed(made, pointer, value)
    assert made == form


@given(forms, scalars)
def test_what_is_placed_is_read_back_and_nothing_else_moves(
    form: dict[str, Json], value: Json
) -> None:
    for pointer, _ in pointers.leaves(form):
        after = pointers.placed(form, pointer, value)
        assert pointers.get(after, pointer) == value
        others = dict(pointers.leaves(form))
        now = dict(pointers.leaves(after))
        assert {k: v for k, v in others.items() if k != pointer} == {
            k: v for k, v in now.items() if k != pointer
        }


@given(forms)
def test_pruning_twice_is_pruning_once(form: dict[str, Json]) -> None:
    once = pointers.pruned(form)
    assert pointers.pruned(once) == once
