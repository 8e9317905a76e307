"""``dossier archive``: check what lies in the archive, with the register or without it."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TypedDict

import typer
from rich.console import Console
from rich.progress import track
from rich.text import Text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from dossier.archive import store
from dossier.archive.inspection import (
    Inspected,
    inspect_folder,
    inspect_item,
    inspect_register,
)
from dossier.archive.judging import audit_judge
from dossier.archive.model import PROPERTY_ZH, ArchiveItem, AuditJudge, CheckResult
from dossier.audit.keys import VERIFYING_KEY_FILE
from dossier.audit.note import VerifyingKey, parse_verifying_key
from dossier.kernel.errors import DossierError, NotFound
from dossier.kernel.settings import load_settings
from dossier.wiring import open_sessions
from dossier.work import look

app = typer.Typer(help="档案：检测归档包的真实性、完整性、可用性、安全性。")
_FINDING, _USAGE = 1, 2
_SIGN = {True: ("✓", "green"), False: ("✗", "bold red"), None: ("–", "yellow")}


class ResultJson(TypedDict):
    """One check; passed: null when it could not run."""

    property: str
    code: str
    passed: bool | None
    message: str
    paths: list[str]


class PackageJson(TypedDict):
    """One package."""

    reference_code: str
    folder: str
    passed: bool
    results: list[ResultJson]


class InspectionJson(TypedDict):
    """The whole inspection; register: empty unless all packages were checked."""

    passed: bool
    packages: list[PackageJson]
    register: list[ResultJson]


@app.callback()
def archive() -> None:
    """Keep ``verify`` a command of its own."""


@app.command(
    help="检测归档包。退出码：0 没有问题，1 发现问题，2 用法错误（包括没有这个档号）。"
)
def verify(
    code: Annotated[str | None, typer.Argument(help="档号", metavar="[CODE]")] = None,
    all_: Annotated[bool, typer.Option("--all", help="检测全部归档包和归档登记(默认)")] = False,
    folder: Annotated[
        Path | None, typer.Option(help="检测一个归档包文件夹，不需要数据库")
    ] = None,
    key: Annotated[
        Path | None, typer.Option(help="检查点验证公钥文件；默认用本机的公钥")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，键名固定")] = False,
) -> None:
    """Check packages; the help that users see stands above."""
    errors = Console(stderr=True)
    if sum((code is not None, all_, folder is not None)) > 1:
        errors.print("档号、--all、--folder 只能给一个；都不给就检测全部。")
        raise typer.Exit(_USAGE)
    try:
        if folder is not None:
            packages, register = inspect_outside(folder, key)
        else:
            settings = load_settings()
            ours = settings.home / "keys" / VERIFYING_KEY_FILE
            judge = audit_judge(_key(key or ours) if key or ours.is_file() else None)
            sessions = open_sessions(settings)
            root = settings.home / "archive"
            with closing_all(sessions):
                packages, register = inspect_inside(sessions, root, judge, code, quiet=as_json)
    except DossierError as error:
        errors.print(Text(error.message))
        raise typer.Exit(_USAGE) from None
    except SQLAlchemyError:
        errors.print("数据库打不开或尚未初始化，请先运行 dossier migrate，或检查数据库设置。")
        raise typer.Exit(_USAGE) from None
    told = as_inspection(packages, register)
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        show(Console(), packages, register)
    raise typer.Exit(0 if told["passed"] else _FINDING)


@contextmanager
def closing_all(sessions: sessionmaker[Session]) -> Iterator[None]:
    """Close the connections in the end."""
    try:
        yield
    finally:
        sessions.kw["bind"].dispose()


def inspect_outside(
    folder: Path, key: Path | None
) -> tuple[list[Inspected], tuple[CheckResult, ...]]:
    """Check a package as an outsider does: the folder, and a public key if there is one.

    Raises NotFound when there is no such folder.
    """
    if not folder.is_dir():
        raise NotFound(f"没有文件夹“{folder}”，请检查路径。", code="archive_folder_missing")
    return [inspect_folder(folder, audit_judge(_key(key) if key else None))], ()


def inspect_inside(
    sessions: sessionmaker[Session],
    root: Path,
    judge: AuditJudge,
    code: str | None,
    *,
    quiet: bool,
) -> tuple[list[Inspected], tuple[CheckResult, ...]]:
    """Check the package of ``code``, or without one all of them and the register.

    Raises NotFound for a code that nothing was filed under.
    """
    with look(sessions) as session:
        items = [_filed(session, code)] if code else list(store.filed_items(session))
        missing = () if code else store.missing_items(session)
    register = () if code else inspect_register(root, items, missing)
    errors = Console(stderr=True)
    steps = track(
        items,
        description="检测中",
        console=errors,
        transient=True,
        disable=quiet or not errors.is_terminal,
    )
    return [inspect_item(root, item, judge) for item in steps], register


def as_inspection(
    packages: Sequence[Inspected], register: Sequence[CheckResult]
) -> InspectionJson:
    """Return the inspection as JSON with stable keys."""
    return {
        "passed": all(package.passed for package in packages)
        and all(result.passed is not False for result in register),
        "packages": [
            {
                "reference_code": package.reference_code,
                "folder": package.folder,
                "passed": package.passed,
                "results": [_result(result) for result in package.results],
            }
            for package in packages
        ],
        "register": [_result(result) for result in register],
    }


def show(
    console: Console, packages: Sequence[Inspected], register: Sequence[CheckResult]
) -> None:
    """Print the inspection for people."""
    for package in packages:
        console.print(Text(package.reference_code, style="bold"))
        _show(console, package.results)
    if register:
        console.print(Text("归档登记", style="bold"))
        _show(console, register)
    failed = sum(not package.passed for package in packages)
    broken = sum(result.passed is False for result in register)
    summary = f"共检测{len(packages)}个归档包，{failed}个有问题"
    summary += f"；归档登记{broken}处有问题。" if register else "。"
    console.print(Text(summary, style="bold red" if failed or broken else "bold green"))


def _show(console: Console, results: Sequence[CheckResult]) -> None:
    for result in results:
        sign, style = _SIGN[result.passed]
        console.print(
            Text(f"  {sign} ", style=style)
            + Text(f"{PROPERTY_ZH[result.property]}　{result.message}", style="default")
        )
        for path in result.paths:
            console.print(Text(f"      {path}", style="red"))


def _result(result: CheckResult) -> ResultJson:
    return {
        "property": str(result.property),
        "code": result.code,
        "passed": result.passed,
        "message": result.message,
        "paths": list(result.paths),
    }


def _filed(session: Session, code: str) -> ArchiveItem:
    item = store.find_item(session, code)
    if item is None or not item.package:
        raise NotFound(f"没有档号“{code}”的归档包，请核对档号。", code="archive_item_missing")
    return item


def _key(path: Path) -> VerifyingKey:
    if not path.is_file():
        raise NotFound(f"没有公钥文件“{path}”，请检查路径。", code="archive_key_missing")
    return parse_verifying_key(path.read_text("utf-8"))
