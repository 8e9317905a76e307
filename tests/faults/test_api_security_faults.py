"""What the browser is told when something breaks, and what it is not told."""

import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from contract.test_api_security_edge import Desk, Sessions, a_desk
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from dossier.identity.tables import UnitRow
from dossier.kernel.clock import FixedClock
from dossier.kernel.db import WRITE, open_engine


@pytest.fixture
def desk(sessions: Sessions, clock: FixedClock, tmp_path: Path) -> Desk:
    return a_desk(sessions, clock, tmp_path)


class _Break:
    """Makes every commit fail as told, until it is released."""

    def __init__(self, sessions: Sessions, error: Exception) -> None:
        self._sessions, self._error = sessions, error
        event.listen(sessions, "before_commit", self._fail)

    def _fail(self, _session: Session) -> None:
        raise self._error

    def release(self) -> None:
        event.remove(self._sessions, "before_commit", self._fail)


def _paths(desk: Desk) -> list[str]:
    with desk.parts.sessions() as session:
        return list(session.scalars(sa.select(UnitRow.path)))


class _Driver(Exception):
    """What a database driver says."""


_Driver.__module__ = "psycopg.errors"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (RuntimeError("王桂兰"), 500),
        (IntegrityError("INSERT …", {}, _Driver("duplicate")), 409),
        (OperationalError("COMMIT", {}, _Driver("server closed the connection")), 503),
    ],
)
def test_a_failing_commit_is_never_answered_as_done(
    desk: Desk, error: Exception, status: int
) -> None:
    token = desk.sign_in("clerk")
    broken = _Break(desk.parts.sessions, error)
    answer = desk.client.post("/api/v1/things?code=0042", headers=token)
    broken.release()
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert "0001/0003/0042/" not in _paths(desk)
    assert desk.client.post("/api/v1/things?code=0042", headers=token).status_code == 201
    assert "0001/0003/0042/" in _paths(desk)


def test_a_busy_database_asks_for_patience(
    sqlite_template: Path, clock: FixedClock, tmp_path: Path
) -> None:
    url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'busy.db')}"
    engine, other = open_engine(url), open_engine(url)
    desk = a_desk(sessionmaker(engine), clock, tmp_path)
    token = desk.sign_in("clerk")
    engine.dispose()
    event.listen(engine, "connect", _hurry)
    with other.execution_options(**{WRITE: True}).begin() as holder:
        holder.execute(sa.text("SELECT 1"))
        answer = desk.client.post("/api/v1/things?code=0042", headers=token)
        reading = desk.client.get("/api/v1/things")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert "稍后重试" in answer.json()["detail"]
    assert reading.status_code == 200
    assert desk.client.post("/api/v1/things?code=0042", headers=token).status_code == 201
    for each in (engine, other):
        each.dispose()


def _hurry(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout=50")
    cursor.close()


def test_a_bug_shows_a_number_and_nothing_of_its_inside(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.sign_in("clerk")
    capsys.readouterr()
    answer = desk.client.get("/api/v1/things/broken/inside")
    log = "".join(capsys.readouterr())
    assert answer.status_code == 500
    told = answer.json()
    assert told["request_id"] in told["detail"]
    assert told["request_id"] == answer.headers["x-request-id"]
    for secret in ("王桂兰", "2101081950", "RuntimeError", "Traceback"):
        assert secret not in answer.text
    assert "王桂兰" not in log
    assert told["request_id"] in log
    assert "RuntimeError" in log
    assert "break_down" in log


def test_the_log_of_a_request_holds_no_query_and_no_person(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.sign_in("clerk")
    desk.client.get("/api/v1/things?name=王桂兰")
    log = "".join(capsys.readouterr())
    assert "list_things" in log
    assert "王桂兰" not in log
    assert "%E7" not in log


def test_too_large_a_body_is_refused_by_its_header(desk: Desk) -> None:
    token = desk.sign_in("clerk")
    large = b"x" * (2 * 1024 * 1024)
    answer = desk.client.post("/api/v1/auth/password", content=large, headers=token)
    assert answer.status_code == 413
    assert "太大" in answer.json()["title"]


def test_too_large_a_body_is_refused_while_it_streams(desk: Desk) -> None:
    token = desk.sign_in("clerk")
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        yield b'{"present": "'
        for _ in range(64):
            sent += 1
            yield b"x" * (128 * 1024)

    answer = desk.client.post(
        "/api/v1/auth/password",
        content=endless(),
        headers={**token, "Content-Type": "application/json"},
    )
    assert answer.status_code == 413
    assert answer.json()["code"] == "http_413"


def test_a_malformed_request_is_explained_field_by_field(desk: Desk) -> None:
    answer = desk.client.post("/api/v1/auth/login", json={"login": "", "extra": "王桂兰"})
    assert answer.status_code == 422
    problems = {found["pointer"]: found["message"] for found in answer.json()["problems"]}
    assert problems == {
        "/login": "太短：至少要 1 个字符。",
        "/password": "缺少这一项，请填写。",
        "/extra": "多出了这一项，请去掉。",
    }
    assert "王桂兰" not in answer.text


def test_a_request_that_is_no_json_is_explained(desk: Desk) -> None:
    for content in (b"{", b"\xff\xfe", b""):
        answer = desk.client.post(
            "/api/v1/auth/login", content=content, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code in (400, 422)
        assert json.loads(answer.content)["detail"]


def test_a_form_from_another_page_is_not_taken_for_json(desk: Desk) -> None:
    answer = desk.client.post(
        "/api/v1/auth/login",
        content=b'{"login": "clerk", "password": "x"}',
        headers={"Content-Type": "text/plain"},
    )
    assert answer.status_code == 422


def test_last_seen_that_cannot_be_written_does_not_stop_a_reader(
    desk: Desk, clock: FixedClock
) -> None:
    desk.sign_in("clerk")
    clock.advance(timedelta(minutes=2))
    failing = OperationalError("UPDATE", {}, _Driver("disk full"))
    broken = _Break(desk.parts.sessions, failing)
    answer = desk.client.get("/api/v1/things")
    broken.release()
    assert answer.status_code == 200
