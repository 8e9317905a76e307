"""Before the papers: a service is found by a few letters, its questions answered, the list printed."""

import re

import pytest
from playwright.sync_api import Page, expect
from web_hands import Served, check_accessible, field, sign_in

DIBAO = "social-security.dibao"


def papers(page: Page, section: str) -> list[str]:
    """Return the codes of the papers under a heading of the list."""
    found = page.get_by_label("要带的材料").get_by_role("region", name=section)
    return [str(one.get_attribute("data-paper")) for one in found.locator("[data-paper]").all()]


def settled(page: Page) -> None:
    """Wait until the list speaks of the last answer."""
    expect(page.get_by_label("要带的材料")).to_have_attribute("aria-busy", "false")


def answer(page: Page, pointer: str, word: str) -> None:
    """Choose 是 or 否."""
    field(page, pointer).get_by_role("radio", name=word).check()


def test_a_service_is_found_by_its_pinyin_initials_and_begun_with_enter(
    page: Page, site: Served
) -> None:
    sign_in(page, site, "clerk")
    page.get_by_label("要办的事项").fill("gl")
    first = page.locator(".service-row").first
    expect(first).to_contain_text("高龄老人生活补贴")
    expect(first.locator("mark")).to_have_text("高龄")
    check_accessible(page)
    page.keyboard.press("Enter")
    expect(page.get_by_text("把扫描件拖到这里")).to_be_visible()
    page.keyboard.press("Alt+b")
    recent = page.get_by_role("group", name="最近办过")
    expect(recent.get_by_role("button").first).to_contain_text("高龄老人生活补贴")


def test_nothing_found_says_how_to_search(page: Page, site: Served) -> None:
    sign_in(page, site, "clerk")
    page.get_by_label("要办的事项").fill("航天飞机")
    expect(page.get_by_text("没有找到“航天飞机”")).to_be_visible()
    check_accessible(page)
    page.keyboard.press("Escape")
    expect(page.get_by_label("要办的事项")).to_have_value("")


def test_the_arrow_keys_lead_from_the_desk_to_what_must_be_brought(
    page: Page, site: Served
) -> None:
    sign_in(page, site, "clerk")
    expect(page.locator(".service-row").first).to_be_visible()
    page.keyboard.type("yinzhang")
    expect(page.locator(".service-row.first")).to_contain_text("印章使用登记")
    expect(page.locator(".service-row.first")).to_contain_text("台账登记")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="印章使用登记")).to_be_visible()
    expect(page.get_by_role("button", name="开始登记")).to_be_visible()


def test_the_catalogue_is_searched_filtered_and_walked_by_keyboard(
    page: Page, site: Served
) -> None:
    sign_in(page, site, "clerk")
    page.get_by_role("link", name="办事目录").first.click()
    rows = page.get_by_role("region", name="事项").get_by_role("link")
    expect(rows).to_have_count(115)
    check_accessible(page)
    page.get_by_text("台账登记", exact=True).first.click()
    expect(rows).to_have_count(28)
    page.get_by_role("button", name=re.compile("党组织关系")).click()
    expect(rows).to_have_count(4)
    page.get_by_label("查找事项").fill("qqqq")
    expect(page.get_by_role("heading", name="这里没有“qqqq”")).to_be_visible()
    page.get_by_role("button", name="到全部事项里找").click()
    page.get_by_label("查找事项").fill("dib")
    expect(rows.first).to_contain_text("低保")
    page.get_by_label("查找事项").press("ArrowDown")
    expect(rows.first).to_be_focused()


def test_the_answers_change_the_list_and_go_into_the_case(page: Page, site: Served) -> None:
    sign_in(page, site, "clerk")
    page.goto(f"/services/{DIBAO}")
    expect(page.get_by_role("heading", name="低保、边缘户申请")).to_be_visible()
    settled(page)
    assert "bank_card" in papers(page, "要带来")
    assert "land_ledger" in papers(page, "还要看情况")
    check_accessible(page)

    answer(page, "/has_contracted_land", "是")
    answer(page, "/household_members/0/is_disabled", "是")
    expect(page.get_by_role("region", name="先由窗口查询")).to_contain_text("残疾证明")
    settled(page)
    assert "land_ledger" in papers(page, "要带来")
    answer(page, "/has_contracted_land", "否")
    settled(page)
    expect(page.locator("#root .guide-screen [data-paper=land_ledger]")).to_have_count(0)

    answer(page, "/hukou_in_city", "否")
    unmet = page.get_by_role("group", name="不符合的条件")
    expect(unmet).to_contain_text("具有本市户籍")
    check_accessible(page)
    answer(page, "/hukou_in_city", "是")
    expect(unmet).to_be_hidden()

    page.get_by_role("button", name="开始办理").click()
    expect(page.get_by_text("把扫描件拖到这里")).to_be_visible()
    expect(
        field(page, "/hukou_in_city").get_by_role("radio", name="是", exact=True)
    ).to_be_checked()
    with site.person("clerk") as clerk:
        form = clerk.case(page.url.rpartition("/")[2]).form
    assert form["has_contracted_land"] is False
    assert form["household_members"] == [{"is_disabled": True}]


def test_the_next_resident_begins_with_empty_answers(page: Page, site: Served) -> None:
    sign_in(page, site, "clerk")
    page.goto(f"/services/{DIBAO}")
    answer(page, "/has_contracted_land", "是")
    page.get_by_role("button", name="清空，问下一位").click()
    expect(
        field(page, "/has_contracted_land").get_by_role("radio", name="是")
    ).not_to_be_checked()


@pytest.mark.parametrize("code", [DIBAO, "social-security.gongzu", "gov.seal-use"])
def test_the_list_prints_on_one_page_without_the_screen_around_it(
    page: Page, site: Served, code: str
) -> None:
    sign_in(page, site, "clerk")
    page.add_init_script("window.print = () => { window.printed = true; };")
    page.goto(f"/services/{code}")
    button = page.get_by_role("button", name="打印清单")
    expect(button).to_be_enabled()
    page.keyboard.press("Alt+p")
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    sheet = page.locator(".print-sheet")
    expect(sheet).to_be_visible()
    expect(sheet).to_contain_text("丁香社区")
    expect(page.get_by_role("navigation", name="主导航")).to_be_hidden()
    expect(button).to_be_hidden()
    pages = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))
    assert len(pages) == 1


def test_the_guide_opens_as_pdf(page: Page, site: Served) -> None:
    sign_in(page, site, "clerk")
    page.goto(f"/services/{DIBAO}")
    link = page.get_by_role("link", name=re.compile("办事指南"))
    answer_of = page.request.get(str(link.get_attribute("href")))
    assert answer_of.body().startswith(b"%PDF-")


def test_an_unknown_service_says_so(page: Page, site: Served) -> None:
    sign_in(page, site, "clerk")
    page.goto("/services/no.such.service")
    expect(page.get_by_role("heading", name="这一项没能打开")).to_be_visible()
    expect(page.get_by_role("button", name="重试")).to_be_visible()
    check_accessible(page)
