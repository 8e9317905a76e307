"""What one case has no other gets; on both databases, at the same moment too."""

import threading

from sqlalchemy.orm import Session, sessionmaker

from dossier.cases import store
from dossier.cases.claims import Held, give_up, holders_of, keep
from dossier.cases.model import Case, Status
from dossier.kernel.clock import FixedClock
from dossier.kernel.ids import SYSTEM, BatchId, CaseId, UserId, new_id
from dossier.work import begin, look

OPEN, LASTING = (
    Held("pool", "", "a" * 64, lasting=False),
    Held("pool", "", "b" * 64, lasting=True),
)


def a_case(session: Session, clock: FixedClock) -> CaseId:
    """A case that was just opened."""
    case = Case(
        id=CaseId(new_id()),
        batch_id=BatchId(new_id()),
        unit_path="0001/0001/0001/",
        service="gov.seal-use",
        version=1,
        digest="d" * 64,
        opened_by=UserId("clerk"),
        opened_at=clock(),
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
    store.add_case(session, case)
    session.flush()
    return case.id


def test_who_comes_first_has_it(session: Session, clock: FixedClock) -> None:
    first, second = a_case(session, clock), a_case(session, clock)
    keep(session, first, [OPEN, LASTING])
    keep(session, second, [LASTING, OPEN])
    keep(session, first, [OPEN, LASTING])
    assert holders_of(session, [OPEN, LASTING]) == {OPEN.key: first, LASTING.key: first}
    elsewhere = Held("pool", "0001/", OPEN.digest, lasting=False)
    assert holders_of(session, [elsewhere]) == {}
    assert holders_of(session, []) == {}


def test_a_changed_value_is_free_for_others(session: Session, clock: FixedClock) -> None:
    first, second = a_case(session, clock), a_case(session, clock)
    keep(session, first, [OPEN, LASTING])
    keep(session, first, [LASTING])
    keep(session, second, [OPEN])
    assert holders_of(session, [OPEN, LASTING]) == {OPEN.key: second, LASTING.key: first}


def test_closing_gives_up_all_but_what_lasts(session: Session, clock: FixedClock) -> None:
    case = a_case(session, clock)
    keep(session, case, [OPEN, LASTING])
    give_up(session, case, lasting=False)
    assert holders_of(session, [OPEN, LASTING]) == {LASTING.key: case}
    give_up(session, case, lasting=True)
    assert holders_of(session, [OPEN, LASTING]) == {}


def test_of_two_that_claim_at_the_same_moment_one_gets_it(
    sessions: sessionmaker[Session], clock: FixedClock
) -> None:
    with begin(sessions, SYSTEM, clock) as work:
        rivals = [a_case(work.session, clock) for _ in range(4)]
    seen: list[CaseId] = []
    start = threading.Barrier(len(rivals))

    def claim(case: CaseId) -> None:
        start.wait()
        with begin(sessions, SYSTEM, clock) as work:
            keep(work.session, case, [LASTING, OPEN])
            seen.append(holders_of(work.session, [OPEN])[OPEN.key])

    threads = [threading.Thread(target=claim, args=(case,)) for case in rivals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with look(sessions) as session:
        held = holders_of(session, [OPEN, LASTING])
    assert set(seen) == set(held.values())
    assert len(set(seen)) == 1
    assert len(seen) == len(rivals)
