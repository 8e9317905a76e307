"""The application: the guard, the routers, the error table, the built web pages."""

from collections.abc import Iterable

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.formparsers import MultiPartParser

from dossier.api import auth, errors, health, metrics, setup
from dossier.api.deps import PERMISSION_KEY, Parts, public
from dossier.api.errors import FaultView
from dossier.api.metrics import Figures
from dossier.api.security import SLACK_BYTES, Guard
from dossier.kernel.errors import NotFound

PREFIX = "/api/v1"
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]


def create_app(parts: Parts, routers: Iterable[APIRouter] = ()) -> FastAPI:
    """Return the application on ``parts``; ``routers`` are served below /api/v1.

    The built web pages are served where they stand (``settings.web_folder``): a path that is
    no file and not the API's gives index.html, so that a link into the desk can be opened.
    """
    app = FastAPI(
        title="卷宗 Dossier",
        version="1",
        openapi_url=None,  # the contract is the committed openapi.json
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=_name_of,
    )
    # Personal papers never lie in a temporary file in the clear: an upload stays in memory.
    MultiPartParser.spool_max_size = parts.settings.upload_limit_bytes + SLACK_BYTES
    app.state.parts = parts
    app.state.figures = Figures()
    errors.install(app)
    for router in (auth.router, setup.router, *routers):
        app.include_router(
            router,
            prefix=PREFIX,
            responses={
                "default": {"model": FaultView, "description": "problem details (RFC 9457)"}
            },
        )
    app.include_router(health.router)
    app.include_router(metrics.router)
    app.add_api_route(
        "/api/{rest:path}", no_such_route, methods=_METHODS, include_in_schema=False, **public()
    )
    pages = parts.settings.web_folder
    if (pages / "index.html").is_file():
        app.frontend("/", directory=pages, fallback="index.html", check_dir=True)
    route_permissions(app)
    app.add_middleware(Guard, settings=parts.settings, figures=app.state.figures)
    return app


def route_permissions(app: FastAPI) -> dict[tuple[str, str], str]:
    """Return what every route demands: (method, path) to a permission, or to ``PUBLIC``.

    An application with a route that declares nothing does not start.
    """
    declared: dict[tuple[str, str], str] = {}
    for route in iter_route_contexts(app.routes):
        assert isinstance(route.original_route, APIRoute), route
        needed = (route.original_route.openapi_extra or {}).get(PERMISSION_KEY)
        assert isinstance(needed, str), f"{route.path} declares no permission"
        for method in route.methods or ():
            declared[method, route.path or ""] = needed
    return declared


def no_such_route(rest: str) -> None:
    """Answer what is below /api and no route of ours."""
    del rest
    raise NotFound("没有这个接口。请刷新页面；仍不行时请联系管理员。", code="http_404")


def _name_of(route: APIRoute) -> str:
    return route.name
