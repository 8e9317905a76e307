"""Is it alive, and is it ready: asked by machines, on paths without sign-in."""

from collections.abc import Callable

import sqlalchemy as sa
from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError

from dossier.api.deps import InParts, Parts, public
from dossier.api.views import View
from dossier.kernel.errors import DossierError
from dossier.kernel.log import logger
from dossier.work import look

router = APIRouter(tags=["operation"])

_log = logger("api")


class PartStateView(View):
    """Whether one part answers; message: in Chinese, for the operator."""

    part: str
    ready: bool
    message: str


class ReadinessView(View):
    """Whether requests can be served."""

    ready: bool
    parts: list[PartStateView]


class LiveView(View):
    """The process answers."""

    status: str


@router.get("/healthz", **public())
def live() -> LiveView:
    """Tell that the process answers."""
    return LiveView(status="ok")


@router.get("/readyz", responses={503: {"model": ReadinessView}}, **public())
def ready(parts: InParts) -> JSONResponse:
    """Tell whether database, store and index answer, and which does not."""
    states = [
        _state("database", "数据库", lambda: _ask_database(parts)),
        _state("store", "文件存储", parts.objects.check),
        _state("index", "全文检索", lambda: _ask_index(parts)),
    ]
    view = ReadinessView(ready=all(state.ready for state in states), parts=states)
    return JSONResponse(view.model_dump(), 200 if view.ready else 503)


def _state(part: str, title: str, ask: Callable[[], None]) -> PartStateView:
    try:
        ask()
    except (DossierError, SQLAlchemyError, OSError) as error:
        _log.warning("not ready", failed=part, error=type(error).__name__)
        return PartStateView(
            part=part, ready=False, message=f"{title}没有响应，请检查它的服务和设置。"
        )
    return PartStateView(part=part, ready=True, message=f"{title}正常。")


def _ask_database(parts: Parts) -> None:
    with look(parts.sessions) as session:
        session.execute(sa.text("SELECT 1"))


def _ask_index(parts: Parts) -> None:
    parts.index.count()
