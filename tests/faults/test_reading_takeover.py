"""A worker is killed in the middle of a page: the page is read once, by it or by another."""

import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from site_process import Home, Running, inside, person, serve, until, worker

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
RESTART_SECONDS = 15
SLOW_MACHINE_SECONDS = 10


@pytest.fixture(scope="module")
def cards() -> list[bytes]:
    """Two scanned cards: each keeps the engine busy for seconds."""
    papers = {paper.name: paper.content for paper in complete_case().papers}
    return [content for name, content in sorted(papers.items()) if name.startswith("身份证")]


def reading_a_page(hands: Running) -> bool:
    """Tell whether a reading process has its engine loaded, and so is at a page."""
    for pid in hands.readers():
        try:
            if "onnxruntime" in Path(f"/proc/{pid}/maps").read_text():
                return True
        except OSError:
            continue
    return False


def test_a_killed_worker_leaves_a_page_that_is_read_once(
    home: Home, cards: list[bytes]
) -> None:
    with serve(home, "--no-worker") as site, worker(home) as first:
        site.until_ready()
        with person(site) as clerk:
            case = clerk.open_case()
            clerk.put_in(case, "身份证甲.jpg", cards[0])
            until(lambda: reading_a_page(first), 60, "the first page is being read")
            first.kill()
            until(lambda: not first.group(), 10, "the reading process ends with its worker")
            assert clerk.case(case).reading == 1

            with worker(home) as same:
                same.until_said("已启动")
                begun = time.monotonic()
                clerk.until_read(case, RESTART_SECONDS + SLOW_MACHINE_SECONDS)
                assert time.monotonic() - begun < RESTART_SECONDS

                with worker(home) as other:
                    other.until_said("已启动")
                    clerk.put_in(case, "身份证乙.jpg", cards[1])
                    hands = {same.pid: same, other.pid: other}

                    def busy() -> Running | None:
                        return next(
                            (one for one in hands.values() if reading_a_page(one)), None
                        )

                    same_readers = same.readers()
                    dead = until(lambda: _at_it(hands, same_readers), 60, "somebody reads")
                    dead.kill()
                    clerk.until_read(
                        case,
                        DEAD_AFTER.total_seconds()
                        + BEAT_SECONDS
                        + RESTART_SECONDS
                        + SLOW_MACHINE_SECONDS,
                    )
            files = clerk.case(case).files
            assert [file.state for file in files] == ["read", "read"]
    with inside(home) as parts, look(parts.sessions) as session:
        readings = session.scalars(sa.select(ReadingRow.file_id)).all()
        bodies = [one.body.decode() for one in audit.events(session, 0, 1000)]
    assert sorted(readings) == sorted(file.id for file in files)
    assert sum('"kind":"file_read"' in body for body in bodies) == 2
