"""本地设置: figures, words, places and notice days that an office sets; two people each time."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field
from sqlalchemy.orm import Session

from dossier.api.deps import InParts, InWork, Look, Me, require
from dossier.api.settings_views import (
    FigureView,
    LocalEntryView,
    ServiceFactsView,
    ServiceSettingsView,
    SettingsCommand,
    SettingsDecision,
    SettingUnitsView,
    SettingUnitView,
    Telling,
)
from dossier.catalogue import store
from dossier.flows import local_settings
from dossier.flows.local_settings import Wish
from dossier.identity import rules as rights
from dossier.identity import store as staff
from dossier.identity.model import Actor, Permission, Unit
from dossier.kernel.clock import civil_day
from dossier.kernel.errors import NotFound
from dossier.kernel.ids import UnitId

router = APIRouter(tags=["settings"])
_EDIT = Permission.PARAMETER_EDIT
AtUnit = Annotated[UnitId, Field(max_length=36)]


@router.get("/settings/units", **require(_EDIT))
def list_setting_units(parts: InParts, me: Me, session: Look) -> SettingUnitsView:
    """List the units for which one may set something, one's own first."""
    return SettingUnitsView(
        today=civil_day(parts.clock()),
        units=[
            SettingUnitView(id=one.id, name=one.name, level=str(one.level), path=one.path)
            for one in staff.units_within(session, rights.scopes(me, _EDIT))
        ],
    )


@router.get("/settings/figures", **require(_EDIT))
def list_figures(unit: AtUnit, parts: InParts, me: Me, session: Look) -> list[FigureView]:
    """List every figure with what holds for a unit today; what is unset comes first."""
    at = _unit(session, me, unit)
    return Telling(session, parts.house, me, at.path, civil_day(parts.clock())).figures()


@router.get("/settings/services", **require(_EDIT))
def list_service_settings(
    unit: AtUnit, parts: InParts, me: Me, session: Look
) -> list[ServiceSettingsView]:
    """List the services with what is still to be confirmed and what waits for a second person."""
    at = _unit(session, me, unit)
    return Telling(session, parts.house, me, at.path, civil_day(parts.clock())).services()


@router.get("/settings/services/{code}", **require(_EDIT))
def show_service_settings(
    code: str, unit: AtUnit, parts: InParts, me: Me, session: Look
) -> ServiceFactsView:
    """Return everything of a service that an office may set or confirm."""
    at = _unit(session, me, unit)
    return Telling(session, parts.house, me, at.path, civil_day(parts.clock())).service(code)


@router.get("/settings/waiting", **require(_EDIT))
def list_waiting_settings(parts: InParts, me: Me, session: Look) -> list[LocalEntryView]:
    """List what waits for a second person in one's units, oldest first."""
    waiting = store.settings_waiting(session, rights.scopes(me, _EDIT))
    today = civil_day(parts.clock())
    return Telling(session, parts.house, me, me.grants[0].unit_path, today).entries(waiting)


@router.post("/settings", status_code=201, **require(_EDIT))
def make_settings(asked: SettingsCommand, parts: InParts, me: Me, work: InWork) -> list[str]:
    """Put down what a unit wants; nothing of it holds before another person confirms it."""
    at = _unit(work.session, me, UnitId(asked.unit))
    return list(
        local_settings.propose(
            work,
            parts.catalogue,
            me,
            at.path,
            [
                Wish(
                    service=one.service,
                    pointer=one.pointer,
                    choice=one.choice,
                    value=one.value,
                    basis=one.basis,
                    valid_from=one.valid_from,
                )
                for one in asked.wishes
            ],
        )
    )


@router.post("/settings/confirm", status_code=204, **require(_EDIT))
def confirm_settings(asked: SettingsDecision, parts: InParts, me: Me, work: InWork) -> None:
    """Confirm what another person put down; it holds from its day on."""
    local_settings.confirm(work, parts.catalogue, me, asked.settings)


@router.post("/settings/take-back", status_code=204, **require(_EDIT))
def take_settings_back(asked: SettingsDecision, me: Me, work: InWork) -> None:
    """Take back what still waits."""
    local_settings.take_back(work, me, asked.settings)


def _unit(session: Session, me: Actor, unit: UnitId) -> Unit:
    """Return a unit for which ``me`` may set something; NotFound for every other."""
    found = next(
        (
            one
            for one in staff.units_within(session, rights.scopes(me, _EDIT))
            if one.id == unit
        ),
        None,
    )
    if found is None:
        raise NotFound("没有找到这个单位，或者它不在您的管辖范围内。", code="unit_unknown")
    return found
