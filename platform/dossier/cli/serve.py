"""`dossier serve` and `dossier worker`: the web service, and the hands behind it."""

import socket
from typing import Annotated

import typer
import uvicorn
from rich.console import Console

from dossier import wiring
from dossier.api.app import create_app
from dossier.api.routes import ROUTERS
from dossier.identity import store as staff
from dossier.identity.setup_code import issue_setup_code
from dossier.kernel.log import configure_log
from dossier.wiring import Parts
from dossier.work import look
from dossier.worker.functions import functions
from dossier.worker.runner import Worker

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def serve(
    host: Annotated[str | None, typer.Option(help="监听地址")] = None,
    port: Annotated[int | None, typer.Option(help="端口")] = None,
    *,
    with_worker: Annotated[
        bool, typer.Option("--worker/--no-worker", help="在本进程内一并识别扫描件、归档等")
    ] = True,
) -> None:
    """启动网页服务(首次启动时打印初始化验证码)。"""
    settings = wiring.load()
    configure_log(json_lines=settings.log_json)
    wiring.migrate(settings)
    parts = wiring.build(settings)
    run(
        parts,
        host or settings.host,
        port or settings.port,
        with_worker=with_worker,
        console=Console(stderr=True),
    )


def worker() -> None:
    """只在后台识别扫描件、排版文书、归档和建索引；可开多个。"""
    settings = wiring.load()
    configure_log(json_lines=settings.log_json)
    wiring.migrate(settings)
    parts = wiring.build(settings)
    hands = worker_of(parts, f"worker-{socket.gethostname()}")
    hands.start()
    Console(stderr=True).print("后台工作进程已启动，按 Ctrl-C 结束。")
    try:
        hands.wait()
    except KeyboardInterrupt:
        Console(stderr=True).print("正在结束……")
    finally:
        hands.stop()
        parts.close()


def run(parts: Parts, host: str, port: int, *, with_worker: bool, console: Console) -> None:
    """Serve ``parts`` until Ctrl-C."""
    hands = worker_of(parts, f"serve-{socket.gethostname()}") if with_worker else None
    if hands:
        hands.start()
    with look(parts.sessions) as session:
        empty = staff.is_empty(session)
    console.print(f"卷宗已启动：http://{host}:{port}  (按 Ctrl-C 结束)")
    if empty:
        code = issue_setup_code(parts.settings.home)
        console.print(
            f"首次使用：在本机浏览器打开上面的地址，输入初始化验证码 [bold]{code}[/bold]"
        )
    try:
        uvicorn.run(
            create_app(parts, ROUTERS),
            host=host,
            port=port,
            log_level="warning",
            access_log=False,
            proxy_headers=False,
            server_header=False,
        )
    finally:
        if hands:
            hands.stop()
        parts.close()


def worker_of(parts: Parts, executor: str) -> Worker:
    """Return the worker of this process."""
    return Worker(
        parts.sessions,
        functions(parts),
        executor=executor,
        concurrency=parts.settings.reading_processes + 2,
    )
