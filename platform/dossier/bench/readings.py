"""Runs ``dossier read`` as users do: a process of its own, with its own workers, timed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from dossier.kernel.errors import Unavailable

_START = "from dossier.cli.main import run; run()"


class ReadValue(BaseModel):
    """One value as ``dossier read --json`` gives it."""

    model_config = ConfigDict(frozen=True)

    value: str | None
    raw: str
    confidence: float
    auto: bool


class ReadPaper(BaseModel):
    """One paper of a file."""

    model_config = ConfigDict(frozen=True)

    document_type: str
    fields: Mapping[str, ReadValue]


class ReadLine(BaseModel):
    """One line of ``dossier read --json``."""

    model_config = ConfigDict(frozen=True)

    file: str
    pages: int
    document_type: str
    document_confidence: float
    fields: Mapping[str, ReadValue]
    documents: tuple[ReadPaper, ...] = ()
    text: str
    seconds: float

    @property
    def papers(self) -> tuple[ReadPaper, ...]:
        """All papers of the file."""
        return self.documents or (
            ReadPaper(document_type=self.document_type, fields=self.fields),
        )


@dataclass(frozen=True, slots=True)
class Run:
    """What came of reading all files with one engine.

    seconds: from the start of the command to its end.  first_line_seconds: to its first line.
    cpu_seconds: of all its processes.  peak_rss_bytes: of the largest one.
    """

    lines: tuple[ReadLine, ...]
    seconds: float
    first_line_seconds: float
    cpu_seconds: float
    peak_rss_bytes: int

    @property
    def pages(self) -> int:
        """How many pages were read."""
        return sum(line.pages for line in self.lines)


def read_with(
    engine: str,
    files: Sequence[Path],
    *,
    processes: int,
    schemas: Path | None = None,
    told: Callable[[], None] = lambda: None,
) -> Run:
    """Read ``files``; ``told`` is called after each one.

    schemas: the folder of the definitions, where it is another one than the installed.
    Raises Unavailable when the command gave up before the last file.
    """
    command = [
        *(sys.executable, "-c", _START, "read", "--json"),
        *("--engine", engine, "--processes", str(processes)),
        *map(str, files),
    ]
    changed = {"DOSSIER_FORM_SCHEMAS": str(schemas)} if schemas else {}
    lines: list[ReadLine] = []
    began = time.perf_counter()
    first = 0.0
    # The command is our own and the arguments are files that we have just written.
    with subprocess.Popen(  # noqa: S603
        ["/usr/bin/env", *(f"{key}={value}" for key, value in changed.items()), *command],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            first = first or time.perf_counter() - began
            lines.append(ReadLine.model_validate(json.loads(line)))
            told()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if len(lines) < len(files):
        raise Unavailable(
            f"识别命令提前结束：{len(files)} 个文件只读了 {len(lines)} 个，原因见上面的输出。",
            code="reading_ended",
        )
    return Run(
        lines=tuple(lines),
        seconds=time.perf_counter() - began,
        first_line_seconds=first,
        cpu_seconds=used.ru_utime + used.ru_stime,
        peak_rss_bytes=used.ru_maxrss * 1024,
    )


def store(file: Path, lines: Sequence[ReadLine]) -> None:
    """Write ``lines`` to ``file``, one JSON object a line."""
    told = (json.dumps(line.model_dump(mode="json"), ensure_ascii=False) for line in lines)
    file.write_text("\n".join(told), encoding="utf-8")


def stored(file: Path) -> tuple[ReadLine, ...]:
    """Return the lines of ``file``; none where there is no such file."""
    if not file.is_file():
        return ()
    told = file.read_text(encoding="utf-8").splitlines()
    return tuple(ReadLine.model_validate_json(line) for line in told)
