"""Readings are kept whole, once per attempt; corrections stand beside them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dossier.documents import store
from dossier.documents.model import Document, Finding, Page, Reading, Value
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
        ValueId(new_id()), name, text, 0.9, auto=True, page_id=page, box=box, corrected_by=None
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


def test_the_last_correction_counts_and_the_reading_stays(session: Session) -> None:
    reading = a_reading()
    store.add_reading(session, reading)
    document = reading.documents[0].id
    for number, text in enumerate(("王桂蘭", "王桂花")):
        at = NOON + timedelta(minutes=number)
        store.correct(session, document, "name", text, CLERK, at)
    store.correct(session, document, "ethnicity", "汉", CLERK, NOON)
    (corrected,) = store.latest_readings(session, [FILE])[FILE].documents
    name = corrected.find_value("name")
    assert name is not None
    read = reading.documents[0].values[0]
    assert name == replace(read, value="王桂花", confidence=1.0, auto=True, corrected_by=CLERK)
    added = corrected.find_value("ethnicity")
    assert added is not None
    assert (added.value, added.page_id, added.box) == ("汉", None, None)


def test_nothing_is_found_where_there_is_nothing(session: Session) -> None:
    assert store.latest_readings(session, []) == {}
    assert store.find_file_of_reading(session, ReadingId("nothing")) is None
    with pytest.raises(NotFound):
        store.get_page(session, PageId("nothing"))
