"""Reads files in processes of their own, so that a hostile file harms nobody else."""

import atexit
import multiprocessing
import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
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

_log = logger("ocr")
_context = multiprocessing.get_context("spawn")


class ReadingStopped(BaseException):
    """The reader was closed: nothing is known of the file.  No error, so nothing records one."""


class ReadingProcesses:
    """A handful of reading processes; each is begun when it is first needed.

    A file that takes longer than ``limit_seconds``, or that kills its process, is the file's
    fault; the process is ended and the next file gets a fresh one.
    """

    def __init__(
        self, types_folder: Path, *, engine: str, processes: int, limit_seconds: float
    ) -> None:
        self._limit_seconds = limit_seconds
        self._all = tuple(_Process(types_folder, engine) for _ in range(processes))
        self._free: Queue[_Process] = Queue()
        for process in self._all:
            self._free.put(process)
        atexit.register(self.close)

    def read(self, content: bytes, name: str) -> ReadFile:
        """Return what stands on the pages; see ``ports.PageReader``."""
        with self._process() as process:
            answer = process.ask(content, name, self._limit_seconds)
        if isinstance(answer, Unreadable):
            raise answer
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

    def __init__(self, types_folder: Path, engine: str) -> None:
        self._arguments = (types_folder, engine)
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection[tuple[bytes, str], ReadFile | Unreadable | str] | None = None
        self._lock = Lock()
        self._closed = False

    def ask(self, content: bytes, name: str, limit_seconds: float) -> ReadFile | Unreadable:
        """Return what the process says of the file, or what is to be said of the process."""
        pipe = self._begin()
        try:
            pipe.send((content, name))
            if not pipe.poll(limit_seconds):
                self._end()
                return Unreadable(
                    "reading_timeout",
                    f"文件“{name}”读了 {limit_seconds:.0f} 秒仍未读完，已停止。"
                    "请拆成几份或降低分辨率后重新上传，也可以人工录入。",
                )
            answer = pipe.recv()
            assert not isinstance(answer, str), "it is ready once"
            return answer
        except (EOFError, OSError):
            self._end()
            if self._closed:
                raise ReadingStopped from None
            _log.warning("reading process ended", size_bytes=len(content))
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

    def _begin(self) -> "Connection[tuple[bytes, str], ReadFile | Unreadable | str]":
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

    def _end(self) -> None:
        with self._lock:
            if self._process is not None:
                self._process.kill()
                self._process.join()
                self._process = None
            if self._pipe is not None:
                self._pipe.close()
                self._pipe = None


def _serve(
    pipe: "Connection[ReadFile | Unreadable | str, tuple[bytes, str]]",
    types_folder: Path,
    engine: str,
) -> None:
    """Answer one file after the other until the other end closes."""
    for number in (signal.SIGINT, signal.SIGTERM):  # meant for who began us, sent to all of us
        signal.signal(number, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT_BYTES, MEMORY_LIMIT_BYTES))
    types = dossier_ocr.load_types(types_folder)
    pipe.send(_READY)
    while True:
        try:
            content, name = pipe.recv()
            pipe.send(_read(content, name, types, engine))
        except (EOFError, ConnectionError):
            return


def _end_with_parent() -> None:
    """End at once when the process that began us is gone, even in the middle of a page."""
    parent = multiprocessing.parent_process()
    assert parent is not None, "begun by another process"
    parent.join()
    os._exit(1)


def _read(
    content: bytes, name: str, types: dossier_ocr.DocumentTypes, engine: str
) -> ReadFile | Unreadable:
    try:
        reading = dossier_ocr.read_file(content, name, types, engine=engine)
        images = tuple(
            dossier_ocr.render_page(content, page.number, turned=page.turned, skew=page.skew)
            for page in reading.pages
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
    return ReadFile(reading, images, _body(reading))


def _body(reading: FileReading) -> bytes:
    return dossier_ocr.to_json(reading).encode()
