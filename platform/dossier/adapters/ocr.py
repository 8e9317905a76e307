"""Reads files in processes of their own, so that a hostile file harms nobody else."""

import atexit
import math
import multiprocessing
import os
import resource
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Queue
from threading import Lock, Thread

import dossier_ocr
from dossier.kernel.errors import Unavailable
from dossier.kernel.log import logger
from dossier.ports import ReadFile
from dossier_ocr import FileReading, Unreadable

MEMORY_LIMIT_BYTES = 8 * 1024**3
"""Of address space; the models map about 3 GB of it and use 1.2."""

START_LIMIT_SECONDS = 120.0
"""For loading the libraries; a slow machine is not the file's fault."""
_READY = "ready"
_ENDING_SECONDS = 0.5
"""A process that closed its end has ended, or is about to."""

WAITING_FACTOR = 4
"""A page may take so many times its processor time by the clock: the machine may be busy."""

_Answer = ReadFile | FileReading | bytes | Unreadable | str | int
"""An int is no answer yet: the number of the page that is begun."""

_log = logger("ocr")
_context = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class _Question:
    """What a process is asked.

    pages: to be returned as a file of their own; none: the file is to be read.
    images: with the upright image of each page.  only: the document type that it may be.
    """

    content: bytes
    name: str
    pages: tuple[int, ...] = ()
    images: bool = True
    only: str | None = None


class ReadingStopped(BaseException):
    """The reader was closed: nothing is known of the file.  No error, so nothing records one."""


class ReadingProcesses:
    """A handful of reading processes; each is begun when it is first needed.

    A file one page of which takes more than ``limit_seconds`` of processor time, or that kills
    its process, is the file's fault; the process is ended and the next file gets a fresh one.
    """

    def __init__(
        self, types_folder: Path, *, engine: str, processes: int, limit_seconds: float
    ) -> None:
        self._limit_seconds = limit_seconds
        self._all = tuple(
            _Process(types_folder, engine, limit_seconds) for _ in range(processes)
        )
        self._free: Queue[_Process] = Queue()
        for process in self._all:
            self._free.put(process)
        atexit.register(self.close)

    def read(self, content: bytes, name: str) -> ReadFile:
        """Return what stands on the pages; see ``ports.PageReader``."""
        with self._process() as process:
            answer = process.ask(_Question(content, name), self._limit_seconds)
        if isinstance(answer, Unreadable):
            raise answer
        assert isinstance(answer, ReadFile), "images were asked for"
        return answer

    def read_text(self, content: bytes, name: str, *, only: str | None = None) -> FileReading:
        """Return what stands on the pages, without their images.  Raises as ``read`` does.

        only: the code of the one document type that it may be.
        """
        with self._process() as process:
            question = _Question(content, name, images=False, only=only)
            answer = process.ask(question, self._limit_seconds)
        if isinstance(answer, Unreadable):
            raise answer
        assert isinstance(answer, FileReading), "no images were asked for"
        return answer

    def split(self, content: bytes, name: str, pages: Sequence[int]) -> bytes:
        """Return some pages as a file of their own; see ``ports.PageReader``."""
        with self._process() as process:
            question = _Question(content, name, tuple(pages))
            answer = process.ask(question, self._limit_seconds)
        if isinstance(answer, Unreadable):
            raise answer
        assert isinstance(answer, bytes), "pages were asked for"
        return answer

    def close(self) -> None:
        """End every process; who waits for one gets ReadingStopped."""
        atexit.unregister(self.close)
        for process in self._all:
            process.close()

    @contextmanager
    def _process(self) -> "Iterator[_Process]":
        process = self._free.get()
        try:
            yield process
        finally:
            self._free.put(process)


class _Process:
    """One reading process; used by one thread at a time, closed by any."""

    def __init__(self, types_folder: Path, engine: str, limit_seconds: float) -> None:
        self._arguments = (types_folder, engine, limit_seconds)
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection[_Question, _Answer] | None = None
        self._lock = Lock()
        self._closed = False

    def ask(
        self, question: _Question, limit_seconds: float
    ) -> ReadFile | FileReading | bytes | Unreadable:
        """Return what the process says of the file, or what is to be said of the process."""
        name = question.name
        pipe = self._begin()
        try:
            pipe.send(question)
            while pipe.poll(limit_seconds * WAITING_FACTOR):
                answer = pipe.recv()
                assert not isinstance(answer, str), "it is ready once"
                if not isinstance(answer, int):
                    return answer
            self._end()
            return _too_long(name, limit_seconds)
        except (EOFError, OSError):
            ended = self._end()
            if self._closed:
                raise ReadingStopped from None
            if ended == -signal.SIGXCPU:
                return _too_long(name, limit_seconds)
            _log.warning("reading process ended", size_bytes=len(question.content))
            return Unreadable(
                "reader_crashed",
                f"文件“{name}”使识别程序中止，可能已损坏或过大。请重新扫描后上传，也可以人工录入。",
            )

    def close(self) -> None:
        """End the process; none is begun any more."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                self._process.kill()
                self._process.join()

    def _begin(self) -> "Connection[_Question, _Answer]":
        """Return the pipe to a process that is ready.  Raises Unavailable, ReadingStopped."""
        with self._lock:
            if self._closed:
                raise ReadingStopped
            alive = self._process is not None and self._process.is_alive()
        if alive and self._pipe is not None:
            return self._pipe
        self._end()
        with self._lock:
            if self._closed:
                raise ReadingStopped
            ours, theirs = _context.Pipe()
            self._process = _context.Process(
                target=_serve, args=(theirs, *self._arguments), daemon=True
            )
            self._process.start()
            theirs.close()
            self._pipe = ours
        try:
            if ours.poll(START_LIMIT_SECONDS) and ours.recv() == _READY:
                return ours
        except (EOFError, OSError):
            if self._closed:
                raise ReadingStopped from None
        self._end()
        raise Unavailable(
            "识别程序没有启动，系统会再试；如仍不行请联系管理员。", code="reader_not_started"
        )

    def _end(self) -> int | None:
        """End the process; return how it had ended by itself, None where it had not."""
        ended = None
        with self._lock:
            if self._process is not None:
                self._process.join(_ENDING_SECONDS)
                ended = self._process.exitcode
                self._process.kill()
                self._process.join()
                self._process = None
            if self._pipe is not None:
                self._pipe.close()
                self._pipe = None
        return ended


def _too_long(name: str, limit_seconds: float) -> Unreadable:
    return Unreadable(
        "reading_timeout",
        f"文件“{name}”有一页读了 {limit_seconds:.0f} 秒仍未读完，已停止。"
        "请降低分辨率重新扫描后上传，也可以人工录入。",
    )


def _serve(
    pipe: "Connection[_Answer, _Question]",
    types_folder: Path,
    engine: str,
    limit_seconds: float,
) -> None:
    """Answer one file after the other until the other end closes."""
    for number in (signal.SIGINT, signal.SIGTERM):  # meant for who began us, sent to all of us
        signal.signal(number, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT_BYTES, MEMORY_LIMIT_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    types = dossier_ocr.load_types(types_folder)
    pipe.send(_READY)

    def begin_page(number: int) -> None:
        _allow(limit_seconds)
        pipe.send(number)

    while True:
        try:
            question = pipe.recv()
            _allow(limit_seconds)
            pipe.send(
                _split(question)
                if question.pages
                else _read(question, types, engine, begin_page)
            )
        except (EOFError, ConnectionError):
            return


def _allow(seconds: float) -> None:
    """Let this process compute for ``seconds`` from now; then the system ends it (SIGXCPU).

    No thread or handler of ours could stop a decoder that does not come back.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = math.ceil(used.ru_utime + used.ru_stime + seconds)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (until, hard))


def _end_with_parent() -> None:
    """End at once when the process that began us is gone, even in the middle of a page."""
    parent = multiprocessing.parent_process()
    assert parent is not None, "begun by another process"
    parent.join()
    os._exit(1)


def _read(
    question: _Question,
    types: dossier_ocr.DocumentTypes,
    engine: str,
    begin_page: Callable[[int], None],
) -> ReadFile | FileReading | Unreadable:
    content, name = question.content, question.name
    try:
        reading = dossier_ocr.read_file(
            content, name, types, engine=engine, only=question.only, begin_page=begin_page
        )
        if not question.images:
            return reading
        images = []
        for page in reading.pages:
            begin_page(page.number)
            images.append(
                dossier_ocr.render_page(
                    content, page.number, turned=page.turned, skew=page.skew
                )
            )
    except Unreadable as fault:
        return fault
    except dossier_ocr.EngineMissing as fault:
        return Unreadable("engine_missing", f"文件“{name}”没有读：{fault.message_zh}")
    except MemoryError:
        return Unreadable(
            "reader_memory",
            f"文件“{name}”太大，内存不够读取。请降低分辨率(300 dpi 即可)后重新上传。",
        )
    except Exception as fault:  # noqa: BLE001 - the process must answer, whatever it is
        _log.error("reading failed", fault=type(fault).__name__)
        return Unreadable(
            "reader_failed",
            f"文件“{name}”没有读成，识别程序出错。请点“重新识别”；仍不行时请人工录入，并告诉管理员。",
        )
    return ReadFile(reading, tuple(images), _body(reading))


def _split(question: _Question) -> bytes | Unreadable:
    name = question.name
    try:
        return dossier_ocr.split_file(question.content, name, question.pages)
    except Unreadable as fault:
        return fault
    except Exception as fault:  # noqa: BLE001 - the process must answer, whatever it is
        _log.error("splitting failed", fault=type(fault).__name__)
        return Unreadable(
            "split_failed", f"文件“{name}”没有拆开。请按办件分别扫描后上传，再移出这一份。"
        )


def _body(reading: FileReading) -> bytes:
    return dossier_ocr.to_json(reading).encode()
