"""An office sets a figure and a place in the browser; another person confirms; the guide says it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from web_hands import Served, check_accessible, sign_in

SERVICE, TITLE = "social-assistance.red-cross-hardship", "红十字会困难帮扶"
WAGE, PLACES = "最低工资标准（每月）", "公示书上写的公示地点"


@pytest.fixture
def second(browser: Browser, site: Served) -> Iterator[Page]:
    """The browser of the other approver."""
    context = browser.new_context(
        base_url=site.base_url, locale="zh-CN", viewport={"width": 1366, "height": 768}
    )
    page = context.new_page()
    sign_in(page, site, "second_approver")
    yield page
    context.close()


def put_down(page: Page, title: str, box: str, text: str) -> None:
    """Fill the open dialog in and send it with the keyboard."""
    dialog = page.get_by_role("dialog", name=title)
    dialog.get_by_label(box).fill(text)
    dialog.get_by_label("依据").fill("和安民发〔2026〕3号")
    check_accessible(page)
    dialog.get_by_label("依据").press("Enter")
    expect(dialog).to_be_hidden()


def test_two_people_set_a_figure_and_one_slip_is_taken_back(
    page: Page, second: Page, site: Served
) -> None:
    sign_in(page, site, "approver")
    page.get_by_role("link", name="本地设置").click()
    expect(page.get_by_role("heading", name="本地设置")).to_be_visible()
    page.get_by_label("查找标准").fill("最低工资标准（")
    row = page.get_by_role("row", name=re.compile(f"^{re.escape(WAGE)}"))
    expect(row).to_contain_text("需要本单位确定")
    check_accessible(page)

    page.get_by_role("button", name=f"设定：{WAGE}").click()
    page.get_by_role("dialog").get_by_label("数值").fill("两千一")
    expect(page.get_by_role("alert")).to_contain_text("这里要填数字")
    put_down(page, WAGE, "数值", "2010.00")
    page.get_by_role("button", name="撤回", exact=True).click()
    expect(page.get_by_text("已撤回").first).to_be_visible()
    page.get_by_role("button", name=f"设定：{WAGE}").click()
    put_down(page, WAGE, "数值", "2100")
    expect(row).to_contain_text("有一条待复核")

    second.goto("/settings?tab=waiting")
    waits = second.get_by_role("row", name=re.compile("最低工资标准"))
    expect(waits).to_contain_text("2,100.00元")
    check_accessible(second)
    second.get_by_role("button", name=f"复核：{WAGE}").click()
    second.get_by_role("button", name="复核通过").click()
    expect(second.get_by_text("没有等待复核的设置")).to_be_visible()
    page.reload()
    page.get_by_label("查找标准").fill("最低工资标准（")
    expect(row).to_contain_text("2,100.00元")
    expect(row).to_contain_text("和安民发〔2026〕3号")


def test_from_the_guide_to_what_is_unconfirmed_and_back_without_the_mark(
    page: Page, second: Page, site: Served
) -> None:
    sign_in(page, site, "approver")
    page.goto(f"/services/{SERVICE}")
    page.get_by_role("link", name=re.compile("条规定待确认")).click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    check_accessible(page)
    page.get_by_label("全部选中").check()
    page.get_by_role("button", name=re.compile("按原文确认所选")).click()
    page.get_by_role("button", name="填报确认").click()
    expect(page.get_by_text("等另一人复核后生效").first).to_be_visible()
    page.get_by_text("可改的文字和天数").click()
    page.get_by_role("button", name=f"改写：{PLACES}").click()
    put_down(page, PLACES, "内容（一行一条）", "丁香社区公示栏（东门）\n居住的楼门口")

    second.goto("/settings?tab=waiting")
    second.get_by_label("全部选中").check()
    second.get_by_role("button", name=re.compile("复核所选")).click()
    second.get_by_role("button", name="复核通过").click()
    expect(second.get_by_text("没有等待复核的设置")).to_be_visible()
    second.goto(f"/services/{SERVICE}")
    expect(second.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(second.get_by_text("条规定待确认")).to_have_count(0)
    second.goto(f"/settings?tab=services&service={SERVICE}")
    expect(second.get_by_role("row", name=re.compile(PLACES))).to_contain_text("东门")
