"""Letters and notices, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from dossier.kernel.clock import FixedClock
from dossier.kernel.errors import Conflict, NotFound, Refused
from dossier.kernel.ids import SYSTEM, CaseId, LetterId, NoticeId, UserId, new_id
from dossier.notices import store
from dossier.notices.model import IssuedLetter, LetterKind, NoticeLine, PublicNoticeRecord
from dossier.notices.tables import ReceiptRow
from dossier.work import begin

NOW = datetime(2026, 3, 9, 1, tzinfo=UTC)
CASE = CaseId("case")
UNIT = "0001/0003/0007/"


def a_letter(number: str = "告字1号", **changes: object) -> IssuedLetter:
    letter = IssuedLetter(
        id=LetterId(new_id()),
        case_id=CASE,
        kind=LetterKind.SUPPLEMENT,
        key="first",
        number=number,
        blob_name="blob",
        sha256="a" * 64,
        created_at=NOW,
        created_by=UserId("clerk"),
    )
    return replace(letter, **changes)  # type: ignore[arg-type]


def hang(session: Session, key: str = "k") -> PublicNoticeRecord:
    return store.start_notice(
        session,
        CASE,
        key,
        starts=date(2026, 3, 20),
        ends=date(2026, 3, 26),
        provisional=True,
        place="社区公示栏",
        fields=(NoticeLine(label="户主姓名", value="王**"),),
        now=NOW,
        by=UserId("clerk"),
    )


def test_numbers_are_counted_per_unit_kind_and_year(session: Session) -> None:
    numbers = [store.next_serial(session, UNIT, LetterKind.SUPPLEMENT, 2026) for _ in range(3)]
    assert numbers == [1, 2, 3]
    assert store.next_serial(session, UNIT, LetterKind.ACCEPTANCE, 2026) == 1
    assert store.next_serial(session, UNIT, LetterKind.SUPPLEMENT, 2027) == 1
    assert store.next_serial(session, "0001/", LetterKind.SUPPLEMENT, 2026) == 1


def test_rivals_get_different_numbers_and_a_rollback_leaves_no_gap(
    sessions: sessionmaker[Session], clock: FixedClock
) -> None:
    def take(number: int) -> int | None:
        try:
            with begin(sessions, SYSTEM, clock) as work:
                serial = store.next_serial(work.session, UNIT, LetterKind.SUPPLEMENT, 2026)
                if number % 4 == 0:
                    raise RuntimeError
                return serial
        except RuntimeError:
            return None

    with ThreadPoolExecutor(8) as rivals:
        serials = [serial for serial in rivals.map(take, range(40)) if serial]
    assert sorted(serials) == list(range(1, 31))


def test_issuing_again_under_the_same_key_gives_the_first_letter(session: Session) -> None:
    first = store.add_letter(session, a_letter())
    assert store.add_letter(session, a_letter("告字2号")) == first
    assert store.letters_of(session, CASE) == [first]
    assert store.get_letter(session, first.id) == first
    assert store.find_letter(session, CASE, LetterKind.SUPPLEMENT, "second") is None
    later = a_letter("告字2号", key="second", created_at=NOW.replace(hour=2))
    store.add_letter(session, later)
    assert store.letters_of(session, CASE) == [first, later]


def test_a_number_stands_on_one_letter_alone(session: Session) -> None:
    store.add_letter(session, a_letter())
    with pytest.raises(Conflict):
        store.add_letter(session, a_letter(key="second"))


def test_papers_without_a_number_do_not_quarrel(session: Session) -> None:
    for key in ("one", "two"):
        letter = store.add_letter(session, a_letter("", key=key, kind=LetterKind.FORM))
        assert store.get_letter(session, letter.id).number == ""


def test_an_unknown_letter_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        store.get_letter(session, LetterId("no"))


def test_a_receipt_opens_its_case_and_only_its_digest_is_kept(session: Session) -> None:
    token = store.issue_receipt(session, CASE, NOW)
    assert store.find_case_of_receipt(session, token) == CASE
    assert store.find_case_of_receipt(session, token[:-1]) is None
    kept = session.scalars(select(ReceiptRow)).one()
    assert token not in (kept.token_sha256, kept.case_id)
    assert store.issue_receipt(session, CASE, NOW) != token
    assert len(token) >= 20


def test_a_notice_hangs_once_per_key(session: Session) -> None:
    notice = hang(session)
    assert hang(session) == notice
    assert store.get_notice(session, notice.id) == notice
    assert notice.fields == (NoticeLine(label="户主姓名", value="王**"),)
    assert (notice.objections, notice.outcome, notice.provisional) == (0, None, True)
    again = hang(session, "second")
    assert [one.id for one in store.notices_of(session, CASE)] == [again.id, notice.id]
    with pytest.raises(NotFound):
        store.get_notice(session, NoticeId("no"))


def test_its_end_moves_when_the_calendar_comes(session: Session) -> None:
    notice = hang(session)
    moved = store.move_end(session, notice.id, date(2026, 3, 30), provisional=False)
    assert (moved.ends, moved.provisional) == (date(2026, 3, 30), False)


def test_a_notice_with_an_objection_never_ends_undisturbed(session: Session) -> None:
    notice = hang(session)
    told = store.add_objection(session, notice.id, "收入不实", now=NOW, by=UserId("clerk"))
    assert told.objections == 1
    with pytest.raises(Refused):
        store.end_notice(session, notice.id, "undisturbed")
    assert store.end_notice(session, notice.id, "objected").outcome == "objected"


def test_an_ended_notice_is_closed_to_everything(session: Session) -> None:
    notice = hang(session)
    for _ in range(2):
        assert store.end_notice(session, notice.id, "undisturbed").outcome == "undisturbed"
    with pytest.raises(Conflict):
        store.end_notice(session, notice.id, "withdrawn")
    with pytest.raises(Refused):
        store.add_objection(session, notice.id, "晚了", now=NOW, by=UserId("clerk"))
    with pytest.raises(Refused):
        store.move_end(session, notice.id, date(2026, 3, 30), provisional=False)
