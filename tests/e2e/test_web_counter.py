"""The counter in the browser: papers dropped, values and boxes, contradictions, the one notice."""

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect
from site_process import until
from web_hands import (
    READING_MS,
    Served,
    box,
    check_accessible,
    field,
    filled_case,
    focused_pointer,
    payload,
    sign_in,
)

from dossier.api.views import CaseView
from dossier.samples.cases import SampleCase

DROP = """([name, type, bytes]) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], name, { type }));
  for (const kind of ["dragenter", "dragover", "drop"])
    document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture(scope="module")
def contradiction(site: Served, contradicting: SampleCase) -> CaseView:
    """A mother and a daughter whose name differs on her card and in the register."""
    wanted = [
        one for one in contradicting.papers if one.document_type in ("id_card", "hukou_booklet")
    ]
    return filled_case(site, contradicting, wanted)


def test_a_dropped_card_fills_the_form_and_its_values_are_boxed(
    page: Page, site: Served, complete: SampleCase
) -> None:
    card = next(one for one in complete.papers if one.document_type == "id_card")
    sign_in(page, site, "clerk")
    page.get_by_label("要办的事项").fill("低保")
    page.keyboard.press("Enter")
    expect(page.get_by_text("把扫描件拖到这里")).to_be_visible()
    check_accessible(page)
    page.evaluate(DROP, [card.name, "image/jpeg", list(card.content)])
    expect(page.get_by_text(re.compile("等待读取|正在读取")).first).to_be_visible()
    name = field(page, "/applicant_name").get_by_role("textbox")
    expect(name).to_have_value(complete.household.head.name, timeout=READING_MS)
    expect(page.get_by_role("list", name="材料页").get_by_text("居民身份证")).to_be_visible()
    expect(field(page, "/applicant_name")).to_contain_text("居民身份证")
    name.focus()
    expect(box(page, "name")).to_have_class(re.compile("active"))
    box(page, "id_number").click()
    assert focused_pointer(page) == "/applicant_id_no"
    check_accessible(page)


def test_a_file_that_cannot_be_read_says_why_and_what_to_do(page: Page, site: Served) -> None:
    with site.person("clerk") as clerk:
        case = clerk.open_case()
    sign_in(page, site, "clerk")
    page.goto(f"/cases/{case}")
    empty = FilePayload(name="空白.jpg", mimeType="image/jpeg", buffer=b"")
    packed = FilePayload(
        name="打包.pdf", mimeType="application/pdf", buffer=b"PK\x03\x04" + b"0" * 200
    )
    page.get_by_test_id("file-input").set_input_files([empty, packed])
    notes = page.get_by_role("list", name="文件情况")
    expect(notes).to_contain_text("空文件")
    told = notes.get_by_role("alert").filter(has_text="打包.pdf")
    expect(told).to_be_visible(timeout=READING_MS)
    check_accessible(page)
    notes.get_by_role("button", name="知道了").first.click()
    expect(notes).not_to_contain_text("空文件")
    expect(told).to_be_visible()


def test_a_removed_file_can_be_put_back(
    page: Page, site: Served, contradiction: CaseView
) -> None:
    sign_in(page, site, "clerk")
    page.goto(f"/cases/{contradiction.summary.id}")
    pages = page.get_by_role("list", name="材料页").get_by_role("listitem")
    before = len(contradiction.files)
    expect(pages).to_have_count(before)
    page.get_by_role("button", name="移出").click()
    expect(pages).to_have_count(before - 1)
    page.get_by_role("button", name="撤销").click()
    expect(pages).to_have_count(before)


def test_a_contradiction_shows_both_scans_with_the_two_values(
    page: Page, site: Served, contradiction: CaseView, contradicting: SampleCase
) -> None:
    told = contradicting.contradictions[0]
    sign_in(page, site, "clerk")
    page.goto(f"/cases/{contradiction.summary.id}")
    page.get_by_role("button", name=re.compile("对照两份材料")).first.click()
    dialog = page.get_by_role("dialog")
    sides = [dialog.get_by_test_id(f"evidence-{index}") for index in (0, 1)]
    for side, value in zip(sides, (told.value, told.other_value), strict=True):
        expect(side.locator(".side-value")).to_have_text(value)
        expect(side.locator("rect.contradiction")).to_have_count(1)
        expect(side.locator("image")).to_have_attribute("href", re.compile("/pages/"))
    expect(sides[0].locator(".side-value mark")).to_have_text("静")
    check_accessible(page)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_what_is_typed_is_saved_and_stands_after_a_reload(page: Page, site: Served) -> None:
    with site.person("clerk") as clerk:
        case = clerk.open_case()
    sign_in(page, site, "clerk")
    page.goto(f"/cases/{case}")
    field(page, "/other_income").get_by_role("textbox").fill("1,234.5")
    field(page, "/applicant_phone").get_by_role("textbox").fill("14000240386")
    expect(page.get_by_test_id("save-sign")).to_have_text("已保存")
    page.reload()
    expect(field(page, "/other_income").get_by_role("textbox")).to_have_value("1,234.50")
    with site.person("clerk") as clerk:
        assert clerk.case(case).form["other_income"] == 123_450


def test_nothing_typed_is_lost_when_the_network_goes(page: Page, site: Served) -> None:
    with site.person("clerk") as clerk:
        case = clerk.open_case()
    sign_in(page, site, "clerk")
    page.goto(f"/cases/{case}")
    phone = field(page, "/applicant_phone").get_by_role("textbox")
    phone.wait_for()
    page.context.set_offline(True)
    phone.fill("14000240386")
    expect(page.get_by_text("网络中断")).to_be_visible()
    check_accessible(page)
    page.context.set_offline(False)
    expect(page.get_by_text("网络中断")).to_be_hidden()
    expect(page.get_by_test_id("save-sign")).to_have_text("已保存")
    with site.person("clerk") as clerk:
        assert clerk.case(case).form["applicant_phone"] == "14000240386"


def test_a_value_that_a_colleague_changed_too_is_put_to_the_clerk(
    page: Page, site: Served
) -> None:
    with site.person("clerk") as clerk:
        case = clerk.open_case()
        revision = clerk.case(case).revision
        sign_in(page, site, "clerk")
        page.goto(f"/cases/{case}")
        phone = field(page, "/applicant_phone").get_by_role("textbox")
        phone.wait_for()
        clerk.change_form(
            case, revision, {"applicant_phone": "14000000001", "bank_name": "和安银行"}
        )
    phone.fill("14000000002")
    alert = page.get_by_role("alert").filter(has_text="被别人改过")
    expect(alert).to_contain_text("联系电话")
    expect(field(page, "/bank_name").get_by_role("textbox")).to_have_value("和安银行")
    expect(phone).to_have_value("14000000002")
    check_accessible(page)
    alert.get_by_role("button", name=re.compile("用我的")).click()
    expect(page.get_by_test_id("save-sign")).to_have_text("已保存")
    with site.person("clerk") as clerk:
        form = clerk.case(case).form
    assert (form["applicant_phone"], form["bank_name"]) == ("14000000002", "和安银行")


def test_the_keyboard_alone_takes_one_through_the_counter(
    page: Page, site: Served, complete: SampleCase
) -> None:
    cards = [payload(one) for one in complete.papers if one.document_type == "bank_card"]
    # A listener from the start: Playwright begins to catch choosers only some time after it is asked to.
    page.on("filechooser", lambda _chooser: None)
    sign_in(page, site, "clerk")
    expect(page.get_by_role("heading", name="在办的件")).to_be_visible()
    page.keyboard.press("Alt+n")
    page.keyboard.type("低保")
    page.keyboard.press("Enter")
    expect(page.get_by_text("把扫描件拖到这里")).to_be_visible()
    with page.expect_file_chooser() as choosing:
        page.keyboard.press("Alt+u")
    choosing.value.set_files(cards)
    holder = field(page, "/bank_holder").get_by_role("textbox")
    expect(holder).not_to_have_value("", timeout=READING_MS)

    page.keyboard.press("Alt+j")
    assert focused_pointer(page) == "/application_kind"
    page.keyboard.press("Enter")
    expect(page.get_by_role("option", name="低保", exact=True)).to_be_attached()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field(page, "/application_kind")).to_contain_text("人工填写")
    chooser = field(page, "/application_kind").get_by_role("combobox")
    expect(chooser).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(field(page, "/area_kind").get_by_role("combobox")).to_be_focused()
    field(page, "/hukou_in_city").get_by_role("radio").first.focus()
    page.keyboard.press("1")
    expect(field(page, "/hukou_in_city").get_by_role("radio", name="是")).to_be_checked()
    page.keyboard.press("Enter")
    assert focused_pointer(page) == "/residence_address"
    expect(page.get_by_test_id("save-sign")).to_have_text("已保存")

    page.keyboard.press("Alt+b")
    expect(page.get_by_role("heading", name="在办的件")).to_be_visible()


def test_the_one_notice_is_previewed_and_opens_as_pdf(
    page: Page, site: Served, contradiction: CaseView
) -> None:
    sign_in(page, site, "clerk")
    page.goto(f"/cases/{contradiction.summary.id}")
    expect(page.get_by_role("button", name="一次性告知")).to_be_visible()
    undecided = page.get_by_role("button", name=re.compile("^(平台查无，要交|需要)$"))
    while undecided.count():
        before = undecided.count()
        undecided.first.click()
        expect(undecided).to_have_count(before - 1)
    page.get_by_role("button", name="一次性告知").click()
    dialog = page.get_by_role("dialog", name="一次性告知")
    expect(dialog).to_contain_text("银行卡")
    expect(dialog).to_contain_text("要更正的问题")
    check_accessible(page)
    with page.context.expect_page() as opening:
        dialog.get_by_role("button", name="出具告知书并打开").click()
    assert "/letters/" in opening.value.url
    link = page.get_by_label("核查与下一步").get_by_role("link", name=re.compile("告知"))
    expect(link).to_be_visible()
    address = str(link.get_attribute("href"))
    # The letter is set in the background; until then a page says so and asks again by itself.
    until(
        lambda: page.request.get(address).body().startswith(b"%PDF-"), 60, "the letter is set"
    )
    expect(page.get_by_text("待补正").first).to_be_visible()
