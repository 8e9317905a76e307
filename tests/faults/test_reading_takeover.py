"""A worker is killed in the middle of a page: the page is read once, by it or by another."""

import os
from pathlib import Path

import pytest
import sqlalchemy as sa
from site_process import Home, Person, Running, inside, person, serve, until, worker

from dossier import audit
from dossier.documents.tables import ReadingRow
from dossier.jobs.heartbeat import BEAT_SECONDS, DEAD_AFTER
from dossier.samples.cases import complete_case
from dossier.work import look

pytestmark = [
    pytest.mark.ocr,
    pytest.mark.enable_socket,
    pytest.mark.allow_hosts(["127.0.0.1"]),
]
RESTART_SECONDS = 10
"""The worker that is back puts its page into the queue at once, for whoever is free."""
READ_SECONDS = 45
"""On a busy machine, with the loading of the models; an idle one takes five."""
SOME_SECONDS = 1.0
"""Of computing: the reading process has loaded its libraries and is at the page."""


@pytest.fixture(scope="module")
def cards() -> list[bytes]:
    """Two scanned cards: each keeps the engine busy for seconds."""
    papers = {paper.name: paper.content for paper in complete_case().papers}
    return [content for name, content in sorted(papers.items()) if name.startswith("身份证")]


def test_a_killed_worker_leaves_a_page_that_is_read_once(
    home: Home, cards: list[bytes]
) -> None:
    with serve(home, "--no-worker") as site, worker(home) as one, worker(home) as two:
        site.until_ready()
        hands = [one.until_started(), two.until_started()]
        with person(site) as clerk:
            case = clerk.open_case()
            dead, other = _kill_who_reads(clerk, case, "身份证甲.jpg", cards[0], hands)
            with worker(dead.home) as same:
                same.until_started()
                at_rest = cpu_seconds(other)
                until(
                    lambda: same.readers() or cpu_seconds(other) > at_rest,
                    RESTART_SECONDS,
                    "the page is taken up again",
                )
                clerk.until_read(case, READ_SECONDS)
                _kill_who_reads(clerk, case, "身份证乙.jpg", cards[1], [same, other])
                clerk.until_read(case, DEAD_AFTER.total_seconds() + BEAT_SECONDS + READ_SECONDS)
            files = clerk.case(case).files
    assert [file.state for file in files] == ["read", "read"]
    with inside(home) as parts, look(parts.sessions) as session:
        readings = session.scalars(sa.select(ReadingRow.file_id)).all()
        bodies = [one.body.decode() for one in audit.events(session, 0, 1000)]
    assert sorted(readings) == sorted(file.id for file in files)
    assert sum('"kind":"file_read"' in body for body in bodies) == 2


def _kill_who_reads(
    clerk: Person, case: str, name: str, card: bytes, hands: list[Running]
) -> tuple[Running, Running]:
    """Drop a card and kill the worker in the middle of it; return the dead and the living."""
    before = {one.pid: cpu_seconds(one) for one in hands}
    clerk.put_in(case, name, card)

    def at_work() -> Running | None:
        busy = [one for one in hands if cpu_seconds(one) - before[one.pid] > SOME_SECONDS]
        return busy[0] if busy else None

    dead = until(at_work, 60, "one of them reads the page")
    dead.kill()
    until(lambda: not dead.group(), 10, "the reading process ends with its worker")
    assert clerk.case(case).reading == 1
    (living,) = [one for one in hands if one is not dead]
    return dead, living


def cpu_seconds(hands: Running) -> float:
    """Return how much the reading processes of a worker have computed so far."""
    ticks = 0
    for pid in hands.readers():
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
