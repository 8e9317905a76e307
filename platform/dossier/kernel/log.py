"""Operational log: JSON lines on standard error.  Never personal data; never the audit."""

import logging
import sys

import structlog
from structlog.typing import FilteringBoundLogger


def configure_log(*, json_lines: bool, level: int = logging.INFO) -> None:
    """Send log lines to standard error, as JSON or for a person's eyes."""
    renderer = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if json_lines
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def logger(name: str) -> FilteringBoundLogger:
    """Return the logger of the part called ``name``."""
    bound: FilteringBoundLogger = structlog.get_logger(part=name)
    return bound
