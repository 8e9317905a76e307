"""What the API says of local settings, and takes."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, JsonValue, TypeAdapter
from sqlalchemy.orm import Session

from dossier.api.views import Command, View
from dossier.catalogue import store
from dossier.catalogue.local.local_settings import (
    NO_SERVICE,
    LocalSetting,
    Place,
    holding,
    pointer_of_parameter,
)
from dossier.catalogue.local.local_values import value_text
from dossier.catalogue.local.localising import as_shown, figure_as_set, fits
from dossier.catalogue.local.settable import Settable, settable_figure, settables
from dossier.catalogue.model import Definition, Parameter
from dossier.catalogue.unconfirmed import unconfirmed
from dossier.flows.house import House
from dossier.flows.local_settings import present_or_newest
from dossier.identity import store as staff
from dossier.identity.model import Actor
from dossier.kernel.canonical import Json
from dossier.kernel.ids import UserId

Choice = Literal["set", "confirm", "revert"]
Short = Annotated[str, Field(max_length=200)]
_MANY = 300
_ORDER = {"unset": 0, "unconfirmed": 1, "set": 2}
_value: TypeAdapter[JsonValue] = TypeAdapter(JsonValue)


class SettingWish(Command):
    """One thing to set.  service: "" for a figure; value: None unless choice is "set"."""

    service: Short
    pointer: Short
    choice: Choice
    value: JsonValue
    basis: Annotated[str, Field(max_length=500)]
    valid_from: date


class SettingsCommand(Command):
    """What a unit wants to set, all of it or nothing."""

    unit: Annotated[str, Field(max_length=36)]
    wishes: Annotated[list[SettingWish], Field(min_length=1, max_length=_MANY)]


class SettingsDecision(Command):
    """Entries that are confirmed or taken back together."""

    settings: Annotated[
        list[Annotated[str, Field(max_length=36)]], Field(min_length=1, max_length=_MANY)
    ]


class SettingUnitView(View):
    """A unit that may have settings of its own."""

    id: str
    name: str
    level: str
    path: str


class SettingUnitsView(View):
    """Where one may set something.  today: by the office's clock."""

    today: date
    units: list[SettingUnitView]


class LocalEntryView(View):
    """One entry.  mine: put down by whoever asks, who therefore may not confirm it."""

    id: str
    unit: str
    service: str
    service_title: str
    pointer: str
    title: str
    choice: Choice
    value: JsonValue
    text: str = Field(description="the value in words")
    original: str = Field(description="what the catalogue says, in words")
    basis: str
    valid_from: date
    state: Literal["pending", "confirmed", "taken_back"]
    set_by: str
    set_at: datetime
    confirmed_by: str | None
    confirmed_at: datetime | None
    taken_back_by: str | None
    taken_back_at: datetime | None
    mine: bool


class ServiceNameView(View):
    """A service by name."""

    code: str
    title: str


class FigureView(View):
    """A figure as it holds for a unit today."""

    code: str
    pointer: str
    title: str
    unit: Literal["fen", "per_mille", "integer", "month", "year", "day", "m2"]
    value: int | None
    text: str
    state: Literal["unset", "unconfirmed", "set"]
    holds: LocalEntryView | None = Field(description="the entry that holds; None: as shipped")
    own: bool = Field(description="the unit itself has set it")
    original: int | None
    original_text: str
    legal_source: str
    note: str
    services: list[ServiceNameView]
    entries: list[LocalEntryView]


class SettableView(View):
    """One thing of a service as it is shown in a unit today."""

    pointer: str
    title: str
    kind: Literal["text", "texts", "days", "limit", "open_limit", "figure", "as_it_is"]
    original: JsonValue
    original_text: str
    value: JsonValue
    text: str
    to_confirm: bool
    confirmable: bool = Field(description="it waits, and the catalogue's word can be confirmed")
    note: str
    source: str
    stale: bool = Field(description="what was set no longer fits; the catalogue counts")
    holds: LocalEntryView | None
    own: bool
    entries: list[LocalEntryView]


class ServiceSettingsView(View):
    """A service in the list."""

    code: str
    title: str
    group: str
    kind: str
    unconfirmed: int
    set_here: int = Field(description="how much of it an office has set")
    waiting: int


class ServiceFactsView(View):
    """Everything of a service that an office may set or confirm."""

    code: str
    version: int
    title: str
    unconfirmed: int
    settables: list[SettableView]


class Telling:
    """What is told of one unit's settings to one person on one day."""

    def __init__(
        self, session: Session, house: House, me: Actor, unit_path: str, today: date
    ) -> None:
        self._session = session
        self._catalogue = house.catalogue
        self._me = me
        self._unit_path = unit_path
        self._today = today

    def figures(self) -> list[FigureView]:
        """Return every figure, the unset ones first."""
        self._learn_names(self._reaching)
        users: dict[str, list[ServiceNameView]] = {}
        for one in self._services:
            for code in one.parameters:
                users.setdefault(code, []).append(
                    ServiceNameView(code=one.code, title=one.title_zh)
                )
        found = [
            self._figure(one, users.get(one.code, []))
            for one in self._catalogue.parameters.values()
        ]
        return sorted(found, key=lambda one: _ORDER[one.state])

    def services(self) -> list[ServiceSettingsView]:
        """Return every service with how much of it is open."""
        waiting: dict[str, int] = {}
        for entry in self._reaching:
            if entry.state == "pending":
                waiting[entry.service] = waiting.get(entry.service, 0) + 1
        return [
            ServiceSettingsView(
                code=one.code,
                title=one.title_zh,
                group=one.group_zh,
                kind=one.kind,
                unconfirmed=unconfirmed(as_shown(one, self._held_of(one.code))),
                set_here=len(self._held_of(one.code)),
                waiting=waiting.get(one.code, 0),
            )
            for one in self._services
        ]

    def service(self, code: str) -> ServiceFactsView:
        """Return what may be set of a service; raises NotFound."""
        definition = present_or_newest(self._catalogue, code, self._today)
        entries = [one for one in self._reaching if one.service == code]
        self._learn_names(entries)
        shown = as_shown(definition, self._held_of(code))
        return ServiceFactsView(
            code=code,
            version=definition.version,
            title=definition.title_zh,
            unconfirmed=unconfirmed(shown),
            settables=[
                self._settable(definition, one, entries)
                for one in settables(definition).values()
            ],
        )

    def entries(self, entries: Iterable[LocalSetting]) -> list[LocalEntryView]:
        """Return entries of any units."""
        found = list(entries)
        self._learn_names(found)
        return [self._entry(one) for one in found]

    @cached_property
    def _services(self) -> list[Definition]:
        codes = sorted({code for code, _ in self._catalogue.definitions})
        return [present_or_newest(self._catalogue, code, self._today) for code in codes]

    @cached_property
    def _reaching(self) -> tuple[LocalSetting, ...]:
        return store.settings_reaching(self._session, self._unit_path)

    @cached_property
    def _held(self) -> Mapping[Place, LocalSetting]:
        return holding(self._reaching, self._unit_path, self._today)

    def _held_of(self, code: str) -> dict[str, LocalSetting]:
        return {pointer: one for (at, pointer), one in self._held.items() if at == code}

    def _learn_names(self, entries: Iterable[LocalSetting]) -> None:
        people = {
            user
            for one in entries
            for user in (one.set_by, one.confirmed_by, one.taken_back_by)
            if user
        }
        self._names = staff.names_of(self._session, people)
        self._units = {
            path: unit.name
            for path in {one.unit_path for one in entries}
            if (unit := staff.find_unit_at(self._session, path))
        }

    def _figure(self, parameter: Parameter, users: list[ServiceNameView]) -> FigureView:
        settable = settable_figure(parameter)
        held = self._held.get((NO_SERVICE, settable.pointer))
        now = figure_as_set(parameter, held) if held else parameter
        lapsed = now.valid_to is not None and now.valid_to < self._today
        value = None if lapsed else now.value
        state: Literal["unset", "unconfirmed", "set"] = (
            "unset" if value is None else "unconfirmed" if now.mark.to_confirm else "set"
        )
        return FigureView(
            code=parameter.code,
            pointer=settable.pointer,
            title=parameter.title_zh,
            unit=parameter.unit,
            value=value,
            text=value_text(settable, value),
            state=state,
            holds=self._entry(held) if held else None,
            own=held is not None and held.unit_path == self._unit_path,
            original=parameter.value,
            original_text=value_text(settable, parameter.value),
            legal_source=now.legal_source,
            note=parameter.mark.note,
            services=users,
            entries=self._of_place(self._reaching, NO_SERVICE, settable.pointer),
        )

    def _settable(
        self,
        definition: Definition,
        settable: Settable,
        entries: Iterable[LocalSetting],
    ) -> SettableView:
        held = self._held.get((definition.code, settable.pointer))
        holds = held is not None and fits(settable, held)
        value = held.value if held and holds and held.choice == "set" else settable.value
        return SettableView(
            pointer=settable.pointer,
            title=settable.title_zh,
            kind=settable.kind,
            original=_value.validate_python(settable.value),
            original_text=value_text(settable, settable.value),
            value=_value.validate_python(value),
            text=value_text(settable, value),
            to_confirm=settable.mark.to_confirm and not holds,
            confirmable=settable.confirmable and not holds,
            note=settable.mark.note,
            source=settable.mark.source,
            stale=held is not None and not holds,
            holds=self._entry(held) if held else None,
            own=held is not None and held.unit_path == self._unit_path,
            entries=self._of_place(entries, definition.code, settable.pointer),
        )

    def _of_place(
        self, entries: Iterable[LocalSetting], service: str, pointer: str
    ) -> list[LocalEntryView]:
        """Return the entries of a place, the newest first."""
        found = [self._entry(one) for one in entries if one.place == (service, pointer)]
        return found[::-1]

    def _entry(self, entry: LocalSetting) -> LocalEntryView:
        title, original, text = self._words(entry)
        return LocalEntryView(
            id=entry.id,
            unit=self._units.get(entry.unit_path, "全部单位（安装时设定）"),
            service=entry.service,
            service_title=self._title(entry.service),
            pointer=entry.pointer,
            title=title,
            choice=entry.choice,
            value=_value.validate_python(entry.value),
            text=text,
            original=original,
            basis=entry.basis,
            valid_from=entry.valid_from,
            state=entry.state,
            set_by=self._name(entry.set_by) or "",
            set_at=entry.set_at,
            confirmed_by=self._name(entry.confirmed_by),
            confirmed_at=entry.confirmed_at,
            taken_back_by=self._name(entry.taken_back_by),
            taken_back_at=entry.taken_back_at,
            mine=entry.set_by == self._me.user_id,
        )

    def _words(self, entry: LocalSetting) -> tuple[str, str, str]:
        """Return the title of an entry's place, what the catalogue says, and its value."""
        settable: Settable | None = None
        if entry.service == NO_SERVICE:
            code = entry.pointer.removeprefix(pointer_of_parameter(""))
            if parameter := self._catalogue.parameters.get(code):
                settable = settable_figure(parameter)
        elif any(code == entry.service for code, _ in self._catalogue.definitions):
            definition = present_or_newest(self._catalogue, entry.service, self._today)
            settable = settables(definition).get(entry.pointer)
        if settable is None:
            return entry.pointer, "", _plain(entry.value)
        return (
            settable.title_zh,
            value_text(settable, settable.value),
            value_text(settable, entry.value),
        )

    def _title(self, service: str) -> str:
        return next((one.title_zh for one in self._services if one.code == service), service)

    def _name(self, user: UserId | None) -> str | None:
        return None if user is None else self._names.get(user, "系统")


def _plain(value: Json) -> str:
    return value if isinstance(value, str) else ""
