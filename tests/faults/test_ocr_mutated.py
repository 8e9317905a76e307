"""Thousands of broken and hostile files: each is read or told, none takes the reader with it."""

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dossier.adapters.ocr import WAITING_FACTOR, ReadingProcesses
from dossier.ports import ReadFile
from dossier.samples.mutated import mutated_file
from dossier.samples.odd_files import OddFile
from dossier_ocr import Unreadable

FORM_SCHEMAS = Path(__file__).parents[2] / "form_schemas"
LIMIT_SECONDS = 30.0
"""Of processor time; a machine that does nothing else takes no longer by the clock."""


@pytest.fixture(scope="module")
def reader() -> Iterator[ReadingProcesses]:
    processes = ReadingProcesses(
        FORM_SCHEMAS, engine="auto", processes=2, limit_seconds=LIMIT_SECONDS
    )
    yield processes
    processes.close()


def outcome(reader: ReadingProcesses, number: int) -> str:
    """Read one file; return how it ended, and fail where that is no honest end."""
    file = mutated_file(number)
    began = time.monotonic()
    found = _ask(reader, file)
    seconds = time.monotonic() - began
    assert seconds < LIMIT_SECONDS * WAITING_FACTOR, (file.name, file.fault, seconds)
    if isinstance(found, Unreadable):
        assert file.name in found.message_zh, (file.name, file.fault, found.code)
        assert "请" in found.message_zh or "可以" in found.message_zh, found.message_zh
        return found.code
    assert not _says_nothing(found), (file.name, file.fault)
    return "read"


def _ask(reader: ReadingProcesses, file: OddFile) -> ReadFile | Unreadable:
    try:
        return reader.read(file.content, file.name)
    except Unreadable as fault:
        return fault


def _says_nothing(found: ReadFile) -> bool:
    """Tell whether it came back as an empty success: nothing read, and nobody told why."""
    reading = found.reading
    findings = reading.findings + tuple(f for one in reading.documents for f in one.findings)
    values = any(one.fields for one in reading.documents)
    return not reading.pages or not (findings or values)


@pytest.mark.ocr
@pytest.mark.xdist_group("mutated")
@pytest.mark.parametrize(
    "many", [200, pytest.param(10_000, marks=pytest.mark.soak)], ids=["some", "many"]
)
def test_every_mutated_file_is_read_or_told(reader: ReadingProcesses, many: int) -> None:
    with ThreadPoolExecutor(2) as threads:
        ends = Counter(threads.map(lambda number: outcome(reader, number), range(many)))
    assert ends["read"] > many / 20, ends
    assert ends["reading_timeout"] + ends["reader_crashed"] <= many / 50, ends
    # The reader is well after all of it.
    assert outcome(reader, 7) in ends
