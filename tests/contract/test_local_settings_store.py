"""Local settings on both databases: one waits at a time, two people, in order of their days."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dossier.catalogue import store
from dossier.catalogue.local.local_settings import NO_SERVICE, LocalSetting
from dossier.catalogue.tables import LocalSettingRow
from dossier.kernel.clock import FixedClock
from dossier.kernel.errors import Conflict, NotFound
from dossier.kernel.ids import UserId, new_id

DAY = date(2026, 3, 9)
ONE, TWO = UserId("one"), UserId("two")


def entry(now: datetime, pointer: str = "/target_zh", unit: str = "0001/") -> LocalSetting:
    return LocalSetting(
        id=new_id(),
        unit_path=unit,
        service="social-security.dibao",
        pointer=pointer,
        choice="set",
        value={"value": 7, "unit": "calendar_day"},
        of_sha256="0" * 64,
        basis="依据",
        valid_from=DAY,
        set_by=ONE,
        set_at=now,
    )


def test_an_entry_comes_back_as_it_was_put_down(session: Session, clock: FixedClock) -> None:
    made = entry(clock())
    store.add_setting(session, made)
    assert store.settings_reaching(session, "0001/0002/") == (made,)
    assert store.settings_reaching(session, "0002/") == ()
    assert store.settings_reaching(session, "0001/", (NO_SERVICE,)) == ()
    assert store.settings_waiting(session, ("0001/",)) == (made,)


def test_one_waits_at_a_time_for_each_place(session: Session, clock: FixedClock) -> None:
    made = entry(clock())
    store.add_setting(session, made)
    store.add_setting(session, entry(clock(), "/fee/text_zh"))
    store.add_setting(session, entry(clock(), unit="0001/0001/"))
    with pytest.raises(Conflict):
        store.add_setting(session, entry(clock()))
    store.take_back_setting(session, made.id, TWO, clock())
    again = entry(clock())
    store.add_setting(session, again)
    store.confirm_setting(session, again.id, TWO, clock())
    store.add_setting(session, entry(clock()))


def test_the_database_itself_keeps_two_from_waiting(
    session: Session, clock: FixedClock
) -> None:
    store.add_setting(session, entry(clock()))
    second = entry(clock())
    store.add_setting(session, replace(second, confirmed_by=TWO, confirmed_at=clock()))
    again = sa.update(LocalSettingRow).where(LocalSettingRow.id == second.id)
    taken = session.scalar(
        sa.select(LocalSettingRow.pending_for)
        .limit(1)
        .where(LocalSettingRow.pending_for.is_not(None))
    )
    with pytest.raises(IntegrityError):
        session.execute(again.values(pending_for=taken))


def test_the_database_itself_keeps_one_person_from_confirming_alone(
    session: Session, clock: FixedClock
) -> None:
    made = entry(clock())
    store.add_setting(session, made)
    with pytest.raises(IntegrityError):
        store.confirm_setting(session, made.id, ONE, clock())


def test_an_unknown_entry_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        store.lock_setting(session, "nothing")


def test_the_latest_figure_by_its_day_holds(session: Session, clock: FixedClock) -> None:
    for value, since in ((800, 0), (900, 10), (850, 0)):
        store.set_figure(
            session, "dibao_standard", value, DAY + timedelta(days=since), "文", ONE, clock()
        )

    def held(days: int) -> object:
        found = store.figures_on(session, DAY + timedelta(days=days), "0001/0001/")
        return found["dibao_standard"].value if found else None

    assert (held(-1), held(0), held(9), held(10)) == (None, 850, 850, 900)
