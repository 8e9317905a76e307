"""Figures for Prometheus: counts and durations, never a person."""

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from starlette.responses import Response

from dossier.api.deps import is_loopback, public
from dossier.kernel.errors import NotFound

_TEXT = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Figures:
    """What is counted about requests; one for each application."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "dossier_requests",
            "Answered requests.",
            ("operation", "method", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "dossier_request_seconds",
            "Time until a request was answered.",
            ("operation",),
            buckets=_BUCKETS,
            registry=self._registry,
        )

    def note(self, operation: str, method: str, status: int, seconds: float) -> None:
        """Count one answered request."""
        self._requests.labels(operation, method, str(status)).inc()
        self._seconds.labels(operation).observe(seconds)

    def text(self) -> bytes:
        """Return the figures in Prometheus's text format."""
        return generate_latest(self._registry)


router = APIRouter(tags=["operation"])


@router.get("/metrics", response_class=PlainTextResponse, include_in_schema=False, **public())
def metrics(request: Request) -> Response:
    """Tell the figures, on this machine alone."""
    if not is_loopback(request):
        raise NotFound("没有这个地址。请核对网址，或返回首页。", code="http_404")
    figures: Figures = request.app.state.figures
    return Response(figures.text(), media_type=_TEXT)
