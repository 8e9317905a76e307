"""Rows of jobs that are ours; DBOS keeps its own."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from dossier.kernel.db import Base, UtcDateTime


class WorkerRow(Base):
    """A worker and when it was last alive."""

    __tablename__ = "worker_heartbeat"

    executor: Mapped[str] = mapped_column(String(80), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
