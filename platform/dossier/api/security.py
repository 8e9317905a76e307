"""The guard in front of everything: host, origin, size, headers, request id, log, figures."""

import traceback
from contextlib import AbstractContextManager
from time import perf_counter
from urllib.parse import urlsplit

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dossier.api import errors
from dossier.api.deps import COOKIE, SAFE_METHODS
from dossier.api.metrics import Figures
from dossier.kernel.ids import new_id
from dossier.kernel.log import logger
from dossier.kernel.settings import Settings

API = "/api/"
SLACK_BYTES = 1024 * 1024
"""Room around an upload for the multipart frame."""
FORM_LIMIT_BYTES = 1024 * 1024
"""Of a body that is no upload."""
PROBES = frozenset({"/healthz", "/readyz"})
_NO_NAMES = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 (never a name to be asked by)
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})

# Ant Design writes style attributes and style elements, hence 'unsafe-inline' for styles alone.
_CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' blob: data:; font-src 'self' data:; connect-src 'self'; "
    "object-src {objects}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# A letter opens in a tab of its own, where the browser's viewer is an object of that answer.
_OF_PAGES = _CONTENT_SECURITY_POLICY.format(objects="'none'")
_OF_PDF = _CONTENT_SECURITY_POLICY.format(objects="'self'")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
}
_HSTS = "max-age=31536000"

_log = logger("api")


class Guard:
    """Stands in front of the application and behind nothing but the server."""

    def __init__(self, app: ASGIApp, settings: Settings, figures: Figures) -> None:
        self._app = app
        self._limit_bytes = settings.upload_limit_bytes + SLACK_BYTES
        self._origin = settings.public_origin.rstrip("/").lower()
        self._hosts = allowed_hosts(settings)
        self._figures = figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = new_id()
        scope.setdefault("state", {})["request_id"] = request_id
        with _bound(request_id):
            await self._answer(scope, receive, send, request_id)

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, request_id: str
    ) -> None:
        begun = perf_counter()
        status = 0

        async def send_on(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._dress(MutableHeaders(scope=message), scope["path"], request_id)
            await send(message)

        try:
            refusal = self._refusal(scope, request_id)
            if refusal:
                await refusal(scope, receive, send_on)
            else:
                await self._app(
                    scope, _Limited(receive, self._limit_of(Headers(scope=scope))), send_on
                )
        except Exception as error:
            # The outermost place of ours: what nobody expected is told without its inside.
            # Its message may hold personal data (SQL parameters), its frames do not.
            _log.error("unexpected", error=type(error).__name__, frames=_frames(error))
            if status:
                raise
            await errors.unexpected(request_id)(scope, receive, send_on)
        finally:
            self._note(scope, status, perf_counter() - begun)

    def _refusal(self, scope: Scope, request_id: str) -> Response | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if scope["path"] not in PROBES and name_of(host) not in self._hosts:
            return errors.fault(
                request_id,
                421,
                title="地址不对",
                detail="不能用这个地址访问本系统。请使用管理员给的网址；管理员请检查设置 DOSSIER_PUBLIC_ORIGIN。",
                code="host_unknown",
            )
        if scope["method"] not in SAFE_METHODS and not self._same_origin(headers, host):
            return errors.fault(
                request_id,
                403,
                title="没有权限",
                detail="这次提交来自别的网站，已被拦下。请从本系统的页面操作。",
                code="forbidden_origin",
            )
        declared = headers.get("content-length", "")
        if declared.isdecimal() and int(declared) > self._limit_of(headers):
            return errors.too_large(request_id)
        if _is_upload(headers) and COOKIE not in headers.get("cookie", ""):
            return errors.fault(
                request_id,
                401,
                title="没有登录",
                detail="您还没有登录，或登录已过期。请重新登录。",
                code="sign_in_required",
            )
        return None

    def _limit_of(self, headers: Headers) -> int:
        """Return how long a body may be: a scan is long, a form is not."""
        return self._limit_bytes if _is_upload(headers) else FORM_LIMIT_BYTES

    def _same_origin(self, headers: Headers, host: str) -> bool:
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return False
        origin = headers.get("origin")
        if origin is None:
            return True
        own = {self._origin, f"http://{host}".lower(), f"https://{host}".lower()}
        return origin.lower() in own - {""}

    def _dress(self, headers: MutableHeaders, path: str, request_id: str) -> None:
        for name, value in _HEADERS.items():
            headers.setdefault(name, value)
        is_pdf = headers.get("content-type", "").startswith("application/pdf")
        headers["Content-Security-Policy"] = _OF_PDF if is_pdf else _OF_PAGES
        headers["X-Request-Id"] = request_id
        if path.startswith(API):
            headers["Cache-Control"] = "no-store"
        if self._origin.startswith("https://"):
            headers["Strict-Transport-Security"] = _HSTS

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        endpoint = scope.get("endpoint")
        operation = getattr(endpoint, "__name__", "other")
        self._figures.note(operation, scope["method"], status, seconds)
        _log.info(
            "request",
            operation=operation,
            method=scope["method"],
            status=status,
            milliseconds=round(seconds * 1000, 1),
        )


def _is_upload(headers: Headers) -> bool:
    return headers.get("content-type", "").startswith("multipart/")


class _Limited:
    """A receive that stops when the body is too large, whatever its header said."""

    def __init__(self, receive: Receive, limit_bytes: int) -> None:
        self._receive = receive
        self._left_bytes = limit_bytes

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left_bytes -= len(message.get("body", b""))
        if self._left_bytes < 0:
            raise HTTPException(413)
        return message


def allowed_hosts(settings: Settings) -> frozenset[str]:
    """Return the host names under which this installation may be asked for.

    Anything else is a name that somebody has pointed at us (DNS rebinding).
    """
    named = {settings.host.lower(), (urlsplit(settings.public_origin).hostname or "").lower()}
    return frozenset(_LOOPBACK_NAMES | named - _NO_NAMES)


def name_of(host: str) -> str:
    """Return the name in a Host header, without its port; empty when it is malformed."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def _bound(request_id: str) -> AbstractContextManager[None]:
    return structlog.contextvars.bound_contextvars(request_id=request_id)


def _frames(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
