"""`dossier`: the contract that other tools use.

Every command has --json with stable keys; exit status 0, 1 (a finding) or 2 (usage).
"""

import sys

import typer
from sqlalchemy.exc import SQLAlchemyError

from dossier.cli import (
    archive,
    audit,
    catalogue,
    demo,
    ledger,
    maintenance,
    read,
    search,
    serve,
)
from dossier.kernel.errors import DossierError

app = typer.Typer(
    name="dossier",
    help="卷宗：证照识别、表单办理、审批、发放与归档。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("read", help=read.HELP)(read.read)
app.command("serve")(serve.serve)
app.command("worker")(serve.worker)
app.command("demo")(demo.demo)
app.command("migrate")(maintenance.migrate)
app.command("reindex")(maintenance.reindex)
app.command("openapi")(maintenance.openapi)
app.command("search")(search.search)
app.add_typer(catalogue.app, name="catalogue", help="服务定义：查看、检查、试算")
app.add_typer(audit.app, name="audit", help="审计日志：校验、检查点、证明")
app.add_typer(ledger.app, name="ledger", help="账簿：校验")
app.add_typer(archive.app, name="archive", help="档案：四性检测")


def run() -> None:
    """Run the command line; a failure that a person can be told of is told in one line."""
    try:
        app()
    except DossierError as error:
        typer.echo(error.message, err=True)
        sys.exit(1)
    except SQLAlchemyError:
        typer.echo(
            "数据库打不开或尚未初始化，请先运行 dossier migrate，或检查数据库设置。", err=True
        )
        sys.exit(2)
