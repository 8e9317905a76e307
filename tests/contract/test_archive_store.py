"""The register of the archive, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from dossier.archive import store
from dossier.archive.content import Package
from dossier.archive.model import ArchiveItem, CheckResult, CheckRun, Fonds, Property, Scheme
from dossier.archive.tables import protection
from dossier.kernel.clock import FixedClock
from dossier.kernel.errors import Conflict, NotFound, Refused
from dossier.kernel.ids import SYSTEM, ArchiveItemId, CaseId, UserId
from dossier.work import begin

NOW = datetime(2026, 4, 2, tzinfo=UTC)
PACKAGE = Package("Z109/2026/x", "a" * 64, "b" * 64, ("bagit.txt",), 9)


def set_up(session: Session) -> None:
    store.add_fonds(session, Fonds("Z109", "春晖街道", "0001/0003/"))
    store.set_scheme(session, "Z109", "WS", Scheme.DAT22)


def reserve(session: Session, case: str, organ: str = "社区", year: int = 2026) -> ArchiveItem:
    return store.reserve_item(
        session,
        CaseId(case),
        fonds="Z109",
        category="WS",
        year=year,
        retention="D30",
        organ=organ,
        title="低保",
        unit_path="0001/0003/0007/",
        now=NOW,
    )


def test_a_unit_without_fonds_uses_that_of_the_nearest_above(session: Session) -> None:
    set_up(session)
    store.add_fonds(session, Fonds("Z110", "另一社区", "0001/0003/0008/"))
    assert store.fonds_of(session, "0001/0003/0007/").code == "Z109"
    assert store.fonds_of(session, "0001/0003/0008/").code == "Z110"
    with pytest.raises(NotFound):
        store.fonds_of(session, "0002/")


def test_a_fonds_code_belongs_to_one_unit(session: Session) -> None:
    set_up(session)
    set_up(session)
    with pytest.raises(Conflict):
        store.add_fonds(session, Fonds("Z109", "别处", "0002/"))


def test_codes_follow_each_other_within_organ_and_year(session: Session) -> None:
    set_up(session)
    codes = [reserve(session, f"c{n}").reference_code for n in range(3)]
    assert codes == [f"Z109-WS·2026-D30-社区-{n:04}" for n in (1, 2, 3)]
    assert reserve(session, "d", organ="街道").reference_code.endswith("街道-0001")
    assert reserve(session, "e", year=2027).reference_code == "Z109-WS·2027-D30-社区-0001"
    assert store.missing_items(session) == ()


def test_a_case_gets_one_code_however_often_it_asks(session: Session) -> None:
    set_up(session)
    first = reserve(session, "c")
    assert reserve(session, "c") == first
    assert reserve(session, "d").reference_code.endswith("0002")


def test_a_scheme_is_free_until_its_first_code_and_then_frozen(session: Session) -> None:
    set_up(session)
    store.set_scheme(session, "Z109", "WS", Scheme.DAT13, digits=5)
    assert reserve(session, "c").reference_code == "Z109-WS·2026·D30·社区-00001"
    store.set_scheme(session, "Z109", "WS", Scheme.DAT13, digits=5)
    with pytest.raises(Refused):
        store.set_scheme(session, "Z109", "WS", Scheme.DAT22)
    with pytest.raises(Refused):
        store.set_scheme(session, "Z109", "XX", Scheme.DAT22)


def test_without_a_scheme_there_is_no_code(session: Session) -> None:
    store.add_fonds(session, Fonds("Z109", "春晖街道", "0001/0003/"))
    with pytest.raises(NotFound):
        reserve(session, "c")


def test_filing_twice_is_harmless_and_another_package_is_refused(session: Session) -> None:
    set_up(session)
    item = reserve(session, "c")
    assert store.filed_items(session) == ()
    ends = date(2056, 12, 31)
    for _ in range(2):
        filed = store.file_item(
            session, item.id, PACKAGE, now=NOW, by=UserId("u"), destroy_after=ends
        )
    assert (filed.package, filed.destroy_after, filed.filed_by) == ("Z109/2026/x", ends, "u")
    assert store.filed_items(session) == (filed,)
    assert store.find_item(session, item.reference_code) == filed
    assert store.find_item_of_case(session, CaseId("c")) == filed
    assert store.find_item(session, "x") is None
    other = Package("Z109/2026/x", "a" * 64, "c" * 64, (), 9)
    with pytest.raises(Conflict):
        store.file_item(session, item.id, other, now=NOW, by=SYSTEM, destroy_after=None)


def test_an_event_sets_the_end_of_retention(session: Session) -> None:
    set_up(session)
    item = reserve(session, "c")
    assert item.destroy_after is None
    store.start_retention(session, item.id, date(2030, 5, 3))
    assert store.get_item(session, item.id).destroy_after == date(2030, 5, 3)
    with pytest.raises(NotFound):
        store.get_item(session, ArchiveItemId("no"))


def test_every_run_of_the_check_is_kept(session: Session) -> None:
    set_up(session)
    item = reserve(session, "c")
    good = CheckResult(Property.AUTHENTICITY, "digest-sha256", passed=True, message="好")
    bad = CheckResult(Property.SECURITY, "names", passed=False, message="坏", paths=("x",))
    silent = CheckResult(Property.SECURITY, "viruses", passed=None, message="未做")
    first = CheckRun(item.id, "filing", NOW, SYSTEM, (good, silent))
    later = CheckRun(item.id, "schedule", NOW.replace(month=5), SYSTEM, (good, bad))
    store.add_check(session, first)
    store.add_check(session, later)
    assert list(store.checks_of(session, item.id)) == [later, first]
    assert (first.passed, later.passed) == (True, False)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE archive_item_number SET last = 1",
        "DELETE FROM archive_item_number",
        "UPDATE archive_item SET reference_code = 'x'",
        "UPDATE archive_item SET case_id = 'x'",
        "DELETE FROM archive_item",
        "UPDATE archive_check SET passed = true",
        "DELETE FROM archive_check",
    ],
)
def test_the_database_itself_takes_nothing_back(session: Session, statement: str) -> None:
    set_up(session)
    reserve(session, "c")
    item = reserve(session, "d")
    store.add_check(session, CheckRun(item.id, "manual", NOW, SYSTEM, ()))
    with pytest.raises(IntegrityError):
        session.execute(text(statement))
    session.rollback()


def test_a_lost_item_shows_as_a_gap_even_when_it_was_the_last(
    sessions: sessionmaker[Session], clock: FixedClock
) -> None:
    with begin(sessions, SYSTEM, clock) as work:
        set_up(work.session)
        reserve(work.session, "c")
        reserve(work.session, "d")
        lift = "DROP TRIGGER archive_item_no_delete"
        on = "" if work.session.get_bind().dialect.name == "sqlite" else " ON archive_item"
        work.session.execute(text(lift + on))
        work.session.execute(text("DELETE FROM archive_item WHERE case_id = 'd'"))
        assert store.missing_items(work.session) == ("Z109-WS·2026-D30-社区-0002",)


def test_a_rolled_back_code_is_given_to_the_next(
    sessions: sessionmaker[Session], clock: FixedClock
) -> None:
    with begin(sessions, SYSTEM, clock) as work:
        set_up(work.session)
    with pytest.raises(RuntimeError), begin(sessions, SYSTEM, clock) as work:
        reserve(work.session, "lost")
        raise RuntimeError
    with begin(sessions, SYSTEM, clock) as work:
        assert reserve(work.session, "next").reference_code.endswith("0001")


def test_rivals_never_get_the_same_code_and_leave_no_gap(
    sessions: sessionmaker[Session], clock: FixedClock
) -> None:
    with begin(sessions, SYSTEM, clock) as work:
        set_up(work.session)

    def file(number: int) -> str | None:
        try:
            with begin(sessions, SYSTEM, clock) as work:
                item = reserve(work.session, f"case-{number}")
                if number % 5 == 0:
                    raise RuntimeError
                return item.reference_code
        except RuntimeError:
            return None

    with ThreadPoolExecutor(8) as rivals:
        codes = [code for code in rivals.map(file, range(40)) if code]
    assert sorted(codes) == [f"Z109-WS·2026-D30-社区-{n:04}" for n in range(1, 33)]


def test_the_protection_can_be_listed_for_a_migration() -> None:
    assert len(protection("postgresql")) > len(protection("sqlite")) > 0
