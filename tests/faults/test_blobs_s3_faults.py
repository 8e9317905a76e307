"""S3 services with one fault each: every one becomes Unavailable, within a bounded time."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest

from dossier.adapters.s3 import S3Objects
from dossier.kernel.errors import Unavailable

pytestmark = [
    pytest.mark.s3,
    pytest.mark.enable_socket,
    pytest.mark.allow_hosts(["127.0.0.1"]),
]

Behaviour = Callable[[socket.socket, Event], None]


def answer(status: str, body: bytes, kind: str) -> Behaviour:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"

    def behave(connection: socket.socket, over: Event) -> None:
        connection.recv(65536)
        connection.sendall(head.encode() + body)

    return behave


def hang(connection: socket.socket, over: Event) -> None:
    """Take the request and never answer."""
    over.wait(30)


def hang_up(connection: socket.socket, over: Event) -> None:
    """Close at once."""


def stop_half_way(connection: socket.socket, over: Event) -> None:
    """Promise more than is sent."""
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")


FAULTS: dict[str, Behaviour] = {
    "hang": hang,
    "hang_up": hang_up,
    "stop_half_way": stop_half_way,
    "internal_error": answer("500 Internal Server Error", b"", "text/plain"),
    "busy": answer("503 Slow Down", b"<Error><Code>SlowDown</Code></Error>", "application/xml"),
    "no_xml": answer("403 Forbidden", b"<<<", "application/xml"),
    "login_page": answer("200 OK", b"<html>please sign in</html>", "text/html"),
    "proxy_page": answer("404 Not Found", b"<html>nginx</html>", "text/html"),
}


@contextmanager
def service(behave: Behaviour) -> Iterator[str]:
    over = Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)

        def serve() -> None:
            while not over.is_set():
                try:
                    connection, _ = listener.accept()
                except TimeoutError:
                    continue
                with connection:
                    connection.settimeout(1)
                    behave(connection, over)

        thread = Thread(target=serve)
        thread.start()
        try:
            yield f"127.0.0.1:{listener.getsockname()[1]}"
        finally:
            over.set()
            thread.join()


def client(endpoint: str) -> S3Objects:
    return S3Objects(
        endpoint=endpoint,
        access_key="access",
        secret_key="secret",
        bucket="dossier",
        secure=False,
        connect_seconds=0.3,
        read_seconds=0.3,
    )


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_faulty_service_is_unavailable_soon(fault: str) -> None:
    with service(FAULTS[fault]) as endpoint:
        objects = client(endpoint)
        for act in (
            lambda: objects.put("scan", b"content"),
            lambda: list(objects.names()),
        ):
            begun = time.monotonic()
            with pytest.raises(Unavailable, match="对象存储"):
                act()
            assert time.monotonic() - begun < 5
        if fault != "login_page":  # a wrong body is found out by its digest, one floor up
            with pytest.raises(Unavailable, match="对象存储"):
                objects.get("scan")
        objects.close()


def test_nobody_at_the_door_is_unavailable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        endpoint = f"127.0.0.1:{listener.getsockname()[1]}"
    objects = client(endpoint)
    for act in (objects.check, objects.ensure_bucket, lambda: objects.exists("scan")):
        with pytest.raises(Unavailable, match="对象存储"):
            act()
    objects.close()
