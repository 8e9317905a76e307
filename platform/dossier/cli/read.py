"""``dossier read``: what stands on scanned papers, without a database."""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from dossier.adapters.ocr import ReadingProcesses
from dossier.cli.read_output import as_json, show
from dossier.kernel.errors import Unavailable
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
)

FILE_LIMIT_BYTES = 200 * 1024 * 1024
HELP = (
    "识别扫描件：材料类型、各字段的值、可信程度和问题。不需要数据库。"
    "退出码：0 没有问题，1 有需要人工处理的问题（包括无法读取的文件），2 用法错误。"
)
_FINDING, _USAGE = 1, 2


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
    engine: Annotated[
        str,
        typer.Option(
            help="识别引擎：auto（默认，两个模型互相核对）、rapidocr、tesseract、tiny 或 small"
        ),
    ] = "auto",
    processes: Annotated[int, typer.Option(min=1, max=32, help="并行的进程数")] = 1,
    as_lines: Annotated[
        bool, typer.Option("--json", help="每个文件输出一行 JSON，键名固定")
    ] = False,
) -> None:
    """Read scanned papers; the help that users see is HELP."""
    errors = Console(stderr=True)
    settings = load_settings()
    folder = settings.schemas
    if engine not in ENGINES:
        errors.print(f"没有引擎「{engine}」，可用的有：{'、'.join(ENGINES)}。")
        raise typer.Exit(_USAGE)
    if type_ is not None and type_ not in _types(folder).by_code:
        known = "、".join(sorted(_types(folder).by_code))
        errors.print(f"没有材料类型「{type_}」，可用的有：{known}。")
        raise typer.Exit(_USAGE)
    try:
        check_engine(engine)
    except EngineMissing as missing:
        errors.print(missing.message_zh)
        raise typer.Exit(_USAGE) from None

    console, clean = Console(), True
    reader = ReadingProcesses(
        folder,
        engine=engine,
        processes=min(processes, len(files)),
        limit_seconds=settings.reading_limit_seconds,
    )
    with closing(reader):
        outcomes = track(
            outcomes_of(files, reader, processes, type_),
            description="识别中",
            total=len(files),
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
                show(console, _types(folder), outcome.file, outcome.reading, outcome.fault)
    raise typer.Exit(0 if clean else _FINDING)


def outcomes_of(
    files: Sequence[Path], reader: ReadingProcesses, processes: int, only: str | None
) -> Iterator[Outcome]:
    """Read the files, in order, in processes of their own: a bad file stops and harms nothing."""
    with ThreadPoolExecutor(processes) as threads:
        yield from threads.map(lambda file: read_one(file, reader, only), files)


def read_one(file: Path, reader: ReadingProcesses, only: str | None) -> Outcome:
    """Read one file; what is wrong with it is told in the outcome."""
    name = file.name
    try:
        if file.stat().st_size > FILE_LIMIT_BYTES:
            message = (
                f"文件「{name}」超过 {FILE_LIMIT_BYTES // 1024 // 1024} MB，"
                "没有打开。请降低扫描分辨率或拆分后再试。"
            )
            return Outcome(file, None, Finding("file_too_large", None, message))
        reading = reader.read_text(file.read_bytes(), name, only=only)
    except FileNotFoundError:
        message = f"没有文件「{file}」，请检查路径。"
        return Outcome(file, None, Finding("no_such_file", None, message))
    except OSError as error:
        message = f"文件「{file}」打不开（{error.strerror}），请检查路径和权限。"
        return Outcome(file, None, Finding("cannot_open", None, message))
    except Unreadable as fault:
        return Outcome(file, None, Finding(fault.code, None, fault.message_zh))
    except Unavailable as fault:
        return Outcome(file, None, Finding(fault.code, None, fault.message))
    return Outcome(file, reading, None)


@cache
def _types(folder: Path) -> DocumentTypes:
    return load_types(folder)
