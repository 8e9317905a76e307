"""What the commands on definitions share: the folder, a version, a day, and how they tell."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dossier.catalogue.loading import Catalogue, load
from dossier.catalogue.model import Definition
from dossier.kernel.clock import civil_day, system_clock
from dossier.kernel.errors import DossierError
from dossier.kernel.settings import load_settings

Folder = Annotated[Path | None, typer.Option("--folder", help="定义文件夹；默认用本机的")]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON，键名固定")]
Code = Annotated[str, typer.Argument(help="服务编码，如 social-security.dibao")]

FINDING, USAGE = 1, 2


def folder_of(given: Path | None) -> Path:
    """Return the folder that was asked for, else the installation's."""
    folder = given or load_settings().schemas
    if not (folder / "services").is_dir():
        end_with_usage(f"文件夹“{folder}”里没有服务定义（services），请检查路径。")
    return folder


def load_from(given: Path | None) -> Catalogue:
    """Return the catalogue of a folder; what is broken ends the command."""
    folder = folder_of(given)
    try:
        return load(folder)
    except DossierError as error:
        end_with_usage(error.message)


def get_version(catalogue: Catalogue, code: str, version: int | None) -> Definition:
    """Return one version of a service, the newest by default."""
    try:
        return catalogue.get(code, version)
    except DossierError as error:
        end_with_usage(error.message)


def day_of(text: str | None) -> date:
    """Return the day that was asked for, today by default."""
    if text is None:
        return civil_day(system_clock())
    try:
        return date.fromisoformat(text)
    except ValueError:
        end_with_usage(f"日期“{text}”不对，请写成 2026-03-09 的样子。")


def end_with_usage(message: str) -> NoReturn:
    """Say what was asked wrongly and end."""
    Console(stderr=True).print(Text(message))
    raise typer.Exit(USAGE)


def tell(told: Mapping[str, object]) -> None:
    """Print a result for programs."""
    typer.echo(json.dumps(told, ensure_ascii=False, default=str))


def print_table(console: Console, table: Table) -> None:
    """Print a table; long words are folded."""
    for column in table.columns:
        column.overflow = "fold"  # nothing is cut off
    console.print(table)
