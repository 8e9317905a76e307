"""What the cases' store promises on both databases."""

import threading
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from dossier.cases import store
from dossier.cases.model import Case, CaseForm, Mark, Open, Origin, Status, Withdraw
from dossier.kernel.clock import FixedClock
from dossier.kernel.errors import Conflict, NotFound
from dossier.kernel.ids import SYSTEM, BatchId, CaseId, UserId, new_id
from dossier.work import begin, look

NOON = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)
CLERK = UserId("clerk")
HERE, THERE, STREET = "0001/0001/0001/", "0001/0001/0002/", "0001/0001/"


def a_case(unit_path: str = HERE, **changes: object) -> Case:
    """A case that was just opened."""
    case = Case(
        id=CaseId(new_id()),
        batch_id=BatchId(new_id()),
        unit_path=unit_path,
        service="social-security.dibao",
        version=1,
        digest="d" * 64,
        opened_by=CLERK,
        opened_at=NOON,
        case_no=None,
        applicant=None,
        status=Status.OPEN,
        stage_role=None,
        due_on=None,
        due_provisional=False,
        missing=0,
        blocking=0,
        reference_code=None,
    )
    return replace(case, **changes)  # type: ignore[arg-type]


def kept(session: Session, *paths: str) -> list[Case]:
    """Cases at ``paths``, each a minute after the one before."""
    made = [
        a_case(path, opened_at=NOON + timedelta(minutes=number))
        for number, path in enumerate(paths)
    ]
    for case in made:
        store.add_case(session, case)
    return made


def test_a_case_is_read_back_as_it_was_kept(session: Session) -> None:
    (case,) = kept(session, HERE)
    assert store.get_case(session, case.id) == case
    assert store.lock_case(session, case.id) == case
    assert store.find_case_of_batch(session, case.batch_id) == case
    assert store.find_case_of_batch(session, BatchId("another")) is None
    assert store.form_of(session, case.id) == CaseForm(0, 0, {})
    assert store.all_cases(session) == (case.id,)


def test_a_case_that_there_is_not_is_not_found(session: Session) -> None:
    for look_up in (store.get_case, store.lock_case):
        with pytest.raises(NotFound):
            look_up(session, CaseId("nothing"))


def test_actions_are_numbered_from_one_and_read_back(session: Session) -> None:
    (case,) = kept(session, HERE)
    opened, _ = store.add_action(session, case.id, "a", Open(), CLERK, NOON)
    withdrawn, digest = store.add_action(
        session, case.id, "b", Withdraw(reason="本人要求"), CLERK, NOON
    )
    assert store.actions_of(session, case.id) == (opened, withdrawn)
    assert (opened.number, withdrawn.number) == (1, 2)
    assert store.find_action(session, case.id, "b") == withdrawn
    assert store.find_action(session, case.id, "c") is None
    assert len(digest) == 64


def test_a_key_is_used_once_in_a_case(session: Session) -> None:
    here, there = kept(session, HERE, HERE)
    store.add_action(session, here.id, "a", Open(), CLERK, NOON)
    store.add_action(session, there.id, "a", Open(), CLERK, NOON)
    with pytest.raises(IntegrityError):
        store.add_action(session, here.id, "a", Open(), CLERK, NOON)


def test_what_follows_from_the_actions_is_projected(session: Session) -> None:
    (case,) = kept(session, HERE)
    day = date(2026, 4, 7)
    store.project(
        session, case.id, Status.UNDER_REVIEW, "street_reviewer", case_no="1", due=(day, True)
    )
    store.project_judgement(session, case.id, "王桂兰", 2, 3)
    head = store.get_case(session, case.id)
    assert (head.status, head.stage_role, head.case_no) == (
        Status.UNDER_REVIEW,
        "street_reviewer",
        "1",
    )
    assert (head.due_on, head.due_provisional) == (day, True)
    assert (head.applicant, head.missing, head.blocking) == ("王桂兰", 2, 3)
    store.project(session, case.id, Status.ARCHIVED, None, reference_code="Z109-1")
    head = store.get_case(session, case.id)
    assert (head.case_no, head.due_on, head.reference_code) == ("1", day, "Z109-1")
    assert head.stage_role is None
    assert not head.decided
    store.project(session, case.id, Status.UNDER_REVIEW, None, decided=True)
    assert store.get_case(session, case.id).status_zh == "已批准，后续办理中"


def test_a_form_is_written_over_the_revision_that_was_seen_and_no_other(
    session: Session,
) -> None:
    (case,) = kept(session, HERE)
    origin = Origin("document", "d", "name", 0.98, confirmed=True, by=None)
    first = CaseForm(1, 1, {"a": {"b": [1, None]}}, {"/a/b/0": origin})
    store.change_form(session, case.id, 0, first)
    assert store.form_of(session, case.id) == first
    with pytest.raises(Conflict):
        store.change_form(session, case.id, 0, CaseForm(1, 1, {}))
    assert store.form_of(session, case.id) == first


def test_the_last_mark_on_a_material_counts(session: Session) -> None:
    (case,) = kept(session, HERE)
    seen = Mark("hukou", "/household_members/0", CLERK, None, None)
    store.set_mark(session, case.id, seen)
    store.set_mark(session, case.id, Mark("insurance", "", None, CLERK, "平台：有记录"))
    store.set_mark(session, case.id, Mark("insurance", "", None, None, None, CLERK))
    assert store.marks_of(session, case.id) == (
        seen,
        Mark("insurance", "", None, None, None, CLERK),
    )


def test_numbers_have_no_gaps_and_begin_anew_with_unit_and_year(session: Session) -> None:
    assert [store.next_case_number(session, HERE, 2026) for _ in range(3)] == [1, 2, 3]
    assert store.next_case_number(session, THERE, 2026) == 1
    assert store.next_case_number(session, HERE, 2027) == 1


def test_two_counters_never_give_out_the_same_number(
    sessions: sessionmaker[Session], clock: FixedClock
) -> None:
    given: list[int] = []
    start = threading.Barrier(2)

    def number() -> None:
        start.wait()
        for _ in range(10):
            with begin(sessions, SYSTEM, clock) as work:
                mine = store.next_case_number(work.session, HERE, 2026)
            given.append(mine)

    with begin(sessions, SYSTEM, clock) as work:
        given.append(store.next_case_number(work.session, HERE, 2026))
    threads = [threading.Thread(target=number) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == list(range(1, 22))


def test_the_very_first_number_of_a_year_is_given_once(
    sessions: sessionmaker[Session], clock: FixedClock
) -> None:
    given: list[int] = []
    failures: list[Exception] = []

    def number() -> None:
        try:
            with begin(sessions, SYSTEM, clock) as work:
                given.append(store.next_case_number(work.session, HERE, 2026))
        except SQLAlchemyError as failure:
            failures.append(failure)

    rival = threading.Thread(target=number)
    with begin(sessions, SYSTEM, clock) as work:
        given.append(store.next_case_number(work.session, HERE, 2026))
        rival.start()
        time.sleep(0.2)  # long enough for the rival to look and find no number yet
    rival.join()
    assert failures == []
    assert given == [1, 2]


def test_a_list_shows_what_lies_below_ones_units_newest_first(session: Session) -> None:
    first, second, other = kept(session, HERE, HERE, THERE)
    assert store.list_cases(session, [HERE]) == (2, (second, first))
    assert store.list_cases(session, [STREET]) == (3, (other, second, first))
    assert store.list_cases(session, [HERE, THERE])[0] == 3
    assert store.list_cases(session, []) == (0, ())
    assert store.list_cases(session, ["0009/"]) == (0, ())
    assert store.list_cases(session, [STREET], offset=1, limit=1) == (3, (second,))


def test_a_unit_whose_path_looks_like_a_pattern_sees_only_its_own(session: Session) -> None:
    kept(session, HERE)
    for scope in ("%", "____/", "0001/000_/", "0001\\/"):
        assert store.list_cases(session, [scope]) == (0, ())


def test_a_list_is_narrowed_by_status_role_and_text(session: Session) -> None:
    first, second, third = kept(session, HERE, HERE, THERE)
    store.project(session, first.id, Status.UNDER_REVIEW, "street_reviewer", case_no="2026-1")
    store.project(session, third.id, Status.UNDER_REVIEW, "street_reviewer", case_no="2026-2")
    store.project_judgement(session, second.id, "王桂兰", 0, 0)

    def ids(**narrowed: object) -> set[str]:
        _, found = store.list_cases(session, [STREET], **narrowed)  # type: ignore[arg-type]
        return {one.id for one in found}

    assert ids(statuses=(Status.UNDER_REVIEW,)) == {first.id, third.id}
    assert ids(roles=[("street_reviewer", STREET)]) == {first.id, third.id}
    assert ids(roles=[("street_reviewer", THERE)]) == {third.id}
    assert ids(roles=[("district_approver", STREET)]) == set()
    assert ids(roles=[]) == set()
    assert ids(text="桂兰") == {second.id}
    assert ids(text="2026-") == {first.id, third.id}
    assert ids(text="%") == set()
    assert ids(text="_") == set()


def test_a_number_that_was_rolled_back_is_given_again(
    sessions: sessionmaker[Session], clock: FixedClock
) -> None:
    with pytest.raises(RuntimeError), begin(sessions, SYSTEM, clock) as work:
        assert store.next_case_number(work.session, HERE, 2026) == 1
        raise RuntimeError
    with begin(sessions, SYSTEM, clock) as work:
        assert store.next_case_number(work.session, HERE, 2026) == 1
    with look(sessions) as session:
        assert store.all_cases(session) == ()
