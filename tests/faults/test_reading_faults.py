"""A file that hangs its reading process, or kills it: the clerk is told, the next one is read."""

import os
import signal
import time

import pytest
from site_process import Person, Running, letter, until

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]
LIMIT_SECONDS = 10
SLACK_SECONDS = 30
ROUNDS = 5


def busy_reader(site: Running) -> int:
    """Return the one reading process, stopped, so that it is at whatever comes to it next."""
    (reader,) = until(site.readers, 30, "there is a reading process")
    os.kill(reader, signal.SIGSTOP)
    return reader


def warm(clerk: Person, case: str, number: int) -> None:
    """Let a small file be read, so that there is a reading process."""
    clerk.put_in(case, f"收入证明{number}.pdf", letter(number))
    assert clerk.until_read(case).files[-1].state == "read"


def require_told(clerk: Person, case: str, name: str) -> str:
    """Return what the clerk is told of the file; it must name it and say what to do."""
    (file,) = [one for one in clerk.case(case).files if one.name == name]
    assert file.state == "failed"
    assert file.message is not None
    assert name in file.message
    assert "请" in file.message
    assert file.pages == []
    return file.message


def test_a_file_that_hangs_fails_after_the_limit_and_the_next_one_is_read(
    shared_site: Running, clerk: Person
) -> None:
    case = clerk.open_case()
    warm(clerk, case, 300)
    stuck = busy_reader(shared_site)
    began = time.monotonic()
    clerk.put_in(case, "卡住的文件.pdf", letter(301))
    until(lambda: clerk.case(case).files[-1].state == "reading", 10, "the reading has begun")
    clerk.put_in(case, "后面的文件.pdf", letter(302))
    clerk.until_read(case, LIMIT_SECONDS + SLACK_SECONDS + 10)
    assert time.monotonic() - began > LIMIT_SECONDS - 1
    assert f"{LIMIT_SECONDS} 秒" in require_told(clerk, case, "卡住的文件.pdf")
    (after,) = [one for one in clerk.case(case).files if one.name == "后面的文件.pdf"]
    assert after.state == "read"
    assert stuck not in shared_site.group()


def test_a_killed_reading_process_fails_one_file_and_never_the_server(
    shared_site: Running, clerk: Person
) -> None:
    case = clerk.open_case()
    warm(clerk, case, 310)
    reader = busy_reader(shared_site)
    clerk.put_in(case, "撑爆内存的文件.pdf", letter(311))
    until(lambda: clerk.case(case).files[-1].state == "reading", 10, "the reading has begun")
    os.kill(reader, signal.SIGKILL)
    clerk.until_read(case, SLACK_SECONDS)
    assert "中止" in require_told(clerk, case, "撑爆内存的文件.pdf")
    warm(clerk, case, 312)
    assert shared_site.process.poll() is None


def test_a_file_that_failed_is_read_when_asked_again(
    shared_site: Running, clerk: Person
) -> None:
    case = clerk.open_case()
    warm(clerk, case, 320)
    reader = busy_reader(shared_site)
    file = clerk.put_in(case, "再读一次.pdf", letter(321))
    until(lambda: clerk.case(case).files[-1].state == "reading", 10, "the reading has begun")
    os.kill(reader, signal.SIGKILL)
    clerk.until_read(case, SLACK_SECONDS)
    require_told(clerk, case, "再读一次.pdf")

    answer = clerk.http.post(f"/cases/{case}/files/{file.id}/read")
    assert answer.status_code == 200, answer.text
    again = clerk.until_read(case).files[-1]
    assert (again.state, again.message) == ("read", None)
    assert len(again.pages) == 1


@pytest.mark.soak
def test_reading_processes_that_keep_dying_cost_no_file_its_turn(
    shared_site: Running, clerk: Person
) -> None:
    case = clerk.open_case()
    for turn in range(ROUNDS):
        warm(clerk, case, 330 + 2 * turn)
        os.kill(busy_reader(shared_site), signal.SIGKILL)
    states = [one.state for one in clerk.case(case).files]
    assert states == ["read"] * ROUNDS
