"""A site and a browser for the browser tests; each is made once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from site_process import (
    Home,
    Person,
    Running,
    demonstration_home,
    serve_demonstration,
)

from dossier.kernel.clock import CIVIL
from dossier.samples.cases import (
    SampleCase,
    complete_case,
    contradicting_case,
    missing_paper_case,
)

CHROMIUM = Path("/usr/bin/chromium")
PICTURES = Path(__file__).parents[2] / "var" / "e2e"
NOW = datetime(2026, 4, 8, 9, 0, tzinfo=CIVIL)
"""The demonstration's clock when the site starts: a Wednesday morning."""
PATIENCE_MS = 15_000

_failed = pytest.StashKey[bool]()


@dataclass(frozen=True, slots=True)
class Site:
    """The demonstration as it is served.  people: login to password."""

    base_url: str
    people: dict[str, str]
    home: Path
    process: Running

    def person(self, login: str) -> Person:
        """Sign somebody in past the browser, to prepare or to look at a case over HTTP."""
        return Person(self.base_url, login, self.people[login])


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs the whole stack, and the loopback to reach it."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.enable_socket)
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1"]))
            item.add_marker(pytest.mark.xdist_group("e2e"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Remember a failure, so that the page is photographed before it closes."""
    report = yield
    if report.when == "call":  # type: ignore[attr-defined]
        item.stash[_failed] = report.failed  # type: ignore[attr-defined]
    return report


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The invented office in a home of its own; no case has been opened yet."""
    return demonstration_home(tmp_path_factory.mktemp("e2e") / "home", NOW)


@pytest.fixture(scope="session")
def site(demonstration: Home) -> Iterator[Site]:
    """`dossier demo --serve` on a free port; one for all browser tests."""
    with serve_demonstration(demonstration) as running:
        running.until_ready()
        people = dict(demonstration.people)
        yield Site(running.base_url, people, demonstration.folder, running)
        running.stop()


@pytest.fixture(scope="session")
def complete() -> SampleCase:
    """The papers and the form of the complete case, drawn once."""
    return complete_case()


@pytest.fixture(scope="session")
def contradicting() -> SampleCase:
    """The papers and the form of the contradicting case, drawn once."""
    return contradicting_case()


@pytest.fixture(scope="session")
def missing_paper() -> SampleCase:
    """The papers and the form of the case with papers missing, drawn once."""
    return missing_paper_case()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Debian's chromium, without a window."""
    assert CHROMIUM.exists(), "chromium is missing: apt-get install chromium"
    started = playwright.chromium.launch(
        executable_path=CHROMIUM,
        headless=True,
        args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
    )
    yield started
    started.close()


@pytest.fixture
def page(browser: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh browser profile on the site, in Chinese; a failure leaves a picture in var/e2e."""
    context = browser.new_context(
        base_url=site.base_url,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport={"width": 1440, "height": 900},
        accept_downloads=True,
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    yield page
    if request.node.stash.get(_failed, False):
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{request.node.name}.png", full_page=True)
    context.close()
