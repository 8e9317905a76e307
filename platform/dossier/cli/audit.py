"""``dossier audit``: verify the log, sign a checkpoint, prove an event."""

import base64
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Never, TypedDict

import typer
from rich.console import Console
from rich.text import Text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from dossier import audit, wiring
from dossier.audit.keys import VERIFYING_KEY_FILE
from dossier.audit.note import SigningKey, VerifyingKey, parse_verifying_key
from dossier.kernel.clock import system_clock
from dossier.kernel.errors import DossierError
from dossier.kernel.ids import SYSTEM
from dossier.work import Work, begin, look

app = typer.Typer(no_args_is_help=True, help="审计日志：校验、检查点、证明。")
_FINDING, _USAGE = 1, 2

AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON，键名固定")]


class FindingJson(TypedDict):
    """One thing wrong; seq: the first event touched, where there is one."""

    code: str
    seq: int | None
    message: str


class VerifyJson(TypedDict):
    """What a full recomputation found."""

    passed: bool
    size: int
    root: str
    checkpoints: int
    signatures: int
    first_bad_seq: int | None
    findings: list[FindingJson]


class CheckpointJson(TypedDict):
    """A signed note and the public key that it is checked with."""

    note: str
    key: str


class ProofJson(TypedDict):
    """An inclusion proof as RFC 6962 has it; body and hashes in base64, root too."""

    seq: int
    size: int
    body: str
    leaf: str
    root: str
    hashes: list[str]


@app.command(
    help="从存储的原始字节重算整个审计日志。退出码：0 没有问题，1 发现问题，2 用法错误。"
)
def verify(
    checkpoint_: Annotated[
        list[Path] | None,
        typer.Option("--checkpoint", help="保存在外部的检查点文件，可重复给出", exists=True),
    ] = None,
    key: Annotated[
        Path | None, typer.Option(help="验证公钥文件；默认用本机的公钥", exists=True)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Verify; the help that users see stands above."""
    settings = wiring.load()
    found = key or settings.home / "keys" / VERIFYING_KEY_FILE
    errors = Console(stderr=True)
    sessions = wiring.open_sessions(settings)
    try:
        keys = [parse_verifying_key(found.read_text("utf-8"))] if found.is_file() else []
        notes = [path.read_text("utf-8") for path in checkpoint_ or []]
        with errors.status("正在校验审计日志……"), look(sessions) as session:
            told = verified(session, keys, notes)
    except (DossierError, SQLAlchemyError, UnicodeDecodeError) as error:
        _usage(errors, error)
    finally:
        sessions.kw["bind"].dispose()
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        _show(Console(), told)
    raise typer.Exit(0 if told["passed"] else _FINDING)


@app.command(
    help="签署当前状态的检查点；请另存一份在本机之外。退出码：0 成功，1 不予签名，2 用法错误。"
)
def checkpoint(as_json: AsJson = False) -> None:
    """Sign the present state; the help that users see stands above."""
    settings = wiring.load()
    errors = Console(stderr=True)
    sessions = wiring.open_sessions(settings)
    try:
        signing = audit.create_key(settings.home / "keys", wiring.LOG_NAME)
        with begin(sessions, SYSTEM, system_clock) as work:
            told = signed(work, signing)
    except SQLAlchemyError as error:
        _usage(errors, error)
    finally:
        sessions.kw["bind"].dispose()
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        typer.echo(told["note"], nl=False)
        errors.print(Text(f"验证公钥：{told['key']}"))


@app.command(
    help="给出一条记录的包含证明（RFC 6962）。退出码：0 成功，1 没有这条记录，2 用法错误。"
)
def prove(
    seq: Annotated[int, typer.Argument(min=0, help="记录的序号，从 0 起", metavar="SEQ")],
    size: Annotated[
        int | None, typer.Option(min=1, help="对前多少条记录证明；默认全部")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Prove one event; the help that users see stands above."""
    errors = Console(stderr=True)
    sessions = wiring.open_sessions(wiring.load())
    try:
        with look(sessions) as session:
            told = proved(session, seq, size)
    except SQLAlchemyError as error:
        _usage(errors, error)
    finally:
        sessions.kw["bind"].dispose()
    if as_json:
        typer.echo(json.dumps(told))
        return
    console = Console()
    console.print(Text(base64.b64decode(told["body"]).decode()))
    for name, value in (("叶摘要", told["leaf"]), ("根摘要", told["root"])):
        console.print(Text(f"{name}　{value}"))
    for value in told["hashes"]:
        console.print(Text(f"路径　　{value}"))


def verified(
    session: Session, keys: Sequence[VerifyingKey], outside: Sequence[str]
) -> VerifyJson:
    """Return what the verification found, with stable keys."""
    report = audit.verify(session, keys=keys, outside=outside)
    return {
        "passed": report.sound,
        "size": report.size,
        "root": report.root,
        "checkpoints": report.checkpoints,
        "signatures": report.signatures,
        "first_bad_seq": report.first_bad_seq,
        "findings": [
            {"code": found.code, "seq": found.seq, "message": found.message}
            for found in report.findings
        ],
    }


def signed(work: Work, key: SigningKey) -> CheckpointJson:
    """Sign the present state under the name of the key."""
    note = audit.checkpoint(work.session, key, key.name, work.now)
    return {"note": note, "key": key.verifying.text}


def proved(session: Session, seq: int, size: int | None) -> ProofJson:
    """Return the inclusion proof of event ``seq``, with stable keys."""
    proof = audit.prove(session, seq, size)
    return {
        "seq": proof.seq,
        "size": proof.size,
        "body": _base64(proof.body),
        "leaf": _base64(proof.leaf),
        "root": _base64(proof.root),
        "hashes": [_base64(part) for part in proof.hashes],
    }


def _show(console: Console, told: VerifyJson) -> None:
    for found in told["findings"]:
        console.print(Text(f"✗ {found['message']}", style="red"))
    console.print(Text(f"记录 {told['size']} 条　根摘要 {told['root']}"))
    console.print(
        Text(f"检查点 {told['checkpoints']} 个，其中签名有效 {told['signatures']} 个")
    )
    if told["passed"]:
        console.print(Text("审计日志完整，没有发现问题。", style="bold green"))
    else:
        console.print(Text("审计日志有问题，请保留现场并立即报告。", style="bold red"))


def _usage(errors: Console, error: Exception) -> Never:
    """Say why nothing could be checked at all."""
    told = (
        error.message
        if isinstance(error, DossierError)
        else "数据库打不开或尚未初始化，请先运行 dossier migrate，或检查数据库设置。"
        if isinstance(error, SQLAlchemyError)
        else "检查点或公钥文件不是文本文件，请核对后重试。"
    )
    errors.print(Text(told))
    raise typer.Exit(_USAGE) from None


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
