"""`dossier demo`: the main job before one's eyes, on invented people and on real parts."""

import json
import shutil
import time
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter
from rich.console import Console
from rich.table import Table

from dossier import wiring
from dossier.cli.serve import LOOPBACK, ended_by_signals, run, working
from dossier.identity import store as staff
from dossier.kernel.clock import CIVIL, FixedClock, shifted_clock, system_clock
from dossier.kernel.errors import Refused
from dossier.kernel.log import configure_log
from dossier.kernel.settings import Settings
from dossier.samples.cases import (
    complete_case,
    contradicting_case,
    corrections,
    missing_paper_case,
)
from dossier.samples.office import Member, furnish
from dossier.samples.story import Story, Told, proof
from dossier.wiring import Parts
from dossier.work import look

START = datetime(2026, 3, 9, 9, 0, tzinfo=CIVIL)
MARK, BEGUN = "demonstration.json", "demonstration.begun"
INTERRUPTED = 130
_OURS = (
    "dossier.db", "dossier.db-wal", "dossier.db-shm", "keys", "objects", "index", "archive",
    "workers", "samples",
)  # fmt: skip
"""What a play puts into the home; what else lies there is left alone."""
_people = TypeAdapter(dict[str, Member])
_told = TypeAdapter(list[Told])


def demo(
    host: Annotated[str, typer.Option(help="监听地址，演示只允许本机")] = "127.0.0.1",
    port: Annotated[int | None, typer.Option(help="端口")] = None,
    *,
    serve: Annotated[bool, typer.Option("--serve", help="演示后启动网页服务")] = False,
    later: Annotated[
        int, typer.Option(min=0, max=3650, help="把演示时钟再拨快几天(例如等公示期满)")
    ] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
) -> None:
    """演示：虚构的居民、材料和机构，从扫描到归档办完一件；再次运行保留数据。"""
    if host not in LOOPBACK:
        raise Refused(
            "演示只在本机运行，不能监听其他地址。", code="demonstration_loopback_only"
        )
    settings = wiring.load()
    configure_log(json_lines=settings.log_json, level=30)
    mark = settings.home / MARK
    console = Console(stderr=True)
    with ended_by_signals(INTERRUPTED):
        if not mark.exists():
            _play(settings, mark, console)
        wiring.migrate(settings)
        state = json.loads(mark.read_text(encoding="utf-8"))
        if later:
            state["behind_seconds"] -= timedelta(days=later).total_seconds()
            _write(mark, state)
        shift = timedelta(seconds=state["behind_seconds"])
        parts = wiring.build(settings, clock=shifted_clock(-shift), demonstration=True)
        people = _people.validate_python(state["people"])
        _report(parts, _told.validate_python(state["told"]), state["seconds"], as_json=as_json)
    if not serve:
        parts.close()
        return
    with ended_by_signals():
        _passwords(people, console)
        console.print(f"可拖入网页试用的扫描件：{settings.home / 'samples'}", soft_wrap=True)
        run(parts, host, port or settings.port, with_worker=True, console=console)


def _prepare(settings: Settings, console: Console) -> None:
    """Make sure that nothing of anybody's is there; clear what an interrupted play left.

    Raises Refused.
    """
    begun = settings.home / BEGUN
    there = [path for name in _OURS if (path := settings.home / name).exists()]
    if there and not begun.exists():
        raise _not_empty(f"数据目录 {settings.home} 里已有正式数据")
    begun.touch(mode=0o600)
    if there:
        console.print("上一次演示没有做完，从头再来。")
    for path in there:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    wiring.migrate(settings)
    sessions = wiring.open_sessions(settings)
    with look(sessions) as session:
        empty = staff.is_empty(session)
    sessions.kw["bind"].dispose()
    if not empty:
        begun.unlink()
        raise _not_empty("设置的数据库里已有数据")


def _not_empty(found: str) -> Refused:
    return Refused(
        f"{found}，不能在其中演示。请用 DOSSIER_HOME 指定一个空目录"
        "（设置了 DOSSIER_DATABASE_URL 时，还要指定一个空数据库）。",
        code="home_not_empty",
    )


def _play(settings: Settings, mark: Path, console: Console) -> None:
    began = time.monotonic()
    _prepare(settings, console)
    clock = FixedClock(START)
    parts = wiring.build(settings, clock=clock, demonstration=True)
    with console.status("正在准备演示……") as status:

        def say(text: str) -> None:
            console.print(f"  [dim]{time.monotonic() - began:5.1f} 秒[/dim]  {text}")
            status.update(f"{text}……")

        say("设立虚构的区、街道、社区和工作人员")
        people = furnish(parts)
        _write_samples(settings.home / "samples")
        try:
            with working(parts, "demo"):
                story = Story(parts, clock, people, say)
                told = [story.complete(), story.missing(), story.contradicting()]
        finally:
            parts.close()
    behind = (system_clock() - clock()).total_seconds()
    state = {
        "behind_seconds": behind,
        "seconds": round(time.monotonic() - began, 1),
        "people": _people.dump_python(people, mode="json"),
        "told": _told.dump_python(told, mode="json"),
    }
    _write(mark, state)
    (settings.home / BEGUN).unlink()


def _write(mark: Path, state: dict[str, object]) -> None:
    """Write the mark of a demonstration's home whole; it holds passwords, so for the owner alone."""
    unfinished = mark.with_suffix(".part")
    unfinished.touch(mode=0o600)
    unfinished.write_text(json.dumps(state, ensure_ascii=False, indent=1), encoding="utf-8")
    unfinished.rename(mark)


def _write_samples(folder: Path) -> None:
    """Lay the papers of the three cases into folders, to be dragged onto the page."""
    for name, papers in (
        ("1-材料齐全", complete_case().papers),
        ("2-缺少材料", missing_paper_case().papers),
        ("3-材料矛盾", contradicting_case().papers),
        ("4-补正材料", corrections()),
    ):
        place = folder / name
        place.mkdir(parents=True, exist_ok=True)
        for paper in papers:
            (place / paper.name).write_bytes(paper.content)


def _report(parts: Parts, told: list[Told], seconds: float, *, as_json: bool) -> None:
    """Print the table; the proofs are made anew each time."""
    done = told[0]
    size, root, hits = proof(parts, done)
    summary = {
        "pages": sum(one.pages for one in told),
        "filled": sum(one.filled for one in told),
        "wrong": sum(one.wrong for one in told),
        "problems": sum(one.missing + one.for_applicant for one in told),
        "case_no": done.case_no,
        "reference_code": done.reference_code,
        "voucher": done.voucher,
        "audit_size": size,
        "audit_root": root,
        "hits": hits,
        "seconds": seconds,
    }
    if as_json:
        typer.echo(
            json.dumps({**summary, "cases": [asdict(one) for one in told]}, ensure_ascii=False)
        )
        return
    table = Table(title="演示结果", show_header=False, min_width=60)
    for label, value in (
        ("识别页数", summary["pages"]),
        ("自动填入的值", f"{summary['filled']} 项，其中填错 {summary['wrong']} 项"),
        ("发现的缺项和问题", summary["problems"]),
        ("办件号", done.case_no),
        ("档号", done.reference_code),
        ("记账凭证", done.voucher),
        ("全文检索命中", f"{hits} 件"),
        ("审计日志", f"{size} 条，校验通过"),
        ("审计根", root),
        ("用时", f"{seconds} 秒"),
    ):
        table.add_row(label, str(value))
    Console().print(table)


def _passwords(people: dict[str, Member], console: Console) -> None:
    table = Table("岗位", "姓名", "用户名", "密码", title="演示账号（全部虚构，只在本机有效）")
    for one in people.values():
        table.add_row(one.role_title, one.name, one.login, one.password)
    console.print(table)
