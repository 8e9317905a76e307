"""A migrated database for tests."""

import importlib

from dossier import jobs
from dossier.kernel.db import Base, open_engine

_PARTS = (
    "audit", "identity", "jobs", "people", "intake", "documents", "cases", "notices", "archive",
    "ledger", "adapters.sealed", "catalogue",
)  # fmt: skip


def migrate(url: str) -> None:
    """Bring the database at ``url`` to the present tables."""
    for part in _PARTS:
        name = f"dossier.{part}" if "." in part else f"dossier.{part}.tables"
        try:
            importlib.import_module(name)
        except ModuleNotFoundError as missing:
            if not (missing.name or "").startswith("dossier"):
                raise
    engine = open_engine(url)
    Base.metadata.create_all(engine)
    engine.dispose()
    jobs.migrate(url)
