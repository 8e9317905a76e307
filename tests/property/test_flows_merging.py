"""A form on an older screen is joined with what stands now: only what a person touched is theirs."""

from hypothesis import given
from hypothesis import strategies as st

from dossier.flows.pointers import Form, leaves, merged, pruned
from dossier.kernel.canonical import Json

values: st.SearchStrategy[Json] = st.sampled_from(["王", "兰", 1, True])
rows: st.SearchStrategy[Json] = st.lists(
    st.dictionaries(st.sampled_from(["x", "y"]), values, min_size=1), max_size=3
)
forms: st.SearchStrategy[Form] = st.fixed_dictionaries(
    {}, optional={"a": values, "b": values, "c": values, "rows": rows}
)


def said(form: Form) -> dict[str, Json]:
    return dict(leaves(pruned(form)))


@given(forms, forms)
def test_who_touched_nothing_changes_nothing(base: Form, theirs: Form) -> None:
    assert pruned(merged(base, base, theirs)) == pruned(theirs)


@given(forms, forms)
def test_what_nobody_else_changed_stands_as_it_was_sent(base: Form, mine: Form) -> None:
    assert pruned(merged(base, mine, base)) == pruned(mine)


@given(forms, forms, forms)
def test_every_place_is_mine_where_i_changed_it_and_theirs_elsewhere(
    base: Form, mine: Form, theirs: Form
) -> None:
    joined, before = said(merged(base, mine, theirs)), said(base)
    here, there = said(mine), said(theirs)
    for name in ("/a", "/b", "/c"):
        wanted = there if here.get(name) == before.get(name) else here
        assert joined.get(name) == wanted.get(name)


@given(st.integers(0, 2), values)
def test_a_value_typed_in_one_row_leaves_the_others_to_the_scans(row: int, typed: Json) -> None:
    mine: list[Json] = [
        {"x": "?", "z": typed} if one == row else {"x": "?"} for one in range(3)
    ]
    theirs: list[Json] = [{"x": "?", "w": "read"}] * 3
    joined = merged({"rows": [{"x": "?"}] * 3}, {"rows": mine}, {"rows": theirs})["rows"]
    assert isinstance(joined, list)
    for number, one in enumerate(joined):
        assert isinstance(one, dict)
        assert one["w"] == "read"
        assert one.get("z") == (typed if number == row else None)
