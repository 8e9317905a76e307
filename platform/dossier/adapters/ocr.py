"""Reads files in processes of their own, so that a hostile file harms nobody else."""

import multiprocessing
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Queue

import dossier_ocr
from dossier.kernel.errors import Unavailable
from dossier.kernel.log import logger
from dossier.ports import ReadFile
from dossier_ocr import FileReading, Unreadable

MEMORY_LIMIT_BYTES = 8 * 1024**3
"""Of address space; the models map about 3 GB of it and use 1.2."""

_log = logger("ocr")
_context = multiprocessing.get_context("spawn")


class ReadingProcesses:
    """A handful of reading processes; each is begun when it is first needed.

    A file that takes longer than ``limit_seconds``, or that kills its process, is the file's
    fault; the process is ended and the next file gets a fresh one.
    """

    def __init__(
        self, types_folder: Path, *, engine: str, processes: int, limit_seconds: float
    ) -> None:
        self._types_folder = types_folder
        self._engine = engine
        self._limit_seconds = limit_seconds
        self._free: Queue[_Process] = Queue()
        for _ in range(processes):
            self._free.put(_Process(types_folder, engine))

    def read(self, content: bytes, name: str) -> ReadFile:
        """Return what stands on the pages; see ``ports.PageReader``."""
        with self._process() as process:
            answer = process.ask(content, name, self._limit_seconds)
        if isinstance(answer, Unreadable):
            raise answer
        return answer

    def close(self) -> None:
        """End every process."""
        while not self._free.empty():
            self._free.get().end()

    @contextmanager
    def _process(self) -> "Iterator[_Process]":
        process = self._free.get()
        try:
            yield process
        finally:
            self._free.put(process)


class _Process:
    def __init__(self, types_folder: Path, engine: str) -> None:
        self._arguments = (types_folder, engine)
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection[tuple[bytes, str], ReadFile | Unreadable | str] | None = None

    def ask(self, content: bytes, name: str, limit_seconds: float) -> ReadFile | Unreadable:
        pipe = self._begin()
        try:
            pipe.send((content, name))
            if not pipe.poll(limit_seconds):
                self.end()
                return Unreadable(
                    "reading_timeout",
                    f"文件“{name}”读了 {limit_seconds:.0f} 秒仍未读完，已停止。"
                    "请拆成几份或降低分辨率后重新上传，也可以人工录入。",
                )
            answer = pipe.recv()
        except (EOFError, ConnectionError):
            self.end()
            _log.warning("reading process ended", size_bytes=len(content))
            return Unreadable(
                "reader_crashed",
                f"文件“{name}”使识别程序中止，可能已损坏或过大。请重新扫描后上传，也可以人工录入。",
            )
        if isinstance(answer, str):
            raise Unavailable(
                "识别程序出错，系统会再试一次；如仍不行请联系管理员。", code="reader_failed"
            )
        return answer

    def end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None

    def _begin(self) -> "Connection[tuple[bytes, str], ReadFile | Unreadable | str]":
        if self._process is not None and self._pipe is not None and self._process.is_alive():
            return self._pipe
        self.end()
        ours, theirs = _context.Pipe()
        self._process = _context.Process(
            target=_serve, args=(theirs, *self._arguments), daemon=True, name="dossier-reader"
        )
        self._process.start()
        theirs.close()
        self._pipe = ours
        return ours


def _serve(
    pipe: "Connection[ReadFile | Unreadable | str, tuple[bytes, str]]",
    types_folder: Path,
    engine: str,
) -> None:
    """Answer one file after the other until the other end closes."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT_BYTES, MEMORY_LIMIT_BYTES))
    types = dossier_ocr.load_types(types_folder)
    while True:
        try:
            content, name = pipe.recv()
        except EOFError:
            return
        pipe.send(_read(content, name, types, engine))


def _read(
    content: bytes, name: str, types: dossier_ocr.DocumentTypes, engine: str
) -> ReadFile | Unreadable | str:
    try:
        reading = dossier_ocr.read_file(content, name, types, engine=engine)
        images = tuple(
            dossier_ocr.render_page(content, page.number, turned=page.turned, skew=page.skew)
            for page in reading.pages
        )
    except Unreadable as fault:
        return fault
    except dossier_ocr.EngineMissing as fault:
        return fault.message_zh
    except MemoryError:
        return Unreadable(
            "reader_memory",
            f"文件“{name}”太大，内存不够读取。请降低分辨率(300 dpi 即可)后重新上传。",
        )
    except Exception as fault:  # noqa: BLE001 - the process must answer; the parent decides
        _log.error("reading failed", fault=type(fault).__name__)
        return type(fault).__name__
    return ReadFile(reading, images, _body(reading))


def _body(reading: FileReading) -> bytes:
    return dossier_ocr.to_json(reading).encode()
