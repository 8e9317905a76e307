"""Durable jobs: owed in the transaction of the row that needs them, kept by DBOS."""

from dossier.jobs.model import Job
from dossier.jobs.store import migrate, owe, release, unfinished

__all__ = ["Job", "migrate", "owe", "release", "unfinished"]
