"""`dossier serve` and `dossier worker`: the web service, and the hands behind it."""

import fcntl
import json
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
import uvicorn
from rich.console import Console

from dossier import wiring
from dossier.api.app import create_app
from dossier.api.routes import ROUTERS
from dossier.identity import store as staff
from dossier.identity.setup_code import issue_setup_code
from dossier.kernel.errors import Unavailable
from dossier.kernel.log import configure_log
from dossier.wiring import Parts
from dossier.work import look
from dossier.worker.functions import functions
from dossier.worker.runner import Worker

LOOPBACK = ("127.0.0.1", "::1", "localhost")
PATIENCE_SECONDS = 5
"""How long requests under way may take to finish when the service ends."""


def serve(
    host: Annotated[str | None, typer.Option(help="监听地址")] = None,
    port: Annotated[int | None, typer.Option(help="端口")] = None,
    *,
    with_worker: Annotated[
        bool, typer.Option("--worker/--no-worker", help="在本进程内一并识别扫描件、归档等")
    ] = True,
    as_json: Annotated[
        bool, typer.Option("--json", help="启动后以一行 JSON 输出地址和初始化验证码")
    ] = False,
) -> None:
    """启动网页服务(首次启动时打印初始化验证码)。"""
    settings = wiring.load()
    configure_log(json_lines=settings.log_json)
    with ended_by_signals():
        wiring.migrate(settings)
        parts = wiring.build(settings)
        run(
            parts,
            host or settings.host,
            port or settings.port,
            with_worker=with_worker,
            console=Console(stderr=True),
            as_json=as_json,
        )


def worker(
    *, as_json: Annotated[bool, typer.Option("--json", help="启动后以一行 JSON 输出")] = False
) -> None:
    """只在后台识别扫描件、排版文书、归档和建索引；可开多个。"""
    settings = wiring.load()
    configure_log(json_lines=settings.log_json)
    console = Console(stderr=True)
    with ended_by_signals():
        wiring.migrate(settings)
        parts = wiring.build(settings)
        try:
            with working(parts, "worker") as hands:
                console.print("后台工作进程已启动，按 Ctrl-C 结束。")
                if as_json:
                    typer.echo(json.dumps({"started": True, "home": str(settings.home)}))
                hands.wait()
        finally:
            parts.close()


def run(
    parts: Parts,
    host: str,
    port: int,
    *,
    with_worker: bool,
    console: Console,
    as_json: bool = False,
) -> None:
    """Serve ``parts`` until Ctrl-C."""
    try:
        with bound(host, port) as listening:
            if with_worker:
                with working(parts, "serve"):
                    _listen(parts, host, listening, console, as_json=as_json)
            else:
                _listen(parts, host, listening, console, as_json=as_json)
    finally:
        parts.close()


def _listen(
    parts: Parts, host: str, listening: socket.socket, console: Console, *, as_json: bool
) -> None:
    with look(parts.sessions) as session:
        empty = staff.is_empty(session)
    port = listening.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    console.print(f"卷宗已启动：http://{shown}:{port}  (按 Ctrl-C 结束)", soft_wrap=True)
    code = issue_setup_code(parts.settings.home) if empty else None
    if as_json:
        typer.echo(json.dumps({"url": f"http://{shown}:{port}", "setup_code": code}))
    if code:
        console.print(
            f"首次使用：在本机浏览器打开上面的地址，输入初始化验证码 [bold]{code}[/bold]",
            soft_wrap=True,
        )
    config = uvicorn.Config(
        create_app(parts, ROUTERS),
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=PATIENCE_SECONDS,
    )
    uvicorn.Server(config).run(sockets=[listening])


@contextmanager
def bound(host: str, port: int) -> Iterator[socket.socket]:
    """Hold the address to listen on.  Raises Unavailable when it is not to be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise Unavailable(
            f"不能监听 {host} 的端口 {port}（{error.strerror}）。"
            "可能已有程序占用，请用 --port 换一个端口，或检查地址。",
            code="address_not_available",
        ) from error
    with listening:
        yield listening


@contextmanager
def working(parts: Parts, kind: str) -> Iterator[Worker]:
    """Do the jobs in the background, until the block is left."""
    with own_name(parts.settings.home, kind) as name:
        hands = Worker(
            parts.sessions,
            functions(parts),
            executor=name,
            concurrency=parts.settings.reading_processes + 2,
        )
        hands.start()
        try:
            yield hands
        finally:
            hands.stop()


@contextmanager
def own_name(home: Path, kind: str) -> Iterator[str]:
    """Hold a name that no other living process of this home has, the same after a restart.

    The lock goes with the process however it ends, so the next one takes the name and with it
    the jobs that were left unfinished.
    """
    folder = home / "workers"
    folder.mkdir(mode=0o700, exist_ok=True)
    for number in count(1):
        name = f"{kind}-{socket.gethostname()[:40]}-{number}"
        with (folder / f"{name}.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield name
            return


@contextmanager
def ended_by_signals(status: int = 0) -> Iterator[None]:
    """End in order when asked to (SIGTERM) or at Ctrl-C, with exit ``status``."""

    def end(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit(status)

    before = {one: signal.signal(one, end) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
