"""``dossier ledger``: recompute the books and compare them with the audit log."""

import json
from typing import Annotated, TypedDict

import typer
from rich.console import Console
from rich.text import Text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from dossier import ledger, wiring
from dossier.work import look

app = typer.Typer(no_args_is_help=True, help="账簿：校验。")
_FINDING, _USAGE = 1, 2


class FindingJson(TypedDict):
    """One thing wrong; voucher: the one that it is about, where there is one."""

    code: str
    voucher: str | None
    message: str


class VerifyJson(TypedDict):
    """What a full recomputation found."""

    passed: bool
    books: int
    vouchers: int
    entries: int
    findings: list[FindingJson]


@app.callback()
def books() -> None:
    """Keep ``verify`` a command of its own."""


@app.command(
    help="由分录重算全部账簿并与审计日志核对。退出码：0 没有问题，1 发现问题，2 用法错误。"
)
def verify(
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，键名固定")] = False,
) -> None:
    """Verify; the help that users see stands above."""
    errors = Console(stderr=True)
    sessions = wiring.open_sessions(wiring.load())
    try:
        with errors.status("正在校验账簿……"), look(sessions) as session:
            told = verified(session)
    except SQLAlchemyError:
        errors.print("数据库打不开或尚未初始化，请先运行 dossier migrate，或检查数据库设置。")
        raise typer.Exit(_USAGE) from None
    finally:
        sessions.kw["bind"].dispose()
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        _show(Console(), told)
    raise typer.Exit(0 if told["passed"] else _FINDING)


def verified(session: Session) -> VerifyJson:
    """Return what the verification found, with stable keys."""
    report = ledger.verify(session, against_audit=True)
    return {
        "passed": report.sound,
        "books": report.books,
        "vouchers": report.vouchers,
        "entries": report.entries,
        "findings": [
            {"code": found.code, "voucher": found.voucher, "message": found.message}
            for found in report.findings
        ],
    }


def _show(console: Console, told: VerifyJson) -> None:
    for found in told["findings"]:
        console.print(Text(f"✗ {found['message']}", style="red"))
    counts = f"账簿 {told['books']} 本　凭证 {told['vouchers']} 张　分录 {told['entries']} 行"
    console.print(Text(counts))
    if told["passed"]:
        console.print(Text("账簿完整，没有发现问题。", style="bold green"))
    else:
        console.print(Text("账簿有问题，请保留现场并立即报告。", style="bold red"))
