"""The server is killed while uploads stream in: what was acknowledged is kept and read once."""

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from threading import Event

import httpx
import numpy as np
import pytest
import sqlalchemy as sa
from site_process import Home, Person, inside, letter, person, serve, until

from dossier import audit
from dossier.documents.tables import ReadingRow
from dossier.intake import store as intake
from dossier.kernel.ids import FileId
from dossier.wiring import Parts
from dossier.work import look

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]
COUNTERS = 2
AT_MOST = 6


def stream(
    clerk: Person, case: str, numbers: Iterator[int], answered: dict[str, int], over: Event
) -> None:
    """Upload one letter after the other until the server is gone."""
    for number in [next(numbers) for _ in range(AT_MOST)]:
        try:
            file = clerk.put_in(case, f"收入证明{number}.pdf", letter(number))
        except httpx.TransportError:
            return
        answered[file.id] = number
        if over.is_set():
            return


def kill_during_uploads(
    home: Home, numbers: Iterator[int], answered: dict[str, int], after: int, seconds: float
) -> None:
    """Kill the server right after the answer number ``after`` of this round, or some time on."""
    before, over = len(answered), Event()
    with serve(home) as site, ThreadPoolExecutor(COUNTERS) as counters:
        site.until_ready()
        clerks = [person(site) for _ in range(COUNTERS)]
        jobs = [
            counters.submit(stream, clerk, clerk.open_case(), numbers, answered, over)
            for clerk in clerks
        ]
        while len(answered) < before + after and not all(job.done() for job in jobs):
            time.sleep(0.001)
        time.sleep(seconds)
        site.kill()
        over.set()
        for job in jobs:
            job.result()
        for clerk in clerks:
            clerk.http.close()
        until(lambda: not site.group(), 10, "nothing of the dead server lives on")


@pytest.mark.parametrize("rounds", [2, pytest.param(25, marks=pytest.mark.soak)])
def test_an_acknowledged_upload_survives_a_kill_at_any_moment(home: Home, rounds: int) -> None:
    home = replace(home, settings={**home.settings, "DOSSIER_READING_PROCESSES": "1"})
    chance = np.random.default_rng(20260309)
    numbers, answered = count(), dict[str, int]()
    for turn in range(rounds):
        at_once = turn % 2 == 0
        after = int(chance.integers(1, COUNTERS * AT_MOST - 2))
        kill_during_uploads(
            home, numbers, answered, after, 0.0 if at_once else float(chance.uniform(0, 0.5))
        )
    assert len(answered) >= rounds

    with serve(home) as site:
        site.until_ready()
        with inside(home) as parts:
            until(lambda: not _unread(parts), 60, "all of them are read")
            _require_kept(parts, answered)
            _require_read_once(parts)
        assert site.stop() == 0
    with inside(home) as parts, look(parts.sessions) as session:
        report = audit.verify(session)
    assert report.sound, report.findings


def _unread(parts: Parts) -> set[str]:
    """Return the received files without a reading: none of them may be lost sight of."""
    with look(parts.sessions) as session:
        received = set(session.execute(sa.text("SELECT id FROM intake_file")).scalars())
        return received - set(session.scalars(sa.select(ReadingRow.file_id)))


def _require_kept(parts: Parts, answered: dict[str, int]) -> None:
    for file, number in answered.items():
        with look(parts.sessions) as session:
            received = intake.get_file(session, FileId(file))
        assert parts.blobs.get(received.blob_name) == letter(number)


def _require_read_once(parts: Parts) -> None:
    with look(parts.sessions) as session:
        readings = session.execute(
            sa.select(ReadingRow.file_id, ReadingRow.failed_message)
        ).all()
        recorded = [one.body.decode() for one in audit.events(session, 0, 100_000)]
    assert {message for _, message in readings} == {None}
    once = Counter(file for file, _ in readings)
    assert set(once.values()) == {1}
    assert sum('"kind":"file_read"' in body for body in recorded) == len(readings)
