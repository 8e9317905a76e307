"""Hands and eyes for browser tests: sign in, find a field, check a screen with axe."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from playwright.sync_api import FilePayload, Locator, Page, expect
from pydantic import BaseModel, JsonValue, TypeAdapter
from site_process import Person

from dossier.api.views import CaseView
from dossier.samples.cases import SampleCase
from dossier.samples.papers import Paper

READING_SECONDS = 300.0
READING_MS = READING_SECONDS * 1000
_AXE = Path(__file__).parents[1] / "platform/web/node_modules/axe-core/axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """async (rules) => {
  // What lies behind an open dialog can neither be seen nor reached.
  const dialog = [...document.querySelectorAll("[role=dialog]")].find((one) => one.checkVisibility());
  const found = await axe.run(dialog ?? document, { runOnly: rules });
  return found.violations.map((one) => ({ rule: one.id, where: one.nodes.map((node) => node.html) }));
}"""


class Served(Protocol):
    """A running site and the passwords of its people."""

    @property
    def base_url(self) -> str:
        """Where it is."""

    @property
    def people(self) -> Mapping[str, str]:
        """Login to password."""

    def person(self, login: str) -> Person:
        """Sign somebody in past the browser."""


class Violation(BaseModel):
    """A rule of axe that a screen breaks, and the elements that do."""

    rule: str
    where: list[str]


_violations = TypeAdapter(list[Violation])
_form = TypeAdapter(dict[str, JsonValue])


def sign_in(page: Page, site: Served, login: str) -> None:
    """Sign ``login`` in through the door."""
    page.goto("/login")
    page.get_by_label("账号").fill(login)
    page.get_by_label("密码", exact=True).fill(site.people[login])
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="主导航")).to_be_visible()


def check_accessible(page: Page) -> None:
    """Fail when axe finds anything on the screen as it stands."""
    page.wait_for_load_state("networkidle")
    # Motion leaves half-transparent text behind, which is no fault of the screen.
    page.wait_for_timeout(400)
    page.evaluate(_AXE.read_text(encoding="utf-8"))
    found = _violations.validate_python(page.evaluate(_RUN, _RULES))
    assert not found, "\n".join(f"{one.rule}: {one.where}" for one in found)


def field(page: Page, pointer: str) -> Locator:
    """Return the field of the form at ``pointer``."""
    return page.locator(f'[data-pointer="{pointer}"]')


def box(page: Page, name: str) -> Locator:
    """Return the boxes on the shown page of the value ``name``."""
    return page.locator(f'[data-mark$="/{name}"]')


def focused_pointer(page: Page) -> str:
    """Return the pointer of the field that has the keyboard; "" when none has."""
    found = page.evaluate(
        "document.activeElement.closest('[data-pointer]')?.getAttribute('data-pointer') ?? ''"
    )
    return str(found)


def payload(paper: Paper) -> FilePayload:
    """Return a paper as the browser takes it from a folder."""
    kind = "application/pdf" if paper.name.endswith(".pdf") else "image/jpeg"
    return {"name": paper.name, "mimeType": kind, "buffer": paper.content}


def filled_case(site: Served, sample: SampleCase, papers: Sequence[Paper]) -> CaseView:
    """Bring a household to the counter past the browser: its papers read, its form typed."""
    with site.person("clerk") as clerk:
        case = clerk.open_case(sample.service)
        for paper in papers:
            clerk.put_in(case, paper.name, paper.content)
        read = clerk.until_read(case, READING_SECONDS)
        answer = clerk.change_form(case, read.revision, _form.validate_python(sample.form))
        assert answer.is_success, answer.text
        return clerk.case(case)
