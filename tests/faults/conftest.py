"""A home with an office in it, for tests of whole processes."""

from pathlib import Path

import pytest
from site_process import Home, copied, furnished_home


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The invented office, made once; nobody works on this one."""
    return furnished_home(tmp_path_factory.mktemp("office") / "home")


@pytest.fixture
def home(office: Home, tmp_path: Path) -> Home:
    """A copy of the office for one test."""
    return copied(office, tmp_path / "home")
