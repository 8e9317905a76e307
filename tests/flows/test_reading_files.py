"""Files come in and are read: nothing twice, nothing lost, nothing called read that was not."""

import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from build import COMMUNITY_PATH, Home, household, hukou_page, id_card
from fakes import (
    OvertakenReader,
    ReaderDown,
    ReaderWithABug,
    UnreadableFiles,
    reading_of,
)

from dossier import audit
from dossier.documents import store as documents
from dossier.flows import receive
from dossier.intake import store as intake
from dossier.kernel.errors import NotFound, Refused, Unavailable
from dossier.kernel.ids import CaseId
from dossier.work import look
from dossier.worker.functions import functions

MOTHER, SON = household().members


def events(home: Home, kind: str) -> list[bytes]:
    """Return the bodies of the audited events of ``kind``."""
    with look(home.parts.sessions) as session:
        records = audit.events(session, 0, 10_000)
    return [record.body for record in records if f'"kind":"{kind}"'.encode() in record.body]


def files(home: Home, case: CaseId) -> list[str]:
    """Return the names of the files that are in the case."""
    return [one.name for one in home.judged(case).papers.files if one.removed_at is None]


def test_sending_a_file_twice_is_harmless(home: Home) -> None:
    case = home.open_case()
    (first,) = home.receive(case, id_card(MOTHER))
    (second,) = home.receive(case, id_card(MOTHER))
    assert first == second
    assert len(home.judged(case).papers.files) == 1
    assert [key for key in home.owed() if key.startswith("read_file")] == [
        f"read_file:{first.id}:1"
    ]
    assert len(events(home, "file_received")) == 1


def test_the_same_paper_in_two_cases_is_two_files(home: Home) -> None:
    here, there = home.open_case(), home.open_case()
    (mine,) = home.receive(here, id_card(MOTHER))
    (theirs,) = home.receive(there, id_card(MOTHER))
    assert mine.id != theirs.id
    assert mine.blob_name != theirs.blob_name
    assert mine.sha256 == theirs.sha256


def test_the_same_paper_sent_twice_at_the_same_moment_is_one_file(home: Home) -> None:
    case = home.open_case()
    batch = home.judged(case).case.batch_id
    slip = id_card(MOTHER)
    taken: list[str] = []

    def send() -> None:
        taken.extend(one.id for one in home.receive(case, slip))

    rival = threading.Thread(target=send)
    with home.acting("clerk") as (work, _):
        first = receive.receive_file(
            work, home.parts.blobs, batch, slip.name, slip.content, 1 << 20
        )
        rival.start()
        time.sleep(0.2)  # long enough for the rival to find no such file yet
    rival.join()
    assert taken == [first.id]
    assert len(events(home, "file_received")) == 1


def test_what_was_acknowledged_is_in_our_keeping(home: Home) -> None:
    case = home.open_case()
    (taken,) = home.receive(case, id_card(MOTHER))
    assert home.parts.blobs.get(taken.blob_name) == id_card(MOTHER).content
    assert taken.media_type == "image/jpeg"
    assert home.judged(case).papers.waiting == 1


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "file_empty"), (b"x" * 11, "file_too_large")]
)
def test_what_we_do_not_take_leaves_no_trace(home: Home, content: bytes, code: str) -> None:
    case = home.open_case()
    batch = home.judged(case).case.batch_id
    with pytest.raises(Refused) as refused, home.acting("clerk") as (work, _):
        receive.receive_file(work, home.parts.blobs, batch, "a.jpg", content, 10)
    assert refused.value.code == code
    assert files(home, case) == []
    assert events(home, "file_received") == []


def test_a_removed_file_comes_back_by_hand_or_by_being_sent_again(home: Home) -> None:
    case = home.open_case()
    (taken,) = home.read_in(case, id_card(MOTHER))
    home.remove(case, taken)
    home.remove(case, taken)
    assert files(home, case) == []
    home.restore(case, taken)
    home.restore(case, taken)
    assert files(home, case) == [taken.name]
    home.remove(case, taken)
    (again,) = home.receive(case, id_card(MOTHER))
    assert (again.id, again.removed_at) == (taken.id, None)
    assert len(events(home, "file_removed")) == 2
    assert len(events(home, "file_restored")) == 2
    assert home.reader.calls == 1


def test_a_file_of_another_case_cannot_be_touched(home: Home) -> None:
    here, there = home.open_case(), home.open_case()
    (taken,) = home.receive(here, id_card(MOTHER))
    other = home.judged(there).case.batch_id
    for touch in (receive.remove_file, receive.restore_file, receive.read_again):
        with pytest.raises(NotFound), home.acting("clerk") as (work, _):
            touch(work, other, taken.id)


def test_a_file_is_read_once_however_often_its_job_runs(home: Home) -> None:
    case = home.open_case()
    home.receive(case, id_card(MOTHER))
    home.work_off("read_file", "assemble", again=True)
    assert home.reader.calls == 1
    (reading,) = home.judged(case).papers.readings.values()
    (document,) = reading.documents
    assert (document.document_type, document.parts) == ("id_card", ("portrait", "emblem"))
    assert home.judged(case).papers.waiting == 0
    assert len(events(home, "file_read")) == 1
    assert home.parts.blobs.get(reading.pages[0].image_blob).startswith(b"\xff\xd8\xff")


def test_of_two_workers_that_read_the_same_file_one_counts(home: Home) -> None:
    case = home.open_case()
    (taken,) = home.receive(case, id_card(MOTHER))
    other = functions(home.parts)
    slow = OvertakenReader(home.reader, lambda: other["read_file"](taken.id, 1))
    functions(replace(home.parts, reader=slow))["read_file"](taken.id, 1)
    assert home.reader.calls == 2
    assert len(events(home, "file_read")) == 1
    home.work_off("assemble")
    assert home.value(case, "/applicant_name") is not None


def test_of_two_workers_to_whom_a_file_is_broken_one_counts(home: Home) -> None:
    case = home.open_case()
    (taken,) = home.receive(case, id_card(MOTHER))
    broken = functions(replace(home.parts, reader=UnreadableFiles()))
    broken["read_file"](taken.id, 1)
    broken["read_file"](taken.id, 1)
    assert len(events(home, "file_unreadable")) == 1


def test_a_broken_file_is_told_and_the_others_go_on(home: Home) -> None:
    case = home.open_case()
    (broken,) = home.receive(case, id_card(MOTHER))
    jobs = functions(replace(home.parts, reader=UnreadableFiles()))
    jobs["read_file"](broken.id, 1)
    home.done.add(f"read_file:{broken.id}:1")
    home.read_in(case, id_card(SON))
    judged = home.judged(case)
    (told,) = [one for one in judged.problems if one.pointer == f"file:{broken.id}"]
    assert (told.code, told.severity) == ("truncated_image", "block")
    assert broken.name in told.message
    assert judged.papers.readings[broken.id].documents == ()
    assert home.value(case, "/household_members/0/member_name") == SON.name
    home.remove(case, broken)
    assert not [one for one in home.judged(case).problems if one.pointer.startswith("file:")]


def test_a_file_whose_bytes_are_lost_is_told_and_never_called_read(home: Home) -> None:
    case = home.open_case()
    (taken,) = home.receive(case, id_card(MOTHER))
    home.parts.objects.delete(taken.blob_name)
    home.work_off("read_file", "assemble")
    (told,) = [one for one in home.judged(case).problems if one.pointer == f"file:{taken.id}"]
    assert (told.code, told.severity) == ("original_lost", "block")
    assert taken.name in told.message
    assert home.reader.calls == 0


def test_a_bug_of_ours_is_told_to_the_clerk_and_can_be_tried_again(home: Home) -> None:
    case = home.open_case()
    (taken,) = home.receive(case, id_card(MOTHER))
    functions(replace(home.parts, reader=ReaderWithABug()))["read_file"](taken.id, 1)
    (told,) = [one for one in home.judged(case).problems if one.pointer == f"file:{taken.id}"]
    assert (told.code, told.severity) == ("reader_failed", "block")
    with home.acting("clerk") as (work, _):
        receive.read_again(work, taken.batch_id, taken.id)
    home.work_off("read_file", "assemble")
    assert home.value(case, "/applicant_name") == MOTHER.name


def test_a_reader_that_is_down_leaves_the_file_waiting(home: Home) -> None:
    case = home.open_case()
    (taken,) = home.receive(case, id_card(MOTHER))
    down = functions(replace(home.parts, reader=ReaderDown()))
    with pytest.raises(Unavailable):
        down["read_file"](taken.id, 1)
    papers = home.judged(case).papers
    assert (papers.waiting, papers.readings) == (1, {})
    assert papers.files[0].started_at == home.clock()
    home.work_off("read_file")
    assert home.judged(case).papers.waiting == 1, "its values do not stand in the form yet"
    home.work_off("assemble")
    assert home.judged(case).papers.waiting == 0


def test_reading_again_is_another_attempt_and_the_newest_counts(home: Home) -> None:
    case = home.open_case()
    unsure = id_card(MOTHER, unsure=("name",))
    (taken,) = home.read_in(case, unsure)
    assert "value_unconfirmed" in {one.code for one in home.judged(case).problems}
    with home.acting("clerk") as (work, _):
        receive.read_again(work, taken.batch_id, taken.id)
    assert home.judged(case).papers.waiting == 1
    functions(home.parts)["read_file"](taken.id, 1)
    assert home.reader.calls == 1
    assert home.judged(case).papers.waiting == 1

    home.reader.prepare(unsure, reading_of(id_card(MOTHER)))
    home.work_off("read_file", "assemble")
    judged = home.judged(case)
    assert judged.papers.readings[taken.id].attempt == 2
    assert judged.papers.waiting == 0
    assert "value_unconfirmed" not in {one.code for one in judged.problems}
    assert len(events(home, "file_read")) == 2


def test_nothing_that_a_paper_says_stands_in_the_audit_log(home: Home) -> None:
    case = home.open_case()
    home.read_in(case, id_card(MOTHER), hukou_page(household(), MOTHER))
    with look(home.parts.sessions) as session:
        bodies = b"".join(record.body for record in audit.events(session, 0, 10_000))
    for secret in (MOTHER.name, MOTHER.id_number, MOTHER.address):
        assert secret.encode() not in bodies


def test_pages_and_readings_are_found_by_their_ids(home: Home) -> None:
    case = home.open_case()
    (taken,) = home.read_in(case, id_card(MOTHER))
    reading = home.judged(case).papers.readings[taken.id]
    with look(home.parts.sessions) as session:
        assert documents.get_page(session, reading.pages[0].id) == reading.pages[0]
        assert documents.find_file_of_reading(session, reading.id) == taken.id
        assert intake.get_file(session, taken.id).name == taken.name
    assert home.judged(case).case.unit_path == COMMUNITY_PATH
    home.clock.advance(timedelta(days=1))
    assert home.judged(case).papers.readings[taken.id].at < home.clock()
