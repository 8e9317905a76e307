"""On what a run was measured."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import TypedDict

from dossier.kernel.clock import civil_day, system_clock


class MachineJson(TypedDict):
    """The machine, and how busy others kept it when the run began."""

    processor: str
    cores: int
    memory_gb: float
    python: str
    load_before: float


def machine() -> MachineJson:
    """Return what stands here."""
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return MachineJson(
        processor=_processor(),
        cores=os.cpu_count() or 1,
        memory_gb=round(pages * size / 1024**3, 1),
        python=platform.python_version(),
        load_before=round(os.getloadavg()[0], 2),
    )


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    names = [
        line.partition(":")[2].strip() for line in told.splitlines() if "model name" in line
    ]
    return names[0] if names else platform.machine()


def today() -> str:
    """Return the day of the run."""
    return civil_day(system_clock()).isoformat()
