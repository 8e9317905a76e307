"""The office at work, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from build import Home, a_home
from sqlalchemy.orm import Session, sessionmaker

from dossier.kernel.clock import FixedClock


@pytest.fixture
def home(sessions: sessionmaker[Session], clock: FixedClock, tmp_path: Path) -> Iterator[Home]:
    """A furnished installation in a folder of its own."""
    home = a_home(sessions, clock, tmp_path / "home")
    yield home
    home.client.destroy()
