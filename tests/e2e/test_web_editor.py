"""Definitions in the browser: written with help, saved by itself, and published by another person."""

import re

from playwright.sync_api import Browser, Locator, Page, expect
from pydantic import BaseModel, ConfigDict, TypeAdapter
from web_hands import Served, check_accessible, sign_in

WHEELCHAIR = "disability.wheelchair"
BUS_CARD = "disability.bus-card"


class DraftText(BaseModel):
    """What these tests need of a draft."""

    model_config = ConfigDict(extra="ignore")
    id: str
    revision: int
    text: str


_draft = TypeAdapter(DraftText)


def text(page: Page) -> Locator:
    """Return the box in which the definition is written."""
    return page.get_by_role("textbox", name=re.compile("服务定义文本"))


def checked(page: Page, words: str) -> None:
    """Wait until the text has been checked as it stands."""
    expect(page.get_by_test_id("check-sign")).to_contain_text(words)


def begin(page: Page, code: str) -> str:
    """Begin a draft of a service from the list; return its id."""
    page.get_by_role("link", name="服务定义").click()
    page.get_by_label("查找服务定义").fill(code)
    page.get_by_role("button", name=re.compile("起草：")).first.click()
    expect(text(page)).to_be_visible()
    checked(page, "没有错误")
    return page.url.rpartition("/")[2]


def write_behind(page: Page, words: str, more: str) -> None:
    """Find ``words`` in the text and write ``more`` behind them, with keys alone."""
    text(page).focus()
    page.keyboard.press("Control+f")
    page.get_by_role("textbox", name="查找").press_sequentially(words)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")
    page.keyboard.insert_text(more)


def saved(page: Page) -> None:
    """Wait until the text is at the server."""
    expect(page.get_by_test_id("save-sign")).to_contain_text(re.compile(r"已保存 \d\d:\d\d"))


def test_an_error_is_shown_where_it_stands_and_keys_are_offered(
    page: Page, site: Served
) -> None:
    sign_in(page, site, "admin")
    page.get_by_role("link", name="服务定义").click()
    expect(page.locator(".definition-rows > li")).to_have_count(115)
    check_accessible(page)
    draft = begin(page, BUS_CARD)
    check_accessible(page)

    write_behind(page, "kind: service", "\nvalid")
    offers = page.get_by_role("listbox", name="可以写的内容").get_by_role("option")
    expect(offers).to_have_count(2)
    expect(offers.first).to_contain_text("valid_from")
    page.wait_for_timeout(
        150
    )  # a list that has only just opened does not take keys meant for the text
    page.keyboard.press("Enter")
    page.keyboard.insert_text("2026-13-40")
    checked(page, "1 处错误")
    page.get_by_role("tab", name=re.compile("问题")).click()
    problem = page.get_by_role("tabpanel", name=re.compile("问题")).get_by_role("button")
    expect(problem).to_contain_text("日期")
    check_accessible(page)

    page.get_by_role("tab", name="预览表单").click()
    page.keyboard.press("F8")
    expect(text(page)).to_be_focused()
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    checked(page, "没有错误")
    saved(page)
    with site.person("admin") as admin:
        kept = _draft.validate_json(admin.http.get(f"/drafts/{draft}").content)
    assert "2026-13-40" not in kept.text

    # Tab indents; Escape first, and it leaves the text.
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(text(page)).not_to_be_focused()


def test_a_conflict_is_merged_and_another_person_publishes(
    page: Page, browser: Browser, site: Served
) -> None:
    sign_in(page, site, "admin")
    draft = begin(page, WHEELCHAIR)
    page.get_by_role("combobox", name="填入样例").click()
    page.keyboard.press("Enter")
    page.get_by_role("tab", name="试算").click()
    tried = page.get_by_role("tabpanel", name="试算")
    expect(tried.get_by_role("region", name="条件").get_by_role("listitem")).not_to_have_count(
        0
    )
    expect(tried.get_by_role("region", name="要交的材料")).to_contain_text("身份证")
    check_accessible(page)

    # The same draft is saved from another window in the meantime.
    with site.person("admin") as elsewhere:
        seen = _draft.validate_json(elsewhere.http.get(f"/drafts/{draft}").content)
        body = {"revision": seen.revision, "text": f"{seen.text}# 另一处加的\n"}
        assert elsewhere.http.put(f"/drafts/{draft}", json=body).is_success
    write_behind(page, "target_zh: ", "（试行）")
    dialog = page.get_by_role("dialog", name="这份草稿刚被别人保存过")
    expect(dialog).to_contain_text("系统管理员")
    check_accessible(page)
    dialog.get_by_role("button", name="对照着合并").click()
    dialog.get_by_role("button", name="用左边的").last.click()
    expect(dialog.get_by_role("textbox", name="我的")).to_contain_text("另一处加的")
    check_accessible(page)
    dialog.get_by_role("button", name="用右边的文本继续").click()
    saved(page)

    page.get_by_role("button", name="送审…").click()
    panel = page.get_by_role("tabpanel", name="送审与发布")
    expect(panel.get_by_role("region", name="改动")).to_contain_text("（试行）")
    expect(panel.get_by_role("region", name="样例结果").get_by_text("不符")).to_have_count(0)
    panel.get_by_role("button", name="送审", exact=True).click()
    expect(panel).to_contain_text("您不能发布这一份")
    expect(panel.get_by_role("button", name="发布", exact=True)).to_have_count(0)
    check_accessible(page)

    context = browser.new_context(base_url=site.base_url, locale="zh-CN")
    other = context.new_page()
    sign_in(other, site, "approver")
    other.get_by_role("link", name="服务定义").click()
    other.get_by_role("region", name="等您复核").get_by_role("link").first.click()
    panel = other.get_by_role("tabpanel", name="送审与发布")
    expect(panel.get_by_role("region", name="改动")).to_contain_text("（试行）")
    check_accessible(other)
    panel.get_by_role("button", name="发布", exact=True).click()
    other.get_by_role("tooltip").get_by_role("button", name="发布").click()
    expect(panel).to_contain_text("已发布为第 2 版")
    panel.get_by_role("link", name="看所有版本").click()
    expect(other.get_by_role("region", name="对比版本")).to_contain_text("（试行）")
    check_accessible(other)
    context.close()
