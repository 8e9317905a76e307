"""What the offices put into a form: who, by when, and what it changes on the way."""

from dossier.cases.model import CaseState, RouteStage, Status
from dossier.catalogue.loading import load_definition
from dossier.catalogue.model import Definition
from dossier.flows.office import due_now, is_left_to_office, level_of
from dossier.flows.way import as_it_goes_on, way_of
from dossier.kernel.errors import Problem
from dossier.kernel.settings import form_schemas_folder

FOLDER = form_schemas_folder() / "services"
LIANZU = load_definition(FOLDER / "social-security" / "lianzu.yaml")
SUPERVISION = load_definition(FOLDER / "gov" / "social-org-supervision.yaml")


def problem(pointer: str, code: str = "required", severity: str = "block") -> Problem:
    assert severity in ("block", "warn")
    return Problem(
        pointer, code, "没有填写。", "请填写。", "block" if severity == "block" else "warn"
    )


def state(definition: Definition, at: int, levels: tuple[str, ...] = ()) -> CaseState:
    way = way_of(definition, [stage.order for stage in definition.stages])
    if levels:
        way = tuple(
            RouteStage(
                order=order,
                level=level,
                title="环节",
                role="role",
                kind="check",
                notice=False,
                may_refuse=False,
            )
            for order, level in enumerate(levels, 1)
        )
    return CaseState(Status.UNDER_REVIEW, route=way, stage=at, accepted=True)


def test_a_list_that_an_office_fills_is_its_own_with_every_row() -> None:
    (place, level) = next(
        (rule.pointer, rule.filled_by) for rule in LIANZU.fields if rule.filled_by == "district"
    )
    assert level == "district"
    assert level_of(LIANZU, place) == "区县"
    assert level_of(LIANZU, f"{place}/0/amount") == "区县"
    assert level_of(LIANZU, "/applicant_name") is None


def test_nobody_asks_the_resident_for_what_an_office_puts_in() -> None:
    assert is_left_to_office(LIANZU, problem("/approved_amount"))
    assert not is_left_to_office(LIANZU, problem("/approved_amount", "maximum"))
    assert not is_left_to_office(LIANZU, problem("/applicant_name"))


def test_an_office_has_until_the_last_stage_of_its_level() -> None:
    wanting = (problem("/approved_amount"), problem("/applicant_name"))
    levels = ("社区", "区县", "街道", "区县")
    assert due_now(LIANZU, state(LIANZU, 1, levels), wanting) == ()
    assert due_now(LIANZU, state(LIANZU, 3, levels), wanting) == wanting[:1]
    warned = (problem("/approved_amount", severity="warn"),)
    assert due_now(LIANZU, state(LIANZU, 3, levels), warned) == ()


def test_an_office_that_the_way_does_not_pass_is_asked_at_the_end() -> None:
    wanting = (problem("/approved_amount"),)
    assert due_now(LIANZU, state(LIANZU, 0, ("社区", "街道")), wanting) == ()
    assert due_now(LIANZU, state(LIANZU, 1, ("社区", "街道")), wanting) == wanting


def test_what_an_office_finds_sends_the_case_on_or_spares_a_stage() -> None:
    first = state(SUPERVISION, 0)
    (now, later) = first.route
    assert as_it_goes_on(first, SUPERVISION, [now.order]).route == (now,)
    alone = CaseState(Status.UNDER_REVIEW, route=(now,), stage=0, accepted=True)
    assert as_it_goes_on(alone, SUPERVISION, [now.order, later.order]).route == (now, later)
    assert as_it_goes_on(alone, SUPERVISION, None) is alone
    before = CaseState(Status.OPEN)
    assert as_it_goes_on(before, SUPERVISION, [1]) is before
