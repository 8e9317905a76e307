"""Papers at the desk in the browser: who acts, forms printed, signed and scanned back, consent."""

import io
import re

import numpy as np
import pypdfium2
import pytest
from playwright.sync_api import Page, expect
from pydantic import JsonValue, TypeAdapter
from web_hands import READING_MS, Served, check_accessible, field, sign_in

from dossier.api.desk_papers import PrintedView
from dossier.api.views import CaseView
from dossier.samples.cases import SampleCase
from dossier.samples.degrade import Degradation, Dose, degrade_all
from dossier.samples.draw.scan import Scan

_form = TypeAdapter(dict[str, JsonValue])
PATIENCE_MS = 20_000
WORN = (
    Dose(Degradation.TILT, 0.5),
    Dose(Degradation.SHADOW, 0.5),
    Dose(Degradation.NOISE, 0.5),
)


@pytest.fixture
def typed(site: Served, complete: SampleCase) -> CaseView:
    """A case whose form is typed; no paper has been brought yet."""
    with site.person("clerk") as clerk:
        case = clerk.open_case(complete.service)
        known = clerk.case(case).revision
        answer = clerk.change_form(case, known, _form.validate_python(complete.form))
        assert answer.is_success, answer.text
        return clerk.case(case)


def scanned(pdf: bytes) -> bytes:
    """Return what a scanner makes of the printed pages, with the faults of a busy counter."""
    document = pypdfium2.PdfDocument(pdf)
    rng = np.random.default_rng(7)
    try:
        sheets = []
        for number in range(len(document)):
            drawn = document[number].render(scale=150 / 72).to_pil().convert("RGB")
            worn = degrade_all(Scan(drawn, 150), rng, WORN)
            sheets.append(worn.image)
    finally:
        document.close()
    out = io.BytesIO()
    sheets[0].save(out, "TIFF", save_all=True, append_images=sheets[1:], compression="jpeg")
    return out.getvalue()


def check_from_the_top(page: Page) -> None:
    """Look with axe where nothing is half under the edge of the column."""
    page.locator(".side-scroll").evaluate("column => column.scrollTo(0, 0)")
    check_accessible(page)


def test_a_form_is_printed_signed_scanned_back_and_outdated_by_a_change(
    page: Page, site: Served, typed: CaseView
) -> None:
    sign_in(page, site, "clerk")
    page.goto(f"/cases/{typed.summary.id}")
    side = page.get_by_label("核查与下一步")
    paper = side.locator('[data-print="application_form"]')
    expect(paper).to_contain_text("未打印")
    check_accessible(page)

    side.get_by_role("button", name="已告知并同意").click()
    expect(side.get_by_text("窗口当面告知，申请人同意")).to_be_visible()

    with page.expect_response(re.compile(r"/prints$")) as printed, page.expect_popup() as shown:
        paper.get_by_role("button", name=re.compile("^打印")).click()
    url = PrintedView.model_validate_json(printed.value.body()).url
    pdf = page.request.get(url)
    assert pdf.ok
    shown.value.close()
    page.bring_to_front()
    expect(paper).to_contain_text("等签字")

    with site.person("clerk") as clerk:
        clerk.put_in(typed.summary.id, "签字的申请表.tif", scanned(pdf.body()))
    expect(paper).to_contain_text("待看签名", timeout=READING_MS)
    expect(side.locator('[data-material="application_form"]')).to_contain_text("有")
    paper.get_by_role("checkbox", name="已签名").click()
    expect(paper.locator(".tag")).to_have_text("已签名")

    phone = field(page, "/applicant_phone").get_by_role("textbox")
    phone.fill("13900008888")
    phone.blur()
    expect(paper).to_contain_text("内容有变", timeout=PATIENCE_MS)
    expect(side.get_by_text("签过字的这份不能用")).to_be_visible()
    check_from_the_top(page)


def test_an_agent_is_noted_and_the_papers_that_are_due_then_appear(
    page: Page, site: Served, typed: CaseView
) -> None:
    sign_in(page, site, "clerk")
    page.goto(f"/cases/{typed.summary.id}")
    side = page.get_by_label("核查与下一步")
    side.get_by_role("button", name="登记", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name="代办人代办").check()
    check_accessible(page)
    dialog.get_by_label("代办人姓名").fill("孙悦")
    dialog.get_by_label("代办人公民身份号码").fill("210108199204160061")
    dialog.get_by_label("与申请人的关系").fill("邻居")
    dialog.get_by_role("button", name=re.compile("保\\s*存")).click()
    expect(dialog).to_be_hidden()
    expect(side.get_by_text("校验不通过")).to_be_visible()
    expect(side.locator('[data-material="acting.power"]')).to_be_visible()
    expect(side.locator('[data-print="acting.power"]')).to_contain_text("未打印")
    side.get_by_role("button", name="更改", exact=True).click()
    dialog.get_by_label("代办人公民身份号码").fill("210108199204160062")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(side.get_by_text("校验不通过")).to_be_hidden()
    check_from_the_top(page)
