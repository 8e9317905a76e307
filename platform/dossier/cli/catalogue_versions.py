"""``dossier catalogue publish`` and ``diff``: versions of a service."""

from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dossier.catalogue import publishing
from dossier.catalogue.changes import changes, sentence
from dossier.catalogue.loading import Catalogue
from dossier.cli.definitions import (
    FINDING,
    AsJson,
    Code,
    Folder,
    end_with_usage,
    folder_of,
    get_version,
    load_from,
    print_table,
    tell,
)
from dossier.kernel.errors import DossierError


def add_to(app: typer.Typer) -> None:
    """Add the commands to those of the catalogue."""
    app.command(
        "publish",
        help="发布一个版本，此后内容不能再改；再次执行无害。退出码：0 已发布，1 有错误没有发布，2 用法错误。",
    )(publish)
    app.command(
        "diff", help="比较一项服务的两个版本，逐条列出改了什么。退出码 2：没有这个服务或版本。"
    )(diff)


def publish(
    code: Code,
    version: Annotated[int | None, typer.Option(help="第几版；默认最新")] = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Check a version and publish it."""
    where = folder_of(folder)
    try:
        made = publishing.publish(where, code, version)
    except DossierError as error:
        end_with_usage(error.message)
    except OSError:
        end_with_usage(f"写不进文件夹“{where}”，请检查权限。")
    definition = made.definition
    if as_json:
        tell(
            {
                "code": definition.code,
                "version": definition.version,
                "digest": definition.digest,
                "published": not made.errors,
                "written": made.done,
                "findings": [asdict(each) for each in made.findings],
            }
        )
        raise typer.Exit(FINDING if made.errors else 0)
    console = Console()
    for each in made.findings:
        level = "错误" if each.severity == "error" else "提醒"
        console.print(Text(f"{level}　{each.place}　{each.message}"))
    name = f"“{definition.title_zh}”第{definition.version}版"
    if made.errors:
        console.print(Text(f"{name}有 {len(made.errors)} 处错误，没有发布；请改正后再发布。"))
        raise typer.Exit(FINDING)
    since = definition.valid_from
    starts = f"，自{since:%Y年%-m月%-d日}起施行" if since else ""
    said = f"已发布{starts}" if made.done else "早已发布，内容没有变化，这次什么也没有改"
    console.print(Text(f"{name}{said}。摘要 {definition.digest}"))


def diff(
    code: Code,
    before: Annotated[int | None, typer.Option("--from", help="旧版；默认新版的前一版")] = None,
    after: Annotated[int | None, typer.Option("--to", help="新版；默认最新")] = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Tell what one version changes against another."""
    catalogue = load_from(folder)
    new = get_version(catalogue, code, after)
    older = _before(catalogue, code, new.version) if before is None else before
    old = get_version(catalogue, code, older)
    told = changes(old, new)
    if as_json:
        tell(
            {
                "code": code,
                "from": old.version,
                "to": new.version,
                "changes": [{**asdict(each), "text": sentence(each)} for each in told],
            }
        )
        return
    console = Console()
    console.print(Text(f"{new.title_zh}　第{old.version}版 → 第{new.version}版", style="bold"))
    if not told:
        console.print("没有不同。")
        return
    table = Table("部分", "改了什么")
    for each in told:
        table.add_row(each.area, Text(sentence(each)))
    print_table(console, table)


def _before(catalogue: Catalogue, code: str, version: int) -> int:
    older = [at for known, at in catalogue.definitions if known == code and at < version]
    if not older:
        end_with_usage(f"“{code}”第{version}版以前没有别的版本，没有可比的。")
    return max(older)
