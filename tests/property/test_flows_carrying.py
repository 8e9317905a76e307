"""A form on its way to another version: nothing is changed without need, nothing is lost."""

from dataclasses import replace
from functools import lru_cache

from catalogue_sample import catalogue, tiny
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.cases.model import CaseForm, Mark, Origin
from dossier.catalogue import without_derived
from dossier.catalogue.cel.shapes import Shape, shape_of
from dossier.catalogue.model import Definition
from dossier.flows import pointers
from dossier.flows.carrying import carried
from dossier.kernel.canonical import Json
from dossier.kernel.ids import UserId

ODD: st.SearchStrategy[Json] = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 10**6), st.text("甲乙ab ", max_size=4)
)
SHAPED = tuple(
    (definition, CaseForm(3, 2, dict(example.form)))
    for definition in catalogue().list()
    for example in definition.examples
)
SMALL = tiny()
ANOTHER_TINY = tiny(
    version=2,
    form={
        "type": "object",
        "title": "试验",
        "properties": {
            "kind": {"type": "string", "title": "类别", "enum": ["a"]},
            "amount": {"type": "integer", "title": "金额"},
            "flag": {"type": "string", "title": "标记"},
            "rows": {
                "type": "array",
                "title": "成员",
                "items": {
                    "type": "object",
                    "properties": {"name": {"type": "string", "title": "姓名"}},
                },
            },
        },
    },
)


@lru_cache(maxsize=64)
def fields_of(definition: Definition) -> st.SearchStrategy[Json]:
    return values(shape_of(definition.form))


def values(shape: Shape) -> st.SearchStrategy[Json]:
    """What may stand in a form of ``shape``, right or wrong."""
    if shape.kind == "object":
        inner = {name: values(each) for name, each in shape.members.items()}
        return st.fixed_dictionaries({}, optional=inner).map(dict)
    if shape.kind == "list":
        assert shape.item is not None
        return st.lists(values(shape.item), max_size=3)
    options = st.sampled_from(shape.options) if shape.options else ODD
    return st.one_of(options, ODD)


@st.composite
def cases(draw: st.DrawFn, definition: Definition) -> CaseForm:
    """A form with origins at some of its places."""
    computed = {derived.pointer for derived in definition.derived}
    drawn = draw(fields_of(definition))
    assert isinstance(drawn, dict)
    form = pointers.pruned(
        {name: one for name, one in drawn.items() if f"/{name}" not in computed}
    )
    places = [pointer for pointer, _ in pointers.leaves(form)]
    read = Origin("document", "d", "f", 0.9, confirmed=True, by=None)
    typed = Origin("person", None, None, None, confirmed=True, by="u")
    origins = {pointer: draw(st.sampled_from((read, typed))) for pointer in places}
    return CaseForm(3, 2, form, origins)


def marks_of(definition: Definition) -> tuple[Mark, ...]:
    clerk = UserId("u")
    return tuple(
        Mark(each.code, "", clerk, clerk if each.waivable_by_platform else None, None)
        for each in definition.materials
    )


@settings(deadline=None)
@given(st.sampled_from(SHAPED) | cases(SMALL).map(lambda form: (SMALL, form)))
def test_to_the_same_shape_nothing_changes(given_case: tuple[Definition, CaseForm]) -> None:
    definition, given_form = given_case
    form = replace(given_form, form=without_derived(definition, given_form.form))
    again = replace(definition, version=2, digest="2")
    kept = carried(definition, again, form, marks_of(definition))
    assert (kept.form, kept.marks, kept.fallen) == (form, marks_of(definition), ())


@settings(deadline=None)
@given(form=cases(SMALL), known=st.booleans())
def test_every_value_is_carried_along_or_named_as_fallen(
    form: CaseForm, *, known: bool
) -> None:
    kept = carried(SMALL if known else None, ANOTHER_TINY, form, ())
    fallen = {one.pointer: one.value for one in kept.fallen}
    assert len(fallen) == len(kept.fallen)
    for pointer, value in pointers.leaves(form.form):
        if value is None or value == []:
            continue
        stays = pointers.get(kept.form.form, pointer)
        assert (stays == value) != (pointer in fallen and fallen[pointer] == value)
    after = {
        pointer for pointer, value in pointers.leaves(kept.form.form) if value not in (None, [])
    }
    assert after <= {pointer for pointer, _ in pointers.leaves(form.form)}
    assert kept.form.origins.items() <= form.origins.items()
    assert after & form.origins.keys() <= kept.form.origins.keys()
    assert all(one.title and one.reason for one in kept.fallen)


@settings(deadline=None)
@given(cases(SMALL))
def test_what_was_carried_fits_and_is_carried_again_unchanged(form: CaseForm) -> None:
    once = carried(SMALL, ANOTHER_TINY, form, ()).form
    assert carried(ANOTHER_TINY, replace(ANOTHER_TINY, version=3), once, ()).form == once
