"""The doors and the plain screens: sign in and out, lists, money, audit; each clean for axe."""

import re

import pytest
from playwright.sync_api import Page, expect
from web_hands import Served, check_accessible, sign_in


def test_a_wrong_password_is_told_in_words_and_the_screen_stays(
    page: Page, site: Served
) -> None:
    page.goto("/")
    expect(page).to_have_url(re.compile("/login$"))
    page.get_by_label("账号").fill("clerk")
    page.get_by_label("密码", exact=True).fill("not the password")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text("密码")
    check_accessible(page)


def test_one_comes_back_to_the_page_that_one_wanted(page: Page, site: Served) -> None:
    page.goto("/archive?q=丁香")
    page.get_by_label("账号").fill("archivist")
    page.get_by_label("密码", exact=True).fill(site.people["archivist"])
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/archive"))
    expect(page.get_by_label("全文检索")).to_have_value("丁香")


def test_the_demonstration_says_so_on_every_screen(page: Page, site: Served) -> None:
    sign_in(page, site, "clerk")
    for place in ("受理台", "审核", "档案"):
        page.get_by_role("navigation", name="主导航").get_by_role("link", name=place).click()
        expect(page.get_by_text("演示", exact=True)).to_be_visible()


def test_signing_out_leaves_nothing_behind(page: Page, site: Served) -> None:
    sign_in(page, site, "clerk")
    page.evaluate("sessionStorage.setItem('dossier.draft.x', '{}')")
    page.get_by_role("button", name=re.compile("林晓燕")).click()
    page.get_by_role("menuitem", name="退出登录").click()
    expect(page).to_have_url(re.compile("/login"))
    assert page.evaluate("Object.keys(sessionStorage)") == []
    page.goto("/desk")
    expect(page).to_have_url(re.compile("/login"))


def test_the_skip_link_leads_past_the_navigation(page: Page, site: Served) -> None:
    sign_in(page, site, "auditor")
    page.goto("/audit")
    expect(page.get_by_role("heading", name="审计日志")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_shortcuts_are_told_on_asking(page: Page, site: Served) -> None:
    sign_in(page, site, "auditor")
    page.goto("/audit")
    expect(page.get_by_role("heading", name="审计日志")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="快捷键")).to_be_visible()
    check_accessible(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="快捷键")).to_be_hidden()


@pytest.mark.parametrize(
    ("login", "path", "heading"),
    [
        ("clerk", "/desk", "在办的件"),
        ("reviewer", "/review", "审核"),
        ("archivist", "/archive", "档案"),
        ("bookkeeper", "/ledger", "等待付款的件"),
        ("cashier", "/ledger", "资金"),
        ("auditor", "/audit", "审计日志"),
        ("auditor", "/nowhere", "没有这一页"),
    ],
)
def test_each_screen_opens_and_is_accessible(
    page: Page, site: Served, login: str, path: str, heading: str
) -> None:
    sign_in(page, site, login)
    page.goto(path)
    expect(page.get_by_text(heading, exact=True).first).to_be_visible()
    check_accessible(page)


def test_nobody_sees_a_place_that_is_not_theirs(page: Page, site: Served) -> None:
    sign_in(page, site, "cashier")
    links = page.get_by_role("navigation", name="主导航").get_by_role("link")
    expect(links).to_have_text(["账务"])


def test_a_receipt_that_does_not_exist_says_what_to_do(page: Page, site: Served) -> None:
    page.goto("/receipt/there-is-no-such-receipt")
    expect(page.get_by_role("alert")).to_contain_text("窗口")
    check_accessible(page)


def test_the_auditor_signs_a_checkpoint_to_carry_away(page: Page, site: Served) -> None:
    sign_in(page, site, "auditor")
    page.goto("/audit")
    page.get_by_role("button", name="签出检查点").click()
    size = page.locator("dd.big").inner_text().replace(",", "")
    expect(page.get_by_label("检查点全文")).to_contain_text(re.compile(rf"^\S+\s+{size}\s"))
