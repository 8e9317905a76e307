"""Reviewing read values by keyboard alone: confirm, correct, skip, cannot read, take back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageFilter
from playwright.sync_api import Locator, Page, expect
from site_process import Person
from web_hands import READING_SECONDS, Served, check_accessible, sign_in

from dossier.api.views import ReviewItemView, ReviewQueueView
from dossier.kernel.ids import new_id
from dossier.samples.cases import SampleCase

WANTED = "disability_cert"


def blurred(content: bytes) -> bytes:
    """A careless capture: nothing on it is read without doubt."""
    with Image.open(BytesIO(content)) as picture:
        soft = np.asarray(picture.convert("RGB").filter(ImageFilter.GaussianBlur(2.2)))
    noise = np.random.default_rng(3).normal(0, 14, soft.shape)
    dull = (soft * 0.8 + 40 + noise).clip(0, 255).astype(np.uint8)
    out = BytesIO()
    Image.fromarray(dull).save(out, "JPEG", quality=30)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Queue:
    """The read values of one case, as the server has them."""

    clerk: Person
    case: str

    def now(self) -> ReviewQueueView:
        """Return them all."""
        answer = self.clerk.http.get(f"/cases/{self.case}/values")
        assert answer.is_success, answer.text
        return ReviewQueueView.model_validate_json(answer.content)

    def asked(self) -> list[ReviewItemView]:
        """Return those that a person is asked about, in their order."""
        return [one for one in self.now().items if not one.auto]

    def item(self, value: str) -> ReviewItemView:
        """Return one of them."""
        return next(one for one in self.now().items if one.id == value)

    def confirm(self, value: ReviewItemView) -> None:
        """Confirm a value at another counter."""
        said = {"key": new_id(), "known": value.revision, "verdict": "confirmed"}
        path = f"/cases/{self.case}/values/{value.id}/review"
        answer = self.clerk.http.post(path, json=said)
        assert answer.is_success, answer.text


@pytest.fixture(scope="module")
def papers(complete: SampleCase) -> list[tuple[str, bytes]]:
    """A paper that was captured carelessly."""
    return [
        (f"{one.document_type}.jpg", blurred(one.content))
        for one in complete.papers
        if one.document_type == WANTED
    ]


@pytest.fixture
def queue(site: Served, papers: list[tuple[str, bytes]]) -> Iterator[Queue]:
    """A case whose paper has been read, with values that wait for a look."""
    with site.person("clerk") as clerk:
        case = clerk.open_case()
        for name, content in papers:
            clerk.put_in(case, name, content)
        clerk.until_read(case, READING_SECONDS)
        made = Queue(clerk, case)
        assert len(made.asked()) >= 4, "a careless capture leaves something to ask"
        yield made


def answer_box(page: Page) -> Locator:
    """The box that holds what is right."""
    return page.get_by_label("当前值").get_by_role("textbox")


def at_value(page: Page, value: str) -> None:
    """The keyboard is in the box of ``value``."""
    expect(answer_box(page)).to_have_attribute("data-value-id", value)
    expect(answer_box(page)).to_be_focused()


def saved(page: Page) -> None:
    expect(page.get_by_test_id("save-sign")).to_have_text("已保存")


def test_a_review_is_gone_through_by_keyboard_alone(
    page: Page, site: Served, queue: Queue
) -> None:
    asked = queue.asked()
    first, second, third, fourth = (one.id for one in asked[:4])
    sign_in(page, site, "clerk")
    page.goto(f"/cases/{queue.case}")
    link = page.get_by_role("link", name=re.compile("核对读取值"))
    expect(link).to_contain_text(str(len(asked)))
    page.keyboard.press("Alt+v")
    expect(page).to_have_url(re.compile("/values$"))
    expect(page.get_by_role("heading", name=re.compile("核对读取值"))).to_be_visible()
    at_value(page, first)
    expect(page.get_by_role("img", name=re.compile("扫描件上"))).to_be_visible()
    check_accessible(page)

    page.keyboard.press("Enter")
    at_value(page, second)
    progress = page.get_by_role("status").filter(has_text=re.compile("/"))
    expect(progress).to_have_text(f"1 / {len(asked)}")

    page.keyboard.press("Control+a")
    page.keyboard.type("改正后的内容")
    page.keyboard.press("Enter")
    at_value(page, third)
    page.keyboard.press("Tab")
    at_value(page, fourth)
    page.keyboard.press("Shift+Tab")
    at_value(page, third)
    page.keyboard.press("Alt+k")
    at_value(page, fourth)
    saved(page)
    assert [queue.item(one).state for one in (first, second, third, fourth)] == [
        "confirmed",
        "corrected",
        "unreadable",
        "waiting",
    ]
    assert queue.item(second).value == "改正后的内容"
    check_accessible(page)

    page.keyboard.press("Alt+z")
    at_value(page, third)
    assert queue.item(third).state == "waiting"
    assert queue.item(third).revision == 2

    for _ in range(len(asked) - 2):
        here = answer_box(page).get_attribute("data-value-id") or ""
        page.keyboard.press("Alt+n" if queue.item(here).missed else "Enter")
    expect(page.get_by_text("都核对过了")).to_be_visible()
    saved(page)
    check_accessible(page)
    assert queue.now().waiting == 0
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/cases/{queue.case}$"))
    expect(link).to_have_text("核对读取值")


def test_what_is_typed_and_not_said_stays_while_one_looks_around(
    page: Page, site: Served, queue: Queue
) -> None:
    first, second = (one.id for one in queue.asked()[:2])
    sign_in(page, site, "clerk")
    page.goto(f"/cases/{queue.case}/values")
    at_value(page, first)
    before = answer_box(page).input_value()
    page.keyboard.press("Control+a")
    page.keyboard.type("未定")
    page.keyboard.press("Tab")
    at_value(page, second)
    page.keyboard.press("Shift+Tab")
    expect(answer_box(page)).to_have_value("未定")
    page.keyboard.press("Escape")
    expect(answer_box(page)).to_have_value(before)
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="看不清请按")).to_be_visible()
    at_value(page, first)
    page.keyboard.press("Alt+p")
    expect(page.get_by_role("dialog")).to_be_visible()
    check_accessible(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    at_value(page, first)
    assert queue.item(first).state == "waiting"


def test_a_value_that_a_colleague_looked_at_first_is_told(
    page: Page, site: Served, queue: Queue
) -> None:
    first = queue.asked()[0]
    sign_in(page, site, "clerk")
    page.goto(f"/cases/{queue.case}/values")
    at_value(page, first.id)
    queue.confirm(first)
    page.keyboard.press("Control+a")
    page.keyboard.type("另一个内容")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("刚由.*核对过"))).to_be_visible()
    saved(page)
    assert queue.item(first.id).state == "confirmed"
    row = page.get_by_role("button", name=re.compile(re.escape("另一个内容")))
    expect(row).to_contain_text("未确认")
