"""Review in the browser: the scan beside the values, the checks ticked; then found by full text."""

import re

import pytest
from playwright.sync_api import Page, expect
from pydantic import JsonValue
from web_hands import Served, check_accessible, field, filled_case, sign_in

from dossier.api.views import CaseView
from dossier.samples.cases import SampleCase


@pytest.fixture(scope="module")
def accepted(site: Served, complete: SampleCase) -> CaseView:
    """The complete case, filled at the counter past the browser and accepted there."""
    case = filled_case(site, complete, complete.papers)
    with site.person("clerk") as clerk:
        for material in case.evaluation.materials:
            mark: dict[str, JsonValue] = {
                "code": material.code,
                "person_pointer": material.person_pointer,
                "originals_seen": material.status == "present",
                "waived": material.status == "unchecked",
            }
            clerk.http.put(f"/cases/{case.summary.id}/materials", json=mark).raise_for_status()
        told = clerk.http.put(f"/cases/{case.summary.id}/consent", json={"given": True})
        told.raise_for_status()
        answer = clerk.step(case.summary.id, "accept")
        assert answer.is_success, answer.text
        return clerk.case(case.summary.id)


def test_the_director_reviews_beside_the_scans_and_passes_it_on(
    page: Page, site: Served, accepted: CaseView, complete: SampleCase
) -> None:
    sign_in(page, site, "director")
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="审核").click()
    page.get_by_role("link", name=complete.household.head.name).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(complete.household.head.name)

    name = field(page, "/applicant_name").get_by_role("button")
    name.focus()
    expect(page.locator("rect.active")).to_have_count(1)
    check_accessible(page)

    visit = field(page, "/visit_living_ok")
    visit.get_by_role("radio", name="是").check()
    day = field(page, "/visit_date").get_by_role("textbox")
    day.fill("2026-04-07")
    day.press("Enter")
    field(page, "/visitors").get_by_role("textbox").fill("赵国强、李敏")
    expect(page.get_by_test_id("save-sign")).to_have_text("已保存")

    page.get_by_role("button", name="通过，报下一环节").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    for item in dialog.get_by_role("checkbox").all():
        item.check()
    check_accessible(page)
    dialog.get_by_role("button", name="通过，报下一环节").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_label("办理环节").get_by_role("listitem").first).to_have_class(
        re.compile("done")
    )


def test_a_refusal_needs_its_reason(page: Page, site: Served, accepted: CaseView) -> None:
    sign_in(page, site, "director")
    page.goto(f"/cases/{accepted.summary.id}")
    page.get_by_role("button", name="退回补正").click()
    dialog = page.get_by_role("dialog", name="退回补正")
    go = dialog.get_by_role("button", name="退回补正")
    expect(go).to_be_disabled()
    dialog.get_by_role("textbox").fill("收入证明没有盖章")
    expect(go).to_be_enabled()
    dialog.get_by_role("button", name="先不办").click()
    expect(dialog).to_be_hidden()


def test_the_receipt_of_an_accepted_case_is_public_and_names_nobody(
    page: Page, site: Served, accepted: CaseView, complete: SampleCase
) -> None:
    assert accepted.letters, "acceptance issues a letter"
    sign_in(page, site, "clerk")
    page.goto(f"/cases/{accepted.summary.id}")
    expect(
        page.get_by_label("核查与下一步").get_by_role("link", name=re.compile("受理"))
    ).to_be_visible()


def test_the_archive_finds_a_word_that_only_a_scan_holds(
    page: Page, site: Served, accepted: CaseView, complete: SampleCase
) -> None:
    sign_in(page, site, "archivist")
    box = page.get_by_label("全文检索")
    box.fill(complete.household.head.name)
    box.press("Enter")
    hit = page.get_by_role("list", name="检索结果").get_by_role("listitem").first
    expect(hit.locator("mark").first).to_contain_text(complete.household.head.name[0])
    check_accessible(page)
    hit.get_by_role("link", name="看办件").click()
    expect(page).to_have_url(re.compile(accepted.summary.id))


def test_the_archive_says_what_to_do_when_nothing_is_found(page: Page, site: Served) -> None:
    sign_in(page, site, "archivist")
    box = page.get_by_label("全文检索")
    box.fill("查无此词")
    box.press("Enter")
    expect(page.get_by_role("heading", name="没有查到")).to_be_visible()
    check_accessible(page)
