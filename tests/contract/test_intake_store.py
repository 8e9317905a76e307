"""What intake's store promises on both databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dossier.intake import store
from dossier.intake.model import ReceivedFile
from dossier.kernel.errors import NotFound
from dossier.kernel.ids import BatchId, FileId, UserId, new_id

NOON = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)
CLERK = UserId("clerk")
BATCH, OTHER = BatchId("batch"), BatchId("other")


def a_file(batch: BatchId = BATCH, sha256: str = "a" * 64, **changes: object) -> ReceivedFile:
    """A file that was just received."""
    file = ReceivedFile(
        id=FileId(new_id()),
        batch_id=batch,
        name="身份证.jpg",
        media_type="image/jpeg",
        size_bytes=10,
        sha256=sha256,
        blob_name="blob",
        received_by=CLERK,
        received_at=NOON,
        attempt=1,
        started_at=None,
        removed_at=None,
    )
    return replace(file, **changes)  # type: ignore[arg-type]


@pytest.fixture
def intake(session: Session) -> Session:
    """A session in which two batches are open."""
    for batch in (BATCH, OTHER):
        store.add_batch(session, batch, "0001/", CLERK, NOON)
    return session


def test_a_file_is_read_back_as_it_was_kept(intake: Session) -> None:
    file = a_file()
    store.add_file(intake, file)
    intake.expire_all()
    assert store.get_file(intake, file.id) == file
    assert store.find_same(intake, BATCH, file.sha256) == file
    assert store.find_same(intake, OTHER, file.sha256) is None
    with pytest.raises(NotFound):
        store.get_file(intake, FileId("nothing"))


def test_a_batch_has_the_same_bytes_once(intake: Session) -> None:
    store.add_file(intake, a_file())
    store.add_file(intake, a_file(OTHER))
    with pytest.raises(IntegrityError):
        store.add_file(intake, a_file())


def test_files_stand_in_the_order_of_their_arrival(intake: Session) -> None:
    late = a_file(sha256="b" * 64, received_at=NOON + timedelta(minutes=1))
    early = a_file()
    for file in (late, early, a_file(OTHER)):
        store.add_file(intake, file)
    store.set_removed(intake, early.id, NOON)
    intake.expire_all()
    assert store.files_of(intake, BATCH) == (replace(early, removed_at=NOON), late)
    store.set_removed(intake, early.id, None)
    intake.expire_all()
    assert store.files_of(intake, BATCH) == (early, late)


def test_only_the_present_attempt_is_taken_up(intake: Session) -> None:
    file = a_file()
    store.add_file(intake, file)
    store.mark_started(intake, file.id, 1, NOON)
    intake.expire_all()
    assert store.get_file(intake, file.id).started_at == NOON
    assert store.ask_again(intake, file.id) == 2
    store.mark_started(intake, file.id, 1, NOON)
    intake.expire_all()
    again = store.get_file(intake, file.id)
    assert (again.attempt, again.started_at) == (2, None)
