"""Commands of the operator: bring the database up to date, make the index again."""

import json
from typing import Annotated

import typer
from rich.console import Console

from dossier import wiring
from dossier.api.app import create_app
from dossier.api.routes import ROUTERS
from dossier.flows import index

Json = Annotated[bool, typer.Option("--json", help="以 JSON 输出")]


def migrate(*, as_json: Json = False) -> None:
    """把数据库更新到当前版本(可重复执行)。"""
    settings = wiring.load()
    wiring.migrate(settings)
    if as_json:
        typer.echo(json.dumps({"migrated": True, "home": str(settings.home)}))
    else:
        Console().print("数据库已是最新。")


def reindex(*, as_json: Json = False) -> None:
    """重建全文索引；索引损坏或更换检索引擎后使用，不影响数据。"""
    parts = wiring.build(wiring.load())
    try:
        console = Console(stderr=True)
        with console.status("正在重建全文索引……"):
            parts.index.rebuild(index.all_entries(parts.sessions, parts.blobs, parts.catalogue))
        count = parts.index.count()
    finally:
        parts.close()
    if as_json:
        typer.echo(json.dumps({"indexed": count}))
    else:
        Console().print(f"全文索引已重建，共 {count} 件。")


def openapi(*, as_json: Json = True) -> None:
    """输出接口说明(OpenAPI)，它本身就是 JSON；网页的类型由它生成。"""
    del as_json
    parts = wiring.build(wiring.load())
    try:
        schema = create_app(parts, ROUTERS).openapi()
    finally:
        parts.close()
    typer.echo(json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True))
