"""Readings are kept whole, once per attempt; what people say of them stands beside them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from dossier.documents import store
from dossier.documents.model import (
    Document,
    Finding,
    Page,
    Reading,
    Review,
    Value,
    Verdict,
    Via,
)
from dossier.kernel.errors import NotFound
from dossier.kernel.ids import (
    DocumentId,
    FileId,
    PageId,
    ReadingId,
    UserId,
    ValueId,
    new_id,
)

NOON = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)
CLERK = UserId("clerk")
FILE = FileId("file")


def a_reading(file: FileId = FILE, attempt: int = 1) -> Reading:
    """A reading of one page with one card on it."""
    reading = ReadingId(new_id())
    page = Page(PageId(new_id()), reading, file, 1, 1240, 1754, 90, -0.4, "image")
    document = Document(
        id=DocumentId(new_id()),
        reading_id=reading,
        file_id=file,
        document_type="id_card",
        confidence=0.97,
        parts=("portrait", "emblem"),
        page_ids=(page.id,),
        values=(
            _value("name", "王桂兰", page.id, (10.5, 20.0, 30.0, 40.0)),
            _value("birth_date", "1969-08-17", None, None),
        ),
    )
    return Reading(
        id=reading,
        file_id=file,
        attempt=attempt,
        engine="replay",
        engine_version="1",
        seconds=0.5,
        body_blob="body",
        failed_code=None,
        failed_message=None,
        at=NOON,
        pages=(page,),
        documents=(document,),
        findings=(
            Finding(None, "blurred", None, "扫描件模糊。"),
            Finding(document.id, "check_digit", "id_number", "校验码不对。"),
        ),
    )


def _value(
    name: str, text: str, page: PageId | None, box: tuple[float, float, float, float] | None
) -> Value:
    return Value(
        ValueId(new_id()),
        name,
        text,
        0.9,
        auto=True,
        page_id=page,
        box=box,
        raw=text,
        alternatives=("王桂芝",) if name == "name" else (),
    )


def test_a_reading_is_read_back_as_it_was_kept(session: Session) -> None:
    reading = a_reading()
    store.add_reading(session, reading)
    session.expire_all()
    found = store.latest_readings(session, [FILE, FileId("unread")])
    assert set(found) == {FILE}
    back = found[FILE]
    assert replace(back, findings=(), documents=()) == replace(
        reading, findings=(), documents=()
    )
    assert set(back.findings) == set(reading.findings)
    (document,) = back.documents
    assert set(document.values) == set(reading.documents[0].values)
    assert document.find_value("name") == reading.documents[0].values[0]
    assert document.find_value("nothing") is None
    assert store.get_page(session, reading.pages[0].id) == reading.pages[0]
    assert store.find_file_of_reading(session, reading.id) == FILE


def test_an_attempt_is_kept_once(session: Session) -> None:
    store.add_reading(session, a_reading())
    assert store.has_reading(session, FILE, 1)
    assert not store.has_reading(session, FILE, 2)
    with pytest.raises(IntegrityError):
        store.add_reading(session, a_reading())


def test_the_newest_attempt_counts(session: Session) -> None:
    second, first = a_reading(attempt=2), a_reading(attempt=1)
    store.add_reading(session, second)
    store.add_reading(session, first)
    assert store.latest_readings(session, [FILE])[FILE].id == second.id


def test_a_failure_is_kept_with_its_reason(session: Session) -> None:
    failed = replace(
        a_reading(),
        body_blob=None,
        failed_code="encrypted_pdf",
        failed_message="设有密码。",
        pages=(),
        documents=(),
        findings=(),
    )
    store.add_reading(session, failed)
    assert store.latest_readings(session, [FILE]) == {FILE: failed}


def a_review(
    reading: Reading,
    name: str,
    verdict: Verdict,
    text: str | None = None,
    *,
    number: int = 1,
    by: UserId = CLERK,
    via: Via = Via.QUEUE,
    key: str | None = None,
    withdraws: str | None = None,
) -> Review:
    """What somebody says of a value of ``reading``; of one that was missed, too."""
    (document,) = reading.documents
    value = document.find_value(name)
    return Review(
        id=new_id(),
        document_id=document.id,
        reading_id=reading.id,
        document_type=document.document_type,
        field=name,
        number=number,
        value_id=value.id if value else None,
        machine=value.value if value else None,
        confidence=value.confidence if value else None,
        auto=value is not None and value.auto,
        verdict=verdict,
        value=text,
        via=via,
        withdraws=withdraws,
        by=by,
        at=NOON + timedelta(minutes=number),
        key=key,
    )


def read_back(session: Session, name: str) -> Value | None:
    """The value as everybody sees it now."""
    (document,) = store.latest_readings(session, [FILE])[FILE].documents
    return document.find_value(name)


def test_the_last_correction_counts_and_the_reading_stays(session: Session) -> None:
    reading = a_reading()
    store.add_reading(session, reading)
    for number, text in enumerate(("王桂蘭", "王桂花"), 1):
        review = a_review(reading, "name", Verdict.CORRECTED, text, number=number)
        store.add_review(session, review)
    missed = a_review(reading, "ethnicity", Verdict.CORRECTED, "汉", via=Via.SCAN)
    store.add_review(session, missed)
    name = read_back(session, "name")
    assert name == replace(
        reading.documents[0].values[0], value="王桂花", review=review, revision=2
    )
    assert (name.machine, name.corrected_by, name.confirmed) == ("王桂兰", CLERK, True)
    added = read_back(session, "ethnicity")
    assert added is not None
    assert (added.value, added.machine, added.page_id, added.box) == ("汉", None, None, None)
    assert store.count_reviews(session, reading.documents[0].id, "name") == 2


def test_a_review_that_was_taken_back_stands_no_longer(session: Session) -> None:
    reading = a_reading()
    store.add_reading(session, reading)
    document = reading.documents[0].id
    for field in ("name", "ethnicity"):
        said = a_review(reading, field, Verdict.CORRECTED, "花")
        store.add_review(session, said)
        back = a_review(reading, field, Verdict.WITHDRAWN, number=2, withdraws=said.id)
        store.add_review(session, back)
    name = read_back(session, "name")
    assert name == replace(reading.documents[0].values[0], revision=2)
    added = read_back(session, "ethnicity")
    assert added is not None
    assert (added.value, added.machine, added.silent, added.revision) == ("", None, True, 2)
    assert store.last_review(session, [document], CLERK, Via.QUEUE) is None
    assert store.standing_reviews(session) == ()


def test_what_is_typed_in_the_form_leaves_the_paper_as_it_was_read(session: Session) -> None:
    reading = a_reading()
    store.add_reading(session, reading)
    store.add_review(
        session, a_review(reading, "name", Verdict.CORRECTED, "王桂花", via=Via.FORM)
    )
    name = read_back(session, "name")
    assert name is not None
    assert (name.value, name.confirmed, name.waits) == ("王桂兰", False, False)
    store.add_review(session, a_review(reading, "birth_date", Verdict.UNREADABLE))
    born = read_back(session, "birth_date")
    assert born is not None
    assert (born.value, born.machine, born.silent) == ("", "1969-08-17", True)


def test_one_press_of_a_button_and_one_number_are_one_review(session: Session) -> None:
    reading = a_reading()
    store.add_reading(session, reading)
    pressed = a_review(reading, "name", Verdict.CONFIRMED, "王桂兰", key="press-01")
    store.add_review(session, pressed)
    assert store.find_review(session, CLERK, "press-01") == pressed
    assert store.find_review(session, UserId("other"), "press-01") is None
    assert store.last_review(session, [reading.documents[0].id], CLERK, Via.QUEUE) == pressed
    again = a_review(reading, "birth_date", Verdict.CONFIRMED, key="press-01")
    second = a_review(reading, "name", Verdict.CONFIRMED, by=UserId("other"))
    for taken in (again, second):
        with pytest.raises(IntegrityError), session.begin_nested():
            store.add_review(session, taken)


def test_a_review_is_never_written_over(session: Session) -> None:
    reading = a_reading()
    store.add_reading(session, reading)
    store.add_review(session, a_review(reading, "name", Verdict.CONFIRMED, "王桂兰"))
    with pytest.raises(DBAPIError, match="not changed"), session.begin_nested():
        session.execute(sa.text("UPDATE value_review SET verdict = 'corrected'"))


def test_values_are_counted_by_type_and_field_and_reviews_by_day(session: Session) -> None:
    first, second = a_reading(), a_reading(FileId("other"))
    for reading in (first, second):
        store.add_reading(session, reading)
    said = a_review(first, "name", Verdict.CONFIRMED, "王桂兰")
    later = a_review(second, "name", Verdict.CORRECTED, "王桂花", number=3)
    for review in (said, later):
        store.add_review(session, review)
    assert store.count_values(session) == {
        ("id_card", "birth_date"): (2, 2),
        ("id_card", "name"): (2, 2),
    }
    assert store.count_values(session, NOON + timedelta(days=1)) == {}
    assert set(store.standing_reviews(session)) == {said, later}
    assert store.standing_reviews(session, later.at) == (later,)


def test_a_reading_is_noted_as_assembled_once(session: Session) -> None:
    reading = a_reading()
    store.add_reading(session, reading)
    assert not store.latest_readings(session, [FILE])[FILE].assembled
    for minutes in (1, 2):
        store.mark_assembled(session, [reading.id], NOON + timedelta(minutes=minutes))
    session.expire_all()
    assert store.latest_readings(session, [FILE])[FILE].assembled


def test_a_value_knows_its_place_on_its_page(session: Session) -> None:
    reading = a_reading()
    store.add_reading(session, reading)
    name, inferred = reading.documents[0].values
    assert store.find_place(session, name.id) == (reading.pages[0], name.box)
    assert store.find_place(session, inferred.id) is None
    assert store.find_place(session, ValueId("nothing")) is None


def test_a_document_is_found_with_its_reading_while_it_is_the_newest(session: Session) -> None:
    reading = a_reading()
    store.add_reading(session, reading)
    found = store.find_document(session, reading.documents[0].id)
    assert found is not None
    assert (found[0].id, found[1].id) == (reading.id, reading.documents[0].id)
    assert store.find_document(session, DocumentId("nothing")) is None


def test_nothing_is_found_where_there_is_nothing(session: Session) -> None:
    assert store.latest_readings(session, []) == {}
    assert store.find_file_of_reading(session, ReadingId("nothing")) is None
    with pytest.raises(NotFound):
        store.get_page(session, PageId("nothing"))
