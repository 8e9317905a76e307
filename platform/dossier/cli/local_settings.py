"""``dossier settings``: what offices have set, and figures and texts for a person to confirm."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel, ConfigDict, JsonValue, TypeAdapter, ValidationError
from rich.console import Console
from rich.table import Table

from dossier import wiring
from dossier.catalogue import store
from dossier.catalogue.local.local_settings import Choice, LocalSetting, holding
from dossier.flows import local_settings
from dossier.flows.local_settings import Wish
from dossier.identity import store as staff
from dossier.kernel.clock import civil_day
from dossier.kernel.ids import SYSTEM
from dossier.wiring import Parts
from dossier.work import begin, look

app = typer.Typer(no_args_is_help=True, help="本地设置：列出、填报（由网页上的另一人复核）。")
_USAGE = 2
_MAX_FILE_BYTES = 1 << 20
_ROOT = "0001/"
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON，键名固定")]
Unit = Annotated[str, typer.Option("--unit", help="单位路径，例如 0001/0003/；默认最上级单位")]


class WishJson(BaseModel):
    """One line of the file.  service: "" for a figure, whose value is in its smallest unit."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    service: str = ""
    pointer: str
    choice: Choice = "set"
    value: JsonValue = None
    basis: str = ""
    valid_from: date


_wishes = TypeAdapter(list[WishJson])


@app.command("list", help="列出一个单位今天用的本地设置，以及等待复核的。")
def list_settings(
    unit: Unit = _ROOT,
    *,
    as_json: AsJson = False,
) -> None:
    """List; the help that users see stands above."""
    parts = wiring.build(wiring.load())
    try:
        today = civil_day(parts.clock())
        with look(parts.sessions) as session:
            _require_unit(parts, unit)
            entries = store.settings_reaching(session, unit)
        held = {one.id for one in holding(entries, unit, today).values()}
    finally:
        parts.close()
    told = [one for one in entries if one.id in held or one.state == "pending"]
    if as_json:
        typer.echo(json.dumps([_row(one, held) for one in told], ensure_ascii=False, indent=1))
        return
    table = Table("单位", "事项", "位置", "内容", "自", "状态")
    for one in told:
        table.add_row(
            one.unit_path or "全部",
            one.service or "标准",
            one.pointer,
            _content(one),
            one.valid_from.isoformat(),
            "在用" if one.id in held else "待复核",
        )
    console = Console()
    if told:
        console.print(table)
    else:
        console.print("没有本地设置；服务按目录原文办理。")


@app.command(
    help="从 JSON 文件填报本地设置。只是填报：要有权限的人在网页“本地设置 → 待复核”里复核后才使用。"
    "退出码：0 已填报，1 被拒绝，2 用法错误。"
)
def propose(
    file: Annotated[
        Path, typer.Argument(help="JSON 列表：service、pointer、value、basis、valid_from")
    ],
    unit: Unit = _ROOT,
    *,
    as_json: AsJson = False,
) -> None:
    """Propose; the help that users see stands above."""
    wishes = _read(file)
    parts = wiring.build(wiring.load())
    try:
        _require_unit(parts, unit)
        with begin(parts.sessions, SYSTEM, parts.clock) as work:
            ids = local_settings.propose_unattended(work, parts.catalogue, unit, wishes)
    finally:
        parts.close()
    if as_json:
        typer.echo(json.dumps({"proposed": list(ids)}))
    else:
        Console().print(f"已填报 {len(ids)} 条，等有权限的人在网页“本地设置 → 待复核”里复核。")


def _read(file: Path) -> list[Wish]:
    try:
        if file.stat().st_size > _MAX_FILE_BYTES:
            raise _usage(f"文件“{file}”太大，请分成几个文件。")
        found = _wishes.validate_json(file.read_bytes())
    except OSError:
        raise _usage(f"读不出文件“{file}”，请检查路径和权限。") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise _usage(f"文件“{file}”的内容不对（{where}：{first['msg']}）。") from None
    return [
        Wish(one.service, one.pointer, one.choice, one.value, one.basis, one.valid_from)
        for one in found
    ]


def _require_unit(parts: Parts, unit: str) -> None:
    with look(parts.sessions) as session:
        if staff.find_unit_at(session, unit) is None:
            raise _usage(f"没有路径为“{unit}”的单位。请先在网页上初始化，并核对路径。")


def _usage(message: str) -> typer.Exit:
    typer.echo(message, err=True)
    return typer.Exit(_USAGE)


def _row(one: LocalSetting, held: set[str]) -> dict[str, JsonValue]:
    return {
        "id": one.id,
        "unit": one.unit_path,
        "service": one.service,
        "pointer": one.pointer,
        "choice": one.choice,
        "value": TypeAdapter(JsonValue).validate_python(one.value),
        "basis": one.basis,
        "valid_from": one.valid_from.isoformat(),
        "state": one.state,
        "holds": one.id in held,
    }


def _content(one: LocalSetting) -> str:
    if one.choice != "set":
        return "按原文确认" if one.choice == "confirm" else "恢复"
    return json.dumps(one.value, ensure_ascii=False)
