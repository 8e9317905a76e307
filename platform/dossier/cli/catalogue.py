"""``dossier catalogue``: the definitions, what is wrong with them, and what they say."""

from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer
from pydantic import JsonValue, TypeAdapter, ValidationError
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text

from dossier.adapters.typst import TypstLetters
from dossier.catalogue import lint
from dossier.catalogue.deep_lint.deep import check_deeply
from dossier.catalogue.loading import Catalogue
from dossier.catalogue.model import Definition, Parameter
from dossier.catalogue.rules import evaluate
from dossier.catalogue.unconfirmed import unconfirmed
from dossier.catalogue.verdicts import Evaluation
from dossier.catalogue.versions import in_force, is_published, standing_of
from dossier.cli import catalogue_bundles, catalogue_versions
from dossier.cli.definitions import (
    FINDING,
    AsJson,
    Code,
    Folder,
    day_of,
    end_with_usage,
    folder_of,
    get_version,
    load_from,
    print_table,
    tell,
)
from dossier.flows.guides import guide_of
from dossier.flows.letters import NOT_SET
from dossier.kernel.clock import civil_day, system_clock
from dossier.kernel.errors import DossierError
from dossier.kernel.money import yuan_text
from dossier.notices.model import Office
from dossier.notices.printing import typeset

app = typer.Typer(help="服务定义：查看、检查、试算、发布。", no_args_is_help=True)

_FORM = TypeAdapter(dict[str, JsonValue])
_SCALE = {"fen": 100, "per_mille": 1000}
_VERDICTS = {"yes": "[green]符合[/]", "no": "[red]不符合[/]", "unknown": "[yellow]待定[/]"}
_STATUSES = {
    "missing": "[red]缺[/]",
    "present": "[green]有[/]",
    "waived": "[green]平台已核[/]",
    "unchecked": "[yellow]待查[/]",
}
_LIMITS = {
    "working_day": "个工作日",
    "calendar_day": "天",
    "month": "个月",
    "year": "年",
    "monthly_batch": "按月",
    "quarterly_batch": "按季",
    "batch": "按批",
    "yearly": "每年一次",
    "hour": "小时",
    "immediate": "即时",
    "per_event": "一事一办",
}


@app.command("list", help="列出全部服务的最新一版；不在施行期内的会标明。")
def list_services(
    day: Annotated[str | None, typer.Option(help="看哪一天的，如 2026-03-09；默认今天")] = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """List the newest version of every service, and how it stands on the day."""
    catalogue = load_from(folder)
    on = day_of(day)
    if as_json:
        tell({"services": [_summary(catalogue, each, on) for each in catalogue.list()]})
        return
    table = Table("编码", "版本", "名称", "类别", "材料", "待确认", "状态")
    table.columns[0].no_wrap = True
    table.columns[0].min_width = max((len(each.code) for each in catalogue.list()), default=0)
    for definition in catalogue.list():
        told = _summary(catalogue, definition, on)
        standing = standing_of(catalogue, definition, on)
        tone = "green" if told["published"] and told["in_force"] else "yellow"
        table.add_row(
            definition.code,
            str(definition.version),
            definition.title_zh,
            definition.group_zh,
            str(len(definition.materials)),
            str(told["to_confirm"]),
            Text(standing, style=tone),
        )
    print_table(Console(), table)


@app.command("show", help="显示一个服务的定义。退出码 2：没有这个服务。")
def show(
    code: Code,
    version: Annotated[int | None, typer.Option(help="版本，默认最新")] = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Show one definition."""
    definition = get_version(load_from(folder), code, version)
    if as_json:
        tell(asdict(definition))
    else:
        _show(Console(), definition)


@app.command("check", help="检查全部定义。退出码：0 没有错误，1 有错误，2 用法错误。")
def check(
    folder: Folder = None,
    deep: Annotated[
        bool,
        typer.Option(
            "--deep", help="再生成表单逐项试：有没有填不出的表单、从不成立或总是成立的条件"
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Run the lint over every definition."""
    where = folder_of(folder)
    with _progress(quiet=as_json) as progress:
        task = progress.add_task("正在检查定义……", total=None)
        findings = lint.check(where)
        if deep and not lint.errors(findings):
            progress.update(task, description="正在生成表单试各项条件……")
            findings += check_deeply(
                load_from(folder),
                lambda done, of: progress.update(task, completed=done, total=of),
            )
    wrong = lint.errors(findings)
    if as_json:
        tell(
            {
                "findings": [asdict(each) for each in findings],
                "errors": len(wrong),
                "warnings": len(findings) - len(wrong),
            }
        )
    else:
        _show_findings(Console(), findings)
    raise typer.Exit(FINDING if wrong else 0)


@app.command(
    "try",
    help="用一份表单试算（不带材料）。退出码：0 没有阻断问题，1 不符合条件或有阻断问题，2 用法错误。",
)
def try_form(
    code: Code,
    form: Annotated[Path, typer.Option("--form", help="表单 JSON 文件，金额为整数分")],
    day: Annotated[str | None, typer.Option(help="受理日，如 2026-03-09；默认今天")] = None,
    given: Annotated[
        list[str] | None,
        typer.Option("--set", help="试算用的参数，如 dibao_standard=800（元）"),
    ] = None,
    version: Annotated[int | None, typer.Option(help="版本，默认最新")] = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Evaluate one form without papers."""
    catalogue = load_from(folder)
    definition = get_version(catalogue, code, version)
    values = _form(form)
    result = evaluate(definition, values, (), _figures(catalogue, given or []), day_of(day))
    if as_json:
        tell({**asdict(result), "eligible": result.eligible, "title_zh": definition.title_zh})
    else:
        _show_evaluation(Console(), definition, result)
    wrong = any(
        problem.severity == "block" and not problem.pointer.startswith("material:")
        for problem in result.problems
    )
    raise typer.Exit(FINDING if wrong or result.eligible == "no" else 0)


@app.command(
    "guide", help="印一项服务的办事指南（一页PDF）。退出码 2：没有这个服务或写不进文件。"
)
def print_guide(
    code: Code,
    out: Annotated[Path, typer.Option("--out", help="写到哪个文件")],
    version: Annotated[int | None, typer.Option(help="第几版；默认最新")] = None,
    office: Annotated[str, typer.Option(help="印在页首的单位名称")] = NOT_SET,
    folder: Folder = None,
) -> None:
    """Print the guide of a service; a served installation fills in its own office."""
    definition = get_version(load_from(folder), code, version)
    here = Office(name=office, address=NOT_SET, phone=NOT_SET, hours=NOT_SET)
    today = civil_day(system_clock())
    try:
        page = typeset(TypstLetters(), guide_of(definition, here, today, demonstration=False))
        out.write_bytes(page)
    except OSError:
        end_with_usage(f"写不进文件“{out}”，请检查路径和权限。")
    except DossierError as error:
        end_with_usage(error.message)
    typer.echo(f"已写到 {out}")


catalogue_versions.add_to(app)
catalogue_bundles.add_to(app)


def _form(path: Path) -> dict[str, JsonValue]:
    try:
        return _FORM.validate_json(path.read_bytes())
    except OSError:
        end_with_usage(f"读不到表单文件“{path}”，请检查路径。")
    except ValidationError:
        end_with_usage(f"表单文件“{path}”不是JSON对象，请检查内容。")


def _figures(catalogue: Catalogue, given: list[str]) -> dict[str, Parameter]:
    figures = dict(catalogue.parameters)
    for pair in given:
        code, _, text = pair.partition("=")
        if code not in figures:
            end_with_usage(f"参数表里没有“{code}”；写法如 --set dibao_standard=800。")
        try:
            value = Decimal(text) * _SCALE.get(figures[code].unit, 1)
        except InvalidOperation:
            end_with_usage(f"参数“{pair}”的值不是数。")
        if not value.is_finite() or value != value.to_integral_value():
            end_with_usage(f"参数“{pair}”的值太细：金额到分，系数到千分之一，其他为整数。")
        figures[code] = replace(figures[code], value=int(value), valid_from=None, valid_to=None)
    return figures


def _progress(*, quiet: bool) -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        console=Console(stderr=True),
        transient=True,
        disable=quiet,
    )


def _summary(catalogue: Catalogue, definition: Definition, day: date) -> dict[str, JsonValue]:
    since, until = definition.valid_from, definition.valid_to
    return {
        "code": definition.code,
        "version": definition.version,
        "title_zh": definition.title_zh,
        "kind": definition.kind,
        "group": definition.group,
        "group_zh": definition.group_zh,
        "confidence": definition.provenance.confidence,
        "source": definition.provenance.source,
        "to_confirm": unconfirmed(definition),
        "materials": len(definition.materials),
        "published": is_published(catalogue, definition),
        "in_force": in_force(definition, day),
        "valid_from": since.isoformat() if since else None,
        "valid_to": until.isoformat() if until else None,
        "digest": definition.digest,
    }


def _show(console: Console, definition: Definition) -> None:
    source = definition.provenance
    console.print(
        Text(f"{definition.title_zh}　{definition.code} 第{definition.version}版", style="bold")
    )
    console.print(Text(f"来源：{source.source}　把握：{source.confidence}"))
    if definition.target_zh:
        console.print(Text(f"对象：{definition.target_zh}"))
    conditions = Table("条件", "说明", "依据", title="办理条件", title_justify="left")
    for each in definition.eligibility:
        conditions.add_row(
            Text(each.zh),
            Text(each.cel or each.review),
            _marked(each.basis, each.mark.to_confirm),
        )
    materials = Table("材料", "何时", "份数", "平台可核", title="材料", title_justify="left")
    for material in definition.materials:
        when = material.when_zh or "必备"
        materials.add_row(
            Text(material.title_zh),
            Text(when),
            str(material.copies),
            "是" if material.waivable_by_platform else "",
        )
    stages = Table("顺序", "层级", "环节", "期限", "公示", title="流程", title_justify="left")
    for stage in definition.stages:
        limit = stage.limit
        notice = stage.public_notice
        stages.add_row(
            str(stage.order),
            stage.level,
            Text(stage.action_zh),
            _limit(limit.value, limit.unit) if limit else "",
            _marked(
                f"{_limit(notice.value, notice.unit)} {notice.where_zh}" if notice else "",
                notice is not None and notice.mark.to_confirm,
            ),
        )
    for table in (conditions, materials, stages):
        print_table(console, table)
    if definition.benefit:
        console.print(Text(f"待遇：{definition.benefit.formula_zh}"))
    if definition.fee:
        console.print(Text(f"收费：{definition.fee.text_zh}"))


def _limit(value: int | None, unit: str) -> str:
    return f"{value}{_LIMITS[unit]}" if value is not None else _LIMITS[unit]


def _marked(text: str, to_confirm: object) -> Text:
    return Text.assemble(text, (" 待确认", "yellow") if to_confirm else "")


def _show_findings(console: Console, findings: tuple[lint.LintFinding, ...]) -> None:
    if not findings:
        console.print("没有发现问题。")
        return
    table = Table("级别", "位置", "代码", "说明")
    for each in findings:
        level = "[red]错误[/]" if each.severity == "error" else "[yellow]提醒[/]"
        table.add_row(level, Text(each.place), each.code, Text(each.message))
    print_table(console, table)


def _show_evaluation(console: Console, definition: Definition, result: Evaluation) -> None:
    console.print(Text(f"{definition.title_zh}　第{definition.version}版", style="bold"))
    money = {each.pointer for each in definition.derived if each.type == "money"}
    derived = Table("计算项", "值", title="计算结果", title_justify="left")
    for each in definition.derived:
        value = result.derived.get(each.pointer)
        shown = "待定" if value is None else str(value)
        if each.pointer in money and isinstance(value, int):
            shown = f"{yuan_text(value)}元"
        derived.add_row(each.title_zh, shown)
    conditions = Table("条件", "结论", "理由", title="办理条件", title_justify="left")
    for condition in result.eligibility:
        conditions.add_row(
            Text(condition.zh),
            _VERDICTS[condition.verdict],
            _marked(condition.reason, condition.to_confirm),
        )
    materials = Table("材料", "谁的", "原因", "情况", title="应收材料", title_justify="left")
    for due in result.materials:
        materials.add_row(
            Text(due.title_zh),
            Text(due.person_name),
            Text(due.reason_zh),
            _STATUSES[due.status],
        )
    problems = Table("级别", "问题", "怎么办", title="问题", title_justify="left")
    for problem in result.problems:
        if problem.pointer.startswith("material:"):
            continue
        level = "[red]阻断[/]" if problem.severity == "block" else "[yellow]提醒[/]"
        problems.add_row(level, Text(problem.message), Text(problem.remedy))
    asks = Table("待补充", title="还不能判断", title_justify="left")
    for ask in result.asks:
        asks.add_row(Text(ask.zh))
    for table in (derived, conditions, materials, problems, asks):
        if table.row_count:
            print_table(console, table)
    if result.benefit:
        amount = result.benefit.amount_fen
        told = (
            result.benefit.reason
            if amount is None
            else f"{yuan_text(amount)}{result.benefit.unit_zh}"
        )
        console.print(_marked(f"{result.benefit.title_zh}：{told}", result.benefit.to_confirm))
        for line in result.benefit.working:
            console.print(Text(f"  {line}"))
