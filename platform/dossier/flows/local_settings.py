"""An office sets words, places, days and figures for itself: one person sets, another confirms."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from dossier.catalogue import store
from dossier.catalogue.events import (
    LocalSettingConfirmed,
    LocalSettingMade,
    LocalSettingTakenBack,
)
from dossier.catalogue.loading import Catalogue
from dossier.catalogue.local.local_settings import (
    NO_SERVICE,
    Choice,
    LocalSetting,
    holding,
    pointer_of_parameter,
)
from dossier.catalogue.local.local_values import refusal
from dossier.catalogue.local.localising import as_shown, figure_as_set
from dossier.catalogue.local.settable import Settable, settable_figure, settables
from dossier.catalogue.model import Definition, Parameter
from dossier.catalogue.versions import find_present
from dossier.identity import rules as rights
from dossier.identity import store as staff
from dossier.identity.model import Actor, Permission
from dossier.kernel.canonical import Json, canonical_json, sha256_hex
from dossier.kernel.clock import civil_day
from dossier.kernel.errors import Conflict, NotFound, Refused
from dossier.kernel.ids import new_id
from dossier.work import Work

MAX_AT_ONCE = 300
MAX_BASIS_CHARACTERS = 500
EARLIEST = date(1990, 1, 1)
YEARS_AHEAD = 5
_FIGURES = pointer_of_parameter("")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to set.  service: "" for a figure."""

    service: str
    pointer: str
    choice: Choice
    value: Json
    basis: str
    valid_from: date


# -- what holds


def shown(
    session: Session,
    definition: Definition,
    unit_path: str,
    today: date,
    *,
    accepted_at: datetime | None = None,
    decided_at: datetime | None = None,
) -> Definition:
    """Return ``definition`` as the office at ``unit_path`` shows it.

    accepted_at: a limit is the one that was known and held when the case was accepted.
    decided_at: a case that was decided stays as it was shown then.
    """
    entries = store.settings_reaching(session, unit_path, (definition.code,))
    if not entries:
        return definition
    day = civil_day(decided_at) if decided_at else today
    held = {one.pointer: one for one in holding(entries, unit_path, day, decided_at).values()}
    if accepted_at is not None:
        then = holding(entries, unit_path, civil_day(accepted_at), accepted_at)
        late = {each.pointer for each in settables(definition).values() if each.at_acceptance}
        held = {pointer: one for pointer, one in held.items() if pointer not in late} | {
            one.pointer: one for one in then.values() if one.pointer in late
        }
    return as_shown(definition, held)


def all_shown(
    session: Session, definitions: Sequence[Definition], unit_path: str, today: date
) -> list[Definition]:
    """Return ``definitions`` as the office at ``unit_path`` shows them."""
    held: dict[str, dict[str, LocalSetting]] = {}
    entries = store.settings_reaching(session, unit_path)
    for (service, pointer), one in holding(entries, unit_path, today).items():
        held.setdefault(service, {})[pointer] = one
    return [as_shown(one, held.get(one.code, {})) for one in definitions]


def figures_of(
    session: Session,
    catalogue: Catalogue,
    day: date,
    unit_path: str,
    known_at: datetime | None = None,
) -> dict[str, Parameter]:
    """Return the catalogue's figures with those that hold for a unit over them."""
    held = store.figures_on(session, day, unit_path, known_at)
    return {
        code: figure_as_set(parameter, held[code]) if code in held else parameter
        for code, parameter in catalogue.parameters.items()
    }


# -- setting, confirming, taking back


def propose(
    work: Work, catalogue: Catalogue, actor: Actor, unit_path: str, wishes: Sequence[Wish]
) -> tuple[str, ...]:
    """Put down what the unit wants; nothing of it holds before another person confirms it.

    Raises NotFound for a place that cannot be set here, Refused with the reason for a value
    that cannot stand there, Conflict while another entry of the same place waits.
    """
    rights.check(actor, Permission.PARAMETER_EDIT, unit_path, seen_by=Permission.CATALOGUE_READ)
    return _put_down(work, catalogue, unit_path, wishes)


def propose_unattended(
    work: Work, catalogue: Catalogue, unit_path: str, wishes: Sequence[Wish]
) -> tuple[str, ...]:
    """Put down what whoever installs wants; a person of the office confirms it like any other."""
    return _put_down(work, catalogue, unit_path, wishes)


def confirm(work: Work, catalogue: Catalogue, actor: Actor, settings: Collection[str]) -> None:
    """Let what another person put down hold; confirming again is harmless."""
    _limit_of(settings)
    confirmed = []
    for one in sorted(set(settings)):
        entry = _locked(work.session, actor, one)
        if entry.confirmed_by == actor.user_id:
            continue
        if entry.state != "pending":
            raise _no_longer_waiting(entry)
        if entry.set_by == actor.user_id:
            raise Refused(
                "自己填报的设置不能由自己复核，请另一位有权限的同事复核。",
                code="forbidden_separation_of_duties",
            )
        _require_same_text(catalogue, entry, work.today)
        store.confirm_setting(work.session, entry.id, work.actor, work.now)
        confirmed.append(entry)
    for entry in confirmed:
        work.record(LocalSettingConfirmed(setting=entry.id))


def take_back(work: Work, actor: Actor, settings: Collection[str]) -> None:
    """Take back what still waits; taking back again is harmless."""
    _limit_of(settings)
    gone = []
    for one in sorted(set(settings)):
        entry = _locked(work.session, actor, one)
        if entry.state == "taken_back":
            continue
        if entry.state == "confirmed":
            raise _no_longer_waiting(entry)
        store.take_back_setting(work.session, entry.id, work.actor, work.now)
        gone.append(entry)
    for entry in gone:
        work.record(LocalSettingTakenBack(setting=entry.id))


def settable_at(catalogue: Catalogue, service: str, pointer: str, today: date) -> Settable:
    """Return what stands at a place in the version in force.  Raises NotFound."""
    found: Settable | None = None
    if service == NO_SERVICE:
        if parameter := catalogue.parameters.get(pointer.removeprefix(_FIGURES)):
            found = settable_figure(parameter)
            found = found if found.pointer == pointer else None
    else:
        found = settables(present_or_newest(catalogue, service, today)).get(pointer)
    if found is None:
        raise NotFound("这一项不能由本单位设置。请刷新页面后重选。", code="settable_unknown")
    return found


def present_or_newest(catalogue: Catalogue, service: str, today: date) -> Definition:
    """Return the version in force, else the newest.  Raises NotFound."""
    return find_present(catalogue, service, today) or catalogue.get(service)


def _put_down(
    work: Work, catalogue: Catalogue, unit_path: str, wishes: Sequence[Wish]
) -> tuple[str, ...]:
    if staff.find_unit_at(work.session, unit_path) is None:
        raise NotFound("没有找到这个单位。请刷新页面后重选。", code="unit_unknown")
    _limit_of(wishes)
    entries = [_entry(work, catalogue, unit_path, one) for one in wishes]
    for entry in entries:
        store.add_setting(work.session, entry)
    for entry in entries:
        work.record(
            LocalSettingMade(
                setting=entry.id,
                unit_path=entry.unit_path,
                service=entry.service,
                pointer=entry.pointer,
                choice=entry.choice,
                valid_from=entry.valid_from.isoformat(),
                figure=entry.value if isinstance(entry.value, int) else None,
                body_sha256=sha256_hex(
                    canonical_json({"value": entry.value, "basis": entry.basis})
                ),
            )
        )
    return tuple(entry.id for entry in entries)


def _entry(work: Work, catalogue: Catalogue, unit_path: str, wish: Wish) -> LocalSetting:
    settable = settable_at(catalogue, wish.service, wish.pointer, work.today)
    basis = wish.basis.strip()
    _require_day(settable, wish.valid_from, work.today)
    if len(basis) > MAX_BASIS_CHARACTERS:
        raise Refused(
            f"依据最多写{MAX_BASIS_CHARACTERS}字，请写文件名称和文号即可。",
            code="basis_too_long",
        )
    if wish.choice == "set":
        if wrong := refusal(settable, wish.value):
            raise Refused(f"{settable.title_zh}：{wrong}", code="setting_refused")
        if not basis:
            raise Refused(
                f"{settable.title_zh}：请写明依据（文件名称、文号），或设置的理由。",
                code="basis_missing",
            )
    elif wish.choice == "confirm":
        _require_confirmable(settable)
    else:
        _require_own(work, unit_path, wish, settable)
    return LocalSetting(
        id=new_id(),
        unit_path=unit_path,
        service=wish.service,
        pointer=wish.pointer,
        choice=wish.choice,
        value=wish.value if wish.choice == "set" else None,
        of_sha256=settable.of_sha256,
        basis=basis,
        valid_from=wish.valid_from,
        set_by=work.actor,
        set_at=work.now,
    )


def _require_day(settable: Settable, valid_from: date, today: date) -> None:
    """Figures may hold from a day gone by: what was decided since stays as it was decided."""
    earliest = EARLIEST if settable.kind == "figure" else today
    if not earliest <= valid_from <= same_day_of(today, today.year + YEARS_AHEAD):
        raise Refused(
            f"{settable.title_zh}：生效日期不对，"
            + ("请核对年份。" if settable.kind == "figure" else "不能早于今天，也不能太远。"),
            code="valid_from_refused",
        )


def same_day_of(day: date, year: int) -> date:
    """Return the same day of another year; of 29 February the day before."""
    return day.replace(year=year, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _require_confirmable(settable: Settable) -> None:
    if settable.confirmable:
        return
    why = (
        "目录里没有写定，不能按原文确认，请填写本单位的数值。"
        if settable.mark.to_confirm
        else "这一项没有待确认的标记，不需要确认。"
    )
    raise Refused(f"{settable.title_zh}：{why}", code="nothing_to_confirm")


def _require_own(work: Work, unit_path: str, wish: Wish, settable: Settable) -> None:
    entries = store.settings_reaching(work.session, unit_path, (wish.service,))
    own = [one for one in entries if one.unit_path == unit_path]
    held = holding(own, unit_path, max(wish.valid_from, work.today))
    if (wish.service, wish.pointer) not in held:
        raise Refused(
            f"{settable.title_zh}：本单位没有自己的设置，不需要恢复。", code="nothing_to_revert"
        )


def _require_same_text(catalogue: Catalogue, entry: LocalSetting, today: date) -> None:
    """Let pass what the second person can know from the screen: the catalogue says it still."""
    if entry.choice == "revert":
        return
    settable = settable_at(catalogue, entry.service, entry.pointer, today)
    if settable.of_sha256 != entry.of_sha256:
        raise Conflict(
            f"{settable.title_zh}：填报以后目录里的原文有变化。请撤回，对照新的原文重新填报。",
            code="setting_outdated",
        )
    if entry.choice == "set" and (wrong := refusal(settable, entry.value)):
        raise Refused(f"{settable.title_zh}：{wrong}", code="setting_refused")


def _locked(session: Session, actor: Actor, setting: str) -> LocalSetting:
    entry = store.lock_setting(session, setting)
    rights.check(actor, Permission.PARAMETER_EDIT, entry.unit_path)
    return entry


def _limit_of(things: Collection[object]) -> None:
    if not 0 < len(things) <= MAX_AT_ONCE:
        raise Refused(
            f"一次最多办理{MAX_AT_ONCE}项，请先选好要办的项。", code="too_many_at_once"
        )


def _no_longer_waiting(entry: LocalSetting) -> Conflict:
    done = "已经撤回" if entry.state == "taken_back" else "已经复核生效"
    return Conflict(f"这条设置{done}，请刷新页面。", code="setting_settled")
