"""The document locker at the desk: looked up, agreed to, taken over and taken back."""

import re
from datetime import datetime

import pytest
from build import dibao_papers, dibao_typed, household
from fakes import ReplayingReader, Slip
from playwright.sync_api import Page, expect
from site_process import Home, inside
from web_hands import Served, check_accessible, sign_in

from dossier.cases import store as cases
from dossier.cases.model import Case
from dossier.flows import desk, judge, pointers, printed_forms, read, receive, residents, steps
from dossier.identity import store as identity
from dossier.kernel.canonical import Json
from dossier.kernel.clock import CIVIL, FixedClock, civil_day
from dossier.kernel.ids import CaseId, UserId, new_id
from dossier.wiring import Parts
from dossier.work import begin, look

DIBAO, ERRAND = "social-security.dibao", "other.365yi-convenience"
MOTHER, SON = household().members


def _put_in(parts: Parts, clerk: UserId, case: Case, slip: Slip) -> None:
    """Let the case hold a paper with a reading that was prepared for it."""
    reader = ReplayingReader()
    reader.prepare(slip)
    found = reader.read(slip.content, slip.name)
    blob = parts.blobs.put(case.batch_id, slip.content)
    body = parts.blobs.put(case.batch_id, found.body)
    images = tuple(parts.blobs.put(case.batch_id, one) for one in found.images)
    with begin(parts.sessions, clerk, parts.clock) as work:
        file = receive.take_file(work, case.batch_id, slip.name, slip.content, blob, clerk)
        read.keep_reading(work, file.id, 1, read.Kept(found, body, images))
        judge.assemble_case(work, parts.catalogue, case.id)


def accepted_case(parts: Parts) -> CaseId:
    """Return a case of the mother's household that was accepted before today."""
    with look(parts.sessions) as session:
        user = identity.find_user(session, "clerk")
        assert user is not None
        actor = identity.get_actor(session, user.id)
    with begin(parts.sessions, user.id, parts.clock) as work:
        case = desk.open_case(work, parts.catalogue, actor, DIBAO)
    with look(parts.sessions) as session:
        head = cases.get_case(session, case)
    for slip in dibao_papers():
        _put_in(parts, user.id, head, slip)
    with begin(parts.sessions, user.id, parts.clock) as work:
        form = cases.form_of(work.session, case)
        values: dict[str, Json] = dict(form.form)
        for pointer, value in dibao_typed().items():
            values = pointers.placed(values, pointer, value)
        desk.change_form(work, parts.catalogue, case, form.revision, values, ())
        today = civil_day(parts.clock())
        judged = judge.judge(
            work.session, parts.catalogue, cases.get_case(work.session, case), today
        )
        for due in judged.evaluation.materials:
            desk.mark_material(
                work,
                parts.catalogue,
                case,
                due.code,
                due.person_pointer,
                originals_seen=due.status == "present",
                waived=due.status in ("unchecked", "waived"),
                note=None,
            )
        printed_forms.note_consent(work, parts.house, case, given=True)
        steps.accept(work, parts.house, actor, case, steps.Asked(new_id()))
    with begin(parts.sessions, user.id, parts.clock) as work:
        residents.know_residents(work, parts.catalogue, parts.blobs, case)
    return case


@pytest.fixture(scope="module")
def earlier(demonstration: Home, site: Served) -> CaseId:
    """The accepted case of the day before."""
    assert site.base_url
    with inside(demonstration, FixedClock(datetime(2026, 4, 7, 10, 0, tzinfo=CIVIL))) as parts:
        return accepted_case(parts)


def test_what_the_centre_has_is_agreed_to_and_taken_over_without_the_mouse(
    page: Page, site: Served, earlier: CaseId
) -> None:
    assert earlier
    sign_in(page, site, "clerk")
    page.goto(f"/services/{ERRAND}")
    page.get_by_label("申请人姓名").fill(MOTHER.name)
    page.get_by_label("申请人身份证号").fill(MOTHER.id_number)
    page.keyboard.press("Enter")
    expect(page.get_by_text("本中心已有 1 种可复用的材料")).to_be_visible()
    expect(page.locator(".paper-held").first).to_contain_text("居民同意后不用带")
    check_accessible(page)

    page.keyboard.press("Alt+Enter")
    locker = page.get_by_role("region", name="核查与下一步").locator(".locker")
    expect(locker).to_contain_text("取得本人同意后可复用，不用再交")
    expect(locker.get_by_role("checkbox")).to_have_count(0)
    locker.get_by_role("button", name="登记王桂兰的同意").press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("读给居民听的话")).to_contain_text("随时到窗口撤回同意")
    check_accessible(page)
    dialog.get_by_role("button", name="居民已同意，登记").press("Enter")
    expect(locker.get_by_role("checkbox", name="居民身份证")).to_be_checked()
    # Of the same card in several cases the newest is offered; others may have been accepted today.
    expect(locker).to_contain_text(re.compile("号办件，2026年4月[78]日受理"))
    page.keyboard.press("Alt+l")
    expect(page.get_by_text("来自", exact=False).and_(page.locator(".reused"))).to_contain_text(
        "居民同意复用，原件当时已核"
    )
    expect(page.locator('[data-material="id"] .tag').first).to_have_text("有")
    expect(page.locator(".locker")).to_have_count(0)
    check_accessible(page)


def test_the_resident_takes_consent_back_and_nothing_is_offered_any_more(
    page: Page, site: Served, earlier: CaseId
) -> None:
    assert earlier
    with site.person("clerk") as clerk:
        case = clerk.open_case(ERRAND)
        form = {"applicant_name": SON.name, "applicant_id_no": SON.id_number}
        clerk.change_form(case, clerk.case(case).revision, form)
    sign_in(page, site, "clerk")
    page.goto(f"/cases/{case}")
    page.get_by_role("button", name=f"登记{SON.name}的同意").click()
    page.get_by_role("radio", name="本中心的所有事项").check()
    page.get_by_role("dialog").get_by_role("button", name="居民已同意，登记").click()
    expect(page.locator(".locker").get_by_role("checkbox")).to_be_checked()
    page.get_by_role("link", name="居民页").click()
    expect(page.get_by_role("heading", name="材料复用的同意")).to_be_visible()
    check_accessible(page)
    row = page.get_by_role("row").filter(has_text="本中心所有事项")
    row.get_by_role("button", name="撤回").click()
    page.get_by_label("原因").fill("本人到窗口要求撤回")
    page.get_by_role("dialog").get_by_role("button", name="撤回", exact=True).click()
    expect(row).to_contain_text("已撤回")
    page.goto(f"/cases/{case}")
    expect(page.get_by_role("button", name=f"登记{SON.name}的同意")).to_be_visible()
