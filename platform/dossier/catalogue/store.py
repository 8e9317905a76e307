"""Queries of what offices have set for themselves."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime

from pydantic import TypeAdapter
from sqlalchemy import false, or_, select
from sqlalchemy.orm import Session

from dossier.catalogue.local.local_settings import (
    EVERYWHERE,
    NO_SERVICE,
    Choice,
    LocalSetting,
    holding,
    paths_above,
    pointer_of_parameter,
)
from dossier.catalogue.tables import LocalSettingRow
from dossier.kernel.errors import Conflict, NotFound
from dossier.kernel.ids import SYSTEM, UserId, new_id

_choice: TypeAdapter[Choice] = TypeAdapter(Choice)


def add_setting(session: Session, entry: LocalSetting) -> None:
    """Keep an entry that waits.  Raises Conflict while another of its place waits."""
    slot = _slot(entry)
    waiting = select(LocalSettingRow.id).where(LocalSettingRow.pending_for == slot)
    if entry.confirmed_at is None and session.scalar(waiting) is not None:
        raise Conflict(
            "这一项已经有人填报，正在等待复核。请先复核或撤回那一条。", code="setting_pending"
        )
    session.add(
        LocalSettingRow(
            id=entry.id,
            unit_path=entry.unit_path,
            service=entry.service,
            pointer=entry.pointer,
            choice=entry.choice,
            value=entry.value,
            of_sha256=entry.of_sha256,
            basis=entry.basis,
            valid_from=entry.valid_from,
            set_by=entry.set_by,
            set_at=entry.set_at,
            confirmed_by=entry.confirmed_by,
            confirmed_at=entry.confirmed_at,
            pending_for=slot if entry.confirmed_at is None else None,
        )
    )
    session.flush()


def lock_setting(session: Session, setting: str) -> LocalSetting:
    """Return an entry that nobody else decides until the transaction ends.  Raises NotFound."""
    query = select(LocalSettingRow).where(LocalSettingRow.id == setting)
    row = session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if row is None:
        raise NotFound("没有找到这条本地设置。请刷新页面。", code="setting_unknown")
    return _setting(row)


def confirm_setting(session: Session, setting: str, by: UserId, now: datetime) -> None:
    """Let an entry hold; the caller has locked it."""
    row = session.get_one(LocalSettingRow, setting)
    row.confirmed_by, row.confirmed_at, row.pending_for = by, now, None
    session.flush()


def take_back_setting(session: Session, setting: str, by: UserId, now: datetime) -> None:
    """Take an entry back; the caller has locked it."""
    row = session.get_one(LocalSettingRow, setting)
    row.taken_back_by, row.taken_back_at, row.pending_for = by, now, None
    session.flush()


def settings_reaching(
    session: Session, unit_path: str, services: Collection[str] | None = None
) -> tuple[LocalSetting, ...]:
    """Return every entry of a unit and of those above it, oldest first.

    services: of these alone; ``NO_SERVICE`` for the figures.  None: of all.
    """
    query = select(LocalSettingRow).where(LocalSettingRow.unit_path.in_(paths_above(unit_path)))
    if services is not None:
        query = query.where(LocalSettingRow.service.in_(services))
    return _all(session.scalars(query.order_by(LocalSettingRow.set_at, LocalSettingRow.id)))


def settings_waiting(session: Session, scopes: tuple[str, ...]) -> tuple[LocalSetting, ...]:
    """Return what waits in ``scopes`` (unit paths and below), oldest first."""
    within = or_(false(), *(LocalSettingRow.unit_path.startswith(one) for one in scopes))
    query = select(LocalSettingRow).where(LocalSettingRow.pending_for.is_not(None), within)
    return _all(session.scalars(query.order_by(LocalSettingRow.set_at, LocalSettingRow.id)))


def figures_on(
    session: Session, day: date, unit_path: str, known_at: datetime | None = None
) -> dict[str, LocalSetting]:
    """Return the figures that hold for a unit on ``day``, by code."""
    entries = settings_reaching(session, unit_path, (NO_SERVICE,))
    held = holding(entries, unit_path, day, known_at)
    return {pointer.rpartition("/")[2]: entry for (_, pointer), entry in held.items()}


def set_figure(
    session: Session,
    code: str,
    value: int,
    valid_from: date,
    legal_source: str,
    by: UserId,
    now: datetime,
) -> None:
    """Set a figure that an installation brings along: it holds everywhere and at once.

    It is for those who install; whoever works here sets figures by two people.
    """
    waiting = LocalSetting(
        id=new_id(),
        unit_path=EVERYWHERE,
        service=NO_SERVICE,
        pointer=pointer_of_parameter(code),
        choice="set",
        value=value,
        of_sha256="",
        basis=legal_source,
        valid_from=valid_from,
        set_by=by,
        set_at=now,
    )
    add_setting(session, replace(waiting, confirmed_by=SYSTEM, confirmed_at=now))


def _slot(entry: LocalSetting) -> str:
    return f"{entry.unit_path} {entry.service} {entry.pointer}"


def _all(rows: Iterable[LocalSettingRow]) -> tuple[LocalSetting, ...]:
    return tuple(_setting(row) for row in rows)


def _setting(row: LocalSettingRow) -> LocalSetting:
    return LocalSetting(
        id=row.id,
        unit_path=row.unit_path,
        service=row.service,
        pointer=row.pointer,
        choice=_choice.validate_python(row.choice),
        value=row.value,
        of_sha256=row.of_sha256,
        basis=row.basis,
        valid_from=row.valid_from,
        set_by=UserId(row.set_by),
        set_at=row.set_at,
        confirmed_by=None if row.confirmed_by is None else UserId(row.confirmed_by),
        confirmed_at=row.confirmed_at,
        taken_back_by=None if row.taken_back_by is None else UserId(row.taken_back_by),
        taken_back_at=row.taken_back_at,
    )
