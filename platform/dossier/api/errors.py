"""One table from what went wrong to what the browser is told (RFC 9457 problem details)."""

import math
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import Field, JsonValue
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from dossier.api.views import View
from dossier.kernel.errors import Conflict, DossierError, NotFound, Refused, Unavailable
from dossier.kernel.log import logger

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 5

_log = logger("api")

_KINDS: dict[type[DossierError], tuple[int, str]] = {
    NotFound: (404, "没有找到"),
    Refused: (422, "不能办理"),
    Conflict: (409, "与现状冲突"),
    Unavailable: (503, "暂时不可用"),
}
_CODES: dict[str, tuple[int, str]] = {
    "sign_in_required": (401, "请先登录"),
    "sign_in_refused": (401, "登录失败"),
    "sign_in_throttled": (429, "尝试太频繁"),
}
_FORBIDDEN = (403, "没有权限")
_STATUS_TEXTS: dict[int, tuple[str, str]] = {
    400: ("请求不完整", "服务器看不懂这个请求。请刷新页面后重试。"),
    403: ("没有权限", "您没有这项权限。需要时请联系系统管理员。"),
    404: ("没有找到", "没有这个地址。请核对网址，或返回首页。"),
    405: ("不支持的操作", "这个地址不支持这种操作。请刷新页面后重试。"),
    413: ("内容太大", "上传的内容超过了上限。请分成几次上传，或把扫描件调小后再试。"),
    415: ("格式不支持", "服务器不接受这种格式的内容。请刷新页面后重试。"),
}


class FieldFaultView(View):
    """One part of a request that is wrong; pointer: JSON pointer, or "query:…", "path:…"."""

    pointer: str
    code: str
    message: str


class FaultView(View):
    """Problem details.  detail: a sentence for the person at the screen."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str = Field(description="to be quoted when asking for help")
    facts: dict[str, JsonValue]
    problems: list[FieldFaultView]


def fault(
    request_id: str,
    status: int,
    *,
    title: str,
    detail: str,
    code: str,
    facts: Mapping[str, JsonValue] | None = None,
    problems: Sequence[FieldFaultView] = (),
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    """Return the answer that tells of one failure."""
    view = FaultView(
        type=f"urn:dossier:problem:{code}",
        title=title,
        status=status,
        detail=detail,
        code=code,
        request_id=request_id,
        facts=dict(facts or {}),
        problems=list(problems),
    )
    return JSONResponse(
        view.model_dump(mode="json"), status, headers=headers, media_type=MEDIA_TYPE
    )


def status_of(error: DossierError) -> tuple[int, str]:
    """Return the HTTP status and the Chinese title for ``error``."""
    if error.code in _CODES:
        return _CODES[error.code]
    if isinstance(error, Refused) and error.code.startswith("forbidden"):
        return _FORBIDDEN
    return next(known for kind, known in _KINDS.items() if isinstance(error, kind))


def install(app: FastAPI) -> None:
    """Let ``app`` answer every failure from this table; the unexpected is for ``security``."""
    app.add_exception_handler(DossierError, _on_domain)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(IntegrityError, _on_integrity)
    app.add_exception_handler(OperationalError, _on_operational)
    app.add_exception_handler(PoolTimeout, _on_operational)


def unexpected(request_id: str) -> JSONResponse:
    """Return the answer to a bug of ours: nothing of its inside."""
    return fault(
        request_id,
        500,
        title="系统出错",
        detail=f"系统出错，这次操作没有完成。请稍后重试；仍不成功时，把编号 {request_id} 告诉管理员。",
        code="internal",
    )


def too_large(request_id: str) -> JSONResponse:
    """Return the answer to a body that is larger than this installation takes."""
    title, detail = _STATUS_TEXTS[413]
    return fault(request_id, 413, title=title, detail=detail, code="http_413")


def _on_domain(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DossierError)
    status, title = status_of(error)
    wait = error.facts.get("retry_seconds")
    headers = {}
    if status == HTTPStatus.SERVICE_UNAVAILABLE or wait is not None:
        headers["Retry-After"] = str(wait if wait is not None else RETRY_SECONDS)
    return fault(
        request_id_of(request),
        status,
        title=title,
        detail=error.message,
        code=error.code,
        facts=error.facts,
        headers=headers,
    )


def _on_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    title, detail = _STATUS_TEXTS.get(
        error.status_code, ("请求有误", "这个请求无法处理。请刷新页面后重试。")
    )
    return fault(
        request_id_of(request),
        error.status_code,
        title=title,
        detail=detail,
        code=f"http_{error.status_code}",
        headers=dict(error.headers or {}),
    )


def _on_integrity(request: Request, _error: Exception) -> JSONResponse:
    return fault(
        request_id_of(request),
        409,
        title="与现状冲突",
        detail="同一内容刚被别人改过或已经存在。请刷新页面，看过最新情况后再试。",
        code="conflict",
    )


def _on_operational(request: Request, error: Exception) -> JSONResponse:
    if not is_passing(error):
        raise error
    _log.warning("database unavailable", error=type(error).__name__)
    return fault(
        request_id_of(request),
        503,
        title="暂时不可用",
        detail="数据库暂时不能写入（正忙、断开或磁盘已满）。刚才的操作没有保存，请稍后重试；持续出现时请联系管理员。",
        code="database_unavailable",
        headers={"Retry-After": str(RETRY_SECONDS)},
    )


_SQLITE_PASSING = ("locked", "busy", "full", "unable to open", "disk i/o", "readonly")


def is_passing(error: Exception) -> bool:
    """Tell whether a failure of the database is one of its place or moment, not of our SQL."""
    if isinstance(error, OperationalError) and "sqlite3" in type(error.orig).__module__:
        said = str(error.orig).lower()
        return any(word in said for word in _SQLITE_PASSING)
    return isinstance(error, OperationalError | PoolTimeout)


_MESSAGES: dict[str, str] = {
    "missing": "缺少这一项，请填写。",
    "extra_forbidden": "多出了这一项，请去掉。",
    "string_too_short": "太短：至少要 {min_length} 个字符。",
    "string_too_long": "太长：最多 {max_length} 个字符。",
    "string_pattern_mismatch": "写法不对，请检查。",
    "string_type": "这一项应当是文字。",
    "int_parsing": "这一项应当是整数。",
    "int_type": "这一项应当是整数。",
    "float_parsing": "这一项应当是数字。",
    "bool_parsing": "这一项应当选是或否。",
    "bool_type": "这一项应当选是或否。",
    "date_parsing": "日期写法不对，应当像 2026-03-09。",
    "date_from_datetime_parsing": "日期写法不对，应当像 2026-03-09。",
    "list_type": "这一项应当是一个列表。",
    "dict_type": "这一项应当是一组内容。",
    "model_attributes_type": "这一项应当是一组内容。",
    "enum": "不在可选的范围内，请从列表中选择。",
    "literal_error": "不在可选的范围内，请从列表中选择。",
    "greater_than_equal": "太小：不能小于 {ge}。",
    "less_than_equal": "太大：不能大于 {le}。",
    "json_invalid": "内容不是有效的 JSON，请刷新页面后重试。",
}


def _on_validation(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    problems = [
        _field_fault(found["loc"], found["type"], found.get("ctx") or {})
        for found in error.errors()
    ]
    return fault(
        request_id_of(request),
        422,
        title="填写有误",
        detail=f"提交的内容有 {len(problems)} 处不对。请按提示改正后再提交。",
        code="request_malformed",
        problems=problems,
    )


def _field_fault(
    loc: Sequence[str | int], code: str, context: dict[str, object]
) -> FieldFaultView:
    place, *rest = [str(part).replace("~", "~0").replace("/", "~1") for part in loc]
    pointer = "/" + "/".join(rest) if place == "body" else f"{place}:{'/'.join(rest)}"
    message = _MESSAGES.get(code, "这一项的内容不对，请检查。")
    return FieldFaultView(pointer=pointer, code=code, message=message.format_map(context))


def seconds_up(seconds: float) -> int:
    """Return whole seconds, rounded up, at least one: what is told to somebody who waits."""
    return max(1, math.ceil(seconds))


def request_id_of(request: Request) -> str:
    """Return the id under which this request stands in the log."""
    return str(request.scope.get("state", {}).get("request_id", ""))
