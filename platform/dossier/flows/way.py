"""The way of a case through the stages of its service, as its form tells it."""

from collections.abc import Collection
from dataclasses import replace

from dossier.cases.model import CaseState, RouteStage
from dossier.catalogue.model import Definition


def way_of(definition: Definition, orders: Collection[int]) -> tuple[RouteStage, ...]:
    """Return the stages that apply, as a case keeps them."""
    return tuple(
        RouteStage(
            order=stage.order,
            level=stage.level,
            title=stage.action_zh,
            role=stage.decider,
            kind=stage.kind,
            notice=stage.public_notice is not None,
            may_refuse=stage.on_refuse != "none"
            and (stage.level != "社区" or definition.kind != "service"),
        )
        for stage in definition.stages
        if stage.order in orders
    )


def as_it_goes_on(
    state: CaseState, definition: Definition, orders: Collection[int] | None
) -> CaseState:
    """Return ``state`` with the way ahead as the form tells it now; what was passed stays.

    What an office puts in may send a case on (a complaint that turns out to be serious), or
    spare it a stage.  ``orders`` None: the form does not tell, and the way stays as it was.
    """
    if orders is None or state.now is None:
        return state
    ahead = [stage for stage in way_of(definition, orders) if stage.order > state.now.order]
    return replace(state, route=(*state.route[: (state.stage or 0) + 1], *ahead))
