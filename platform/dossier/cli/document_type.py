"""``dossier document-type``: the kinds of paper that are known, and what is wrong with them."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dossier.kernel.settings import load_settings
from dossier_ocr import DocumentType, DocumentTypes
from dossier_ocr.linting.type_lint import TypeFinding, check_type, loaded

app = typer.Typer(help="材料类型：查看、检查。", no_args_is_help=True)

_FINDING, _USAGE = 1, 2
_PLACES = {
    "any": "右侧或下方",
    "right": "右侧",
    "below": "下方",
    "either": "右侧或下方",
    "column": "下方整列",
}

Folder = Annotated[Path | None, typer.Option("--folder", help="定义文件夹；默认用本机的")]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON，键名固定")]


@app.command("list", help="列出全部材料类型。")
def list_types(folder: Folder = None, as_json: AsJson = False) -> None:
    """List every type."""
    types, findings = loaded(_folder(folder))
    if as_json:
        _tell(
            {
                "document_types": [_summary(each) for each in types.by_code.values()],
                "broken": [each.code for each in findings],
            }
        )
        return
    table = Table("编码", "名称", "出具单位", "部分", "字段", "示例", "把握", "待确认")
    for each in types.by_code.values():
        table.add_row(
            each.code,
            Text(each.title_zh),
            Text(each.issuer_zh),
            str(len(each.parts)),
            str(sum(len(part.fields) for part in each.parts)),
            str(len(each.examples)),
            each.confidence,
            "[yellow]是[/]" if each.to_confirm else "",
        )
    _print(table)
    for finding in findings:
        Console(stderr=True).print(Text(f"{finding.place}：{finding.message}"))


@app.command("show", help="显示一种材料的定义。退出码 2：没有这种材料。")
def show(
    code: Annotated[str, typer.Argument(help="材料编码，如 id_card")],
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Show one type."""
    types, _ = loaded(_folder(folder))
    found = types.by_code.get(code)
    if found is None:
        _usage(f"没有材料类型「{code}」，可用的有：{'、'.join(sorted(types.by_code))}。")
    if as_json:
        _tell(found.model_dump(mode="json", by_alias=True))
        return
    console = Console()
    console.print(Text(f"{found.title_zh}　{found.code} 第{found.version}版", style="bold"))
    console.print(Text(f"出具单位：{found.issuer_zh or '—'}　版式：{found.layout}"))
    console.print(Text(f"有效期：{found.validity}"))
    for part in found.parts:
        title = f"{part.title_zh}（{part.code}），认定所需权重 {part.needs:g}"
        table = Table("字段", "名称", "值", "标签", "位置", "必填", title=title)
        for spec in part.fields:
            table.add_row(
                spec.name,
                Text(spec.label_zh),
                spec.value_type,
                Text("、".join(spec.labels)),
                _PLACES[spec.place],
                "是" if spec.required else "",
            )
        _print(table)
        anchors = "、".join(f"{each.text}（{each.weight:g}）" for each in part.anchors)
        console.print(Text(f"锚点：{anchors}"))


@app.command(
    "check",
    help="检查材料类型并试读其示例（不需要识别引擎）。退出码：0 没有问题，1 有问题，2 用法错误。",
)
def check(
    codes: Annotated[
        list[str] | None,
        typer.Argument(
            help="材料编码，或尚未放入文件夹的 YAML 文件；默认全部", metavar="[CODE]..."
        ),
    ] = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Lint types and read their examples."""
    where = _folder(folder)
    files = tuple(Path(code) for code in codes or () if code.endswith((".yaml", ".yml")))
    if missing := [str(file) for file in files if not file.is_file()]:
        _usage(f"没有文件「{'、'.join(missing)}」，请检查路径。")
    types, broken = loaded(where, files)
    wanted = {code for code in codes or () if Path(code) not in files}
    wanted |= {file.stem for file in files}
    known = set(types.by_code) | {each.code for each in broken}
    if strange := sorted(wanted - known):
        _usage(f"没有材料类型「{'、'.join(strange)}」，可用的有：{'、'.join(sorted(known))}。")
    chosen = sorted(wanted or known)
    findings = [each for each in broken if each.code in chosen]
    for code in chosen:
        if code in types.by_code:
            findings += check_type(types.by_code[code], types)
    if as_json:
        _tell({"checked": chosen, "findings": [asdict(each) for each in findings]})
    else:
        _show_findings(types, chosen, findings)
    raise typer.Exit(_FINDING if findings else 0)


def _show_findings(
    types: DocumentTypes, chosen: list[str], findings: list[TypeFinding]
) -> None:
    if not findings:
        examples = sum(len(types.by_code[code].examples) for code in chosen)
        Console().print(f"检查了 {len(chosen)} 种材料、{examples} 个示例，没有发现问题。")
        return
    table = Table("材料", "位置", "代码", "说明")
    for each in findings:
        table.add_row(each.code, Text(each.place), each.rule, Text(each.message))
    _print(table)


def _folder(given: Path | None) -> Path:
    folder = given or load_settings().schemas
    if not (folder / "documents").is_dir():
        _usage(f"文件夹“{folder}”里没有材料定义（documents），请检查路径。")
    return folder


def _summary(found: DocumentType) -> dict[str, object]:
    return {
        "code": found.code,
        "version": found.version,
        "title_zh": found.title_zh,
        "issuer_zh": found.issuer_zh,
        "confidence": found.confidence,
        "to_confirm": found.to_confirm,
        "sensitivity": found.sensitivity,
        "parts": [part.code for part in found.parts],
        "fields": sorted({spec.name for part in found.parts for spec in part.fields}),
        "examples": len(found.examples),
    }


def _print(table: Table) -> None:
    for column in table.columns:
        column.overflow = "fold"  # nothing is cut off
    Console().print(table)


def _usage(message: str) -> NoReturn:
    Console(stderr=True).print(Text(message))
    raise typer.Exit(_USAGE)


def _tell(told: Mapping[str, object]) -> None:
    typer.echo(json.dumps(told, ensure_ascii=False))
