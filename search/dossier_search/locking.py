"""One writer at a time, across threads and processes."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dossier_search.errors import IndexBusy

_PAUSE_SECONDS = 0.02


@contextmanager
def write_lock(path: Path, *, wait_seconds: float) -> Iterator[None]:
    """Hold the lock at ``path``; the system lets go of it when the process dies.

    Raises IndexBusy when another holds it for all of ``wait_seconds``.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        until = time.monotonic() + wait_seconds
        while not _taken(handle):
            if time.monotonic() >= until:
                raise IndexBusy
            time.sleep(_PAUSE_SECONDS)
        yield
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
