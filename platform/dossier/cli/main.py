"""`dossier`: the contract that other tools use.

Every command has --json with stable keys; exit status 0, 1 (a finding) or 2 (usage).
A start imports only the command that is asked for: reading a paper waits for no web server.
"""

import sys
from importlib import import_module
from typing import TYPE_CHECKING

import typer

from dossier.kernel.errors import DossierError

if TYPE_CHECKING:
    app: typer.Typer

_COMMANDS = {
    "read": "dossier.cli.read",
    "serve": "dossier.cli.serve",
    "worker": "dossier.cli.serve",
    "demo": "dossier.cli.demo",
    "migrate": "dossier.cli.maintenance",
    "reindex": "dossier.cli.maintenance",
    "know-residents": "dossier.cli.residents",
    "openapi": "dossier.cli.maintenance",
    "search": "dossier.cli.search",
    "read-report": "dossier.cli.read_report",
}
"""Commands by name; each is the function of that name in its module."""
_GROUPS = {
    "catalogue": ("dossier.cli.catalogue", "服务定义：查看、检查、试算、发布"),
    "document-type": ("dossier.cli.document_type", "材料类型：查看、检查"),
    "bench": ("dossier.cli.bench", "测量：识别的准确率、速度和可信程度"),
    "audit": ("dossier.cli.audit", "审计日志：校验、检查点、证明"),
    "ledger": ("dossier.cli.ledger", "账簿：校验"),
    "settings": ("dossier.cli.local_settings", "本地设置：列出、填报"),
    "archive": ("dossier.cli.archive", "档案：四性检测"),
}


def run() -> None:
    """Run the command line; a failure that a person can be told of is told in one line."""
    try:
        _app_with(sys.argv[1] if len(sys.argv) > 1 else None)()
    except SystemExit:
        raise
    except DossierError as error:
        typer.echo(error.message, err=True)
        sys.exit(1)
    except _database_error():
        typer.echo(
            "数据库打不开或尚未初始化，请先运行 dossier migrate，或检查数据库设置。", err=True
        )
        sys.exit(2)


def _app_with(name: str | None) -> typer.Typer:
    """Return the application with the command ``name`` alone; with all where it is none."""
    application = typer.Typer(
        name="dossier",
        help="卷宗：证照识别、表单办理、审批、发放与归档。",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    application.callback()(_several)
    one = name in _COMMANDS or name in _GROUPS
    for command, module_name in _COMMANDS.items():
        if not one or command == name:
            module = import_module(module_name)
            shown = module.HELP if command == "read" else None
            application.command(command, help=shown)(getattr(module, command.replace("-", "_")))
    for group, (module_name, shown) in _GROUPS.items():
        if not one or group == name:
            application.add_typer(import_module(module_name).app, name=group, help=shown)
    return application


def _several() -> None:
    """Make it a command with commands, even where one alone is imported."""


def _database_error() -> type[Exception]:
    """Return what the database raises; asked for only when something was raised."""
    error: type[Exception] = import_module("sqlalchemy.exc").SQLAlchemyError
    return error


def __getattr__(name: str) -> typer.Typer:
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _app_with(None)
