"""``dossier read``: what stands on scanned papers, without a database."""

import json
import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from dossier.cli.read_output import as_json, show
from dossier.kernel.settings import load_settings
from dossier_ocr import (
    ENGINES,
    DocumentTypes,
    EngineMissing,
    FileReading,
    Finding,
    Unreadable,
    check_engine,
    load_types,
    read_file,
)

FILE_LIMIT_BYTES = 200 * 1024 * 1024
HELP = (
    "识别扫描件：材料类型、各字段的值、可信程度和问题。不需要数据库。"
    "退出码：0 没有问题，1 有需要人工处理的问题（包括无法读取的文件），2 用法错误。"
)
_FINDING, _USAGE = 1, 2


@dataclass(frozen=True, slots=True)
class Task:
    """One file to read; travels to a worker process."""

    file: Path
    folder: Path
    engine: str
    only: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: a reading, or why there is none."""

    file: Path
    reading: FileReading | None
    fault: Finding | None


def read(
    files: Annotated[list[Path], typer.Argument(help="扫描图片或 PDF", metavar="FILE...")],
    type_: Annotated[
        str | None, typer.Option("--type", help="已知材料类型代码，如 id_card")
    ] = None,
    engine: Annotated[str, typer.Option(help="识别引擎：auto、rapidocr 或 tesseract")] = "auto",
    processes: Annotated[int, typer.Option(min=1, max=32, help="并行的进程数")] = 1,
    as_lines: Annotated[
        bool, typer.Option("--json", help="每个文件输出一行 JSON，键名固定")
    ] = False,
) -> None:
    """Read scanned papers; the help that users see is HELP."""
    errors = Console(stderr=True)
    folder = load_settings().schemas
    types = _types(folder)
    if engine not in ENGINES:
        errors.print(f"没有引擎「{engine}」，可用的有：{'、'.join(ENGINES)}。")
        raise typer.Exit(_USAGE)
    if type_ is not None and type_ not in types.by_code:
        errors.print(f"没有材料类型「{type_}」，可用的有：{'、'.join(sorted(types.by_code))}。")
        raise typer.Exit(_USAGE)
    try:
        check_engine(engine)
    except EngineMissing as missing:
        errors.print(missing.message_zh)
        raise typer.Exit(_USAGE) from None

    tasks = [Task(file, folder, engine, type_) for file in files]
    console, clean = Console(), True
    outcomes = track(
        outcomes_of(tasks, processes),
        description="识别中",
        total=len(tasks),
        console=errors,
        transient=True,
        disable=as_lines or not errors.is_terminal,
    )
    for outcome in outcomes:
        line = as_json(outcome.file, outcome.reading, outcome.fault)
        clean = clean and not line["findings"]
        if as_lines:
            typer.echo(json.dumps(line, ensure_ascii=False))
        else:
            show(console, types, outcome.file, outcome.reading, outcome.fault)
    raise typer.Exit(0 if clean else _FINDING)


def outcomes_of(tasks: Sequence[Task], processes: int) -> Iterator[Outcome]:
    """Read the files in order, in this process or in fresh ones; a bad file stops nothing."""
    workers = min(processes, len(tasks))
    if workers <= 1:
        yield from map(read_one, tasks)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        yield from pool.map(read_one, tasks)


def read_one(task: Task) -> Outcome:
    """Read one file; what is wrong with it is told in the outcome."""
    name = task.file.name
    try:
        if task.file.stat().st_size > FILE_LIMIT_BYTES:
            message = (
                f"文件「{name}」超过 {FILE_LIMIT_BYTES // 1024 // 1024} MB，"
                "没有打开。请降低扫描分辨率或拆分后再试。"
            )
            return Outcome(task.file, None, Finding("file_too_large", None, message))
        content = task.file.read_bytes()
        types = _types(task.folder)
        reading = read_file(content, name, types, engine=task.engine, only=task.only)
    except FileNotFoundError:
        message = f"没有文件「{task.file}」，请检查路径。"
        return Outcome(task.file, None, Finding("no_such_file", None, message))
    except OSError as error:
        message = f"文件「{task.file}」打不开（{error.strerror}），请检查路径和权限。"
        return Outcome(task.file, None, Finding("cannot_open", None, message))
    except Unreadable as fault:
        return Outcome(task.file, None, Finding(fault.code, None, fault.message_zh))
    return Outcome(task.file, reading, None)


@cache
def _types(folder: Path) -> DocumentTypes:
    return load_types(folder)
