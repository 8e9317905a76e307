"""A disk without room, a database that stays locked: told as 503, and nothing is lost."""

import os
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import httpx
import pytest
from site_process import Home, Person, Running, inside, letter, person, serve, until

from dossier.api.errors import MEDIA_TYPE, FaultView
from dossier.intake import store as intake
from dossier.kernel.db import BUSY_TIMEOUT_MS
from dossier.kernel.ids import FileId
from dossier.work import look

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]
ROOM_BYTES = 1_000_000
FILES_MAX = 40


def require_unavailable(answer: httpx.Response) -> FaultView:
    """The clerk is told in Chinese that it was not kept, and the browser when to try again."""
    assert answer.status_code == 503, answer.text
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert int(answer.headers["retry-after"]) > 0
    fault = FaultView.model_validate_json(answer.content)
    assert "没有保存" in fault.detail
    return fault


@contextmanager
def no_room(site: Running) -> Iterator[None]:
    """Let the kernel refuse to let any file of the server grow, as on a full disk."""
    before = resource.prlimit(site.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(site.pid, resource.RLIMIT_FSIZE, (ROOM_BYTES, before[1]))
    try:
        yield
    finally:
        resource.prlimit(site.pid, resource.RLIMIT_FSIZE, before)


@contextmanager
def locked(home: Home) -> Iterator[None]:
    """Hold the one lock for writing, as a backup program gone wrong does."""
    with closing(sqlite3.connect(home.folder / "dossier.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_on_a_full_disk_nothing_is_acknowledged_that_is_not_kept(home: Home) -> None:
    acknowledged: dict[str, bytes] = {}

    def drop(clerk: Person, case: str, content: bytes) -> httpx.Response:
        answer = clerk.upload(case, "扫描件.pdf", content)
        if answer.status_code == 201:
            acknowledged[answer.json()["id"]] = content
        return answer

    with serve(home) as site:
        site.until_ready()
        with person(site) as clerk:
            case = clerk.open_case()
            drop(clerk, case, letter(600))
            with no_room(site):
                too_big = drop(clerk, case, letter(601) + os.urandom(ROOM_BYTES))
                assert require_unavailable(too_big).code == "disk_full"
                answers = (drop(clerk, case, letter(610 + n)) for n in range(FILES_MAX))
                require_unavailable(next(one for one in answers if one.status_code != 201))
                assert clerk.case(case).files
            assert drop(clerk, case, letter(602)).status_code == 201
            files = clerk.until_read(case, 90).files
        assert {one.state for one in files} == {"read"}
        assert site.stop() == 0
    assert {one.id for one in files} == set(acknowledged)
    with inside(home) as parts, look(parts.sessions) as session:
        for file, content in acknowledged.items():
            blob = intake.get_file(session, FileId(file)).blob_name
            assert parts.blobs.get(blob) == content


def test_a_database_that_stays_locked_is_told_as_unavailable_and_work_goes_on_after(
    shared_site: Running, clerk: Person
) -> None:
    case = clerk.open_case()
    clerk.put_in(case, "收入证明甲.pdf", letter(620))
    with locked(shared_site.home):
        fault = require_unavailable(clerk.upload(case, "收入证明乙.pdf", letter(621)))
        assert fault.code == "database_unavailable"
        assert clerk.case(case).files, "who only reads is not held up"
    clerk.put_in(case, "收入证明乙.pdf", letter(621))
    files = clerk.until_read(case, 60 + BUSY_TIMEOUT_MS / 1000).files
    assert [one.state for one in files] == ["read", "read"]
    until(lambda: clerk.http.get("/auth/me").is_success, 5, "the server is well")
