"""A home with an office in it, and one server, for tests of whole processes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from contract import test_blobs_objects
from site_process import Home, Person, Running, copied, furnished_home, person, serve

READING_LIMIT_SECONDS = 10

s3_endpoint = test_blobs_objects.s3_endpoint


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests on the shared server together, so that it is started once."""
    for item in items:
        if isinstance(item, pytest.Function) and "shared_site" in item.fixturenames:
            item.add_marker(pytest.mark.xdist_group("shared_site"))


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The invented office, made once; nobody works on this one."""
    return furnished_home(tmp_path_factory.mktemp("office") / "home")


@pytest.fixture
def home(office: Home, tmp_path: Path) -> Home:
    """A copy of the office for one test."""
    return copied(office, tmp_path / "home")


@pytest.fixture(scope="session")
def shared_site(office: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One server for the tests that leave it alive: one reading process, a short limit."""
    home = copied(
        office,
        tmp_path_factory.mktemp("site") / "home",
        DOSSIER_READING_PROCESSES="1",
        DOSSIER_READING_LIMIT_SECONDS=str(READING_LIMIT_SECONDS),
    )
    with serve(home) as running:
        running.until_ready()
        yield running
        assert running.stop() == 0
    assert "Traceback" not in running.said


@pytest.fixture
def clerk(shared_site: Running) -> Iterator[Person]:
    """The clerk at the counter of the shared server."""
    with person(shared_site, timeout=60) as signed_in:
        yield signed_in
