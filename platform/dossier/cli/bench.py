"""``dossier bench``: how well and how fast papers are read and rules are run.

What measures is imported when it is asked for: a start of ``dossier`` pays nothing for it.
"""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Protocol

import typer
from rich.console import Console

from dossier.kernel.settings import load_settings
from dossier_ocr import ENGINES

app = typer.Typer(no_args_is_help=True)
_USAGE = 2
_SEED, _IMAGES = 20261122, 320
_FITTING_SEED = 41


class _ReadCommand(Protocol):
    def run(
        self,
        *,
        seed: int,
        images: int,
        engines: list[str],
        processes: int,
        keep: Path | None,
        docs: Path | None,
        as_json: bool,
    ) -> str | None: ...


class _ConfidenceCommand(Protocol):
    def run(
        self,
        *,
        seed: int,
        images: int,
        processes: int,
        keep: Path | None,
        write: bool,
        as_json: bool,
    ) -> str | None: ...


class _EvaluateCommand(Protocol):
    def run(
        self, *, folder: Path, rounds: int, show: int, memory_rounds: int, as_json: bool
    ) -> str | None: ...


@app.command("read")
def read(
    seed: Annotated[int, typer.Option(help="测试集的种子，相同的种子画出相同的图片")] = _SEED,
    images: Annotated[int, typer.Option(min=1, max=100_000, help="图片张数")] = _IMAGES,
    engines: Annotated[
        str, typer.Option(help="依次测量的引擎，用逗号隔开；第一个与其余的比较")
    ] = "auto,rapidocr,tesseract",
    processes: Annotated[int, typer.Option(min=1, max=32, help="并行的进程数")] = 2,
    keep: Annotated[
        Path | None, typer.Option(help="保留图片、标准答案和识别结果的文件夹")
    ] = None,
    docs: Annotated[
        Path | None, typer.Option(help="把结果写进这个文件夹的 reading.md 和 reading/")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，键名固定")] = False,
) -> None:
    """测量 dossier read：准确率、自动填入的错误、速度和内存，并与单独的引擎比较。"""
    chosen = [engine.strip() for engine in engines.split(",") if engine.strip()]
    strange = [engine for engine in chosen if engine not in ENGINES]
    if strange or not chosen:
        Console(stderr=True).print(
            f"没有引擎「{'、'.join(strange)}」，可用的有：{'、'.join(ENGINES)}。"
        )
        raise typer.Exit(_USAGE)
    if docs is not None and find_spec("matplotlib") is None:
        Console(stderr=True).print(
            "画图要用 matplotlib，它在开发工具里：请先运行 uv sync --group dev。"
        )
        raise typer.Exit(_USAGE)
    command: _ReadCommand = import_module("dossier.bench.read_command")
    told = command.run(
        seed=seed,
        images=images,
        engines=chosen,
        processes=processes,
        keep=keep,
        docs=docs,
        as_json=as_json,
    )
    if told is not None:
        typer.echo(told)


@app.command("confidence")
def confidence(
    seed: Annotated[int, typer.Option(help="测试集的种子")] = _FITTING_SEED,
    images: Annotated[int, typer.Option(min=20, max=100_000, help="图片张数")] = 600,
    processes: Annotated[int, typer.Option(min=1, max=32, help="并行的进程数")] = 2,
    keep: Annotated[
        Path | None, typer.Option(help="保留图片和识别结果的文件夹；再次运行时不重新识别")
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="写入 form_schemas/reading/confidence.yaml")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，键名固定")] = False,
) -> None:
    """用一半图片拟合各类值的可信程度，用另一半检验，并选出自动填入的界限。"""
    command: _ConfidenceCommand = import_module("dossier.bench.confidence_command")
    told = command.run(
        seed=seed,
        images=images,
        processes=processes,
        keep=keep,
        write=write,
        as_json=as_json,
    )
    if told is not None:
        typer.echo(told)


@app.command("evaluate")
def evaluate(
    rounds: Annotated[int, typer.Option(min=20, max=100_000, help="每项服务试算的次数")] = 200,
    show: Annotated[int, typer.Option(min=1, max=1000, help="列出最慢的几项")] = 10,
    memory_rounds: Annotated[
        int, typer.Option(min=0, max=10_000, help="看内存是否增长：全部例子试算几轮，0为不看")
    ] = 10,
    folder: Annotated[
        Path | None, typer.Option("--folder", help="定义文件夹；默认用本机的")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，键名固定")] = False,
) -> None:
    """测量规则试算：每项服务用最大的例子和全部应收材料，与单独的 JSON Schema 校验比较。"""
    command: _EvaluateCommand = import_module("dossier.bench.evaluate_command")
    told = command.run(
        folder=folder or load_settings().schemas,
        rounds=rounds,
        show=show,
        memory_rounds=memory_rounds,
        as_json=as_json,
    )
    if told is not None:
        typer.echo(told)
