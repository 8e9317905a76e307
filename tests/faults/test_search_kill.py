"""A writer that is killed in the middle of a batch."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from dossier_search import ENGINES, EngineName, Entry, Query, open_index

SLOW_WRITER = """
import sys, time
from dataclasses import replace
from datetime import date
from pathlib import Path
from dossier_search import Entry, open_index

entry = Entry(id="", kind="case", unit_path="0001/", title="半批", text="", day=date(2026, 1, 1))


def slowly():
    for n in range(2000):
        yield replace(entry, id=str(n))
    print("half", flush=True)
    time.sleep(60)


with open_index(Path(sys.argv[1]), sys.argv[2]) as index:
    index.rebuild(slowly())
"""


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_a_killed_writer_leaves_the_old_index_and_no_lock(
    engine: EngineName, tmp_path: Path
) -> None:
    entry = Entry(
        id="old", kind="case", unit_path="0001/", title="原件", text="", day=date(2026, 1, 1)
    )
    with open_index(tmp_path, engine, wait_seconds=1) as index:
        index.put([entry])
        arguments = [sys.executable, "-c", SLOW_WRITER, str(tmp_path), engine]
        with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "half\n"
            writer.kill()
        everything = Query("", scopes=("0001/",))
        assert [hit.id for hit in index.search(everything).items] == ["old"]

    with open_index(tmp_path, engine, wait_seconds=1) as again:
        again.put([Entry("new", "case", "0001/", "新件", "", date(2026, 1, 2))])
        assert [hit.id for hit in again.search(everything).items] == ["new", "old"]
